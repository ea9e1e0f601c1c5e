//! What people type: kept exactly, but for line ends and surrounding space; refused where it could mislead or harm.

use std::collections::BTreeMap;

use evenhand_policy::rules::RULES;

use crate::refusal::{Problem, Refusal};

/// The longest single line, in characters: names, places, titles.
pub const LINE_MAX: usize = 200;
/// The longest text, in characters: about thirty pages.
pub const WORDS_MAX: usize = 50_000;
/// The most marks one letter may carry. Living languages need four.
const MARKS_MAX: usize = 8;

/// Collects what is wrong with a command, so that the person sees all of it at once.
#[derive(Debug, Default)]
pub struct Checks {
    problems: Vec<Problem>,
}

impl Checks {
    /// Notes a problem.
    pub fn add(&mut self, field: &str, code: &str, says: impl Into<String>) {
        self.problems.push(Problem::field(field, code, says));
    }

    /// Notes a problem unless something holds.
    pub fn require(&mut self, holds: bool, field: &str, code: &str, says: impl Into<String>) {
        if !holds {
            self.add(field, code, says);
        }
    }

    /// A line that must be there.
    pub fn line(&mut self, field: &str, raw: &str, what: &str) -> String {
        let line = self.maybe_line(field, Some(raw));
        self.require(
            line.is_some() || !raw.chars().all(shows_nothing),
            field,
            "empty",
            format!("Enter {what}"),
        );
        line.unwrap_or_default()
    }

    /// A line that may be left out.
    pub fn maybe_line(&mut self, field: &str, raw: Option<&str>) -> Option<String> {
        let line = self.clean(field, raw?, LINE_MAX)?;
        if line.contains('\n') {
            self.add(field, "one-line", "This must be on one line");
            return None;
        }
        Some(line)
    }

    /// A text that must be there.
    pub fn words(&mut self, field: &str, raw: &str, what: &str) -> String {
        let words = self.maybe_words(field, Some(raw));
        self.require(
            words.is_some() || !raw.chars().all(shows_nothing),
            field,
            "empty",
            format!("Enter {what}"),
        );
        words.unwrap_or_default()
    }

    /// A text that may be left out.
    pub fn maybe_words(&mut self, field: &str, raw: Option<&str>) -> Option<String> {
        self.clean(field, raw?, WORDS_MAX)
    }

    /// Reasons for going on, by rule: those that say something, for rules that there are.
    pub fn reasons(&mut self, raw: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let known = raw.iter().filter(|(rule, _)| RULES.iter().any(|known| known.slug == rule.as_str()));
        let said = known.filter_map(|(rule, reason)| {
            Some((rule.clone(), self.maybe_words(&format!("pass-{rule}"), Some(reason))?))
        });
        said.collect()
    }

    /// Ends the checks: the refusal, if anything was wrong.
    pub fn finish(self) -> Result<(), Refusal> {
        if self.problems.is_empty() { Ok(()) } else { Err(Refusal { problems: self.problems }) }
    }

    fn clean(&mut self, field: &str, raw: &str, max: usize) -> Option<String> {
        let text = raw.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim();
        if text.chars().all(shows_nothing) {
            return None;
        }
        let length = text.chars().count();
        if length > max {
            self.add(field, "too-long", format!("This has {length} characters; at most {max} fit here"));
            return None;
        }
        match fault(text) {
            None => Some(text.to_owned()),
            Some(says) => {
                self.add(field, "unreadable-character", says);
                None
            }
        }
    }
}

/// What is wrong with the characters of a text, if anything is.
fn fault(text: &str) -> Option<String> {
    let mut marks = 0;
    for c in text.chars() {
        match c {
            '\n' | '\t' => {}
            _ if c.is_control() => {
                return Some(format!("This holds a control character (U+{:04X})", u32::from(c)));
            }
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                return Some(
                    "This holds a mark that turns the direction of writing around; type it without"
                        .to_owned(),
                );
            }
            '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}' => {
                return Some(format!("This holds a character nobody can see (U+{:04X})", u32::from(c)));
            }
            _ => {}
        }
        marks = if is_mark(c) { marks + 1 } else { 0 };
        if marks > MARKS_MAX {
            return Some(format!("This holds more than {MARKS_MAX} marks on one letter"));
        }
    }
    None
}

/// Characters that leave no trace on a page. Between letters they may be needed; alone they say nothing.
fn shows_nothing(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}')
}

/// Combining marks, as far as they are used to pile up.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{e31}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(raw: &str) -> Result<String, Refusal> {
        let mut checks = Checks::default();
        let words = checks.words("words", raw, "what happened");
        checks.finish().map(|()| words)
    }

    fn code(raw: &str) -> String {
        words(raw).unwrap_err().problems[0].code.clone()
    }

    #[test]
    fn living_languages_are_kept_exactly() {
        for text in [
            "مرحبا بالعالم",
            "שלום",
            "नमस्ते",
            "ภาษาไทย",
            "e\u{301}",
            "<script>alert(1)</script>",
            "👩🏽‍🦽",
            "a\n\tb",
        ] {
            assert_eq!(words(text).as_deref(), Ok(text));
        }
        assert_eq!(words("  one\r\ntwo\rthree \n").as_deref(), Ok("one\ntwo\nthree"));
    }

    #[test]
    fn what_misleads_or_hides_is_refused_with_the_reason() {
        assert_eq!(code("a\0b"), "unreadable-character");
        assert_eq!(code("a\u{202e}b"), "unreadable-character");
        assert_eq!(code("\u{1b}[31m"), "unreadable-character");
        assert_eq!(code(&format!("a{}", "\u{301}".repeat(9))), "unreadable-character");
        assert_eq!(code(" \n "), "empty");
        assert_eq!(code(&"x".repeat(WORDS_MAX + 1)), "too-long");
    }

    #[test]
    fn a_line_has_no_second_line() {
        let mut checks = Checks::default();
        checks.line("name", "one\ntwo", "a name");
        assert_eq!(checks.finish().unwrap_err().problems[0].code, "one-line");
    }
}

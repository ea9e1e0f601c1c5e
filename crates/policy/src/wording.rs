//! Help with factual notes: points at words that judge, guess or abbreviate, and suggests reported speech.
//!
//! It never rewrites and never blocks; it is asked for by a button and not while a first report is typed
//! (SA-PIC-096; Post incident contact, step 6).

use std::ops::Range;

/// A piece of a text that a reader years later could question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Where it stands, in bytes of the text.
    pub at: Range<usize>,
    /// The words.
    pub words: String,
    /// Why it is pointed out.
    pub why: Why,
    /// What could be written instead.
    pub instead: String,
}

/// Why words are pointed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It names a feeling of the customer as a fact.
    Emotive,
    /// It judges or diagnoses the person.
    Judgement,
    /// It guesses at intention or state of mind.
    Speculation,
    /// It says what the conduct amounts to, not what was done.
    Summary,
    /// A reader outside the team may not know it.
    Abbreviation,
}

impl Why {
    /// The reason in plain words.
    pub fn plain(self) -> &'static str {
        match self {
            Why::Emotive => "this states a feeling as a fact",
            Why::Judgement => "this judges the person",
            Why::Speculation => "this guesses what they thought or meant",
            Why::Summary => "this sums up instead of saying what happened",
            Why::Abbreviation => "this abbreviation may not be known to a later reader",
        }
    }
}

const FEELINGS: &[&str] = &[
    "angry",
    "furious",
    "upset",
    "enraged",
    "irate",
    "hysterical",
    "livid",
    "agitated",
    "frustrated",
    "jealous",
    "bitter",
    "hostile",
    "mad",
];
const JUDGEMENTS: &[&str] = &[
    "crazy",
    "insane",
    "psycho",
    "psychotic",
    "paranoid",
    "delusional",
    "schizo",
    "mental",
    "nutter",
    "lunatic",
    "unhinged",
    "drunk",
    "junkie",
    "druggie",
    "stupid",
    "idiot",
    "idiotic",
    "vexatious",
    "offender",
    "bully",
    "liar",
    "disgusting",
    "nasty",
    "evil",
    "manipulative",
    "entitled",
    "ridiculous",
    "feral",
    "rude",
];
const SPECULATIONS: &[&str] = &[
    "obviously",
    "clearly",
    "on purpose",
    "deliberately",
    "wanted to",
    "intended to",
    "tried to intimidate",
    "meant to",
    "must have",
    "probably",
    "no doubt",
    "pretended to",
    "for attention",
    "seemed to think",
    "off his medication",
    "off her medication",
    "off their medication",
    "off his meds",
    "off her meds",
];
const SUMMARIES: &[&str] = &[
    "was aggressive",
    "were aggressive",
    "was abusive",
    "were abusive",
    "was inappropriate",
    "was threatening",
    "was violent",
    "behaved badly",
    "lost it",
    "went off",
    "kicked off",
    "carried on",
    "made a scene",
];
/// Short words in capitals that any reader knows, and those the product spells out on every page.
const KNOWN: &[&str] =
    &["AM", "PM", "TV", "ID", "PO", "SMS", "PDF", "GP", "CCTV", "OK", "USA", "UK", "NSW", "SA"];

/// Every hint about a text, in the order of the text.
pub fn hints(text: &str) -> Vec<Hint> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for (list, why) in [
        (FEELINGS, Why::Emotive),
        (JUDGEMENTS, Why::Judgement),
        (SPECULATIONS, Why::Speculation),
        (SUMMARIES, Why::Summary),
    ] {
        for words in list {
            found.extend(occurrences(&lower, words).filter(|at| !is_reported(&lower, at)).map(|at| Hint {
                words: text.get(at.clone()).unwrap_or_default().to_owned(),
                instead: instead(why, words),
                at,
                why,
            }));
        }
    }
    found.extend(abbreviations(text));
    found.sort_by_key(|hint| (hint.at.start, hint.at.end));
    found.dedup_by(|later, earlier| later.at.start < earlier.at.end);
    found
}

fn instead(why: Why, words: &str) -> String {
    match why {
        Why::Emotive => format!("“the customer said they were {words} about …”, or what you saw and heard"),
        Why::Judgement => "what the customer said or did".to_owned(),
        Why::Speculation => "“the customer said …”, or leave it out".to_owned(),
        Why::Summary => "the words used, how loud, how close, what was touched or thrown".to_owned(),
        Why::Abbreviation => "the whole words, at least the first time".to_owned(),
    }
}

fn occurrences<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(words).map(|(start, _)| start..start + words.len()).filter(move |at| {
        edge(text.get(..at.start).and_then(|before| before.chars().next_back()))
            && edge(text.get(at.end..).and_then(|after| after.chars().next()))
    })
}

/// Whether the sentence up to here reports what somebody said: then the words are theirs, not the writer's.
fn is_reported(text: &str, at: &Range<usize>) -> bool {
    let before = text.get(..at.start).unwrap_or_default();
    let sentence = before.rsplit(['.', '!', '?', '\n']).next().unwrap_or_default();
    let quotes = before.matches(['"', '“', '”']).count();
    quotes % 2 == 1
        || [" said", " says", " stated", " told", " wrote"].iter().any(|verb| sentence.contains(verb))
}

fn abbreviations(text: &str) -> impl Iterator<Item = Hint> + '_ {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| (2..=6).contains(&word.len()));
    words.filter(|word| word.chars().all(|c| c.is_ascii_uppercase()) && !KNOWN.contains(word)).map(|word| {
        // Each word is a slice of the text, so its distance from the beginning is its place.
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        Hint {
            at: start..start + word.len(),
            words: word.to_owned(),
            why: Why::Abbreviation,
            instead: instead(Why::Abbreviation, word),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(String, Why)> {
        hints(text).into_iter().map(|hint| (hint.words, hint.why)).collect()
    }

    #[test]
    fn a_feeling_stated_as_a_fact_is_offered_as_reported_speech() {
        let found = hints("The customer was very angry.");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].words, "angry");
        assert!(found[0].instead.contains("said they were angry about"));
    }

    #[test]
    fn reported_speech_and_quotations_are_left_alone() {
        assert_eq!(words("The customer said they were angry about the letter."), []);
        assert_eq!(words("He said he was furious. He was furious."), [("furious".into(), Why::Emotive)]);
        assert_eq!(words("She shouted “you are all crazy” at the desk."), []);
    }

    #[test]
    fn judgement_speculation_summary_and_abbreviation_are_told_apart() {
        let found = words(
            "He is a crazy man who obviously wanted to scare us; he was aggressive to the PSSO at 5 PM.",
        );
        let expected = [
            ("crazy", Why::Judgement),
            ("obviously", Why::Speculation),
            ("wanted to", Why::Speculation),
            ("was aggressive", Why::Summary),
            ("PSSO", Why::Abbreviation),
        ];
        assert_eq!(found, expected.map(|(text, why)| (text.to_owned(), why)));
    }

    #[test]
    fn words_inside_other_words_are_not_meant() {
        assert_eq!(words("Fundamental madness about the nomad's rudeness."), []);
    }

    #[test]
    fn places_are_those_of_the_text_whatever_its_letters() {
        let text = "Élan é. The customer was İrate and irate.";
        for hint in hints(text) {
            assert_eq!(&text[hint.at.clone()], hint.words);
        }
    }
}

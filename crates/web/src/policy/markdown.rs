//! The texts of a pack as markup: headings, paragraphs, lists within lists, emphasis. Nothing else is known, so
//! everything else is shown as it stands, escaped.

use std::fmt::Write;

use evenhand_ui::Html;

/// A text as a page of its own: its title is the page's heading, and its headings can be led to. Something more can
/// stand below the title.
pub(crate) fn document(text: &str, below_title: &Html) -> Html {
    write(text, Writer { top: 1, below_title: below_title.clone(), anchors: true, ..Writer::default() })
}

/// A text inside a page that has headings already: its first heading stands at the level `top`.
pub(crate) fn excerpt(text: &str, top: usize) -> Html {
    write(text, Writer { top, ..Writer::default() })
}

/// The headings below the title, with the ids that [`document`] gives them.
pub(crate) fn contents(text: &str) -> Vec<(String, String)> {
    let headings = text.lines().filter_map(heading).enumerate();
    headings
        .filter(|(_, (level, _))| *level == 2)
        .map(|(n, (_, title))| (anchor(n), title.to_owned()))
        .collect()
}

/// The parts of a text whose headings hold a word, each whole. The whole text where its title holds it.
pub(crate) fn about(text: &str, word: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut inside: Option<usize> = None;
    for line in text.lines() {
        if let Some((level, title)) = heading(line) {
            inside = inside.filter(|taken| level > *taken);
            if inside.is_none() && title.to_lowercase().contains(word) {
                inside = Some(level);
                parts.push(String::new());
            }
        }
        if let (Some(_), Some(part)) = (inside, parts.last_mut()) {
            part.push_str(line);
            part.push('\n');
        }
    }
    parts
}

/// The level and text of a heading.
fn heading(line: &str) -> Option<(usize, &str)> {
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    ((1..=4).contains(&level) && title.starts_with(' ')).then_some((level, title.trim()))
}

fn anchor(n: usize) -> String {
    format!("part-{n}")
}

fn write(text: &str, mut writer: Writer) -> Html {
    writer.first = text.lines().find_map(heading).map_or(writer.top, |(level, _)| level);
    text.lines().for_each(|line| writer.line(line));
    writer.end_paragraph();
    writer.end_lists(0);
    Html::trusted(writer.html)
}

#[derive(Default)]
struct Writer {
    html: String,
    /// The lines of the paragraph that is not ended yet.
    paragraph: String,
    /// The lists that are open: how far they are indented, and their element.
    lists: Vec<(usize, &'static str)>,
    /// The level at which the first heading is to stand.
    top: usize,
    /// The level at which it stands in the text.
    first: usize,
    /// Headings get ids.
    anchors: bool,
    below_title: Html,
    headings: usize,
}

impl Writer {
    fn line(&mut self, line: &str) {
        let words = line.trim();
        let indent = line.len() - line.trim_start().len();
        if words.is_empty() {
            self.end_paragraph();
        } else if let Some((level, title)) = heading(line) {
            self.heading(level, title);
        } else if let Some((element, words)) = item(words) {
            self.item(indent, element, words);
        } else if indent > 0 && !self.lists.is_empty() && self.paragraph.is_empty() {
            // A line that goes on with the item above it.
            let _ = write!(self.html, " {}", inline(words));
        } else {
            self.end_lists(0);
            let space = if self.paragraph.is_empty() { "" } else { " " };
            let _ = write!(self.paragraph, "{space}{words}");
        }
    }

    fn heading(&mut self, level: usize, title: &str) {
        self.end_paragraph();
        self.end_lists(0);
        // A page has one `h1`; the title of the text is it.
        let level = if level == 1 && self.headings > 0 { 2 } else { level };
        let level = (level + self.top).saturating_sub(self.first).clamp(1, 6);
        let size = match level {
            1 => "l",
            2 => "m",
            _ => "s",
        };
        let id = if self.anchors { format!(" id=\"{}\"", anchor(self.headings)) } else { String::new() };
        let _ =
            write!(self.html, "<h{level} class=\"govuk-heading-{size}\"{id}>{}</h{level}>", inline(title));
        if self.headings == 0 {
            self.html.push_str(self.below_title.as_str());
        }
        self.headings += 1;
    }

    fn item(&mut self, indent: usize, element: &'static str, words: &str) {
        self.end_paragraph();
        self.end_lists(indent + 1);
        match self.lists.last() {
            Some((open, same)) if *open == indent && *same == element => self.html.push_str("</li>"),
            Some((open, _)) if *open == indent => {
                self.end_lists(indent);
                self.begin_list(indent, element);
            }
            _ => self.begin_list(indent, element),
        }
        let _ = write!(self.html, "<li>{}", inline(words));
    }

    fn begin_list(&mut self, indent: usize, element: &'static str) {
        let kind = if element == "ol" { "number" } else { "bullet" };
        let _ = write!(self.html, "<{element} class=\"govuk-list govuk-list--{kind}\">");
        self.lists.push((indent, element));
    }

    /// Ends the lists that are indented at least so far.
    fn end_lists(&mut self, indent: usize) {
        while let Some((_, element)) = self.lists.pop_if(|(open, _)| *open >= indent) {
            let _ = write!(self.html, "</li></{element}>");
        }
    }

    fn end_paragraph(&mut self) {
        if !self.paragraph.is_empty() {
            let _ = write!(self.html, "<p class=\"govuk-body\">{}</p>", inline(&self.paragraph));
            self.paragraph.clear();
        }
    }
}

/// The kind of list an item belongs to, and its words.
fn item(words: &str) -> Option<(&'static str, &str)> {
    if let Some(words) = words.strip_prefix("- ") {
        return Some(("ul", words.trim()));
    }
    let (number, words) = words.split_once(". ")?;
    let is_number = !number.is_empty() && number.len() < 4 && number.bytes().all(|c| c.is_ascii_digit());
    is_number.then_some(("ol", words.trim()))
}

/// Words with their emphasis; everything else escaped.
fn inline(words: &str) -> String {
    let (mut html, mut rest) = (String::new(), words);
    while let Some((before, after)) = rest.split_once('*') {
        html.push_str(Html::escaped(before).as_str());
        let (mark, element, after) = match after.strip_prefix('*') {
            Some(after) => ("**", "strong", after),
            None => ("*", "em", after),
        };
        rest = match after.split_once(mark) {
            Some((inside, after)) if !inside.is_empty() && !inside.starts_with(' ') => {
                let _ = write!(html, "<{element}>{}</{element}>", Html::escaped(inside));
                after
            }
            _ => {
                html.push_str(mark);
                after
            }
        };
    }
    html.push_str(Html::escaped(rest).as_str());
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(html: &Html) -> String {
        html.as_str()
            .replace(" class=\"govuk-body\"", "")
            .replace(" class=\"govuk-list govuk-list--bullet\"", "")
    }

    #[test]
    fn nothing_in_a_text_becomes_markup_of_its_own() {
        let html = document(
            "# <b>\"A\" & 'b'\n\n<script>alert(1)</script>\n\n- <img src=x>\n\n*<i>* and **&**\n",
            &Html::default(),
        );
        assert!(
            !html.as_str().contains("<script")
                && !html.as_str().contains("<img")
                && !html.as_str().contains("<b>")
        );
        assert!(html.as_str().contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{html}");
        assert!(html.as_str().contains("<em>&lt;i&gt;</em> and <strong>&amp;</strong>"), "{html}");
    }

    #[test]
    fn lists_stand_in_lists_and_end_with_the_next_paragraph() {
        let html =
            excerpt("Before:\n- one\n- two\n    - inner\n    - last\n- three\n\nAfter\non two lines.\n", 2);
        let expected = "<p>Before:</p><ul><li>one</li><li>two<ul><li>inner</li><li>last</li></ul></li><li>three</li></ul>\
            <p>After on two lines.</p>";
        assert_eq!(plain(&html), expected);
    }

    #[test]
    fn numbered_and_plain_lists_are_told_apart() {
        let html = excerpt("1. first\n2. second\n\n- point\n\n5.4 is a clause, 2020. is a year", 2);
        assert!(
            html.as_str().contains("govuk-list--number\"><li>first</li><li>second</li></ol><ul"),
            "{html}"
        );
        assert!(
            html.as_str().ends_with("<p class=\"govuk-body\">5.4 is a clause, 2020. is a year</p>"),
            "{html}"
        );
    }

    #[test]
    fn a_page_has_one_h1_and_an_excerpt_none() {
        let text = "# Title\n\n## Part\n\n### Section\n\n# Another\n";
        let page = document(text, &Html::trusted("<nav></nav>"));
        assert_eq!(page.as_str().matches("<h1").count(), 1);
        assert!(
            page.as_str()
                .contains("Title</h1><nav></nav><h2 class=\"govuk-heading-m\" id=\"part-1\">Part</h2>")
        );
        assert!(!excerpt(text, 2).as_str().contains("<h1"));
        assert!(excerpt(text, 2).as_str().contains("<h4 class=\"govuk-heading-s\">Section</h4>"));
        assert!(excerpt("### 9.1 Notes\n", 3).as_str().starts_with("<h3 "));
        assert_eq!(contents(text), [("part-1".to_owned(), "Part".to_owned())]);
    }

    #[test]
    fn a_star_without_its_fellow_stays_a_star() {
        assert_eq!(inline("3 * 4 * 5"), "3 * 4 * 5");
        assert_eq!(inline("a ** b"), "a ** b");
        assert_eq!(inline("*x"), "*x");
    }

    #[test]
    fn the_parts_about_something_are_taken_whole() {
        let text = "# Policy\n\n## 1. Aims\n\nNo.\n\n## 2. Records\n\nYes.\n\n### 2.1 Keeping\n\nToo.\n\n## 3. Other\n\nNo.\n";
        assert_eq!(about(text, "record"), ["## 2. Records\n\nYes.\n\n### 2.1 Keeping\n\nToo.\n\n"]);
        assert_eq!(about(text, "policy"), [text]);
        assert_eq!(about(text, "nothing of the kind"), Vec::<String>::new());
    }
}

//! Markup that is written to a page as it stands.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

/// Markup that is not escaped again. Only code makes it, never what a person typed: use [`Html::escaped`] for that.
///
/// It can be read as a part of a component's options, so options are code too and never come from outside.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Html(String);

impl Html {
    /// Takes markup that our own code wrote.
    pub fn trusted(markup: impl Into<String>) -> Self {
        Self(markup.into())
    }

    /// Turns any text into markup that shows that text.
    pub fn escaped(text: &str) -> Self {
        let mut markup = String::with_capacity(text.len());
        push_escaped(&mut markup, text);
        Self(markup)
    }

    /// Renders anything that is known to be safe, such as a component.
    pub fn of(part: &(impl HtmlSafe + ?Sized)) -> Self {
        Self(part.to_string())
    }

    /// Renders the template of a page.
    pub fn render(template: &impl Template) -> askama::Result<Self> {
        template.render().map(Self)
    }

    /// Adds something else that is safe.
    #[must_use]
    pub fn and(mut self, part: &(impl HtmlSafe + ?Sized)) -> Self {
        self.0.push_str(&part.to_string());
        self
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}

/// Writes `text` so that neither an element nor a quoted attribute ends early.
pub(crate) fn push_escaped(markup: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => markup.push_str("&amp;"),
            '<' => markup.push_str("&lt;"),
            '>' => markup.push_str("&gt;"),
            '"' => markup.push_str("&quot;"),
            '\'' => markup.push_str("&#39;"),
            other => markup.push(other),
        }
    }
}

/// Shows text with every character that means something in markup escaped.
pub(crate) struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut markup = String::with_capacity(self.0.len());
        push_escaped(&mut markup, self.0);
        f.write_str(&markup)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_typed_stays_text() {
        let html = Html::escaped(r#"<b title="x">'&'</b>"#);
        assert_eq!(html.as_str(), "&lt;b title=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;");
    }
}

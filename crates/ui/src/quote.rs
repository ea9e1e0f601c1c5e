//! The words somebody used.

use askama::Template;

use crate::component::component;

/// The words somebody used, exactly, and folded, so that each reader chooses to read them.
#[derive(Debug, Clone, Template)]
#[template(path = "quote.html")]
pub struct Quote {
    words: String,
    note: Option<String>,
    about: Option<String>,
}

component!(Quote);

impl Quote {
    /// Folds the words away.
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), note: None, about: None }
    }

    /// Says before unfolding what is in them, such as "contains threats".
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Tells this quote from others on the page, such as "as heard by D. Ames".
    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = Some(about.into());
        self
    }
}

//! A way to somewhere else.

use askama::Template;

use crate::component::component;

/// A way to somewhere else, in words that say where without the rest of the page.
#[derive(Debug, Clone, Template)]
#[template(path = "link.html")]
pub struct Link {
    text: String,
    href: String,
}

component!(Link);

impl Link {
    /// A link in plain words.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into() }
    }
}

//! Whom a page is about.

use askama::Template;

use crate::component::component;
use crate::html::Html;
use crate::link::Link;

/// Whom a page is about, in the same place on every page about a person.
#[derive(Debug, Clone, Template)]
#[template(path = "person-bar.html")]
pub struct PersonBar {
    name: String,
    reference: String,
    identifiers: Vec<String>,
    state: Option<Html>,
    links: Vec<Link>,
}

component!(PersonBar);

impl PersonBar {
    /// Shows a name and a reference.
    pub fn new(name: impl Into<String>, reference: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            reference: reference.into(),
            identifiers: Vec::new(),
            state: None,
            links: Vec::new(),
        }
    }

    /// Adds a second identifier, such as "born 14 Nov 1971", or how it was confirmed.
    #[must_use]
    pub fn identifier(mut self, identifier: impl Into<String>) -> Self {
        self.identifiers.push(identifier.into());
        self
    }

    /// Says whether an arrangement is in force, usually with a [`crate::Tag`].
    #[must_use]
    pub fn state(mut self, state: impl Into<Html>) -> Self {
        self.state = Some(state.into());
        self
    }

    /// Adds a link, such as "Not this person".
    #[must_use]
    pub fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.links.push(Link::new(text, href));
        self
    }
}

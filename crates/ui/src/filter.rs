//! What narrows a list.

use askama::Template;

use crate::component::component;
use crate::html::Html;

/// What narrows a list: a form that puts its choices in the address, and a chip for each that takes it away again.
#[derive(Debug, Clone, Template)]
#[template(path = "filter.html")]
pub struct Filter {
    action: String,
    fields: Html,
    chips: Vec<Chip>,
}

component!(Filter);

/// A choice that is in force.
#[derive(Debug, Clone)]
struct Chip {
    text: String,
    href: String,
}

impl Filter {
    /// Sends the fields to `action`, the address of the list.
    pub fn new(action: impl Into<String>, fields: impl Into<Html>) -> Self {
        Self { action: action.into(), fields: fields.into(), chips: Vec::new() }
    }

    /// Adds a choice that is in force, and the address of the list without it.
    #[must_use]
    pub fn chip(mut self, text: impl Into<String>, without: impl Into<String>) -> Self {
        self.chips.push(Chip { text: text.into(), href: without.into() });
        self
    }
}

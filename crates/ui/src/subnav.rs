//! The parts of one thing, or the views of one list.

use askama::Template;

use crate::component::component;

/// The parts of one thing, or the views of one list. Links that wrap, not tabs.
#[derive(Debug, Clone, Template)]
#[template(path = "subnav.html")]
pub struct Subnav {
    label: String,
    items: Vec<SubnavItem>,
}

component!(Subnav);

/// One part or view.
#[derive(Debug, Clone)]
struct SubnavItem {
    text: String,
    href: String,
    count: Option<u64>,
    is_current: bool,
}

impl Subnav {
    /// Says what the links are parts of, such as "Work lists".
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), items: Vec::new() }
    }

    /// Adds a part.
    #[must_use]
    pub fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.items.push(SubnavItem { text: text.into(), href: href.into(), count: None, is_current: false });
        self
    }

    /// Says how many things are in the part that was added last.
    #[must_use]
    pub fn count(mut self, count: u64) -> Self {
        if let Some(item) = self.items.last_mut() {
            item.count = Some(count);
        }
        self
    }

    /// Marks the part that was added last: it is this page.
    #[must_use]
    pub fn is_current(mut self) -> Self {
        if let Some(item) = self.items.last_mut() {
            item.is_current = true;
        }
        self
    }
}

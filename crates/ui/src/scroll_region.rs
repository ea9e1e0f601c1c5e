//! What is wider than a phone.

use askama::Template;

use crate::component::component;
use crate::html::Html;

/// Holds what is wider than a phone, such as a table of many columns, and scrolls it sideways on its own.
#[derive(Debug, Clone, Template)]
#[template(path = "scroll-region.html")]
pub struct ScrollRegion {
    label: String,
    content: Html,
}

component!(ScrollRegion);

impl ScrollRegion {
    /// Holds `content`; `label` names the region for a screen reader.
    pub fn new(label: impl Into<String>, content: impl Into<Html>) -> Self {
        Self { label: label.into(), content: content.into() }
    }
}

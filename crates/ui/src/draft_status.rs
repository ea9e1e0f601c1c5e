//! Whether what is typed is safe.

use askama::Template;

use crate::component::component;

/// Whether what is typed is safe, such as "Draft saved at 10:16am". The script keeps it fresh.
///
/// Tie it to the main button: `Button::new("Save and send").attribute("aria-describedby", DraftStatus::ID)`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "draft-status.html")]
pub struct DraftStatus {
    text: String,
}

component!(DraftStatus);

impl DraftStatus {
    /// The id of its element.
    pub const ID: &'static str = "draft-status";

    /// Shows what is known when the page is made; empty for a new form.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }
}

//! What changed between two versions.

use askama::Template;

use crate::component::component;

/// What changed between two versions, worked out by the server. Marks are lines and hidden words, not colour alone.
#[derive(Debug, Clone, Template)]
#[template(path = "diff.html")]
pub struct Diff {
    label: String,
    spans: Vec<Change>,
    is_changes_only: bool,
}

component!(Diff);

/// A piece of text, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// In both versions.
    Same(String),
    /// Only in the later version.
    Added(String),
    /// Only in the earlier version.
    Removed(String),
}

impl Diff {
    /// Shows the whole text with its changes; `label` says what is compared, such as "Version 2.0 and version 2.1".
    pub fn new(label: impl Into<String>, spans: Vec<Change>) -> Self {
        Self { label: label.into(), spans, is_changes_only: false }
    }

    /// Lists the changes and leaves out what stayed.
    #[must_use]
    pub fn changes_only(mut self) -> Self {
        self.is_changes_only = true;
        self
    }

    fn summary(&self) -> String {
        let added = self.spans.iter().filter(|change| matches!(change, Change::Added(_))).count();
        let removed = self.spans.iter().filter(|change| matches!(change, Change::Removed(_))).count();
        match (added, removed) {
            (0, 0) => "Nothing changed.".into(),
            _ => format!("{added} added, {removed} removed."),
        }
    }
}

//! A page with a panel beside its main matter.

use askama::Template;

use crate::component::component;
use crate::html::Html;

/// A page with a panel beside its main matter: on a desktop to the right, on a phone before it.
///
/// In the markup the panel comes first, so that on a phone what is read first is also reached first.
#[derive(Debug, Clone, Template)]
#[template(path = "columns.html")]
pub struct Columns {
    main: Html,
    panel: Html,
    panel_label: String,
}

component!(Columns);

impl Columns {
    /// Puts `panel`, named `panel_label` for a screen reader, beside `main`.
    pub fn new(main: impl Into<Html>, panel_label: impl Into<String>, panel: impl Into<Html>) -> Self {
        Self { main: main.into(), panel: panel.into(), panel_label: panel_label.into() }
    }
}

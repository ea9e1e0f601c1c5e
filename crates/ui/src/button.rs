//! Something to press.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Either, either};
use crate::html::Html;
use crate::options;

/// Sends its form, or leads to another page. Its words start with a verb.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "button.html")]
pub struct Button {
    #[serde(deserialize_with = "options::text")]
    pub(crate) text: Option<String>,
    pub(crate) html: Option<Html>,
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) value: Option<String>,
    pub(crate) disabled: bool,
    pub(crate) href: Option<String>,
    pub(crate) classes: Classes,
    pub(crate) attributes: Attributes,
    pub(crate) prevent_double_click: Option<bool>,
    pub(crate) is_start_button: bool,
    pub(crate) id: Option<String>,
}

component!(Button);
open_to_callers!(Button);

impl Button {
    /// The main button of a form.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    /// Makes it a lesser choice beside the main button.
    #[must_use]
    pub fn secondary(self) -> Self {
        self.classes("govuk-button--secondary")
    }

    /// Marks what is hard to undo.
    #[must_use]
    pub fn warning(self) -> Self {
        self.classes("govuk-button--warning")
    }

    /// Makes it a link that looks like a button.
    #[must_use]
    pub fn link(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// Sends `name=value` with the form, so that the server knows which button was pressed.
    #[must_use]
    pub fn sends(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self.value = Some(value.into());
        self
    }

    /// Lets the script ignore a second click within a second.
    #[must_use]
    pub fn once(mut self) -> Self {
        self.prevent_double_click = Some(true);
        self
    }

    /// Gives it an id.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }

    fn kind_or_submit(&self) -> &str {
        self.kind.as_deref().unwrap_or("submit")
    }
}

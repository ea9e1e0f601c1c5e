//! Help that belongs to one question.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Either, either};
use crate::html::Html;
use crate::options;

/// Help that belongs to one question and is read out with it.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "hint.html")]
pub struct Hint {
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    id: Option<String>,
    classes: Classes,
    attributes: Attributes,
}

component!(Hint);
open_to_callers!(Hint);

impl Hint {
    /// A hint of plain words.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    /// Gives it an id, so that an input can be described by it.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The hint of the question with this id.
    pub(crate) fn named(&self, id: &str) -> Self {
        self.clone().id(format!("{id}-hint"))
    }

    /// The hint of one item.
    pub(crate) fn of_item(&self, base: &str, id: &str) -> Self {
        Self { id: Some(format!("{id}-item-hint")), classes: self.classes.after(base), ..self.clone() }
    }

    pub(crate) fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }
}

impl From<&str> for Hint {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Hint {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<Html> for Hint {
    fn from(html: Html) -> Self {
        Self { html: Some(html), ..Self::default() }
    }
}

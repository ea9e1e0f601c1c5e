//! What is wrong with one answer.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Either, either};
use crate::html::Html;
use crate::options;

/// What is wrong with one answer, in the words of the error summary.
#[derive(Debug, Clone, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "error-message.html")]
pub struct ErrorMessage {
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    id: Option<String>,
    classes: Classes,
    attributes: Attributes,
    visually_hidden_text: String,
}

component!(ErrorMessage);
open_to_callers!(ErrorMessage);

impl Default for ErrorMessage {
    fn default() -> Self {
        Self {
            text: None,
            html: None,
            id: None,
            classes: Classes::default(),
            attributes: Attributes::default(),
            visually_hidden_text: "Error".into(),
        }
    }
}

impl ErrorMessage {
    /// An error in plain words.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    /// The error of the question with this id.
    pub(crate) fn named(&self, id: &str) -> Self {
        Self { id: Some(format!("{id}-error")), ..self.clone() }
    }

    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }
}

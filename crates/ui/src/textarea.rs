//! Several lines of text.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::error_message::ErrorMessage;
use crate::form_group::FormGroup;
use crate::hint::Hint;
use crate::label::Label;
use crate::options;
use crate::question::{described, labelled};

/// A question answered in sentences.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "textarea.html")]
pub struct Textarea {
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    pub(crate) spellcheck: Option<bool>,
    pub(crate) rows: Option<u32>,
    #[serde(deserialize_with = "options::text")]
    pub(crate) value: Option<String>,
    pub(crate) disabled: bool,
    pub(crate) described_by: Option<String>,
    pub(crate) label: Label,
    pub(crate) hint: Option<Hint>,
    pub(crate) error_message: Option<ErrorMessage>,
    pub(crate) form_group: FormGroup,
    pub(crate) classes: Classes,
    pub(crate) autocomplete: Option<String>,
    pub(crate) attributes: Attributes,
}

component!(Textarea);
open_to_callers!(Textarea);
labelled!(Textarea);
described!(Textarea);

impl Textarea {
    /// Fills it in, as it was typed.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Shows so many lines; five if this is not said.
    #[must_use]
    pub fn rows(mut self, rows: u32) -> Self {
        self.rows = Some(rows);
        self
    }
}

//! One of a long list.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::error_message::ErrorMessage;
use crate::form_group::FormGroup;
use crate::hint::Hint;
use crate::label::Label;
use crate::options::{self, Items};
use crate::question::{described, labelled};

/// A question answered by choosing one of a long list. For a short list use [`crate::Radios`].
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "select.html")]
pub struct Select {
    id: Option<String>,
    name: String,
    items: Items<SelectItem>,
    #[serde(deserialize_with = "options::text")]
    value: Option<String>,
    disabled: bool,
    described_by: Option<String>,
    label: Label,
    hint: Option<Hint>,
    error_message: Option<ErrorMessage>,
    form_group: FormGroup,
    classes: Classes,
    attributes: Attributes,
}

component!(Select);
open_to_callers!(Select);
labelled!(Select);
described!(Select);

/// One line of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct SelectItem {
    #[serde(deserialize_with = "options::text")]
    value: Option<String>,
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    selected: Option<bool>,
    disabled: bool,
    attributes: Attributes,
}

impl Select {
    /// Adds a line to the list.
    #[must_use]
    pub fn item(mut self, value: impl Into<String>, text: impl Into<String>) -> Self {
        self.items.push(SelectItem {
            value: Some(value.into()),
            text: Some(text.into()),
            ..SelectItem::default()
        });
        self
    }

    /// Chooses the line with this value, if there is one.
    #[must_use]
    pub fn chosen<'a>(mut self, value: impl Into<Option<&'a str>>) -> Self {
        self.value = value.into().map(str::to_owned);
        self
    }

    fn is_selected(&self, item: &SelectItem) -> bool {
        let matches =
            || self.value.is_some() && self.value == item.value.clone().or_else(|| item.text.clone());
        item.selected.unwrap_or_else(matches)
    }
}

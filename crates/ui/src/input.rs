//! One line of text.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Content, Either, either};
use crate::error_message::ErrorMessage;
use crate::form_group::FormGroup;
use crate::hint::Hint;
use crate::html::Html;
use crate::label::Label;
use crate::options;
use crate::question::{described, labelled};

/// A question answered with one line of text.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "input.html")]
pub struct Input {
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    pub(crate) inputmode: Option<String>,
    #[serde(deserialize_with = "options::text")]
    pub(crate) value: Option<String>,
    pub(crate) disabled: bool,
    pub(crate) described_by: Option<String>,
    pub(crate) label: Label,
    pub(crate) hint: Option<Hint>,
    pub(crate) error_message: Option<ErrorMessage>,
    pub(crate) prefix: Affix,
    pub(crate) suffix: Affix,
    pub(crate) form_group: FormGroup,
    pub(crate) classes: Classes,
    pub(crate) autocomplete: Option<String>,
    pub(crate) pattern: Option<String>,
    pub(crate) spellcheck: Option<bool>,
    pub(crate) autocapitalize: Option<String>,
    pub(crate) input_wrapper: Wrapper,
    pub(crate) attributes: Attributes,
}

component!(Input);
open_to_callers!(Input);
labelled!(Input);
described!(Input);

impl Input {
    /// Fills it in, as it was typed.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Makes it an `email`, `tel`, `search` or `url` box.
    #[must_use]
    pub fn kind(mut self, kind: &str) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// Asks for digits: phones show their number keys.
    #[must_use]
    pub fn digits(mut self) -> Self {
        self.inputmode = Some("numeric".into());
        self.spellcheck = Some(false);
        self
    }

    /// Says what the browser may fill in.
    #[must_use]
    pub fn autocomplete(mut self, what: &str) -> Self {
        self.autocomplete = Some(what.into());
        self
    }

    /// Makes it as wide as 2, 3, 4, 5, 10, 20 or 30 characters.
    #[must_use]
    pub fn width(mut self, characters: u8) -> Self {
        self.classes.add(&format!("govuk-input--width-{characters}"));
        self
    }

    /// Shows a unit before the box.
    #[must_use]
    pub fn prefix(mut self, text: impl Into<String>) -> Self {
        self.prefix.text = Some(text.into());
        self
    }

    /// Shows a unit behind the box.
    #[must_use]
    pub fn suffix(mut self, text: impl Into<String>) -> Self {
        self.suffix.text = Some(text.into());
        self
    }

    /// Puts something behind the box, such as a button.
    #[must_use]
    pub fn after(mut self, content: impl Into<Content>) -> Self {
        self.form_group.after = content.into();
        self
    }

    fn kind_or_text(&self) -> &str {
        self.kind.as_deref().unwrap_or("text")
    }

    fn is_wrapped(&self) -> bool {
        let group = &self.form_group;
        !(self.prefix.is_empty()
            && self.suffix.is_empty()
            && group.before.is_empty()
            && group.after.is_empty())
    }
}

/// A unit before or behind a box. The label says it too, so that it is not read out twice.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Affix {
    text: Option<String>,
    html: Option<Html>,
    classes: Classes,
    attributes: Attributes,
}

impl Affix {
    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }

    fn is_empty(&self) -> bool {
        self.content().is_empty()
    }
}

/// The element that holds a box and what stands beside it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Wrapper {
    pub classes: Classes,
    pub attributes: Attributes,
}

//! The label of one input.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Either, either};
use crate::html::Html;
use crate::options;

/// The label of one input. Made from text, it is bold; see [`Label::plain`].
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "label.html")]
pub struct Label {
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    #[serde(rename = "for")]
    for_id: Option<String>,
    is_page_heading: bool,
    classes: Classes,
    attributes: Attributes,
}

component!(Label);
open_to_callers!(Label);

impl Label {
    /// A label in bold, for one question among several on a page.
    pub fn new(text: impl Into<String>) -> Self {
        Self::plain(text).classes("govuk-label--s")
    }

    /// A label in ordinary weight, for an input inside another question.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    /// A label that is the heading of its page.
    pub fn page_heading(text: impl Into<String>) -> Self {
        Self { is_page_heading: true, ..Self::plain(text).classes("govuk-label--l") }
    }

    /// A label only a screen reader reads, where the place alone says what the input is.
    pub fn hidden(text: impl Into<String>) -> Self {
        Self::plain(text).classes("govuk-visually-hidden")
    }

    /// A label with markup in it, in ordinary weight.
    pub fn of_html(html: impl Into<Html>) -> Self {
        Self { html: Some(html.into()), ..Self::default() }
    }

    /// Names the input by its id.
    #[must_use]
    pub fn for_id(mut self, id: impl Into<String>) -> Self {
        self.for_id = Some(id.into());
        self
    }

    pub(crate) fn named(&self, id: &str) -> Self {
        self.clone().for_id(id)
    }

    /// The label of an item: the item has the words, the item's label has classes and attributes.
    pub(crate) fn of_item(base: &str, id: &str, words: Either<'_>, looks: Option<&Self>) -> Self {
        let looks = looks.cloned().unwrap_or_default();
        let html = (!words.is_empty()).then(|| Html::trusted(words.to_string()));
        Self {
            html,
            for_id: Some(id.into()),
            classes: looks.classes.after(base),
            attributes: looks.attributes,
            ..Self::default()
        }
    }

    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }
}

impl From<&str> for Label {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Label {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

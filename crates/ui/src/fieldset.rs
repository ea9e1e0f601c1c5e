//! Inputs that answer one question together.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Either, either};
use crate::html::Html;
use crate::options;

/// Inputs that answer one question together, under its words.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "fieldset.html")]
pub struct Fieldset {
    pub(crate) described_by: Option<String>,
    pub(crate) legend: Legend,
    pub(crate) classes: Classes,
    pub(crate) role: Option<String>,
    pub(crate) attributes: Attributes,
    pub(crate) html: Html,
}

component!(Fieldset);
open_to_callers!(Fieldset);

impl Fieldset {
    /// Groups inputs under a question.
    pub fn new(legend: impl Into<Legend>, inputs: impl Into<Html>) -> Self {
        Self { legend: legend.into(), html: inputs.into(), ..Self::default() }
    }

    /// A fieldset around inputs that its caller writes.
    pub(crate) fn around(legend: impl Into<Legend>) -> Self {
        Self::new(legend, Html::default())
    }
}

/// The words of a question that has several inputs. Made from text, they are bold; see [`Legend::plain`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Legend {
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    pub(crate) classes: Classes,
    pub(crate) is_page_heading: bool,
}

impl Legend {
    /// A question in bold, one among several on a page.
    pub fn new(text: impl Into<String>) -> Self {
        Self { classes: "govuk-fieldset__legend--s".into(), ..Self::plain(text) }
    }

    /// A question in ordinary weight, inside another one.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    /// A question that is the heading of its page.
    pub fn page_heading(text: impl Into<String>) -> Self {
        Self { is_page_heading: true, classes: "govuk-fieldset__legend--l".into(), ..Self::plain(text) }
    }

    pub(crate) fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }
}

impl From<&str> for Legend {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Legend {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

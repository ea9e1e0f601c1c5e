//! Words set apart from the rest.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Either, either};
use crate::html::Html;
use crate::options;

/// Words set apart from the rest, such as a quotation of the policy.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "inset-text.html")]
pub struct InsetText {
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    id: Option<String>,
    classes: Classes,
    attributes: Attributes,
}

component!(InsetText);
open_to_callers!(InsetText);

impl InsetText {
    /// Sets plain words apart.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    /// Sets markup apart.
    pub fn html(html: impl Into<Html>) -> Self {
        Self { html: Some(html.into()), ..Self::default() }
    }

    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }
}

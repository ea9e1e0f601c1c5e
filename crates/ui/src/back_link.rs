//! The way back.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Either, either};
use crate::html::Html;
use crate::options;

/// The way back to the page before, at the top of a page that is one of several.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "back-link.html")]
pub struct BackLink {
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    href: Option<String>,
    classes: Classes,
    attributes: Attributes,
}

component!(BackLink);
open_to_callers!(BackLink);

impl BackLink {
    /// Leads back to `href`.
    pub fn new(href: impl Into<String>) -> Self {
        Self { href: Some(href.into()), ..Self::default() }
    }

    /// Says where it leads, where "Back" alone would leave a doubt.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    fn content(&self) -> Either<'_> {
        match either(&self.html, &self.text) {
            words if words.is_empty() => Either::Text("Back"),
            words => words,
        }
    }

    fn href_or_top(&self) -> &str {
        self.href.as_deref().unwrap_or("#")
    }
}

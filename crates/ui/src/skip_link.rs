//! The way past the menu.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Either, either};
use crate::html::Html;
use crate::options;

/// The way past the menu for those who do not use a mouse.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "skip-link.html")]
pub struct SkipLink {
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    href: Option<String>,
    classes: Classes,
    attributes: Attributes,
}

component!(SkipLink);
open_to_callers!(SkipLink);

impl SkipLink {
    /// Leads to `href`, a place on the same page.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: Some(text.into()), href: Some(href.into()), ..Self::default() }
    }

    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }

    fn href_or_content(&self) -> &str {
        self.href.as_deref().unwrap_or("#content")
    }
}

//! Where a page is.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Either, either};
use crate::html::Html;
use crate::options::{self, Items};

/// Where a page is, from the outermost in.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "breadcrumbs.html")]
pub struct Breadcrumbs {
    items: Items<Crumb>,
    collapse_on_mobile: bool,
    label_text: Option<String>,
    classes: Classes,
    attributes: Attributes,
}

component!(Breadcrumbs);
open_to_callers!(Breadcrumbs);

/// One step.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Crumb {
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    href: Option<String>,
    attributes: Attributes,
}

impl Breadcrumbs {
    /// Breadcrumbs without a step yet.
    pub fn new() -> Self {
        Self { collapse_on_mobile: true, ..Self::default() }
    }

    /// Adds a step that can be gone back to.
    #[must_use]
    pub fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.items.push(Crumb { text: Some(text.into()), href: Some(href.into()), ..Crumb::default() });
        self
    }

    /// Adds the page itself.
    #[must_use]
    pub fn current(mut self, text: impl Into<String>) -> Self {
        self.items.push(Crumb { text: Some(text.into()), ..Crumb::default() });
        self
    }

    fn label(&self) -> &str {
        self.label_text.as_deref().unwrap_or("Breadcrumb")
    }
}

impl Crumb {
    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }
}

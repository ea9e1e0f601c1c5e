//! The name at the top of a page.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Either, either};
use crate::html::Html;

/// The name at the top of a page. The page frame has its own, with the signed-in person beside it.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "generic-header.html")]
pub struct GenericHeader {
    url: Option<String>,
    logo_text: Option<String>,
    logo_html: Option<Html>,
    container_classes: Option<String>,
    classes: Classes,
    attributes: Attributes,
}

component!(GenericHeader);
open_to_callers!(GenericHeader);

impl GenericHeader {
    /// Shows a name that leads home.
    pub fn new(name: impl Into<String>, home: impl Into<String>) -> Self {
        Self { logo_text: Some(name.into()), url: Some(home.into()), ..Self::default() }
    }

    fn logo(&self) -> Either<'_> {
        either(&self.logo_html, &self.logo_text)
    }

    fn home(&self) -> &str {
        self.url.as_deref().unwrap_or("/")
    }

    fn container(&self) -> &str {
        self.container_classes.as_deref().unwrap_or("govuk-width-container")
    }
}

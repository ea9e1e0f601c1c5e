//! What somebody must know before going on.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Either, either};
use crate::html::Html;
use crate::options;

/// What somebody must know before going on. At most one on a page.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "warning-text.html")]
pub struct WarningText {
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    icon_fallback_text: Option<String>,
    classes: Classes,
    attributes: Attributes,
}

component!(WarningText);
open_to_callers!(WarningText);

impl WarningText {
    /// Warns in plain words.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }

    fn icon_in_words(&self) -> &str {
        self.icon_fallback_text.as_deref().unwrap_or("Warning")
    }
}

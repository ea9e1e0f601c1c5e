//! All that is wrong with a form.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Either, either};
use crate::html::Html;
use crate::options::{self, Items};

/// All that is wrong with a form, at the top of its page. The script moves the focus to it.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "error-summary.html")]
pub struct ErrorSummary {
    title_text: Option<String>,
    title_html: Option<Html>,
    description_text: Option<String>,
    description_html: Option<Html>,
    error_list: Items<ErrorLink>,
    disable_auto_focus: Option<bool>,
    classes: Classes,
    attributes: Attributes,
}

component!(ErrorSummary);
open_to_callers!(ErrorSummary);

/// One error and the input it is about.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct ErrorLink {
    href: Option<String>,
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    attributes: Attributes,
}

impl ErrorSummary {
    /// A summary without errors yet.
    pub fn new() -> Self {
        Self { title_text: Some("There is a problem".into()), ..Self::default() }
    }

    /// Adds an error in the words that stand beside the input, and leads to the input by its id.
    #[must_use]
    pub fn error(mut self, input_id: &str, text: impl Into<String>) -> Self {
        self.error_list.push(ErrorLink {
            href: Some(format!("#{input_id}")),
            text: Some(text.into()),
            ..ErrorLink::default()
        });
        self
    }

    /// Adds an error that is not about one input.
    #[must_use]
    pub fn general(mut self, text: impl Into<String>) -> Self {
        self.error_list.push(ErrorLink { text: Some(text.into()), ..ErrorLink::default() });
        self
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.error_list.is_empty()
    }

    fn title(&self) -> Either<'_> {
        either(&self.title_html, &self.title_text)
    }

    fn description(&self) -> Either<'_> {
        either(&self.description_html, &self.description_text)
    }
}

impl ErrorLink {
    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }
}

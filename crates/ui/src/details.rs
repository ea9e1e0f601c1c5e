//! Words that are folded until asked for.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Content, Either, either};
use crate::html::Html;
use crate::options;

/// Words that are folded until somebody asks for them. Works without script.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "details.html")]
pub struct Details {
    summary_text: Option<String>,
    summary_html: Option<Html>,
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    id: Option<String>,
    open: bool,
    classes: Classes,
    attributes: Attributes,
}

component!(Details);
open_to_callers!(Details);

impl Details {
    /// Folds `content` under `summary`.
    pub fn new(summary: impl Into<String>, content: impl Into<Content>) -> Self {
        let Content { text, html, .. } = content.into();
        Self { summary_text: Some(summary.into()), text, html, ..Self::default() }
    }

    /// Shows it unfolded at first.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }

    fn summary(&self) -> Either<'_> {
        either(&self.summary_html, &self.summary_text)
    }

    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }
}

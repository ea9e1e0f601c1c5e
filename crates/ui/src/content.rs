//! What stands inside an element: text, which is escaped, or markup, which is not.

use std::fmt;

use askama::filters::HtmlSafe;
use serde::Deserialize;

use crate::attributes::Classes;
use crate::html::{Escaped, Html};
use crate::options;

/// Text or markup, and the classes of the element around it. Markup wins if both are given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Content {
    /// Shown as it is typed.
    #[serde(deserialize_with = "options::text")]
    pub(crate) text: Option<String>,
    /// Shown as markup.
    pub(crate) html: Option<Html>,
    /// More classes for the element around it, where that element has any.
    pub(crate) classes: Classes,
}

impl Content {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.either().is_empty()
    }

    pub(crate) fn either(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.either().fmt(f)
    }
}

impl HtmlSafe for Content {}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self { text: Some(text), ..Self::default() }
    }
}

impl From<&String> for Content {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Html> for Content {
    fn from(html: Html) -> Self {
        Self { html: Some(html), ..Self::default() }
    }
}

/// The markup if there is any, or else the text.
pub(crate) fn either<'a>(html: &'a Option<Html>, text: &'a Option<String>) -> Either<'a> {
    match (html, text) {
        (Some(html), _) if !html.is_empty() => Either::Html(html),
        (_, Some(text)) => Either::Text(text),
        (_, None) => Either::Text(""),
    }
}

/// What [`either`] chose.
pub(crate) enum Either<'a> {
    Html(&'a Html),
    Text(&'a str),
}

impl Either<'_> {
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Text(""))
    }
}

impl fmt::Display for Either<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Html(html) => html.fmt(f),
            Self::Text(text) => Escaped(text).fmt(f),
        }
    }
}

impl HtmlSafe for Either<'_> {}

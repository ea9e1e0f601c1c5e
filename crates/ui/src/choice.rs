//! What radios and checkboxes share.

use serde::Deserialize;

use crate::html::Html;
use crate::options;

/// A question that shows when an item is chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Conditional {
    #[serde(deserialize_with = "options::html")]
    html: Option<Html>,
}

impl Conditional {
    pub(crate) fn showing(html: Html) -> Self {
        Self { html: Some(html) }
    }

    pub(crate) fn html(&self) -> Option<&Html> {
        self.html.as_ref().filter(|html| !html.is_empty())
    }
}

/// The id of an item. The first has no number, so that an error summary can lead to it by the name of the question.
pub(crate) fn item_id(own: Option<&str>, prefix: &str, number: usize) -> String {
    match (own, number) {
        (Some(own), _) => own.to_owned(),
        (None, 1) => prefix.to_owned(),
        (None, number) => format!("{prefix}-{number}"),
    }
}

//! A state in one or two words.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Either, either};
use crate::html::Html;
use crate::options;

/// A state in one or two words. The words say it all; the colour only repeats them.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "tag.html")]
pub struct Tag {
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    classes: Classes,
    attributes: Attributes,
}

component!(Tag);
open_to_callers!(Tag);

/// The colour of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagColour {
    /// Nothing to do.
    Grey,
    /// Going on.
    Blue,
    /// New.
    Teal,
    /// Done, or as it should be.
    Green,
    /// Waiting for somebody.
    Yellow,
    /// Something is wrong. Not for a person, and not for conduct.
    Red,
}

impl Tag {
    /// A tag in the colour of its organisation's system.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    /// Gives it another colour.
    #[must_use]
    pub fn colour(self, colour: TagColour) -> Self {
        self.classes(match colour {
            TagColour::Grey => "govuk-tag--grey",
            TagColour::Blue => "govuk-tag--blue",
            TagColour::Teal => "govuk-tag--teal",
            TagColour::Green => "govuk-tag--green",
            TagColour::Yellow => "govuk-tag--yellow",
            TagColour::Red => "govuk-tag--red",
        })
    }

    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }
}

//! What was just done, or a question that stops everything else.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::button::Button;
use crate::component::{component, open_to_callers};
use crate::content::{Content, Either, either};
use crate::html::Html;
use crate::options::{self, Items};

/// What was just done, or, as an interruption, a question that stops everything else.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "panel.html")]
pub struct Panel {
    title_text: Option<String>,
    title_html: Option<Html>,
    heading_level: Option<u8>,
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    classes: Classes,
    attributes: Attributes,
    actions: Option<Actions>,
}

component!(Panel);
open_to_callers!(Panel);

/// What can be done from an interruption.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Actions {
    items: Items<Action>,
    classes: Classes,
    attributes: Attributes,
}

/// A button or a link of an interruption.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Action {
    text: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    href: Option<String>,
    classes: Classes,
    attributes: Attributes,
}

impl Panel {
    /// Says what was done. Its title is the heading of the page.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title_text: Some(title.into()), ..Self::default() }
    }

    /// Stops everything else with a question.
    pub fn interruption(title: impl Into<String>) -> Self {
        Self::new(title).classes("govuk-panel--interruption")
    }

    /// Says more below the title.
    #[must_use]
    pub fn body(mut self, content: impl Into<Content>) -> Self {
        let Content { text, html, .. } = content.into();
        (self.text, self.html) = (text, html);
        self
    }

    /// Adds the button of an interruption. It stands in the caller's form.
    #[must_use]
    pub fn submit(self, text: impl Into<String>) -> Self {
        self.action(Action { text: text.into(), kind: Some("submit".into()), ..Action::default() })
    }

    /// Adds a way out of an interruption.
    #[must_use]
    pub fn link(self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.action(Action { text: text.into(), href: Some(href.into()), ..Action::default() })
    }

    fn action(mut self, action: Action) -> Self {
        self.actions.get_or_insert_default().items.push(action);
        self
    }

    fn is_interruption(&self) -> bool {
        self.classes.contain("govuk-panel--interruption")
    }

    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(1)
    }

    fn title(&self) -> Either<'_> {
        either(&self.title_html, &self.title_text)
    }

    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }
}

impl Action {
    /// The link, if it is to look like one.
    fn plain_href(&self) -> Option<&str> {
        self.href.as_deref().filter(|_| self.kind.as_deref() != Some("button"))
    }

    fn button(&self) -> Button {
        Button {
            text: Some(self.text.clone()),
            kind: Some(self.kind.clone().unwrap_or_else(|| "button".into())),
            classes: self.classes.after("govuk-button--inverse"),
            href: self.href.clone(),
            attributes: self.attributes.clone(),
            ..Button::default()
        }
    }
}

//! Questions and their answers.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Content, Either, either};
use crate::html::Html;
use crate::options::{self, Items};

/// Questions and their answers, such as a page that shows them again before they are sent.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "summary-list.html")]
pub struct SummaryList {
    rows: Items<SummaryRow>,
    card: Option<Card>,
    classes: Classes,
    attributes: Attributes,
}

component!(SummaryList);
open_to_callers!(SummaryList);

/// A question and its answer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct SummaryRow {
    classes: Classes,
    key: Content,
    value: Content,
    actions: RowActions,
}

/// What can be done about an answer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct RowActions {
    items: Items<RowAction>,
    classes: Classes,
}

/// A link such as "Change", and the hidden words that say what.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct RowAction {
    href: String,
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    visually_hidden_text: Option<String>,
    classes: Classes,
    attributes: Attributes,
}

/// A frame with a title around a list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Card {
    title: Option<CardTitle>,
    actions: RowActions,
    classes: Classes,
    attributes: Attributes,
}

/// The title of a card.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct CardTitle {
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    heading_level: Option<u8>,
    classes: Classes,
}

impl SummaryList {
    /// A list without rows yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts the list in a frame with a title.
    pub fn card(title: impl Into<String>) -> Self {
        let title = CardTitle { text: Some(title.into()), ..CardTitle::default() };
        Self { card: Some(Card { title: Some(title), ..Card::default() }), ..Self::default() }
    }

    /// Adds a question and its answer.
    #[must_use]
    pub fn row(self, key: impl Into<Content>, value: impl Into<Content>) -> Self {
        self.with(SummaryRow::new(key, value))
    }

    /// Adds a row that can be acted upon.
    #[must_use]
    pub fn with(mut self, row: impl Into<Option<SummaryRow>>) -> Self {
        self.rows.push(row);
        self
    }

    fn has_actions(&self) -> bool {
        self.rows.iter().any(|row| !row.actions.items.is_empty())
    }

    fn card_title(&self) -> Option<&CardTitle> {
        self.card.as_ref()?.title.as_ref()
    }
}

impl SummaryRow {
    /// A question and its answer.
    pub fn new(key: impl Into<Content>, value: impl Into<Content>) -> Self {
        Self { key: key.into(), value: value.into(), ..Self::default() }
    }

    /// Adds a link to change the answer; `what` is read out behind "Change".
    #[must_use]
    pub fn change(self, href: impl Into<String>, what: impl Into<String>) -> Self {
        self.action("Change", href, what)
    }

    /// Adds a link; `what` is read out behind its words.
    #[must_use]
    pub fn action(
        mut self,
        text: impl Into<String>,
        href: impl Into<String>,
        what: impl Into<String>,
    ) -> Self {
        self.actions.items.push(RowAction {
            href: href.into(),
            text: Some(text.into()),
            visually_hidden_text: Some(what.into()),
            ..RowAction::default()
        });
        self
    }
}

impl RowAction {
    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }

    fn hidden_words(&self) -> Option<&str> {
        self.visually_hidden_text.as_deref().filter(|words| !words.is_empty())
    }
}

impl CardTitle {
    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }

    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(2)
    }
}

//! Ways to the other pages of a list.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Either, either};
use crate::html::Html;
use crate::options::{self, Items};

/// Ways to the other pages of a list, or to the parts before and after.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "pagination.html")]
pub struct Pagination {
    items: Option<Items<PageItem>>,
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
    landmark_label: Option<String>,
    classes: Classes,
    attributes: Attributes,
}

component!(Pagination);
open_to_callers!(Pagination);

/// A page by its number, or a gap.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct PageItem {
    #[serde(deserialize_with = "options::text")]
    number: Option<String>,
    visually_hidden_text: Option<String>,
    href: Option<String>,
    current: bool,
    ellipsis: bool,
    attributes: Attributes,
}

/// The page before or after.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Neighbour {
    text: Option<String>,
    html: Option<Html>,
    label_text: Option<String>,
    href: Option<String>,
    attributes: Attributes,
}

impl Pagination {
    /// Leads from page `current` of `total` to the others: the first, the last and those beside it.
    pub fn pages(current: usize, total: usize, href: impl Fn(usize) -> String) -> Self {
        let mut items = Items::default();
        let mut last = 0;
        for number in
            (1..=total).filter(|&number| number == 1 || number == total || number.abs_diff(current) <= 1)
        {
            if number > last + 1 {
                items.push(PageItem { ellipsis: true, ..PageItem::default() });
            }
            last = number;
            items.push(PageItem {
                number: Some(number.to_string()),
                href: Some(href(number)),
                current: number == current,
                ..PageItem::default()
            });
        }
        let previous = (current > 1).then(|| Neighbour::at(href(current - 1)));
        let next = (current < total).then(|| Neighbour::at(href(current + 1)));
        Self { items: Some(items), previous, next, ..Self::default() }
    }

    /// Leads to the parts before and after, by their names.
    pub fn neighbours() -> Self {
        Self::default()
    }

    /// Leads to the part before.
    #[must_use]
    pub fn previous(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.previous = Some(Neighbour { label_text: Some(label.into()), ..Neighbour::at(href.into()) });
        self
    }

    /// Leads to the part after.
    #[must_use]
    pub fn next(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.next = Some(Neighbour { label_text: Some(label.into()), ..Neighbour::at(href.into()) });
        self
    }

    /// Says which list this is, where a page has several.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.landmark_label = Some(label.into());
        self
    }

    fn landmark(&self) -> &str {
        self.landmark_label.as_deref().unwrap_or("Pagination")
    }

    fn is_block(&self) -> bool {
        self.items.is_none() && (self.next.is_some() || self.previous.is_some())
    }
}

impl Neighbour {
    fn at(href: String) -> Self {
        Self { href: Some(href), ..Self::default() }
    }

    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }
}

impl PageItem {
    fn label(&self) -> String {
        let page = || format!("Page {}", self.number.as_deref().unwrap_or_default());
        self.visually_hidden_text.clone().unwrap_or_else(page)
    }
}

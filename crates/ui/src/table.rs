//! Rows and columns.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Content, Either, either};
use crate::html::Html;
use crate::options::{self, Items};

/// Rows and columns. Put a wide one in a [`crate::ScrollRegion`].
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "table.html")]
pub struct Table {
    rows: Items<Vec<Cell>>,
    head: Vec<Cell>,
    caption: Option<String>,
    caption_classes: Classes,
    first_cell_is_header: bool,
    classes: Classes,
    attributes: Attributes,
}

component!(Table);
open_to_callers!(Table);

/// One cell.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Cell {
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    format: Option<String>,
    classes: Classes,
    colspan: Option<u32>,
    rowspan: Option<u32>,
    attributes: Attributes,
}

impl Table {
    /// A table without rows yet. The caption says what is in it.
    pub fn new(caption: impl Into<String>) -> Self {
        Self {
            caption: Some(caption.into()),
            caption_classes: "govuk-table__caption--m".into(),
            ..Self::default()
        }
    }

    /// Hides the caption where a heading right above says the same; a screen reader still reads it.
    #[must_use]
    pub fn hide_caption(mut self) -> Self {
        self.caption_classes = "govuk-visually-hidden".into();
        self
    }

    /// Names the columns.
    #[must_use]
    pub fn head<C: Into<Cell>>(mut self, cells: impl IntoIterator<Item = C>) -> Self {
        self.head = cells.into_iter().map(Into::into).collect();
        self
    }

    /// Adds a row.
    #[must_use]
    pub fn row<C: Into<Cell>>(mut self, cells: impl IntoIterator<Item = C>) -> Self {
        self.rows.push(cells.into_iter().map(Into::into).collect::<Vec<_>>());
        self
    }

    /// Makes the first cell of each row its name.
    #[must_use]
    pub fn first_cell_is_header(mut self) -> Self {
        self.first_cell_is_header = true;
        self
    }
}

impl Cell {
    /// A cell of text, markup or a component.
    pub fn new(content: impl Into<Content>) -> Self {
        let Content { text, html, .. } = content.into();
        Self { text, html, ..Self::default() }
    }

    /// A number, lined up with those above and below.
    pub fn number(content: impl Into<Content>) -> Self {
        Self { format: Some("numeric".into()), ..Self::new(content) }
    }

    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }

    fn spans(&self) -> Attributes {
        let mut spans = Attributes::default();
        spans.add_some("colspan", self.colspan.map(|cells| cells.to_string()));
        spans.add_some("rowspan", self.rowspan.map(|cells| cells.to_string()));
        spans
    }
}

impl<C: Into<Content>> From<C> for Cell {
    fn from(content: C) -> Self {
        Self::new(content)
    }
}

//! The menu.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Either, either};
use crate::html::Html;
use crate::options::{self, Items};

/// The menu of the service. On a phone the script folds it behind a button; without script it stays open.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "service-navigation.html")]
pub struct ServiceNavigation {
    classes: Classes,
    attributes: Attributes,
    aria_label: Option<String>,
    menu_button_text: Option<String>,
    menu_button_label: Option<String>,
    navigation_label: Option<String>,
    navigation_id: Option<String>,
    navigation_classes: Classes,
    collapse_navigation_on_mobile: Option<bool>,
    service_name: Option<String>,
    service_url: Option<String>,
    navigation: Items<NavigationItem>,
    slots: Slots,
}

component!(ServiceNavigation);
open_to_callers!(ServiceNavigation);

/// One link of the menu.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct NavigationItem {
    current: bool,
    active: bool,
    html: Option<Html>,
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    href: Option<String>,
    attributes: Attributes,
}

/// Markup of the caller's own in fixed places.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Slots {
    start: Html,
    end: End,
    navigation_start: Html,
    navigation_end: Html,
}

/// Markup behind the menu, below it or beside it.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum End {
    Below(Html),
    Placed {
        html: Html,
        #[serde(default)]
        align: String,
    },
}

impl Default for End {
    fn default() -> Self {
        Self::Below(Html::default())
    }
}

impl ServiceNavigation {
    /// A menu without links yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a link.
    #[must_use]
    pub fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.navigation.push(NavigationItem {
            text: Some(text.into()),
            href: Some(href.into()),
            ..NavigationItem::default()
        });
        self
    }

    /// Marks the link that was added last: it leads to this page.
    #[must_use]
    pub fn is_current(mut self) -> Self {
        if let Some(item) = self.navigation.last_mut() {
            item.current = true;
        }
        self
    }

    /// Marks the link that was added last: this page is somewhere below it.
    #[must_use]
    pub fn is_active(mut self) -> Self {
        if let Some(item) = self.navigation.last_mut() {
            item.active = true;
        }
        self
    }

    fn button_words(&self) -> &str {
        self.menu_button_text.as_deref().unwrap_or("Menu")
    }

    fn button_label(&self) -> Option<&str> {
        self.menu_button_label.as_deref().filter(|label| *label != self.button_words())
    }

    fn label(&self) -> &str {
        self.navigation_label.as_deref().unwrap_or(self.button_words())
    }

    fn list_id(&self) -> &str {
        self.navigation_id.as_deref().unwrap_or("navigation")
    }

    fn has_navigation(&self) -> bool {
        !(self.navigation.is_empty()
            && self.slots.navigation_start.is_empty()
            && self.slots.navigation_end.is_empty())
    }

    fn collapses(&self) -> bool {
        self.collapse_navigation_on_mobile.unwrap_or(self.navigation.len() > 1)
    }

    /// With more than links in it, the menu is a landmark of its own.
    fn is_section(&self) -> bool {
        self.service_name.is_some() || !self.slots.start.is_empty() || !self.slots.end.html().is_empty()
    }

    fn section_label(&self) -> &str {
        self.aria_label.as_deref().unwrap_or("Service information")
    }
}

impl End {
    fn html(&self) -> &Html {
        match self {
            Self::Below(html) | Self::Placed { html, .. } => html,
        }
    }

    fn is_inline(&self) -> bool {
        matches!(self, Self::Placed { align, .. } if align == "inline")
    }
}

impl NavigationItem {
    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }

    fn is_marked(&self) -> bool {
        self.current || self.active
    }

    fn mark(&self) -> Attributes {
        let mut mark = Attributes::default();
        mark.add_some("aria-current", self.is_marked().then_some(if self.current { "page" } else { "true" }));
        mark
    }
}

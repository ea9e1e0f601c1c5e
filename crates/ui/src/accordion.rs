//! Sections that open and close.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::Content;
use crate::options::Items;

/// Sections that open and close. Without script all are open.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "accordion.html")]
pub struct Accordion {
    id: String,
    heading_level: Option<u8>,
    classes: Classes,
    attributes: Attributes,
    remember_expanded: Option<bool>,
    hide_all_sections_text: Option<String>,
    hide_section_text: Option<String>,
    hide_section_aria_label_text: Option<String>,
    show_all_sections_text: Option<String>,
    show_section_text: Option<String>,
    show_section_aria_label_text: Option<String>,
    items: Items<Section>,
}

component!(Accordion);
open_to_callers!(Accordion);

/// One section.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Section {
    heading: Content,
    summary: Content,
    content: Content,
    expanded: bool,
}

impl Accordion {
    /// An accordion without sections yet. What is open is not remembered: the next officer at the desk starts afresh.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), remember_expanded: Some(false), ..Self::default() }
    }

    /// Adds a section.
    #[must_use]
    pub fn section(mut self, heading: impl Into<Content>, content: impl Into<Content>) -> Self {
        self.items.push(Section { heading: heading.into(), content: content.into(), ..Section::default() });
        self
    }

    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(2)
    }

    /// What the script says.
    fn words(&self) -> Attributes {
        let mut words = Attributes::default();
        words.add_some("data-i18n.hide-all-sections", self.hide_all_sections_text.as_deref());
        words.add_some("data-i18n.hide-section", self.hide_section_text.as_deref());
        words.add_some("data-i18n.hide-section-aria-label", self.hide_section_aria_label_text.as_deref());
        words.add_some("data-i18n.show-all-sections", self.show_all_sections_text.as_deref());
        words.add_some("data-i18n.show-section", self.show_section_text.as_deref());
        words.add_some("data-i18n.show-section-aria-label", self.show_section_aria_label_text.as_deref());
        words.add_some("data-remember-expanded", self.remember_expanded.map(|on| on.to_string()));
        words
    }
}

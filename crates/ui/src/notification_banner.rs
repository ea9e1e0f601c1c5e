//! News at the top of a page.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Content, Either, either};
use crate::html::Html;
use crate::options;

/// News at the top of a page, such as what was just saved.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "notification-banner.html")]
pub struct NotificationBanner {
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    title_text: Option<String>,
    title_html: Option<Html>,
    title_heading_level: Option<u8>,
    #[serde(rename = "type")]
    kind: Option<String>,
    role: Option<String>,
    title_id: Option<String>,
    disable_auto_focus: Option<bool>,
    classes: Classes,
    attributes: Attributes,
}

component!(NotificationBanner);
open_to_callers!(NotificationBanner);

impl NotificationBanner {
    /// Something to know.
    pub fn new(content: impl Into<Content>) -> Self {
        let Content { text, html, .. } = content.into();
        Self { text, html, ..Self::default() }
    }

    /// Something that worked. A screen reader says it at once.
    pub fn success(content: impl Into<Content>) -> Self {
        Self { kind: Some("success".into()), ..Self::new(content) }
    }

    /// Says something else than "Important" or "Success" above it.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title_text = Some(title.into());
        self
    }

    /// Gives its title an id of its own, where a page has several banners.
    #[must_use]
    pub fn title_id(mut self, id: impl Into<String>) -> Self {
        self.title_id = Some(id.into());
        self
    }

    fn is_success(&self) -> bool {
        self.kind.as_deref() == Some("success")
    }

    fn role_or_default(&self) -> &str {
        self.role.as_deref().unwrap_or(if self.is_success() { "alert" } else { "region" })
    }

    fn title_words(&self) -> Either<'_> {
        match either(&self.title_html, &self.title_text) {
            words if !words.is_empty() => words,
            _ if self.is_success() => Either::Text("Success"),
            _ => Either::Text("Important"),
        }
    }

    fn title_id_or_default(&self) -> &str {
        self.title_id.as_deref().unwrap_or("govuk-notification-banner-title")
    }

    fn level(&self) -> u8 {
        self.title_heading_level.unwrap_or(2)
    }
}

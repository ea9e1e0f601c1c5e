//! A button that leaves a page at once.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::button::Button;
use crate::component::{component, open_to_callers};
use crate::html::Html;

/// A button that leaves a page at once, here for the cover screen.
///
/// Its own script answers to Shift as well and replaces the page in the browser's history. The link of the page frame
/// does neither and saves the draft first, so prefer that one.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "exit-this-page.html")]
pub struct ExitThisPage {
    text: Option<String>,
    html: Option<Html>,
    redirect_url: Option<String>,
    id: Option<String>,
    classes: Classes,
    attributes: Attributes,
    activated_text: Option<String>,
    timed_out_text: Option<String>,
    press_two_more_times_text: Option<String>,
    press_one_more_time_text: Option<String>,
}

component!(ExitThisPage);
open_to_callers!(ExitThisPage);

impl ExitThisPage {
    /// Leads to the cover screen at `href`.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: Some(text.into()), redirect_url: Some(href.into()), ..Self::default() }
    }

    fn button(&self) -> Button {
        let mut attributes = Attributes::default();
        attributes.add("rel", "nofollow noreferrer");
        let has_words = self.html.is_some() || self.text.is_some();
        let default =
            || Html::trusted(r#"<span class="govuk-visually-hidden">Emergency</span> Exit this page"#);
        Button {
            html: self.html.clone().or_else(|| (!has_words).then(default)),
            text: self.text.clone(),
            classes: "govuk-button--warning govuk-exit-this-page__button govuk-js-exit-this-page-button"
                .into(),
            href: Some(self.redirect_url.clone().unwrap_or_else(|| "/cover".into())),
            attributes,
            ..Button::default()
        }
    }

    /// What the script says.
    fn words(&self) -> Attributes {
        let mut words = Attributes::default();
        words.add_some("data-i18n.activated", self.activated_text.as_deref());
        words.add_some("data-i18n.timed-out", self.timed_out_text.as_deref());
        words.add_some("data-i18n.press-two-more-times", self.press_two_more_times_text.as_deref());
        words.add_some("data-i18n.press-one-more-time", self.press_one_more_time_text.as_deref());
        words
    }
}

//! The cover screen.

use askama::Template;

use crate::assets::address;
use crate::component::component;

/// What is shown to somebody who leans over the counter: no name but the organisation's.
#[derive(Debug, Clone, Template)]
#[template(path = "cover.html")]
pub struct Cover {
    organisation: String,
    time: String,
    on: String,
    theme: Option<String>,
}

component!(Cover);

impl Cover {
    /// Shows the organisation and the time, and leads on to `on`, a page that may ask who is there.
    pub fn new(organisation: impl Into<String>, time: impl Into<String>, on: impl Into<String>) -> Self {
        Self { organisation: organisation.into(), time: time.into(), on: on.into(), theme: None }
    }

    /// Adds the style sheet that [`crate::theme_css`] made.
    #[must_use]
    pub fn theme(mut self, href: impl Into<String>) -> Self {
        self.theme = Some(href.into());
        self
    }
}

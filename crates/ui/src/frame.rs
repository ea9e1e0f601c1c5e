//! The frame around every page.

use askama::Template;

use crate::assets::address;
use crate::back_link::BackLink;
use crate::breadcrumbs::Breadcrumbs;
use crate::content::Content;
use crate::error_summary::ErrorSummary;
use crate::html::Html;
use crate::service_navigation::ServiceNavigation;
use crate::skip_link::SkipLink;

/// The hash of the one script that stands in a page, as a content security policy wants it in `script-src`.
pub const INLINE_SCRIPT_HASH: &str = "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='";

/// What all pages of one person have in common: made once for a request, then [`Frame::page`] for the page itself.
#[derive(Debug, Clone)]
pub struct Frame {
    organisation: String,
    product: String,
    home: String,
    logo: Option<String>,
    person: Option<String>,
    preferences: Option<String>,
    sign_out: Option<SignOut>,
    navigation: Option<ServiceNavigation>,
    help: HelpLine,
    demonstration: Option<Content>,
    theme: Option<String>,
    print_line: Option<String>,
    has_keys: bool,
}

/// The form that ends a session.
#[derive(Debug, Clone)]
struct SignOut {
    action: String,
    hidden: Vec<(String, String)>,
}

/// The line at the foot of every page. Its order never changes.
#[derive(Debug, Clone, Default)]
pub struct HelpLine {
    emergency: Option<Content>,
    help: Option<String>,
    support: Option<String>,
    cover: Option<String>,
}

impl Frame {
    /// The frame of an organisation, for somebody who is not signed in yet.
    pub fn new(organisation: impl Into<String>) -> Self {
        Self {
            organisation: organisation.into(),
            product: "Service arrangements".into(),
            home: "/".into(),
            logo: None,
            person: None,
            preferences: None,
            sign_out: None,
            navigation: None,
            help: HelpLine::default(),
            demonstration: None,
            theme: None,
            print_line: None,
            has_keys: false,
        }
    }

    /// Calls the product what the organisation calls it.
    #[must_use]
    pub fn product(mut self, product: impl Into<String>) -> Self {
        self.product = product.into();
        self
    }

    /// Leads to another first page than `/`.
    #[must_use]
    pub fn home(mut self, href: impl Into<String>) -> Self {
        self.home = href.into();
        self
    }

    /// Shows the organisation's logo, a picture on this server, before its name.
    #[must_use]
    pub fn logo(mut self, src: impl Into<String>) -> Self {
        self.logo = Some(src.into());
        self
    }

    /// Says who is signed in, and where, such as "A. Quill, Civic Centre".
    #[must_use]
    pub fn person(mut self, person: impl Into<String>) -> Self {
        self.person = Some(person.into());
        self
    }

    /// Leads to the person's preferences.
    #[must_use]
    pub fn preferences(mut self, href: impl Into<String>) -> Self {
        self.preferences = Some(href.into());
        self
    }

    /// Lets the person sign out by a POST to `action` with these hidden fields, such as the request token.
    #[must_use]
    pub fn sign_out<N: Into<String>, V: Into<String>>(
        mut self,
        action: impl Into<String>,
        hidden: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let hidden = hidden.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        self.sign_out = Some(SignOut { action: action.into(), hidden });
        self
    }

    /// Shows the menu of the person's role.
    #[must_use]
    pub fn navigation(mut self, navigation: ServiceNavigation) -> Self {
        self.navigation = Some(navigation);
        self
    }

    /// Fills the line at the foot of the page.
    #[must_use]
    pub fn help(mut self, help: HelpLine) -> Self {
        self.help = help;
        self
    }

    /// Says below the header that nothing here is real.
    #[must_use]
    pub fn demonstration(mut self, words: impl Into<Content>) -> Self {
        self.demonstration = Some(words.into());
        self
    }

    /// Adds the style sheet that [`crate::theme_css`] made.
    #[must_use]
    pub fn theme(mut self, href: impl Into<String>) -> Self {
        self.theme = Some(href.into());
        self
    }

    /// Prints a line below every page: its marking, who printed it and when.
    #[must_use]
    pub fn print_line(mut self, line: impl Into<String>) -> Self {
        self.print_line = Some(line.into());
        self
    }

    /// Turns single-letter keys on, for a person who asked for them.
    #[must_use]
    pub fn keys(mut self, on: bool) -> Self {
        self.has_keys = on;
        self
    }

    /// Puts a page in the frame. Its title starts with what matters most on it; the organisation follows by itself.
    pub fn page(&self, title: impl Into<String>, content: impl Into<Html>) -> Page<'_> {
        Page {
            frame: self,
            title: title.into(),
            back: None,
            breadcrumbs: None,
            errors: None,
            news: Html::default(),
            content: content.into(),
        }
    }
}

impl HelpLine {
    /// Starts with what to do in an emergency, such as "Emergency: duress button or 000".
    pub fn new(emergency: impl Into<Content>) -> Self {
        Self { emergency: Some(emergency.into()), ..Self::default() }
    }

    /// Leads to the help.
    #[must_use]
    pub fn help(mut self, href: impl Into<String>) -> Self {
        self.help = Some(href.into());
        self
    }

    /// Leads to support for the person who is signed in.
    #[must_use]
    pub fn support(mut self, href: impl Into<String>) -> Self {
        self.support = Some(href.into());
        self
    }

    /// Leads to the cover screen.
    #[must_use]
    pub fn cover(mut self, href: impl Into<String>) -> Self {
        self.cover = Some(href.into());
        self
    }

    fn is_empty(&self) -> bool {
        self.emergency.is_none() && self.help.is_none() && self.support.is_none() && self.cover.is_none()
    }
}

/// A whole page, ready to send.
#[derive(Debug, Clone, Template)]
#[template(path = "frame.html")]
pub struct Page<'a> {
    frame: &'a Frame,
    title: String,
    back: Option<BackLink>,
    breadcrumbs: Option<Breadcrumbs>,
    errors: Option<ErrorSummary>,
    news: Html,
    content: Html,
}

impl Page<'_> {
    /// Adds the way back to the page before.
    #[must_use]
    pub fn back(mut self, href: impl Into<String>) -> Self {
        self.back = Some(BackLink::new(href));
        self
    }

    /// Says where the page is.
    #[must_use]
    pub fn breadcrumbs(mut self, breadcrumbs: Breadcrumbs) -> Self {
        self.breadcrumbs = Some(breadcrumbs);
        self
    }

    /// Puts what is wrong first on the page, and "Error:" first in its title. Nothing wrong changes nothing.
    #[must_use]
    pub fn errors(mut self, errors: ErrorSummary) -> Self {
        self.errors = (!errors.is_empty()).then_some(errors);
        self
    }

    /// Puts news first on the page, such as a [`crate::NotificationBanner`].
    #[must_use]
    pub fn news(mut self, news: impl Into<Html>) -> Self {
        self.news = news.into();
        self
    }

    fn skip_link(&self) -> SkipLink {
        SkipLink::new("Skip to main content", "#main-content")
    }
}

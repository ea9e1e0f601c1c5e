//! What happened, newest first.

use askama::Template;

use crate::component::component;
use crate::content::Content;
use crate::html::Html;
use crate::link::Link;

/// What happened, newest first, in the order it is given.
#[derive(Debug, Clone, Template)]
#[template(path = "timeline.html")]
pub struct Timeline {
    items: Vec<TimelineItem>,
    level: u8,
}

component!(Timeline);

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct TimelineItem {
    id: String,
    title: String,
    when: String,
    datetime: String,
    who: Option<String>,
    body: Vec<Content>,
    more: Html,
    correction: Option<Link>,
    statement: Option<Content>,
    hash: Option<String>,
}

impl Timeline {
    /// An empty timeline whose items are headed at `level`, one below the heading above it.
    pub fn new(level: u8) -> Self {
        Self { items: Vec::new(), level }
    }

    /// Adds what happened before the last item.
    #[must_use]
    pub fn item(mut self, item: TimelineItem) -> Self {
        self.items.push(item);
        self
    }
}

impl TimelineItem {
    /// `id` is the place others can link to; `when` is what people read, without a time if none is known, and
    /// `datetime` the same for programs.
    pub fn new(
        id: impl Into<String>,
        title: impl Into<String>,
        when: impl Into<String>,
        datetime: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            when: when.into(),
            datetime: datetime.into(),
            who: None,
            body: Vec::new(),
            more: Html::default(),
            correction: None,
            statement: None,
            hash: None,
        }
    }

    /// Says who did it, such as "A for B under delegation 14".
    #[must_use]
    pub fn by(mut self, who: impl Into<String>) -> Self {
        self.who = Some(who.into());
        self
    }

    /// Adds a paragraph. Three sentences are enough; then link.
    #[must_use]
    pub fn text(mut self, text: impl Into<Content>) -> Self {
        self.body.push(text.into());
        self
    }

    /// Adds something else below the text, such as a [`crate::Quote`] or a link.
    #[must_use]
    pub fn more(mut self, part: impl Into<Html>) -> Self {
        self.more = self.more.and(&part.into());
        self
    }

    /// Says when it was corrected, and where. The item itself stays.
    #[must_use]
    pub fn corrected(mut self, on: &str, href: impl Into<String>) -> Self {
        self.correction = Some(Link::new(format!("Corrected on {on}"), href));
        self
    }

    /// Puts the person's own statement beside it.
    #[must_use]
    pub fn statement(mut self, statement: impl Into<Content>) -> Self {
        self.statement = Some(statement.into());
        self
    }

    /// Shows the first characters of the event's hash.
    #[must_use]
    pub fn hash(mut self, hash: impl Into<String>) -> Self {
        self.hash = Some(hash.into());
        self
    }
}

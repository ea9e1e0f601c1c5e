//! What is left to do.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::content::{Content, Either, either};
use crate::html::Html;
use crate::options::{self, Items};
use crate::tag::{Tag, TagColour};

/// What is left to do, and how far each part is.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "task-list.html")]
pub struct TaskList {
    items: Items<Task>,
    id_prefix: Option<String>,
    classes: Classes,
    attributes: Attributes,
}

component!(TaskList);
open_to_callers!(TaskList);

/// One part.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Task {
    title: Content,
    hint: Option<Content>,
    status: Status,
    href: Option<String>,
    classes: Classes,
}

/// How a status is shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Status {
    tag: Option<Tag>,
    #[serde(deserialize_with = "options::text")]
    text: Option<String>,
    html: Option<Html>,
    classes: Classes,
}

/// How far a part is. There are no other words for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskStatus {
    /// Nobody has begun.
    NotStarted,
    /// Somebody has begun.
    InProgress,
    /// Nothing is left.
    Completed,
    /// Something else comes first.
    CannotStartYet,
    /// Something is wrong.
    Problem,
}

impl TaskList {
    /// A list without parts yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part. One that cannot start yet has no link.
    #[must_use]
    pub fn task(mut self, title: impl Into<Content>, href: impl Into<String>, status: TaskStatus) -> Self {
        let href = (status != TaskStatus::CannotStartYet).then(|| href.into());
        self.items.push(Task { title: title.into(), status: status.into(), href, ..Task::default() });
        self
    }

    /// Adds a hint to the part that was added last.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Content>) -> Self {
        if let Some(task) = self.items.last_mut() {
            task.hint = Some(hint.into());
        }
        self
    }

    /// Gives its ids another start, where a page has several lists.
    #[must_use]
    pub fn id_prefix(mut self, id: impl Into<String>) -> Self {
        self.id_prefix = Some(id.into());
        self
    }

    fn prefix(&self) -> &str {
        self.id_prefix.as_deref().unwrap_or("task-list")
    }
}

impl Status {
    fn content(&self) -> Either<'_> {
        either(&self.html, &self.text)
    }
}

impl From<TaskStatus> for Status {
    fn from(status: TaskStatus) -> Self {
        let tagged = |tag| Self { tag: Some(tag), ..Self::default() };
        let plain = |text: &str| Self { text: Some(text.into()), ..Self::default() };
        match status {
            TaskStatus::NotStarted => tagged(Tag::new("Not started").colour(TagColour::Blue)),
            TaskStatus::InProgress => tagged(Tag::new("In progress").colour(TagColour::Teal)),
            TaskStatus::Completed => plain("Completed"),
            TaskStatus::CannotStartYet => Self {
                classes: "govuk-task-list__status--cannot-start-yet".into(),
                ..plain("Cannot start yet")
            },
            TaskStatus::Problem => tagged(Tag::new("There is a problem").colour(TagColour::Red)),
        }
    }
}

//! How far a case is.

use askama::Template;

use crate::component::component;
use crate::icon::Icon;

/// How far a case is in its fixed stages.
#[derive(Debug, Clone, Template)]
#[template(path = "steps.html")]
pub struct Steps {
    label: String,
    steps: Vec<(String, Stage)>,
}

component!(Steps);

/// How far one stage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Done,
    Current,
    ToDo,
}

impl Steps {
    /// Says what goes through the stages, such as "Progress of this incident".
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), steps: Vec::new() }
    }

    /// Adds a stage that is behind.
    #[must_use]
    pub fn done(self, name: impl Into<String>) -> Self {
        self.step(name, Stage::Done)
    }

    /// Adds the stage the case is in.
    #[must_use]
    pub fn current(self, name: impl Into<String>) -> Self {
        self.step(name, Stage::Current)
    }

    /// Adds a stage that is ahead.
    #[must_use]
    pub fn to_do(self, name: impl Into<String>) -> Self {
        self.step(name, Stage::ToDo)
    }

    fn step(mut self, name: impl Into<String>, stage: Stage) -> Self {
        self.steps.push((name.into(), stage));
        self
    }
}

impl Stage {
    fn icon(self) -> Icon {
        match self {
            Self::Done => Icon::FULL_CIRCLE,
            Self::Current => Icon::HALF_CIRCLE,
            Self::ToDo => Icon::CIRCLE,
        }
    }

    fn is_current(self) -> bool {
        self == Self::Current
    }

    fn words(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Current => "now",
            Self::ToDo => "to do",
        }
    }
}

//! Until when, and how that stands.

use askama::Template;

use crate::component::component;
use crate::icon::Icon;

/// Until when something is due and how that stands: a date and a phrase the server worked out, with no ticking.
#[derive(Debug, Clone, Template)]
#[template(path = "clock.html")]
pub struct Clock {
    state: ClockState,
    label: Option<String>,
    date: Option<String>,
}

component!(Clock);

/// How a deadline stands. There are no other words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClockState {
    /// There is time.
    OnTime,
    /// It is due before the day ends.
    DueToday,
    /// It was due; so long ago, such as "1 day".
    Overdue(String),
    /// It does not run, for this reason.
    Paused(String),
    /// It was done in time.
    Met,
    /// It was done, but late.
    MetLate,
    /// It can no longer be done in time, for this reason.
    CannotBeMet(String),
}

impl Clock {
    /// Shows how a deadline stands.
    pub fn new(state: ClockState) -> Self {
        Self { state, label: None, date: None }
    }

    /// Says which deadline it is, such as "Review within 2 days". A statutory one says so.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Says until when, such as "14 April 2027, 3:40pm".
    #[must_use]
    pub fn date(mut self, date: impl Into<String>) -> Self {
        self.date = Some(date.into());
        self
    }
}

impl ClockState {
    fn words(&self) -> String {
        match self {
            Self::OnTime => "On time".into(),
            Self::DueToday => "Due today".into(),
            Self::Overdue(by) => format!("Overdue by {by}"),
            Self::Paused(reason) => format!("Paused ({reason})"),
            Self::Met => "Met".into(),
            Self::MetLate => "Met late".into(),
            Self::CannotBeMet(reason) => format!("Cannot be met ({reason})"),
        }
    }

    fn icon(&self) -> Icon {
        match self {
            Self::OnTime => Icon::CIRCLE,
            Self::DueToday => Icon::HALF_CIRCLE,
            Self::Overdue(_) => Icon::DIAMOND,
            Self::Paused(_) => Icon::PAUSE,
            Self::Met => Icon::TICK,
            Self::MetLate => Icon::TICK_OVER_LINE,
            Self::CannotBeMet(_) => Icon::CROSS_IN_SQUARE,
        }
    }

    /// Only what is late has a colour of its own, beside its shape and words.
    fn is_late(&self) -> bool {
        matches!(self, Self::Overdue(_) | Self::CannotBeMet(_))
    }
}

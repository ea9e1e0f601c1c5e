//! The six answers to "how may I serve this person, by this channel, now?"

use crate::icon::Icon;

/// How a person may be served by one channel, now. Each answer has its own words, shape and border.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Nothing is different.
    ServeAsUsual,
    /// Served, in a certain way.
    ServeThisWay,
    /// Served by somebody else.
    PassTo,
    /// Served by other channels only.
    NotByChannel,
    /// Somebody may be in danger.
    GetHelpFirst,
    /// The answer is not known. Never the same as serve as usual.
    CannotCheck,
}

impl Answer {
    /// The words for it where a page has no better ones.
    pub fn words(self) -> &'static str {
        match self {
            Self::ServeAsUsual => "Serve as usual",
            Self::ServeThisWay => "Serve this way",
            Self::PassTo => "Pass to someone else",
            Self::NotByChannel => "Not by this channel",
            Self::GetHelpFirst => "Get help first",
            Self::CannotCheck => "Not checked",
        }
    }

    pub(crate) fn is_help_first(self) -> bool {
        self == Self::GetHelpFirst
    }

    pub(crate) fn icon(self) -> Icon {
        match self {
            Self::ServeAsUsual => Icon::TICK_IN_CIRCLE,
            Self::ServeThisWay => Icon::HALF_CIRCLE,
            Self::PassTo => Icon::ARROW,
            Self::NotByChannel => Icon::CROSS,
            Self::GetHelpFirst => Icon::TRIANGLE,
            Self::CannotCheck => Icon::QUESTION,
        }
    }

    /// The last part of the card's class, which chooses the border.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::ServeAsUsual => "as-usual",
            Self::ServeThisWay => "this-way",
            Self::PassTo => "pass-to",
            Self::NotByChannel => "not-by-channel",
            Self::GetHelpFirst => "help-first",
            Self::CannotCheck => "cannot-check",
        }
    }
}

//! What the policy lets the organisation do about conduct: kinds of restriction, letters, reviews of what was done.
//!
//! Plans and letters themselves come with later capabilities; a pack must already state these parts, because a
//! policy without them is not complete (MG-CAV-01).

use super::reader::{MONTHS, Section};
use super::vocabulary::{Coded, Term};
use crate::access::Authority;
use crate::words;

words! {
    /// What a restriction limits.
    pub enum Dimension {
        /// Whom the customer deals with.
        Who = "who",
        /// What they can raise.
        What = "what",
        /// When, how long and how often.
        When = "when",
        /// Where they can be met.
        Where = "where",
        /// By which means.
        How = "how",
    }
}

/// A kind of restriction, worded for the three people who read it.
#[derive(Debug, Clone, PartialEq)]
pub struct RestrictionKind {
    /// Code and label.
    pub term: Term,
    /// What it limits.
    pub dimension: Dimension,
    /// What staff read. `{…}` marks what the plan fills in.
    pub staff: String,
    /// What a guard reads: what to do, nothing about why.
    pub guard: String,
    /// What the customer reads.
    pub customer: String,
    /// It may be used only where the customer is capable of complying.
    pub needs_capability: bool,
}

/// A kind of letter, with what it must contain.
#[derive(Debug, Clone, PartialEq)]
pub struct LetterKind {
    /// Code and title.
    pub term: Term,
    /// Who may sign it.
    pub signed_under: Authority,
    /// What it must contain.
    pub elements: Vec<Term>,
    /// The legislation it relies on.
    pub laws: Vec<String>,
}

/// How what was decided is looked at again.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reviews {
    /// Months between reviews of a plan, as the policy offers them. Empty where the source leaves them open.
    pub interval_months: Vec<i64>,
    /// The longest a plan may last, in months.
    pub longest_months: Option<i64>,
    /// Months between checks that a warning or plan works.
    pub monitoring_months: Option<i64>,
    /// Months between checks that a sole contact officer copes.
    pub officer_months: Option<i64>,
    /// What a review considers.
    pub criteria: Vec<Term>,
}

impl Coded for RestrictionKind {
    fn code(&self) -> &str {
        &self.term.code
    }
    fn label(&self) -> &str {
        &self.term.label
    }
}

impl RestrictionKind {
    pub(super) fn read(s: &Section<'_>) -> RestrictionKind {
        RestrictionKind {
            term: Term::read(s),
            dimension: s.word("dimension"),
            staff: s.text("staff"),
            guard: s.text("guard"),
            customer: s.text("customer"),
            needs_capability: s.flag("needs_capability"),
        }
    }
}

impl LetterKind {
    pub(super) fn read(s: &Section<'_>) -> LetterKind {
        LetterKind {
            term: Term::read(s),
            signed_under: s.word("signed_under"),
            elements: s.each("element", Term::read),
            laws: s.texts("laws"),
        }
    }
}

impl Reviews {
    pub(super) fn read(s: &Section<'_>) -> Reviews {
        Reviews {
            interval_months: s.numbers("interval_months", MONTHS),
            longest_months: s.maybe_number("longest_months", MONTHS),
            monitoring_months: s.maybe_number("monitoring_months", MONTHS),
            officer_months: s.maybe_number("officer_months", MONTHS),
            criteria: s.each("criterion", Term::read),
        }
    }
}

//! Every rule, one line a rule, in the order in which a case meets them.
//!
//! A rule is a file: what it says in plain words, the steps it concerns, a pure check. It says nothing of its
//! source or force: those are the pack's, since the same rule binds one organisation and merely guides another.

use crate::facts::{IncidentFacts, Step};
use crate::pack::Pack;
use crate::ruling::Verdict;

/// A rule.
pub struct Rule {
    /// Its name for ever: events keep it.
    pub slug: &'static str,
    /// What it says, in plain words.
    pub plain: &'static str,
    /// The steps it is asked about.
    pub steps: &'static [Step],
    /// Whether it is kept.
    pub check: fn(&IncidentFacts, &Pack) -> Verdict,
}

/// All rules.
pub const RULES: &[Rule] = &[
    conduct_class_recorded::RULE,
    issue_and_party_recorded::RULE,
    capability_confirmed::RULE,
    affected_person_named::RULE,
    services_detailed::RULE,
    form_complete::RULE,
    form_signed::RULE,
    reviewer_not_affected::RULE,
    staff_consulted::RULE,
    history_searched::RULE,
    factors_answered::RULE,
    severity_set::RULE,
    severity_lowered_with_reason::RULE,
    proportionality_rated::RULE,
    risk_rated::RULE,
    contribution_answered::RULE,
    review_parts_complete::RULE,
    outcome_with_reasons::RULE,
    conduct_is_the_ground::RULE,
    no_warning_at_high_risk::RULE,
    no_plan_with_reason::RULE,
    police_reported::RULE,
    rectified_where_we_contributed::RULE,
    tasks_done::RULE,
];

mod affected_person_named;
mod capability_confirmed;
mod conduct_class_recorded;
mod conduct_is_the_ground;
mod contribution_answered;
mod factors_answered;
mod form_complete;
mod form_signed;
mod history_searched;
mod issue_and_party_recorded;
mod no_plan_with_reason;
mod no_warning_at_high_risk;
mod outcome_with_reasons;
mod police_reported;
mod proportionality_rated;
mod rectified_where_we_contributed;
mod review_parts_complete;
mod reviewer_not_affected;
mod risk_rated;
mod services_detailed;
mod severity_lowered_with_reason;
mod severity_set;
mod staff_consulted;
mod tasks_done;

/// What every rule file uses.
mod prelude {
    pub(super) use super::Rule;
    pub(super) use crate::facts::{IncidentFacts, Part, Step};
    pub(super) use crate::pack::{Coded, OutcomeKind, Pack, find, label};
    pub(super) use crate::ruling::{Gap, Verdict};

    /// Kept if `kept`; else forbidden, to be mended in `field`.
    pub(super) fn kept_if(kept: bool, field: &'static str, says: impl FnOnce() -> String) -> Verdict {
        if kept { Verdict::Permits } else { Verdict::Forbids(Gap { field, says: says() }) }
    }

    /// Kept if `known`; else it must be told first.
    pub(super) fn known_if(known: bool, field: &'static str, says: impl FnOnce() -> String) -> Verdict {
        if known { Verdict::Permits } else { Verdict::Unknown(Gap { field, says: says() }) }
    }

    /// The labels of a list, as a sentence names them.
    pub(super) fn names<T: Coded>(list: &[T]) -> String {
        list.iter().map(Coded::label).collect::<Vec<_>>().join(", ")
    }

    /// The labels of the items that `has` does not hold.
    pub(super) fn missing<T: Coded>(list: &[T], has: impl Fn(&str) -> bool) -> Vec<&str> {
        list.iter().filter(|item| !has(item.code())).map(Coded::label).collect()
    }

    /// Whether one of the outcomes chosen is of one of these kinds.
    pub(super) fn chose(facts: &IncidentFacts, pack: &Pack, kinds: &[OutcomeKind]) -> bool {
        let kind = |code: &String| find(&pack.reviewing.outcomes, code).map(|outcome| outcome.kind);
        facts.review.outcomes.iter().filter_map(kind).any(|kind| kinds.contains(&kind))
    }

    /// Whether a text holds something.
    pub(super) fn said(text: &Option<String>) -> bool {
        text.as_ref().is_some_and(|text| !text.trim().is_empty())
    }
}

//! Somebody the incident happened to does not review it.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "reviewer-not-affected",
    plain: "Somebody the incident happened to does not review it.",
    steps: &[Step::DecideReview],
    check,
};

fn check(facts: &IncidentFacts, _: &Pack) -> Verdict {
    kept_if(!facts.review.reviewer_affected, "reviewer", || {
        "you are among the affected: ask a colleague or your supervisor to review it".to_owned()
    })
}

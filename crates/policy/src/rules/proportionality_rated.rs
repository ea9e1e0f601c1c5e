//! The review says how disproportionate the customer's response was.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "proportionality-rated",
    plain: "The review says how disproportionate the customer's response was.",
    steps: &[Step::DecideReview],
    check,
};

fn check(facts: &IncidentFacts, pack: &Pack) -> Verdict {
    let chosen = facts.review.proportionality.as_ref();
    let known = chosen.is_some_and(|code| find(&pack.reviewing.proportionality, code).is_some());
    known_if(known, "proportionality", || format!("choose one: {}", names(&pack.reviewing.proportionality)))
}

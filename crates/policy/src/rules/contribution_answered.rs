//! The review says whether the organisation contributed to the conduct.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "contribution-answered",
    plain: "The review says whether the organisation contributed to the conduct.",
    steps: &[Step::DecideReview],
    check,
};

fn check(facts: &IncidentFacts, _: &Pack) -> Verdict {
    known_if(facts.review.contributed.is_some(), "contributed", || {
        "say whether we contributed: a mistake, a delay, a contradiction, how we behaved".to_owned()
    })
}

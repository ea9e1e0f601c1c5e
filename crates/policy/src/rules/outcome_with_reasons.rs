//! The review ends with an outcome and with reasons that belong to this case.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "outcome-with-reasons",
    plain: "The review ends with an outcome and with reasons that belong to this case.",
    steps: &[Step::DecideReview],
    check,
};

fn check(facts: &IncidentFacts, pack: &Pack) -> Verdict {
    if facts.review.outcomes.is_empty() {
        return known_if(false, "outcomes", || {
            format!("choose one or more: {}", names(&pack.reviewing.outcomes))
        });
    }
    kept_if(said(&facts.review.reasons), "reasons", || {
        "give the reasons for this decision in this case".to_owned()
    })
}

//! The review sets or confirms how serious the incident was.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "severity-set",
    plain: "The review sets or confirms how serious the incident was.",
    steps: &[Step::DecideReview, Step::Close],
    check,
};

fn check(facts: &IncidentFacts, pack: &Pack) -> Verdict {
    let set = facts.review.severity.as_ref();
    known_if(set.is_some(), "severity", || {
        format!("choose the severity: {}", names(&pack.reviewing.severity_levels))
    })
}

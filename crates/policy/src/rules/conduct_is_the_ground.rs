//! A measure answers the conduct; it never answers a complaint.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "conduct-is-the-ground",
    plain: "A measure answers the conduct; it never answers a complaint.",
    steps: &[Step::DecideReview],
    check,
};

fn check(facts: &IncidentFacts, pack: &Pack) -> Verdict {
    use OutcomeKind::{Legal, NonCompliance, Plan, ProvisionalPlan, Warning};
    if !chose(facts, pack, &[Warning, Plan, ProvisionalPlan, NonCompliance, Legal]) {
        return Verdict::Irrelevant;
    }
    kept_if(facts.review.conduct_is_ground, "conduct_is_ground", || {
        "confirm that the conduct, not a concern the customer raised, is the ground".to_owned()
    })
}

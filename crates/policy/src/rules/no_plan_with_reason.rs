//! An incident above the lowest severity that leads to no plan says why.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "no-plan-with-reason",
    plain: "An incident above the lowest severity that leads to no plan says why.",
    steps: &[Step::DecideReview, Step::Close],
    check,
};

fn check(facts: &IncidentFacts, pack: &Pack) -> Verdict {
    let level = facts.review.severity.as_ref().and_then(|code| find(&pack.reviewing.severity_levels, code));
    let planned = facts.plan || chose(facts, pack, &[OutcomeKind::Plan, OutcomeKind::ProvisionalPlan]);
    if planned || !level.is_some_and(|level| level.plan_or_reason) {
        return Verdict::Irrelevant;
    }
    kept_if(said(&facts.review.no_plan_because), "no_plan_because", || {
        let level = level.map_or("", Coded::label).to_lowercase();
        format!("say why there is no plan after an incident of this severity ({level})")
    })
}

//! Where the risk is high, a warning is not given; access is changed instead.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "no-warning-at-high-risk",
    plain: "Where the risk is high, a warning is not given; access is changed instead.",
    steps: &[Step::DecideReview],
    check,
};

fn check(facts: &IncidentFacts, pack: &Pack) -> Verdict {
    if !chose(facts, pack, &[OutcomeKind::Warning]) {
        return Verdict::Irrelevant;
    }
    let Some(risk) = &facts.review.risk else {
        return known_if(false, "risk", || {
            "choose the risk first: a warning is not open where it is high".to_owned()
        });
    };
    let highest = pack.reviewing.risk_levels.last().map(Coded::code);
    kept_if(Some(risk.as_str()) != highest, "outcomes", || {
        "the risk is high, so a warning is not open here: propose a plan instead".to_owned()
    })
}

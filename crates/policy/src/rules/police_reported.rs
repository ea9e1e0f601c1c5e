//! Conduct that the police must hear of was reported to them.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "police-reported",
    plain: "Conduct that the police must hear of was reported to them.",
    steps: &[Step::Close],
    check,
};

fn check(facts: &IncidentFacts, pack: &Pack) -> Verdict {
    let calls = |code: &String| {
        find(&pack.vocabulary.conduct_kinds, code).is_some_and(|kind| kind.police || kind.off_site)
    };
    if !facts.kinds.iter().any(calls) {
        return Verdict::Irrelevant;
    }
    kept_if(facts.police_reports > 0, "police", || {
        "record the report to the police: when, how, and the reference if there is one".to_owned()
    })
}

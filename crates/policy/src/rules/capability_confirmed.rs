//! Some conduct counts only if the customer is capable of doing otherwise.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "capability-confirmed",
    plain: "Some conduct counts only if the customer is capable of doing otherwise.",
    steps: &[Step::Report],
    check,
};

fn check(facts: &IncidentFacts, pack: &Pack) -> Verdict {
    let needs =
        |code: &&String| find(&pack.vocabulary.conduct_kinds, code).is_some_and(|kind| kind.needs_capability);
    let Some(kind) = facts.kinds.iter().find(needs) else { return Verdict::Irrelevant };
    let kind = label(&pack.vocabulary.conduct_kinds, kind);
    match facts.capability_confirmed {
        Some(capable) => kept_if(capable, "capability_confirmed", || {
            format!("`{kind}` does not count where the customer cannot do otherwise; take it out")
        }),
        None => known_if(false, "capability_confirmed", || {
            format!("confirm that the customer is clearly capable of doing otherwise, or take out `{kind}`")
        }),
    }
}

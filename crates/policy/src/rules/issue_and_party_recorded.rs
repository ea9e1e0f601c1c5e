//! Conduct counts only if it raises a substantial issue for somebody: which issue, and for whom.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "issue-and-party-recorded",
    plain: "Conduct counts only if it raises a substantial issue for somebody: which issue, and for whom.",
    steps: &[Step::Report],
    check,
};

fn check(facts: &IncidentFacts, pack: &Pack) -> Verdict {
    if facts.care_only {
        return Verdict::Irrelevant;
    }
    let (issues, parties) = (&pack.vocabulary.issue_types, &pack.vocabulary.affected_parties);
    if facts.issues.is_empty() {
        return known_if(false, "issues", || {
            format!("choose what the conduct puts at stake: {}", names(issues))
        });
    }
    known_if(!facts.parties.is_empty(), "parties", || format!("choose whom it affects: {}", names(parties)))
}

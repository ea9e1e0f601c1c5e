//! A severity below what was felt or proposed has a reason.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "severity-lowered-with-reason",
    plain: "A severity below what was felt or proposed has a reason.",
    steps: &[Step::DecideReview],
    check,
};

fn check(facts: &IncidentFacts, pack: &Pack) -> Verdict {
    use crate::severity::{proposed, rank};
    let Some(chosen) = facts.review.severity.as_ref().and_then(|level| rank(pack, level)) else {
        return Verdict::Irrelevant;
    };
    let felt = facts.review.severity_felt.as_ref().and_then(|level| rank(pack, level));
    let suggested = proposed(facts, pack).and_then(|(level, _)| rank(pack, level.code()));
    if felt.max(suggested).is_none_or(|higher| chosen >= higher) {
        return Verdict::Irrelevant;
    }
    kept_if(said(&facts.review.lower_because), "lower_because", || {
        "say why it is less serious than the reporter felt or the signs suggest".to_owned()
    })
}

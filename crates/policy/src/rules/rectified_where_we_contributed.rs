//! What the organisation did wrong is put right, and it has apologised.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "rectified-where-we-contributed",
    plain: "What the organisation did wrong is put right, and it has apologised.",
    steps: &[Step::Close],
    check,
};

fn check(facts: &IncidentFacts, _: &Pack) -> Verdict {
    if facts.review.contributed != Some(true) {
        return Verdict::Irrelevant;
    }
    let done = &facts.rectification;
    kept_if(done.done && done.apologised, "rectification", || match (done.done, done.apologised) {
        (false, false) => "put the problem right and apologise, and record both".to_owned(),
        (false, true) => "put the problem right and record it".to_owned(),
        (true, _) => "apologise and record how".to_owned(),
    })
}

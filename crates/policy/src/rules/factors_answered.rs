//! Every factor has an entry, or says that it is not known.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "factors-answered",
    plain: "Every factor has an entry, or says that it is not known.",
    steps: &[Step::DecideReview],
    check,
};

fn check(facts: &IncidentFacts, pack: &Pack) -> Verdict {
    let open = missing(&pack.reviewing.factors, |code| facts.review.factors.contains(code));
    known_if(open.is_empty(), "factors", || format!("still to be answered: {}", open.join("; ")))
}

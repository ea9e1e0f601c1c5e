//! The review holds every part the policy asks for.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "review-parts-complete",
    plain: "The review holds every part the policy asks for.",
    steps: &[Step::DecideReview],
    check,
};

fn check(facts: &IncidentFacts, pack: &Pack) -> Verdict {
    let open = missing(&pack.reviewing.parts, |code| facts.review.parts.contains(code));
    kept_if(open.is_empty(), "parts", || format!("this part is empty: {}", open.join("; ")))
}

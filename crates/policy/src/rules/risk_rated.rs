//! The review rates the risk the customer poses and how likely a repetition is, with reasons.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "risk-rated",
    plain: "The review rates the risk the customer poses and how likely a repetition is, with reasons.",
    steps: &[Step::DecideReview],
    check,
};

fn check(facts: &IncidentFacts, pack: &Pack) -> Verdict {
    let review = &facts.review;
    if review.risk.is_none() {
        return known_if(false, "risk", || {
            format!("choose the risk: {}", names(&pack.reviewing.risk_levels))
        });
    }
    if review.likelihood.is_none() {
        let likelihoods = names(&pack.reviewing.likelihoods);
        return known_if(false, "likelihood", || format!("choose how likely a repetition is: {likelihoods}"));
    }
    kept_if(said(&review.risk_reasons), "risk_reasons", || "give the reasons for the rating".to_owned())
}

//! The reviewer has looked at the customer's earlier conduct and history.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "history-searched",
    plain: "The reviewer has looked at the customer's earlier conduct and history.",
    steps: &[Step::DecideReview],
    check,
};

fn check(facts: &IncidentFacts, _: &Pack) -> Verdict {
    if !facts.customer_known {
        return Verdict::Irrelevant;
    }
    known_if(facts.history_searched, "history", || "open the customer's history for this review".to_owned())
}

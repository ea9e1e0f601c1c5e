//! The manager has talked with the staff member who asked for access to be changed.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "staff-consulted",
    plain: "The manager has talked with the staff member who asked for access to be changed.",
    steps: &[Step::DecideReview],
    check,
};

fn check(facts: &IncidentFacts, pack: &Pack) -> Verdict {
    if facts.form.is_none() {
        return Verdict::Irrelevant;
    }
    let points = &pack.reviewing.consultation_points;
    let Some(covered) = &facts.consultation else {
        return known_if(false, "consultation", || {
            "talk with the staff member first, and record the talk".to_owned()
        });
    };
    let open = missing(points, |code| covered.contains(code));
    kept_if(open.is_empty(), "consultation", || format!("the talk did not cover: {}", open.join("; ")))
}

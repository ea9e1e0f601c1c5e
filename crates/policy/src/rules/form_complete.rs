//! The incident form answers every question it asks.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "form-complete",
    plain: "The incident form answers every question it asks.",
    steps: &[Step::SubmitForm],
    check,
};

fn check(facts: &IncidentFacts, pack: &Pack) -> Verdict {
    let Some(form) = &facts.form else { return Verdict::Irrelevant };
    let open = missing(&pack.reviewing.escalation_questions, |code| form.answered.contains(code));
    kept_if(open.is_empty(), "answers", || format!("still to be answered: {}", open.join("; ")))
}

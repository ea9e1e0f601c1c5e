//! The incident form is signed by the staff member, on screen or on the scanned original.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "form-signed",
    plain: "The incident form is signed by the staff member, on screen or on the scanned original.",
    steps: &[Step::SubmitForm],
    check,
};

fn check(facts: &IncidentFacts, _: &Pack) -> Verdict {
    let Some(form) = &facts.form else { return Verdict::Irrelevant };
    kept_if(form.signed, "signed", || "sign the form, or attach the signed original".to_owned())
}

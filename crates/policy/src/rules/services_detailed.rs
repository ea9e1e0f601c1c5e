//! An emergency service that was called is recorded with its time and what came of it.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "services-detailed",
    plain: "An emergency service that was called is recorded with its time and what came of it.",
    steps: &[Step::SubmitForm],
    check,
};

fn check(facts: &IncidentFacts, _: &Pack) -> Verdict {
    kept_if(facts.services_without_details == 0, "services", || {
        "say when each emergency service was called and what came of it".to_owned()
    })
}

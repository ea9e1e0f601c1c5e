//! What was decided has been done.

use super::prelude::*;

pub(super) const RULE: Rule =
    Rule { slug: "tasks-done", plain: "What was decided has been done.", steps: &[Step::Close], check };

fn check(facts: &IncidentFacts, _: &Pack) -> Verdict {
    kept_if(facts.open_tasks.is_empty(), "tasks", || {
        format!("still to be done: {}", facts.open_tasks.join("; "))
    })
}

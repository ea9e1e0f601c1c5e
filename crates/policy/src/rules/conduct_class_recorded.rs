//! Every incident says which class of conduct it was.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "conduct-class-recorded",
    plain: "Every incident says which class of conduct it was.",
    steps: &[Step::Report],
    check,
};

fn check(facts: &IncidentFacts, pack: &Pack) -> Verdict {
    if facts.care_only {
        return Verdict::Irrelevant;
    }
    kept_if(!facts.classes.is_empty(), "classes", || {
        format!("choose the class of conduct: {}", names(&pack.vocabulary.conduct_classes))
    })
}

//! Who records as a witness, or for somebody else, names the person affected.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "affected-person-named",
    plain: "Who records as a witness, or for somebody else, names the person affected.",
    steps: &[Step::Report],
    check,
};

fn check(facts: &IncidentFacts, _: &Pack) -> Verdict {
    match facts.part {
        None => known_if(false, "part", || "say whether you experienced or witnessed it".to_owned()),
        Some(Part::Experienced) => Verdict::Permits,
        Some(Part::Witnessed | Part::OnBehalf) => {
            known_if(facts.affected_named, "affected", || "name the person it happened to".to_owned())
        }
    }
}

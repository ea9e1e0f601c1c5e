//! What a pack must be before it may be used: complete (MG-CAV-01), without loose ends, every clause cited, every
//! step of a case open to somebody.

mod completeness;
mod references;
mod wording;

use super::reader::{At, Problems};
use super::{Cite, Pack};

/// Notes everything that is wrong with a pack beyond its single values.
pub(super) fn check(pack: &Pack, problems: &Problems) {
    let check = Check { pack, problems };
    check.codes_stand_once();
    check.references_lead_somewhere();
    check.documents_have_their_texts();
    check.clauses_are_cited();
    check.laws_are_of_the_jurisdiction();
    check.nothing_is_missing();
    check.features_have_their_lists();
    check.authorities_are_stated();
    check.every_step_can_be_taken();
    check.every_state_can_be_left();
    check.rules_can_be_kept();
    check.restrictions_are_worded();
    check.links_lead_somewhere();
}

struct Check<'a> {
    pack: &'a Pack,
    problems: &'a Problems,
}

impl Check<'_> {
    fn problem(&self, at: &At, what: String) {
        self.problems.add(at.clone(), what);
    }

    /// Every coded item of the pack with its list, its code and its cite.
    fn items(&self) -> Vec<(&'static str, &str, &Cite)> {
        let (v, r) = (&self.pack.vocabulary, &self.pack.reviewing);
        let mut all: Vec<(&'static str, &str, &Cite)> = Vec::new();
        macro_rules! terms { ($($name:literal: $list:expr;)+) => { $(
            all.extend($list.iter().map(|term| ($name, term.code.as_str(), &term.cite)));
        )+ }; }
        macro_rules! with_term { ($($name:literal: $list:expr;)+) => { $(
            all.extend($list.iter().map(|item| ($name, item.term.code.as_str(), &item.term.cite)));
        )+ }; }
        terms! {
            "issue_type": v.issue_types; "affected_party": v.affected_parties; "circumstance": v.circumstances;
            "role_at_time": v.roles_at_time; "learned_by": v.learned_by; "emergency_service": v.emergency_services;
            "critical_example": v.critical_examples; "escalation_level": v.escalation_levels; "trigger": v.triggers;
            "proportionality": r.proportionality; "risk_level": r.risk_levels; "likelihood": r.likelihoods;
            "mechanism": r.mechanisms; "consultation_point": r.consultation_points; "review_part": r.parts;
            "referral": r.referrals; "escalation_question": r.escalation_questions; "criterion": self.pack.reviews.criteria;
            "legislation": self.pack.legislation; "document": self.pack.documents; "role": self.pack.roles;
            "notice": self.pack.notices; "link": self.pack.links; "contact": self.pack.contacts;
            "checklist": r.checklists; "reading": self.pack.readings;
        }
        with_term! {
            "conduct_class": v.conduct_classes; "conduct_kind": v.conduct_kinds; "happening": v.happenings;
            "site_kind": v.site_kinds; "flag": v.flags; "business_line": v.business_lines;
            "customer_type": v.customer_types; "need": v.needs; "factor": r.factors;
            "severity_level": r.severity_levels; "outcome": r.outcomes; "closing_task": r.closing_tasks;
            "restriction": self.pack.restriction_kinds; "letter": self.pack.letter_kinds;
        }
        all
    }

    /// Every cite of the pack.
    fn cites(&self) -> Vec<&Cite> {
        let pack = self.pack;
        let mut all: Vec<&Cite> = self.items().into_iter().map(|(_, _, cite)| cite).collect();
        all.extend(pack.authorities.iter().map(|rule| &rule.cite));
        all.extend(pack.deadlines.iter().map(|deadline| &deadline.cite));
        all.extend(pack.rules.iter().map(|rule| &rule.cite));
        all.extend(pack.missing_parts.iter().map(|part| &part.cite));
        all.extend(pack.reviewing.severity_signs.iter().map(|sign| &sign.cite));
        all.extend(pack.record.iter().map(|record| &record.cite));
        all.extend(pack.reviewing.checklists.iter().flat_map(|list| &list.items).map(|item| &item.cite));
        all.extend(pack.letter_kinds.iter().flat_map(|letter| &letter.elements).map(|item| &item.cite));
        all
    }
}

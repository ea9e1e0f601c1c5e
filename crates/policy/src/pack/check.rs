//! What a pack must be before it may be used: complete (MG-CAV-01), without loose ends, every clause cited.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{At, Problems};
use super::{Cite, Coded, Completeness, Feature, Pack, Recipient};
use crate::access::{Action, Authority, Duty, lines};
use crate::facts::Step;
use crate::rules::RULES;

/// Notes everything that is wrong with a pack beyond its single values.
pub(super) fn check(pack: &Pack, problems: &Problems) {
    let check = Check { pack, problems };
    check.codes_stand_once();
    check.references_lead_somewhere();
    check.clauses_are_cited();
    check.nothing_is_missing();
    check.features_have_their_lists();
    check.authorities_are_stated();
    check.every_state_can_be_left();
    check.rules_exist();
    check.wording_is_fit();
}

struct Check<'a> {
    pack: &'a Pack,
    problems: &'a Problems,
}

/// Marks that wording may hold, to be filled in by a plan.
const MARKS: &[&str] = &[
    "until",
    "from",
    "contact",
    "phone",
    "backup",
    "backup_phone",
    "days",
    "from_time",
    "to_time",
    "minutes",
    "pages",
    "count",
    "period",
    "channel",
    "channels",
    "address",
    "account",
    "fax",
    "site",
    "room",
    "subject",
    "representative",
    "organisation",
];

/// Words that label a person. Instructions speak of conduct and of what to do.
const LABELS: &[&str] = &[
    "offender",
    "vexatious",
    "aggressive customer",
    "violent person",
    "banned",
    "blacklist",
    "difficult customer",
    "unreasonable customer",
    "unreasonable complainant",
    "troublemaker",
];

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

    fn codes_stand_once(&self) {
        let mut seen = BTreeSet::new();
        for (list, code, cite) in self.items() {
            if !seen.insert((list, code)) {
                self.problem(&cite.at, format!("the {list} `{code}` stands twice"));
            }
        }
        for rule in &self.pack.rules {
            if !seen.insert(("rule", &rule.slug)) {
                self.problem(&rule.cite.at, format!("the rule `{}` stands twice", rule.slug));
            }
        }
    }

    fn references_lead_somewhere(&self) {
        let (pack, v, r) = (self.pack, &self.pack.vocabulary, &self.pack.reviewing);
        for kind in &v.conduct_kinds {
            self.refer(&kind.term.cite, "conduct_class", kind.class.iter(), &v.conduct_classes);
        }
        for happening in &v.happenings {
            let cite = &happening.term.cite;
            self.refer(cite, "conduct_kind", &happening.kinds, &v.conduct_kinds);
            self.refer(cite, "conduct_class", &happening.classes, &v.conduct_classes);
            self.refer(cite, "issue_type", &happening.issues, &v.issue_types);
            self.refer(cite, "affected_party", &happening.parties, &v.affected_parties);
            self.refer(cite, "flag", &happening.flags, &v.flags);
        }
        for place in &v.site_kinds {
            self.refer(&place.term.cite, "link", [&place.emergency], &pack.links);
        }
        for flag in &v.flags {
            self.refer(&flag.term.cite, "link", [&flag.link], &pack.links);
        }
        for kind in &v.customer_types {
            self.refer(&kind.term.cite, "role", kind.contact_role.iter(), &pack.roles);
        }
        for rule in &pack.authorities {
            self.refer(&rule.cite, "role", &rule.offices, &pack.roles);
            self.refer(&rule.cite, "role", rule.preferred.iter(), &pack.roles);
        }
        for sign in &r.severity_signs {
            self.refer(&sign.cite, "severity_level", [&sign.level], &r.severity_levels);
            self.refer(&sign.cite, "conduct_kind", &sign.kinds, &v.conduct_kinds);
        }
        for outcome in &r.outcomes {
            self.refer(&outcome.term.cite, "role", outcome.goes_to.iter(), &pack.roles);
        }
        for notice in &pack.notices {
            self.refer(&notice.cite, "business_line", &notice.business_lines, &v.business_lines);
            self.refer(&notice.cite, "role", notice.role.iter(), &pack.roles);
            if (notice.to == Recipient::Role) != notice.role.is_some() {
                self.problem(
                    &notice.cite.at,
                    "`role` goes with `to = \"role\"`, and only with it".to_owned(),
                );
            }
        }
        for document in &pack.documents {
            if pack.text(document).trim().is_empty() {
                self.problem(&document.cite.at, format!("documents/{} is missing or empty", document.file));
            }
        }
        if let Some(record) = &pack.record {
            self.refer(&record.cite, "role", record.office.iter(), &pack.roles);
        }
    }

    fn refer<'c, T: Coded>(
        &self,
        cite: &Cite,
        list: &str,
        codes: impl IntoIterator<Item = &'c String>,
        known: &[T],
    ) {
        for code in codes {
            if super::find(known, code).is_none() {
                self.problem(&cite.at, format!("there is no {list} `{code}`"));
            }
        }
    }

    fn clauses_are_cited(&self) {
        let mut cited: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for cite in self.cites() {
            let source = self.pack.sources.iter().find(|source| source.code == cite.source);
            match source {
                None => self.problem(&cite.at, format!("there is no source `{}` to cite", cite.source)),
                Some(source) if !source.clauses.contains(&cite.clause) => {
                    self.problem(
                        &cite.at,
                        format!("the source `{}` has no clause `{}`", source.code, cite.clause),
                    );
                }
                Some(_) => {}
            }
            cited.entry(&cite.source).or_default().insert(&cite.clause);
        }
        for source in &self.pack.sources {
            let of_this = cited.get(source.code.as_str()).cloned().unwrap_or_default();
            for clause in &source.clauses {
                let background = source.background.contains(clause);
                if background == of_this.contains(clause.as_str()) {
                    let what = if background { "is background, yet cited" } else { "is cited nowhere" };
                    self.problem(
                        &source.cite.at,
                        format!("the clause `{clause}` of `{}` {what}", source.code),
                    );
                }
            }
            for clause in source.background.iter().filter(|clause| !source.clauses.contains(clause)) {
                let what = format!("the background clause `{clause}` is not a clause of `{}`", source.code);
                self.problem(&source.cite.at, what);
            }
        }
    }

    fn nothing_is_missing(&self) {
        for part in Completeness::ALL {
            let excused = self.pack.missing_parts.iter().find(|missing| missing.part == *part);
            match (self.has(*part), excused) {
                (false, None) => {
                    let (what, where_) = needed(*part);
                    let at = At { file: where_.to_owned(), line: 1 };
                    self.problem(&at, format!("a complete policy has {what}; this pack has not (`{part}`)"));
                }
                (true, Some(missing)) => {
                    self.problem(
                        &missing.cite.at,
                        format!("`{part}` is said to be missing, but it is there"),
                    );
                }
                (true, None) | (false, Some(_)) => {}
            }
        }
    }

    fn has(&self, part: Completeness) -> bool {
        let pack = self.pack;
        match part {
            Completeness::Authorities => !pack.roles.is_empty() && !pack.authorities.is_empty(),
            Completeness::Circumstances => pack.reviewing.outcomes.iter().any(|outcome| outcome.proposal),
            Completeness::Restrictions => pack.restriction_kinds.len() > 1,
            Completeness::Factors => !pack.reviewing.factors.is_empty(),
            Completeness::Letters => pack.letter_kinds.iter().any(|letter| !letter.elements.is_empty()),
            Completeness::Recording => Step::ALL.iter().any(|step| self.has_rule_for(*step)),
            Completeness::ReviewPeriods => !pack.reviews.interval_months.is_empty(),
            Completeness::ReviewCriteria => !pack.reviews.criteria.is_empty(),
        }
    }

    fn features_have_their_lists(&self) {
        let (pack, r) = (self.pack, &self.pack.reviewing);
        let at = At { file: "pack.toml".to_owned(), line: 1 };
        let lists = [
            (Feature::Severity, "severity_level", r.severity_levels.len() >= 2),
            (Feature::Proportionality, "proportionality", r.proportionality.len() >= 2),
            (
                Feature::Risk,
                "risk_level and likelihood",
                r.risk_levels.len() >= 2 && r.likelihoods.len() >= 2,
            ),
            (Feature::EscalationForm, "escalation_question", !r.escalation_questions.is_empty()),
        ];
        for (feature, list, filled) in lists {
            if pack.has(feature) != filled {
                let what =
                    if filled { "is filled but the feature is off" } else { "is needed by the feature" };
                self.problem(&at, format!("the list {list} {what} `{feature}`"));
            }
        }
        for step in Step::ALL {
            let form_step = *step == Step::SubmitForm && !pack.has(Feature::EscalationForm);
            if !form_step && !self.has_rule_for(*step) {
                let at = At { file: "working.toml".to_owned(), line: 1 };
                self.problem(
                    &at,
                    format!("no rule is used for the step `{step}`, so it could never be taken"),
                );
            }
        }
    }

    fn has_rule_for(&self, step: Step) -> bool {
        RULES.iter().any(|rule| rule.steps.contains(&step) && self.pack.rule(rule.slug).is_some())
    }

    fn authorities_are_stated(&self) {
        let at = At { file: "roles.toml".to_owned(), line: 1 };
        for authority in Authority::ALL {
            let stated: Vec<_> =
                self.pack.authorities.iter().filter(|rule| rule.authority == *authority).collect();
            match stated.as_slice() {
                [] => self.problem(
                    &at,
                    format!("the authority `{authority}` is not stated; who has it, or why nobody?"),
                ),
                [rule] if rule.offices.is_empty() && rule.note.is_none() => {
                    self.problem(&rule.cite.at, format!("nobody holds `{authority}`: a `note` must say why"));
                }
                [rule] if rule.jointly && rule.offices.len() < 2 => {
                    self.problem(
                        &rule.cite.at,
                        format!("`{authority}` is held jointly by fewer than two offices"),
                    );
                }
                [_] => {}
                [_, again, ..] => {
                    self.problem(&again.cite.at, format!("the authority `{authority}` stands twice"))
                }
            }
        }
        for role in self.pack.roles.iter().filter(|role| role.duties.contains(&Duty::System)) {
            self.problem(&role.cite.at, "no role may have the duty `system`".to_owned());
        }
    }

    /// Whoever can bring a case into a state, somebody of this organisation must be able to bring it out again.
    fn every_state_can_be_left(&self) {
        let at = At { file: "roles.toml".to_owned(), line: 1 };
        let has = |duty: Duty| self.pack.roles.iter().any(|role| role.duties.contains(&duty));
        for action in Action::ALL {
            let mut able = lines().iter().filter(|line| line.action == *action);
            if !able.any(|line| line.duty.is_none_or(|duty| duty != Duty::System && has(duty))) {
                self.problem(
                    &at,
                    format!("no role of this pack can do `{action}`, so cases would get stuck"),
                );
            }
        }
    }

    fn rules_exist(&self) {
        for used in &self.pack.rules {
            if !RULES.iter().any(|rule| rule.slug == used.slug) {
                self.problem(&used.cite.at, format!("there is no rule `{}`", used.slug));
            }
        }
    }

    fn wording_is_fit(&self) {
        for kind in &self.pack.restriction_kinds {
            for (voice, text) in
                [("staff", &kind.staff), ("guard", &kind.guard), ("customer", &kind.customer)]
            {
                let at = &kind.term.cite.at;
                for mark in marks(text).filter(|mark| !MARKS.contains(mark)) {
                    self.problem(
                        at,
                        format!("the {voice} wording holds `{{{mark}}}`, which no plan fills in"),
                    );
                }
                let lower = text.to_lowercase();
                for label in LABELS.iter().filter(|label| lower.contains(*label)) {
                    self.problem(
                        at,
                        format!("the {voice} wording labels a person (`{label}`); say what to do"),
                    );
                }
            }
        }
    }
}

fn marks(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(mark, _)| mark)
}

/// What a part of a complete policy is, and the file of the pack it belongs in.
fn needed(part: Completeness) -> (&'static str, &'static str) {
    match part {
        Completeness::Authorities => ("clear authorities of staff and senior managers", "roles.toml"),
        Completeness::Circumstances => {
            ("circumstances and a procedure for changing access", "reviewing.toml")
        }
        Completeness::Restrictions => ("several kinds of restriction", "measures.toml"),
        Completeness::Factors => ("factors to weigh before deciding", "reviewing.toml"),
        Completeness::Letters => ("letters with stated contents", "measures.toml"),
        Completeness::Recording => ("central recording and reporting", "working.toml"),
        Completeness::ReviewPeriods => ("reviews with fixed periods", "measures.toml"),
        Completeness::ReviewCriteria => ("reviews by fixed criteria", "measures.toml"),
    }
}

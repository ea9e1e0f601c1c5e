//! Nothing that a complete policy has is missing (MG-CAV-01), and no case can get stuck under it.

use super::Check;
use crate::access::{Action, Authority, Duty, lines};
use crate::deadlines::{Counting, DeadlineKind};
use crate::facts::{ReviewFacts, SERVICES_OF_A_REPORT, Step};
use crate::pack::reader::At;
use crate::pack::{Coded, Completeness, Deadline, Feature, find};
use crate::rules::RULES;

impl Check<'_> {
    pub(super) fn nothing_is_missing(&self) {
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

    pub(super) fn features_have_their_lists(&self) {
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
    }

    fn has_rule_for(&self, step: Step) -> bool {
        RULES.iter().any(|rule| rule.steps.contains(&step) && self.pack.rule(rule.slug).is_some())
    }

    pub(super) fn authorities_are_stated(&self) {
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

    /// A step without a rule could never be taken, nor one whose choices are an empty list.
    pub(super) fn every_step_can_be_taken(&self) {
        let pack = self.pack;
        for step in Step::ALL {
            let form_step = *step == Step::SubmitForm && !pack.has(Feature::EscalationForm);
            if !form_step && !self.has_rule_for(*step) {
                let at = At { file: "working.toml".to_owned(), line: 1 };
                let what = format!("no rule is used for the step `{step}`, so it could never be taken");
                self.problem(&at, what);
            }
        }
        let v = &pack.vocabulary;
        for (list, empty, stuck) in [
            ("happening", v.happenings.is_empty(), "nothing could be reported"),
            ("site_kind", v.site_kinds.is_empty(), "nothing could be reported"),
            ("customer_type", v.customer_types.is_empty(), "no customer could be entered"),
        ] {
            if empty {
                let at = At { file: "vocabulary.toml".to_owned(), line: 1 };
                self.problem(&at, format!("the list {list} is empty, so {stuck}"));
            }
        }
    }

    /// Whoever can bring a case into a state, somebody of this organisation must be able to bring it out again.
    pub(super) fn every_state_can_be_left(&self) {
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

    /// Every rule that is used exists, and the pack offers what it takes to keep it.
    pub(super) fn rules_can_be_kept(&self) {
        let (v, r) = (&self.pack.vocabulary, &self.pack.reviewing);
        let lists = [
            ("conduct-class-recorded", "conduct_class", v.conduct_classes.is_empty()),
            ("issue-and-party-recorded", "issue_type", v.issue_types.is_empty()),
            ("issue-and-party-recorded", "affected_party", v.affected_parties.is_empty()),
            ("severity-set", "severity_level", r.severity_levels.is_empty()),
            ("proportionality-rated", "proportionality", r.proportionality.is_empty()),
            ("risk-rated", "risk_level", r.risk_levels.is_empty()),
            ("risk-rated", "likelihood", r.likelihoods.is_empty()),
            ("no-warning-at-high-risk", "risk_level", r.risk_levels.is_empty()),
            ("outcome-with-reasons", "outcome", r.outcomes.is_empty()),
        ];
        for used in &self.pack.rules {
            let at = &used.cite.at;
            if !RULES.iter().any(|rule| rule.slug == used.slug) {
                self.problem(at, format!("there is no rule `{}`", used.slug));
            }
            for (slug, list, _) in lists.iter().filter(|(slug, _, empty)| *slug == used.slug && *empty) {
                self.problem(at, format!("the rule `{slug}` could never be kept: the list {list} is empty"));
            }
        }
        let police = self.pack.deadline(DeadlineKind::PoliceReport);
        let by_the_clock = |limit: &&Deadline| matches!(limit.counting, Counting::Hours | Counting::Days);
        if let Some(limit) = police.filter(|limit| !by_the_clock(limit)) {
            let what = format!("`{}` must count hours or days, not {}", limit.kind, limit.counting);
            self.problem(&limit.cite.at, what);
        }
        for part in r.parts.iter().filter(|part| !ReviewFacts::PARTS.contains(&part.code())) {
            let known = ReviewFacts::PARTS.join(", ");
            let what = format!("no review fills the part `{}`; the parts are: {known}", part.code);
            self.problem(&part.cite.at, what);
        }
        if let Some(used) = self.pack.rule("services-detailed") {
            for code in SERVICES_OF_A_REPORT.iter().filter(|code| find(&v.emergency_services, code).is_none())
            {
                let what = format!(
                    "`services-detailed` could never be kept: there is no emergency_service `{code}`"
                );
                self.problem(&used.cite.at, what);
            }
        }
    }
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

//! What the rules say about a step, taken together.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::facts::{IncidentFacts, Step};
use crate::pack::{Force, Pack};
use crate::rules::RULES;

/// What one rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It does not concern this case.
    Irrelevant,
    /// It is kept.
    Permits,
    /// It is not kept.
    Forbids(Gap),
    /// It cannot be known yet whether it is kept.
    Unknown(Gap),
}

/// What stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The field of the form where it can be mended.
    pub field: &'static str,
    /// What is wrong, and what would make the step possible.
    pub says: String,
}

/// One rule's verdict, with how strongly it counts and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The rule.
    pub rule: String,
    /// How strongly the source says it.
    pub force: Force,
    /// The source's clause, in words a reader can look up.
    pub source: String,
    /// The rule in plain words.
    pub plain: String,
    /// `permits`, `forbids` or `unknown`.
    pub verdict: String,
    /// What stands in the way; empty if nothing does.
    pub says: String,
    /// The field where it can be mended.
    pub field: String,
    /// The reason recorded for going on all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed_because: Option<String>,
}

/// All findings about one step.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ruling {
    /// Every rule that concerned the case.
    pub findings: Vec<Finding>,
}

/// Asks every rule that the pack uses about a step. `passed` holds reasons for going on where the source says
/// "should": by rule.
pub fn evaluate(step: Step, facts: &IncidentFacts, pack: &Pack, passed: &BTreeMap<String, String>) -> Ruling {
    let mut findings = Vec::new();
    for rule in RULES.iter().filter(|rule| rule.steps.contains(&step)) {
        let Some(used) = pack.rule(rule.slug) else { continue };
        let (verdict, gap) = match (rule.check)(facts, pack) {
            Verdict::Irrelevant => continue,
            Verdict::Permits => ("permits", None),
            Verdict::Forbids(gap) => ("forbids", Some(gap)),
            Verdict::Unknown(gap) => ("unknown", Some(gap)),
        };
        let softly = matches!(used.force, Force::Should | Force::Derived);
        let reason = passed.get(rule.slug).map(|reason| reason.trim()).filter(|reason| !reason.is_empty());
        findings.push(Finding {
            rule: rule.slug.to_owned(),
            force: used.force,
            source: pack.cited(&used.cite),
            plain: rule.plain.to_owned(),
            verdict: verdict.to_owned(),
            field: gap.as_ref().map_or("", |gap| gap.field).to_owned(),
            passed_because: reason.filter(|_| softly && gap.is_some()).map(str::to_owned),
            says: gap.map_or_else(String::new, |gap| gap.says),
        });
    }
    Ruling { findings }
}

impl Ruling {
    /// Whether the step is open: something was found, and nothing stands in the way. No finding is a no.
    pub fn permits(&self) -> bool {
        !self.findings.is_empty() && self.blocking().next().is_none()
    }

    /// The findings that stand in the way.
    pub fn blocking(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.blocks())
    }
}

impl Finding {
    /// Whether the rule is kept.
    pub fn is_kept(&self) -> bool {
        self.verdict == "permits"
    }

    /// Whether this finding stands in the way of the step.
    pub fn blocks(&self) -> bool {
        !self.is_kept() && self.force != Force::May && self.passed_because.is_none()
    }

    /// Whether a recorded reason lets the actor go on.
    pub fn can_be_passed(&self) -> bool {
        matches!(self.force, Force::Should | Force::Derived)
    }
}

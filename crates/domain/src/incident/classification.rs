//! What the conduct was, in the organisation's own words; what led to it; what it calls for.

use std::collections::BTreeSet;

use evenhand_policy::Pack;
use evenhand_policy::facts::Step;
use evenhand_policy::pack::{Coded, find};
use evenhand_policy::ruling::evaluate;
use serde::{Deserialize, Serialize};

use super::{Incident, OPEN};
use crate::context::Context;
use crate::refusal::{Refusal, refuse_unless_kept};
use crate::text::Checks;

/// How conduct is classified.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Conduct {
    /// Classes or categories.
    pub classes: BTreeSet<String>,
    /// Kinds or examples.
    pub kinds: BTreeSet<String>,
    /// What it puts at stake.
    pub issues: BTreeSet<String>,
    /// Whom it affects.
    pub parties: BTreeSet<String>,
    /// The customer is clearly capable of doing otherwise, where that matters.
    pub capability_confirmed: Option<bool>,
}

/// A new classification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classified {
    /// How it is classified now.
    pub conduct: Conduct,
}

/// A flag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagSet {
    /// Which, by the pack's code.
    pub flag: String,
    /// Set, or taken off again.
    pub on: bool,
    /// Why it is taken off.
    pub because: Option<String>,
}

/// That it is critical.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriticalClassed {
    /// The example it resembles, by the pack's code.
    pub example: String,
    /// Why.
    pub because: String,
}

/// What led to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TriggerRecorded {
    /// The trigger, by the pack's code.
    pub trigger: String,
    /// What exactly.
    pub note: Option<String>,
    /// The organisation contributed.
    pub contributed: Option<bool>,
}

impl Conduct {
    /// Notes every code the pack does not know.
    pub(super) fn check(&self, pack: &Pack, checks: &mut Checks) {
        fn known<T: Coded>(codes: &BTreeSet<String>, list: &[T]) -> bool {
            codes.iter().all(|code| find(list, code).is_some())
        }
        let v = &pack.vocabulary;
        checks.require(
            known(&self.classes, &v.conduct_classes),
            "classes",
            "unknown-choice",
            "Choose from the classes of conduct",
        );
        checks.require(
            known(&self.kinds, &v.conduct_kinds),
            "kinds",
            "unknown-choice",
            "Choose from the kinds of conduct",
        );
        checks.require(
            known(&self.issues, &v.issue_types),
            "issues",
            "unknown-choice",
            "Choose from the issues",
        );
        let parties = known(&self.parties, &v.affected_parties);
        checks.require(parties, "parties", "unknown-choice", "Choose from those affected");
    }
}

impl Incident {
    pub(super) fn classify(
        &self,
        mut conduct: Conduct,
        context: &Context<'_>,
    ) -> Result<Classified, Refusal> {
        self.at_stage(OPEN)?;
        let mut checks = Checks::default();
        conduct.check(context.pack, &mut checks);
        checks.finish()?;
        let kinds = &context.pack.vocabulary.conduct_kinds;
        conduct.classes.extend(conduct.kinds.iter().filter_map(|kind| find(kinds, kind)?.class.clone()));
        let mut facts = super::facts(self, context.pack);
        super::facts::set_conduct(&mut facts, &conduct);
        refuse_unless_kept(&evaluate(Step::Report, &facts, context.pack, &Default::default()))?;
        Ok(Classified { conduct })
    }

    pub(super) fn set_flag(&self, mut flag: FlagSet, context: &Context<'_>) -> Result<FlagSet, Refusal> {
        self.at_stage(OPEN)?;
        let mut checks = Checks::default();
        let known = find(&context.pack.vocabulary.flags, &flag.flag).is_some();
        checks.require(known, "flag", "unknown-choice", "Choose a flag");
        let changes = self.flags.contains(&flag.flag) != flag.on;
        checks.require(changes, "flag", "nothing-changed", "The flag already stands so");
        flag.because = checks.maybe_words("because", flag.because.as_deref());
        let reasoned = flag.on || flag.because.is_some();
        checks.require(reasoned, "because", "empty", "Say why the flag is taken off");
        checks.finish()?;
        Ok(flag)
    }

    pub(super) fn apply_flag(&mut self, flag: FlagSet) {
        if flag.on {
            self.flags.insert(flag.flag);
        } else {
            self.flags.remove(&flag.flag);
        }
    }

    pub(super) fn class_critical(
        &self,
        mut critical: CriticalClassed,
        context: &Context<'_>,
    ) -> Result<CriticalClassed, Refusal> {
        self.at_stage(OPEN)?;
        let mut checks = Checks::default();
        let known = find(&context.pack.vocabulary.critical_examples, &critical.example).is_some();
        checks.require(known, "example", "unknown-choice", "Choose what it resembles");
        critical.because = checks.words("because", &critical.because, "why it is critical");
        checks.finish()?;
        Ok(critical)
    }

    pub(super) fn record_trigger(
        &self,
        mut trigger: TriggerRecorded,
        context: &Context<'_>,
    ) -> Result<TriggerRecorded, Refusal> {
        self.at_stage(OPEN)?;
        let mut checks = Checks::default();
        let known = find(&context.pack.vocabulary.triggers, &trigger.trigger).is_some();
        checks.require(known, "trigger", "unknown-choice", "Choose what led to it");
        trigger.note = checks.maybe_words("note", trigger.note.as_deref());
        checks.finish()?;
        Ok(trigger)
    }
}

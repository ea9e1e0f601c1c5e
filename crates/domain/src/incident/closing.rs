//! Escalating, closing, reopening, and marking as entered in error.

use std::collections::BTreeMap;

use evenhand_policy::facts::Step;
use evenhand_policy::pack::{Occasion, find};
use evenhand_policy::ruling::{Finding, evaluate};
use serde::{Deserialize, Serialize};

use super::{Incident, KEPT, OPEN, Stage};
use crate::context::Context;
use crate::ids::StaffId;
use crate::notice::{About, Told, told};
use crate::refusal::{Refusal, refuse_unless_permitted};
use crate::text::Checks;

/// An escalation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalated {
    /// The level, by the pack's code.
    pub level: String,
    /// To whom.
    pub to: StaffId,
    /// Why.
    pub because: String,
    /// Who was told. Set by the decision.
    #[serde(default)]
    pub told: Vec<Told>,
}

/// The close.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// What the rules found, with the reasons for going on.
    pub findings: Vec<Finding>,
}

/// The opening again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reopened {
    /// Why.
    pub because: String,
}

/// That it should never have been entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnteredInError {
    /// Why.
    pub because: String,
}

impl Incident {
    pub(super) fn escalate(
        &self,
        mut escalated: Escalated,
        context: &Context<'_>,
    ) -> Result<Escalated, Refusal> {
        self.at_stage(OPEN)?;
        let mut checks = Checks::default();
        let known = find(&context.pack.vocabulary.escalation_levels, &escalated.level).is_some();
        checks.require(known, "level", "unknown-choice", "Choose the level");
        let works = context.directory.works(&escalated.to, context.now);
        checks.require(works, "to", "unknown-staff", "Choose to whom");
        escalated.because = checks.words("because", &escalated.because, "why");
        checks.finish()?;
        let about = About { staff: context.staff(), named: vec![escalated.to.clone()], ..About::default() };
        escalated.told = told(Occasion::Escalated, &about, context);
        Ok(escalated)
    }

    pub(super) fn close(
        &self,
        passed: &BTreeMap<String, String>,
        context: &Context<'_>,
    ) -> Result<Closed, Refusal> {
        self.at_stage(&[Stage::ActionUnderWay, Stage::Reopened])?;
        let mut checks = Checks::default();
        let passed = checks.reasons(passed);
        checks.finish()?;
        let ruling = evaluate(Step::Close, &super::facts(self, context.pack), context.pack, &passed);
        refuse_unless_permitted(&ruling)?;
        Ok(Closed { findings: ruling.findings })
    }

    pub(super) fn reopen(&self, mut reopened: Reopened) -> Result<Reopened, Refusal> {
        self.reported()?;
        if self.stage != Stage::Closed {
            return Err(Refusal::of("wrong-stage", "Only a closed incident can be reopened"));
        }
        let mut checks = Checks::default();
        reopened.because = checks.words("because", &reopened.because, "why it is reopened");
        checks.finish()?;
        Ok(reopened)
    }

    pub(super) fn enter_in_error(&self, mut error: EnteredInError) -> Result<EnteredInError, Refusal> {
        self.at_stage(KEPT)?;
        let mut checks = Checks::default();
        error.because = checks.words("because", &error.because, "why it was entered in error");
        checks.finish()?;
        Ok(error)
    }
}

//! The incident form (Appendix B): a request that a change of access be considered.

use std::collections::BTreeMap;

use evenhand_policy::deadlines::{DeadlineKind, due};
use evenhand_policy::facts::Step;
use evenhand_policy::pack::{Feature, Occasion, find};
use evenhand_policy::ruling::{Finding, evaluate};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Incident, OPEN};
use crate::context::Context;
use crate::notice::{About, Told, told};
use crate::refusal::{Refusal, refuse_unless_kept};
use crate::text::Checks;

/// The form, submitted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSubmitted {
    /// The answers, by the pack's codes of the questions.
    pub answers: BTreeMap<String, String>,
    /// The customer's case file number, if there is one.
    pub file_number: Option<String>,
    /// The name typed as a signature.
    pub signed_as: Option<String>,
    /// The hash of the scanned original that carries the signature.
    pub scan: Option<String>,
    /// When a form handed in on paper was received.
    pub received_at: Option<Timestamp>,
    /// By when it was due. Set by the decision.
    #[serde(default)]
    pub due_at: Option<Timestamp>,
    /// It came late. Set by the decision.
    #[serde(default)]
    pub late: bool,
    /// What the rules found. Set by the decision.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// Who was told. Set by the decision.
    #[serde(default)]
    pub told: Vec<Told>,
}

impl FormSubmitted {
    /// Whether it carries a signature, on screen or on paper.
    pub fn is_signed(&self) -> bool {
        self.signed_as.is_some() || self.scan.is_some()
    }
}

impl Incident {
    pub(super) fn submit_form(
        &self,
        form: FormSubmitted,
        context: &Context<'_>,
    ) -> Result<FormSubmitted, Refusal> {
        self.at_stage(OPEN)?;
        let report = self.reported()?;
        if !context.pack.has(Feature::EscalationForm) {
            return Err(Refusal::of("no-such-form", "This organisation has no incident form"));
        }
        if self.form.is_some() {
            return Err(Refusal::of("already-submitted", "The incident form is already submitted"));
        }
        let mut form = self.checked_form(form, context)?;
        let mut facts = super::facts(self, context.pack);
        super::facts::set_form(&mut facts, &form);
        let ruling = evaluate(Step::SubmitForm, &facts, context.pack, &BTreeMap::new());
        refuse_unless_kept(&ruling)?;
        let limit = context.pack.deadline(DeadlineKind::EscalationForm);
        form.due_at = limit.map(|limit| due(limit, report.said.occurred_at, &context.directory.calendar()));
        let received = form.received_at.unwrap_or(context.now);
        form.late = form.due_at.is_some_and(|due| received > due);
        form.findings = ruling.findings;
        let about = About { staff: context.staff(), unit: report.unit.clone(), ..About::default() };
        form.told = told(Occasion::FormSubmitted, &about, context);
        Ok(form)
    }

    fn checked_form(&self, mut form: FormSubmitted, context: &Context<'_>) -> Result<FormSubmitted, Refusal> {
        let mut checks = Checks::default();
        let questions = &context.pack.reviewing.escalation_questions;
        form.answers = form
            .answers
            .iter()
            .filter(|(code, _)| find(questions, code).is_some())
            .filter_map(|(code, text)| Some((code.clone(), checks.maybe_words(code, Some(text))?)))
            .collect();
        form.file_number = checks.maybe_line("file_number", form.file_number.as_deref());
        form.signed_as = checks.maybe_line("signed_as", form.signed_as.as_deref());
        let attached = form.scan.as_ref().is_none_or(|scan| self.files.iter().any(|file| file.hash == *scan));
        checks.require(attached, "scan", "unknown-file", "Attach the scanned form first");
        let past = form.received_at.is_none_or(|at| at <= context.now);
        checks.require(past, "received_at", "in-the-future", "It cannot have been received in the future");
        checks.finish()?;
        Ok(form)
    }
}

//! Emergency services that were called, and reports to the police.

use evenhand_policy::pack::find;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Incident, KEPT};
use crate::context::Context;
use crate::refusal::Refusal;
use crate::text::Checks;

/// An emergency service that was called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceCalled {
    /// Which, by the pack's code.
    pub service: String,
    /// When.
    pub called_at: Timestamp,
    /// What came of it.
    pub outcome: String,
    /// Its reference, if it gave one.
    pub reference: Option<String>,
}

/// A report to the police.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoliceReported {
    /// When.
    pub made_at: Timestamp,
    /// How: by telephone, at a station, by officers who came.
    pub how: String,
    /// The officer, as they gave their name or number.
    pub officer: Option<String>,
    /// The reference, if there is one. A report by telephone may have none.
    pub reference: Option<String>,
}

impl Incident {
    pub(super) fn call_service(
        &self,
        mut service: ServiceCalled,
        context: &Context<'_>,
    ) -> Result<ServiceCalled, Refusal> {
        self.at_stage(KEPT)?;
        let mut checks = Checks::default();
        let known = find(&context.pack.vocabulary.emergency_services, &service.service).is_some();
        checks.require(known, "service", "unknown-choice", "Choose the service");
        let past = service.called_at <= context.now;
        checks.require(past, "called_at", "in-the-future", "The call cannot have been in the future");
        service.outcome = checks.line("outcome", &service.outcome, "what came of it");
        service.reference = checks.maybe_line("reference", service.reference.as_deref());
        checks.finish()?;
        Ok(service)
    }

    pub(super) fn apply_service(&mut self, service: ServiceCalled) {
        self.services.retain(|known| known.service != service.service);
        self.services.push(service);
    }

    pub(super) fn report_to_police(
        &self,
        mut report: PoliceReported,
        context: &Context<'_>,
    ) -> Result<PoliceReported, Refusal> {
        self.at_stage(KEPT)?;
        let mut checks = Checks::default();
        let past = report.made_at <= context.now;
        checks.require(past, "made_at", "in-the-future", "The report cannot have been made in the future");
        report.how = checks.line("how", &report.how, "how the report was made");
        report.officer = checks.maybe_line("officer", report.officer.as_deref());
        report.reference = checks.maybe_line("reference", report.reference.as_deref());
        checks.finish()?;
        Ok(report)
    }
}

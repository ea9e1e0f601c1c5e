//! Links: to the customer, once known, and to other incidents.

use evenhand_policy::words;
use serde::{Deserialize, Serialize};

use super::{CustomerRef, Incident, OPEN};
use crate::ids::IncidentId;
use crate::refusal::Refusal;
use crate::text::Checks;

words! {
    /// How two incidents belong together.
    pub enum LinkedHow {
        /// The other one is a report of the same event.
        SameEvent = "same-event",
        /// This one arose while the other was being dealt with.
        FollowsFrom = "follows-from",
        /// They belong to one course of conduct.
        Related = "related",
    }
}

/// The customer, found out later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerLinked {
    /// Who it was.
    pub customer: CustomerRef,
    /// How that is known.
    pub because: String,
}

/// A link to another incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentLinked {
    /// The other one.
    pub other: IncidentId,
    /// Its number, for people.
    pub other_number: String,
    /// How they belong together.
    pub how: LinkedHow,
    /// Why.
    pub because: Option<String>,
}

impl Incident {
    pub(super) fn link_customer(&self, mut linked: CustomerLinked) -> Result<CustomerLinked, Refusal> {
        self.at_stage(OPEN)?;
        let mut checks = Checks::default();
        linked.because = checks.line("because", &linked.because, "how you know who it was");
        let new = self.customer.as_ref() != Some(&linked.customer.id);
        checks.require(new, "customer", "already-linked", "The incident is already linked to this customer");
        checks.finish()?;
        Ok(linked)
    }

    pub(super) fn link_incident(&self, mut linked: IncidentLinked) -> Result<IncidentLinked, Refusal> {
        self.at_stage(OPEN)?;
        let mut checks = Checks::default();
        linked.because = checks.maybe_words("because", linked.because.as_deref());
        let itself = self.report.as_ref().is_some_and(|report| report.said.number == linked.other_number);
        checks.require(!itself, "other", "the-same-incident", "An incident cannot be linked to itself");
        let new = self.links.iter().all(|known| known.other != linked.other);
        checks.require(new, "other", "already-linked", "These incidents are already linked");
        checks.finish()?;
        Ok(linked)
    }
}

//! An incident a manager knows of that is not yet recorded: an open duty until it is (SA-SUP-005).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::event::Recorded;
use crate::events;
use crate::ids::{IncidentId, StaffId};
use crate::notice::{self, Told};
use crate::refusal::Refusal;
use crate::task::{Owner, Task};
use crate::text::Checks;
use evenhand_policy::pack::Occasion;

events! {
    /// What happened to such a duty.
    pub enum ObligationEvent {
        /// A manager noted it.
        Noted(Noted) = "obligation.noted", 1;
        /// The incident was recorded.
        Met(Met) = "obligation.met", 1;
        /// There was nothing to record after all.
        Dropped(Dropped) = "obligation.dropped", 1;
    }
}

/// A known incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noted {
    /// Whose incident it is.
    pub about: StaffId,
    /// When it happened, as far as known.
    pub occurred_at: Option<Timestamp>,
    /// How the manager learned of it, by the pack's code.
    pub learned_by: String,
    /// What is known.
    pub note: Option<String>,
    /// Who was told. Set by the decision.
    #[serde(default)]
    pub told: Vec<Told>,
}

/// The incident that meets the duty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Met {
    /// The incident.
    pub incident: IncidentId,
}

/// Why the duty fell away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dropped {
    /// Why.
    pub because: String,
}

/// Such a duty as it stands.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Obligation {
    /// What was noted, by whom and when.
    pub noted: Option<(Noted, String, Timestamp)>,
    /// How it ended and when.
    pub ended: Option<(String, Timestamp)>,
    /// The incident that met it.
    pub incident: Option<IncidentId>,
}

/// What can be asked of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObligationCommand {
    /// Note a known incident.
    Note(Noted),
    /// Link the incident that was recorded.
    Meet(Met),
    /// Drop it.
    Drop(Dropped),
}

impl Obligation {
    pub(crate) fn apply(&mut self, recorded: &Recorded<&ObligationEvent>) {
        match recorded.event.clone() {
            ObligationEvent::Noted(noted) => self.noted = Some((noted, recorded.actor.clone(), recorded.at)),
            ObligationEvent::Met(met) => {
                self.ended = Some(("recorded".to_owned(), recorded.at));
                self.incident = Some(met.incident);
            }
            ObligationEvent::Dropped(dropped) => self.ended = Some((dropped.because, recorded.at)),
        }
    }

    /// The reminder that stays until an incident is linked: with the person it is about, and with the manager.
    pub fn tasks(&self) -> Vec<Task> {
        let Some((noted, by, at)) = &self.noted else { return Vec::new() };
        let task = |key: &str, what: &str, owner: &str| Task {
            key: key.to_owned(),
            what: what.to_owned(),
            owner: Owner::Person(owner.to_owned()),
            unit: None,
            opened_at: *at,
            due_at: None,
            done_at: self.ended.as_ref().map(|(_, at)| *at),
            blocks_closing: false,
        };
        vec![
            task("record", "Record an incident your manager knows of", noted.about.as_str()),
            task("see-to-it", "See that a known incident is recorded", by),
        ]
    }
}

pub(crate) fn decide(
    obligation: &Obligation,
    command: &ObligationCommand,
    context: &Context<'_>,
) -> Result<Vec<ObligationEvent>, Refusal> {
    let mut checks = Checks::default();
    let open = obligation.noted.is_some() && obligation.ended.is_none();
    let event: ObligationEvent = match command.clone() {
        ObligationCommand::Note(_) if obligation.noted.is_some() => {
            return Err(Refusal::of("already-there", "This is already noted"));
        }
        ObligationCommand::Note(mut noted) => {
            let known = context.directory.staff(&noted.about).is_some();
            checks.require(known, "about", "unknown-staff", "Choose whose incident it is");
            let known = context.pack.vocabulary.learned_by.iter().any(|way| way.code == noted.learned_by);
            checks.require(known, "learned_by", "unknown-choice", "Choose how you learned of it");
            let past = noted.occurred_at.is_none_or(|at| at <= context.now);
            checks.require(past, "occurred_at", "in-the-future", "It cannot have happened in the future");
            noted.note = checks.maybe_words("note", noted.note.as_deref());
            noted.told = notice::told(Occasion::NotRecorded, &notice::About::staff(&noted.about), context);
            noted.into()
        }
        _ if !open => return Err(Refusal::of("not-open", "There is no such open duty")),
        ObligationCommand::Meet(met) => met.into(),
        ObligationCommand::Drop(mut dropped) => {
            dropped.because = checks.words("because", &dropped.because, "why there is nothing to record");
            dropped.into()
        }
    };
    checks.finish()?;
    Ok(vec![event])
}

//! What remains to be done: follow-ups, tasks done and handed on, and who finishes a report.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Incident, KEPT, OPEN};
use crate::context::Context;
use crate::ids::StaffId;
use crate::refusal::Refusal;
use crate::text::Checks;

/// Somebody is asked to finish a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinisherNamed {
    /// Who.
    pub finisher: StaffId,
}

/// The report is finished.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportFinished {}

/// A follow-up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUpAdded {
    /// Its number, from 1. Set by the decision.
    #[serde(default)]
    pub n: u32,
    /// What to do; begins with a verb.
    pub what: String,
    /// Who does it.
    pub owner: StaffId,
    /// The last day for it.
    pub due_on: Option<Date>,
    /// The end of that day. Set by the decision.
    #[serde(default)]
    pub due_at: Option<Timestamp>,
}

/// A task done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskDone {
    /// The task's key.
    pub key: String,
    /// What was done.
    pub note: String,
}

/// A task given to somebody else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskReassigned {
    /// The task's key.
    pub key: String,
    /// Who does it now.
    pub to: StaffId,
    /// Why.
    pub because: String,
}

impl Incident {
    pub(super) fn name_finisher(
        &self,
        named: FinisherNamed,
        context: &Context<'_>,
    ) -> Result<FinisherNamed, Refusal> {
        self.at_stage(OPEN)?;
        let mut checks = Checks::default();
        let works = context.directory.works(&named.finisher, context.now);
        checks.require(works, "finisher", "unknown-staff", "Choose who finishes the report");
        checks.finish()?;
        Ok(named)
    }

    pub(super) fn finish_report(&self) -> Result<ReportFinished, Refusal> {
        self.at_stage(OPEN)?;
        if self.finished_at.is_some() {
            return Err(Refusal::of(
                "already-finished",
                "The report is already finished; you can still add to it",
            ));
        }
        Ok(ReportFinished {})
    }

    pub(super) fn add_follow_up(
        &self,
        mut added: FollowUpAdded,
        context: &Context<'_>,
    ) -> Result<FollowUpAdded, Refusal> {
        self.at_stage(OPEN)?;
        let mut checks = Checks::default();
        added.n = u32::try_from(self.follow_ups.len()).unwrap_or(u32::MAX).saturating_add(1);
        added.what = checks.line("what", &added.what, "what is to be done");
        let works = context.directory.works(&added.owner, context.now);
        checks.require(works, "owner", "unknown-staff", "Choose who does it");
        let calendar = context.directory.calendar();
        let ahead = added.due_on.is_none_or(|due| due >= calendar.date(context.now));
        checks.require(ahead, "due_on", "in-the-past", "The last day for it cannot be in the past");
        added.due_at = added.due_on.map(|due| calendar.close_of(due));
        checks.finish()?;
        Ok(added)
    }

    pub(super) fn do_task(&self, mut done: TaskDone, context: &Context<'_>) -> Result<TaskDone, Refusal> {
        self.at_stage(KEPT)?;
        self.open_task(&done.key, context)?;
        if let Some((_, how)) = BY_DOING.iter().find(|(key, _)| *key == done.key) {
            return Err(Refusal::of("done-by-doing", format!("This is done by doing it: {how}")));
        }
        let mut checks = Checks::default();
        done.note = checks.words("note", &done.note, "what was done");
        checks.finish()?;
        Ok(done)
    }

    pub(super) fn reassign_task(
        &self,
        mut given: TaskReassigned,
        context: &Context<'_>,
    ) -> Result<TaskReassigned, Refusal> {
        self.at_stage(OPEN)?;
        self.open_task(&given.key, context)?;
        let mut checks = Checks::default();
        let works = context.directory.works(&given.to, context.now);
        checks.require(works, "to", "unknown-staff", "Choose who does it now");
        given.because = checks.line("because", &given.because, "why");
        checks.finish()?;
        Ok(given)
    }

    fn open_task(&self, key: &str, context: &Context<'_>) -> Result<(), Refusal> {
        let open = self.tasks(context.pack).into_iter().any(|task| task.key == key && task.is_open());
        if open { Ok(()) } else { Err(Refusal::of("no-such-task", "There is no such open task")) }
    }
}

/// Tasks that end when the thing itself is recorded, and where that is done.
const BY_DOING: &[(&str, &str)] = &[
    ("review", "decide the review"),
    ("finish", "finish the report"),
    ("consult", "record the talk"),
    ("police", "record the report to the police"),
    ("rectify", "record what was put right"),
    ("apologise", "record the apology"),
];

//! An incident: one event or series of conduct, from the first report to its close.
//!
//! Its stages: reported, in assessment, action under way, closed, reopened. A draft is not an incident yet; it is
//! kept with the person who types it. Nothing is deleted: what was wrong is corrected beside the first account, and
//! what should never have been entered is marked so.

mod account;
mod authorities;
mod classification;
mod closing;
mod contact_person;
mod facts;
mod follow_up;
mod form;
mod link;
mod people;
mod rectification;
mod report;
mod review;
mod tasks;

use std::collections::{BTreeMap, BTreeSet};

use evenhand_policy::{Action, words};
use jiff::Timestamp;
use serde::Serialize;

pub use account::{AccountKind, Corrected, FileAttached, WordsAdded};
pub use authorities::{PoliceReported, ServiceCalled};
pub use classification::{Classified, Conduct, CriticalClassed, FlagSet, TriggerRecorded};
pub use closing::{Closed, EnteredInError, Escalated, Reopened};
pub use contact_person::ContactPerson;
pub use facts::facts;
pub use follow_up::{FinisherNamed, FollowUpAdded, ReportFinished, TaskDone, TaskReassigned};
pub use form::FormSubmitted;
pub use link::{CustomerLinked, IncidentLinked, LinkedHow};
pub use people::{Involved, InvolvedPart, PersonInvolved, Who};
pub use rectification::{Apologised, Rectified};
pub use report::{CustomerRef, Harm, Presence, Report, Reported, Safety};
pub use review::{
    FactorAnswer, HistorySearched, ReferralAnswer, ReviewAnswers, ReviewDecided, ReviewOpened, StaffConsulted,
};

use crate::context::Context;
use crate::event::Recorded;
use crate::events;
use crate::ids::{CustomerId, IncidentId, StaffId, UnitId};
use crate::refusal::Refusal;

events! {
    /// What happened to an incident.
    pub enum IncidentEvent {
        /// It was reported.
        Reported(Box<Reported>) = "incident.reported", 1;
        /// Words were added: an account, words used, a statement, a note.
        WordsAdded(WordsAdded) = "incident.words-added", 1;
        /// A fact of the first report was corrected.
        Corrected(Corrected) = "incident.corrected", 1;
        /// A file was attached.
        FileAttached(FileAttached) = "incident.file-attached", 1;
        /// Somebody involved was named.
        PersonInvolved(PersonInvolved) = "incident.person-involved", 1;
        /// The conduct was classified anew.
        Classified(Classified) = "incident.classified", 1;
        /// A flag was set.
        FlagSet(FlagSet) = "incident.flag-set", 1;
        /// It was classed as critical.
        CriticalClassed(CriticalClassed) = "incident.critical-classed", 1;
        /// What led to it was recorded.
        TriggerRecorded(TriggerRecorded) = "incident.trigger-recorded", 1;
        /// An emergency service was called.
        ServiceCalled(ServiceCalled) = "incident.service-called", 1;
        /// It was reported to the police.
        PoliceReported(PoliceReported) = "incident.police-reported", 1;
        /// Somebody was asked to finish the report.
        FinisherNamed(FinisherNamed) = "incident.finisher-named", 1;
        /// The report is as complete as its reporter can make it.
        ReportFinished(ReportFinished) = "incident.report-finished", 1;
        /// The incident form was submitted.
        FormSubmitted(FormSubmitted) = "incident.form-submitted", 1;
        /// The reviewer began.
        ReviewOpened(ReviewOpened) = "incident.review-opened", 1;
        /// The reviewer looked at the customer's history.
        HistorySearched(HistorySearched) = "incident.history-searched", 1;
        /// The reviewer talked with the staff member.
        StaffConsulted(StaffConsulted) = "incident.staff-consulted", 1;
        /// The reviewer decided.
        ReviewDecided(Box<ReviewDecided>) = "incident.review-decided", 1;
        /// The organisation put something right.
        Rectified(Rectified) = "incident.rectified", 1;
        /// The organisation apologised.
        Apologised(Apologised) = "incident.apologised", 1;
        /// A follow-up was added.
        FollowUpAdded(FollowUpAdded) = "incident.follow-up-added", 1;
        /// A task was done.
        TaskDone(TaskDone) = "incident.task-done", 1;
        /// A task was given to somebody else.
        TaskReassigned(TaskReassigned) = "incident.task-reassigned", 1;
        /// It was linked to a customer.
        CustomerLinked(CustomerLinked) = "incident.customer-linked", 1;
        /// It was linked to another incident.
        IncidentLinked(IncidentLinked) = "incident.linked", 1;
        /// It was escalated.
        Escalated(Escalated) = "incident.escalated", 1;
        /// It was closed.
        Closed(Closed) = "incident.closed", 1;
        /// It was reopened.
        Reopened(Reopened) = "incident.reopened", 1;
        /// It should never have been entered.
        EnteredInError(EnteredInError) = "incident.entered-in-error", 1;
    }
}

words! {
    /// How far an incident has come.
    pub enum Stage {
        /// Nobody has begun to review it.
        Reported = "reported",
        /// The reviewer has begun.
        InAssessment = "in-assessment",
        /// The reviewer has decided; what was decided is being done.
        ActionUnderWay = "action-under-way",
        /// Everything is done.
        Closed = "closed",
        /// It was closed and is open again.
        Reopened = "reopened",
        /// It should never have been entered.
        EnteredInError = "entered-in-error",
    }
}

/// An incident as it stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Incident {
    /// The first report; none before it.
    pub report: Option<Reported>,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// Who recorded it.
    pub recorder: String,
    /// The pack version it began under.
    pub pack: String,
    /// How far it has come.
    pub stage: Stage,
    /// How the conduct is classified now.
    pub conduct: Conduct,
    /// The customer, once known.
    pub customer: Option<CustomerId>,
    /// Flags that are set.
    pub flags: BTreeSet<String>,
    /// The example it was classed as critical by.
    pub critical: Option<String>,
    /// What led to it.
    pub triggers: Vec<TriggerRecorded>,
    /// Everyone involved.
    pub people: Vec<Involved>,
    /// The kinds of words added since the first report.
    pub accounts: BTreeSet<AccountKind>,
    /// How severe it felt to the reporter.
    pub severity_felt: Option<String>,
    /// Files attached.
    pub files: Vec<FileAttached>,
    /// Emergency services called.
    pub services: Vec<ServiceCalled>,
    /// Reports to the police, and when each was recorded.
    pub police: Vec<(PoliceReported, Timestamp)>,
    /// Who was asked to finish the report.
    pub finisher: Option<StaffId>,
    /// When the report was finished.
    pub finished_at: Option<Timestamp>,
    /// The incident form and when it was submitted.
    pub form: Option<(FormSubmitted, Timestamp)>,
    /// Who reviews it.
    pub reviewer: Option<StaffId>,
    /// Since when the review is open.
    pub review_opened_at: Option<Timestamp>,
    /// When the history was searched for the review.
    pub history: Option<(HistorySearched, Timestamp)>,
    /// The talk with the staff member.
    pub consultation: Option<(StaffConsulted, Timestamp)>,
    /// Every decision of the review, the last one counting.
    pub decisions: Vec<(ReviewDecided, Timestamp)>,
    /// What was put right.
    pub rectified: Vec<(Rectified, Timestamp)>,
    /// Apologies made.
    pub apologies: Vec<(Apologised, Timestamp)>,
    /// Follow-ups, and when each was added.
    pub follow_ups: Vec<(FollowUpAdded, Timestamp)>,
    /// Tasks done by hand: when, with what note.
    pub done: BTreeMap<String, (TaskDone, Timestamp)>,
    /// Tasks given to somebody else.
    pub reassigned: BTreeMap<String, StaffId>,
    /// Links to other incidents.
    pub links: Vec<IncidentLinked>,
    /// Escalations.
    pub escalations: Vec<(Escalated, Timestamp)>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

/// What can be asked of an incident.
#[expect(clippy::large_enum_variant, reason = "a command is held once, in the box of `Command`")]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "each command makes the event of its name, which is described there")]
pub enum IncidentCommand {
    Report(Report),
    AddWords(WordsAdded),
    Correct(Corrected),
    AttachFile(FileAttached),
    InvolvePerson(Involved),
    Classify(Conduct),
    SetFlag(FlagSet),
    ClassCritical(CriticalClassed),
    RecordTrigger(TriggerRecorded),
    CallService(ServiceCalled),
    ReportToPolice(PoliceReported),
    NameFinisher(FinisherNamed),
    FinishReport,
    SubmitForm(FormSubmitted),
    OpenReview,
    SearchHistory(HistorySearched),
    ConsultStaff(StaffConsulted),
    DecideReview(Box<ReviewAnswers>),
    Rectify(Rectified),
    Apologise(Apologised),
    AddFollowUp(FollowUpAdded),
    DoTask(TaskDone),
    ReassignTask(TaskReassigned),
    LinkCustomer(CustomerLinked),
    LinkIncident(IncidentLinked),
    Escalate(Escalated),
    Close(BTreeMap<String, String>),
    Reopen(Reopened),
    EnterInError(EnteredInError),
}

impl IncidentCommand {
    /// What leave it needs.
    pub fn action(&self) -> Action {
        match self {
            IncidentCommand::Report(_) => Action::ReportIncident,
            IncidentCommand::AddWords(_)
            | IncidentCommand::Correct(_)
            | IncidentCommand::AttachFile(_)
            | IncidentCommand::InvolvePerson(_)
            | IncidentCommand::Classify(_)
            | IncidentCommand::SetFlag(_)
            | IncidentCommand::RecordTrigger(_)
            | IncidentCommand::CallService(_)
            | IncidentCommand::FinishReport => Action::AddToIncident,
            IncidentCommand::NameFinisher(_) => Action::HandOverFinishing,
            IncidentCommand::SubmitForm(_) => Action::SubmitForm,
            IncidentCommand::OpenReview
            | IncidentCommand::ClassCritical(_)
            | IncidentCommand::SearchHistory(_)
            | IncidentCommand::DecideReview(_) => Action::ReviewIncident,
            IncidentCommand::ConsultStaff(_) => Action::ConsultStaff,
            IncidentCommand::ReportToPolice(_) => Action::RecordAuthorities,
            IncidentCommand::Rectify(_) | IncidentCommand::Apologise(_) => Action::Rectify,
            IncidentCommand::AddFollowUp(_) | IncidentCommand::DoTask(_) => Action::FollowUp,
            IncidentCommand::ReassignTask(_) => Action::ReassignTask,
            IncidentCommand::LinkCustomer(_) | IncidentCommand::LinkIncident(_) => Action::LinkIncident,
            IncidentCommand::Escalate(_) => Action::EscalateIncident,
            IncidentCommand::Close(_) | IncidentCommand::Reopen(_) => Action::CloseIncident,
            IncidentCommand::EnterInError(_) => Action::EnterInError,
        }
    }
}

impl Incident {
    pub(crate) fn apply(&mut self, recorded: &Recorded<&IncidentEvent>) {
        let at = recorded.at;
        match recorded.event.clone() {
            IncidentEvent::Reported(reported) => self.apply_report(*reported, recorded),
            IncidentEvent::WordsAdded(words) => {
                self.accounts.insert(words.kind);
                self.severity_felt = words.severity_felt.or_else(|| self.severity_felt.take());
            }
            IncidentEvent::Corrected(corrected) => self.apply_correction(&corrected),
            IncidentEvent::FileAttached(file) => self.files.push(file),
            IncidentEvent::PersonInvolved(person) => self.people.push(person.person),
            IncidentEvent::Classified(classified) => self.conduct = classified.conduct,
            IncidentEvent::FlagSet(flag) => self.apply_flag(flag),
            IncidentEvent::CriticalClassed(critical) => self.critical = Some(critical.example),
            IncidentEvent::TriggerRecorded(trigger) => self.triggers.push(trigger),
            IncidentEvent::ServiceCalled(service) => self.apply_service(service),
            IncidentEvent::PoliceReported(report) => self.police.push((report, at)),
            IncidentEvent::FinisherNamed(named) => self.finisher = Some(named.finisher),
            IncidentEvent::ReportFinished(_) => self.finished_at = Some(at),
            IncidentEvent::FormSubmitted(form) => self.form = Some((form, at)),
            IncidentEvent::ReviewOpened(opened) => self.apply_review_opened(opened, at),
            IncidentEvent::HistorySearched(searched) => self.history = Some((searched, at)),
            IncidentEvent::StaffConsulted(consulted) => self.consultation = Some((consulted, at)),
            IncidentEvent::ReviewDecided(decided) => {
                self.stage = Stage::ActionUnderWay;
                self.decisions.push((*decided, at));
            }
            IncidentEvent::Rectified(rectified) => self.rectified.push((rectified, at)),
            IncidentEvent::Apologised(apology) => self.apologies.push((apology, at)),
            IncidentEvent::FollowUpAdded(added) => self.follow_ups.push((added, at)),
            IncidentEvent::TaskDone(done) => _ = self.done.insert(done.key.clone(), (done, at)),
            IncidentEvent::TaskReassigned(given) => _ = self.reassigned.insert(given.key, given.to),
            IncidentEvent::CustomerLinked(linked) => {
                self.customer = Some(linked.customer.id);
                // What was searched was the history of somebody else.
                self.history = None;
            }
            IncidentEvent::IncidentLinked(linked) => self.links.push(linked),
            IncidentEvent::Escalated(escalated) => self.escalations.push((escalated, at)),
            IncidentEvent::Closed(_) => {
                self.stage = Stage::Closed;
                self.closed_at = Some(at);
            }
            IncidentEvent::Reopened(_) => {
                self.stage = Stage::Reopened;
                self.closed_at = None;
            }
            IncidentEvent::EnteredInError(_) => self.stage = Stage::EnteredInError,
        }
    }

    /// The decision that counts.
    pub fn decision(&self) -> Option<&ReviewDecided> {
        self.decisions.last().map(|(decided, _)| decided)
    }

    /// The severity the review set.
    pub fn severity(&self) -> Option<&str> {
        self.decision().and_then(|decided| decided.answers.severity.as_deref())
    }

    /// The unit it belongs to.
    pub fn unit(&self) -> Option<&UnitId> {
        self.report.as_ref().and_then(|report| report.unit.as_ref())
    }

    /// Staff it happened to.
    pub fn affected_staff(&self) -> impl Iterator<Item = &StaffId> {
        let affected = self.people.iter().filter(|person| person.part == InvolvedPart::Affected);
        affected.filter_map(|person| person.who.staff())
    }

    /// Whether it is handled by people chosen by name, outside the customer's record.
    pub fn is_private(&self) -> bool {
        self.report.as_ref().is_some_and(|report| report.private)
    }

    /// Everyone it was given to by name: reviewer, finisher, holders of its open tasks, those it was escalated to.
    pub fn named(&self) -> BTreeSet<StaffId> {
        let mut named: BTreeSet<StaffId> = self.reviewer.iter().chain(&self.finisher).cloned().collect();
        named.extend(self.reassigned.values().cloned());
        named.extend(self.escalations.iter().map(|(escalated, _)| escalated.to.clone()));
        named.extend(self.follow_ups.iter().map(|(added, _)| added.owner.clone()));
        named
    }

    /// Those whose it is to handle: the reviewer, whoever the review was handed on to, those it was escalated to.
    pub fn handlers(&self) -> BTreeSet<StaffId> {
        let mut handlers: BTreeSet<StaffId> = self.reviewer.iter().cloned().collect();
        handlers.extend(self.reassigned.get("review").cloned());
        handlers.extend(self.escalations.iter().map(|(escalated, _)| escalated.to.clone()));
        handlers
    }

    /// Whether it is open: neither closed nor entered in error.
    pub fn is_open(&self) -> bool {
        match self.stage {
            Stage::Reported | Stage::InAssessment | Stage::ActionUnderWay | Stage::Reopened => {
                self.report.is_some()
            }
            Stage::Closed | Stage::EnteredInError => false,
        }
    }

    /// The report, or the refusal of whoever speaks of an incident that is not there.
    fn reported(&self) -> Result<&Reported, Refusal> {
        self.report.as_ref().ok_or_else(|| Refusal::of("unknown-incident", "There is no such incident"))
    }

    /// Refuses unless the incident is at one of these stages.
    fn at_stage(&self, stages: &[Stage]) -> Result<(), Refusal> {
        self.reported()?;
        if stages.contains(&self.stage) {
            return Ok(());
        }
        let says = match self.stage {
            Stage::Closed => "This incident is closed; reopen it first",
            Stage::EnteredInError => "This incident was marked as entered in error",
            Stage::Reported => "The review has not begun",
            Stage::InAssessment => "The review is not decided yet",
            Stage::ActionUnderWay | Stage::Reopened => "This is not open at this stage",
        };
        Err(Refusal::of("wrong-stage", says))
    }
}

/// Stages at which the case is being worked on.
const OPEN: &[Stage] = &[Stage::Reported, Stage::InAssessment, Stage::ActionUnderWay, Stage::Reopened];
/// Stages at which words and files may still come in: all but one.
const KEPT: &[Stage] =
    &[Stage::Reported, Stage::InAssessment, Stage::ActionUnderWay, Stage::Reopened, Stage::Closed];

pub(crate) fn decide(
    incident: &Incident,
    command: &IncidentCommand,
    context: &Context<'_>,
) -> Result<Vec<IncidentEvent>, Refusal> {
    let event: IncidentEvent = match command.clone() {
        IncidentCommand::Report(report) => {
            IncidentEvent::Reported(Box::new(incident.report(report, context)?))
        }
        IncidentCommand::AddWords(words) => incident.add_words(words, context)?.into(),
        IncidentCommand::Correct(correction) => incident.correct(correction, context)?.into(),
        IncidentCommand::AttachFile(file) => incident.attach_file(file)?.into(),
        IncidentCommand::InvolvePerson(person) => incident.involve(person, context)?.into(),
        IncidentCommand::Classify(conduct) => incident.classify(conduct, context)?.into(),
        IncidentCommand::SetFlag(flag) => incident.set_flag(flag, context)?.into(),
        IncidentCommand::ClassCritical(critical) => incident.class_critical(critical, context)?.into(),
        IncidentCommand::RecordTrigger(trigger) => incident.record_trigger(trigger, context)?.into(),
        IncidentCommand::CallService(service) => incident.call_service(service, context)?.into(),
        IncidentCommand::ReportToPolice(report) => incident.report_to_police(report, context)?.into(),
        IncidentCommand::NameFinisher(named) => incident.name_finisher(named, context)?.into(),
        IncidentCommand::FinishReport => incident.finish_report()?.into(),
        IncidentCommand::SubmitForm(form) => incident.submit_form(form, context)?.into(),
        IncidentCommand::OpenReview => incident.open_review(context)?.into(),
        IncidentCommand::SearchHistory(searched) => incident.search_history(searched)?.into(),
        IncidentCommand::ConsultStaff(consulted) => incident.consult_staff(consulted, context)?.into(),
        IncidentCommand::DecideReview(answers) => {
            IncidentEvent::ReviewDecided(Box::new(incident.decide_review(*answers, context)?))
        }
        IncidentCommand::Rectify(rectified) => incident.rectify(rectified, context)?.into(),
        IncidentCommand::Apologise(apology) => incident.apologise(apology, context)?.into(),
        IncidentCommand::AddFollowUp(added) => incident.add_follow_up(added, context)?.into(),
        IncidentCommand::DoTask(done) => incident.do_task(done, context)?.into(),
        IncidentCommand::ReassignTask(given) => incident.reassign_task(given, context)?.into(),
        IncidentCommand::LinkCustomer(linked) => incident.link_customer(linked)?.into(),
        IncidentCommand::LinkIncident(linked) => incident.link_incident(linked)?.into(),
        IncidentCommand::Escalate(escalated) => incident.escalate(escalated, context)?.into(),
        IncidentCommand::Close(passed) => incident.close(&passed, context)?.into(),
        IncidentCommand::Reopen(reopened) => incident.reopen(reopened)?.into(),
        IncidentCommand::EnterInError(error) => incident.enter_in_error(error)?.into(),
    };
    Ok(vec![event])
}

/// Another incident, as links name it.
pub type Other = IncidentId;

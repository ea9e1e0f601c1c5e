//! What happened, in sentences a person reads. Newest first is the page's business; here each event has its words.

use evenhand_policy::Pack;
use evenhand_policy::pack::{Coded, label};
use jiff::Timestamp;

use crate::customer::CustomerEvent;
use crate::directory::Directory;
use crate::event::{Event, Recorded};
use crate::incident::{AccountKind, IncidentEvent, InvolvedPart, LinkedHow, Who};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Position in the log.
    pub seq: u64,
    /// Position in the stream.
    pub version: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who recorded it, by display name.
    pub by: String,
    /// In whose place they acted.
    pub in_place: bool,
    /// What happened, in a few words.
    pub title: String,
    /// A sentence or two more.
    pub text: Vec<String>,
    /// Words to be shown folded: quotations and statements.
    pub folded: Option<String>,
    /// What kind it is, for the filter.
    pub kind: Kind,
}

impl Item {
    /// Leaves out what a review weighed, for those who are only told its outcome.
    pub fn without_the_weighing(&mut self) {
        match self.kind {
            Kind::Weighing => self.text.clear(),
            Kind::Decision => self.text.truncate(1),
            Kind::Step | Kind::Words | Kind::File | Kind::Details => {}
        }
    }
}

/// What the timeline can be narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Steps of the case.
    Step,
    /// What a review weighs on its way.
    Weighing,
    /// What a review decided: the outcomes first.
    Decision,
    /// Words of people.
    Words,
    /// Files.
    File,
    /// Details of a customer.
    Details,
}

/// What a sentence needs besides the event.
#[derive(Debug, Clone, Copy)]
pub struct Lookup<'a> {
    /// The pack whose labels are used.
    pub pack: &'a Pack,
    /// Names.
    pub directory: &'a Directory,
}

/// The item for an event; `None` for events that belong to no timeline.
pub fn item(recorded: &Recorded<Event>, lookup: Lookup<'_>) -> Option<Item> {
    let told = match &recorded.event {
        Event::Incident(event) => incident(event, lookup),
        Event::Customer(event) => customer(event, lookup),
        Event::Delegation(_)
        | Event::Obligation(_)
        | Event::Organisation(_)
        | Event::Pack(_)
        | Event::Policy(_)
        | Event::Staff(_) => return None,
    };
    Some(Item {
        seq: recorded.seq,
        version: recorded.version,
        at: recorded.at,
        by: lookup.directory.name(&recorded.actor),
        in_place: recorded.delegation.is_some(),
        title: told.title,
        text: told.text,
        folded: told.folded,
        kind: told.kind,
    })
}

struct Words {
    title: String,
    text: Vec<String>,
    folded: Option<String>,
    kind: Kind,
}

fn step(title: impl Into<String>) -> Words {
    Words { title: title.into(), text: Vec::new(), folded: None, kind: Kind::Step }
}

impl Words {
    fn and(mut self, text: impl Into<String>) -> Words {
        let text = text.into();
        if !text.is_empty() {
            self.text.push(text);
        }
        self
    }

    fn maybe(self, text: &Option<String>) -> Words {
        match text {
            Some(text) => self.and(text.clone()),
            None => self,
        }
    }

    fn of(mut self, kind: Kind) -> Words {
        self.kind = kind;
        self
    }

    fn folded(mut self, text: &str) -> Words {
        self.folded = Some(text.to_owned());
        self
    }
}

fn labels<'a, T: Coded>(codes: impl IntoIterator<Item = &'a String>, list: &'a [T]) -> String {
    codes.into_iter().map(|code| label(list, code)).collect::<Vec<_>>().join("; ")
}

fn incident(event: &IncidentEvent, lookup: Lookup<'_>) -> Words {
    let (v, r) = (&lookup.pack.vocabulary, &lookup.pack.reviewing);
    let name = |id: &crate::ids::StaffId| lookup.directory.name(id.as_str());
    match event {
        IncidentEvent::Reported(reported) => {
            let said = &reported.said;
            let late = if reported.late { "Recorded after the time the policy gives." } else { "" };
            step("First report")
                .and(labels(&said.happenings, &v.happenings))
                .maybe(&said.words)
                .and(late)
                .and(said.description.as_ref().map_or_else(String::new, |d| format!("Not identified: {d}")))
        }
        IncidentEvent::WordsAdded(words) => {
            let told = match words.kind {
                AccountKind::Account => step("Account added").and(words.text.clone()),
                AccountKind::WordsUsed => step("Words used").folded(&words.text),
                AccountKind::Statement => step("Witness statement").folded(&words.text),
                AccountKind::Before => step("What came before").and(words.text.clone()),
                AccountKind::Felt => {
                    let severity = words.severity_felt.as_ref().map(|code| label(&r.severity_levels, code));
                    step("How it felt to the reporter")
                        .and(severity.map_or_else(String::new, |severity| format!("Felt as: {severity}")))
                        .folded(&words.text)
                }
                AccountKind::Note => step("Note added").and(words.text.clone()),
            };
            told.of(Kind::Words)
        }
        IncidentEvent::Corrected(corrected) => {
            step("Corrected").and(format!("Before: {}", corrected.before)).and(corrected.because.clone())
        }
        IncidentEvent::FileAttached(file) => {
            step("File attached").and(format!("{} ({})", file.what, file.name)).of(Kind::File)
        }
        IncidentEvent::PersonInvolved(involved) => {
            let person = &involved.person;
            let who = match &person.who {
                Who::Staff(id) => name(id),
                Who::Other(name) => name.clone(),
            };
            let part = match person.part {
                InvolvedPart::Affected => "affected",
                InvolvedPart::Witness => "a witness",
                InvolvedPart::Responder => "somebody who came to help",
            };
            step("Person named").and(format!("{who}, {part}"))
        }
        IncidentEvent::Classified(classified) => {
            let conduct = &classified.conduct;
            step("Conduct classified")
                .and(labels(&conduct.classes, &v.conduct_classes))
                .and(labels(&conduct.kinds, &v.conduct_kinds))
        }
        IncidentEvent::FlagSet(flag) => {
            let which = label(&v.flags, &flag.flag);
            step(if flag.on { "Marked" } else { "Mark taken off" }).and(which).maybe(&flag.because)
        }
        IncidentEvent::CriticalClassed(critical) => step("Classed as critical")
            .and(label(&v.critical_examples, &critical.example))
            .and(critical.because.clone()),
        IncidentEvent::TriggerRecorded(trigger) => {
            let ours = if trigger.contributed == Some(true) { "We contributed." } else { "" };
            step("What led to it").and(label(&v.triggers, &trigger.trigger)).maybe(&trigger.note).and(ours)
        }
        IncidentEvent::ServiceCalled(service) => step("Emergency service called").and(format!(
            "{}: {}",
            label(&v.emergency_services, &service.service),
            service.outcome
        )),
        IncidentEvent::PoliceReported(report) => {
            let reference = report.reference.as_ref().map(|reference| format!("Reference {reference}"));
            step("Reported to the police").and(report.how.clone()).maybe(&reference)
        }
        IncidentEvent::FinisherNamed(named) => step("Finishing handed over").and(name(&named.finisher)),
        IncidentEvent::ReportFinished(_) => step("Report finished"),
        IncidentEvent::FormSubmitted(form) => {
            let late = if form.late { "It came after the time the policy gives." } else { "" };
            let signed = form.signed_as.as_ref().map(|name| format!("Signed: {name}"));
            step("Incident form submitted").maybe(&signed).and(late)
        }
        IncidentEvent::ReviewOpened(_) => step("Read; review begun"),
        IncidentEvent::HistorySearched(searched) => step("History searched")
            .and(format!("{} earlier entries found", searched.found.len()))
            .of(Kind::Weighing),
        IncidentEvent::StaffConsulted(talk) => step("Talked with the staff member").and(name(&talk.with)),
        IncidentEvent::ReviewDecided(decided) => {
            let answers = &decided.answers;
            let severity = answers.severity.as_ref().map(|code| label(&r.severity_levels, code));
            step("Review decided")
                .and(labels(&answers.outcomes, &r.outcomes))
                .and(severity.map_or_else(String::new, |severity| format!("Severity: {severity}")))
                .maybe(&answers.reasons)
                .of(Kind::Decision)
        }
        IncidentEvent::Rectified(rectified) => step("Put right").and(rectified.what.clone()),
        IncidentEvent::Apologised(apology) => {
            let on = apology.made_on.strftime("%-d %B %Y");
            step("Apology made").and(format!("{}, {on}: {}", apology.form, apology.what_for))
        }
        IncidentEvent::FollowUpAdded(added) => {
            step("Follow-up added").and(format!("{} ({})", added.what, name(&added.owner)))
        }
        IncidentEvent::TaskDone(done) => step("Task done").and(done.note.clone()),
        IncidentEvent::TaskReassigned(given) => {
            step("Task handed on").and(format!("To {}: {}", name(&given.to), given.because))
        }
        IncidentEvent::CustomerLinked(linked) => step("Customer identified").and(linked.because.clone()),
        IncidentEvent::IncidentLinked(linked) => {
            let how = match linked.how {
                LinkedHow::SameEvent => "the same event as",
                LinkedHow::FollowsFrom => "follows from",
                LinkedHow::Related => "related to",
            };
            step("Linked").and(format!("{how} {}", linked.other_number)).maybe(&linked.because)
        }
        IncidentEvent::Escalated(escalated) => step("Escalated")
            .and(format!("{} to {}", label(&v.escalation_levels, &escalated.level), name(&escalated.to)))
            .and(escalated.because.clone()),
        IncidentEvent::Closed(closed) => {
            let passed = closed.findings.iter().filter_map(|finding| finding.passed_because.clone());
            passed.fold(step("Closed"), Words::and)
        }
        IncidentEvent::Reopened(reopened) => step("Reopened").and(reopened.because.clone()),
        IncidentEvent::EnteredInError(error) => step("Marked as entered in error").and(error.because.clone()),
    }
}

fn customer(event: &CustomerEvent, lookup: Lookup<'_>) -> Words {
    let v = &lookup.pack.vocabulary;
    let told = match event {
        CustomerEvent::Registered(registered) => step("Entered").and(format!("From: {}", registered.source)),
        CustomerEvent::DetailsChanged(changed) => step("Details changed").and(changed.because.clone()),
        CustomerEvent::NeedRecorded(need) => {
            step("Need recorded").and(label(&v.needs, &need.need)).maybe(&need.note)
        }
        CustomerEvent::NeedEnded(ended) => step("Need ended").and(ended.because.clone()),
        CustomerEvent::CircumstanceRecorded(known) => step("Circumstance recorded")
            .and(label(&v.circumstances, &known.circumstance))
            .and(format!("Known from: {}", known.source)),
        CustomerEvent::CircumstanceEnded(ended) => step("Circumstance ended").and(ended.because.clone()),
        CustomerEvent::ContactOfficerAssigned(assigned) => {
            let officer = assigned.officer.as_ref().map(|id| lookup.directory.name(id.as_str()));
            let who = officer.unwrap_or_else(|| "nobody".to_owned());
            step("Contact officer assigned").and(who).and(assigned.because.clone())
        }
        CustomerEvent::Sealed(sealed) => step("Sealed").and(sealed.because.clone()),
        CustomerEvent::Unsealed(unsealed) => step("Seal lifted").and(unsealed.because.clone()),
    };
    told.of(Kind::Details)
}

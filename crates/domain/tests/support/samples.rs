//! What people ask for in the cases: each sample is complete and sound, so that a test changes only what it is about.

use std::collections::{BTreeMap, BTreeSet};

use evenhand_domain::customer::Standing;
use evenhand_domain::incident::{
    AccountKind, Apologised, Conduct, Corrected, CriticalClassed, CustomerLinked, CustomerRef,
    EnteredInError, Escalated, FactorAnswer, FileAttached, FinisherNamed, FlagSet, FollowUpAdded,
    FormSubmitted, HistorySearched, IncidentCommand, IncidentLinked, Involved, InvolvedPart, LinkedHow,
    PoliceReported, Rectified, ReferralAnswer, Reopened, Report, ReviewAnswers, ServiceCalled,
    StaffConsulted, TaskDone, TaskReassigned, TriggerRecorded, Who, WordsAdded,
};
use evenhand_policy::facts::Part;
use jiff::civil::date;

use super::{BEGIN, Case, agency, at, council, id};

/// A set of words.
pub fn set<const N: usize>(words: [&str; N]) -> BTreeSet<String> {
    words.map(str::to_owned).into()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn text(text: &str) -> String {
    text.to_owned()
}

/// Quill at the council's front desk was shouted at an hour ago.
pub fn report() -> Report {
    Report {
        number: text("IN-2027-00118"),
        part: Part::Experienced,
        happenings: set(["shouting"]),
        site: Some(id("civic")),
        site_kind: text("office"),
        occurred_at: at("2027-03-16T09:14:00+10:30"),
        ..Report::default()
    }
}

/// Quill at the agency's service centre was shouted at an hour ago.
pub fn agency_report() -> Report {
    Report { business_line: some("centrelink"), site_kind: text("service-centre"), ..report() }
}

/// A report of something else.
pub fn happened<const N: usize>(mut report: Report, happenings: [&str; N]) -> IncidentCommand {
    report.happenings = set(happenings);
    IncidentCommand::Report(report)
}

/// A customer, as incidents know them.
pub fn customer() -> CustomerRef {
    CustomerRef {
        id: id("customer-1"),
        standing: Standing::Current,
        customer_type: text("current-customer"),
        contact_officer: None,
    }
}

pub fn words(kind: AccountKind, words: &str) -> IncidentCommand {
    IncidentCommand::AddWords(WordsAdded { kind, text: text(words), severity_felt: None })
}

pub fn correction() -> Corrected {
    Corrected {
        occurred_at: None,
        site: None,
        place: some("Counter 3"),
        before: String::new(),
        because: text("It was the other counter."),
    }
}

pub fn file(hash: &str) -> FileAttached {
    FileAttached {
        hash: text(hash),
        name: text("letter.pdf"),
        media_type: text("application/pdf"),
        size: 48_213,
        what: text("The letter he left"),
    }
}

/// Finch saw it.
pub fn witness() -> Involved {
    Involved::new(Who::Staff(id("finch")), InvolvedPart::Witness)
}

pub fn conduct<const N: usize>(kinds: [&str; N]) -> Conduct {
    let (issues, parties) = (set(["safety"]), set(["staff"]));
    Conduct { kinds: set(kinds), issues, parties, ..Conduct::default() }
}

pub fn flag(flag: &str) -> FlagSet {
    FlagSet { flag: text(flag), on: true, because: None }
}

pub fn critical() -> CriticalClassed {
    CriticalClassed { example: text("self-harm"), because: text("The staff member is in shock.") }
}

pub fn trigger() -> TriggerRecorded {
    TriggerRecorded {
        trigger: text("delay"),
        note: some("Six weeks without a word."),
        contributed: Some(true),
    }
}

pub fn service() -> ServiceCalled {
    ServiceCalled {
        service: text("police"),
        called_at: at("2027-03-16T09:20:00+10:30"),
        outcome: text("They came within ten minutes and spoke with him."),
        reference: some("SAPOL 7741"),
    }
}

pub fn police() -> PoliceReported {
    PoliceReported {
        made_at: at("2027-03-16T09:50:00+10:30"),
        how: text("By telephone"),
        officer: some("Constable Teal"),
        reference: None,
    }
}

pub fn form() -> FormSubmitted {
    let questions = ["details", "why-unreasonable", "action-taken", "suggestion", "other-information"];
    FormSubmitted {
        answers: questions.map(|question| (text(question), format!("About {question}."))).into(),
        file_number: some("F-204417"),
        signed_as: some("P. Quill"),
        scan: None,
        received_at: None,
        due_at: None,
        late: false,
        findings: Vec::new(),
        told: Vec::new(),
    }
}

pub fn history() -> IncidentCommand {
    IncidentCommand::SearchHistory(HistorySearched {
        found: vec![text("IN-2026-00044, 3 May 2026, Threats")],
    })
}

/// Wren talks with Quill about all five points.
pub fn talk() -> StaffConsulted {
    let points = ["circumstances", "impact", "responsiveness", "actions", "suggestions"];
    let said = points.map(|point| (text(point), format!("On {point}.")));
    StaffConsulted { with: id("quill"), points: said.into() }
}

fn factors(codes: [&str; 9], yes_no: &[&str]) -> BTreeMap<String, FactorAnswer> {
    let answer = |code: &str| {
        let yes = yes_no.contains(&code).then_some(false);
        FactorAnswer { not_known: false, yes, words: some("Considered.") }
    };
    codes.iter().map(|code| (text(code), answer(code))).collect()
}

/// A council manager's complete review, ending with a warning.
pub fn review() -> ReviewAnswers {
    let codes = [
        "conduct",
        "merit",
        "effect-of-warning",
        "effect-of-restriction",
        "obligations",
        "undue-impact",
        "personal-circumstances",
        "proportionality",
        "statutory-limits",
    ];
    ReviewAnswers {
        factors: factors(codes, &codes),
        proportionality: some("moderately"),
        contributed: Some(false),
        outcomes: set(["warning"]),
        conduct_is_ground: true,
        reasons: some("He was asked twice to stop and did not."),
        ..ReviewAnswers::default()
    }
}

/// A team leader's complete review, ending with a call to the customer.
pub fn agency_review() -> ReviewAnswers {
    let codes = [
        "place",
        "people",
        "details",
        "risk",
        "history",
        "circumstances",
        "isolated",
        "mitigating",
        "recent-decisions",
    ];
    ReviewAnswers {
        factors: factors(codes, &["history", "isolated"]),
        severity: some("minor"),
        risk: some("low"),
        likelihood: some("unlikely"),
        risk_reasons: some("A first incident; the cause is resolved."),
        outcomes: set(["phone-contact"]),
        summary: some("Loud at the counter after a late payment."),
        actions_taken: some("The payment was traced."),
        referrals: BTreeMap::from([(text("counselling"), ReferralAnswer::Offered)]),
        contact_so_far: some("None yet."),
        reasons: some("A call settles what led to it."),
        ..ReviewAnswers::default()
    }
}

pub fn decide(answers: ReviewAnswers) -> IncidentCommand {
    IncidentCommand::DecideReview(Box::new(answers))
}

pub fn rectified() -> Rectified {
    Rectified { what: text("The payment was made, with interest."), done_on: date(2027, 3, 16) }
}

pub fn apology() -> Apologised {
    Apologised {
        form: text("By telephone"),
        made_on: date(2027, 3, 16),
        what_for: text("Six weeks without a word."),
    }
}

/// Something for Finch to do by the end of the month.
pub fn follow_up() -> FollowUpAdded {
    FollowUpAdded {
        n: 0,
        what: text("Call the customer about the new times"),
        owner: id("finch"),
        due_on: Some(date(2027, 3, 31)),
        due_at: None,
    }
}

pub fn done(key: &str) -> IncidentCommand {
    IncidentCommand::DoTask(TaskDone { key: text(key), note: text("Done this morning.") })
}

pub fn hand_on(key: &str, to: &str) -> IncidentCommand {
    IncidentCommand::ReassignTask(TaskReassigned { key: text(key), to: id(to), because: text("On leave") })
}

pub fn link_customer() -> CustomerLinked {
    CustomerLinked { customer: customer(), because: text("He gave his name on the phone.") }
}

pub fn link() -> IncidentLinked {
    IncidentLinked {
        other: id("incident-2"),
        other_number: text("IN-2027-00097"),
        how: LinkedHow::Related,
        because: some("The same parking fine."),
    }
}

/// To Heron, one level up.
pub fn escalation(level: &str) -> Escalated {
    Escalated {
        level: text(level),
        to: id("heron"),
        because: text("It needs more than I can do."),
        told: Vec::new(),
    }
}

/// Closing, with reasons for going on although tasks are open.
pub fn close() -> IncidentCommand {
    let because = text("What is left is followed up with the team.");
    IncidentCommand::Close(BTreeMap::from([(text("tasks-done"), because)]))
}

pub fn reopen() -> Reopened {
    Reopened { because: text("He came back today.") }
}

pub fn in_error() -> EnteredInError {
    EnteredInError { because: text("It was entered twice.") }
}

/// At the council: reported by Quill, with a customer.
pub fn reported() -> Case {
    let report = Report { customer: Some(customer()), ..report() };
    council().given("quill", IncidentCommand::Report(report))
}

/// At the council: Wren has begun to review it and has opened the history.
pub fn in_assessment() -> Case {
    reported().hours_later(1).given("wren", IncidentCommand::OpenReview).given("wren", history())
}

/// At the council: Wren has decided on a warning.
pub fn under_way() -> Case {
    in_assessment().hours_later(1).given("wren", decide(review()))
}

/// At the council: closed.
pub fn closed() -> Case {
    under_way().hours_later(1).given("wren", close())
}

/// At the agency: reported by Quill, with a customer.
pub fn agency_reported() -> Case {
    let report = Report { customer: Some(customer()), ..agency_report() };
    agency().given("quill", IncidentCommand::Report(report))
}

/// At the agency: Wren has begun to review it and has opened the history.
pub fn agency_in_assessment() -> Case {
    agency_reported().hours_later(1).given("wren", IncidentCommand::OpenReview).given("wren", history())
}

/// At the agency: Wren has decided to telephone.
pub fn agency_under_way() -> Case {
    agency_in_assessment().hours_later(1).given("wren", decide(agency_review()))
}

/// One sound command of every kind, by the name it has in the table of stages.
pub fn one_of_each() -> Vec<(&'static str, IncidentCommand)> {
    use IncidentCommand as C;
    vec![
        ("report", C::Report(report())),
        ("add-words", words(AccountKind::Account, "He leant over the counter.")),
        ("correct", C::Correct(correction())),
        ("attach-file", C::AttachFile(file("00aa"))),
        ("involve-person", C::InvolvePerson(witness())),
        ("classify", C::Classify(conduct(["aggression-or-abuse"]))),
        ("set-flag", C::SetFlag(flag("disability"))),
        ("class-critical", C::ClassCritical(critical())),
        ("record-trigger", C::RecordTrigger(trigger())),
        ("call-service", C::CallService(service())),
        ("report-to-police", C::ReportToPolice(police())),
        ("name-finisher", C::NameFinisher(FinisherNamed { finisher: id("finch") })),
        ("finish-report", C::FinishReport),
        ("submit-form", C::SubmitForm(form())),
        ("open-review", C::OpenReview),
        ("search-history", history()),
        ("consult-staff", C::ConsultStaff(talk())),
        ("decide-review", decide(review())),
        ("rectify", C::Rectify(rectified())),
        ("apologise", C::Apologise(apology())),
        ("add-follow-up", C::AddFollowUp(follow_up())),
        ("do-task", done("closing-offer-debrief-0")),
        ("reassign-task", hand_on("closing-offer-debrief-0", "swift")),
        (
            "link-customer",
            C::LinkCustomer(CustomerLinked {
                customer: CustomerRef { id: id("customer-2"), ..customer() },
                ..link_customer()
            }),
        ),
        ("link-incident", C::LinkIncident(link())),
        ("escalate", C::Escalate(escalation("general-manager"))),
        ("close", close()),
        ("reopen", C::Reopen(reopen())),
        ("enter-in-error", C::EnterInError(in_error())),
    ]
}

/// The moment at which every case begins.
pub fn begin() -> jiff::Timestamp {
    at(BEGIN)
}

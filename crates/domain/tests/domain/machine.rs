//! Whatever people ask of an incident, in whatever order: its stages follow the table, nothing that was accepted is
//! lost, nothing that was refused leaves a trace.

use std::collections::{BTreeMap, BTreeSet};

use evenhand_domain::incident::{
    AccountKind, Apologised, Closed, Conduct, Corrected, CriticalClassed, CustomerLinked, CustomerRef,
    EnteredInError, Escalated, FileAttached, FinisherNamed, FlagSet, FollowUpAdded, FormSubmitted,
    HistorySearched, Incident, IncidentCommand as C, IncidentEvent, IncidentLinked, Involved, InvolvedPart,
    PoliceReported, Rectified, Reopened, Report, ReviewAnswers, ServiceCalled, StaffConsulted, Stage,
    TaskDone, TaskReassigned, TriggerRecorded, Who, WordsAdded,
};
use evenhand_domain::task::Task;
use evenhand_domain::timeline::{Lookup, item};
use evenhand_domain::{Event, Recorded, State, StreamKind};
use jiff::SignedDuration;
use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::stages;
use crate::support::*;

/// One thing asked: which command, a number its choices follow from, who asks, and how long after the one before.
#[derive(Debug, Clone)]
struct Step {
    command: usize,
    pick: usize,
    who: &'static str,
    minutes: i64,
}

/// Steps that go forward more often than not, so that histories reach the end of a case and go on from there.
fn step() -> impl Strategy<Value = Step> {
    let forward = ["open-review", "decide-review", "close", "do-task", "reopen", "search-history"];
    let places: Vec<usize> =
        (0..NAMES.len()).chain((0..18).map(|n| place(forward[n % forward.len()]))).collect();
    let who = prop::sample::select(vec!["quill", "finch", "wren", "wren", "wren", "heron", "crane"]);
    (prop::sample::select(places), any::<u16>(), who, 0..3_000_i64)
        .prop_map(|(command, pick, who, minutes)| Step { command, pick: usize::from(pick), who, minutes })
}

fn history() -> impl Strategy<Value = (bool, Vec<Step>)> {
    (any::<bool>(), prop::collection::vec(step(), 1..60))
}

/// The commands by the names they have in `stages.txt`.
const NAMES: [&str; 29] = [
    "report",
    "add-words",
    "correct",
    "attach-file",
    "involve-person",
    "classify",
    "set-flag",
    "class-critical",
    "record-trigger",
    "call-service",
    "report-to-police",
    "name-finisher",
    "finish-report",
    "submit-form",
    "open-review",
    "search-history",
    "consult-staff",
    "decide-review",
    "rectify",
    "apologise",
    "add-follow-up",
    "do-task",
    "reassign-task",
    "link-customer",
    "link-incident",
    "escalate",
    "close",
    "reopen",
    "enter-in-error",
];

fn place(name: &str) -> usize {
    NAMES.iter().position(|known| *known == name).unwrap()
}

fn one<T: Clone>(of: &[T], pick: usize) -> T {
    of[pick % of.len()].clone()
}

/// A command, sound more often than not. `mark` is in every text it carries.
fn asked(name: &str, pick: usize, mark: &str, case: &Case) -> C {
    let (pack, at_agency) = (case.pack.clone(), case.pack.identity.name == "services-australia");
    let (v, r) = (&pack.vocabulary, &pack.reviewing);
    let text = |what: &str| format!("{what} {mark}");
    // Once in eight times what should be said is not.
    let reason = if pick % 8 == 7 { " ".to_owned() } else { text("because") };
    let staff = one(&["quill", "finch", "wren", "heron", "swift", "egret", "nobody"], pick / 3);
    let bases = one_of_each().into_iter().collect::<BTreeMap<_, _>>();
    match (bases[name].clone(), name) {
        (C::Report(_), _) => {
            let base = if at_agency { agency_report() } else { report() };
            let happening = one(&v.happenings, pick).term.code.clone();
            let known = !pick.is_multiple_of(3);
            C::Report(Report {
                happenings: [happening].into(),
                words: Some(text("words")),
                customer: known.then(customer),
                handler: (pick.is_multiple_of(4)).then(|| id("martin")),
                affected: if pick.is_multiple_of(5) { vec![witness()] } else { Vec::new() },
                conduct: Conduct {
                    capability_confirmed: (pick.is_multiple_of(2)).then_some(true),
                    ..Conduct::default()
                },
                ..base
            })
        }
        (C::AddWords(_), _) => {
            let kind = one(AccountKind::ALL, pick);
            let felt = (kind == AccountKind::Felt && at_agency).then(|| "minor".to_owned());
            C::AddWords(WordsAdded { kind, text: reason, severity_felt: felt })
        }
        (C::Correct(_), _) => C::Correct(Corrected { because: reason, ..correction() }),
        (C::AttachFile(_), _) => {
            C::AttachFile(FileAttached { what: reason, ..file(&format!("{:04x}", pick % 40)) })
        }
        (C::InvolvePerson(_), _) => {
            let who = if pick.is_multiple_of(2) { Who::Staff(id(staff)) } else { Who::Other(reason) };
            C::InvolvePerson(Involved {
                left_ill: pick.is_multiple_of(7),
                ..Involved::new(who, one(InvolvedPart::ALL, pick / 2))
            })
        }
        (C::Classify(_), _) => C::Classify(conduct([one(&v.conduct_kinds, pick).term.code.as_str()])),
        (C::SetFlag(_), _) => C::SetFlag(FlagSet {
            flag: one(&v.flags, pick / 2).term.code.clone(),
            on: pick.is_multiple_of(2),
            because: Some(reason),
        }),
        (C::ClassCritical(_), _) => {
            let example = v.critical_examples.get(pick % 5).map_or("none", |example| &example.code);
            C::ClassCritical(CriticalClassed { example: example.to_owned(), because: reason })
        }
        (C::RecordTrigger(_), _) => C::RecordTrigger(TriggerRecorded {
            trigger: v.triggers.get(pick % 9).map_or("none", |trigger| &trigger.code).to_owned(),
            note: Some(reason),
            contributed: None,
        }),
        (C::CallService(_), _) => C::CallService(ServiceCalled { outcome: reason, ..service() }),
        (C::ReportToPolice(_), _) => C::ReportToPolice(PoliceReported { how: reason, ..police() }),
        (C::NameFinisher(_), _) => C::NameFinisher(FinisherNamed { finisher: id(staff) }),
        (C::SubmitForm(_), _) => {
            let answers = form().answers.into_keys().map(|question| (question, text("about"))).collect();
            C::SubmitForm(FormSubmitted { answers, ..form() })
        }
        (C::SearchHistory(_), _) => C::SearchHistory(HistorySearched { found: vec![text("IN-2026-00044")] }),
        (C::ConsultStaff(_), _) => {
            let said = r.consultation_points.iter().map(|point| (point.code.clone(), reason.clone()));
            C::ConsultStaff(StaffConsulted { with: id(staff), points: said.collect() })
        }
        (C::DecideReview(_), _) => {
            let outcome = one(&r.outcomes, pick / 2).term.code.clone();
            let base = if at_agency { agency_review() } else { review() };
            decide(ReviewAnswers {
                outcomes: [outcome].into(),
                contributed: Some(pick.is_multiple_of(3)),
                contribution: Some(text("ours")),
                reasons: Some(reason),
                no_plan_because: Some(text("no plan")),
                lower_because: Some(text("lower")),
                passed: reasons(case, &text("passed")),
                ..base
            })
        }
        (C::Rectify(_), _) => C::Rectify(Rectified { what: reason, done_on: date(2027, 3, 16) }),
        (C::Apologise(_), _) => C::Apologise(Apologised { what_for: reason, ..apology() }),
        (C::AddFollowUp(_), _) => {
            C::AddFollowUp(FollowUpAdded { what: reason, owner: id(staff), due_on: None, ..follow_up() })
        }
        (C::DoTask(_), _) => C::DoTask(TaskDone { key: some_task(case, pick), note: reason }),
        (C::ReassignTask(_), _) => {
            C::ReassignTask(TaskReassigned { key: some_task(case, pick), to: id(staff), because: reason })
        }
        (C::LinkCustomer(_), _) => {
            let other = id(&format!("customer-{}", pick % 3));
            let customer = CustomerRef { id: other, ..customer() };
            C::LinkCustomer(CustomerLinked { customer, because: reason })
        }
        (C::LinkIncident(_), _) => C::LinkIncident(IncidentLinked {
            other: id(&format!("incident-{}", pick % 5)),
            other_number: format!("IN-2027-{:05}", 116 + pick % 5),
            because: Some(reason),
            ..link()
        }),
        (C::Escalate(_), _) => {
            let level = v.escalation_levels.get(pick % 4).map_or("minister", |level| &level.code).to_owned();
            C::Escalate(Escalated { level, to: id(staff), because: reason, told: Vec::new() })
        }
        (C::Close(_), _) if pick.is_multiple_of(3) => C::Close(reasons(case, &reason)),
        (C::Close(_), _) => C::Close(BTreeMap::new()),
        (C::Reopen(_), _) => C::Reopen(Reopened { because: reason }),
        // Rarely, or no history would ever get far.
        (C::EnterInError(_), _) if pick.is_multiple_of(9) => {
            C::EnterInError(EnteredInError { because: text("because") })
        }
        (C::EnterInError(_), _) => C::EnterInError(EnteredInError { because: " ".to_owned() }),
        (plain @ (C::FinishReport | C::OpenReview), _) => plain,
    }
}

/// A reason for passing every rule that can be passed.
fn reasons(case: &Case, because: &str) -> BTreeMap<String, String> {
    case.pack.rules.iter().map(|rule| (rule.slug.clone(), because.to_owned())).collect()
}

/// An open task that can be done by hand, or any, or none that there is.
fn some_task(case: &Case, pick: usize) -> String {
    let State::Incident(incident) = case.state() else { panic!("this is no incident") };
    let tasks = incident.tasks(&case.pack);
    let mut open: Vec<String> =
        tasks.iter().filter(|task| task.is_open()).map(|task| task.key.clone()).collect();
    open.sort_by_key(|key| !key.contains('-'));
    match pick % 10 {
        9 => "a-task-that-is-not-there".to_owned(),
        8 => tasks.last().map_or(String::new(), |task| task.key.clone()),
        _ => open.first().cloned().unwrap_or_default(),
    }
}

/// The column of the table in which an incident stands.
fn column(incident: &Incident) -> &'static str {
    if incident.report.is_none() {
        return "nothing";
    }
    match incident.stage {
        Stage::Reported => "reported",
        Stage::InAssessment => "in-assessment",
        Stage::ActionUnderWay => "under-way",
        Stage::Closed => "closed",
        Stage::Reopened => "reopened",
        Stage::EnteredInError => "in-error",
    }
}

/// Where an accepted command leads, by its name and the column it was accepted in.
fn leads_to(name: &str, from: &'static str) -> &'static str {
    match (name, from) {
        ("report", _) => "reported",
        ("open-review", "reported") => "in-assessment",
        ("decide-review", _) => "under-way",
        ("close", _) => "closed",
        ("reopen", _) => "reopened",
        ("enter-in-error", _) => "in-error",
        (_, stays) => stays,
    }
}

/// Everything people can read about an incident: its state and its timeline.
fn readable(case: &Case, event: &Recorded<Event>) -> String {
    let lookup = Lookup { pack: &case.pack, directory: case.directory() };
    let item = item(event, lookup).expect("everything that happens to an incident is in its timeline");
    assert!(!item.title.is_empty());
    format!("{item:?} {:?}", case.incident())
}

fn incident_of(state: &State) -> &Incident {
    let State::Incident(incident) = state else { panic!("this is no incident") };
    incident
}

/// What an accepted step must have left behind.
fn check_accepted(name: &str, mark: &str, before: &Incident, case: &Case) {
    let event = case.events().last().unwrap();
    let content = event.event.content().to_string();
    let after = case.incident();
    assert_eq!(column(&after), leads_to(name, column(before)), "after {name}");
    // Only these carry no words of whoever asked.
    let wordless = ["classify", "name-finisher", "finish-report", "open-review"].contains(&name)
        || !content.contains("mark-");
    if !wordless {
        assert!(content.contains(mark), "{name}: {content}");
        assert!(readable(case, event).contains(mark), "{name}: what was written cannot be read anywhere");
    }
    if let Event::Incident(IncidentEvent::Closed(closed)) = &event.event {
        check_closed(closed, before, case);
    }
    check_nothing_is_lost(before, &after);
}

/// A case is closed when everything that must be done first is done, or with a reason that is on record.
fn check_closed(closed: &Closed, before: &Incident, case: &Case) {
    let open: Vec<Task> =
        before.tasks(&case.pack).into_iter().filter(|t| t.blocks_closing && t.is_open()).collect();
    let passed = closed.findings.iter().any(|f| f.rule == "tasks-done" && f.passed_because.is_some());
    assert!(open.is_empty() || passed, "closed although there is still to be done: {open:?}");
    assert!(closed.findings.iter().all(|finding| !finding.blocks()));
}

/// Lists only ever grow; what was reported stays what it was.
fn check_nothing_is_lost(before: &Incident, after: &Incident) {
    fn grows<T: PartialEq + std::fmt::Debug>(before: &[T], after: &[T]) {
        assert!(after.starts_with(before), "{before:?} became {after:?}");
    }
    grows(&before.people, &after.people);
    grows(&before.files, &after.files);
    grows(&before.police, &after.police);
    grows(&before.triggers, &after.triggers);
    grows(&before.decisions, &after.decisions);
    grows(&before.rectified, &after.rectified);
    grows(&before.apologies, &after.apologies);
    grows(&before.follow_ups, &after.follow_ups);
    grows(&before.links, &after.links);
    grows(&before.escalations, &after.escalations);
    if let (Some(first), Some(now)) = (&before.report, &after.report) {
        assert_eq!((&first.said.words, &first.said.number), (&now.said.words, &now.said.number));
        assert_eq!((before.reported_at, &before.recorder), (after.reported_at, &after.recorder));
    }
    assert_eq!(after.is_open(), !matches!(after.stage, Stage::Closed | Stage::EnteredInError));
    // What was closed before it turned out to be an error keeps the day.
    let closed =
        after.stage == Stage::Closed || after.stage == Stage::EnteredInError && before.closed_at.is_some();
    assert_eq!(after.closed_at.is_some(), closed);
}

fn check_tasks(case: &Case) {
    let tasks = case.incident().tasks(&case.pack);
    let keys: BTreeSet<&String> = tasks.iter().map(|task| &task.key).collect();
    assert_eq!(keys.len(), tasks.len(), "two tasks with one key: {tasks:?}");
    assert!(tasks.iter().all(|task| task.opened_at <= case.now && !task.what.is_empty()));
}

proptest! {
    #![proptest_config(Config { cases: 250, failure_persistence: None, ..Config::default() })]

    #[test]
    fn whatever_is_asked_the_machine_keeps_its_word((at_agency, steps) in history()) {
        let table = stages::table();
        let mut case = if at_agency { agency() } else { council() };
        let mut built = State::empty(StreamKind::Incident);
        let mut accepted = Vec::new();
        for (n, step) in steps.iter().enumerate() {
            case = case.later(SignedDuration::from_mins(step.minutes));
            let (name, mark) = (if n == 0 { "report" } else { NAMES[step.command] }, format!("mark-{n}-end"));
            let command = asked(name, step.pick, &mark, &case);
            let before = case.state();
            let cell = &table[&(name.to_owned(), column(incident_of(&before)).to_owned())];
            match case.decided(step.who, command.clone()) {
                Ok(events) => {
                    prop_assert_eq!(cell.as_str(), "yes", "{} was accepted", name);
                    prop_assert_eq!(events.len(), 1);
                    let again = case.decided(step.who, command);
                    prop_assert_eq!(again.as_ref(), Ok(&events), "decided twice, decided alike");
                    events.into_iter().for_each(|event| case.record(step.who, event));
                    built.apply(case.events().last().unwrap());
                    check_accepted(name, &mark, incident_of(&before), &case);
                    accepted.push(name);
                }
                Err(refusal) => {
                    let codes: Vec<&str> = refusal.problems.iter().map(|problem| problem.code.as_str()).collect();
                    prop_assert!(!codes.is_empty() && refusal.problems.iter().all(|problem| !problem.says.is_empty()));
                    prop_assert!(cell == "yes" || codes == [cell.as_str()], "{}: {:?}, not {}", name, codes, cell);
                    prop_assert_eq!(case.state(), before, "a refusal changes nothing");
                }
            }
            check_tasks(&case);
        }
        prop_assert_eq!(&built, &case.state(), "replayed is as it was built");
        prop_assert_eq!(case.events().len(), accepted.len());
    }
}

/// The histories above are worth something only if they get everywhere.
#[test]
fn random_histories_reach_every_stage_and_every_kind_of_event() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut stages, mut names) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..250 {
        let (at_agency, steps) = history().new_tree(&mut runner).unwrap().current();
        let mut case = if at_agency { agency() } else { council() };
        for (n, step) in steps.iter().enumerate() {
            let name = if n == 0 { "report" } else { NAMES[step.command] };
            let command = asked(name, step.pick, "mark-0-end", &case);
            if let Ok(events) = case.decided(step.who, command) {
                names.insert(name);
                events.into_iter().for_each(|event| case.record(step.who, event));
            }
            stages.insert(column(&case.incident()));
        }
    }
    let missing: Vec<&&str> = NAMES.iter().filter(|name| !names.contains(*name)).collect();
    assert!(missing.is_empty(), "never accepted: {missing:?}");
    assert_eq!(stages.len(), 7, "{stages:?}");
}

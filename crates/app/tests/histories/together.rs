//! Many at once on one thing: one wins each version, the others hear of it or are decided anew, and nothing is lost,
//! doubled or skipped.

use std::collections::BTreeSet;

use evenhand_app::{App, AppError, Ordered, Request};
use evenhand_domain::customer::{CustomerCommand, Details, Registered};
use evenhand_domain::incident::{AccountKind, IncidentCommand, Report, WordsAdded};
use evenhand_domain::policy_record::{PolicyCommand, Suggested};
use evenhand_domain::{Command, StreamId, StreamKind};
use evenhand_policy::facts::Part;
use evenhand_testkit::{Engine, Organisation, TestOrg, begin};

/// How many ask at once.
const MANY: usize = 24;

async fn on_each_engine(test: impl AsyncFn(TestOrg)) {
    for engine in Engine::all() {
        test(TestOrg::open(Organisation::Tarrowmere, engine).await).await;
    }
}

fn report(n: usize) -> Command {
    let report = Report {
        part: Part::Experienced,
        happenings: ["shouting".to_owned()].into(),
        site_kind: "office".to_owned(),
        occurred_at: begin(),
        words: Some(format!("Words {n}")),
        ..Report::default()
    };
    Command::Incident(Box::new(IncidentCommand::Report(report)))
}

fn words(n: usize) -> Command {
    let words = WordsAdded { kind: AccountKind::Note, text: format!("Note {n}"), severity_felt: None };
    Command::Incident(Box::new(IncidentCommand::AddWords(words)))
}

fn suggestion(n: usize) -> Command {
    Command::Policy(PolicyCommand::Suggest(Suggested { n: 0, text: format!("Suggestion {n}") }))
}

fn customer(n: usize) -> Command {
    let details = Details {
        family_name: format!("Teal {n}"),
        customer_type: "current-customer".to_owned(),
        ..Details::default()
    };
    let source = "Front desk".to_owned();
    Command::Customer(CustomerCommand::Register(Registered { reference: String::new(), details, source }))
}

/// Somebody asks for each of these at the same time.
async fn at_once(
    org: &TestOrg,
    who: &str,
    asked: Vec<(StreamId, Command, Request)>,
) -> Vec<Result<evenhand_app::Done, AppError>> {
    let who = org.who(who).await;
    let start = |(stream, command, request)| {
        let (app, who): (App, _) = (org.app.clone(), who.clone());
        tokio::spawn(async move { app.perform(&who, stream, command, &request).await })
    };
    let tasks: Vec<_> = asked.into_iter().map(start).collect();
    let mut all = Vec::new();
    for task in tasks {
        all.push(task.await.unwrap());
    }
    all
}

fn request(key: String, expected: Option<u64>) -> Request {
    Request { key, expected, ..Request::default() }
}

async fn is_sound(org: &TestOrg) {
    let itself = org.app.itself().await.unwrap();
    assert_eq!(org.app.compare(&itself).await.unwrap(), []);
    for checked in org.app.verify(&itself).await.unwrap() {
        assert!(matches!(checked.found, evenhand_app::record::Found::Intact(_)), "{checked:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_saw_one_version_exactly_one_changes_it() {
    on_each_engine(async |org| {
        let stream = StreamId::new(StreamKind::Incident, "incident-1");
        let first = vec![(stream.clone(), report(0), request("first".to_owned(), Some(0)))];
        at_once(&org, "a.quill", first).await.pop().unwrap().unwrap();
        for version in 1..=5_u64 {
            let asked = (0..MANY)
                .map(|n| (stream.clone(), words(n), request(format!("{version}-{n}"), Some(version))));
            let (won, lost): (Vec<_>, Vec<_>) =
                at_once(&org, "a.quill", asked.collect()).await.into_iter().partition(Result::is_ok);
            let versions: Vec<u64> = won.into_iter().map(|done| done.unwrap().version).collect();
            assert_eq!(versions, [version + 1]);
            for error in lost.into_iter().map(Result::unwrap_err) {
                assert!(matches!(error, AppError::Changed { current } if current == version + 1), "{error}");
            }
        }
        is_sound(&org).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn those_who_saw_no_version_are_decided_anew_each_on_what_the_others_did() {
    on_each_engine(async |org| {
        let stream = StreamId::only(StreamKind::Policy);
        let mut done = BTreeSet::new();
        // Whoever was never first in all attempts is told so, and tries again with the same key.
        for _ in 0..MANY {
            let asked = (0..MANY).map(|n| (stream.clone(), suggestion(n), request(format!("s{n}"), None)));
            let outcomes = at_once(&org, "a.quill", asked.collect()).await;
            let busy = outcomes.iter().filter(|outcome| outcome.is_err()).count();
            for outcome in outcomes {
                match outcome {
                    Ok(outcome) => _ = done.insert(outcome.version),
                    Err(AppError::Unavailable(_)) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            if busy == 0 {
                break;
            }
        }
        assert_eq!(done, (1..=MANY as u64).collect(), "each has a version of its own, none is left out");
        let (record, _) = org.app.policy_record().await.unwrap();
        let numbers: Vec<u32> = record.suggestions.iter().map(|(suggested, ..)| suggested.n).collect();
        assert_eq!(numbers, (1..=MANY as u32).collect::<Vec<_>>());
        is_sound(&org).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_sent_many_times_at_once_is_carried_out_once() {
    on_each_engine(async |org| {
        let stream = StreamId::new(StreamKind::Customer, "customer-1");
        let asked = (0..MANY).map(|_| (stream.clone(), customer(1), request("same".to_owned(), None)));
        let done: Vec<_> =
            at_once(&org, "a.quill", asked.collect()).await.into_iter().map(Result::unwrap).collect();
        assert!(done.iter().all(|one| *one == done[0]), "{done:?}");
        assert_eq!(done[0].version, 1);
        is_sound(&org).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_sends_twice_at_once_hears_the_same_twice_and_not_that_it_changed() {
    on_each_engine(async |org| {
        let stream = StreamId::new(StreamKind::Incident, "incident-1");
        for version in 0..6_u64 {
            let command = if version == 0 { report(0) } else { words(0) };
            let send =
                || (stream.clone(), command.clone(), request(format!("twice-{version}"), Some(version)));
            for done in at_once(&org, "a.quill", vec![send(), send(), send()]).await {
                assert_eq!(done.unwrap().version, version + 1);
            }
        }
        is_sound(&org).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn numbers_given_at_once_are_unique_and_without_gaps() {
    on_each_engine(async |org| {
        let stream = |n| StreamId::new(StreamKind::Incident, format!("incident-{n}"));
        let asked = (0..MANY).map(|n| (stream(n), report(n), request(format!("r{n}"), None)));
        let done = at_once(&org, "a.quill", asked.collect()).await;
        let numbers: BTreeSet<String> = done.into_iter().map(|done| done.unwrap().number.unwrap()).collect();
        let expected: BTreeSet<String> = (1..=MANY).map(|n| format!("IN-2027-{n:05}")).collect();
        assert_eq!(numbers, expected);
        is_sound(&org).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn commands_in_one_go_come_to_what_they_come_to_one_by_one() {
    on_each_engine(async |org| {
        let (who, again) =
            (org.who("a.quill").await, TestOrg::open(Organisation::Tarrowmere, Engine::Sqlite).await);
        let incident = |n: usize| StreamId::new(StreamKind::Incident, format!("incident-{}", n % 7));
        let command = |n: usize| if n < 7 { report(n) } else { words(n) };
        let ordered = (0..MANY).map(|n| Ordered {
            who: who.clone(),
            stream: incident(n),
            command: command(n),
            key: format!("o{n}"),
        });
        let in_one_go = org.app.perform_in_order(ordered.collect()).await.unwrap();
        let other = again.who("a.quill").await;
        for (n, done) in in_one_go.into_iter().enumerate() {
            let one_by_one =
                again.app.perform(&other, incident(n), command(n), &request(format!("o{n}"), None)).await;
            assert_eq!(done.unwrap(), one_by_one.unwrap());
        }
        is_sound(&org).await;
    })
    .await;
}

//! The demonstration as it is served: what it holds, that it is always the same, that its record is intact.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop at once")]

use std::collections::BTreeMap;
use std::sync::Arc;

use evenhand_app::installation::Home;
use evenhand_app::lookup::{Asked, Looked};
use evenhand_app::record::Found;
use evenhand_app::set_up::describe;
use evenhand_app::work::Tab;
use evenhand_app::{App, Installation, Ports, Who};
use evenhand_demo::{ORGANISATIONS, Options, SEED, Size, build};
use evenhand_policy::pack::Channel;
use evenhand_store::Log;
use evenhand_store::read::IncidentFilter;
use jiff::Timestamp;
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// Tuesday 16 March 2027, in the afternoon.
const NOW: &str = "2027-03-16T05:00:00Z";

fn options(seed: u64, size: Size) -> Options {
    let now: Timestamp = NOW.parse().unwrap();
    Options { seed, size, now, password: "heron brisk lantern 41 quay".to_owned(), progress: |_| {} }
}

async fn made(seed: u64, size: Size) -> (TempDir, Installation) {
    let folder = TempDir::new().unwrap();
    let fatal: evenhand_store::OnFatal = Arc::new(|error| panic!("storage failed in a test: {error}"));
    build(folder.path(), Home::Files, &options(seed, size), fatal.clone()).await.unwrap();
    let installation = Installation::open(folder.path(), Home::Files, Ports::system(), fatal).await.unwrap();
    (folder, installation)
}

/// The stories, made once for all tests that only look.
async fn stories() -> &'static Installation {
    static MADE: OnceCell<(TempDir, Installation)> = OnceCell::const_new();
    &MADE.get_or_init(|| made(SEED, Size::Stories)).await.1
}

/// The stories and the last month around them, made once for all tests that only look.
async fn a_month() -> &'static Installation {
    static MADE: OnceCell<(TempDir, Installation)> = OnceCell::const_new();
    &MADE.get_or_init(|| made(SEED, Size::Months(1))).await.1
}

async fn log_of(app: &App, log: Log) -> String {
    let mut out = Vec::new();
    app.export(&app.itself().await.unwrap(), log, &mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

/// Somebody, by the name they sign in with.
async fn signed_in(app: &App, account: &str) -> Who {
    let accounts = app.demonstration_accounts().await.unwrap();
    let account = accounts.into_iter().find(|known| known.name == account).unwrap();
    app.who(&account.staff.parse().unwrap()).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_account_that_the_descriptions_name_is_there() {
    let installation = stories().await;
    for text in ORGANISATIONS {
        let description = describe(text).unwrap();
        let app = installation.app(&description.slug).await.unwrap();
        let accounts = app.demonstration_accounts().await.unwrap();
        let mut known: Vec<&str> = accounts.iter().map(|account| account.name.as_str()).collect();
        let mut named: Vec<&str> =
            description.staff.iter().filter_map(|staff| staff.account.as_deref()).collect();
        known.sort_unstable();
        named.sort_unstable();
        assert_eq!(known, named);
        assert!(accounts.iter().all(|account| account.password.is_some()));
    }
}

/// Whose incidents are at which stages when the stories are told: organisation, family name, stages sorted.
const STAGES: &[(&str, &str, &str, &[&str])] = &[
    ("tarrowmere", "p.wren", "Ottoline Brack", &["action-under-way", "reported"]),
    ("tarrowmere", "b.tarn", "Perrin Sallow", &["closed"]),
    ("tarrowmere", "p.wren", "Marlow Fenn-Castle", &["closed", "closed"]),
    ("tarrowmere", "p.wren", "Linnet Ashgrove", &["action-under-way"]),
    ("tarrowmere", "p.wren", "Tavish Holm", &["reopened"]),
    ("tarrowmere", "p.wren", "Isolde Crake", &["action-under-way", "closed", "closed"]),
    ("tarrowmere", "p.wren", "Thistle Mallet", &["in-assessment"]),
    ("nas", "r.imre", "Juniper Vale", &["closed"]),
    ("nas", "h.okafor", "Sable Ferrier", &["action-under-way"]),
    ("nas", "h.okafor", "Wren Ferrier", &["in-assessment"]),
    ("nas", "b.sayer", "Alder Pike", &["action-under-way", "in-assessment"]),
    ("nas", "r.imre", "Mercer Dunmore", &["closed", "closed", "reported"]),
    ("nas", "c.danek", "Corvin Strake", &["action-under-way", "action-under-way"]),
    ("nas", "r.imre", "Bracken Pintle", &["action-under-way"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_story_has_come_as_far_as_it_is_told() {
    let installation = stories().await;
    for (slug, account, name, stages) in STAGES {
        let app = installation.app(slug).await.unwrap();
        let who = signed_in(&app, account).await;
        let found = app.customers_from(&who, name).await.unwrap();
        let [person] = found.as_slice() else { panic!("{name}: {} people", found.len()) };
        let filter = IncidentFilter { customer: Some(person.id.clone()), limit: 100, ..Default::default() };
        let mut known: Vec<String> =
            app.incidents(&who, &filter).await.unwrap().into_iter().map(|row| row.stage).collect();
        known.sort();
        assert_eq!(known, *stages, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_of_one_name_are_told_apart_and_the_wrong_one_has_no_incident() {
    let app = stories().await.app("tarrowmere").await.unwrap();
    let who = signed_in(&app, "p.wren").await;
    let mut stages = BTreeMap::new();
    for person in app.customers_from(&who, "Rowan Tull").await.unwrap() {
        let file = app.customer_file(&who, &person.id).await.unwrap();
        let known = file.incidents.into_iter().map(|row| row.stage).collect::<Vec<_>>();
        stages.insert(file.customer.details.born_on.unwrap().year(), known);
    }
    // What was reported twice and entered in error stays with the one it was entered for.
    let expected = [(1961, vec!["entered-in-error".to_owned()]), (1994, vec!["closed".to_owned()])];
    assert_eq!(stages, expected.into());
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_sealed_is_there_for_the_named_alone() {
    let app = stories().await.app("nas").await.unwrap();
    let found = |account: &'static str| {
        let app = app.clone();
        async move {
            let who = signed_in(&app, account).await;
            app.customers_from(&who, "Wren Ferrier").await.unwrap().len()
        }
    };
    assert_eq!((found("h.okafor").await, found("r.imre").await, found("m.tan").await), (1, 0, 1));
    let asked = Asked { query: "CS-60419".to_owned(), channel: Channel::Phone, second: None };
    let nolan = signed_in(&app, "c.nolan").await;
    assert_eq!(app.look_up(&nolan, &asked).await.unwrap(), Looked::NoOne);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_register_is_taken_but_for_its_forty_bad_rows() {
    let app = stories().await.app("tarrowmere").await.unwrap();
    let log = log_of(&app, Log::Events).await;
    let taken = log.lines().filter(|line| line.contains("import of old register")).count();
    assert_eq!(taken, 120);
}

/// Accounts whose first page has something to do, to read or to send.
const BUSY: &[(&str, &[&str])] = &[
    (
        "tarrowmere",
        &[
            "a.quill",
            "b.sanderling",
            "b.tarn",
            "e.roth",
            "f.corran",
            "j.arlen",
            "k.marr",
            "l.osei",
            "m.birch",
            "n.iyer",
            "p.wren",
            "r.halloran",
            "s.brandt",
            "v.tolland",
            "d.ames",
        ],
    ),
    (
        "nas",
        &[
            "a.loxley", "b.sayer", "c.danek", "c.nolan", "h.okafor", "i.santos", "j.finch", "l.petrov",
            "o.dell", "q.abara", "r.imre", "r.vance", "s.amati", "t.marlow", "w.lane", "w.grey", "y.pike",
            "c.oduya", "f.hale", "m.tan",
        ],
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_of_those_who_work_on_incidents_is_not_empty() {
    let installation = stories().await;
    let mut empty = Vec::new();
    for (slug, accounts) in BUSY {
        let app = installation.app(slug).await.unwrap();
        for account in *accounts {
            let who = signed_in(&app, account).await;
            let tasks = app.tasks(&who, Tab::Mine).await.unwrap().len();
            let unread =
                app.notices(&who).await.unwrap().iter().filter(|notice| notice.read_at.is_none()).count();
            let drafts = app.drafts(&who).await.unwrap().len();
            empty.extend((tasks + unread + drafts == 0).then_some(*account));
        }
    }
    assert_eq!(empty, Vec::<&str>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_verifies_and_its_tables_are_what_the_log_says() {
    let installation = a_month().await;
    for app in installation.apps().await.into_values() {
        let system = app.itself().await.unwrap();
        for checked in app.verify(&system).await.unwrap() {
            assert!(matches!(checked.found, Found::Intact(_)), "{checked:?}");
        }
        assert_eq!(app.compare(&system).await.unwrap(), Vec::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_and_moment_make_the_same_logs() {
    let one = a_month().await;
    let (_again, two) = made(SEED, Size::Months(1)).await;
    let (_another, other) = made(SEED + 1, Size::Months(1)).await;
    for slug in ["tarrowmere", "nas"] {
        let logs = [one, &two, &other].map(|installation| installation.app(slug));
        let [one, two, other] = futures::future::join_all(logs).await.try_into().ok().unwrap();
        let (one, two, other) = (one.unwrap(), two.unwrap(), other.unwrap());
        for log in Log::ALL {
            assert!(log_of(&one, log).await == log_of(&two, log).await, "{slug}: the {} differ", log.name());
        }
        assert!(log_of(&one, Log::Events).await != log_of(&other, Log::Events).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_stand_in_the_log_in_the_order_of_time_and_none_is_of_the_future() {
    let installation = a_month().await;
    let now: Timestamp = NOW.parse().unwrap();
    for app in installation.apps().await.into_values() {
        let times = times(&log_of(&app, Log::Events).await);
        assert!(times.len() > 100);
        assert!(times.is_sorted());
        assert!(times.iter().all(|at| *at <= now.as_millisecond()));
    }
}

/// The times of the events of an exported log, in its order.
fn times(log: &str) -> Vec<i64> {
    let at = |line: &str| {
        let entry: serde_json::Value = serde_json::from_str(line).ok()?;
        entry.pointer("/header/at").and_then(serde_json::Value::as_i64)
    };
    log.lines().filter_map(at).collect()
}

/// Agencies, programmes, councils and places that exist.
const REAL: &[&str] = &[
    "Services Australia",
    "Centrelink",
    "Medicare",
    "Child Support Agency",
    "Department of",
    "Taxation Office",
    "Mount Gambier",
    "Gambier",
    "Comcare",
    "SafeWork",
    "National Disability",
    "NDIS",
    "Veterans",
    "Serco",
    "Adelaide",
    "Sydney",
    "Melbourne",
    "Brisbane",
    "Perth",
    "Hobart",
    "Darwin",
    "Canberra",
    "Ashburton",
    "Mackay",
    "Queensland",
    "New South Wales",
    "Tasmania",
    "South Australia",
    "Western Australia",
    "New Zealand",
    "Ombudsman",
    "Whanganui",
    "Geelong",
    "Wollongong",
    "Newcastle",
    "Ballarat",
    "Bendigo",
    "Whyalla",
    "Port Augusta",
    "Murray",
];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_told_names_an_agency_a_council_or_a_place_that_exists() {
    let installation = a_month().await;
    for app in installation.apps().await.into_values() {
        for line in log_of(&app, Log::Events).await.lines() {
            // How an organisation is set up names its policy and its law; those exist.
            if line.contains("\"organisation.set-up\"") || line.contains("\"pack.") {
                continue;
            }
            for name in REAL {
                assert!(!line.contains(name), "`{name}` in {line}");
            }
        }
    }
}

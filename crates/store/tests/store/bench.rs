//! A store on either database, and commands to give it: customers who are entered, and their needs.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use evenhand_domain::customer::{CustomerEvent, Details, NeedRecorded, Registered};
use evenhand_domain::{Event, State, StreamId, StreamKind};
use evenhand_ledger::{Hash, SecretKey};
use evenhand_policy::access::{Actor, Subject, check};
use evenhand_policy::{Action, Pack, Permit};
use evenhand_store::looks::Look;
use evenhand_store::{Append, Appended, Log, Place, Ports, Store, StoreError, Value, tables};
use jiff::Timestamp;
use serde_json::json;
use tempfile::TempDir;

use crate::{postgres, raw};

/// Tuesday 16 March 2027, in milliseconds.
const BEGIN: i64 = 1_805_155_200_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// SQLite always, PostgreSQL wherever the test command runs.
pub fn engines() -> Vec<Engine> {
    match postgres::url() {
        Some(_) => vec![Engine::Sqlite, Engine::Postgres],
        None => vec![Engine::Sqlite],
    }
}

/// A store, and everything a test does with it.
pub struct Bench {
    pub store: Store,
    pub place: Place,
    pub clock: Arc<AtomicI64>,
    pub fatal: Arc<Mutex<Vec<String>>>,
    pub folder: TempDir,
}

impl Bench {
    pub async fn on(engine: Engine) -> Bench {
        let folder = TempDir::new().unwrap();
        let place = match engine {
            Engine::Sqlite => Place::File(folder.path().join("record.db")),
            Engine::Postgres => postgres::new_place().await,
        };
        Bench::at(place, folder).await.unwrap()
    }

    pub async fn at(place: Place, folder: TempDir) -> Result<Bench, StoreError> {
        let (clock, fatal) = (Arc::new(AtomicI64::new(BEGIN)), Arc::new(Mutex::default()));
        let store = Store::open(&place, ports(clock.clone(), fatal.clone())).await?;
        Ok(Bench { store, place, clock, fatal, folder })
    }

    /// Another store on the same record, as another process would have it.
    pub async fn another(&self) -> Store {
        Store::open(&self.place, ports(self.clock.clone(), self.fatal.clone())).await.unwrap()
    }

    pub async fn number(&self, sql: &str) -> i64 {
        raw::number(&self.place, sql).await
    }

    /// Everything that is kept: each row with its table.
    pub async fn everything(&self) -> BTreeSet<(String, Vec<Value>)> {
        let computed =
            tables().into_iter().map(|table| (table.name, [table.key, table.columns].concat().join(", ")));
        let kept = KEPT.iter().map(|table| (*table, "*".to_owned()));
        let mut all = BTreeSet::new();
        for (table, columns) in computed.chain(kept) {
            let rows = raw::rows(&self.place, &format!("select {columns} from {table}")).await;
            all.extend(rows.into_iter().map(|row| (table.to_owned(), row)));
        }
        all
    }

    /// Nothing was added, changed or taken away since.
    pub async fn is_still(&self, before: &BTreeSet<(String, Vec<Value>)>) {
        let now = self.everything().await;
        let changed: Vec<_> = before.symmetric_difference(&now).collect();
        assert!(changed.is_empty(), "{changed:#?}");
    }
}

/// The tables that are not computed.
const KEPT: &[&str] = &[
    "events",
    "event_content",
    "looks",
    "look_content",
    "trees",
    "checkpoints",
    "commands",
    "numbers",
    "outbox",
    "inbox",
];

pub fn ports(clock: Arc<AtomicI64>, fatal: Arc<Mutex<Vec<String>>>) -> Ports {
    let salts = AtomicU64::new(0);
    Ports {
        salt: Arc::new(move || Hash::of(&salts.fetch_add(1, Ordering::Relaxed).to_be_bytes()).0),
        clock: Arc::new(move || clock.load(Ordering::Relaxed)),
        on_fatal: Arc::new(move |error| fatal.lock().unwrap().push(error.to_string())),
    }
}

pub fn now() -> Timestamp {
    Timestamp::from_millisecond(BEGIN).unwrap()
}

/// The key the logs are signed with.
pub fn key() -> SecretKey {
    SecretKey::new("evenhand/test", &[7; 32])
}

/// Leave to enter customers, and for everything else a test does: the store asks for one, not for which.
pub fn permit() -> Permit {
    check(&Actor::system(), Action::RegisterCustomer, &Subject::default(), &Pack::default()).unwrap()
}

/// A customer who is entered: as the thing a key makes, so that the same key always makes the same.
pub fn register(key: &str) -> Append {
    let details = Details {
        given_names: "Ada".to_owned(),
        family_name: format!("Quill {key}"),
        phones: vec!["0491 570 156".to_owned()],
        ..Details::default()
    };
    let reference = format!("WB-{key}");
    let registered = Registered { reference, details, source: "test".to_owned() };
    let stream = StreamId::new(StreamKind::Customer, key);
    append(key, stream, &[], vec![CustomerEvent::from(registered)])
}

/// A need of a customer, recorded when this many events are known.
pub fn need(key: &str, customer: &str, before: &[Append]) -> Append {
    let need = NeedRecorded { n: 0, need: "large-print".to_owned(), note: Some(key.to_owned()) };
    append(key, StreamId::new(StreamKind::Customer, customer), before, vec![CustomerEvent::from(need)])
}

/// Two events at once, and something to tell: a command that must never be half there.
pub fn register_with_need(key: &str) -> Append {
    let mut command = register(key);
    let need = NeedRecorded { n: 1, need: "large-print".to_owned(), note: None };
    command.events.push(CustomerEvent::from(need).into());
    command.outbox = vec![(format!("tell {key}"), json!({ "told": key }))];
    command
}

fn append(key: &str, stream: StreamId, before: &[Append], events: Vec<CustomerEvent>) -> Append {
    let mut state = State::empty(stream.kind);
    let earlier: Vec<&Event> = before.iter().flat_map(|append| &append.events).collect();
    for (event, version) in earlier.iter().zip(1..) {
        state.apply(&evenhand_domain::Recorded {
            seq: 0,
            version,
            at: now(),
            actor: "system".to_owned(),
            role: "system".to_owned(),
            delegation: None,
            pack: "pack@1".to_owned(),
            event: (*event).clone(),
        });
    }
    Append {
        stream,
        before: state,
        expected: earlier.len() as u64,
        events: events.into_iter().map(Into::into).collect(),
        at: now(),
        pack: "pack@1".to_owned(),
        key: key.to_owned(),
        digest: Hash::of(key.as_bytes()),
        answer: json!({ "made": key }),
        outbox: Vec::new(),
        numbers: Vec::new(),
    }
}

pub async fn save(store: &Store, append: Append) -> Result<Appended, StoreError> {
    store.append(&permit(), append).await
}

pub async fn look(store: &Store, about: &str) -> Result<u64, StoreError> {
    let look = Look {
        kind: "look.card",
        about: about.to_owned(),
        content: json!({ "shown": "card" }),
        at: now(),
        pack: "pack@1".to_owned(),
    };
    store.look(&permit(), vec![look]).await
}

/// A record with something in every table of it: customers, needs, looks, checkpoints.
pub async fn filled(bench: &Bench) {
    for n in 1..=12 {
        let customer = format!("c{n}");
        let entered = register_with_need(&customer);
        save(&bench.store, entered.clone()).await.unwrap();
        save(&bench.store, need(&format!("n{n}"), &customer, &[entered])).await.unwrap();
        look(&bench.store, &format!("customer:{customer}")).await.unwrap();
        if n % 4 == 0 {
            for log in Log::ALL {
                bench.store.checkpoint(log, &key(), now()).await.unwrap();
            }
        }
    }
}

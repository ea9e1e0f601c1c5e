//! An organisation at work on one of the databases, and everything that is in it.

use std::collections::BTreeSet;
use std::sync::Arc;

use evenhand_app::{App, Request};
use evenhand_domain::organisation::SetUp;
use evenhand_domain::{Event, Recorded, StaffId, StreamId};
use evenhand_policy::pack::Files;
use evenhand_store::{Place, Value, tables};
use evenhand_testkit::{Engine, Organisation, SetClock, begin, open, place, raw};
use jiff::Timestamp;
use jiff::civil::date;
use tempfile::TempDir;

use crate::model::{Answer, Asked};

/// An organisation on an engine.
pub struct Org {
    pub engine: Engine,
    pub app: App,
    pub clock: Arc<SetClock>,
    pub place: Place,
    _folder: TempDir,
}

/// Everything that is kept: each row with its table.
pub type Everything = BTreeSet<(String, Vec<Value>)>;

/// The tables that are not computed and are part of the history.
const KEPT: &[(&str, &str)] = &[
    ("events", "seq, stream, version, type, v, at, actor, role, delegation, pack, command, payload, leaf"),
    ("event_content", "seq, salt, content"),
    ("looks", "seq, stream, version, type, v, at, actor, role, delegation, pack, command, payload, leaf"),
    ("look_content", "seq, salt, content"),
    ("trees", "log, size, frontier"),
    ("commands", "key, digest, answer, at"),
    ("numbers", "series, n"),
    ("outbox", "id, effect, at, state, attempts, due_at, error"),
];

impl Org {
    pub async fn on(engine: Engine, organisation: Organisation) -> Org {
        let description = organisation.description();
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(SetClock::at(begin()));
        let place = place(engine, &folder).await;
        let app = open(&description.slug, &place, clock.clone()).await;
        let set_up = SetUp {
            name: description.name.clone(),
            zone: description.zone.clone(),
            jurisdiction: description.jurisdiction.clone(),
            pack: description.pack.clone(),
            brand: description.brand.clone(),
        };
        let files = evenhand_app::packs::shipped_files(&description.pack).unwrap();
        app.set_up(set_up, files).await.unwrap();
        app.enter(&description, date(2020, 1, 1), None).await.unwrap();
        Org { engine, app, clock, place, _folder: folder }
    }

    /// Asks for something now.
    pub async fn perform(&self, asked: &Asked) -> Answer {
        let Some(who) = self.app.who(&asked.who).await.unwrap() else { return Answer::Nobody };
        let request = Request { key: asked.key.clone(), expected: asked.expected, ..Request::default() };
        self.app.perform(&who, asked.stream.clone(), asked.command.clone(), &request).await.into()
    }

    /// Loads a version of the pack.
    pub async fn load_pack(&self, who: &StaffId, files: Files, key: &str) -> Answer {
        let Some(who) = self.app.who(who).await.unwrap() else { return Answer::Nobody };
        let request = Request { key: key.to_owned(), ..Request::default() };
        match self.app.load_pack(&who, files, &request).await {
            Ok(done) => Ok(done).into(),
            Err(evenhand_app::packs::PackError::App(error)) => Err(error).into(),
            Err(error @ evenhand_app::packs::PackError::Mistakes(_)) => panic!("{error}"),
        }
    }

    /// The log of events as it is kept.
    pub async fn log(&self) -> Vec<(StreamId, Recorded<Event>)> {
        const SQL: &str = "select e.seq, e.stream, e.version, e.type, e.v, e.at, e.actor, e.role, e.delegation, \
            e.pack, c.content from events e join event_content c on c.seq = e.seq order by e.seq";
        raw::rows(&self.place, SQL).await.into_iter().map(recorded).collect()
    }

    pub async fn everything(&self) -> Everything {
        let computed =
            tables().into_iter().map(|table| (table.name, [table.key, table.columns].concat().join(", ")));
        let kept = KEPT.iter().map(|(table, columns)| (*table, (*columns).to_owned()));
        let mut all = Everything::new();
        for (table, columns) in computed.chain(kept) {
            let rows = raw::rows(&self.place, &format!("select {columns} from {table}")).await;
            all.extend(rows.into_iter().map(|row| (table.to_owned(), row)));
        }
        all
    }
}

fn recorded(row: Vec<Value>) -> (StreamId, Recorded<Event>) {
    let text = |at: usize| match &row[at] {
        Value::Text(text) => text.clone(),
        other => panic!("{other:?} is no text"),
    };
    let number = |at: usize| match row[at] {
        Value::Int(number) => number,
        ref other => panic!("{other:?} is no number"),
    };
    let stream: StreamId = text(1).parse().unwrap();
    let shape = u32::try_from(number(4)).unwrap();
    let content = serde_json::from_str(&text(10)).unwrap();
    let recorded = Recorded {
        seq: u64::try_from(number(0)).unwrap(),
        version: u64::try_from(number(2)).unwrap(),
        at: Timestamp::from_millisecond(number(5)).unwrap(),
        actor: text(6),
        role: text(7),
        delegation: (row[8] != Value::Null).then(|| text(8)),
        pack: text(9),
        event: Event::read(stream.kind, &text(3), shape, content).unwrap(),
    };
    (stream, recorded)
}

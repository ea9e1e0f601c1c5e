//! Whoever has the file in their hands can change it, triggers or not; checking finds what they did and where.

use std::fs;
use std::path::PathBuf;

use evenhand_store::{Log, Place};
use tempfile::TempDir;

use crate::bench::{Bench, Engine, engines, filled, key};
use crate::raw;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_untouched_record_is_intact() {
    for engine in engines() {
        let bench = Bench::on(engine).await;
        filled(&bench).await;
        let events = bench.store.verify(Log::Events, &key().public()).await.unwrap();
        assert_eq!((events.entries, events.checkpoints, events.disposed), (36, 3, 0));
        let looks = bench.store.verify(Log::Looks, &key().public()).await.unwrap();
        assert_eq!((looks.entries, looks.checkpoints), (12, 3));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_history_has_the_same_tree_on_both_databases() {
    let mut roots = Vec::new();
    for engine in engines() {
        let bench = Bench::on(engine).await;
        filled(&bench).await;
        roots.push(bench.store.verify(Log::Events, &key().public()).await.unwrap().root);
    }
    assert!(roots.windows(2).all(|pair| pair[0] == pair[1]));
}

/// Lets the file be changed, as whoever has it can.
const UNLOCK: &[&str] = &[
    "drop trigger events_are_not_changed",
    "drop trigger events_are_not_deleted",
    "drop trigger event_content_are_not_changed",
    "drop trigger event_content_are_not_deleted",
    "drop trigger checkpoints_are_not_changed",
    "drop trigger checkpoints_are_not_deleted",
];

/// What is done to the file, the event it is found at, and how the fault begins. Every customer has three events
/// in a row; events 12, 24 and 36 are followed by a signed checkpoint.
const TAMPERING: &[(&str, u64, &str)] = &[
    (
        "update event_content set content = replace(content, 'c5', 'c6') where seq = 13",
        13,
        "its content is not what",
    ),
    ("update event_content set content = '{}' where seq = 14", 14, "its content is not what"),
    ("update event_content set content = 'nothing' where seq = 14", 14, ""),
    ("update event_content set salt = zeroblob(32) where seq = 17", 17, "its content is not what"),
    ("update event_content set salt = x'00' where seq = 17", 17, "a salt has the wrong length"),
    (
        "update event_content set salt = (select salt from event_content where seq = 1) where seq = 2",
        2,
        "its content",
    ),
    ("delete from event_content where seq = 20", 20, "its content is missing"),
    ("update events set actor = 'somebody' where seq = 9", 9, "its header was changed"),
    ("update events set at = at + 1 where seq = 36", 36, "its header was changed"),
    ("update events set role = 'manager' where seq = 1", 1, "its header was changed"),
    ("update events set type = 'customer.sealed' where seq = 8", 8, "its header was changed"),
    ("update events set pack = 'other@1' where seq = 8", 8, "its header was changed"),
    ("update events set delegation = 'd1' where seq = 8", 8, "its header was changed"),
    ("update events set leaf = zeroblob(32) where seq = 30", 30, "its header was changed"),
    ("update events set payload = x'01' where seq = 30", 30, "column 11 is no hash"),
    ("delete from events where seq = 7; delete from event_content where seq = 7", 7, "an event is missing"),
    ("delete from events where seq = 1; delete from event_content where seq = 1", 1, "an event is missing"),
    // Swapped: each is whole, but not in its place.
    (
        "update events set seq = -10 where seq = 10; update events set seq = 10 where seq = 11; \
        update events set seq = 11 where seq = -10; update event_content set seq = -10 where seq = 10; \
        update event_content set seq = 10 where seq = 11; update event_content set seq = 11 where seq = -10",
        10,
        "its header was changed",
    ),
    // The end cut off, and the tree made to fit. Were the checkpoint taken out too, nothing in the file could tell:
    // for that, checkpoints are kept elsewhere.
    (
        "delete from events where seq > 30; delete from event_content where seq > 30; \
        update trees set size = 30 where log = 'events'",
        31,
        "events are missing here",
    ),
    ("update checkpoints set note = replace(note, '24', '25') where log = 'events' and size = 24", 25, ""),
    ("update checkpoints set note = 'nothing' where log = 'events' and size = 12", 0, "the checkpoint"),
    (
        "update checkpoints set note = (select note from checkpoints where log = 'looks' and size = 4) \
        where log = 'events' and size = 12",
        4,
        "the checkpoint",
    ),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_tampering_is_named_at_its_event() {
    let bench = Bench::on(Engine::Sqlite).await;
    filled(&bench).await;
    let Place::File(file) = &bench.place else { panic!("a file was opened") };
    raw::execute(&bench.place, "pragma wal_checkpoint(truncate)").await.unwrap();
    for (sql, seq, says) in TAMPERING {
        let folder = TempDir::new().unwrap();
        let copy: PathBuf = folder.path().join("record.db");
        fs::copy(file, &copy).unwrap();
        let place = Place::File(copy);
        raw::execute(&place, &UNLOCK.join(";")).await.unwrap();
        raw::execute(&place, sql).await.unwrap();

        let found = found_in(place, folder).await;
        assert!(found.contains(&format!("event {seq}: {says}")), "{sql}: {found}");
    }
}

/// What opening or checking a record finds wrong with it.
async fn found_in(place: Place, folder: TempDir) -> String {
    match Bench::at(place, folder).await {
        Err(refused) => refused.to_string(),
        Ok(bench) => bench.store.verify(Log::Events, &key().public()).await.unwrap_err().to_string(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_is_shorter_than_its_tree_is_not_opened() {
    let bench = Bench::on(Engine::Sqlite).await;
    filled(&bench).await;
    let cut = "delete from events where seq > 30; delete from event_content where seq > 30";
    raw::execute(&bench.place, &[&UNLOCK.join(";"), cut].join(";")).await.unwrap();
    let Bench { place, folder, .. } = bench;
    let refused = Bench::at(place, folder).await.map(|_| ()).unwrap_err().to_string();
    assert!(refused.contains("the log of events and its tree disagree"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn content_that_was_changed_is_never_given_out() {
    let bench = Bench::on(Engine::Sqlite).await;
    filled(&bench).await;
    let change = "update event_content set content = replace(content, 'c5', 'c6') where seq = 13";
    raw::execute(&bench.place, &[&UNLOCK.join(";"), change].join(";")).await.unwrap();
    let loaded = bench.store.load(&"customer:c5".parse().unwrap()).await.unwrap_err().to_string();
    assert!(loaded.contains("event 13: its content is not what was written"), "{loaded}");
    // The process is told that it cannot trust what it reads.
    assert_eq!(bench.fatal.lock().unwrap().as_slice(), [loaded]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_page_is_an_error_and_not_an_answer() {
    let bench = Bench::on(Engine::Sqlite).await;
    filled(&bench).await;
    let Place::File(file) = &bench.place else { panic!("a file was opened") };
    raw::execute(&bench.place, "pragma wal_checkpoint(truncate)").await.unwrap();
    let folder = TempDir::new().unwrap();
    let copy = folder.path().join("record.db");
    let mut bytes = fs::read(file).unwrap();
    // Everything but the first page, which says that it is a database.
    bytes[4096..].fill(0xA5);
    fs::write(&copy, bytes).unwrap();
    let found = Bench::at(Place::File(copy), folder).await.map(|_| ()).unwrap_err().to_string();
    assert!(found.contains("damaged"), "{found}");
}

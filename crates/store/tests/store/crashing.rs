//! What was acknowledged is there after a crash, whole; and after a failed write nothing is acknowledged any more.
//!
//! The process that crashes is this test binary, run once more for a test that is ignored otherwise.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use evenhand_domain::{StreamId, StreamKind};
use evenhand_store::beside::{self, put_file};
use evenhand_store::{Log, Place, Store, StoreError};
use futures::future::join_all;
use tempfile::TempDir;

use crate::bench::{
    Bench, Engine, engines, filled, key, look, now, ports, register, register_with_need, save,
};
use crate::{postgres, raw};

/// Tells the child what to write to: a file, or a schema.
const PLACE: &str = "EVENHAND_TEST_CHILD_PLACE";
/// Tells the child where to note what was acknowledged, a key a line.
const NOTES: &str = "EVENHAND_TEST_CHILD_NOTES";

#[expect(clippy::disallowed_methods, reason = "the test that starts this one says so in the environment")]
fn told(name: &str) -> String {
    std::env::var(name).unwrap()
}

/// The place the child is told.
fn told_place() -> Place {
    match told(PLACE).split_once("schema:") {
        Some((_, schema)) => Place::Server { url: postgres::url().unwrap(), schema: schema.to_owned() },
        None => Place::File(PathBuf::from(told(PLACE))),
    }
}

/// This binary, to be run for one ignored test.
fn child(test: &str, place: &Place, notes: &Path) -> Command {
    let mut child = Command::new("/proc/self/exe");
    tell(&mut child, test, place, notes);
    child
}

fn tell(child: &mut Command, test: &str, place: &Place, notes: &Path) {
    let place = match place {
        Place::File(path) => path.display().to_string(),
        Place::Server { schema, .. } => format!("schema:{schema}"),
    };
    child.args(["--ignored", "--exact", test]).env(PLACE, place).env(NOTES, notes);
    child.stdout(Stdio::null()).stderr(Stdio::null());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "run by the test that kills it"]
async fn writes_until_it_is_killed() {
    let store = Store::open(&told_place(), ports(Default::default(), Default::default())).await.unwrap();
    let notes = OpenOptions::new().append(true).create(true).open(told(NOTES)).unwrap();
    let writers = (0..8).map(|writer| {
        let (store, mut notes) = (store.clone(), notes.try_clone().unwrap());
        tokio::spawn(async move {
            for n in 0.. {
                let command = format!("{}-{writer}-{n}", std::process::id());
                save(&store, register_with_need(&command)).await.unwrap();
                notes.write_all(format!("{command}\n").as_bytes()).unwrap();
            }
        })
    });
    join_all(writers).await;
}

/// What was acknowledged so far.
fn acknowledged(notes: &Path) -> BTreeSet<String> {
    fs::read_to_string(notes).unwrap().lines().map(str::to_owned).collect()
}

/// Lets a child write for a while and kills it.
fn write_and_kill(place: &Place, notes: &Path, round: u64) {
    let before = acknowledged(notes).len();
    let mut child: Child = child("crashing::writes_until_it_is_killed", place, notes).spawn().unwrap();
    while acknowledged(notes).len() < before + 10 {
        assert_eq!(child.try_wait().unwrap(), None, "the child ended by itself");
        sleep(Duration::from_millis(1));
    }
    // At another moment of its work each time.
    sleep(Duration::from_micros(round * 1_700 % 9_000));
    child.kill().unwrap();
    child.wait().unwrap();
}

async fn kill_again_and_again(engine: Engine, rounds: u64) {
    let folder = TempDir::new().unwrap();
    let place = match engine {
        Engine::Sqlite => Place::File(folder.path().join("record.db")),
        Engine::Postgres => postgres::new_place().await,
    };
    let notes = folder.path().join("notes");
    File::create(&notes).unwrap();
    for round in 0..rounds {
        write_and_kill(&place, &notes, round);
        // Opening it looks whether log and tree are of one length.
        let bench = Bench::at(place.clone(), TempDir::new().unwrap()).await.unwrap();
        for command in acknowledged(&notes) {
            assert!(bench.store.carried_out(&command).await.unwrap().is_some(), "{command} was acknowledged");
        }
    }
    let bench = Bench::at(place, folder).await.unwrap();
    let all = bench.number("select count(*) from commands").await;
    assert!(all >= rounds as i64 * 10, "{all} commands");
    for (what, sql) in [
        ("events", "select count(*) / 2 from events"),
        ("content", "select count(*) / 2 from event_content"),
        ("entries in tables", "select count(*) from customers"),
        ("effects", "select count(*) from outbox"),
        (
            "whole streams",
            "select count(*) from (select stream from events group by stream having count(*) = 2) s",
        ),
    ] {
        assert_eq!(bench.number(sql).await, all, "{what}: no command is half there");
    }
    assert_eq!(bench.store.compare().await.unwrap(), []);
    for log in Log::ALL {
        bench.store.verify(log, &key().public()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_a_killed_process_and_nothing_is_half_there() {
    for engine in engines() {
        let rounds = if engine == Engine::Sqlite { 20 } else { 6 };
        kill_again_and_again(engine, rounds).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "run by the test that limits how much it may write"]
async fn writes_until_writing_fails() {
    let place = told_place();
    let bench = Bench::at(place, TempDir::new().unwrap()).await.unwrap();
    save(&bench.store, register("first")).await.unwrap();
    assert!(bench.fatal.lock().unwrap().is_empty());

    // More than may be written: the operating system fails the write, and not for want of space.
    let bytes = vec![0x5A; 16 * 1024 * 1024];
    let file = beside::File { hash: "f".to_owned(), media_type: "text/plain".to_owned(), bytes };
    let failed = bench.store.write_beside(vec![put_file(&file, now())]).await;
    assert!(matches!(failed, Err(StoreError::Corrupt(_))), "{failed:?}");
    assert_eq!(bench.fatal.lock().unwrap().as_slice(), [failed.unwrap_err().to_string()]);

    // The process should be over now. While it is not, it says of nothing that it is saved.
    for n in 0..5 {
        let refused = save(&bench.store, register(&format!("late{n}"))).await;
        assert!(matches!(refused, Err(StoreError::Corrupt(_) | StoreError::Unavailable(_))), "{refused:?}");
        assert!(look(&bench.store, "customer:first").await.is_err());
        assert!(bench.store.write_beside(vec![beside::put_setting("late", "x")]).await.is_err());
    }
    let events = bench.store.load(&StreamId::new(StreamKind::Customer, "first")).await.unwrap();
    assert_eq!(events.len(), 1);
    fs::write(told(NOTES), "it went as it should").unwrap();
}

// The limit is on the size of files a process may write, which every shell can set; the failed write is real.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_failed_write_nothing_is_acknowledged_any_more() {
    let folder = TempDir::new().unwrap();
    let (place, notes) = (Place::File(folder.path().join("record.db")), folder.path().join("notes"));
    let mut child = Command::new("sh");
    child.args(["-c", "trap '' XFSZ; ulimit -f 8192; exec \"$0\" \"$@\""]);
    child.arg(fs::read_link("/proc/self/exe").unwrap());
    tell(&mut child, "crashing::writes_until_writing_fails", &place, &notes);
    assert!(child.status().unwrap().success());
    assert_eq!(fs::read_to_string(&notes).unwrap(), "it went as it should");

    // Started again, it has what was acknowledged and nothing else, and goes on.
    let bench = Bench::at(place, folder).await.unwrap();
    assert_eq!(bench.number("select count(*) from events").await, 1);
    assert_eq!(bench.number("select count(*) from files").await, 0);
    filled(&bench).await;
    bench.store.verify(Log::Events, &key().public()).await.unwrap();
    assert_eq!(raw::rows(&bench.place, "pragma integrity_check").await, [["ok".into()]]);
}

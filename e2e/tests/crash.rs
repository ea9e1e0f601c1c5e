//! What was acknowledged is kept, once and whole, when the process is killed at any moment.
//!
//! The built program serves over HTTP while people send commands of every kind. It is killed, the record is compared
//! with what people were told, the program is started again, and everything is sent once more with the same keys.
//! `EVENHAND_KILLS=150` makes it a long run. The last tests show that the harness would see a fault.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up should stop at once")]

use std::time::Duration;

use evenhand_e2e::audit::Audit;
use evenhand_e2e::chance::{Chance, say};
use evenhand_e2e::load::{Heard, Kind, Trust, send};
use evenhand_e2e::record::Data;
use evenhand_e2e::server::Database;
use evenhand_e2e::workplace::{Workplace, start};
use tempfile::TempDir;

/// Kills in a run where nothing else was asked for.
const KILLS: u64 = 15;
const KILLS_ON_POSTGRES: u64 = 5;
/// After so many kills it begins anew, so that looking through the record does not take ever longer.
const KILLS_OF_ONE_RECORD: u64 = 15;

#[expect(clippy::disallowed_methods, reason = "whoever wants a long run says so in the environment")]
fn kills_asked_for() -> Option<u64> {
    std::env::var("EVENHAND_KILLS").ok()?.parse().ok()
}

/// People at work on a record in files, and the folder that holds it.
fn site() -> (Workplace, TempDir) {
    let folder = TempDir::new().unwrap();
    (Workplace::open(Data::files(&folder.path().join("data"))), folder)
}

/// Kills the program while it starts.
fn kill_while_it_starts(data: &Data, milliseconds: u64) {
    let mut starting = start(data, &[]);
    std::thread::sleep(Duration::from_millis(milliseconds));
    starting.kill();
}

/// What a run came to.
#[derive(Default)]
struct Figures {
    kills: u64,
    saved: u64,
    unanswered_there: usize,
    unanswered_gone: usize,
    cards: usize,
}

/// Kills one installation so many times.
fn kill_again_and_again(database: Option<&Database>, kills: u64, chance: &mut Chance, figures: &mut Figures) {
    let folder = TempDir::new().unwrap();
    let address = database.map(|database| database.address.clone());
    let mut site = Workplace::open(Data { folder: folder.path().join("data"), database: address });
    for kill in 1..=kills {
        let before = site.work_and_kill(1 + chance.below(120), chance.below(20_000));
        if kill.is_multiple_of(5) {
            kill_while_it_starts(&site.data, chance.below(300));
        }
        let audit = clean_audit(&site, database);
        figures.kills += 1;
        figures.saved += site.acknowledged_since(before);
        figures.unanswered_there += audit.unanswered_there;
        figures.unanswered_gone += audit.unanswered_gone;
        site.start_again();
        site.send_again(before);
    }
    figures.cards += site.notes.lock().unwrap().cards.len();
    // What was sent again is there once, and what had an answer at the very first still has it.
    site.send_again(0);
    site.product.kill();
    clean_audit(&site, database);
}

fn clean_audit(site: &Workplace, database: Option<&Database>) -> Audit {
    if let Some(database) = database {
        database.settle();
    }
    let audit = site.audit();
    assert!(audit.is_clean(), "{audit}\n{audit:#?}");
    let notes = site.notes.lock().unwrap();
    let refused = notes.commands.iter().find(|(_, heard)| matches!(heard, Heard::Refused(..)));
    assert!(refused.is_none(), "nothing that is sent here should be refused: {refused:?}");
    audit
}

fn kill_in_turns(name: &str, kills: u64, database: impl Fn() -> Option<Database>) {
    let (mut chance, mut figures) = (Chance::new(), Figures::default());
    while figures.kills < kills {
        let database = database();
        let turn = KILLS_OF_ONE_RECORD.min(kills - figures.kills);
        kill_again_and_again(database.as_ref(), turn, &mut chance, &mut figures);
    }
    let Figures { kills, saved, unanswered_there, unanswered_gone, cards } = figures;
    assert!(saved > 0 && cards > 0, "people did work");
    say(&format!(
        "{name}, killed {kills} times: {saved} commands acknowledged, 0 lost, 0 doubled, 0 half; {} without an \
         answer, of which {unanswered_there} were there whole and {unanswered_gone} not at all; {cards} cards shown, \
         each look recorded",
        unanswered_there + unanswered_gone
    ));
}

#[test]
fn what_was_acknowledged_survives_kills_at_any_moment_once_and_whole() {
    kill_in_turns("SQLite", kills_asked_for().unwrap_or(KILLS), || None);
}

#[test]
fn on_postgresql_too_what_was_acknowledged_survives_kills_at_any_moment() {
    if Database::new().is_none() {
        return say("PostgreSQL: not run, since EVENHAND_TEST_POSTGRES names no server");
    }
    kill_in_turns("PostgreSQL", kills_asked_for().unwrap_or(KILLS_ON_POSTGRES), Database::new);
}

/// A product that answers before it has saved is what `Trust::Hopes` makes of ours.
#[test]
fn the_harness_sees_a_product_that_acknowledges_before_it_has_saved() {
    let (mut chance, (mut site, _folder)) = (Chance::new(), site());
    site.crowd.trust = Trust::Hopes;
    for kill in 1..=20 {
        site.work_and_kill(1 + chance.below(20), chance.below(20_000));
        let audit = site.audit();
        if !audit.lost.is_empty() {
            return say(&format!("planted: acknowledged too early. Seen at kill {kill}: {audit}"));
        }
        site.start_again();
    }
    panic!("twenty kills, and nothing that was acknowledged too early was missed");
}

/// Tables whose rows the database itself keeps from being deleted or changed.
const KEPT: [&str; 3] = ["events", "event_content", "commands"];

/// What somebody would have to run first who wants to change a record behind the product's back.
fn unlocked() -> String {
    let drop = |table: &str| {
        ["not_changed", "not_deleted", "not_replaced"]
            .map(|what| format!("drop trigger if exists {table}_are_{what};"))
    };
    KEPT.iter().flat_map(|table| drop(table)).collect()
}

#[test]
fn the_harness_sees_what_was_lost_doubled_or_left_half_done() {
    let (mut site, _folder) = site();
    site.work_and_kill(100, 0);
    let audit = site.audit();
    assert!(audit.is_clean(), "{audit:#?}");

    let mark = site.last_saved();
    let lost = site.audit_after(|copy| {
        copy.tamper(&format!(
            "{} delete from events where seq in (select seq from event_content where content like '%{mark}%');
             delete from event_content where content like '%{mark}%';",
            unlocked()
        ));
    });
    assert_eq!(lost.lost, std::slice::from_ref(&mark), "{lost:#?}");

    let doubled = site.audit_after(|copy| {
        copy.tamper(&format!(
            "{} insert into events (seq, stream, version, type, v, at, actor, role, pack, command, payload, leaf)
                 select (select max(seq) + 1 from events), stream, 1000, type, v, at, actor, role, pack, command,
                     payload, leaf from events
                 where seq = (select seq from event_content where content like '%{mark}%');
             insert into event_content (seq, salt, content)
                 select (select max(seq) from events), salt, content from event_content
                 where content like '%{mark}%';",
            unlocked()
        ));
    });
    assert_eq!(doubled.doubled, [mark], "{doubled:#?}");

    for (plant, seen) in [
        (
            "delete from commands where rowid = (select max(rowid) from commands)",
            "events without their command",
        ),
        (
            "update commands set answer = replace(answer, '\"version\":', '\"version\":1')",
            "a command without all of its events",
        ),
        ("delete from event_content where seq = (select max(seq) from events)", "events without content"),
        ("delete from events where seq = (select max(seq) from events)", "content without an event"),
        ("update event_content set content = replace(content, 'mark-', 'mork-')", "evenhand verify"),
        (
            "update customers set name = 'Another' where n = (select max(n) from customers)",
            "evenhand compare",
        ),
        ("delete from incidents where rowid = (select max(rowid) from incidents)", "evenhand compare"),
        (
            "delete from outbox where id = (select id from outbox where id like 'incident:%:1:0' limit 1)",
            "reports nobody is told of",
        ),
        ("update trees set size = size - 1 where log = 'looks'", "a tree of looks of another size"),
        ("delete from look_list where seq = (select max(seq) from look_list)", "looks that are not listed"),
    ] {
        let audit = site.audit_after(|copy| copy.tamper(&format!("{} {plant};", unlocked())));
        assert!(audit.half.iter().any(|half| half.starts_with(seen)), "{plant}: {seen}: {audit:#?}");
    }
    say("planted: a lost command, a doubled one, ten things left half done. Each was seen");
}

#[test]
fn the_harness_sees_a_key_that_is_forgotten_and_a_look_without_a_record() {
    let (mut site, _folder) = site();
    site.work_and_kill(50, 0);
    site.start_again();
    // A product that forgets a key carries the same command out again.
    let (mut sent, _) = site.notes.lock().unwrap().commands[0].clone();
    sent.key.push_str(" forgotten");
    if sent.kind == Kind::RegisterCustomer {
        sent.body["phones"] = "0491 570 158".into();
    }
    let heard = send(&mut sent.person.connect(&site.product.address).unwrap(), &sent);
    assert!(matches!(heard, Heard::Saved(_)), "{heard:?}");
    site.notes.lock().unwrap().cards.push("somebody".to_owned());
    site.product.kill();
    let audit = site.audit();
    assert_eq!((audit.doubled, audit.unrecorded_looks), (vec![sent.mark], vec!["somebody".to_owned()]));
    say("planted: a forgotten key, a look without a record. Both were seen");
}

#[test]
fn the_harness_sees_transactions_that_a_damaged_disk_lost() {
    let (mut site, _folder) = site();
    for _ in 0..5 {
        site.work_and_kill(50, 0);
        // The end of the write-ahead log is cut off: the last transactions are gone, the rest is sound.
        let audit = site.audit_after(|copy| {
            let log =
                std::fs::OpenOptions::new().write(true).open(copy.file().with_extension("db-wal")).unwrap();
            log.set_len(32).unwrap();
        });
        if !audit.lost.is_empty() {
            return say(&format!("planted: the end of the database cut off. Seen: {audit}"));
        }
        site.start_again();
    }
    panic!("the last transactions were cut off five times and nothing was missed");
}

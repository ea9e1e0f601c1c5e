//! When the disk fails or is full: the process ends before it says anything false, or says in plain words that
//! nothing can be saved and goes on by itself when there is room.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up should stop at once")]

use std::fs;
use std::time::Duration;

use evenhand_e2e::chance::say;
use evenhand_e2e::connection::Connection;
use evenhand_e2e::disk::Disk;
use evenhand_e2e::load::{Heard, Person};
use evenhand_e2e::record::Data;
use evenhand_e2e::workplace::{Workplace, start};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

/// What the process ends with when storage fails (`EX_IOERR`).
const STORAGE_FAILED: i32 = 74;

/// Has the system fail calls of the program, from the `when`-th of a thread on.
fn failing(calls: &str, when: u32) -> Vec<String> {
    let fault = format!("inject={calls}:error=EIO:when={when}+");
    let calls = format!("trace={calls}");
    ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", &calls, "-e", &fault].map(str::to_owned).into()
}

/// One process under which a call of the system fails at some time. Gives how many commands it acknowledged.
fn fail_under_load(site: &mut Workplace, call: &str, when: u32) -> u64 {
    let wrapper = failing(call, when);
    let wrapper: Vec<&str> = wrapper.iter().map(String::as_str).collect();
    let before = site.notes.lock().unwrap().commands.len();
    site.start_again_under(&wrapper);
    site.work_until_nobody_answers();
    let ended = site.product.wait();
    assert_eq!(ended.code(), Some(STORAGE_FAILED), "{call} failed at the {when}th time: {ended}");
    let audit = site.audit();
    assert!(audit.is_clean(), "{call} failed at the {when}th time: {audit}\n{audit:#?}");
    site.acknowledged_since(before)
}

#[test]
fn a_failed_write_or_sync_ends_the_process_and_nothing_is_acknowledged_that_is_not_kept() {
    let folder = TempDir::new().unwrap();
    let mut site = Workplace::open(Data::files(&folder.path().join("data")));
    // Without a fault the same work goes on: the end below is the fault's doing.
    let without_fault = site.work_and_kill(60, 0);
    assert_eq!(without_fault, 0);
    for (call, moments) in [("fsync,fdatasync", [1, 2, 3, 5, 8, 20]), ("pwrite64", [9, 10, 11, 40, 200, 600])]
    {
        let acknowledged: Vec<u64> =
            moments.iter().map(|when| fail_under_load(&mut site, call, *when)).collect();
        let most = acknowledged.iter().max();
        assert!(most.is_some_and(|most| *most > 0), "{call}: some work was done before: {acknowledged:?}");
        say(&format!(
            "{call} failed at {moments:?}: ended with 74 each time; acknowledged before {acknowledged:?}, 0 lost"
        ));
    }
    site.start_again();
    let unanswered =
        site.notes.lock().unwrap().commands.iter().position(|(_, heard)| *heard == Heard::Nothing);
    site.send_again(unanswered.unwrap());
    site.product.kill();
    let audit = site.audit();
    assert!(audit.is_clean(), "{audit:#?}");
}

#[test]
fn a_disk_that_fails_while_the_program_starts_ends_it_with_the_same_code() {
    let folder = TempDir::new().unwrap();
    let data = Data::files(&folder.path().join("data"));
    data.make();
    // The first few reads of each thread go well: the system itself needs them to start a program.
    let wrapper = failing("pread64", 20);
    let wrapper: Vec<&str> = wrapper.iter().map(String::as_str).collect();
    let ended = start(&data, &wrapper).wait();
    assert_eq!(ended.code(), Some(STORAGE_FAILED), "a read fails at the start: {ended}");
    // Without its write-ahead log, which holds pages of it.
    fs::remove_file(data.file().with_extension("db-wal")).unwrap();
    let mut record = fs::read(data.file()).unwrap();
    record[..16].copy_from_slice(b"something else..");
    fs::write(data.file(), record).unwrap();
    assert_eq!(start(&data, &[]).wait().code(), Some(STORAGE_FAILED), "what is there is no record");
    say("reads that fail at the start, and a damaged record: ended with 74");
}

/// A person at a program whose disk fills up.
struct Desk {
    person: Person,
    site: Workplace,
}

impl Desk {
    fn connect(&self) -> Connection {
        self.person.connect(&self.site.product.address).unwrap()
    }

    fn post(&mut self, path: &str, body: &Json, key: &str) -> (u16, Json) {
        let answer = self.person.post(&mut self.connect(), path, body, key).unwrap();
        (answer.status, answer.json())
    }

    fn get(&mut self, path: &str) -> (u16, String) {
        let answer = self.person.get(&mut self.connect(), path).unwrap();
        (answer.status, String::from_utf8_lossy(&answer.body).into_owned())
    }

    fn post_form(&mut self, path: &str, form: &str) -> (u16, String) {
        let answer = self.person.post_form(&mut self.connect(), path, form).unwrap();
        (answer.status, String::from_utf8_lossy(&answer.body).into_owned())
    }

    fn is_read_only(&mut self) -> bool {
        let (status, body) = self.get("/api/v1/status");
        assert_eq!(status, 200, "{body}");
        serde_json::from_str::<Json>(&body).unwrap()["read_only"].as_bool().unwrap()
    }

    /// Sends reports until there is no room for one.
    fn fill_up(&mut self) -> (usize, Json) {
        for n in 0.. {
            let words = "The customer shouted and would not leave. ".repeat(200);
            let body = json!({ "safe": "yes", "channel": "in-person", "site_kind": "office",
                "happenings": ["threat"], "presence": "gone", "words": words });
            match self.post("/incidents/new", &body, &format!("filling up {n}")) {
                (201, _) => {}
                (507, says) => return (n, says),
                other => panic!("neither saved nor refused for want of room: {other:?}"),
            }
        }
        unreachable!("a disk is full at some time")
    }
}

const FORM: &str = "safe=yes&channel=in-person&site_kind=office&happenings=threat&presence=gone\
    &words=Said+that+he+would+wait+outside&_key=the+form+that+was+open";
const WORDS: &str = "Said that he would wait outside";

#[test]
fn on_a_full_disk_people_are_told_plainly_nothing_typed_is_lost_and_saving_comes_back() {
    let Some(disk) = Disk::in_memory(160) else {
        return say("full disk: not run, since only those who may mount can have a small disk");
    };
    let site = Workplace::open(Data::files(&disk.path().join("data")));
    let person = site.crowd.people[0].clone();
    let mut desk = Desk { person, site };
    let customer = json!({ "given_names": "Fern", "family_name": "Dale", "customer_type": "current-customer",
        "standing": "current" });
    let (_, saved) = desk.post("/customers/new", &customer, "somebody to serve");
    let (reference, id) =
        (saved["number"].as_str().unwrap(), saved["stream"].as_str().unwrap()[9..].to_owned());
    assert!(!desk.is_read_only());

    let ballast = disk.fill("ballast", 1024 * 1024);
    let (saved, says) = desk.fill_up();
    assert_eq!(says["error"], "read-only", "{says}");
    assert!(says["says"].as_str().unwrap().contains("There is no space left to save to"), "{says}");
    assert!(desk.is_read_only());
    // What the reserve gave free stays too little for a new reserve, so that nothing is tried in between.
    let more = disk.fill("more", 31 * 1024 * 1024);

    // The form comes back with what was typed, and says that it is not saved.
    let (status, page) = desk.post_form("/incidents/new", FORM);
    assert_eq!(status, 507, "{page}");
    for said in
        ["There is no space left to save to", "What you typed is not saved", WORDS, "the form that was open"]
    {
        assert!(page.contains(said), "`{said}` is not in {page}");
    }

    // The counter goes on from the reserve, with a record of each look.
    let card = format!("/api/v1/customers/{id}/now");
    for _ in 0..10 {
        let (status, shown) = desk.get(&card);
        assert!(status == 200 && shown.contains("serve-as-usual"), "{status} {shown}");
        desk.site.notes.lock().unwrap().cards.push(id.clone());
    }

    // With the reserve used up too, nobody is told "serve as usual".
    let rest = disk.fill("the rest", 0);
    let mut shown = 0;
    let not_checked = loop {
        match desk.get(&card) {
            (200, _) => shown += 1,
            (507, says) => break says,
            other => panic!("{other:?}"),
        }
        desk.site.notes.lock().unwrap().cards.push(id.clone());
    };
    assert!(
        not_checked.contains("\"not-checked\"") && !not_checked.contains("serve-as-usual"),
        "{not_checked}"
    );
    let (status, found) = desk.post("/counter", &json!({ "q": reference, "channel": "in-person" }), "");
    assert_eq!((status, &found["answer"]), (507, &json!("not-checked")), "{found}");
    let (status, page) = desk.post_form("/counter", &format!("q={reference}&channel=in-person"));
    assert!(status == 507 && page.contains("Ask your team leader"), "{status} {page}");

    // There is room again: the same form is saved, by the same process.
    [&ballast, &more, &rest].iter().for_each(|file| fs::remove_file(file).unwrap());
    let attempts = 1 + (0..600).take_while(|_| tried_again(&mut desk)).count();
    let (status, page) = desk.post_form("/incidents/new", FORM);
    assert_eq!(status, 303, "{page}");
    assert!(!desk.is_read_only());
    assert_eq!(desk.site.product.ended(), None);

    desk.site.product.kill();
    let audit = desk.site.audit();
    assert!(audit.is_clean(), "{audit:#?}");
    let copy = TempDir::new().unwrap();
    let data = desk.site.data.copy(&copy.path().join("data"));
    let count = |words: &str| {
        let sql = format!("select cast(count(*) as text) from event_content where content like '%{words}%'");
        data.rows(&sql).remove(0).remove(0)
    };
    assert_eq!(count(WORDS), "1", "the form that was sent again and again is there once");
    assert_eq!(count("would not leave. The customer"), saved.to_string(), "what was refused is not there");
    say(&format!(
        "full disk: {saved} reports saved before it was full, 0 lost, 0 saved that were refused; {} cards shown from \
         the reserve, each look recorded; saving came back at attempt {attempts}, the form was there once",
        10 + shown
    ));
}

/// Sends the form that was open. True while there is no room yet.
fn tried_again(desk: &mut Desk) -> bool {
    let (status, page) = desk.post_form("/incidents/new", FORM);
    match status {
        303 => false,
        507 => {
            assert!(page.contains(WORDS), "what was typed is kept: {page}");
            std::thread::sleep(Duration::from_millis(100));
            true
        }
        status => panic!("{status}: {page}"),
    }
}

//! Is the record intact? What the binary says of exports, what the second verifier says of them, and that both name
//! the same first entry that is no good.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::Connection;

use crate::support::{Ended, demonstration, ended, evenhand, folder, on};

const ORGANISATIONS: [&str; 2] = ["nas", "tarrowmere"];

/// A public key, as `verify` prints it.
fn key(demo: &Path, organisation: &str) -> String {
    let said = on(demo, &["verify", organisation]).out;
    said.lines().next().unwrap().split("key ").nth(1).unwrap().to_owned()
}

fn export(demo: &Path, organisation: &str, log: &str, to: &str) -> PathBuf {
    let file = demo.join(to);
    on(demo, &["export", organisation, "--log", log, "--out", file.to_str().unwrap()]).well();
    file
}

/// Lets something happen in an organisation.
fn more(demo: &Path, organisation: &str, source: &str) {
    let file = demo.join(source);
    fs::write(&file, "id,given_name,surname\n1,Ada,Heath\n2,Ben,Marsh\n").unwrap();
    let report = demo.join("report.csv");
    on(
        demo,
        &["import", "customers", file.to_str().unwrap(), organisation, "--report", report.to_str().unwrap()],
    )
    .well();
}

fn ours(file: &Path, key: &str, held: &[&Path]) -> Ended {
    let mut arguments = vec!["verify", "--export", file.to_str().unwrap(), "--key", key];
    arguments.extend(held.iter().flat_map(|held| ["--held", held.to_str().unwrap()]));
    evenhand(arguments)
}

fn theirs(file: &Path, key: &str, held: &[&Path]) -> Ended {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../verifier/verify.py");
    let mut command = Command::new("python3");
    command.arg(program).args(["--key", key]);
    held.iter().for_each(|held| _ = command.arg("--checkpoint").arg(held));
    ended(command.arg(file))
}

/// What both say is wrong, in the same words: `event 7: …`.
#[track_caller]
fn both_refuse(file: &Path, key: &str, held: &[&Path]) -> String {
    let (ours, theirs) = (ours(file, key, held), theirs(file, key, held));
    assert_eq!((ours.code, theirs.code), (1, 1), "{ours:?} {theirs:?}");
    let said = ours.err.trim().strip_prefix(&format!("{}: NOT INTACT: ", file.display())).unwrap();
    assert_eq!(theirs.out.lines().next().unwrap(), format!("not intact: {said}"));
    said.to_owned()
}

#[track_caller]
fn both_accept(file: &Path, key: &str, held: &[&Path]) {
    let (ours, theirs) = (ours(file, key, held).well(), theirs(file, key, held).well());
    let root = ours.out.lines().next().unwrap().rsplit("root ").next().unwrap();
    assert!(theirs.out.starts_with("intact: ") && theirs.out.contains(root), "{ours:?} {theirs:?}");
}

/// A file of lines, and which of them are entries and checkpoints.
struct Lines(Vec<String>);

impl Lines {
    fn of(file: &Path) -> Lines {
        Lines(fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect())
    }

    fn entry(&self, seq: usize) -> usize {
        self.nth("\"leaf\":", seq)
    }

    fn checkpoint(&self, n: usize) -> usize {
        self.nth("{\"checkpoint\":", n)
    }

    fn nth(&self, mark: &str, n: usize) -> usize {
        let found = self.0.iter().enumerate().filter(|(_, line)| line.contains(mark));
        found.map(|(at, _)| at).nth(n - 1).unwrap()
    }

    fn note(&self, n: usize) -> String {
        let line = &self.0[self.checkpoint(n)];
        let text = line.strip_prefix("{\"checkpoint\":\"").unwrap().strip_suffix("\"}").unwrap();
        text.replace("\\n", "\n")
    }

    fn write(&self, to: &Path) {
        fs::write(to, self.0.join("\n") + "\n").unwrap();
    }
}

fn other(c: &str) -> &str {
    if c == "a" { "b" } else { "a" }
}

#[test]
fn both_verifiers_agree_on_what_is_intact_and_on_the_first_entry_that_is_not() {
    let demo = demonstration();
    for organisation in ORGANISATIONS {
        export(demo.path(), organisation, "events", "early.jsonl");
        more(demo.path(), organisation, "more.csv");
        let key = key(demo.path(), organisation);
        let looks = export(demo.path(), organisation, "looks", "looks.jsonl");
        both_accept(&looks, &key, &[]);
        let file = export(demo.path(), organisation, "events", "log.jsonl");
        both_accept(&file, &key, &[]);
        let spoilt = demo.path().join("spoilt.jsonl");
        let count = Lines::of(&file).0.iter().filter(|line| line.contains("\"leaf\":")).count();

        for seq in [1, 30, count] {
            let mut lines = Lines::of(&file);
            let at = lines.entry(seq);
            let line = &mut lines.0[at];
            let place = line.find("\"salt\":\"").unwrap() + 8;
            let c = other(&line[place..=place]).to_owned();
            line.replace_range(place..=place, &c);
            lines.write(&spoilt);
            let said = both_refuse(&spoilt, &key, &[]);
            assert_eq!(said, format!("event {seq}: its content is not what its header commits to"));
        }

        let mut lines = Lines::of(&file);
        let at = lines.entry(31);
        lines.0.remove(at);
        lines.write(&spoilt);
        assert!(both_refuse(&spoilt, &key, &[]).starts_with("event 31: "));

        let mut lines = Lines::of(&file);
        let (one, two) = (lines.entry(40), lines.entry(41));
        lines.0.swap(one, two);
        lines.write(&spoilt);
        assert!(both_refuse(&spoilt, &key, &[]).starts_with("event 40: "));

        // The end cut off, and with it what was signed last.
        let mut lines = Lines::of(&file);
        let last = lines.checkpoint(2);
        let note = demo.path().join("note");
        fs::write(&note, lines.note(2)).unwrap();
        lines.0.truncate(last - 1);
        lines.write(&spoilt);
        both_accept(&spoilt, &key, &[]);
        assert!(both_refuse(&spoilt, &key, &[&note]).contains("events are missing here"));
        both_accept(&file, &key, &[&note]);
    }
}

#[test]
fn both_verifiers_refuse_a_forged_checkpoint_another_key_and_another_history() {
    let demo = demonstration();
    let (one, two) = (key(demo.path(), "nas"), key(demo.path(), "tarrowmere"));
    let file = export(demo.path(), "nas", "events", "log.jsonl");
    assert!(both_refuse(&file, &two, &[]).contains("another key"));

    let mut lines = Lines::of(&file);
    let at = lines.checkpoint(1);
    let size: usize = lines.note(1).lines().nth(1).unwrap().parse().unwrap();
    let line = &mut lines.0[at];
    let place = line.rfind(' ').unwrap() + 12;
    let c = other(&line[place..=place]).to_owned();
    line.replace_range(place..=place, &c);
    let spoilt = demo.path().join("spoilt.jsonl");
    lines.write(&spoilt);
    let said = both_refuse(&spoilt, &one, &[]);
    assert!(said.starts_with(&format!("event {size}: the checkpoint behind it is no good")), "{said}");

    // A checkpoint of another organisation is not one of this log.
    let note = demo.path().join("note");
    let other = export(demo.path(), "tarrowmere", "events", "other.jsonl");
    fs::write(&note, Lines::of(&other).note(1)).unwrap();
    both_refuse(&file, &one, &[&note]);
    evenhand(["verify", "--export", file.to_str().unwrap(), "--key", "no key"])
        .saying(1, "this is not a key");
    evenhand(["verify", "--export", "no-such-file"]).saying(1, "`no-such-file` cannot be read");
    let text = folder();
    let text = text.path().join("text");
    fs::write(&text, "some text\n").unwrap();
    evenhand(["verify", "--export", text.to_str().unwrap()]).saying(1, "does not begin as");
}

#[test]
fn an_event_altered_in_the_database_is_named_and_the_other_organisation_is_intact() {
    let demo = demonstration();
    on(demo.path(), &["verify"]).well();
    let record = Connection::open(demo.path().join("nas/record.db")).unwrap();
    let refused = record.execute("update event_content set content = '{}' where seq = 12", []).unwrap_err();
    assert!(refused.to_string().contains("the log is never changed"), "{refused}");
    record.execute_batch("drop trigger event_content_are_not_changed").unwrap();
    let alter = "update event_content set content = replace(content, '\":\"', '\":\"x') where seq >= 12";
    assert!(record.execute(alter, []).unwrap() > 0);
    drop(record);
    let checked = on(demo.path(), &["verify"]);
    let first = checked.err.lines().find(|line| line.contains("NOT INTACT")).unwrap();
    let says = "nas/events: NOT INTACT: event 12: its content is not what its header commits to";
    assert_eq!((checked.code, first), (1, says), "{checked:?}");
    assert!(checked.out.contains("tarrowmere/events: intact."), "{}", checked.out);
    assert!(checked.out.contains("nas/looks: intact."), "{}", checked.out);
}

#[test]
fn an_event_that_cannot_even_be_read_is_a_finding_too() {
    let demo = demonstration();
    let record = Connection::open(demo.path().join("nas/record.db")).unwrap();
    record.execute_batch("drop trigger event_content_are_not_changed").unwrap();
    record.execute("update event_content set content = 'no json' where seq = 5", []).unwrap();
    drop(record);
    let checked = on(demo.path(), &["verify", "nas"]);
    checked.saying(1, "nas/events: NOT INTACT: event 5: ");
}

//! Two verifiers, written apart in two languages from one document, say the same of every file: intact or not,
//! which event, which fault, in which words.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop at once")]

mod harm;
mod logs;
mod random;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use evenhand_ledger::PublicKey;
use evenhand_ledger::export::{self, ExportError, Line};
use random::Random;
use serde_json::{Value, json};
use tempfile::TempDir;

/// What this verifier says of a file, in the form the other one uses.
fn ours(file: &[u8], trusted: Option<&PublicKey>, held: &[String]) -> Value {
    match export::verify(file, trusted, held) {
        Ok(report) => json!({
            "verdict": "intact", "events": report.entries, "disposed": report.disposed,
            "checkpoints": report.checkpoints, "sealed": report.sealed, "tree": report.root,
        }),
        Err(ExportError::Fault(fault)) => json!({
            "verdict": "not intact", "event": fault.seq, "fault": fault.what.code(), "what": fault.what.to_string(),
        }),
        Err(error @ (ExportError::NotALog | ExportError::Read(_))) => {
            json!({"verdict": "cannot read", "what": error.to_string()})
        }
    }
}

/// What the other verifier says of every file of a folder, and its exit code.
fn theirs(
    folder: &Path,
    trusted: Option<&PublicKey>,
    held: Option<&Path>,
) -> (BTreeMap<String, Value>, Option<i32>) {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../verifier/verify.py");
    let mut command = Command::new("python3");
    command.arg(program).arg("--batch").arg(folder);
    trusted.into_iter().for_each(|key| _ = command.args(["--key", &key.text()]));
    held.into_iter().for_each(|note| _ = command.args([OsStr::new("--checkpoint"), note.as_os_str()]));
    let output = command.output().expect("python3, which the second verifier needs");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let verdicts = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(|line| {
        let mut verdict: Value = serde_json::from_slice(line).unwrap();
        let map = verdict.as_object_mut().unwrap();
        map.remove("origin");
        map.remove("key");
        (map.remove("file").unwrap().as_str().unwrap().to_owned(), verdict)
    });
    (verdicts.collect(), output.status.code())
}

/// Has both verify the files, asserts that they agree, and counts the verdicts and faults.
fn agree(files: &[Vec<u8>], trusted: Option<&PublicKey>, held: Option<&str>) -> BTreeMap<String, usize> {
    let (folder, kept) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    for (n, file) in files.iter().enumerate() {
        fs::write(folder.path().join(n.to_string()), file).unwrap();
    }
    let note = kept.path().join("note");
    held.into_iter().for_each(|held| fs::write(&note, held).unwrap());
    let (theirs, code) = theirs(folder.path(), trusted, held.map(|_| note.as_path()));
    assert_eq!(theirs.len(), files.len());
    let held: Vec<String> = held.into_iter().map(str::to_owned).collect();
    let mut counts = BTreeMap::new();
    for (n, file) in files.iter().enumerate() {
        let ours = ours(file, trusted, &held);
        assert_eq!(ours, theirs[&n.to_string()], "\n{}", String::from_utf8_lossy(file));
        let name = ours.get("fault").unwrap_or(&ours["verdict"]).as_str().unwrap();
        *counts.entry(name.to_owned()).or_insert(0) += 1;
    }
    let worst = match (counts.contains_key("cannot read"), counts.keys().all(|name| name == "intact")) {
        (true, _) => 2,
        (false, true) => 0,
        (false, false) => 1,
    };
    assert_eq!(code, Some(worst));
    counts
}

/// Sound logs, each with several changed files of it.
fn corpus(random: &mut Random, sound: usize, changed: usize) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let (mut whole, mut harmed) = (Vec::new(), Vec::new());
    for _ in 0..sound {
        let (size, checkpoints) = (random.number() % 14, random.below(3));
        let lines = logs::sound(random, size, checkpoints);
        whole.push(logs::file(&lines));
        harmed.extend((0..changed).map(|_| harm::harmed(random, &lines)));
    }
    (whole, harmed)
}

/// Every fault that a file alone can show.
const FAULTS: [&str; 15] = [
    "line",
    "order",
    "header",
    "content-changed",
    "content-missing",
    "stream-order",
    "disposal-unknown",
    "rewritten",
    "checkpoint-malformed",
    "checkpoint-unsigned",
    "checkpoint-forged",
    "checkpoint-other-log",
    "checkpoint-misplaced",
    "checkpoint-contradicts",
    "cut-off",
];

#[test]
fn both_verifiers_say_the_same_of_thousands_of_logs() {
    let (sound, harmed) = corpus(&mut Random::new(1), 600, 7);
    let counts = agree(&sound, None, None);
    assert_eq!(counts, BTreeMap::from([("intact".to_owned(), sound.len())]));
    let counts = agree(&harmed, None, None);
    for fault in FAULTS.iter().chain(&["cannot read", "intact"]) {
        assert!(counts.get(*fault).is_some_and(|count| *count >= 5), "{fault} is hardly tried: {counts:#?}");
    }
}

#[test]
#[ignore = "takes minutes: the promise in full, ten thousand sound logs and ten thousand changed ones"]
fn both_verifiers_say_the_same_of_ten_thousand_logs_each() {
    let (sound, harmed) = corpus(&mut Random::new(2), 10_000, 1);
    let counts = agree(&sound, None, None);
    assert_eq!(counts, BTreeMap::from([("intact".to_owned(), sound.len())]));
    agree(&harmed, None, None);
}

#[test]
fn both_use_the_key_and_the_checkpoint_that_the_reader_holds() {
    let mut random = Random::new(3);
    let lines = logs::sound(&mut random, 12, 2);
    let mut earlier = lines.clone();
    earlier.retain(|line| !matches!(line, Line::Checkpoint { .. }));
    earlier.truncate(6);
    earlier.push(Line::Checkpoint { checkpoint: String::new() });
    logs::seal(&mut earlier, &logs::key());
    let Some(Line::Checkpoint { checkpoint: held }) = earlier.pop() else { unreachable!() };
    let files: Vec<_> = (0..400).map(|_| harm::harmed(&mut random, &lines)).collect();
    let key = harm::trusted();
    assert_eq!(agree(&[logs::file(&lines)], Some(&key), Some(&held))["intact"], 1);
    let alone = agree(&files, None, None);
    let counts = agree(&files, Some(&key), Some(&held));
    assert!(counts["other-key"] >= 5 && counts["rewritten"] > alone["rewritten"], "{counts:?}");
    assert!(counts["cut-off"] > alone["cut-off"] && counts["intact"] < alone["intact"], "{counts:?}");
    for damaged in [held.replace("/events", "/looks"), held.replace("\n5\n", "\n\n"), "garbage".to_owned()] {
        let counts = agree(&files[..50], Some(&key), Some(&damaged));
        assert!(!counts.contains_key("intact"));
    }
}

#[test]
fn both_say_the_same_of_the_smallest_the_largest_and_the_strangest() {
    let mut random = Random::new(4);
    let mut files: Vec<_> = [(0, 0), (0, 1), (1, 0), (1, 1), (1000, 3)]
        .map(|(size, checkpoints)| logs::file(&logs::sound(&mut random, size, checkpoints)))
        .to_vec();
    files.push(logs::file(&logs::extreme()));
    assert_eq!(agree(&files, None, None)["intact"], files.len());
    let thousand = logs::sound(&mut random, 1000, 3);
    let mut harmed: Vec<_> = (0..40).map(|_| harm::harmed(&mut random, &thousand)).collect();
    harmed.extend((0..100).map(|_| harm::harmed(&mut random, &logs::extreme())));
    harmed.extend([b"".to_vec(), b"\n".to_vec(), b"\x1f".to_vec(), b"{}\n".to_vec()]);
    agree(&harmed, None, None);
}

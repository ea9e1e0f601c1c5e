//! What a file of a log is worth: any single bit of it matters, and the example of the document is true.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop at once")]

use evenhand_ledger::commitment::{commit, salt_of_field};
use evenhand_ledger::export::{ExportError, Writer, verify};
use evenhand_ledger::verify::{DISPOSAL, What};
use evenhand_ledger::{
    Checkpoint, Content, Entry, Fault, Frontier, Hash, Header, Report, SecretKey, payload_root,
};
use serde_json::{Value, json};

const NAME: &str = "evenhand.example/tarrowmere";
const ORIGIN: &str = "evenhand.example/tarrowmere/events";
const EXAMPLE: &str = include_str!("../../../verifier/example.jsonl");
const DOCUMENT: &str = include_str!("../../../docs/log-format.md");

fn key() -> SecretKey {
    SecretKey::new(NAME, &[7; 32])
}

fn entry(seq: u64, stream: &str, version: u64, kind: &str, content: &Value) -> Entry {
    let salt = Hash::of(format!("salt {seq}").as_bytes()).0;
    let header = Header {
        actor: "st-4k2m9x".into(),
        at: 1_805_153_640_000 + 60_000 * seq as i64,
        command: Hash::of(format!("key {seq}").as_bytes()),
        delegation: None,
        pack: "mount-gambier@1.0.0#3fa94c11".into(),
        payload: payload_root(&salt, content).unwrap(),
        role: "team-leader".into(),
        seq,
        stream: stream.into(),
        kind: kind.into(),
        v: 1,
        version,
    };
    Entry { leaf: Some(header.leaf()), header, content: Content::Present { salt, value: content.clone() } }
}

/// The log of the document: an incident, its review, the lawful end of the first one's content.
fn example() -> (Vec<Entry>, Vec<String>) {
    let reported = json!({"happenings": ["shouting"], "said": "I will find you", "site": "Library"});
    let reviewed = json!({"outcome": "no-action", "reasons": [], "reviewed/by": "Café desk"});
    let disposed = json!({"authority": "GDS 40 item 2.3", "events": [1]});
    let mut entries = vec![
        entry(1, "incident:7k2m", 1, "incident.reported", &reported),
        entry(2, "incident:7k2m", 2, "incident.reviewed", &reviewed),
        entry(3, "disposal:1", 1, DISPOSAL, &disposed),
    ];
    entries[0].content = Content::Disposed { under: 3 };
    let (mut tree, mut notes) = (Frontier::default(), Vec::new());
    for entry in &entries {
        tree.push(entry.header.leaf());
        if entry.header.seq >= 2 {
            let checkpoint = Checkpoint { origin: ORIGIN.into(), size: tree.size(), root: tree.root() };
            notes.push(checkpoint.signed(&key()));
        }
    }
    (entries, notes)
}

fn file() -> Vec<u8> {
    let (entries, notes) = example();
    let mut out = Vec::new();
    let mut writer = Writer::begin(&mut out, ORIGIN, &key().public(), notes).unwrap();
    entries.into_iter().for_each(|entry| writer.entry(entry).unwrap());
    writer.finish().unwrap();
    out
}

fn found(file: &[u8]) -> Result<Report, ExportError> {
    verify(file, Some(&key().public()), &[])
}

#[test]
fn the_example_of_the_document_is_what_this_crate_writes() {
    assert_eq!(str::from_utf8(&file()).unwrap(), EXAMPLE);
    let report = found(EXAMPLE.as_bytes()).unwrap();
    assert_eq!((report.entries, report.disposed, report.checkpoints, report.sealed), (3, 1, 2, 3));
    let (entries, notes) = example();
    let Content::Present { salt, .. } = &entries[1].content else { unreachable!() };
    let mut stated = vec![
        key().public().text(),
        hex::encode(salt),
        entries[1].header.canonical(),
        report.to_string(),
        notes[0].lines().last().unwrap().to_owned(),
    ];
    stated.extend(entries.iter().map(|entry| entry.header.leaf().hex()));
    stated.push(Hash::node(entries[0].header.leaf(), entries[1].header.leaf()).hex());
    for (path, value) in
        [("/outcome", "\"no-action\""), ("/reasons", "[]"), ("/reviewed~1by", "\"Café desk\"")]
    {
        let field_salt = salt_of_field(salt, path);
        stated.extend([hex::encode(field_salt), commit(&field_salt, path, value).hex()]);
    }
    for text in stated {
        assert!(DOCUMENT.contains(&text), "docs/log-format.md does not state {text}");
    }
}

#[test]
fn every_fault_is_in_the_document() {
    let (_, table) = DOCUMENT.split_once("\n## 11. Faults").unwrap();
    let codes =
        include_str!("../src/verify.rs").lines().filter_map(|line| line.trim().strip_prefix("What::"));
    let codes: Vec<&str> = codes.filter_map(|arm| arm.split_once("=> \"")?.1.strip_suffix("\",")).collect();
    assert_eq!(codes.len(), 17);
    for code in codes {
        assert!(table.contains(&format!("`{code}`")), "{code}");
    }
}

#[test]
fn every_single_bit_of_a_file_matters() {
    let file = file();
    // Head, event 1, event 2, checkpoint, event 3, checkpoint: the event a change of each line may first show at.
    let latest = [2, 1, 2, 3, 3, 4];
    let mut line = 0;
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut changed = file.clone();
            changed[at] ^= 1 << bit;
            match found(&changed) {
                Ok(report) => unreachable!("{report} although bit {bit} of byte {at} was changed"),
                Err(ExportError::Fault(fault)) => assert!(fault.seq <= latest[line], "{fault}, line {line}"),
                Err(ExportError::NotALog) => assert_eq!(line, 0),
                Err(ExportError::Read(error)) => unreachable!("{error}"),
            }
        }
        line += usize::from(file[at] == b'\n');
    }
}

#[test]
fn every_cut_of_a_file_is_found_unless_all_that_is_left_is_a_shorter_log() {
    let (file, (_, notes)) = (file(), example());
    let head = 1 + file.iter().position(|byte| *byte == b'\n').unwrap();
    for cut in 0..file.len() {
        // A head alone is an empty log. After event 1 its disposal is missed, whatever else is cut off.
        let last_note_only =
            cut == 1 + file[..file.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap();
        assert_eq!(found(&file[..cut]).is_ok(), cut == head || last_note_only, "cut at {cut}");
        assert!(verify(&file[..cut], None, &notes).is_err() || last_note_only, "held against, cut at {cut}");
    }
    let found = verify(&file[..head], None, &notes);
    let expected = Fault { seq: 1, what: What::CutOff { size: 2 } };
    assert!(matches!(found, Err(ExportError::Fault(fault)) if fault == expected));
}

#[test]
fn a_file_signed_with_another_key_than_the_one_known_proves_nothing() {
    let other = SecretKey::new(NAME, &[8; 32]).public();
    let expected = Fault { seq: 0, what: What::OtherKey };
    assert!(
        matches!(verify(&file()[..], Some(&other), &[]), Err(ExportError::Fault(fault)) if fault == expected)
    );
}

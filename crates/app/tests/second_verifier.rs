//! What an organisation exports, somebody else can verify with a program that shares no code with this one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop at once")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use evenhand_app::lookup::Asked;
use evenhand_domain::incident::Report;
use evenhand_store::Log;
use evenhand_testkit::{Engine, Organisation, TestOrg};

/// An organisation that has worked a little: incidents before a seal, one after it, and looks.
async fn worked(engine: Engine) -> TestOrg {
    let org = TestOrg::open(Organisation::Tarrowmere, engine).await;
    let quill = org.who("a.quill").await;
    for words in ["“I will find you”", "naïve\u{2028}\t\\ 🦽", "\"…\""] {
        org.app.seal().await.unwrap();
        let report = Report {
            happenings: ["shouting".to_owned()].into(),
            site_kind: "office".into(),
            words: Some(words.to_owned()),
            occurred_at: quill.now(),
            ..Report::default()
        };
        let done = org.app.report_incident(&quill, report, None, &org.request()).await.unwrap();
        let id = done.stream.strip_prefix("incident:").unwrap().to_owned();
        org.app.incident(&quill, &id).await.unwrap();
        org.app.look_up(&quill, &Asked { query: "Nobody".into(), ..Asked::default() }).await.unwrap();
    }
    org
}

async fn exported(org: &TestOrg, log: Log) -> Vec<u8> {
    let mut file = Vec::new();
    org.app.export(&org.who("h.lund").await, log, &mut file).await.unwrap();
    file
}

/// What `verifier/verify.py` says of a file, and its exit code.
fn second_opinion(org: &TestOrg, file: &[u8]) -> (String, Option<i32>) {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../verifier/verify.py");
    let mut child = Command::new("python3")
        .arg(program)
        .args(["--key", &org.app.public_key().text(), "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // It stops reading at the first fault, so not all may be taken.
    let _ = child.stdin.take().unwrap().write_all(file);
    let output = child.wait_with_output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code())
}

/// The file with the first byte behind `mark`, in one line, changed.
fn altered(file: &[u8], line: usize, mark: &str) -> Vec<u8> {
    let mut lines: Vec<String> =
        str::from_utf8(file).unwrap().lines().map(|line| format!("{line}\n")).collect();
    let at = lines[line].find(mark).unwrap() + mark.len();
    let other = if lines[line][at..].starts_with('a') { "b" } else { "a" };
    lines[line].replace_range(at..=at, other);
    lines.concat().into_bytes()
}

#[tokio::test]
async fn an_export_is_intact_and_one_altered_byte_is_named_with_its_event() {
    for engine in Engine::all() {
        let org = worked(engine).await;
        org.app.seal().await.unwrap();
        for log in Log::ALL {
            let file = exported(&org, log).await;
            let report =
                evenhand_ledger::export::verify(&file[..], Some(&org.app.public_key()), &[]).unwrap();
            assert!(report.entries >= 3 && report.checkpoints >= 3 && report.sealed == report.entries);
            let (says, code) = second_opinion(&org, &file);
            assert!(says.starts_with(&format!("{report}\n")), "{says}");
            assert_eq!(code, Some(0));

            let text = str::from_utf8(&file).unwrap();
            let events: Vec<usize> = (0..)
                .zip(text.lines())
                .filter(|(_, line)| line.contains("\"leaf\""))
                .map(|(at, _)| at)
                .collect();
            for seq in [1, events.len() / 2, events.len()] {
                for mark in ["\"salt\":\"", "\"role\":\"", "\"leaf\":\"", "{\"content\":{\""] {
                    let (says, code) = second_opinion(&org, &altered(&file, events[seq - 1], mark));
                    assert!(says.starts_with(&format!("not intact: event {seq}: ")), "{mark}: {says}");
                    assert_eq!(code, Some(1));
                }
            }
        }
    }
}

#[tokio::test]
async fn what_is_not_sealed_yet_is_said() {
    let org = worked(Engine::Sqlite).await;
    let file = exported(&org, Log::Events).await;
    let sealed = evenhand_ledger::export::verify(&file[..], None, &[]).unwrap().sealed;
    let (says, code) = second_opinion(&org, &file);
    assert!(
        says.contains(&format!("Events from {} on are under no signed checkpoint yet.", sealed + 1)),
        "{says}"
    );
    assert_eq!(code, Some(0));
}

//! What the process tells its operator holds nothing about anybody.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::Connection;

use crate::support::{PASSWORD, Serving, demonstration, on};

/// Words that belong to somebody: names, numbers, addresses of customers and staff.
fn personal(demo: &Path) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for organisation in ["nas", "tarrowmere"] {
        let record = Connection::open(demo.join(organisation).join("record.db")).unwrap();
        let mut names = record.prepare("select name from customers").unwrap();
        let names = names.query_map([], |row| row.get::<_, String>(0)).unwrap();
        words.extend(
            names
                .map(Result::unwrap)
                .flat_map(|name| name.split([' ', '-']).map(str::to_owned).collect::<Vec<_>>()),
        );
        let mut keys = record.prepare("select key from customer_keys").unwrap();
        let keys = keys.query_map([], |row| row.get::<_, String>(0)).unwrap();
        words.extend(keys.map(Result::unwrap));
    }
    words.retain(|word| word.chars().count() >= 5);
    assert!(words.len() > 10, "{words:?}");
    words
}

#[test]
fn log_lines_of_a_session_name_nobody() {
    let demo = demonstration();
    let personal = personal(demo.path());
    let name = personal.iter().find(|word| word.chars().all(char::is_alphabetic)).unwrap();
    let served = Serving::start("serve", demo.path(), &["--log-level", "trace"]);

    let wrong = [("organisation", "tarrowmere"), ("name", "a.quill"), ("password", "a wrong word or two")];
    assert_eq!(served.post("/sign-in", None, &wrong).status, 422);
    let right = [("organisation", "tarrowmere"), ("name", "a.quill"), ("password", PASSWORD)];
    let signed_in = served.post("/sign-in", None, &right);
    assert_eq!(signed_in.status, 303, "{signed_in:?}");
    let cookie = signed_in.cookie();
    let page = served.request("GET", "/counter", Some(&cookie), "");
    assert_eq!(page.status, 200);
    let csrf = page.csrf();
    for query in [name.as_str(), "Somebody Unheard-Of", "14/11/1971", "0491 570 156"] {
        let found = served.post("/counter", Some(&cookie), &[("_csrf", &csrf), ("query", query)]);
        assert!(found.status < 500, "{found:?}");
    }
    assert_eq!(served.request("GET", &format!("/customers/{name}"), Some(&cookie), "").status, 404);
    let words = format!("“{name} will wait outside”");
    let report = [("_csrf", csrf.as_str()), ("words", words.as_str())];
    assert!(served.post("/incidents/new", Some(&cookie), &report).status < 500);

    let (code, said) = served.stop();
    assert_eq!(code, 0);
    assert!(said.contains("DEBUG") && said.contains("request"), "{said}");
    let mut also: Vec<&str> = vec!["quill", "wrong word", PASSWORD, "Unheard", "570", "wait outside"];
    also.push(cookie.split('=').next_back().unwrap());
    also.push(&csrf);
    for line in said.lines() {
        let low = line.to_lowercase();
        for word in personal.iter().map(String::as_str).chain(also.iter().copied()) {
            assert!(!low.contains(&word.to_lowercase()), "`{word}` stands in a log line: {line}");
        }
    }
}

#[test]
fn log_lines_of_commands_name_nobody_and_hold_no_colours() {
    let demo = demonstration();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../app/tests/samples/febrl1.csv");
    let report = demo.path().join("report.csv");
    let import =
        ["import", "customers", sample, "nas", "--report", report.to_str().unwrap(), "--log-level", "trace"];
    let imported = on(demo.path(), &import).well();
    let personal = personal(demo.path());
    for command in [imported, on(demo.path(), &["verify", "--log-level", "trace"]).well()] {
        let said = (command.out + &command.err).to_lowercase();
        assert!(!said.contains('\u{1b}'), "{said}");
        for word in &personal {
            let stands = said.split(|c: char| !c.is_alphanumeric()).any(|part| *part == word.to_lowercase());
            assert!(!stands, "`{word}` is said: {said}");
        }
    }
}

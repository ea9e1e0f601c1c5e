//! Tables computed from the log: compared, computed anew; and a backup taken while the record is served.

use std::fs;
use std::path::Path;
use std::process::Command;

use rusqlite::Connection;

use crate::support::{Serving, copy_folder, demonstration, ended, folder, on};

fn tamper(demo: &Path, sql: &str) {
    let record = Connection::open(demo.join("nas/record.db")).unwrap();
    assert!(record.execute(sql, []).unwrap() > 0, "{sql}");
}

#[test]
fn a_row_that_does_not_follow_from_the_log_is_found_and_computed_anew() {
    let demo = demonstration();
    let compare = || on(demo.path(), &["compare", "nas"]);
    assert_eq!(compare().well().out, "Every table says what the log says.\n");
    let spoilt = [
        (
            "customers",
            "update customers set name = 'Somebody Else' where id = (select min(id) from customers)",
        ),
        ("incidents", "delete from incidents where id = (select min(id) from incidents)"),
    ];
    for (table, sql) in spoilt {
        tamper(demo.path(), sql);
        compare().saying(1, &format!("{table}: 1 rows differ"));
        on(demo.path(), &["rebuild", "nas"]).well();
        compare().well();
    }
    on(demo.path(), &["verify"]).well();
}

#[test]
fn a_command_that_needs_one_organisation_says_which_there_are() {
    let demo = demonstration();
    for command in ["compare", "rebuild", "export"] {
        on(demo.path(), &[command]).saying(1, "say which organisation: nas, tarrowmere");
        on(demo.path(), &[command, "x"])
            .saying(1, "there is no organisation `x`; there are: nas, tarrowmere");
    }
    on(demo.path(), &["verify", "x"]).saying(1, "there is no organisation `x`");
}

/// What `.backup` of the sqlite3 program does, by the same function of SQLite.
fn copy_online(from: &Path, to: &Path) {
    const COPY: &str =
        "import sqlite3, sys\nsqlite3.connect(sys.argv[1]).backup(sqlite3.connect(sys.argv[2]))";
    ended(Command::new("python3").args(["-c", COPY]).arg(from).arg(to)).well();
}

#[test]
fn a_backup_taken_while_it_is_served_is_whole() {
    let demo = demonstration();
    let served = Serving::start("serve", demo.path(), &[]);
    let restored = folder();
    for organisation in ["nas", "tarrowmere"] {
        let (from, to) = (demo.path().join(organisation), restored.path().join(organisation));
        fs::create_dir(&to).unwrap();
        fs::copy(from.join("log.key"), to.join("log.key")).unwrap();
        copy_online(&from.join("record.db"), &to.join("record.db"));
    }
    on(restored.path(), &["verify"]).well();
    for organisation in ["nas", "tarrowmere"] {
        on(restored.path(), &["compare", organisation]).well();
    }
    let (code, _) = served.stop();
    assert_eq!(code, 0);

    let copied = folder();
    copy_folder(demo.path(), copied.path());
    on(copied.path(), &["verify"]).well();
    on(copied.path(), &["compare", "nas"]).well();
    tamper(copied.path(), "update customers set version = version + 1");
    on(copied.path(), &["compare", "nas"]).saying(1, "customers: ");
}

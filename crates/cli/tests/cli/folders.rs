//! Folders that cannot be used, and folders that are in use: a sentence that says what to do, and nothing made.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use rusqlite::Connection;

use crate::support::{Ended, Serving, TARROWMERE, binary, demonstration, ended, folder, on};

/// Somebody who may do nothing in particular.
const NOBODY: u32 = 65_534;

#[test]
fn a_folder_that_is_not_there_is_a_slip_of_the_pen() {
    let here = folder();
    let missing = here.path().join("tpyo");
    for command in
        [&["verify"][..], &["compare"], &["rebuild"], &["export"], &["import", "customers", TARROWMERE]]
    {
        on(&missing, command).saying(1, "name the folder of the data with --data");
        assert!(!missing.exists(), "{command:?} made a folder");
    }
    for command in [&["verify"][..], &["compare"], &["rebuild"], &["export"]] {
        on(here.path(), command).saying(1, "there is no organisation in `");
    }
}

#[test]
fn a_file_is_no_folder() {
    let here = folder();
    let file = here.path().join("file");
    fs::write(&file, "").unwrap();
    for command in ["serve", "verify"] {
        on(&file, &[command]).saying(1, "cannot be used: it is a file");
    }
}

#[test]
fn a_folder_of_a_newer_version_is_refused_and_left_as_it_is() {
    let demo = demonstration();
    let record = Connection::open(demo.path().join("nas/record.db")).unwrap();
    record.execute("insert into migrations (name) values ('9999_later')", []).unwrap();
    for command in ["serve", "verify"] {
        let says = "a newer version of the product changed this database (step 9999_later)";
        on(demo.path(), &[command]).saying(1, says);
    }
    let steps: i64 = record
        .query_row("select count(*) from migrations where name = '9999_later'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(steps, 1);
}

#[test]
fn a_key_that_is_damaged_or_missing_is_never_replaced() {
    let demo = demonstration();
    let key = demo.path().join("nas/log.key");
    let kept = fs::read(&key).unwrap();
    for damaged in [&b"0123"[..], b"", b"\xff\xfe", &kept[1..]] {
        fs::write(&key, damaged).unwrap();
        for command in ["serve", "verify"] {
            on(demo.path(), &[command]).saying(
                1,
                "nas/log.key` is damaged: it must hold 64 hexadecimal digits; put it back from the backup",
            );
        }
        assert_eq!(fs::read(&key).unwrap(), damaged);
    }
    fs::remove_file(&key).unwrap();
    for command in ["serve", "verify"] {
        on(demo.path(), &[command])
            .saying(1, "nas/log.key` is missing, though there is a record that was signed with it");
    }
    assert!(!key.exists());
    fs::write(&key, kept).unwrap();
    on(demo.path(), &["verify"]).well();
}

#[test]
fn a_record_that_is_no_database_is_said() {
    let demo = demonstration();
    for file in ["record.db-wal", "record.db-shm"] {
        let _ = fs::remove_file(demo.path().join("nas").join(file));
    }
    fs::write(demo.path().join("nas/record.db"), "This was a record once, and is a text now.".repeat(100))
        .unwrap();
    on(demo.path(), &["verify"]).saying(1, "the organisation `nas` cannot be opened");
}

#[test]
fn what_is_made_can_be_read_by_its_owner_only() {
    let here = folder();
    let data = here.path().join("data");
    on(&data, &["organisation", TARROWMERE]).well();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join("tarrowmere")), 0o700);
    assert_eq!(mode(&data.join("tarrowmere/log.key")), 0o600);
}

/// Runs the binary as somebody who may not do everything: root would not notice missing permissions.
fn as_nobody(folder: &Path, arguments: &[&str]) -> Ended {
    let mut command: Command = binary();
    if fs::metadata("/proc/self").unwrap().uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    ended(command.args(arguments).arg("--data").arg(folder))
}

#[test]
fn missing_permissions_are_said_and_an_organisation_is_never_overlooked() {
    let demo = demonstration();
    let closed = |path: &str| {
        let path = demo.path().join(path);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    };
    let open = |path: &str| {
        let path = demo.path().join(path);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).unwrap();
    };
    open("");
    open("tarrowmere");
    open("nas");
    for path in ["tarrowmere/log.key", "nas/log.key", "nas/record.db", "tarrowmere/record.db"] {
        open(path);
    }
    for path in ["nas/log.key", "nas", ""] {
        closed(path);
        for command in ["serve", "verify"] {
            let refused = as_nobody(demo.path(), &[command]);
            refused.saying(1, "Permission denied");
            refused.saying(1, "cannot be used");
            assert!(!refused.out.contains("/setup"), "{refused:?}");
        }
        open(path);
    }
}

#[test]
fn a_port_that_is_taken_is_said_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let here = folder();
    let address = taken.local_addr().unwrap().to_string();
    let says =
        format!("nothing can listen on {address}; stop what does, or choose another address with --listen");
    on(here.path(), &["serve", "--listen", &address]).saying(1, &says);
}

#[test]
fn one_process_serves_a_folder_and_others_may_look_at_it_meanwhile() {
    let demo = demonstration();
    let served = Serving::start("serve", demo.path(), &[]);
    let says = "another process uses the folder";
    on(demo.path(), &["serve", "--listen", "127.0.0.1:0"]).saying(1, says);
    on(demo.path(), &["demo", "--listen", "127.0.0.1:0"]).saying(1, says);
    on(demo.path(), &["organisation", TARROWMERE]).saying(1, says);
    on(demo.path(), &["rebuild", "nas"]).saying(1, says);
    let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/mount-gambier");
    on(demo.path(), &["pack", "load", pack, "tarrowmere"]).saying(1, says);

    let people = demo.path().join("people.csv");
    fs::write(&people, "id,given_name,surname\n1,Ada,Heath\n").unwrap();
    let (people, report) = (people.to_str().unwrap(), demo.path().join("report.csv"));
    let import = ["import", "customers", people, "nas", "--report", report.to_str().unwrap()];
    on(demo.path(), &import).well();
    let out = demo.path().join("log.jsonl");
    on(demo.path(), &["export", "nas", "--out", out.to_str().unwrap()]).well();
    on(demo.path(), &["verify"]).well();
    on(demo.path(), &["compare", "nas"]).well();
    assert_eq!(served.get("/status").status, 200);
    assert_eq!(served.stop().0, 0);
    on(demo.path(), &["rebuild", "nas"]).well();
    on(demo.path(), &["verify"]).well();
}

#[test]
fn a_process_that_was_killed_leaves_the_folder_free() {
    let demo = demonstration();
    drop(Serving::start("serve", demo.path(), &[]));
    let served = Serving::start("serve", demo.path(), &[]);
    assert_eq!(served.get("/status").status, 200);
}

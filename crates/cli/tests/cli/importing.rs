//! `import customers` on the real binary.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::{demonstration, evenhand, folder, on};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../app/tests/samples/febrl1.csv");

#[test]
fn every_row_is_in_the_report_and_the_same_file_is_taken_once() {
    let demo = demonstration();
    let report = demo.path().join("report.csv");
    let import = ["import", "customers", SAMPLE, "tarrowmere", "--report", report.to_str().unwrap()];
    let first = on(demo.path(), &import).well();
    assert!(first.out.contains("200 rows: "), "{}", first.out);
    let rows = || -> Vec<csv::StringRecord> {
        csv::Reader::from_path(&report).unwrap().records().map(Result::unwrap).collect()
    };
    let kept = rows();
    assert_eq!(kept.len(), 200);
    assert!(kept.iter().zip(1..).all(|(row, n)| row[0] == n.to_string() && row[4].starts_with("WB-")));
    assert_eq!(fs::metadata(&report).unwrap().permissions().mode() & 0o777, 0o600);

    on(demo.path(), &import).well();
    let again = rows();
    assert!(again.iter().all(|row| row[5].contains("taken by an earlier import")));
    let references =
        |rows: &[csv::StringRecord]| rows.iter().map(|row| row[4].to_owned()).collect::<Vec<_>>();
    assert_eq!(references(&kept), references(&again));
    on(demo.path(), &["verify", "tarrowmere"]).well();
    on(demo.path(), &["compare", "tarrowmere"]).well();
}

#[test]
fn what_cannot_be_imported_is_said_before_anything_is_taken() {
    let demo = demonstration();
    let import =
        |file: &str, report: &str| on(demo.path(), &["import", "customers", file, "nas", "--report", report]);
    let report = demo.path().join("report.csv");
    let report = report.to_str().unwrap();
    import("no-such-file.csv", report).saying(1, "`no-such-file.csv` cannot be read");
    let windows = demo.path().join("windows.csv");
    fs::write(&windows, b"surname\nM\xfcller\n").unwrap();
    import(windows.to_str().unwrap(), report).saying(1, "line 2 is not UTF-8 text");
    let before = on(demo.path(), &["verify", "nas"]).well().out;
    import(SAMPLE, "/no/such/folder/report.csv").saying(1, "`/no/such/folder/report.csv` cannot be written");
    assert_eq!(on(demo.path(), &["verify", "nas"]).well().out, before);
    on(demo.path(), &["import", "customers", SAMPLE]).saying(1, "say which organisation: nas, tarrowmere");
}

#[test]
fn dates_are_read_as_the_operator_says() {
    let demo = demonstration();
    let file = demo.path().join("people.csv");
    fs::write(&file, "surname,dob\nHeath,03/04/1971\n").unwrap();
    let report = demo.path().join("report.csv");
    let import = |more: &[&str]| {
        let import =
            ["import", "customers", file.to_str().unwrap(), "nas", "--report", report.to_str().unwrap()];
        on(demo.path(), &[&import, more].concat()).well().out
    };
    assert!(import(&["--dates", "day-first"]).contains("1 rows: 1 accepted"));
    // Told otherwise, the same row says something else.
    assert!(import(&[]).contains("1 rows: 1 refused"));
}

#[test]
fn there_must_be_an_organisation_to_import_into() {
    let here = folder();
    on(here.path(), &["import", "customers", SAMPLE]).saying(1, "there is no organisation in `");
    evenhand(["import", "customers", SAMPLE, "--data", "no-such-folder"])
        .saying(1, "there is no folder `no-such-folder`");
}

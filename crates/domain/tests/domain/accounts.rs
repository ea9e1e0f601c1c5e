//! Words, corrections and files.

use evenhand_domain::incident::{AccountKind, Corrected, FileAttached, IncidentCommand, WordsAdded};
use jiff::SignedDuration;

use crate::support::*;

fn felt(kind: AccountKind, severity: &str) -> IncidentCommand {
    let severity_felt = Some(severity.to_owned());
    IncidentCommand::AddWords(WordsAdded { kind, text: "It shook me.".to_owned(), severity_felt })
}

fn correcting(change: impl FnOnce(&mut Corrected)) -> IncidentCommand {
    let mut correction = correction();
    change(&mut correction);
    IncidentCommand::Correct(correction)
}

// proves: SA-SUP-009
#[test]
fn what_is_added_later_is_dated_and_attributed_and_leaves_the_first_account_as_it_was() {
    let mut said = agency_report();
    said.words = Some("He shouted.".to_owned());
    let first = agency().given("quill", IncidentCommand::Report(said));
    let later = first.hours_later(22).given("finch", words(AccountKind::Statement, "He also hit the glass."));
    let report = later.incident().report.unwrap();
    assert_eq!(report.said.words.as_deref(), Some("He shouted."));
    let added = &later.events()[1];
    assert_eq!((added.actor.as_str(), added.at), ("finch", begin() + SignedDuration::from_hours(22)));
    assert_eq!(added.event.content()["text"], "He also hit the glass.");
}

#[test]
fn words_say_something() {
    reported().when("quill", words(AccountKind::Note, " \n ")).refused(&[("text", "empty")]);
    reported().when("quill", words(AccountKind::Note, "\u{200b}\u{2060}")).refused(&[("text", "empty")]);
    reported().when("quill", words(AccountKind::Note, "a\u{0}")).refused(&[("text", "unreadable-character")]);
    reported().when("quill", words(AccountKind::Note, &"x".repeat(50_001))).refused(&[("text", "too-long")]);
}

#[test]
fn how_severe_it_felt_is_one_of_the_levels_and_goes_with_how_it_felt() {
    let case = agency_reported().given("quill", felt(AccountKind::Felt, "serious"));
    assert_eq!(case.incident().severity_felt.as_deref(), Some("serious"));
    let unchanged = case.given("quill", words(AccountKind::Felt, "Still."));
    assert_eq!(unchanged.incident().severity_felt.as_deref(), Some("serious"));
    let unknown = &[("severity_felt", "unknown-choice")];
    agency_reported().when("quill", felt(AccountKind::Felt, "dreadful")).refused(unknown);
    reported().when("quill", felt(AccountKind::Felt, "serious")).refused(unknown);
    let elsewhere = agency_reported().when("quill", felt(AccountKind::Note, "serious"));
    elsewhere.refused(&[("severity_felt", "only-with-felt")]);
}

#[test]
fn a_correction_keeps_what_the_record_said_before() {
    let occurred_at = Some(begin() - SignedDuration::from_hours(2));
    let correction = correcting(|c| (c.occurred_at, c.site) = (occurred_at, Some(id("yard"))));
    let corrected: Corrected = reported().when("quill", correction.clone()).then("incident.corrected");
    assert_eq!(corrected.before, "16 March 2027, 9:14am, Civic Centre, no place");
    let said = reported().given("quill", correction).incident().report.unwrap().said;
    assert_eq!(Some(said.occurred_at), occurred_at);
    assert_eq!((said.site, said.place.as_deref()), (Some(id("yard")), Some("Counter 3")));
}

#[test]
fn a_correction_leaves_alone_what_it_does_not_name() {
    let before = reported().incident().report.unwrap().said;
    let said = reported().given("quill", correcting(|_| ())).incident().report.unwrap().said;
    assert_eq!((said.occurred_at, said.site), (before.occurred_at, before.site));
}

#[test]
fn a_correction_corrects_something_and_says_why() {
    let nothing = correcting(|c| (c.place, c.because) = (None, String::new()));
    reported().when("quill", nothing).refused(&[("because", "empty"), ("occurred_at", "nothing-changed")]);
    let wrong = correcting(|c| {
        c.occurred_at = Some(begin() + SignedDuration::from_secs(1));
        c.site = Some(id("pool"));
    });
    reported().when("quill", wrong).refused(&[("occurred_at", "in-the-future"), ("site", "unknown-site")]);
}

#[test]
fn a_file_is_attached_once_and_says_what_it_shows() {
    let case = reported().given("quill", IncidentCommand::AttachFile(file("aa")));
    assert_eq!(case.incident().files, [file("aa")]);
    case.when("wren", IncidentCommand::AttachFile(file("aa"))).refused(&[("file", "already-there")]);
    let silent = FileAttached { what: " ".to_owned(), ..file("bb") };
    case.when("wren", IncidentCommand::AttachFile(silent)).refused(&[("what", "empty")]);
}

#[test]
fn an_incident_holds_fifty_files() {
    let attach = |n: usize| IncidentCommand::AttachFile(file(&format!("{n:02}")));
    let full = (0..50).fold(reported(), |case, n| case.given("quill", attach(n)));
    full.when("quill", attach(50)).refused(&[("file", "too-many")]);
}

//! The incident form (Appendix B).

use evenhand_domain::incident::{FormSubmitted, Harm, IncidentCommand, Report};
use jiff::SignedDuration;

use crate::support::*;

fn submitting(change: impl FnOnce(&mut FormSubmitted)) -> IncidentCommand {
    let mut form = form();
    change(&mut form);
    IncidentCommand::SubmitForm(form)
}

// proves: MG-B-01
#[test]
fn an_incident_stands_without_a_form_and_one_can_be_started_later() {
    let case = reported();
    assert_eq!(case.incident().form, None);
    let case = case.hours_later(3).given("quill", submitting(|_| ()));
    let (form, at) = case.incident().form.unwrap();
    assert_eq!((form.signed_as.as_deref(), at), (Some("P. Quill"), begin() + SignedDuration::from_hours(3)));
    case.when("quill", submitting(|_| ())).refused(&[("", "already-submitted")]);
}

#[test]
fn an_organisation_without_a_form_has_none() {
    agency_reported().when("quill", submitting(|_| ())).refused(&[("", "no-such-form")]);
}

// proves: MG-B-07
#[test]
fn a_form_is_signed_on_screen_or_on_the_scanned_original() {
    let unsigned = submitting(|form| form.signed_as = None);
    let refusal = reported().when("quill", unsigned).refusal();
    assert_eq!(
        (refusal.problems[0].field.as_str(), refusal.problems[0].code.as_str()),
        ("signed", "form-signed")
    );
    assert!(!refusal.problems[0].can_be_passed, "no reason is taken here");
    let blank = submitting(|form| form.signed_as = Some("\u{200b} ".to_owned()));
    reported().when("quill", blank).refused(&[("signed", "form-signed")]);
    let scanned = || submitting(|form| (form.signed_as, form.scan) = (None, Some("00aa".to_owned())));
    reported().when("quill", scanned()).refused(&[("scan", "unknown-file")]);
    let attached = reported().given("quill", IncidentCommand::AttachFile(file("00aa")));
    attached.when("quill", scanned()).happens("incident.form-submitted");
}

#[test]
fn a_form_answers_every_question_and_no_other() {
    let gap = submitting(|form| {
        form.answers.remove("suggestion");
        form.answers.insert("why-unreasonable".to_owned(), " ".to_owned());
        form.answers.insert("star-sign".to_owned(), "Aries".to_owned());
    });
    let refusal = reported().when("quill", gap).refusal();
    let [problem] = refusal.problems.as_slice() else { panic!("{refusal:?}") };
    assert_eq!(problem.code, "form-complete");
    assert!(problem.says.contains("unreasonable?; What could be done"), "{}", problem.says);
    let extra = submitting(|form| _ = form.answers.insert("star-sign".to_owned(), "Aries".to_owned()));
    let kept: FormSubmitted = reported().when("quill", extra).then("incident.form-submitted");
    assert!(!kept.answers.contains_key("star-sign"));
}

// proves: MG-B-02
#[test]
fn a_form_after_24_hours_is_taken_and_marked_late_unless_it_was_handed_in_before() {
    let occurred_at = begin() - SignedDuration::from_hours(20);
    let case = council().given("quill", IncidentCommand::Report(Report { occurred_at, ..report() }));
    let in_time: FormSubmitted =
        case.clone().hours_later(4).when("quill", submitting(|_| ())).then("incident.form-submitted");
    assert!(!in_time.late);
    assert_eq!(in_time.due_at, Some(occurred_at + SignedDuration::from_hours(24)));
    let late = case.hours_later(6);
    let submitted: FormSubmitted = late.when("quill", submitting(|_| ())).then("incident.form-submitted");
    assert!(submitted.late);
    let by_hand = submitting(|form| form.received_at = Some(occurred_at + SignedDuration::from_hours(23)));
    let submitted: FormSubmitted = late.when("wren", by_hand).then("incident.form-submitted");
    assert!(!submitted.late);
}

#[test]
fn a_form_was_not_received_in_the_future() {
    let ahead = submitting(|form| form.received_at = Some(begin() + SignedDuration::from_secs(1)));
    reported().when("wren", ahead).refused(&[("received_at", "in-the-future")]);
}

// proves: MG-B-04
#[test]
fn services_that_were_called_are_recorded_with_their_time_before_the_form_goes() {
    let called = Report { harm: [Harm::Police].into(), ..report() };
    let case = council().given("quill", IncidentCommand::Report(called));
    case.when("quill", submitting(|_| ())).refused(&[("services", "services-detailed")]);
    let recorded = case.given("quill", IncidentCommand::CallService(service()));
    recorded.when("quill", submitting(|_| ())).happens("incident.form-submitted");
}

// proves: MG-4.1-07
#[test]
fn a_form_goes_to_the_manager_of_the_unit_and_to_the_general_manager() {
    let form: FormSubmitted = reported().when("quill", submitting(|_| ())).then("incident.form-submitted");
    let told: Vec<_> = form.told.iter().map(|told| (told.notice.as_str(), told.to.as_str())).collect();
    assert_eq!(told, [("form-manager", "wren"), ("form-general-manager", "heron")]);
    let at_the_depot = council().given("swift", IncidentCommand::Report(report()));
    let form: FormSubmitted = at_the_depot.when("swift", submitting(|_| ())).then("incident.form-submitted");
    assert_eq!(form.told[0].to, id("swift"), "the manager of the depot");
}

//! The first report.

use evenhand_domain::incident::{
    Harm, IncidentCommand, Involved, InvolvedPart, Presence, Report, Reported, Safety, Who,
};
use evenhand_policy::facts::Part;
use evenhand_policy::pack::find;
use jiff::SignedDuration;

use crate::support::*;

fn reporting(report: Report) -> IncidentCommand {
    IncidentCommand::Report(report)
}

fn report_at_council(change: impl FnOnce(&mut Report)) -> Reported {
    let mut said = report();
    change(&mut said);
    council().when("quill", reporting(said)).then("incident.reported")
}

fn visitor() -> Involved {
    Involved::new(Who::Other("A visitor in a red coat".to_owned()), InvolvedPart::Affected)
}

#[test]
fn a_report_keeps_what_was_said_and_says_what_follows() {
    let reported = report_at_council(|said| said.words = Some("  He shouted.\r\n".to_owned()));
    assert_eq!(reported.said.words.as_deref(), Some("He shouted."));
    assert_eq!(reported.conduct.classes, set(["unreasonable-behaviour"]));
    assert_eq!(reported.conduct.issues, set(["health"]));
    assert_eq!(reported.conduct.parties, set(["staff"]));
    assert_eq!(reported.unit, Some(id("front")));
    assert_eq!(reported.reviewer, Some(id("wren")));
    assert_eq!(reported.people[0].who, Who::Staff(id("quill")));
    assert_eq!(reported.people[0].part, InvolvedPart::Affected);
    assert_eq!(reported.delay_minutes, 60);
    assert!(!reported.private && !reported.care_only && !reported.late);
    assert_eq!(reported.said.business_line.as_deref(), Some("council"), "there is only one");
}

#[test]
fn only_staff_report() {
    council().when("system", reporting(report())).refused(&[("", "unknown-staff")]);
}

#[test]
fn an_incident_is_reported_once() {
    reported().when("quill", reporting(report())).refused(&[("", "already-reported")]);
}

#[test]
fn everything_that_is_wrong_with_a_report_is_told_at_once() {
    let mut said = report();
    said.words = Some("a\u{202e}b".to_owned());
    said.place = Some("one\ntwo".to_owned());
    said.occurred_at = begin() + SignedDuration::from_hours(1);
    said.happenings = set(["earthquake"]);
    said.site_kind = "moon".to_owned();
    said.site = Some(id("pool"));
    said.role_at_time = Some("pilot".to_owned());
    said.learned_by = Some("dream".to_owned());
    said.handler = Some(id("nobody"));
    said.business_line = Some("rockets".to_owned());
    said.conduct = conduct(["dancing"]);
    said.affected = vec![Involved::new(Who::Staff(id("nobody")), InvolvedPart::Affected)];
    council().when("quill", reporting(said)).refused(&[
        ("words", "unreadable-character"),
        ("place", "one-line"),
        ("occurred_at", "in-the-future"),
        ("happenings", "unknown-choice"),
        ("site_kind", "unknown-choice"),
        ("site", "unknown-site"),
        ("business_line", "unknown-choice"),
        ("role_at_time", "unknown-choice"),
        ("learned_by", "unknown-choice"),
        ("handler", "unknown-staff"),
        ("kinds", "unknown-choice"),
        ("affected", "unknown-staff"),
    ]);
}

#[test]
fn at_least_one_box_is_ticked() {
    council().when("quill", happened(report(), [])).refused(&[("happenings", "empty")]);
}

#[test]
fn clocks_may_disagree_by_five_minutes_and_no_more() {
    let ahead = |minutes: i64| {
        let occurred_at = begin() + SignedDuration::from_mins(minutes);
        council().when("quill", reporting(Report { occurred_at, ..report() }))
    };
    ahead(5).happens("incident.reported");
    ahead(6).refused(&[("occurred_at", "in-the-future")]);
}

#[test]
fn nothing_older_than_twenty_years_is_an_incident() {
    let occurred_at = at("2006-03-16T10:14:00+10:30");
    council()
        .when("quill", reporting(Report { occurred_at, ..report() }))
        .refused(&[("occurred_at", "too-long-ago")]);
}

#[test]
fn an_organisation_with_several_business_lines_asks_which() {
    let said = Report { business_line: None, ..agency_report() };
    agency().when("quill", reporting(said)).refused(&[("business_line", "unknown-choice")]);
}

// proves: SA-PIC-003
#[test]
fn an_incident_without_a_class_of_conduct_is_refused_and_the_classes_are_named() {
    let refusal = agency().when("quill", happened(agency_report(), ["something-else"])).refusal();
    let [problem] = refusal.problems.as_slice() else { panic!("{refusal:?}") };
    assert_eq!((problem.field.as_str(), problem.code.as_str()), ("classes", "conduct-class-recorded"));
    assert_eq!(problem.says, "Choose the class of conduct: Customer aggression, Counterproductive behaviour");
    let source = problem.source.as_deref().unwrap();
    assert!(source.contains("Customer aggression - Post incident contact, Background"), "{source}");
    for class in ["customer-aggression", "counterproductive-behaviour"] {
        let mut said = agency_report();
        said.happenings = set(["something-else"]);
        said.conduct.classes = set([class]);
        agency().when("quill", reporting(said)).happens("incident.reported");
    }
}

// proves: MG-3.1-01
#[test]
fn conduct_counts_only_with_an_issue_and_somebody_it_affects() {
    let with = |issues: &[&str], parties: &[&str]| {
        let mut said = report();
        said.happenings = set(["something-else"]);
        said.conduct.classes = set(["unreasonable-demands"]);
        said.conduct.issues = issues.iter().map(|word| (*word).to_owned()).collect();
        said.conduct.parties = parties.iter().map(|word| (*word).to_owned()).collect();
        council().when("quill", reporting(said))
    };
    with(&[], &["staff"]).refused(&[("issues", "issue-and-party-recorded")]);
    with(&["resources"], &[]).refused(&[("parties", "issue-and-party-recorded")]);
    let reported: Reported = with(&["equity", "resources"], &["organisation"]).then("incident.reported");
    assert_eq!(reported.conduct.issues, set(["equity", "resources"]));
    assert_eq!(reported.conduct.parties, set(["organisation"]));
}

// proves: MG-3.4-02
#[test]
fn disorganised_information_counts_only_if_the_recorder_confirms_that_the_customer_is_capable() {
    let confirmed = |answer: Option<bool>| {
        let mut said = report();
        said.conduct = conduct(["disorganised-information"]);
        said.conduct.capability_confirmed = answer;
        council().when("quill", reporting(said))
    };
    confirmed(None).refused(&[("capability_confirmed", "capability-confirmed")]);
    confirmed(Some(false)).refused(&[("capability_confirmed", "capability-confirmed")]);
    let reported: Reported = confirmed(Some(true)).then("incident.reported");
    assert!(
        reported.conduct.classes.contains("unreasonable-lack-of-cooperation"),
        "the kind brings its class"
    );
}

// proves: MG-4.1-05
#[test]
fn a_council_incident_recorded_after_24_hours_is_late_and_at_23_it_is_not() {
    let after =
        |hours: i64| report_at_council(|said| said.occurred_at = begin() - SignedDuration::from_hours(hours));
    let (at_23, at_24, at_25) = (after(23), after(24), after(25));
    assert!(!at_23.late && !at_24.late && at_25.late);
    assert_eq!(at_25.record_due_at, Some(begin() - SignedDuration::from_hours(1)));
    assert_eq!(at_25.delay_minutes, 25 * 60);
}

// proves: SA-SUP-007
#[test]
fn the_agency_stores_when_it_happened_and_when_it_was_recorded_and_marks_late_entries() {
    let occurred_at = begin() - SignedDuration::from_hours(72);
    let case = agency().given("quill", reporting(Report { occurred_at, ..agency_report() }));
    let incident = case.incident();
    let report = incident.report.unwrap();
    assert_eq!((report.said.occurred_at, incident.reported_at), (occurred_at, begin()));
    assert_eq!((report.delay_minutes, report.late), (72 * 60, true));
}

// proves: MG-4.1-06
#[test]
fn a_witness_names_the_person_affected_and_stands_beside_them_as_a_witness() {
    let witnessed = Report { part: Part::Witnessed, ..report() };
    council().when("quill", reporting(witnessed.clone())).refused(&[("affected", "affected-person-named")]);
    let affected = vec![Involved::new(Who::Staff(id("finch")), InvolvedPart::Affected)];
    let case = council().given("quill", reporting(Report { affected, ..witnessed }));
    let people = case.incident().people;
    let parts: Vec<_> =
        people.iter().map(|person| (person.who.staff().unwrap().as_str(), person.part)).collect();
    assert_eq!(parts, [("quill", InvolvedPart::Witness), ("finch", InvolvedPart::Affected)]);
}

#[test]
fn what_a_first_report_lacks_cannot_be_passed_with_a_reason() {
    let refusal = council().when("quill", reporting(Report { part: Part::Witnessed, ..report() })).refusal();
    assert!(refusal.problems.iter().all(|problem| !problem.can_be_passed));
}

// proves: SA-SUP-008
#[test]
fn somebody_can_record_for_a_colleague_and_both_are_kept() {
    let affected = vec![Involved::new(Who::Staff(id("finch")), InvolvedPart::Affected)];
    let said =
        Report { part: Part::OnBehalf, affected, learned_by: Some("verbal".to_owned()), ..agency_report() };
    let incident = agency().given("wren", reporting(said)).incident();
    assert_eq!(incident.recorder, "wren");
    let affected: Vec<_> = incident.affected_staff().map(ToString::to_string).collect();
    assert_eq!(affected, ["finch"]);
    assert_eq!(incident.people.len(), 1, "the recorder took no part");
    assert_eq!(incident.report.unwrap().said.learned_by.as_deref(), Some("verbal"));
}

#[test]
fn when_a_manager_learned_of_it_is_now_unless_they_say_and_never_ahead() {
    let affected = vec![Involved::new(Who::Staff(id("finch")), InvolvedPart::Affected)];
    let told = |learned_at| Report {
        part: Part::OnBehalf,
        affected: affected.clone(),
        learned_by: Some("email".to_owned()),
        learned_at,
        ..agency_report()
    };
    let kept = |report: Report| {
        let reported: Reported = agency().when("wren", reporting(report)).then("incident.reported");
        reported.said.learned_at
    };
    let earlier = begin() - SignedDuration::from_hours(2);
    assert_eq!(kept(told(None)), Some(begin()));
    assert_eq!(kept(told(Some(earlier))), Some(earlier));
    assert_eq!(
        kept(Report { learned_by: None, ..told(Some(earlier)) }),
        None,
        "a time of nothing is dropped"
    );
    let ahead = told(Some(begin() + SignedDuration::from_mins(6)));
    agency().when("wren", reporting(ahead)).refused(&[("learned_at", "in-the-future")]);
}

// proves: SA-SUP-076
#[test]
fn an_ordinary_officer_reports_what_happened_to_a_visitor() {
    let said = Report { part: Part::OnBehalf, affected: vec![visitor()], ..agency_report() };
    let incident = agency().given("quill", reporting(said)).incident();
    assert_eq!(incident.people, [visitor()]);
    assert_eq!(incident.affected_staff().count(), 0);
    assert_eq!(incident.reviewer, Some(id("wren")), "the manager of whoever recorded it");
}

// proves: SA-SUP-093
#[test]
fn an_unidentified_person_is_described_and_linked_to_a_customer_later() {
    let description = Some("Tall, grey jacket, a red bicycle".to_owned());
    let case = agency().given("quill", reporting(Report { description, ..agency_report() }));
    assert_eq!(case.incident().customer, None);
    let linked = case.hours_later(24).given("wren", IncidentCommand::LinkCustomer(link_customer()));
    let incident = linked.incident();
    assert_eq!(incident.customer, Some(id("customer-1")));
    assert_eq!(
        incident.report.unwrap().said.description.as_deref(),
        Some("Tall, grey jacket, a red bicycle")
    );
    let dates: Vec<_> = linked.events().iter().map(|event| event.at).collect();
    assert_eq!(dates, [begin(), begin() + SignedDuration::from_hours(24)]);
}

// proves: SA-PIC-036
#[test]
fn each_person_involved_is_kept_with_the_role_they_held_at_the_time() {
    let mut finch = Involved::new(Who::Staff(id("finch")), InvolvedPart::Affected);
    finch.role_at_time = Some("personalised-services-officer".to_owned());
    let said = Report {
        role_at_time: Some("complaints-officer".to_owned()),
        affected: vec![finch],
        ..agency_report()
    };
    let people = agency().given("quill", reporting(said)).incident().people;
    let roles: Vec<_> = people.iter().map(|person| person.role_at_time.as_deref().unwrap()).collect();
    assert_eq!(roles, ["complaints-officer", "personalised-services-officer"]);
    let known = &agency_pack().vocabulary.roles_at_time;
    for role in ["service-officer", "personalised-services-officer", "one-main-contact", "complaints-officer"]
    {
        assert!(find(known, role).is_some(), "{role}");
    }
}

// proves: SA-PIC-037
#[test]
fn more_than_one_kind_of_behaviour_is_recorded() {
    let case = agency().given("quill", happened(agency_report(), ["personal-abuse", "threat"]));
    assert_eq!(case.incident().conduct.kinds, set(["threat", "verbal-abuse"]));
    let known = &agency_pack().vocabulary.conduct_kinds;
    for kind in ["threat", "verbal-abuse", "stalking", "harassment"] {
        assert!(find(known, kind).is_some(), "{kind}");
    }
}

// proves: MG-3.1-02
#[test]
fn an_incident_has_one_or_more_of_the_five_categories() {
    let codes: Vec<String> =
        council_pack().vocabulary.conduct_classes.iter().map(|class| class.term.code.clone()).collect();
    assert_eq!(
        codes,
        [
            "unreasonable-persistence",
            "unreasonable-demands",
            "unreasonable-lack-of-cooperation",
            "unreasonable-arguments",
            "unreasonable-behaviour"
        ]
    );
    let reported = report_at_council(|said| said.happenings = set(["pattern", "shouting"]));
    assert_eq!(reported.conduct.classes, set(["unreasonable-behaviour", "unreasonable-persistence"]));
    let none = council().when("quill", happened(report(), ["something-else"]));
    none.refused(&[("classes", "conduct-class-recorded"), ("issues", "issue-and-party-recorded")]);
}

// proves: MG-3.1-03
#[test]
fn a_former_customer_is_kept_as_one() {
    use evenhand_domain::customer::Standing;
    let mut former = customer();
    former.standing = Standing::Former;
    former.customer_type = "former-customer".to_owned();
    let said = Report { customer: Some(former), ..report() };
    let kept = council().given("quill", reporting(said)).incident().report.unwrap().said.customer.unwrap();
    assert_eq!((kept.standing, kept.customer_type.as_str()), (Standing::Former, "former-customer"));
}

#[test]
fn talk_of_self_harm_alone_is_a_matter_of_care_and_needs_no_class() {
    for (case, said) in [(council(), report()), (agency(), agency_report())] {
        let case = case.given("quill", happened(said, ["self-harm"]));
        let incident = case.incident();
        let reported = incident.report.unwrap();
        assert!(reported.care_only && reported.conduct.classes.is_empty());
        assert_eq!(incident.flags, set(["self-harm"]));
        assert!(case.task("flag-self-harm").blocks_closing);
    }
}

#[test]
fn talk_of_self_harm_beside_a_threat_is_not_only_a_matter_of_care() {
    let reported = report_at_council(|said| said.happenings = set(["self-harm", "threat"]));
    assert!(!reported.care_only);
    assert_eq!(reported.conduct.kinds, set(["threats"]));
    assert_eq!(reported.flags, set(["self-harm"]));
}

#[test]
fn a_private_report_goes_to_the_handler_the_reporter_chose_and_to_nobody_else() {
    let reported = report_at_council(|said| {
        said.happenings = set(["sexual"]);
        said.handler = Some(id("swift"));
        said.safety = Safety::GetHelp;
    });
    assert!(reported.private);
    assert_eq!(reported.reviewer, Some(id("swift")));
    let told: Vec<_> = reported.told.iter().map(|told| (told.notice.as_str(), told.to.as_str())).collect();
    assert_eq!(told, [("private-report", "swift")]);
}

#[test]
fn a_private_report_without_a_choice_goes_to_somebody_who_looks_after_staff() {
    let reported = report_at_council(|said| said.happenings = set(["sexual"]));
    assert_eq!(reported.reviewer, Some(id("martin")));
    let nobody = council().with(|place| place.change("martin", |martin| martin.roles.clear()));
    nobody.when("quill", happened(report(), ["sexual"])).refused(&[("handler", "no-handler")]);
    council().when("martin", happened(report(), ["sexual"])).refused(&[("handler", "no-handler")]);
}

#[test]
fn a_handler_works_here() {
    let said = Report { happenings: set(["sexual"]), handler: Some(id("egret")), ..report() };
    council().when("quill", reporting(said)).refused(&[("handler", "unknown-staff")]);
}

#[test]
fn who_would_rather_have_somebody_else_gets_the_next_manager_up() {
    let reported = report_at_council(|said| said.someone_else = true);
    assert_ne!(reported.reviewer, Some(id("wren")));
    let agency: Reported = agency()
        .when("quill", reporting(Report { someone_else: true, ..agency_report() }))
        .then("incident.reported");
    assert_eq!(agency.reviewer, Some(id("heron")));
}

#[test]
fn a_manager_who_was_involved_does_not_review_it() {
    let affected = vec![Involved::new(Who::Staff(id("wren")), InvolvedPart::Witness)];
    let said = Report { affected, ..agency_report() };
    let reported: Reported = agency().when("quill", reporting(said)).then("incident.reported");
    assert_eq!(reported.reviewer, Some(id("heron")));
}

#[test]
fn what_happened_to_a_colleague_belongs_to_their_unit_and_manager() {
    let affected = vec![Involved::new(Who::Staff(id("swift")), InvolvedPart::Affected)];
    let said = Report { part: Part::Witnessed, affected, ..agency_report() };
    let reported: Reported = agency().when("quill", reporting(said)).then("incident.reported");
    assert_eq!(reported.unit, Some(id("depot")));
    assert_eq!(reported.reviewer, Some(id("heron")), "the line manager of Swift");
}

#[test]
fn services_called_and_hurt_are_kept_as_ticked() {
    let reported = report_at_council(|said| {
        said.harm = [Harm::Police, Harm::Hurt].into();
        said.presence = Presence::MayReturn;
    });
    assert_eq!(reported.said.harm, [Harm::Police, Harm::Hurt].into());
    assert_eq!(reported.said.presence, Presence::MayReturn);
}

#[test]
fn a_review_is_due_by_the_policy_or_by_the_organisations_own_target() {
    let agency: Reported = agency().when("quill", reporting(agency_report())).then("incident.reported");
    assert_eq!(agency.review_due_at, Some(begin() + SignedDuration::from_hours(48)));
    assert_eq!(report_at_council(|_| ()).review_due_at, None);
    let own = council().with(|place| place.organisation.review_hours = Some(72));
    let reported: Reported = own.when("quill", reporting(report())).then("incident.reported");
    assert_eq!(reported.review_due_at, Some(begin() + SignedDuration::from_hours(72)));
}

#[test]
fn somebody_without_a_role_reports_too() {
    council().when("reed", reporting(report())).happens("incident.reported");
}

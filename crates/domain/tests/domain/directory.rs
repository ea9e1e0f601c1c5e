//! Who is who at a moment: what people hold, who holds a role near a unit, who reviews whom.

use evenhand_domain::StaffId;
use evenhand_domain::delegation::{Delegation, Gives};
use evenhand_policy::access::{Action, Authority, Duty, Sensitivity, Subject, check};
use jiff::SignedDuration;
use jiff::civil::date;

use crate::delegation::{acting, granted};
use crate::support::*;

fn ids(found: Vec<StaffId>) -> Vec<String> {
    found.into_iter().map(String::from).collect()
}

/// An incident of a unit.
fn incident_of(unit: &str) -> Subject {
    Subject {
        sensitivity: Sensitivity::Ordinary,
        units: vec![unit.to_owned()],
        known_by: Some(Action::ReadIncident),
        ..Subject::default()
    }
}

#[test]
fn nobody_acts_who_does_not_work_here() {
    let case = council();
    assert_eq!(case.directory().actor(&id("egret"), case.now, &case.pack), None);
    assert_eq!(case.directory().actor(&id("nobody"), case.now, &case.pack), None);
    let then = at("2026-12-31T12:00:00+10:30");
    assert!(case.directory().actor(&id("egret"), then, &case.pack).is_some(), "on the last day");
}

#[test]
fn a_role_covers_its_units_and_all_below() {
    let case = council();
    let may = |who: &str, unit: &str| {
        check(&case.actor(who), Action::ReadIncident, &incident_of(unit), &case.pack).is_ok()
    };
    assert!(may("heron", "front") && may("heron", "depot"));
    assert!(may("wren", "front") && !may("wren", "depot"));
    assert!(!may("quill", "front"));
}

#[test]
fn whoever_stands_in_holds_the_role_while_the_arrangement_lasts() {
    let with_acting = |gives| {
        let delegation = Delegation { gives: Some(gives), ended: None };
        council().with(|place| _ = place.delegations.insert(id("acting-1"), delegation))
    };
    let case = with_acting(Gives::Acting(acting()));
    let permit =
        check(&case.actor("quill"), Action::ReviewIncident, &incident_of("front"), &case.pack).unwrap();
    assert_eq!(
        (permit.role(), permit.for_person(), permit.delegation()),
        ("manager", Some("wren"), Some("acting-1"))
    );
    let over = case.later(SignedDuration::from_hours(24 * 11));
    assert!(check(&over.actor("quill"), Action::ReviewIncident, &incident_of("front"), &over.pack).is_err());
}

#[test]
fn a_delegation_gives_one_authority_to_one_person_while_it_lasts() {
    let case = agency().with(|place| {
        let delegation = Delegation { gives: Some(Gives::Authority(granted())), ended: None };
        place.delegations.insert(id("sms-1"), delegation);
    });
    let holds = |who: &str, now| case.directory().holds(&id(who), Authority::SendSms, now, &case.pack);
    assert!(holds("wren", case.now) && !holds("swift", case.now));
    assert!(!holds("wren", at("2028-01-01T09:00:00+11:00")));
    assert!(!case.directory().holds(&id("wren"), Authority::SignWarning, case.now, &case.pack));
}

// proves: MG-CAV-16
#[test]
fn the_nominated_senior_manager_sees_every_unit_and_other_managers_see_their_own() {
    let case = council();
    assert!(check(&case.actor("plover"), Action::ReadIncident, &incident_of("depot"), &case.pack).is_err());
    let nominated = council().with(|place| place.organisation.monitor = Some(id("plover")));
    for unit in ["council", "front", "depot"] {
        for action in [Action::ReadIncident, Action::ListIncidents, Action::ReadReview] {
            assert!(
                check(&nominated.actor("plover"), action, &incident_of(unit), &nominated.pack).is_ok(),
                "{unit}"
            );
        }
    }
    assert!(
        check(&nominated.actor("wren"), Action::ReadIncident, &incident_of("depot"), &nominated.pack)
            .is_err()
    );
}

#[test]
fn holders_of_a_role_stand_nearest_unit_first() {
    let case = council();
    let near = |role: &str, unit: &str| ids(case.directory().holders(role, Some(&id(unit)), case.now));
    assert_eq!(near("manager", "front"), ["wren"]);
    assert_eq!(near("manager", "depot"), ["swift"]);
    assert_eq!(near("general-manager", "depot"), ["heron"]);
    assert_eq!(ids(case.directory().holders("manager", None, case.now)), ["swift", "wren"]);
    let reviewers = |unit: &str| {
        ids(agency().directory().with_duty(Duty::Reviewer, Some(&id(unit)), begin(), &agency_pack()))
    };
    assert_eq!(reviewers("front"), ["wren", "heron"]);
}

#[test]
fn the_line_manager_reviews_or_the_next_one_up_who_can() {
    let reviewer = |case: &Case, staff: &str, not: &[&str]| {
        let not: Vec<StaffId> = not.iter().map(|id| self::id(id)).collect();
        case.directory().reviewer_for(&id(staff), &not, case.now, &case.pack).map(String::from)
    };
    assert_eq!(reviewer(&agency(), "quill", &[]).as_deref(), Some("wren"));
    assert_eq!(reviewer(&agency(), "quill", &["wren"]).as_deref(), Some("heron"));
    assert_eq!(reviewer(&agency(), "wren", &[]).as_deref(), Some("heron"));
    let of_another_unit = reviewer(&council(), "quill", &["wren"]);
    assert_eq!(of_another_unit.as_deref(), Some("swift"), "a General Manager decides and does not review");
    assert_eq!(reviewer(&council(), "quill", &["wren", "swift"]), None);
    let away = agency().with(|place| place.change("wren", |wren| wren.left_on = Some(date(2027, 3, 15))));
    assert_eq!(reviewer(&away, "quill", &[]).as_deref(), Some("heron"));
    let circle = agency().with(|place| {
        place.change("heron", |heron| heron.details.line_manager = Some(id("wren")));
    });
    let beyond = reviewer(&circle, "quill", &["wren", "heron"]);
    assert_eq!(beyond.as_deref(), Some("swift"), "a circle of managers ends");
}

#[test]
fn a_name_is_the_one_colleagues_know() {
    assert_eq!(council().directory().name("quill"), "quill");
    assert_eq!(council().directory().name("system"), "the system");
    assert_eq!(council().directory().name("egret"), "egret", "also of those who left");
}

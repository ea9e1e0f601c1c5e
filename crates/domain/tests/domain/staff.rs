//! Staff and their roles.

use evenhand_domain::staff::{Details, Left, RoleEnded, RoleGiven, Staff, StaffCommand};
use evenhand_domain::{State, StreamKind};
use jiff::civil::{Date, date};

use crate::support::*;

fn details() -> Details {
    Details {
        name: "Piper Stilt".to_owned(),
        display_name: "P. Stilt".to_owned(),
        unit: Some(id("front")),
        site: Some(id("civic")),
        line_manager: Some(id("wren")),
        ..Details::default()
    }
}

fn nobody() -> Case {
    council().about(StreamKind::Staff)
}

fn stilt() -> Case {
    nobody().given("grebe", StaffCommand::Enter(details()))
}

fn entry(case: &Case) -> Staff {
    let State::Staff(staff) = case.state() else { panic!("this is nobody") };
    *staff
}

fn give(role: &str, from: Date, to: Option<Date>) -> StaffCommand {
    StaffCommand::GiveRole(RoleGiven { n: 0, role: role.to_owned(), units: vec![id("front")], from, to })
}

fn end(n: u32, on: Date) -> StaffCommand {
    StaffCommand::EndRole(RoleEnded { n, on, because: Some("A new post.".to_owned()) })
}

#[test]
fn somebody_is_entered_once() {
    assert_eq!(entry(&stilt()).details, details());
    stilt().when("grebe", StaffCommand::Enter(details())).refused(&[("", "already-there")]);
}

#[test]
fn nothing_happens_to_somebody_who_is_not_entered() {
    let day = date(2027, 4, 1);
    for command in [
        StaffCommand::Change(details()),
        give("manager", day, None),
        end(1, day),
        StaffCommand::Leave(Left { on: day }),
    ] {
        nobody().when("grebe", command).refused(&[("", "unknown-staff")]);
    }
}

#[test]
fn everything_that_is_wrong_with_details_is_told_at_once() {
    let wrong = Details {
        name: " ".to_owned(),
        display_name: "a\nb".to_owned(),
        email: Some("x".repeat(201)),
        unit: Some(id("moon")),
        site: Some(id("pool")),
        line_manager: Some(id("nobody")),
        ..details()
    };
    let refused = [
        ("name", "empty"),
        ("display_name", "one-line"),
        ("email", "too-long"),
        ("unit", "unknown-unit"),
        ("site", "unknown-site"),
        ("line_manager", "unknown-staff"),
    ];
    nobody().when("grebe", StaffCommand::Enter(wrong.clone())).refused(&refused);
    stilt().when("grebe", StaffCommand::Change(wrong)).refused(&refused);
}

#[test]
fn details_change() {
    let at_the_depot = Details { unit: Some(id("depot")), ..details() };
    let case = stilt().given("grebe", StaffCommand::Change(at_the_depot.clone()));
    assert_eq!(entry(&case).details, at_the_depot);
}

#[test]
fn a_role_counts_from_its_first_day_to_its_last() {
    let case = stilt().given("grebe", give("manager", date(2027, 4, 1), Some(date(2027, 6, 30))));
    let held = |day| entry(&case).roles_on(day).count();
    assert_eq!([held(date(2027, 3, 31)), held(date(2027, 4, 1))], [0, 1]);
    assert_eq!([held(date(2027, 6, 30)), held(date(2027, 7, 1))], [1, 0]);
}

#[test]
fn a_role_is_of_the_policy_for_units_that_exist_and_ends_after_it_begins() {
    let wrong = StaffCommand::GiveRole(RoleGiven {
        n: 0,
        role: "astronaut".to_owned(),
        units: vec![id("moon")],
        from: date(2027, 4, 1),
        to: Some(date(2027, 3, 31)),
    });
    stilt().when("grebe", wrong).refused(&[
        ("role", "unknown-choice"),
        ("units", "unknown-unit"),
        ("to", "ends-before-it-begins"),
    ]);
}

#[test]
fn a_role_ends_early_and_never_late() {
    let case = stilt().given("grebe", give("manager", date(2027, 4, 1), Some(date(2027, 6, 30))));
    let ended = case.clone().given("grebe", end(1, date(2027, 5, 15)));
    assert_eq!(entry(&ended).roles[0].to, Some(date(2027, 5, 15)));
    case.when("grebe", end(2, date(2027, 5, 15))).refused(&[("n", "unknown-choice")]);
    case.when("grebe", end(1, date(2027, 3, 31))).refused(&[("on", "ends-before-it-begins")]);
    case.when("grebe", end(1, date(2028, 1, 1))).refused(&[("on", "already-ended")]);
}

#[test]
fn who_left_holds_nothing_any_more() {
    let case = stilt()
        .given("grebe", give("manager", date(2027, 1, 1), None))
        .given("grebe", StaffCommand::Leave(Left { on: date(2027, 4, 30) }));
    let staff = entry(&case);
    assert!(staff.works_on(date(2027, 4, 30)) && !staff.works_on(date(2027, 5, 1)));
    assert_eq!(staff.roles_on(date(2027, 5, 1)).count(), 0);
}

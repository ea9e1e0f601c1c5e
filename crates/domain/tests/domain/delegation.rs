//! Authority given by name, and standing in for somebody.

use evenhand_domain::delegation::{ActingArranged, Delegation, DelegationCommand, Ended, Granted};
use evenhand_domain::{State, StreamKind};
use evenhand_policy::access::Authority;
use jiff::civil::date;

use crate::support::*;

pub fn granted() -> Granted {
    Granted {
        to: id("wren"),
        authority: Authority::SendSms,
        from: date(2027, 3, 1),
        until: Some(date(2027, 12, 31)),
        instrument: "Instrument 2027/3".to_owned(),
    }
}

pub fn acting() -> ActingArranged {
    ActingArranged {
        who: id("quill"),
        in_place_of: id("wren"),
        role: "manager".to_owned(),
        from: date(2027, 3, 15),
        until: date(2027, 3, 26),
        because: "Annual leave".to_owned(),
    }
}

fn none() -> Case {
    council().about(StreamKind::Delegation)
}

fn ending(on: jiff::civil::Date) -> DelegationCommand {
    DelegationCommand::End(Ended { on, because: "She is back early.".to_owned() })
}

fn made(case: &Case) -> Delegation {
    let State::Delegation(delegation) = case.state() else { panic!("this is no delegation") };
    *delegation
}

#[test]
fn an_authority_is_given_by_name_for_a_time_and_on_paper() {
    let case = none().given("grebe", DelegationCommand::Grant(granted()));
    let counts = |day| made(&case).counts_on(day);
    assert_eq!([counts(date(2027, 2, 28)), counts(date(2027, 3, 1))], [false, true]);
    assert_eq!([counts(date(2027, 12, 31)), counts(date(2028, 1, 1))], [true, false]);
    case.when("grebe", DelegationCommand::Grant(granted())).refused(&[("", "already-there")]);
    case.when("grebe", DelegationCommand::ArrangeActing(acting())).refused(&[("", "already-there")]);
}

#[test]
fn everything_that_is_wrong_with_an_authority_is_told_at_once() {
    let wrong =
        Granted { to: id("nobody"), until: Some(date(2027, 2, 28)), instrument: String::new(), ..granted() };
    none().when("grebe", DelegationCommand::Grant(wrong)).refused(&[
        ("to", "unknown-staff"),
        ("instrument", "empty"),
        ("until", "ends-before-it-begins"),
    ]);
    let unknown = none().under(|pack| pack.authorities.retain(|rule| rule.authority != Authority::SendSms));
    unknown.when("grebe", DelegationCommand::Grant(granted())).refused(&[("authority", "unknown-choice")]);
}

#[test]
fn somebody_acts_in_a_role_that_is_really_held() {
    let arrange = |change: fn(&mut ActingArranged)| {
        let mut acting = acting();
        change(&mut acting);
        none().when("grebe", DelegationCommand::ArrangeActing(acting))
    };
    arrange(|_| ()).happens("delegation.acting-arranged");
    arrange(|acting| acting.role = "chief-executive".to_owned()).refused(&[("role", "role-not-held")]);
    arrange(|acting| acting.in_place_of = id("quill"))
        .refused(&[("in_place_of", "the-same-person"), ("role", "role-not-held")]);
    arrange(|acting| {
        acting.who = id("nobody");
        acting.because = String::new();
        acting.until = date(2027, 3, 14);
    })
    .refused(&[("who", "unknown-staff"), ("because", "empty"), ("until", "ends-before-it-begins")]);
}

#[test]
fn an_arrangement_ends_early_once_and_never_late() {
    let case = none().given("grebe", DelegationCommand::ArrangeActing(acting()));
    let ended = case.clone().given("grebe", ending(date(2027, 3, 18)));
    assert!(made(&ended).counts_on(date(2027, 3, 18)) && !made(&ended).counts_on(date(2027, 3, 19)));
    ended.when("grebe", ending(date(2027, 3, 17))).refused(&[("", "not-in-force")]);
    let late = case.clone().given("grebe", ending(date(2028, 1, 1)));
    assert!(!made(&late).counts_on(date(2027, 3, 27)), "an end does not lengthen it");
    let silent = DelegationCommand::End(Ended { on: date(2027, 3, 18), because: " ".to_owned() });
    case.when("grebe", silent).refused(&[("because", "empty")]);
    none().when("grebe", ending(date(2027, 3, 18))).refused(&[("", "not-in-force")]);
}

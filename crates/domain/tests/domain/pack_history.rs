//! Versions of the policy pack.

use evenhand_domain::delegation::{Delegation, Gives};
use evenhand_domain::pack_history::{
    Activated, Loaded, PackCommand, PackHistory, Proposed, Stage, Withdrawn,
};
use evenhand_domain::{State, StreamKind};
use jiff::{SignedDuration, Timestamp};

use crate::delegation::acting;
use crate::support::*;

fn load(version: &str) -> PackCommand {
    PackCommand::Load(Loaded {
        name: "mount-gambier".to_owned(),
        version: version.to_owned(),
        digest: "3fa1b2c4".to_owned(),
        valid_from: at("2020-12-15T00:00:00+10:30"),
        sources: vec!["AF18/48, 15 December 2020".to_owned()],
        missing_parts: Vec::new(),
    })
}

fn propose(version: &str, from: Timestamp) -> PackCommand {
    PackCommand::Propose(Proposed {
        version: version.to_owned(),
        from,
        because: "Council decided so.".to_owned(),
    })
}

fn activate(version: &str, from: Timestamp) -> PackCommand {
    PackCommand::Activate(Activated { version: version.to_owned(), from, because: "I read it.".to_owned() })
}

fn withdraw(version: &str) -> PackCommand {
    PackCommand::Withdraw(Withdrawn { version: version.to_owned(), because: "A mistake.".to_owned() })
}

fn empty() -> Case {
    council().about(StreamKind::Pack)
}

fn loaded() -> Case {
    empty().given("plover", load("1.0"))
}

fn proposed() -> Case {
    loaded().given("plover", propose("1.0", begin()))
}

fn history(case: &Case) -> PackHistory {
    let State::Pack(history) = case.state() else { panic!("this is no pack") };
    *history
}

fn in_force(case: &Case, now: Timestamp) -> Option<String> {
    history(case).in_force(now).map(|version| version.loaded.version.clone())
}

#[test]
fn a_version_is_loaded_proposed_by_one_and_activated_by_another() {
    let stage = |case: &Case| history(case).version("1.0").map(|version| version.stage);
    assert_eq!(stage(&loaded()), Some(Stage::Loaded));
    assert_eq!(stage(&proposed()), Some(Stage::Proposed));
    let case = proposed().given("ibis", activate("1.0", begin()));
    let version = history(&case).version("1.0").cloned().unwrap();
    assert_eq!((version.stage, version.from), (Stage::Active, Some(begin())));
    assert_eq!(
        (version.proposed_by.as_deref(), version.activated_by.as_deref()),
        (Some("plover"), Some("ibis"))
    );
    assert_eq!(in_force(&case, begin()).as_deref(), Some("1.0"));
}

#[test]
fn a_version_is_loaded_once() {
    loaded().when("plover", load("1.0")).refused(&[("", "version-already-loaded")]);
}

#[test]
fn whoever_proposed_it_does_not_activate_it_nor_does_their_substitute() {
    proposed().when("plover", activate("1.0", begin())).refused(&[("", "second-person")]);
    let stands_in = proposed().with(|place| {
        let mut acting = acting();
        (acting.who, acting.in_place_of) = (id("ibis"), id("plover"));
        acting.role = "manager-organisational-development".to_owned();
        let delegation = Delegation { gives: Some(Gives::Acting(acting)), ended: None };
        place.delegations.insert(id("acting-1"), delegation);
    });
    stands_in.when("ibis", activate("1.0", begin())).refused(&[("", "second-person")]);
    let by_the_product = loaded().given("system", propose("1.0", begin()));
    by_the_product.when("system", activate("1.0", begin())).happens("pack.activated");
}

#[test]
fn each_step_needs_the_one_before() {
    empty().when("plover", propose("1.0", begin())).refused(&[("", "unknown-version")]);
    empty().when("ibis", activate("1.0", begin())).refused(&[("", "unknown-version")]);
    loaded().when("ibis", activate("1.0", begin())).refused(&[("", "wrong-stage")]);
    loaded().when("ibis", withdraw("1.0")).refused(&[("", "wrong-stage")]);
    proposed().when("plover", propose("1.0", begin())).refused(&[("", "wrong-stage")]);
    let active = proposed().given("ibis", activate("1.0", begin()));
    active.when("ibis", withdraw("1.0")).refused(&[("", "wrong-stage")]);
}

#[test]
fn each_step_has_a_reason() {
    let silent =
        PackCommand::Propose(Proposed { version: "1.0".to_owned(), from: begin(), because: " ".to_owned() });
    loaded().when("plover", silent).refused(&[("because", "empty")]);
    let silent =
        PackCommand::Activate(Activated { version: "1.0".to_owned(), from: begin(), because: String::new() });
    proposed().when("ibis", silent).refused(&[("because", "empty")]);
    let silent = PackCommand::Withdraw(Withdrawn { version: "1.0".to_owned(), because: String::new() });
    proposed().when("ibis", silent).refused(&[("because", "empty")]);
}

#[test]
fn a_withdrawn_version_can_be_proposed_again() {
    let case = proposed().given("ibis", withdraw("1.0"));
    assert_eq!(history(&case).version("1.0").unwrap().proposed_by, None);
    case.when("plover", propose("1.0", begin())).happens("pack.proposed");
}

#[test]
fn a_version_does_not_start_in_the_past_unless_the_product_itself_sets_an_organisation_up() {
    let yesterday = begin() - SignedDuration::from_hours(24);
    loaded().when("plover", propose("1.0", yesterday)).refused(&[("from", "in-the-past")]);
    loaded().when("system", propose("1.0", yesterday)).happens("pack.proposed");
}

#[test]
fn a_proposal_that_waited_starts_when_it_is_activated_and_not_before() {
    let waited = proposed().hours_later(72);
    let activated: Activated = waited.when("ibis", activate("1.0", begin())).then("pack.activated");
    assert_eq!(activated.from, waited.now);
    let later = waited.now + SignedDuration::from_hours(24);
    let activated: Activated = waited.when("ibis", activate("1.0", later)).then("pack.activated");
    assert_eq!(activated.from, later);
}

#[test]
fn nobody_activates_a_version_sooner_than_it_was_proposed() {
    let next_month = begin() + SignedDuration::from_hours(24 * 30);
    let case = loaded().given("plover", propose("1.0", next_month));
    let activated: Activated = case.when("ibis", activate("1.0", begin())).then("pack.activated");
    assert_eq!(activated.from, next_month);
}

#[test]
fn in_force_is_the_active_version_that_began_last() {
    let next_month = begin() + SignedDuration::from_hours(24 * 30);
    let case = proposed()
        .given("ibis", activate("1.0", begin()))
        .given("plover", load("2.0"))
        .given("plover", propose("2.0", next_month))
        .given("ibis", activate("2.0", next_month));
    assert_eq!(in_force(&case, begin() - SignedDuration::from_secs(1)), None);
    assert_eq!(in_force(&case, next_month - SignedDuration::from_secs(1)).as_deref(), Some("1.0"));
    assert_eq!(in_force(&case, next_month).as_deref(), Some("2.0"));
}

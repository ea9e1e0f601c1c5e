//! The organisation: units, sites, days, links, contacts.

use evenhand_domain::organisation::{
    ContactSet, Holiday, LineNamed, LinkSet, MonitorNominated, Organisation, OrganisationCommand,
    RecordingDiscussed, SetUp, Site, TargetSet, Unit,
};
use evenhand_domain::{State, StreamKind};
use jiff::civil::date;

use crate::support::*;

type Command = OrganisationCommand;

fn set_up() -> SetUp {
    SetUp {
        name: "City of Tarrowmere".to_owned(),
        zone: "Australia/Adelaide".to_owned(),
        jurisdiction: "South Australia".to_owned(),
        pack: "mount-gambier".to_owned(),
        brand: "#1f4e5f".to_owned(),
    }
}

fn unit(name: &str, parent: Option<&str>) -> Command {
    Command::AddUnit(Unit { id: id(name), name: name.to_owned(), parent: parent.map(id) })
}

fn site(kind: &str) -> Site {
    Site {
        id: id("library"),
        name: "Library".to_owned(),
        kind: kind.to_owned(),
        address: Some("8 Heron Street".to_owned()),
        region: Some("South".to_owned()),
    }
}

fn contact(name: &str) -> ContactSet {
    ContactSet {
        code: "police".to_owned(),
        place: Some("civic".to_owned()),
        name: name.to_owned(),
        phone: Some("131 444".to_owned()),
        email: None,
    }
}

fn nothing() -> Case {
    council().about(StreamKind::Organisation)
}

fn tarrowmere() -> Case {
    nothing().given("system", Command::SetUp(set_up())).given("grebe", unit("front", None))
}

fn organisation(case: &Case) -> Organisation {
    let State::Organisation(organisation) = case.state() else { panic!("this is no organisation") };
    *organisation
}

#[test]
fn an_organisation_is_set_up_once() {
    assert_eq!(organisation(&tarrowmere()).name(), "City of Tarrowmere");
    tarrowmere().when("system", Command::SetUp(set_up())).refused(&[("", "already-set-up")]);
    let wrong = SetUp {
        name: " ".to_owned(),
        zone: "Mars/Olympus".to_owned(),
        jurisdiction: String::new(),
        brand: "red; }".to_owned(),
        ..set_up()
    };
    nothing().when("system", Command::SetUp(wrong)).refused(&[
        ("name", "empty"),
        ("jurisdiction", "empty"),
        ("zone", "unknown-zone"),
        ("brand", "not-a-colour"),
    ]);
}

#[test]
fn units_stand_under_units_that_exist() {
    let case = tarrowmere().given("grebe", unit("desk", Some("front")));
    let above: Vec<String> =
        organisation(&case).unit_and_above(&id("desk")).map(ToString::to_string).collect();
    assert_eq!(above, ["desk", "front"]);
    case.when("grebe", unit("desk", Some("front"))).refused(&[("id", "already-there")]);
    case.when("grebe", unit("annexe", Some("annexe"))).refused(&[("parent", "unknown-unit")]);
    let nameless = Command::AddUnit(Unit { id: id("annexe"), name: " ".to_owned(), parent: None });
    case.when("grebe", nameless).refused(&[("name", "empty")]);
}

#[test]
fn sites_are_of_a_kind_the_policy_knows() {
    let case = tarrowmere().given("grebe", Command::AddSite(site("office")));
    assert_eq!(organisation(&case).sites[&id("library")], site("office"));
    case.when("grebe", Command::AddSite(site("office"))).refused(&[("id", "already-there")]);
    let wrong = Site { name: " ".to_owned(), region: Some("a\nb".to_owned()), ..site("castle") };
    tarrowmere().when("grebe", Command::AddSite(wrong)).refused(&[
        ("name", "empty"),
        ("region", "one-line"),
        ("kind", "unknown-choice"),
    ]);
}

#[test]
fn holidays_are_no_working_days() {
    let easter = Holiday { on: date(2027, 3, 29), name: "Easter Monday".to_owned() };
    let case = tarrowmere().given("grebe", Command::AddHoliday(easter));
    let calendar = organisation(&case).calendar();
    assert!(!calendar.is_working_day(date(2027, 3, 29)) && calendar.is_working_day(date(2027, 3, 30)));
    let nameless = Holiday { on: date(2027, 4, 2), name: String::new() };
    case.when("grebe", Command::AddHoliday(nameless)).refused(&[("name", "empty")]);
}

#[test]
fn a_link_of_the_policy_leads_to_an_address_from_then_on() {
    let to =
        |target: &str| Command::SetLink(LinkSet { code: "website".to_owned(), target: target.to_owned() });
    let case = tarrowmere().hours_later(5).given("grebe", to(" https://tarrowmere.example "));
    let (target, since) = organisation(&case).links["website"].clone();
    assert_eq!((target.as_str(), since), ("https://tarrowmere.example", case.now));
    for target in ["javascript:alert(1)", "//elsewhere.example", "data:text/html,x"] {
        case.when("grebe", to(target)).refused(&[("target", "not-an-address")]);
    }
    case.when("grebe", to(" ")).refused(&[("target", "empty"), ("target", "not-an-address")]);
    let unknown = Command::SetLink(LinkSet { code: "moon".to_owned(), target: "/help".to_owned() });
    case.when("grebe", unknown).refused(&[("code", "unknown-choice")]);
}

#[test]
fn a_contact_is_entered_for_a_place_and_replaces_the_one_before() {
    let case = tarrowmere()
        .given("grebe", Command::SetContact(contact("Mount Gambier station")))
        .given("grebe", Command::SetContact(ContactSet { place: None, ..contact("Police") }))
        .given("grebe", Command::SetContact(contact("Tarrowmere station")));
    let names: Vec<String> =
        organisation(&case).contacts.into_iter().map(|(contact, _)| contact.name).collect();
    assert_eq!(names, ["Police", "Tarrowmere station"]);
    let wrong = ContactSet { code: "moon".to_owned(), place: Some("a\nb".to_owned()), ..contact(" ") };
    case.when("grebe", Command::SetContact(wrong)).refused(&[
        ("code", "unknown-choice"),
        ("place", "one-line"),
        ("name", "empty"),
    ]);
}

#[test]
fn a_business_line_gets_the_organisations_own_name() {
    let name = |code: &str, label: &str| {
        Command::NameLine(LineNamed { code: code.to_owned(), label: label.to_owned() })
    };
    let case = tarrowmere().given("grebe", name("council", "Council services"));
    assert_eq!(organisation(&case).lines["council"], "Council services");
    case.when("grebe", name("rockets", " ")).refused(&[("code", "unknown-choice"), ("label", "empty")]);
}

#[test]
fn a_target_for_reviews_is_between_an_hour_and_sixty_days() {
    let target = |review_hours| Command::SetTarget(TargetSet { review_hours });
    for hours in [1, 1_440] {
        let case = tarrowmere().given("grebe", target(hours));
        assert_eq!(organisation(&case).review_hours, Some(hours));
    }
    for hours in [0, -1, 1_441, i64::MAX] {
        tarrowmere().when("grebe", target(hours)).refused(&[("review_hours", "out-of-range")]);
    }
}

#[test]
fn whoever_tracks_the_use_of_the_policy_works_here() {
    let nominate = |who: &str| Command::NominateMonitor(MonitorNominated { staff: id(who) });
    let case = tarrowmere().given("grebe", nominate("plover"));
    assert_eq!(organisation(&case).monitor, Some(id("plover")));
    for who in ["nobody", "egret"] {
        case.when("grebe", nominate(who)).refused(&[("staff", "unknown-staff")]);
    }
}

#[test]
fn a_talk_about_recording_is_kept_with_its_team_and_day() {
    let talk = |unit: &str, on| {
        Command::DiscussRecording(RecordingDiscussed {
            unit: id(unit),
            on,
            note: Some(" Why it matters. ".to_owned()),
        })
    };
    let case = tarrowmere().given("wren", talk("front", date(2027, 3, 16)));
    let kept = organisation(&case).talks[0].clone();
    assert_eq!((kept.on, kept.note.as_deref()), (date(2027, 3, 16), Some("Why it matters.")));
    let refused = &[("unit", "unknown-unit"), ("on", "in-the-future")];
    case.when("wren", talk("moon", date(2027, 3, 17))).refused(refused);
}

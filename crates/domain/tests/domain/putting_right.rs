//! Where the organisation contributed.

use evenhand_domain::incident::{Apologised, IncidentCommand, Rectified};
use jiff::civil::date;

use crate::support::*;

fn contributed() -> Case {
    let mut answers = review();
    answers.contributed = Some(true);
    in_assessment().given("wren", decide(answers))
}

// proves: MG-CAV-19
#[test]
fn where_we_contributed_it_is_put_right_and_apologised_for_at_once() {
    let case = contributed();
    let today_closes = at("2027-03-16T23:59:59.999+10:30");
    for key in ["rectify", "apologise"] {
        let task = case.task(key);
        assert!(task.is_open());
        assert_eq!(task.due_at, Some(today_closes), "{key}: at once is today");
    }
    case.when("wren", close()).refused(&[("rectification", "rectified-where-we-contributed")]);
    let put_right = case
        .given("wren", IncidentCommand::Rectify(rectified()))
        .given("wren", IncidentCommand::Apologise(apology()));
    assert!(!put_right.task("rectify").is_open() && !put_right.task("apologise").is_open());
    let (made, _) = put_right.incident().apologies[0].clone();
    assert_eq!((made.form.as_str(), made.made_on), ("By telephone", date(2027, 3, 16)));
    put_right.when("wren", close()).happens("incident.closed");
}

#[test]
fn where_we_did_not_contribute_nothing_is_to_be_put_right() {
    let open = under_way().open_tasks();
    assert!(!open.contains(&"rectify".to_owned()) && !open.contains(&"apologise".to_owned()));
}

#[test]
fn what_was_put_right_says_what_and_was_not_done_tomorrow() {
    let wrong = Rectified { what: " ".to_owned(), done_on: date(2027, 3, 17) };
    let refused = &[("what", "empty"), ("done_on", "in-the-future")];
    contributed().when("wren", IncidentCommand::Rectify(wrong)).refused(refused);
}

#[test]
fn an_apology_says_how_and_what_for_and_was_not_made_tomorrow() {
    let wrong = Apologised { form: String::new(), made_on: date(2027, 3, 17), what_for: String::new() };
    contributed().when("wren", IncidentCommand::Apologise(wrong)).refused(&[
        ("form", "empty"),
        ("what_for", "empty"),
        ("made_on", "in-the-future"),
    ]);
}

//! Classes and kinds of conduct, flags, critical incidents, triggers.

use evenhand_domain::incident::{Conduct, CriticalClassed, FlagSet, IncidentCommand, TriggerRecorded};
use evenhand_policy::pack::find;

use crate::support::*;

fn classify(conduct: Conduct) -> IncidentCommand {
    IncidentCommand::Classify(conduct)
}

/// Every example of a category can be chosen, and brings the category with it.
fn examples_of(class: &str, count: usize, other: &str) {
    let pack = council_pack();
    let kinds: Vec<&str> = pack
        .vocabulary
        .conduct_kinds
        .iter()
        .filter(|kind| kind.class.as_deref() == Some(class))
        .map(|kind| kind.term.code.as_str())
        .collect();
    assert_eq!(kinds.len(), count + 1, "{class}: {kinds:?}");
    assert_eq!(kinds.last(), Some(&other));
    for kind in kinds {
        let mut chosen = conduct([kind]);
        chosen.capability_confirmed = Some(true);
        let case = reported().given("wren", classify(chosen));
        assert_eq!(case.incident().conduct.classes, set([class]), "{kind}");
    }
}

// proves: MG-3.2-01
#[test]
fn persistence_has_six_examples_and_other() {
    examples_of("unreasonable-persistence", 6, "other-persistence");
}

// proves: MG-3.3-01
#[test]
fn demands_have_five_examples_and_other() {
    examples_of("unreasonable-demands", 5, "other-demands");
}

// proves: MG-3.4-01
#[test]
fn lack_of_cooperation_has_five_examples_and_other() {
    examples_of("unreasonable-lack-of-cooperation", 5, "other-cooperation");
}

// proves: MG-3.5-01
#[test]
fn arguments_have_five_features_and_other() {
    examples_of("unreasonable-arguments", 5, "other-arguments");
}

// proves: MG-3.6-01
#[test]
fn behaviour_has_six_examples_and_other() {
    examples_of("unreasonable-behaviour", 6, "other-behaviour");
}

// proves: MG-3.6-02
#[test]
fn behaviour_is_unreasonable_in_all_circumstances_and_the_circumstances_stay_with_the_review() {
    let pack = council_pack();
    let classes = &pack.vocabulary.conduct_classes;
    let marked: Vec<&str> = classes
        .iter()
        .filter(|class| class.in_all_circumstances)
        .map(|class| class.term.code.as_str())
        .collect();
    assert_eq!(marked, ["unreasonable-behaviour"]);
    let mut answers = review();
    answers.circumstances = set(["personal-crisis", "illness"]);
    let case = in_assessment().given("wren", decide(answers));
    let incident = case.incident();
    assert_eq!(incident.conduct.classes, set(["unreasonable-behaviour"]));
    assert_eq!(incident.decision().unwrap().answers.circumstances, set(["illness", "personal-crisis"]));
}

#[test]
fn a_new_classification_takes_the_place_of_the_old_one_and_obeys_the_same_rules() {
    let case = reported().given("wren", classify(conduct(["bombarding"])));
    assert_eq!(case.incident().conduct.classes, set(["unreasonable-persistence"]));
    reported()
        .when("wren", classify(Conduct::default()))
        .refused(&[("classes", "conduct-class-recorded"), ("issues", "issue-and-party-recorded")]);
    reported()
        .when("wren", classify(conduct(["disorganised-information"])))
        .refused(&[("capability_confirmed", "capability-confirmed")]);
}

#[test]
fn a_classification_holds_only_words_of_the_policy() {
    let strange = Conduct {
        classes: set(["a"]),
        kinds: set(["b"]),
        issues: set(["c"]),
        parties: set(["d"]),
        capability_confirmed: None,
    };
    reported().when("wren", classify(strange)).refused(&[
        ("classes", "unknown-choice"),
        ("kinds", "unknown-choice"),
        ("issues", "unknown-choice"),
        ("parties", "unknown-choice"),
    ]);
}

// proves: SA-PIC-021
#[test]
fn a_flag_opens_its_procedure_and_its_task() {
    let pack = agency_pack();
    for code in ["self-harm", "child-threat", "family-violence", "disability", "interpreter-relay"] {
        let flag_of_pack = find(&pack.vocabulary.flags, code).unwrap();
        assert!(pack.link(&flag_of_pack.link).is_some(), "{code} leads to no procedure");
        let case = agency_reported().given("wren", IncidentCommand::SetFlag(flag(code)));
        assert_eq!(case.incident().flags, set([code]));
        let task = case.open_tasks().contains(&format!("flag-{code}"));
        assert_eq!(task, flag_of_pack.task.is_some(), "{code}");
    }
    let case = agency_reported().given("wren", IncidentCommand::SetFlag(flag("child-threat")));
    assert!(case.task("flag-child-threat").what.starts_with("Follow the procedure for a threat"));
}

#[test]
fn a_flag_is_taken_off_with_a_reason() {
    let case = reported().given("wren", IncidentCommand::SetFlag(flag("disability")));
    let off = FlagSet { on: false, because: Some("She said so herself.".to_owned()), ..flag("disability") };
    assert_eq!(case.clone().given("wren", IncidentCommand::SetFlag(off.clone())).incident().flags, set([]));
    let silent = FlagSet { because: None, ..off };
    case.when("wren", IncidentCommand::SetFlag(silent)).refused(&[("because", "empty")]);
}

#[test]
fn a_flag_is_of_the_list_and_changes_something() {
    reported().when("wren", IncidentCommand::SetFlag(flag("moon"))).refused(&[("flag", "unknown-choice")]);
    let case = reported().given("wren", IncidentCommand::SetFlag(flag("disability")));
    case.when("wren", IncidentCommand::SetFlag(flag("disability"))).refused(&[("flag", "nothing-changed")]);
}

// proves: SA-SUP-016
#[test]
fn a_critical_incident_starts_support_for_each_person_affected() {
    let pack = agency_pack();
    assert_eq!(pack.vocabulary.critical_examples.len(), 5);
    let finch = evenhand_domain::incident::Involved {
        part: evenhand_domain::incident::InvolvedPart::Affected,
        ..witness()
    };
    let case = agency_reported()
        .given("wren", IncidentCommand::InvolvePerson(finch))
        .given("wren", IncidentCommand::ClassCritical(critical()));
    assert_eq!(case.incident().critical.as_deref(), Some("self-harm"));
    for person in 0..2 {
        let task = case.task(&format!("closing-critical-support-{person}"));
        assert!(task.is_open() && task.blocks_closing);
    }
}

#[test]
fn a_critical_incident_resembles_an_example_and_has_a_reason() {
    let unlike = CriticalClassed { example: "moon".to_owned(), because: String::new() };
    let refused = &[("example", "unknown-choice"), ("because", "empty")];
    agency_reported().when("wren", IncidentCommand::ClassCritical(unlike)).refused(refused);
}

#[test]
fn what_led_to_it_is_of_the_list() {
    let case = reported().given("wren", IncidentCommand::RecordTrigger(trigger()));
    assert_eq!(case.incident().triggers, [trigger()]);
    let unknown = TriggerRecorded { trigger: "weather".to_owned(), ..trigger() };
    reported()
        .when("wren", IncidentCommand::RecordTrigger(unknown))
        .refused(&[("trigger", "unknown-choice")]);
}

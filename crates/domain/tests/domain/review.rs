//! The manager's review.

use std::collections::BTreeMap;

use evenhand_domain::incident::{
    FactorAnswer, IncidentCommand, Involved, InvolvedPart, ReviewAnswers, ReviewDecided, StaffConsulted, Who,
};
use evenhand_policy::pack::Coded;

use crate::support::*;

fn deciding(change: impl FnOnce(&mut ReviewAnswers)) -> IncidentCommand {
    let mut answers = review();
    change(&mut answers);
    decide(answers)
}

fn agency_deciding(change: impl FnOnce(&mut ReviewAnswers)) -> IncidentCommand {
    let mut answers = agency_review();
    change(&mut answers);
    decide(answers)
}

fn passing(answers: &mut ReviewAnswers, rule: &str, because: &str) {
    answers.passed.insert(rule.to_owned(), because.to_owned());
}

#[test]
fn whoever_begins_reviews_it_from_then_on() {
    let case = reported().given("heron", IncidentCommand::OpenReview);
    assert_eq!(case.incident().reviewer, Some(id("heron")));
    case.when("wren", IncidentCommand::OpenReview).refused(&[("", "already-open")]);
}

#[test]
fn the_history_of_nobody_cannot_be_searched() {
    let unknown = council().given("quill", IncidentCommand::Report(report()));
    unknown.when("wren", history()).refused(&[("", "customer-unknown")]);
}

// proves: MG-7.2-01
#[test]
fn a_review_waits_until_the_customers_history_was_searched() {
    let begun = reported().given("wren", IncidentCommand::OpenReview);
    begun.when("wren", deciding(|_| ())).refused(&[("history", "history-searched")]);
    let searched = begun.given("wren", history());
    let (found, _) = searched.incident().history.unwrap();
    assert_eq!(found.found, ["IN-2026-00044, 3 May 2026, Threats"]);
    searched.when("wren", deciding(|_| ())).happens("incident.review-decided");
}

#[test]
fn the_history_of_another_customer_does_not_count() {
    let mut linked = link_customer();
    linked.customer.id = id("customer-2");
    let case = in_assessment().given("wren", IncidentCommand::LinkCustomer(linked));
    case.when("wren", deciding(|_| ())).refused(&[("history", "history-searched")]);
    case.given("wren", history()).when("wren", deciding(|_| ())).happens("incident.review-decided");
}

// proves: MG-7.1-01
#[test]
fn a_form_opens_a_talk_that_comes_before_the_decision() {
    let case = in_assessment().given("quill", IncidentCommand::SubmitForm(form()));
    assert!(case.task("consult").is_open());
    case.when("wren", deciding(|_| ())).refused(&[("consultation", "staff-consulted")]);
    let talked = case.given("wren", IncidentCommand::ConsultStaff(talk()));
    assert!(!talked.task("consult").is_open());
    talked.when("wren", deciding(|_| ())).happens("incident.review-decided");
}

// proves: MG-7.1-02
#[test]
fn the_talk_covers_five_points_each_with_an_entry() {
    let points: Vec<String> =
        council_pack().reviewing.consultation_points.iter().map(|point| point.code.clone()).collect();
    assert_eq!(points, ["circumstances", "impact", "responsiveness", "actions", "suggestions"]);
    let silent = StaffConsulted { with: id("quill"), points: BTreeMap::new() };
    let missing: Vec<(&str, &str)> = points.iter().map(|point| (point.as_str(), "empty")).collect();
    in_assessment().when("wren", IncidentCommand::ConsultStaff(silent)).refused(&missing);
}

#[test]
fn a_talk_is_with_somebody_else_who_is_known() {
    let with = |who: &str| IncidentCommand::ConsultStaff(StaffConsulted { with: id(who), ..talk() });
    in_assessment().when("wren", with("nobody")).refused(&[("with", "unknown-staff")]);
    in_assessment().when("wren", with("wren")).refused(&[("with", "the-same-person")]);
}

#[test]
fn a_talk_keeps_only_the_points_of_the_policy() {
    let mut strange = talk();
    strange.points.insert("weather".to_owned(), "Fine.".to_owned());
    let kept: StaffConsulted =
        in_assessment().when("wren", IncidentCommand::ConsultStaff(strange)).then("incident.staff-consulted");
    assert_eq!(kept, talk());
}

// proves: MG-7.2-02
#[test]
fn nine_criteria_are_considered_each_with_an_answer_or_not_known() {
    let codes: Vec<String> =
        council_pack().reviewing.factors.iter().map(|factor| factor.code().to_owned()).collect();
    assert_eq!(codes.len(), 9);
    for code in codes.iter().filter(|code| *code != "proportionality") {
        let gap = deciding(|answers| _ = answers.factors.remove(code));
        in_assessment().when("wren", gap).refused(&[("factors", "factors-answered")]);
        let not_known = deciding(|answers| {
            let answer = FactorAnswer { not_known: true, ..FactorAnswer::default() };
            answers.factors.insert(code.clone(), answer);
        });
        in_assessment().when("wren", not_known).happens("incident.review-decided");
    }
}

#[test]
fn a_question_of_yes_or_no_is_not_answered_by_words_alone() {
    let words_only = deciding(|answers| answers.factors.get_mut("merit").unwrap().yes = None);
    in_assessment().when("wren", words_only).refused(&[("factors", "factors-answered")]);
}

// proves: SA-PIC-034
#[test]
fn the_agency_weighs_nine_factors_each_with_an_entry_or_not_known() {
    let codes: Vec<String> =
        agency_pack().reviewing.factors.iter().map(|factor| factor.code().to_owned()).collect();
    assert_eq!(codes.len(), 9);
    for code in &codes {
        let gap = agency_deciding(|answers| _ = answers.factors.remove(code));
        let refusal = agency_in_assessment().when("wren", gap).refusal();
        assert_eq!(refusal.problems.len(), 1);
        assert_eq!(refusal.problems[0].code, "factors-answered");
        assert!(refusal.problems[0].can_be_passed, "the source says should");
        let not_known = agency_deciding(|answers| {
            let answer = FactorAnswer { not_known: true, ..FactorAnswer::default() };
            answers.factors.insert(code.clone(), answer);
        });
        agency_in_assessment().when("wren", not_known).happens("incident.review-decided");
    }
}

#[test]
fn personal_circumstances_are_ticked_from_six_and_answer_their_criterion() {
    let codes: Vec<String> = council_pack()
        .vocabulary
        .circumstances
        .iter()
        .map(|circumstance| circumstance.code.clone())
        .collect();
    let six =
        ["homelessness", "physical-disability", "language-or-communication", "illness", "personal-crisis"];
    assert_eq!(codes, six.into_iter().chain(["substance-or-alcohol"]).collect::<Vec<_>>());
    let ticked = deciding(|answers| {
        answers.factors.remove("personal-circumstances");
        answers.circumstances = set(["illness", "homelessness"]);
    });
    let case = in_assessment().given("wren", ticked);
    assert_eq!(case.incident().decision().unwrap().answers.circumstances, set(["homelessness", "illness"]));
}

// proves: MG-7.2-04
#[test]
fn proportionality_is_one_of_three_and_leaving_it_empty_blocks() {
    let rated =
        |degree: Option<&str>| deciding(|answers| answers.proportionality = degree.map(str::to_owned));
    for degree in ["not-at-all", "moderately", "grossly"] {
        in_assessment().when("wren", rated(Some(degree))).happens("incident.review-decided");
    }
    assert_eq!(council_pack().reviewing.proportionality.len(), 3);
    let empty = [("factors", "factors-answered"), ("proportionality", "proportionality-rated")];
    in_assessment().when("wren", rated(None)).refused(&empty);
    in_assessment().when("wren", rated(Some("slightly"))).refused(&[("proportionality", "unknown-choice")]);
}

#[test]
fn a_review_chooses_only_from_the_lists() {
    let strange = deciding(|answers| {
        answers.circumstances = set(["a"]);
        answers.severity = Some("b".to_owned());
        answers.proportionality = Some("c".to_owned());
        answers.risk = Some("d".to_owned());
        answers.likelihood = Some("e".to_owned());
        answers.outcomes = set(["f"]);
        answers.mechanisms = set(["g"]);
        answers.referrals = [("h".to_owned(), evenhand_domain::incident::ReferralAnswer::Offered)].into();
    });
    let fields = [
        "circumstances",
        "severity",
        "proportionality",
        "risk",
        "likelihood",
        "outcomes",
        "mechanisms",
        "referrals",
    ];
    let refused: Vec<(&str, &str)> = fields.iter().map(|field| (*field, "unknown-choice")).collect();
    in_assessment().when("wren", strange).refused(&refused);
}

#[test]
fn everything_a_reviewer_writes_is_read_for_what_misleads() {
    let misleading = deciding(|answers| {
        answers.reasons = Some("a\u{202e}b".to_owned());
        passing(answers, "conduct-is-the-ground", "c\u{0}");
        answers.factors.get_mut("merit").unwrap().words = Some("\u{1b}[1m".to_owned());
    });
    in_assessment().when("wren", misleading).refused(&[
        ("reasons", "unreadable-character"),
        ("factor-merit", "unreadable-character"),
        ("pass-conduct-is-the-ground", "unreadable-character"),
    ]);
}

#[test]
fn somebody_it_happened_to_does_not_review_it_without_a_reason() {
    let affected = Involved::new(Who::Staff(id("wren")), InvolvedPart::Affected);
    let case = in_assessment().given("quill", IncidentCommand::InvolvePerson(affected));
    case.when("wren", deciding(|_| ())).refused(&[("reviewer", "reviewer-not-affected")]);
    case.when("heron", deciding(|_| ())).happens("incident.review-decided");
    let because = "Nobody else is on duty until Friday.";
    let alone = deciding(|answers| passing(answers, "reviewer-not-affected", because));
    let decided: ReviewDecided = case.when("wren", alone).then("incident.review-decided");
    let finding = decided.findings.iter().find(|finding| finding.rule == "reviewer-not-affected").unwrap();
    assert_eq!(finding.passed_because.as_deref(), Some(because));
}

// proves: SA-PIC-032
#[test]
fn an_outcome_needs_reasons_of_this_case_and_none_is_chosen_beforehand() {
    assert!(ReviewAnswers::default().outcomes.is_empty());
    let blank = agency_deciding(|answers| answers.reasons = Some(" \u{200b}".to_owned()));
    let refused = [("parts", "review-parts-complete"), ("reasons", "outcome-with-reasons")];
    agency_in_assessment().when("wren", blank).refused(&refused);
    let nothing = agency_deciding(|answers| answers.outcomes.clear());
    agency_in_assessment().when("wren", nothing).refused(&[("outcomes", "outcome-with-reasons")]);
}

// proves: SA-PIC-033
#[test]
fn a_review_with_an_empty_part_is_refused_and_the_part_is_named() {
    type Empty = fn(&mut ReviewAnswers);
    let parts: [(&str, Empty); 4] = [
        ("Review of the incident", |answers| answers.summary = None),
        ("Actions taken", |answers| answers.actions_taken = None),
        ("Referral options, if provided", |answers| answers.referrals.clear()),
        ("Contact with the customer, or attempts", |answers| answers.contact_so_far = None),
    ];
    for (part, empty) in parts {
        let refusal = agency_in_assessment().when("wren", agency_deciding(empty)).refusal();
        let [problem] = refusal.problems.as_slice() else { panic!("{refusal:?}") };
        assert_eq!(problem.says, format!("This part is empty: {part}"));
    }
    let reasons =
        agency_in_assessment().when("wren", agency_deciding(|answers| answers.reasons = None)).refusal();
    assert!(
        reasons.problems.iter().any(|problem| problem.says == "This part is empty: Reasons for decisions")
    );
    let none_fits = agency_deciding(|answers| {
        answers.referrals.clear();
        answers.no_referral_because = Some("He has all of them.".to_owned());
    });
    agency_in_assessment().when("wren", none_fits).happens("incident.review-decided");
}

// proves: SA-PIC-041
#[test]
fn several_outcomes_are_chosen_together_and_each_opens_its_task() {
    let both = agency_deciding(|answers| answers.outcomes = set(["phone-contact", "plan-review"]));
    let case = agency_in_assessment().given("wren", both);
    let open = case.open_tasks();
    assert!(
        open.contains(&"outcome-phone-contact".to_owned())
            && open.contains(&"outcome-plan-review".to_owned())
    );
    let pack = agency_pack();
    for code in ["phone-contact", "no-phone-contact", "provisional-plan", "not-complying", "plan-review"] {
        assert!(pack.reviewing.outcomes.iter().any(|outcome| outcome.code() == code), "{code}");
    }
}

// proves: SA-PIC-110
#[test]
fn a_review_without_severity_is_refused_and_a_new_decision_keeps_the_old_one() {
    let levels: Vec<String> =
        agency_pack().reviewing.severity_levels.iter().map(|level| level.code().to_owned()).collect();
    assert_eq!(levels, ["minor", "moderate", "serious"]);
    let none = agency_deciding(|answers| answers.severity = None);
    agency_in_assessment().when("wren", none).refused(&[("severity", "severity-set")]);
    let moderate = agency_deciding(|answers| {
        answers.severity = Some("moderate".to_owned());
        answers.no_plan_because = Some("Out of character.".to_owned());
    });
    let case = agency_under_way().hours_later(1).given("wren", moderate);
    let severities: Vec<_> = case
        .incident()
        .decisions
        .iter()
        .map(|(decided, _)| decided.answers.severity.clone().unwrap())
        .collect();
    assert_eq!(severities, ["minor", "moderate"]);
    assert_eq!(case.incident().severity(), Some("moderate"));
}

// proves: SA-PIC-109
#[test]
fn without_a_plan_all_but_a_minor_incident_say_why() {
    let severity = |level: &str, because: Option<&str>| {
        agency_deciding(|answers| {
            answers.severity = Some(level.to_owned());
            answers.no_plan_because = because.map(str::to_owned);
        })
    };
    for level in ["moderate", "serious"] {
        let silent = agency_in_assessment().when("wren", severity(level, None));
        silent.refused(&[("no_plan_because", "no-plan-with-reason")]);
        let said = severity(level, Some("Out of character; the cause is resolved."));
        let case = agency_in_assessment().given("wren", said);
        case.when("wren", close()).happens("incident.closed");
    }
    agency_in_assessment()
        .given("wren", severity("minor", None))
        .when("wren", close())
        .happens("incident.closed");
}

#[test]
fn what_is_rated_lower_than_the_signs_suggest_says_why() {
    let threatened = agency()
        .given("quill", happened(agency_report(), ["threat"]))
        .given("wren", IncidentCommand::OpenReview);
    threatened
        .when("wren", agency_deciding(|_| ()))
        .refused(&[("lower_because", "severity-lowered-with-reason")]);
    let because =
        agency_deciding(|answers| answers.lower_because = Some("He took it back at once.".to_owned()));
    let decided: ReviewDecided = threatened.when("wren", because).then("incident.review-decided");
    assert_eq!(decided.severity_proposed.as_deref(), Some("moderate"));
}

// proves: SA-SUP-083
#[test]
fn risk_and_likelihood_are_rated_with_reasons() {
    type Gap = fn(&mut ReviewAnswers);
    let gaps: [(&str, Gap); 3] = [
        ("risk", |answers| answers.risk = None),
        ("likelihood", |answers| answers.likelihood = None),
        ("risk_reasons", |answers| answers.risk_reasons = None),
    ];
    for (field, gap) in gaps {
        agency_in_assessment().when("wren", agency_deciding(gap)).refused(&[(field, "risk-rated")]);
    }
    let case = agency_under_way().hours_later(1).given(
        "wren",
        agency_deciding(|answers| {
            answers.risk = Some("medium".to_owned());
            answers.likelihood = Some("possible".to_owned());
        }),
    );
    let ratings: Vec<_> = case
        .incident()
        .decisions
        .iter()
        .map(|(decided, _)| {
            let answers = &decided.answers;
            (
                answers.risk.clone().unwrap(),
                answers.likelihood.clone().unwrap(),
                answers.risk_reasons.is_some(),
            )
        })
        .collect();
    let expected = [("low", "unlikely"), ("medium", "possible")];
    assert_eq!(ratings, expected.map(|(risk, likelihood)| (risk.to_owned(), likelihood.to_owned(), true)));
}

#[test]
fn where_the_risk_is_high_a_warning_is_not_open_whatever_the_reason() {
    let warning = agency_deciding(|answers| {
        answers.risk = Some("high".to_owned());
        answers.outcomes = set(["warning-letter"]);
        passing(answers, "no-warning-at-high-risk", "He is an old acquaintance.");
    });
    agency_in_assessment().when("wren", warning).refused(&[("outcomes", "no-warning-at-high-risk")]);
    let unrated = agency_deciding(|answers| {
        answers.risk = None;
        answers.outcomes = set(["warning-letter"]);
        passing(answers, "risk-rated", "There was no time.");
    });
    agency_in_assessment().when("wren", unrated).refused(&[("risk", "no-warning-at-high-risk")]);
}

// proves: MG-A-10
#[test]
fn a_measure_needs_the_confirmation_that_the_conduct_is_its_ground() {
    for outcome in ["warning", "restriction"] {
        let unconfirmed = deciding(|answers| {
            answers.outcomes = set([outcome]);
            answers.conduct_is_ground = false;
        });
        in_assessment().when("wren", unconfirmed).refused(&[("conduct_is_ground", "conduct-is-the-ground")]);
    }
}

// proves: MG-7.2-07
#[test]
fn a_manager_who_chooses_a_restriction_proposes_it_to_the_general_manager() {
    use evenhand_domain::task::Owner;
    let restriction = deciding(|answers| answers.outcomes = set(["restriction"]));
    let case = in_assessment().given("wren", restriction);
    let task = case.task("outcome-restriction");
    assert_eq!(task.owner, Owner::Role("general-manager".to_owned()));
    assert_eq!(task.what, "Decide whether access is changed or restricted");
    let informal = deciding(|answers| answers.outcomes = set(["strategy"]));
    let task = in_assessment().given("wren", informal).task("outcome-strategy");
    assert_eq!(task.owner, Owner::Person("wren".to_owned()), "informal action is the manager's own");
}

// proves: MG-2.1-02
#[test]
fn several_mechanisms_of_the_four_are_recorded() {
    let mechanisms: Vec<String> =
        council_pack().reviewing.mechanisms.iter().map(|mechanism| mechanism.code.clone()).collect();
    assert_eq!(mechanisms, ["strategies", "access", "adr", "legal-instruments"]);
    let two = deciding(|answers| answers.mechanisms = set(["adr", "strategies"]));
    let case = in_assessment().given("wren", two);
    assert_eq!(case.incident().decision().unwrap().answers.mechanisms, set(["adr", "strategies"]));
}

#[test]
fn a_reason_for_a_rule_that_does_not_exist_is_dropped() {
    let reasoned = deciding(|answers| {
        passing(answers, "no-such-rule", "Because.");
        passing(answers, "contribution-answered", "  ");
    });
    let decided: ReviewDecided = in_assessment().when("wren", reasoned).then("incident.review-decided");
    assert_eq!(decided.answers.passed, BTreeMap::new());
}

#[test]
fn the_reporter_is_told_that_it_was_decided() {
    let decided: ReviewDecided =
        in_assessment().when("wren", deciding(|_| ())).then("incident.review-decided");
    let told: Vec<_> = decided.told.iter().map(|told| (told.notice.as_str(), told.to.as_str())).collect();
    assert_eq!(told, [("reviewed-reporter", "quill")]);
}

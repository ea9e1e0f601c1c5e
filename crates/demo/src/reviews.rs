//! What reviewers write, complete as each policy asks for it. A story says what is its own.

use std::collections::{BTreeMap, BTreeSet};

use evenhand_domain::incident::{FactorAnswer, ReviewAnswers};

/// Codes as a set.
pub(crate) fn set(codes: &[&str]) -> BTreeSet<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

/// A review under the council's policy.
pub(crate) fn council(outcomes: &[&str], proportionality: &str, reasons: &str) -> ReviewAnswers {
    let mut factors: BTreeMap<String, FactorAnswer> = [
        ("conduct", Some(true)),
        ("merit", None),
        ("effect-of-warning", Some(true)),
        ("effect-of-restriction", Some(false)),
        ("obligations", Some(false)),
        ("undue-impact", None),
        ("statutory-limits", Some(false)),
    ]
    .into_iter()
    .map(|(code, yes)| (code.to_owned(), answer(yes)))
    .collect();
    factors.insert("personal-circumstances".to_owned(), answer(None));
    ReviewAnswers {
        factors,
        proportionality: some(proportionality),
        contributed: Some(false),
        outcomes: set(outcomes),
        conduct_is_ground: true,
        reasons: some(reasons),
        ..ReviewAnswers::default()
    }
}

/// A review under the agency's policy.
pub(crate) fn agency(
    severity: &str,
    (risk, likelihood): (&str, &str),
    outcomes: &[&str],
    summary: &str,
    reasons: &str,
) -> ReviewAnswers {
    let mut factors: BTreeMap<String, FactorAnswer> = ["place", "people", "details", "risk", "mitigating"]
        .into_iter()
        .map(|code| (code.to_owned(), words("See the report and what was added to it.")))
        .collect();
    factors.insert("history".to_owned(), answer(Some(false)));
    factors.insert("isolated".to_owned(), answer(Some(true)));
    factors.insert("circumstances".to_owned(), answer(None));
    factors.insert("recent-decisions".to_owned(), answer(None));
    ReviewAnswers {
        factors,
        severity: some(severity),
        risk: some(risk),
        likelihood: some(likelihood),
        risk_reasons: some("The record of this customer, and how they left."),
        outcomes: set(outcomes),
        conduct_is_ground: true,
        summary: some(summary),
        actions_taken: some("The officer ended the contact and told the team leader."),
        no_referral_because: some("Nothing in the conversation called for one."),
        contact_so_far: some("None yet since the incident."),
        no_plan_because: some("One incident, and other ways have not been tried yet."),
        reasons: some(reasons),
        ..ReviewAnswers::default()
    }
}

/// A yes or a no; not known where there is neither.
pub(crate) fn answer(yes: Option<bool>) -> FactorAnswer {
    FactorAnswer { not_known: yes.is_none(), yes, words: None }
}

pub(crate) fn words(text: &str) -> FactorAnswer {
    FactorAnswer { words: some(text), ..FactorAnswer::default() }
}

pub(crate) fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

//! The rules, by the case tables in `tests/cases`: one file a rule, written to be read by policy officers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use evenhand_policy::facts::{IncidentFacts, Step};
use evenhand_policy::pack::{Coded, Pack, find};
use evenhand_policy::rules::{RULES, Rule};
use evenhand_policy::ruling::{Finding, evaluate};
use serde::Deserialize;

use crate::support::{PACKS, beside, pack};

/// A case table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    rule: String,
    plain: String,
    asked_at: Vec<Step>,
    used_by: BTreeMap<String, String>,
    case: Vec<Case>,
}

/// A case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    pack: String,
    step: Step,
    #[serde(default)]
    facts: IncidentFacts,
    /// The facts hold words that the pack does not know, and that is the point.
    #[serde(default)]
    strange_words: bool,
    verdict: Expected,
    field: Option<String>,
    says: Option<String>,
    can_be_passed: Option<bool>,
}

/// What the rule should say of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Expected {
    Kept,
    Broken,
    NotKnown,
    DoesNotApply,
    NotUsed,
    NotAsked,
}

impl Expected {
    fn blocks(self) -> bool {
        matches!(self, Expected::Broken | Expected::NotKnown)
    }
}

fn tables() -> Vec<(String, Table)> {
    let mut names: Vec<String> = fs::read_dir(beside("cases"))
        .expect("tests/cases")
        .map(|entry| entry.expect("entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let slugs = names.iter().filter_map(|name| name.strip_suffix(".toml"));
    slugs
        .map(|slug| {
            let text = fs::read_to_string(beside("cases").join(format!("{slug}.toml"))).expect("a table");
            (
                slug.to_owned(),
                toml::from_str(&text).unwrap_or_else(|error| panic!("cases/{slug}.toml: {error}")),
            )
        })
        .collect()
}

fn rule(slug: &str) -> &'static Rule {
    RULES.iter().find(|rule| rule.slug == slug).unwrap_or_else(|| panic!("there is no rule `{slug}`"))
}

/// What goes wrong is told for all cases at once.
fn none_of(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{} cases are not as they should be:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn every_case_of_every_table_comes_out_as_it_says() {
    let mut failures = Vec::new();
    for (slug, table) in tables() {
        for case in &table.case {
            let told = |what: String| format!("  {slug}: “{}”: {what}", case.name);
            failures.extend(mistakes(rule(&slug), case).into_iter().map(told));
        }
    }
    none_of(&failures);
}

/// Everything in which a case comes out otherwise than it says.
fn mistakes(rule: &Rule, case: &Case) -> Vec<String> {
    let pack = pack(&case.pack);
    let found = finding(rule, case, pack, &BTreeMap::new());
    let verdict = verdict(rule, case, pack, found.as_ref());
    let mut wrong = Vec::new();
    if verdict != case.verdict {
        wrong.push(format!("expected {:?}, found {verdict:?} ({found:?})", case.verdict));
    }
    if !case.strange_words {
        wrong.extend(unknown_words(&case.facts, pack));
    }
    let blocked = found.as_ref().filter(|_| verdict.blocks());
    let told = blocked.map(|found| (found.field.clone(), found.says.clone(), found.can_be_passed()));
    let expected = (case.field.clone(), case.says.clone(), case.can_be_passed);
    if told.clone().map_or((None, None, None), |(a, b, c)| (Some(a), Some(b), Some(c))) != expected {
        wrong.push(format!("expected to be told {expected:?}, was told {told:?}"));
    }
    if let Some(found) = blocked {
        let with = |reason: &str| {
            let passed = BTreeMap::from([(rule.slug.to_owned(), reason.to_owned())]);
            finding(rule, case, pack, &passed).is_some_and(|found| !found.blocks())
        };
        if !found.blocks() || with(" \n ") || with("We know, because …") != found.can_be_passed() {
            wrong.push("a reason does not count as it should".to_owned());
        }
    }
    wrong
}

fn finding(rule: &Rule, case: &Case, pack: &Pack, passed: &BTreeMap<String, String>) -> Option<Finding> {
    let ruling = evaluate(case.step, &case.facts, pack, passed);
    ruling.findings.into_iter().find(|finding| finding.rule == rule.slug)
}

fn verdict(rule: &Rule, case: &Case, pack: &Pack, found: Option<&Finding>) -> Expected {
    match found.map(|found| found.verdict.as_str()) {
        Some("permits") => Expected::Kept,
        Some("forbids") => Expected::Broken,
        Some("unknown") => Expected::NotKnown,
        Some(other) => panic!("there is no verdict `{other}`"),
        None if pack.rule(rule.slug).is_none() => Expected::NotUsed,
        None if !rule.steps.contains(&case.step) => Expected::NotAsked,
        None => Expected::DoesNotApply,
    }
}

/// The words of a case that its pack does not know: a slip of the pen would make a case prove nothing.
fn unknown_words(facts: &IncidentFacts, pack: &Pack) -> Vec<String> {
    fn strange<'a, T: Coded>(codes: impl IntoIterator<Item = &'a String>, list: &[T]) -> Vec<String> {
        let unknown = codes.into_iter().filter(|code| find(list, code).is_none());
        unknown.map(|code| format!("the pack does not know the word `{code}`")).collect()
    }
    let (v, r, review) = (&pack.vocabulary, &pack.reviewing, &facts.review);
    [
        strange(&facts.classes, &v.conduct_classes),
        strange(&facts.kinds, &v.conduct_kinds),
        strange(&facts.issues, &v.issue_types),
        strange(&facts.parties, &v.affected_parties),
        strange(facts.form.iter().flat_map(|form| &form.answered), &r.escalation_questions),
        strange(facts.consultation.iter().flatten(), &r.consultation_points),
        strange(&review.factors, &r.factors),
        strange(&review.severity, &r.severity_levels),
        strange(&review.severity_felt, &r.severity_levels),
        strange(&review.proportionality, &r.proportionality),
        strange(&review.risk, &r.risk_levels),
        strange(&review.likelihood, &r.likelihoods),
        strange(&review.outcomes, &r.outcomes),
        strange(&review.parts, &r.parts),
    ]
    .concat()
}

#[test]
fn every_rule_has_a_table_that_says_what_it_is() {
    let tables = tables();
    let slugs: BTreeSet<&str> = tables.iter().map(|(slug, _)| slug.as_str()).collect();
    assert_eq!(slugs, RULES.iter().map(|rule| rule.slug).collect(), "one table a rule");
    for (slug, table) in &tables {
        let rule = rule(slug);
        assert_eq!((&table.rule, table.plain.as_str()), (slug, rule.plain), "cases/{slug}.toml");
        assert_eq!(table.asked_at, rule.steps, "cases/{slug}.toml: when it is asked");
        let used = PACKS.iter().filter_map(|name| {
            let used = pack(name).rule(slug)?;
            Some(((*name).to_owned(), format!("{}: {}", used.force, pack(name).cited(&used.cite))))
        });
        assert_eq!(
            table.used_by,
            used.collect(),
            "cases/{slug}.toml: who uses it, how strongly, by which clause"
        );
    }
}

#[test]
fn every_rule_is_shown_kept_and_blocking_under_every_pack_that_uses_it() {
    let mut failures = Vec::new();
    for (slug, table) in tables() {
        for name in PACKS.iter().filter(|name| pack(name).rule(&slug).is_some()) {
            let of_pack = |test: fn(Expected) -> bool| {
                table.case.iter().any(|case| case.pack == **name && test(case.verdict))
            };
            if !of_pack(|verdict| verdict == Expected::Kept) {
                failures.push(format!("  {slug}: no case under {name} shows it kept"));
            }
            if !of_pack(Expected::blocks) {
                failures.push(format!("  {slug}: no case under {name} shows it broken"));
            }
        }
        let beside = [Expected::DoesNotApply, Expected::NotUsed, Expected::NotAsked];
        if !table.case.iter().any(|case| beside.contains(&case.verdict)) && PACKS.len() != table.used_by.len()
        {
            failures.push(format!("  {slug}: no case shows where it does not matter"));
        }
        let names: BTreeSet<&str> = table.case.iter().map(|case| case.name.as_str()).collect();
        if names.len() != table.case.len() {
            failures.push(format!("  {slug}: two cases have the same name"));
        }
    }
    none_of(&failures);
    let cases: usize = tables().iter().map(|(_, table)| table.case.len()).sum();
    assert!(cases >= 120, "only {cases} cases are left");
}

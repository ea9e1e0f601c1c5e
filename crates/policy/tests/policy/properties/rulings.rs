//! Rulings and proposals of severity.

use std::collections::{BTreeMap, BTreeSet};

use evenhand_policy::Pack;
use evenhand_policy::facts::{FormFacts, IncidentFacts, Part, RectificationFacts, ReviewFacts, Step};
use evenhand_policy::pack::{Coded, Force};
use evenhand_policy::rules::RULES;
use evenhand_policy::ruling::{Ruling, evaluate};
use evenhand_policy::severity::{proposed, rank};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::tries;
use crate::support::{PACKS, pack};

/// Some codes of a list, and now and then one that is not in it.
fn some_of<T: Coded>(list: &[T]) -> impl Strategy<Value = BTreeSet<String>> + use<T> {
    btree_set(one_of(list), 0..4)
}

fn one_of<T: Coded>(list: &[T]) -> impl Strategy<Value = String> + use<T> {
    let mut codes: Vec<String> = list.iter().map(|item| item.code().to_owned()).collect();
    codes.push("a-code-of-an-older-pack".to_owned());
    select(codes)
}

fn all_or_some<T: Coded>(list: &[T]) -> impl Strategy<Value = BTreeSet<String>> + use<T> {
    let all: BTreeSet<String> = list.iter().map(|item| item.code().to_owned()).collect();
    prop_oneof![Just(all), some_of(list)]
}

fn text() -> impl Strategy<Value = Option<String>> {
    option::of(select(["", "  ", "\n", "because", "ä"].map(str::to_owned).to_vec()))
}

fn review(pack: &Pack) -> impl Strategy<Value = ReviewFacts> + use<> {
    let r = &pack.reviewing;
    let rated = (
        option::of(one_of(&r.severity_levels)),
        option::of(one_of(&r.severity_levels)),
        option::of(one_of(&r.proportionality)),
        option::of(one_of(&r.risk_levels)),
        option::of(one_of(&r.likelihoods)),
    );
    let texts = (text(), text(), text(), text());
    let lists = (all_or_some(&r.factors), some_of(&r.outcomes), all_or_some(&r.parts));
    let flags = (any::<bool>(), option::of(any::<bool>()), any::<bool>());
    (rated, texts, lists, flags).prop_map(|(rated, texts, lists, flags)| ReviewFacts {
        reviewer_affected: flags.0,
        factors: lists.0,
        severity: rated.0,
        severity_felt: rated.1,
        lower_because: texts.0,
        proportionality: rated.2,
        risk: rated.3,
        likelihood: rated.4,
        risk_reasons: texts.1,
        outcomes: lists.1,
        reasons: texts.2,
        parts: lists.2,
        no_plan_because: texts.3,
        contributed: flags.1,
        conduct_is_ground: flags.2,
    })
}

/// An incident of which anything may be known.
fn facts(pack: &Pack) -> impl Strategy<Value = IncidentFacts> + use<> {
    let (v, r) = (&pack.vocabulary, &pack.reviewing);
    let conduct = (
        some_of(&v.conduct_classes),
        some_of(&v.conduct_kinds),
        some_of(&v.issue_types),
        some_of(&v.affected_parties),
        option::of(any::<bool>()),
    );
    let form = option::of((any::<bool>(), all_or_some(&r.escalation_questions)));
    let talk = option::of(all_or_some(&r.consultation_points));
    let flags = proptest::array::uniform9(any::<bool>());
    let part = option::of(select(Part::ALL));
    let counts = (0..3_usize, 0..3_usize, vec(Just("Prepare the letter".to_owned()), 0..2));
    (conduct, part, flags, form, talk, review(pack), counts).prop_map(
        |(conduct, part, flags, form, consultation, review, counts)| {
            let [
                care_only,
                affected_named,
                hurt,
                ambulance,
                history_searched,
                customer_known,
                plan,
                done,
                apologised,
            ] = flags;
            IncidentFacts {
                classes: conduct.0,
                kinds: conduct.1,
                issues: conduct.2,
                parties: conduct.3,
                capability_confirmed: conduct.4,
                care_only,
                part,
                affected_named,
                hurt,
                ambulance,
                services_without_details: counts.0,
                form: form.map(|(signed, answered)| FormFacts { signed, answered }),
                consultation,
                history_searched,
                customer_known,
                review,
                rectification: RectificationFacts { done, apologised },
                police_reports: counts.1,
                plan,
                open_tasks: counts.2,
            }
        },
    )
}

/// A pack that uses any of the rules it knows, each as strongly as it likes.
fn with_any_rules(pack: &'static Pack) -> impl Strategy<Value = Pack> {
    let force = option::of(select(Force::ALL));
    vec(force, pack.rules.len()).prop_map(move |forces| {
        let mut changed = pack.clone();
        let used = pack.rules.iter().zip(forces).filter_map(|(rule, force)| {
            let mut rule = rule.clone();
            rule.force = force?;
            Some(rule)
        });
        changed.rules = used.collect();
        changed
    })
}

fn any_pack() -> impl Strategy<Value = &'static Pack> {
    select(PACKS.to_vec()).prop_map(pack)
}

fn any_case() -> impl Strategy<Value = (Pack, IncidentFacts, Step)> {
    any_pack().prop_flat_map(|pack| (with_any_rules(pack), facts(pack), select(Step::ALL)))
}

fn reasons(text: &str) -> BTreeMap<String, String> {
    RULES.iter().map(|rule| (rule.slug.to_owned(), text.to_owned())).collect()
}

proptest! {
    #![proptest_config(tries(400))]

    #[test]
    fn a_step_is_open_only_if_something_was_found_and_nothing_stands_in_the_way((pack, facts, step) in any_case()) {
        let ruling = evaluate(step, &facts, &pack, &BTreeMap::new());
        let in_the_way = ruling.findings.iter().any(|found| found.verdict != "permits" && found.force != Force::May);
        prop_assert_eq!(ruling.permits(), !ruling.findings.is_empty() && !in_the_way);
    }

    #[test]
    fn a_policy_without_rules_permits_nothing((mut pack, facts, step) in any_case()) {
        pack.rules.clear();
        let ruling = evaluate(step, &facts, &pack, &reasons("because"));
        prop_assert_eq!(&ruling, &Ruling::default());
        prop_assert!(!ruling.permits());
    }

    #[test]
    fn what_must_be_is_passed_by_no_reason((pack, facts, step) in any_case()) {
        let ruling = evaluate(step, &facts, &pack, &reasons("because"));
        for found in ruling.findings.iter().filter(|found| found.force == Force::Must) {
            prop_assert_eq!(&found.passed_because, &None);
            prop_assert_eq!(found.blocks(), !found.is_kept());
        }
        let must = ruling.findings.iter().any(|found| found.force == Force::Must && !found.is_kept());
        prop_assert!(!(must && ruling.permits()));
    }

    #[test]
    fn whatever_else_permits_one_rule_that_forbids_is_enough(
        (pack, facts, step) in any_case(),
        passed in any::<bool>(),
    ) {
        let passed = if passed { reasons("because") } else { BTreeMap::new() };
        let whole = evaluate(step, &facts, &pack, &passed);
        let mut alone = pack.clone();
        for rule in &pack.rules {
            alone.rules = vec![rule.clone()];
            let ruling = evaluate(step, &facts, &alone, &passed);
            let forbids = ruling.blocking().next().is_some();
            prop_assert!(!(forbids && whole.permits()), "{} alone forbids it", rule.slug);
        }
        // And nothing forbids but what one of the rules says by itself.
        let mut without = pack.clone();
        without.rules.retain(|rule| whole.blocking().all(|found| found.rule != rule.slug));
        prop_assert!(evaluate(step, &facts, &without, &passed).blocking().next().is_none());
    }

    #[test]
    fn a_blank_reason_is_no_reason((pack, facts, step) in any_case(), blank in select(vec!["", " ", "\t\n", "\u{a0}"])) {
        let without = evaluate(step, &facts, &pack, &BTreeMap::new());
        prop_assert_eq!(evaluate(step, &facts, &pack, &reasons(blank)), without);
    }

    #[test]
    fn a_reason_changes_nothing_but_what_it_passes((pack, facts, step) in any_case(), which in any::<Index>()) {
        let rule = which.get(RULES).slug;
        let without = evaluate(step, &facts, &pack, &BTreeMap::new());
        let passed = BTreeMap::from([(rule.to_owned(), " because \n".to_owned())]);
        let mut with = evaluate(step, &facts, &pack, &passed);
        for found in &mut with.findings {
            if found.passed_because.is_some() {
                prop_assert_eq!(&found.rule, rule);
                prop_assert!(found.can_be_passed() && !found.is_kept() && !found.blocks());
                prop_assert_eq!(found.passed_because.as_deref(), Some("because"));
            }
            found.passed_because = None;
        }
        prop_assert_eq!(with, without);
    }

    #[test]
    fn whatever_stands_in_the_way_says_what_and_where((pack, facts, step) in any_case()) {
        for found in evaluate(step, &facts, &pack, &BTreeMap::new()).findings {
            prop_assert_eq!(found.is_kept(), found.says.is_empty());
            prop_assert_eq!(found.is_kept(), found.field.is_empty());
            prop_assert!(!found.plain.is_empty() && !found.source.is_empty());
        }
    }

    #[test]
    fn the_severity_proposed_is_never_below_a_sign_that_is_met(facts in facts(pack("services-australia"))) {
        let pack = pack("services-australia");
        let (level, signs) = proposed(&facts, pack).expect("there are levels");
        let proposed = rank(pack, level.code());
        for sign in &pack.reviewing.severity_signs {
            let kinds = sign.kinds.iter().any(|kind| facts.kinds.contains(kind));
            let met = kinds || (sign.hurt && facts.hurt) || (sign.ambulance && facts.ambulance);
            prop_assert!(!met || rank(pack, &sign.level) <= proposed, "{sign:?}");
            prop_assert_eq!(signs.contains(&sign), met && sign.level == level.code());
        }
        prop_assert!(!signs.is_empty() || proposed == Some(0));
    }

    #[test]
    fn where_no_severity_is_graded_none_is_proposed(facts in facts(pack("mount-gambier"))) {
        prop_assert_eq!(proposed(&facts, pack("mount-gambier")), None);
    }
}

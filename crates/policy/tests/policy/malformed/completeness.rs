//! Parts that a complete policy has.

use evenhand_policy::pack::Completeness;

use super::{Spoilt, agency, council, item};

// proves: MG-CAV-01
#[test]
fn a_pack_without_a_part_of_a_complete_policy_is_refused_with_the_part_named() {
    let periods = council().with("measures.toml", "interval_months = [3, 6]\n", "");
    let what = "measures.toml:1: a complete policy has reviews with fixed periods; this pack has not (`review-periods`)";
    assert_eq!(periods.problems(), [what]);
    let cut = |spoilt: Spoilt, file: &str, heads: &[&str]| {
        let text = spoilt.files.get(file).cloned().unwrap_or_default();
        let keeps = |piece: &&str| !heads.iter().any(|head| piece.starts_with(head));
        let kept: Vec<&str> = text.split("\n[").filter(keeps).collect();
        spoilt.replace(file, &kept.join("\n["))
    };
    for part in Completeness::ALL {
        let (spoilt, file, says) = match part {
            Completeness::Authorities => (
                cut(council(), "roles.toml", &["[authority"]),
                "roles.toml",
                "clear authorities of staff and senior managers",
            ),
            Completeness::Circumstances => (
                cut(council(), "reviewing.toml", &["[outcome"]),
                "reviewing.toml",
                "circumstances and a procedure for changing access",
            ),
            Completeness::Restrictions => (
                cut(council(), "measures.toml", &["[restriction"]),
                "measures.toml",
                "several kinds of restriction",
            ),
            Completeness::Factors => (
                cut(council(), "reviewing.toml", &["[factor", "factor"]),
                "reviewing.toml",
                "factors to weigh before deciding",
            ),
            Completeness::Letters => (
                cut(council(), "measures.toml", &["[letter"]),
                "measures.toml",
                "letters with stated contents",
            ),
            Completeness::Recording => (
                cut(council(), "working.toml", &["[rule"]),
                "working.toml",
                "central recording and reporting",
            ),
            Completeness::ReviewPeriods => (periods.copy(), "measures.toml", "reviews with fixed periods"),
            Completeness::ReviewCriteria => (
                cut(council(), "measures.toml", &["[reviews.criterion"]),
                "measures.toml",
                "reviews by fixed criteria",
            ),
        };
        spoilt.refused_among_others(&format!(
            "{file}:1: a complete policy has {says}; this pack has not (`{part}`)"
        ));
    }
}

#[test]
fn a_missing_part_needs_its_reason_and_must_really_be_missing() {
    let no_reason =
        agency().add("pack.toml", "[[missing_part]]\npart = \"letters\"\ncite = \"contact Step 5\"");
    let at = no_reason.line("pack.toml", "[[missing_part]]\npart = \"letters\"");
    no_reason.refused_among_others(&format!("pack.toml:{at}: `because` is missing"));
    no_reason
        .refused_among_others(&format!("pack.toml:{at}: `letters` is said to be missing, but it is there"));
    let not_excused = agency().with("pack.toml", "part = \"review-periods\"", "part = \"letters\"");
    not_excused.refused_among_others(
        "measures.toml:1: a complete policy has reviews with fixed periods; this pack has not (`review-periods`)",
    );
}

#[test]
fn a_feature_goes_with_its_lists() {
    let off = council().with("pack.toml", "[\"proportionality\", ", "[");
    let what = "pack.toml:1: the list proportionality is filled but the feature is off `proportionality`";
    assert_eq!(off.problems(), [what]);
    let on = council().with("pack.toml", "[\"proportionality\", ", "[\"proportionality\", \"severity\", ");
    assert_eq!(on.problems(), ["pack.toml:1: the list severity_level is needed by the feature `severity`"]);
}

#[test]
fn every_authority_is_stated_with_its_holder_or_the_reason_why_nobody() {
    let head = |to: &str| format!("[[authority]]\nto = \"{to}\"");
    let nobody = council().with(
        "roles.toml",
        "offices = [\"chief-executive\"]\nnote = \"It does not",
        "note = \"It does not",
    );
    assert_eq!(nobody.problems(), Vec::<String>::new());
    let silent = council().with(
        "roles.toml",
        "offices = [\"general-manager\"]\ncite = \"policy 10.3\"",
        "cite = \"policy 10.3\"",
    );
    silent.refused("roles.toml", &head("review"), "nobody holds `review`: a `note` must say why");
    let alone = council().with(
        "roles.toml",
        "offices = [\"general-manager\", \"chief-executive\"]\njointly",
        "offices = [\"chief-executive\"]\njointly",
    );
    alone.refused(
        "roles.toml",
        &head("termination"),
        "`termination` is held jointly by fewer than two offices",
    );
    let twice = council()
        .add("roles.toml", "[[authority]]\nto = \"review\"\noffices = [\"manager\"]\ncite = \"policy 10.3\"");
    let second = twice.line("roles.toml", "offices = [\"manager\"]\ncite = \"policy 10.3\"") - 2;
    assert_eq!(twice.problems(), [format!("roles.toml:{second}: the authority `review` stands twice")]);
    let preferred =
        council().with("roles.toml", "preferred = \"general-manager\"", "preferred = \"supervisor\"");
    let what = "the preferred office `supervisor` must be one of the `offices`";
    preferred.refused("roles.toml", &head("warning-letter"), what);
    let unstated = council().with("roles.toml", &head("sms"), "[[authority]]\nto = \"review-letter\"");
    unstated
        .refused_among_others("roles.toml:1: the authority `sms` is not stated; who has it, or why nobody?");
}

#[test]
fn a_pack_under_which_cases_would_get_stuck_is_refused() {
    let nobody = council().with("roles.toml", "duties = [\"administrator\"]", "duties = [\"auditor\"]");
    nobody.refused_among_others(
        "roles.toml:1: no role of this pack can do `staff.edit`, so cases would get stuck",
    );
    let closing = ["police-reported", "rectified-where-we-contributed", "tasks-done"];
    let no_rule = closing.iter().fold(council(), |spoilt, slug| {
        spoilt.with("working.toml", &format!("slug = \"{slug}\""), "slug = \"history-searched\"")
    });
    no_rule.refused_among_others(
        "working.toml:1: no rule is used for the step `close`, so it could never be taken",
    );
    let cut = |list: &str| {
        let spoilt = council();
        let text = spoilt.files.get("vocabulary.toml").cloned().unwrap_or_default();
        let head = format!("[{list}]]");
        let kept: Vec<&str> = text.split("\n[").filter(|piece| !piece.starts_with(&head)).collect();
        spoilt.replace("vocabulary.toml", &kept.join("\n["))
    };
    for (list, stuck) in [
        ("happening", "nothing could be reported"),
        ("site_kind", "nothing could be reported"),
        ("customer_type", "no customer could be entered"),
    ] {
        cut(list).refused_among_others(&format!("vocabulary.toml:1: the list {list} is empty, so {stuck}"));
    }
    let issues = cut("issue_type");
    issues.refused_among_others(&format!(
        "working.toml:{}: the rule `issue-and-party-recorded` could never be kept: the list issue_type is empty",
        issues.line("working.toml", "[[rule]]\nslug = \"issue-and-party-recorded\"")
    ));
    let services = council().with("vocabulary.toml", "code = \"ambulance\"", "code = \"ambulances\"");
    let what = "`services-detailed` could never be kept: there is no emergency_service `ambulance`";
    services.refused("working.toml", "[[rule]]\nslug = \"services-detailed\"", what);
    let part = agency().with("reviewing.toml", "code = \"referrals\"", "code = \"referral\"");
    let what =
        "no review fills the part `referral`; the parts are: review, actions, referrals, contact, reasons";
    part.refused("reviewing.toml", &item("review_part", "referral"), what);
}

#[test]
fn a_rule_the_product_does_not_have_is_told() {
    let unknown = council().with("working.toml", "slug = \"form-signed\"", "slug = \"form-stamped\"");
    unknown.refused("working.toml", "[[rule]]\nslug = \"form-stamped\"", "there is no rule `form-stamped`");
}

#[test]
fn no_role_has_the_duty_of_the_product_itself() {
    let system = council().with("roles.toml", "duties = [\"guard\"]", "duties = [\"guard\", \"system\"]");
    let what = "no role may have the duty `system`";
    system.refused("roles.toml", &item("role", "security-staff"), what);
}

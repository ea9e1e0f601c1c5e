//! What the reviewer wrote, between the form and the decision.

use std::collections::BTreeMap;

use evenhand_domain::incident::{FactorAnswer, ReferralAnswer, ReviewAnswers};
use evenhand_domain::{Problem, Refusal};

use crate::cx::Cx;
use crate::form;
use crate::values::Values;

/// Reads the form.
pub(super) fn read(cx: &Cx) -> Result<ReviewAnswers, Refusal> {
    let values = &cx.values;
    let set = |name: &str| values.all(name).into_iter().collect();
    Ok(ReviewAnswers {
        factors: factors(values),
        circumstances: set("circumstances"),
        severity: values.text("severity"),
        lower_because: values.text("lower_because"),
        proportionality: values.text("proportionality"),
        risk: values.text("risk"),
        likelihood: values.text("likelihood"),
        risk_reasons: values.text("risk_reasons"),
        contributed: values.answer("contributed"),
        contribution: values.text("contribution"),
        outcomes: set("outcomes"),
        mechanisms: set("mechanisms"),
        conduct_is_ground: values.flag("conduct_is_ground"),
        summary: values.text("summary"),
        actions_taken: values.text("actions_taken"),
        referrals: referrals(values)?,
        no_referral_because: values.text("no_referral_because"),
        contact_so_far: values.text("contact_so_far"),
        reasons: values.text("reasons"),
        no_plan_because: values.text("no_plan_because"),
        passed: form::passed(cx),
    })
}

/// The parts of a factor's answer: `factor-CODE` in words, `factor-CODE_yes` with yes, no or unknown, and
/// `factor-CODE_unknown` where there is nothing to say yes or no to.
fn factors(values: &Values) -> BTreeMap<String, FactorAnswer> {
    let mut factors: BTreeMap<String, FactorAnswer> = BTreeMap::new();
    for (name, value) in values.pairs() {
        let Some(rest) = name.strip_prefix("factor-") else { continue };
        let (code, part) = rest.rsplit_once('_').unwrap_or((rest, ""));
        let answer = factors.entry(code.to_owned()).or_default();
        match part {
            "" => answer.words = values.text(name),
            "yes" if value == "unknown" => answer.not_known = true,
            "yes" => answer.yes = values.answer(name),
            _ => answer.not_known |= value == "yes",
        }
    }
    factors
}

fn referrals(values: &Values) -> Result<BTreeMap<String, ReferralAnswer>, Refusal> {
    let mut referrals = BTreeMap::new();
    for (name, value) in values.pairs().iter().filter(|(_, value)| !value.is_empty()) {
        let Some(code) = name.strip_prefix("referral-") else { continue };
        let unknown = |_| Problem::field(name, "unknown-choice", "Choose from the list");
        referrals.insert(code.to_owned(), value.parse().map_err(unknown)?);
    }
    Ok(referrals)
}

/// What was decided before, as the form holds it.
pub(super) fn filled(answers: &ReviewAnswers) -> Values {
    let mut values = Values::default();
    let words = [
        ("severity", &answers.severity),
        ("lower_because", &answers.lower_because),
        ("proportionality", &answers.proportionality),
        ("risk", &answers.risk),
        ("likelihood", &answers.likelihood),
        ("risk_reasons", &answers.risk_reasons),
        ("contribution", &answers.contribution),
        ("summary", &answers.summary),
        ("actions_taken", &answers.actions_taken),
        ("no_referral_because", &answers.no_referral_because),
        ("contact_so_far", &answers.contact_so_far),
        ("reasons", &answers.reasons),
        ("no_plan_because", &answers.no_plan_because),
    ];
    for (name, text) in words {
        text.iter().for_each(|text| values.push(name, text.clone()));
    }
    for (name, codes) in [
        ("circumstances", &answers.circumstances),
        ("outcomes", &answers.outcomes),
        ("mechanisms", &answers.mechanisms),
    ] {
        codes.iter().for_each(|code| values.push(name, code.clone()));
    }
    let yes_no = |yes: bool| if yes { "yes" } else { "no" };
    answers.contributed.iter().for_each(|yes| values.push("contributed", yes_no(*yes)));
    if answers.conduct_is_ground {
        values.push("conduct_is_ground", "yes");
    }
    for (code, answer) in &answers.factors {
        answer.words.iter().for_each(|words| values.push(&format!("factor-{code}"), words.clone()));
        answer.yes.iter().for_each(|yes| values.push(&format!("factor-{code}_yes"), yes_no(*yes)));
        if answer.not_known {
            values.push(&format!("factor-{code}_unknown"), "yes");
            values.push(&format!("factor-{code}_yes"), "unknown");
        }
    }
    for (code, answer) in &answers.referrals {
        values.push(&format!("referral-{code}"), answer.to_string());
    }
    values
}

/// The answer to a factor, as a reader of the record sees it.
pub(super) fn in_words(answer: &FactorAnswer) -> String {
    let parts = [
        answer.not_known.then(|| "Not known.".to_owned()),
        answer.yes.map(|yes| if yes { "Yes." } else { "No." }.to_owned()),
        answer.words.clone(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

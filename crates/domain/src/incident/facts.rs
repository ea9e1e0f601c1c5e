//! An incident as the rules see it.

use evenhand_policy::Pack;
use evenhand_policy::facts::{
    FormFacts, IncidentFacts, RectificationFacts, ReviewFacts, SERVICES_OF_A_REPORT,
};
use evenhand_policy::pack::{Answer, Coded};

use super::{Conduct, FormSubmitted, Harm, Incident, InvolvedPart, Reported, ReviewAnswers};

/// Everything the rules may look at, as the incident stands.
pub fn facts(incident: &Incident, pack: &Pack) -> IncidentFacts {
    let Some(report) = &incident.report else { return IncidentFacts::default() };
    let mut facts = of_report(report);
    set_conduct(&mut facts, &incident.conduct);
    facts.affected_named = incident.people.iter().any(|person| person.part == InvolvedPart::Affected);
    facts.hurt |= incident.people.iter().any(|person| person.physically || person.left_ill);
    facts.customer_known = incident.customer.is_some();
    let [police, ambulance] = SERVICES_OF_A_REPORT;
    let called = [(Harm::Police, police), (Harm::Ambulance, ambulance)];
    facts.services_without_details = called
        .iter()
        .filter(|(harm, code)| {
            report.said.harm.contains(harm) && !incident.services.iter().any(|known| known.service == *code)
        })
        .count();
    if let Some((form, _)) = &incident.form {
        set_form(&mut facts, form);
    }
    facts.consultation =
        incident.consultation.as_ref().map(|(talk, _)| talk.points.keys().cloned().collect());
    facts.history_searched = incident.history.is_some();
    facts.review.severity_felt = incident.severity_felt.clone();
    if let Some(decided) = incident.decision() {
        set_review(&mut facts, &decided.answers, pack);
    }
    facts.rectification = RectificationFacts {
        done: !incident.rectified.is_empty(),
        apologised: !incident.apologies.is_empty(),
    };
    facts.police_reports = incident.police.len();
    let open = incident.tasks(pack).into_iter().filter(|task| task.blocks_closing && task.is_open());
    facts.open_tasks = open.map(|task| task.what).collect();
    facts
}

/// The facts of a first report alone.
pub(super) fn of_report(report: &Reported) -> IncidentFacts {
    let said = &report.said;
    let mut facts = IncidentFacts {
        part: Some(said.part),
        affected_named: report.people.iter().any(|person| person.part == InvolvedPart::Affected),
        hurt: said.harm.contains(&Harm::Hurt) || said.harm.contains(&Harm::FirstAid),
        ambulance: said.harm.contains(&Harm::Ambulance),
        customer_known: said.customer.is_some(),
        care_only: report.care_only,
        ..IncidentFacts::default()
    };
    set_conduct(&mut facts, &report.conduct);
    facts
}

pub(super) fn set_conduct(facts: &mut IncidentFacts, conduct: &Conduct) {
    facts.classes = conduct.classes.clone();
    facts.kinds = conduct.kinds.clone();
    facts.issues = conduct.issues.clone();
    facts.parties = conduct.parties.clone();
    facts.capability_confirmed = conduct.capability_confirmed;
}

pub(super) fn set_form(facts: &mut IncidentFacts, form: &FormSubmitted) {
    facts.form =
        Some(FormFacts { signed: form.is_signed(), answered: form.answers.keys().cloned().collect() });
}

pub(super) fn set_review(facts: &mut IncidentFacts, answers: &ReviewAnswers, pack: &Pack) {
    let answered = |factor: &&evenhand_policy::pack::Factor| {
        let answer = answers.factors.get(factor.code());
        match factor.answer {
            Answer::Circumstances if !answers.circumstances.is_empty() => true,
            Answer::Proportionality => answers.proportionality.is_some(),
            Answer::YesNo => answer.is_some_and(|answer| answer.not_known || answer.yes.is_some()),
            Answer::Words | Answer::Circumstances => {
                answer.is_some_and(|answer| answer.not_known || answer.words.is_some())
            }
        }
    };
    let referrals = !answers.referrals.is_empty() || answers.no_referral_because.is_some();
    let filled = [
        answers.summary.is_some(),
        answers.actions_taken.is_some(),
        referrals,
        answers.contact_so_far.is_some(),
        answers.reasons.is_some(),
    ];
    let parts = ReviewFacts::PARTS.into_iter().zip(filled);
    facts.review = ReviewFacts {
        reviewer_affected: facts.review.reviewer_affected,
        factors: pack.reviewing.factors.iter().filter(answered).map(|f| f.code().to_owned()).collect(),
        severity: answers.severity.clone(),
        severity_felt: facts.review.severity_felt.clone(),
        lower_because: answers.lower_because.clone(),
        proportionality: answers.proportionality.clone(),
        risk: answers.risk.clone(),
        likelihood: answers.likelihood.clone(),
        risk_reasons: answers.risk_reasons.clone(),
        outcomes: answers.outcomes.clone(),
        reasons: answers.reasons.clone(),
        parts: parts.filter(|(_, filled)| *filled).map(|(code, _)| code.to_owned()).collect(),
        no_plan_because: answers.no_plan_because.clone(),
        contributed: answers.contributed,
        conduct_is_ground: answers.conduct_is_ground,
    };
}

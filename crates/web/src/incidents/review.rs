//! The review: what the manager weighs, what the rules say, what is decided, and the record of it.

mod answers;
mod draw;

use evenhand_app::incidents::IncidentView;
use evenhand_domain::incident::{IncidentCommand, ReviewDecided};
use evenhand_policy::Action;
use evenhand_policy::pack::label;
use evenhand_ui::{Button, Html, SummaryList};
use jiff::Timestamp;

use super::{change, heading, open as open_incident, page};
use crate::body::Body;
use crate::cx::Cx;
use crate::form;
use crate::incidents::closing::shown;
use crate::respond::{Answer, Failure};
use crate::{wording, words};

const TITLE: &str = "Review";

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    drawn(cx, Html::default()).await
}

/// The review page, with help for its wording where that was asked for.
async fn drawn(cx: &Cx, help: Html) -> Result<Answer, Failure> {
    let view = open_incident(cx, Action::ReviewIncident).await?;
    if view.incident.review_opened_at.is_none() {
        let begin =
            form::button(cx, &format!("{}/review-opening", page(&view)), Button::new("Begin the review"));
        let body = heading(cx, &view).h1(TITLE).p("The review has not begun.").add(&begin);
        return Ok(Answer::page(TITLE, body.done()).back(page(&view)));
    }
    if !view.incident.is_open() {
        let body = heading(cx, &view).h1(TITLE).p("This incident is closed. Reopen it to decide anew.");
        return Ok(Answer::page(TITLE, body.done()).back(page(&view)));
    }
    if let Some(decided) = view.incident.decision() {
        cx.fill(answers::filled(&decided.answers));
    }
    let earlier = cx.app.earlier(&cx.who, view.id.as_str()).await?;
    let body = heading(cx, &view)
        .h1(TITLE)
        .add(&draw::reported(cx, &view))
        .add(&draw::history(cx, &view, &earlier))
        .add(&draw::findings(cx, &view))
        .add(&before(cx, &view))
        .add(&help)
        .add(&form::wrap(cx, &format!("{}/review", page(&view)), draw::fields(cx, &view), false));
    Ok(Answer::page(TITLE, body.done()).back(page(&view)))
}

/// What was decided before about the same incident, where it is decided anew.
fn before(cx: &Cx, view: &IncidentView) -> Html {
    let rated = rated(cx, view, view.incident.decisions.len());
    if rated.is_empty() {
        return Html::default();
    }
    Body::new().h2("Decided before").items(rated.iter().map(String::as_str)).done()
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    if cx.values.flag("_check") {
        let texts = cx.values.pairs().iter().filter(|(name, _)| !name.starts_with('_'));
        let texts: Vec<&str> =
            texts.map(|(_, text)| text.as_str()).filter(|text| text.contains(' ')).collect();
        return drawn(cx, wording::help(texts)).await;
    }
    if cx.values.flag("_save") {
        form::keep(cx).await?;
        return Ok(Answer::Kept(format!("/incidents/{}?news=draft-saved", cx.param("incident"))));
    }
    let answers = answers::read(cx)?;
    change(cx, IncidentCommand::DecideReview(Box::new(answers)), "?news=reviewed").await
}

pub(crate) async fn open(cx: &Cx) -> Result<Answer, Failure> {
    change(cx, IncidentCommand::OpenReview, "/review").await
}

pub(crate) async fn search_history(cx: &Cx) -> Result<Answer, Failure> {
    let id = cx.param("incident");
    let done = cx.app.search_history(&cx.who, id, &cx.unversioned()).await?;
    Ok(Answer::see(format!("/incidents/{id}/review?news=saved"), &done))
}

/// The record of the decision that counts, to be printed: what was weighed, what was decided, why, and under which
/// rules of which policy.
pub(crate) async fn print(cx: &Cx) -> Result<Answer, Failure> {
    let view = open_incident(cx, Action::ReadReview).await?;
    let Some((decided, at)) = view.incident.decisions.last() else { return Err(Failure::NotFound) };
    let (answers, v, r) = (&decided.answers, &view.pack.vocabulary, &view.pack.reviewing);
    let number = view.incident.report.as_ref().map_or("", |report| report.said.number.as_str());
    let reviewer = view.incident.reviewer.as_ref().map_or_else(String::new, |id| cx.name(id.as_str()));
    let one = |code: &Option<String>, label: &dyn Fn(&str) -> String| code.as_ref().map(|code| label(code));
    let many = |codes: &mut dyn Iterator<Item = String>| codes.collect::<Vec<_>>().join("; ");
    let contributed = answers.contributed.map(|yes| if yes { "Yes" } else { "No" }.to_owned());
    let mut facts = SummaryList::new();
    for (key, value) in [
        ("Incident", Some(number.to_owned())),
        ("Customer", view.customer.as_ref().map(|(name, reference)| format!("{name}, {reference}"))),
        ("Decided", Some(format!("{} by {reviewer}", words::moment(*at, &cx.calendar())))),
        ("Policy", Some(view.pack.reference())),
        ("Guidance it was decided under", Some(super::guidance(cx, &view.pack).join("; "))),
        ("Severity", one(&answers.severity, &|code| label(&r.severity_levels, code).to_owned())),
        (
            "Severity the signs suggested",
            one(&decided.severity_proposed, &|code| label(&r.severity_levels, code).to_owned()),
        ),
        (
            "Severity the reporter felt",
            one(&view.incident.severity_felt, &|code| label(&r.severity_levels, code).to_owned()),
        ),
        ("Why it is lower", answers.lower_because.clone()),
        (
            "Proportionality of the customer's response",
            one(&answers.proportionality, &|code| label(&r.proportionality, code).to_owned()),
        ),
        ("Risk", one(&answers.risk, &|code| label(&r.risk_levels, code).to_owned())),
        (
            "Likelihood of a repetition",
            one(&answers.likelihood, &|code| label(&r.likelihoods, code).to_owned()),
        ),
        ("Why it is rated so", answers.risk_reasons.clone()),
        ("We contributed", contributed),
        ("How we contributed", answers.contribution.clone()),
        (
            "Circumstances",
            Some(many(
                &mut answers.circumstances.iter().map(|code| label(&v.circumstances, code).to_owned()),
            ))
            .filter(|text| !text.is_empty()),
        ),
        ("Outcome", Some(many(&mut answers.outcomes.iter().map(|code| label(&r.outcomes, code).to_owned())))),
        (
            "Mechanisms",
            Some(many(&mut answers.mechanisms.iter().map(|code| label(&r.mechanisms, code).to_owned())))
                .filter(|text| !text.is_empty()),
        ),
        ("Review", answers.summary.clone()),
        ("Actions taken", answers.actions_taken.clone()),
        ("Contact so far", answers.contact_so_far.clone()),
        ("Why no referral was offered", answers.no_referral_because.clone()),
        ("Why there is no plan", answers.no_plan_because.clone()),
        ("Reasons for this decision", answers.reasons.clone()),
    ] {
        if let Some(value) = value {
            facts = facts.row(key, value);
        }
    }
    let mut body = Body::new().h1(&format!("Review of {number}")).add(&facts);
    if !answers.factors.is_empty() {
        body = body.h2("Factors");
        for factor in &r.factors {
            if let Some(answer) = answers.factors.get(&factor.term.code) {
                body = body.h3(&factor.term.label).words(&answers::in_words(answer));
            }
        }
    }
    if !answers.referrals.is_empty() {
        let referrals: Vec<String> = answers
            .referrals
            .iter()
            .map(|(code, answer)| format!("{}: {answer}", label(&r.referrals, code)))
            .collect();
        body = body.h2("Referrals").items(referrals.iter().map(String::as_str));
    }
    let before = rated(cx, &view, view.incident.decisions.len().saturating_sub(1));
    if !before.is_empty() {
        body = body.h2("Earlier decisions").items(before.iter().map(String::as_str));
    }
    body = body.h2("Rules that were asked");
    body = decided.findings.iter().fold(body, |body, found| {
        let passed =
            found.passed_because.as_ref().map(|because| format!("Gone on all the same, because: {because}"));
        let body = body.add(&shown(found));
        passed.iter().fold(body, |body, because| body.p(because))
    });
    let marks = crate::policy::marks(cx).await?;
    Ok(Answer::page(format!("Review of {number}"), body.done()).marked(marks).back(page(&view)))
}

/// How the first decisions about an incident rated it, oldest first.
fn rated(cx: &Cx, view: &IncidentView, first: usize) -> Vec<String> {
    let r = &view.pack.reviewing;
    let line = |(decided, at): &(ReviewDecided, Timestamp)| {
        let answers = &decided.answers;
        let outcomes: Vec<&str> = answers.outcomes.iter().map(|code| label(&r.outcomes, code)).collect();
        let parts = [
            answers.severity.as_ref().map(|code| format!("severity: {}", label(&r.severity_levels, code))),
            answers.risk.as_ref().map(|code| format!("risk: {}", label(&r.risk_levels, code))),
            answers.likelihood.as_ref().map(|code| format!("likelihood: {}", label(&r.likelihoods, code))),
            answers.risk_reasons.clone(),
            Some(format!("outcome: {}", outcomes.join(", "))),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("{}: {}", words::moment(*at, &cx.calendar()), parts.join("; "))
    };
    view.incident.decisions.iter().take(first).map(line).collect()
}

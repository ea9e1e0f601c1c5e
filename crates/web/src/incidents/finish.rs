//! Finishing a report: what can still be told, in any order, by the reporter or whoever they ask.

use evenhand_app::incidents::IncidentView;
use evenhand_domain::incident::{AccountKind, FinisherNamed, Harm, IncidentCommand};
use evenhand_policy::Action;
use evenhand_ui::{Button, TaskList, TaskStatus};

use super::{change, heading, open, page, with_heading};
use crate::customers::everyone;
use crate::cx::Cx;
use crate::form::{self, Field, Form, Kind};
use crate::respond::{Answer, Failure};

pub(crate) const FINISHER: Form = Form {
    title: "Ask somebody to finish it",
    lead: "They see the report and can add to it for you. You can still add to it yourself.",
    fields: &[Field::new("finisher", "Who finishes it", Kind::Pick(everyone))],
    button: "Ask them",
};

const TITLE: &str = "Finish a report";

pub(crate) async fn show(cx: &Cx) -> Result<Answer, Failure> {
    let view = open(cx, Action::AddToIncident).await?;
    let finished = view.incident.finished_at.is_some();
    let mut body = heading(cx, &view)
        .h1(TITLE)
        .p("Tell what you can, in any order. Nothing here must be filled in, and you can stop at any time.")
        .add(&parts(&view));
    if finished {
        body = body.p("This report is finished. You can still add to it.");
    } else {
        let button = Button::new("The report is finished");
        body = body.add(&form::button(cx, &cx.path, button));
        if view.offers.contains(&Action::HandOverFinishing) {
            body = body.link(FINISHER.title, &format!("{}/finisher", page(&view)));
        }
    }
    Ok(Answer::page(TITLE, body.done()).back(page(&view)))
}

/// What a report can hold, and whether it holds it.
fn parts(view: &IncidentView) -> TaskList {
    let (here, incident) = (page(view), &view.incident);
    let said = incident.report.as_ref().map(|report| &report.said);
    let told = |kind| incident.accounts.contains(&kind);
    let account = told(AccountKind::Account) || said.is_some_and(|said| said.words.is_some());
    let mut parts = vec![
        ("What happened, in your words", format!("{here}/words?kind=account"), account),
        (
            "The words the customer used",
            format!("{here}/words?kind=words-used"),
            told(AccountKind::WordsUsed),
        ),
        ("What came before", format!("{here}/words?kind=before"), told(AccountKind::Before)),
        ("What led to it, our part included", format!("{here}/trigger"), !incident.triggers.is_empty()),
        ("Others it happened to, or who saw it", format!("{here}/people"), incident.people.len() > 1),
        ("What kind of conduct it was", format!("{here}/conduct"), !incident.conduct.kinds.is_empty()),
        ("Pictures, recordings typed out, documents", format!("{here}/files"), !incident.files.is_empty()),
        ("How it felt", format!("{here}/words?kind=felt"), told(AccountKind::Felt)),
    ];
    if said.is_some_and(|said| {
        [Harm::Police, Harm::Ambulance, Harm::Security].iter().any(|harm| said.harm.contains(harm))
    }) {
        parts.push((
            "When help was called, and what came of it",
            format!("{here}/services"),
            view.facts.services_without_details == 0,
        ));
    }
    if incident.customer.is_none() {
        parts.push(("Who it was", format!("{here}/customer"), false));
    }
    if view.offers.contains(&Action::SubmitForm) && !view.pack.reviewing.escalation_questions.is_empty() {
        parts.push((
            "Incident form, to have access looked at",
            format!("{here}/form"),
            incident.form.is_some(),
        ));
    }
    parts.into_iter().fold(TaskList::new(), |list, (text, href, done)| {
        list.task(text, href, if done { TaskStatus::Completed } else { TaskStatus::NotStarted })
    })
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    change(cx, IncidentCommand::FinishReport, "?news=saved").await
}

pub(crate) async fn finisher(cx: &Cx) -> Result<Answer, Failure> {
    with_heading(cx, Action::HandOverFinishing, &FINISHER).await
}

pub(crate) async fn name_finisher(cx: &Cx) -> Result<Answer, Failure> {
    let named = FinisherNamed { finisher: cx.values.must("finisher", "who finishes it")? };
    change(cx, IncidentCommand::NameFinisher(named), "?news=saved").await
}

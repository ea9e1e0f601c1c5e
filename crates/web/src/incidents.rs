//! Incidents: one facet a file, named as in the domain.

pub(crate) mod authorities;
pub(crate) mod closing;
pub(crate) mod conduct;
pub(crate) mod consultation;
pub(crate) mod files;
pub(crate) mod finish;
pub(crate) mod form;
pub(crate) mod index;
pub(crate) mod link;
pub(crate) mod people;
mod procedures;
pub(crate) mod rectification;
pub(crate) mod report;
pub(crate) mod review;
pub(crate) mod sent;
pub(crate) mod show;
pub(crate) mod similar;
pub(crate) mod tasks;
pub(crate) mod words;

use evenhand_app::incidents::IncidentView;
use evenhand_domain::incident::IncidentCommand;
use evenhand_policy::pack::{Coded, Term};
use evenhand_policy::{Action, Pack};
use evenhand_ui::Html;

use crate::body::{Body, link};
use crate::cx::Cx;
use crate::form::{self as forms, Form, Items};
use crate::respond::{Answer, Failure};
use crate::words as words_of;

/// The incident of the address, for those who may do something to it.
async fn open(cx: &Cx, action: Action) -> Result<IncidentView, Failure> {
    let view = cx.app.incident(&cx.who, cx.param("incident")).await?;
    if !view.offers.contains(&action) {
        let refused = cx.app.why_not(&cx.who, cx.param("incident"), action).await;
        return Err(refused.err().map_or(Failure::NotFound, Failure::from));
    }
    cx.shows(view.version);
    // A page is about one case; the first word counts.
    let _ = cx.case_pack.set(view.pack.clone());
    Ok(view)
}

/// A form about the incident of the address, under its heading.
async fn with_heading(cx: &Cx, action: Action, form: &Form) -> Result<Answer, Failure> {
    let view = open(cx, action).await?;
    Ok(forms::page(cx, form, heading(cx, &view), &page(&view)))
}

/// What is said above every form about an incident: which one, and what changed since it was opened.
fn heading(cx: &Cx, view: &IncidentView) -> Body {
    let number = view.incident.report.as_ref().map_or("", |report| report.said.number.as_str());
    let customer = view.customer.as_ref().map_or_else(
        || "person not identified".to_owned(),
        |(name, reference)| format!("{name}, {reference}"),
    );
    let at = link(&format!("Incident {number}"), &page(view));
    let body = Body::new()
        .html("<p class=\"govuk-body\">")
        .add(&at)
        .html(" · ")
        .add(&Html::escaped(&customer))
        .html("</p>");
    body.add(&changes(cx, view))
}

/// What somebody else did to the incident since this person opened it.
fn changes(cx: &Cx, view: &IncidentView) -> Html {
    let Some(seen) = cx.changed_since else { return Html::default() };
    let newer: Vec<String> = view
        .items
        .iter()
        .filter(|item| item.version > seen)
        .map(|item| format!("{} by {}: {}", item.title, item.by, item.text.join(" ")))
        .collect();
    Body::new().h2("What changed since you opened this").items(newer.iter().map(String::as_str)).done()
}

/// The sources of a policy: identifier, title, and from when they were valid.
fn guidance(cx: &Cx, pack: &Pack) -> Vec<String> {
    let line = |source: &evenhand_policy::pack::Source| {
        let since = words_of::moment(source.valid_from, &cx.calendar());
        format!("{} {}, valid from {since}", source.identifier, source.title)
    };
    pack.sources.iter().map(line).collect()
}

/// The page of an incident.
fn page(view: &IncidentView) -> String {
    format!("/incidents/{}", view.id)
}

/// Carries a command out on the incident of the address and goes to one of its pages.
async fn change(cx: &Cx, command: IncidentCommand, then: &str) -> Result<Answer, Failure> {
    let id = cx.param("incident");
    let done = cx.app.change_incident(&cx.who, id, command, &cx.request()).await?;
    Ok(Answer::see(format!("/incidents/{id}{then}"), &done))
}

/// Like [`change`], for what only adds: somebody else's change in the meantime is no reason to stop.
async fn add(cx: &Cx, command: IncidentCommand, then: &str) -> Result<Answer, Failure> {
    let id = cx.param("incident");
    let done = cx.app.change_incident(&cx.who, id, command, &cx.unversioned()).await?;
    Ok(Answer::see(format!("/incidents/{id}{then}"), &done))
}

/// Terms of the pack as choices.
fn choices(terms: &[Term]) -> Items {
    terms
        .iter()
        .map(|term| (term.code.clone(), term.label.clone(), term.hint.clone().unwrap_or_default()))
        .collect()
}

/// Anything with a code as choices.
fn coded<T: Coded>(items: &[T]) -> Items {
    items.iter().map(|item| (item.code().to_owned(), item.label().to_owned(), String::new())).collect()
}

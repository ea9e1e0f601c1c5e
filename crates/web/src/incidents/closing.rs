//! Escalating, closing, reopening, and marking as entered in error.

use std::collections::BTreeMap;

use evenhand_domain::incident::{EnteredInError, Escalated, IncidentCommand, Reopened, Stage};
use evenhand_policy::Action;
use evenhand_policy::facts::Step;
use evenhand_policy::ruling::{Finding as Found, evaluate};
use evenhand_ui::{Button, Finding, Textarea};

use super::{change, choices, heading, open, page, with_heading};
use crate::body::Body;
use crate::customers::everyone;
use crate::cx::Cx;
use crate::form::{self, Field, Form, Items, Kind};
use crate::respond::{Answer, Failure};
use crate::words;
use crate::work::task_link;

pub(crate) const ESCALATION: Form = Form {
    title: "Escalate",
    lead: "",
    fields: &[
        Field::new("level", "To which level", Kind::One(levels)),
        Field::new("to", "To whom", Kind::Pick(everyone)),
        Field::new("because", "Why", Kind::Words),
    ],
    button: "Escalate",
};

pub(crate) const REOPENING: Form = Form {
    title: "Reopen",
    lead: "",
    fields: &[Field::new("because", "Why it is reopened", Kind::Words)],
    button: "Reopen",
};

pub(crate) const ERROR: Form = Form {
    title: "Entered in error",
    lead: "Nothing is deleted. The incident stays readable, marked as entered in error, and counts for nothing.",
    fields: &[Field::new("because", "Why it was entered in error", Kind::Words)],
    button: "Mark as entered in error",
};

const TITLE: &str = "Close";

fn levels(cx: &Cx) -> Items {
    choices(&cx.pack().vocabulary.escalation_levels)
}

pub(crate) async fn escalation(cx: &Cx) -> Result<Answer, Failure> {
    with_heading(cx, Action::EscalateIncident, &ESCALATION).await
}

pub(crate) async fn escalate(cx: &Cx) -> Result<Answer, Failure> {
    let escalated = Escalated {
        level: cx.values.raw("level").to_owned(),
        to: cx.values.must("to", "to whom")?,
        because: cx.values.raw("because").to_owned(),
        told: Vec::new(),
    };
    change(cx, IncidentCommand::Escalate(escalated), "?news=saved").await
}

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    let view = open(cx, Action::CloseIncident).await?;
    let body = heading(cx, &view).h1(TITLE);
    if !matches!(view.incident.stage, Stage::ActionUnderWay | Stage::Reopened) {
        let body = body.p("It can be closed once the review is decided.");
        return Ok(Answer::page(TITLE, body.done()).back(page(&view)));
    }
    let ruling = evaluate(Step::Close, &view.facts, &view.pack, &BTreeMap::new());
    let blocking: Vec<&Found> = ruling.blocking().collect();
    let mut body = match blocking.is_empty() {
        true => body.p("Nothing stands in the way."),
        false => body.p("This stands in the way:"),
    };
    for found in &blocking {
        body = body
            .html(&format!("<div id=\"{}\" tabindex=\"-1\">", found.field))
            .add(&shown(found))
            .html("</div>");
    }
    let tasks: Vec<(&str, String)> = view
        .tasks
        .iter()
        .filter(|task| task.is_open() && task.blocks_closing)
        .map(|task| (task.what.as_str(), task_link(view.id.as_str(), &task.key)))
        .collect();
    if !tasks.is_empty() {
        body = body.h2("Tasks to be done first").links(tasks);
    }
    let passable = blocking.iter().filter(|found| found.can_be_passed());
    let inside = passable.fold(Body::new(), |body, found| {
        let name = format!("pass-{}", found.rule);
        let area = Textarea::new(name.as_str(), format!("Go on all the same? Say why. {}", found.plain));
        body.add(&area.rows(2).value(cx.values.raw(&name)))
    });
    let closable = blocking.iter().all(|found| found.can_be_passed());
    if closable {
        let inside = inside.add(&Button::new("Close the incident").once()).done();
        body = body.add(&form::wrap(cx, &cx.path, inside, false));
    }
    Ok(Answer::page(TITLE, body.done()).back(page(&view)))
}

/// What a rule found, as it is shown to whoever decides.
pub(super) fn shown(found: &Found) -> Finding {
    let says = words::sentence(&found.says);
    let finding = match (found.is_kept(), found.can_be_passed()) {
        (true, _) => Finding::for_information(found.plain.as_str()),
        (false, true) => Finding::needs_reason(says),
        (false, false) => Finding::blocks(says),
    };
    finding.source(found.source.as_str())
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    change(cx, IncidentCommand::Close(form::passed(cx)), "?news=closed").await
}

pub(crate) async fn reopening(cx: &Cx) -> Result<Answer, Failure> {
    with_heading(cx, Action::CloseIncident, &REOPENING).await
}

pub(crate) async fn reopen(cx: &Cx) -> Result<Answer, Failure> {
    let reopened = Reopened { because: cx.values.raw("because").to_owned() };
    change(cx, IncidentCommand::Reopen(reopened), "?news=reopened").await
}

pub(crate) async fn error(cx: &Cx) -> Result<Answer, Failure> {
    with_heading(cx, Action::EnterInError, &ERROR).await
}

pub(crate) async fn enter_in_error(cx: &Cx) -> Result<Answer, Failure> {
    let error = EnteredInError { because: cx.values.raw("because").to_owned() };
    change(cx, IncidentCommand::EnterInError(error), "?news=saved").await
}

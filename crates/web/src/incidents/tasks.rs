//! Follow-ups and the other tasks of an incident: added, done, handed on.

use evenhand_app::incidents::IncidentView;
use evenhand_domain::incident::{FollowUpAdded, IncidentCommand, TaskDone, TaskReassigned};
use evenhand_domain::task::{Owner, Task};
use evenhand_policy::Action;
use evenhand_ui::{Html, SummaryList};

use super::{add, heading, open, page, with_heading};
use crate::customers::everyone;
use crate::cx::Cx;
use crate::form::{self, Field, Form, Kind};
use crate::respond::{Answer, Failure};
use crate::words;
use crate::work::task_link;

pub(crate) const FORM: Form = Form {
    title: "Add a follow-up",
    lead: "",
    fields: &[
        Field::new("what", "What is to be done", Kind::Line).hint("Begin with a verb, and name nobody"),
        Field::new("owner", "Who does it", Kind::Pick(everyone)),
        Field::new("due_on", "The last day for it", Kind::Date).optional(),
    ],
    button: "Add",
};

pub(crate) const DONE: Form = Form {
    title: "It is done",
    lead: "",
    fields: &[Field::new("note", "What was done", Kind::Words)],
    button: "It is done",
};

pub(crate) const OWNER: Form = Form {
    title: "Hand this task on",
    lead: "",
    fields: &[
        Field::new("to", "Who does it now", Kind::Pick(everyone)),
        Field::new("because", "Why", Kind::Line),
    ],
    button: "Hand it on",
};

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    with_heading(cx, Action::FollowUp, &FORM).await
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    let added = FollowUpAdded {
        n: 0,
        what: cx.values.raw("what").to_owned(),
        owner: cx.values.must("owner", "who does it")?,
        due_on: cx.values.date("due_on")?,
        due_at: None,
    };
    add(cx, IncidentCommand::AddFollowUp(added), "?news=added").await
}

/// The task of the address.
fn task<'a>(cx: &Cx, view: &'a IncidentView) -> Result<&'a Task, Failure> {
    view.tasks.iter().find(|task| task.key == cx.param("key")).ok_or(Failure::NotFound)
}

/// Who has a task, in words.
pub(super) fn owner(cx: &Cx, task: &Task) -> String {
    match &task.owner {
        Owner::Person(id) if id.is_empty() => "nobody yet".to_owned(),
        Owner::Person(id) => cx.name(id),
        Owner::Role(role) => cx.pack().role(role).map_or_else(|| role.clone(), |role| role.label.clone()),
    }
}

/// How a task stands.
pub(super) fn state(cx: &Cx, task: &Task) -> Html {
    match (task.due_at, task.done_at) {
        (Some(due), done) => Html::of(&words::clock(due, done, cx.now(), &cx.calendar())),
        (None, Some(done)) => Html::escaped(&format!("Done {}", words::near(done, cx.now(), &cx.calendar()))),
        (None, None) => Html::escaped("To do; no limit is set"),
    }
}

pub(crate) async fn show(cx: &Cx) -> Result<Answer, Failure> {
    let view = open(cx, Action::FollowUp).await?;
    let task = task(cx, &view)?;
    let id = view.id.as_str();
    let here = format!("/incidents/{id}/tasks/{}", task.key);
    let facts = SummaryList::new()
        .row("Who", owner(cx, task))
        .row("Since", words::near(task.opened_at, cx.now(), &cx.calendar()))
        .row("Due and state", state(cx, task))
        .row(
            "Before closing",
            if task.blocks_closing { "This must be done first" } else { "This may stay open" },
        );
    let mut body = heading(cx, &view).h1(&task.what).add(&facts);
    if task.is_open() {
        let link = task_link(id, &task.key);
        body = match link == here {
            true => body.h2(DONE.title).add(&form::markup(cx, &DONE, &here)),
            false => body.link("Do it", &link),
        };
        if view.offers.contains(&Action::ReassignTask) {
            body = body.link(OWNER.title, &format!("{here}/owner"));
        }
    }
    Ok(Answer::page(task.what.clone(), body.done()).back(page(&view)))
}

pub(crate) async fn done(cx: &Cx) -> Result<Answer, Failure> {
    let done = TaskDone { key: cx.param("key").to_owned(), note: cx.values.raw("note").to_owned() };
    add(cx, IncidentCommand::DoTask(done), "?news=saved").await
}

pub(crate) async fn hand_on(cx: &Cx) -> Result<Answer, Failure> {
    let view = open(cx, Action::ReassignTask).await?;
    let task = task(cx, &view)?;
    let body = heading(cx, &view).p(&task.what);
    Ok(form::page(cx, &OWNER, body, &page(&view)))
}

pub(crate) async fn reassign(cx: &Cx) -> Result<Answer, Failure> {
    let given = TaskReassigned {
        key: cx.param("key").to_owned(),
        to: cx.values.must("to", "who does it now")?,
        because: cx.values.raw("because").to_owned(),
    };
    add(cx, IncidentCommand::ReassignTask(given), "?news=saved").await
}

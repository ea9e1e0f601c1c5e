//! One's own work and that of a team: tasks, drafts, known incidents that are not recorded, late recordings.

use evenhand_app::work::Tab;
use evenhand_domain::obligation::{Dropped, Met, Noted, ObligationCommand};
use evenhand_domain::organisation::{OrganisationCommand, RecordingDiscussed};
use evenhand_policy::Action;
use evenhand_store::beside::Draft;
use evenhand_store::read::TaskRow;
use evenhand_ui::{Button, Html, ScrollRegion, Subnav, Table};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::body::{Body, link};
use crate::customers::everyone;
use crate::cx::Cx;
use crate::dispatch::secret;
use crate::form::{self, Field, Form, Kind};
use crate::respond::{Answer, Failure};
use crate::words;

/// A work list, in JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Tasks {
    pub tab: String,
    pub tasks: Vec<TaskView>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct TaskView {
    /// What to do.
    pub what: String,
    /// The number of what it is about.
    pub about: String,
    /// Where it is done.
    pub link: String,
    pub owner: Option<String>,
    pub due_at: Option<String>,
    /// `on-time`, `due-today`, `overdue`, `met` or `met-late`.
    pub state: Option<String>,
    pub blocks_closing: bool,
    #[serde(skip)]
    due: Option<Timestamp>,
    #[serde(skip)]
    done: Option<Timestamp>,
}

pub(crate) fn task_views(cx: &Cx, rows: Vec<TaskRow>) -> Vec<TaskView> {
    let calendar = cx.calendar();
    let view = |row: TaskRow| {
        let role = row
            .role
            .as_ref()
            .map(|role| cx.who.pack().role(role).map_or_else(|| role.clone(), |role| role.label.clone()));
        let owner = row.owner.as_ref().filter(|owner| !owner.is_empty()).map(|owner| cx.name(owner));
        TaskView {
            link: link_of(&row.stream, &row.key),
            owner: owner.or(role),
            due_at: row.due_at.map(|due| words::machine(due, &calendar)),
            state: row
                .due_at
                .map(|due| words::standing_word(due, row.done_at, cx.now(), &calendar).to_owned()),
            what: row.what,
            about: row.about,
            blocks_closing: row.blocks_closing,
            due: row.due_at,
            done: row.done_at,
        }
    };
    rows.into_iter().map(view).collect()
}

/// Where a task is done.
fn link_of(stream: &str, key: &str) -> String {
    match stream.split_once(':') {
        Some(("incident", id)) => task_link(id, key),
        Some(("obligation", _)) => "/obligations".to_owned(),
        Some(("policy", _)) if key.starts_with("suggestion") => "/policy/suggestions".to_owned(),
        Some(("policy", _)) => "/policy/reviews".to_owned(),
        _ => "/tasks".to_owned(),
    }
}

/// Where a task of an incident is done: on the page of the thing itself, or on a page of its own.
pub(crate) fn task_link(incident: &str, key: &str) -> String {
    let page = match key {
        "review" => "",
        "finish" => "/finish",
        "consult" => "/consultation",
        "police" => "/police",
        "rectify" => "/rectification",
        "apologise" => "/apology",
        key => return format!("/incidents/{incident}/tasks/{key}"),
    };
    format!("/incidents/{incident}{page}")
}

pub(crate) async fn tasks(cx: &Cx) -> Result<Answer, Failure> {
    let tab = match cx.query.raw("tab") {
        "team" => Tab::Team,
        "nobodys" => Tab::Nobodys,
        "done" => Tab::Done,
        _ => Tab::Mine,
    };
    let tasks = task_views(cx, cx.app.tasks(&cx.who, tab).await?);
    let name = match tab {
        Tab::Mine => "mine",
        Tab::Team => "team",
        Tab::Nobodys => "nobodys",
        Tab::Done => "done",
    };
    let view = Tasks { tab: name.to_owned(), tasks };
    let drafts = cx.app.drafts(&cx.who).await?.len();
    let team = cx.who.may_somewhere(Action::ReadTeamWork);
    Ok(Answer::view("My work", &view, || {
        let mut tabs = Subnav::new("Which work");
        let all = [
            ("mine", "Mine", true),
            ("team", "My team", team),
            ("nobodys", "Nobody's", team),
            ("done", "Done", true),
        ];
        for (code, text, shown) in all.into_iter().filter(|(.., shown)| *shown) {
            let _ = shown;
            tabs = tabs.link(text, format!("/tasks?tab={code}"));
            tabs = if code == name { tabs.is_current() } else { tabs };
        }
        let overdue = view.tasks.iter().filter(|task| task.state.as_deref() == Some("overdue")).count();
        let today = view.tasks.iter().filter(|task| task.state.as_deref() == Some("due-today")).count();
        let mut body = Body::new().h1("My work").add(&tabs);
        if overdue + today > 0 {
            body = body.p(&format!("{overdue} overdue · {today} due today"));
        }
        body = match view.tasks.is_empty() {
            true => body.p("Nothing is here."),
            false => body.add(&table(cx, "Tasks", &view.tasks)),
        };
        let mut more = vec![("Drafts you have not sent", "/drafts".to_owned())];
        if drafts == 0 {
            more.clear();
        }
        if cx.who.may_somewhere(Action::NoteObligation) {
            more.push(("Note a known incident that is not recorded", "/obligations/new".to_owned()));
            more.push(("Late recordings by team", "/recording".to_owned()));
        }
        more.push(("Known incidents that are not recorded", "/obligations".to_owned()));
        body.h2("More").links(more).done()
    }))
}

/// Tasks as a table: what to do is the link, how it stands comes last.
pub(crate) fn table(cx: &Cx, caption: &str, tasks: &[TaskView]) -> ScrollRegion {
    let mut table = Table::new(caption).hide_caption().head(["What", "About", "Who", "Due and state"]);
    for task in tasks {
        let state = match task.due {
            Some(due) => Html::of(&words::clock(due, task.done, cx.now(), &cx.calendar())),
            None => Html::escaped(if task.done.is_some() { "Done" } else { "No limit is set" }),
        };
        let who = Html::escaped(task.owner.as_deref().unwrap_or("nobody"));
        table = table.row([link(&task.what, &task.link), Html::escaped(&task.about), who, state]);
    }
    ScrollRegion::new(caption, table)
}

pub(crate) async fn drafts(cx: &Cx) -> Result<Answer, Failure> {
    let drafts = cx.app.drafts(&cx.who).await?;
    let mut body = Body::new().h1("Drafts");
    if drafts.is_empty() {
        body = body.p("You have no drafts.");
    }
    for draft in &drafts {
        let when = words::near(draft.saved_at, cx.now(), &cx.calendar());
        let discard = Button::new("Discard this draft").secondary();
        body = body
            .h2(&title_of(&draft.page))
            .p(&format!("Saved {when}"))
            .link("Go on with it", &draft.page)
            .add(&form::button(cx, &format!("/drafts/{}/discard", draft.id), discard));
    }
    Ok(Answer::page("Drafts", body.done()).back("/tasks"))
}

/// What a page is called, by its address.
fn title_of(page: &str) -> String {
    let path = page.split('?').next().unwrap_or_default();
    let route = crate::routes::ROUTES.iter().find(|route| route.matches(path));
    route.map_or_else(|| "A page".to_owned(), |route| route.summary.to_owned())
}

/// Keeps what somebody is typing; the page asks for it after a pause.
pub(crate) async fn save_draft(cx: &Cx) -> Result<Answer, Failure> {
    let page = form::page_of(cx);
    if cx.param("draft") != form::draft_id_of(cx.staff.as_str(), &page) {
        return Err(Failure::NotFound);
    }
    let fields: Vec<(String, String)> = cx
        .values
        .pairs()
        .iter()
        .filter(|(name, value)| !secret(name) && !value.is_empty())
        .cloned()
        .collect();
    let size: usize = fields.iter().map(|(name, value)| name.len() + value.len()).sum();
    if size > evenhand_app::work::DRAFT_MAX {
        return Err(Failure::TooLarge);
    }
    let draft = Draft { id: cx.param("draft").to_owned(), page, fields, saved_at: cx.now() };
    cx.app.save_draft(cx.staff.as_str(), &draft).await?;
    let says = format!("Draft saved at {}", words::time(cx.now(), &cx.calendar()));
    Ok(Answer::Text(says))
}

pub(crate) async fn discard_draft(cx: &Cx) -> Result<Answer, Failure> {
    let draft = cx.app.draft(&cx.who, cx.param("draft")).await?;
    cx.app.drop_draft(&cx.who, cx.param("draft")).await?;
    let page = draft.map_or_else(|| "/drafts".to_owned(), |draft| draft.page);
    let mark = if page.contains('?') { '&' } else { '?' };
    Ok(Answer::see(format!("{page}{mark}news=draft-discarded"), &()))
}

pub(crate) const NOTE: Form = Form {
    title: "Note a known incident that is not recorded",
    lead: "Every incident must be recorded. The person it happened to is reminded until it is; anybody can record it for them.",
    fields: &[
        Field::new("about", "Whose incident it is", Kind::Pick(everyone)),
        Field::new("learned_by", "How you learned of it", Kind::One(learned_by)),
        Field::new("occurred_at", "When it happened, as far as known", Kind::Moment).optional(),
        Field::new("note", "What is known", Kind::Words).optional(),
    ],
    button: "Note it",
};

pub(crate) fn learned_by(cx: &Cx) -> form::Items {
    let ways = cx.who.pack().vocabulary.learned_by.iter();
    ways.map(|way| (way.code.clone(), way.label.clone(), way.hint.clone().unwrap_or_default())).collect()
}

pub(crate) async fn new_obligation(cx: &Cx) -> Result<Answer, Failure> {
    if !cx.who.may_somewhere(Action::NoteObligation) {
        return Err(cx
            .who
            .permit(Action::NoteObligation, &Default::default())
            .err()
            .map_or(Failure::NotFound, Failure::from));
    }
    let standard = cx.who.link("email-standard").and_then(|link| Some((link.link.label, link.target?)));
    let body = match standard {
        Some((label, target)) => Body::new().link(&label, &target),
        None => Body::new(),
    };
    Ok(form::page(cx, &NOTE, body, "/tasks"))
}

pub(crate) async fn note(cx: &Cx) -> Result<Answer, Failure> {
    let noted = Noted {
        about: cx.values.must("about", "whose incident it is")?,
        occurred_at: cx.values.moment("occurred_at", &cx.calendar())?,
        learned_by: cx.values.raw("learned_by").to_owned(),
        note: cx.values.text("note"),
        told: Vec::new(),
    };
    let done = cx.app.obligation(&cx.who, None, ObligationCommand::Note(noted), &cx.unversioned()).await?;
    Ok(Answer::see("/obligations?news=added", &done))
}

/// Known incidents that are not recorded, in JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Obligations {
    pub obligations: Vec<ObligationView>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct ObligationView {
    pub id: String,
    pub about: String,
    pub noted_by: String,
    pub noted_at: String,
    pub learned_by: String,
    #[serde(skip)]
    learned_by_code: String,
    pub note: Option<String>,
    /// The incident that met it, or why it was dropped; none while it is open.
    pub ended: Option<String>,
}

pub(crate) const MEET: Form = Form {
    title: "It is recorded",
    lead: "",
    fields: &[Field::new("number", "Number of the incident", Kind::Short)],
    button: "It is recorded",
};

pub(crate) const DROP: Form = Form {
    title: "There is nothing to record",
    lead: "",
    fields: &[Field::new("because", "Why there is nothing to record", Kind::Line)],
    button: "Drop it",
};

pub(crate) async fn obligations(cx: &Cx) -> Result<Answer, Failure> {
    let rows = cx.app.obligations(&cx.who).await?;
    let calendar = cx.calendar();
    let mut views = Vec::new();
    for row in rows {
        let Some((noted, by, at)) = row.state.noted else { continue };
        views.push(ObligationView {
            id: row.id,
            about: cx.name(noted.about.as_str()),
            noted_by: cx.name(&by),
            noted_at: words::machine(at, &calendar),
            learned_by: evenhand_policy::pack::label(&cx.who.pack().vocabulary.learned_by, &noted.learned_by)
                .to_owned(),
            learned_by_code: noted.learned_by,
            note: noted.note,
            ended: row.state.ended.map(|(how, _)| how),
        });
    }
    let view = Obligations { obligations: views };
    let may = cx.who.may_somewhere(Action::NoteObligation);
    Ok(Answer::view("Known incidents that are not recorded", &view, || {
        let mut body = Body::new().h1("Known incidents that are not recorded");
        let open: Vec<_> = view.obligations.iter().filter(|known| known.ended.is_none()).collect();
        if open.is_empty() {
            body = body.p("There are none.");
        }
        for known in open {
            body = body
                .h2(&format!("An incident of {}", known.about))
                .p(&format!("Noted by {}, who learned of it: {}", known.noted_by, known.learned_by));
            body = known.note.iter().fold(body, |body, note| body.words(note));
            let record = format!(
                "/incidents/new?for=other&learned_by={}&learned_at={}",
                known.learned_by_code,
                percent_encoding::utf8_percent_encode(&known.noted_at, percent_encoding::NON_ALPHANUMERIC)
            );
            body = body.link("Record it now", &record);
            let (action, chosen) =
                (format!("/obligations/{}", known.id), is_chosen(cx, "obligation", &known.id));
            body = match (may, chosen) {
                (false, _) => body,
                (true, false) => body.link(
                    "It is recorded, or there is nothing to record",
                    &format!("/obligations?item={}", known.id),
                ),
                (true, true) => body
                    .h3(MEET.title)
                    .add(&form::markup(cx, &MEET, &format!("{action}/meeting")))
                    .h3(DROP.title)
                    .add(&form::markup(cx, &DROP, &format!("{action}/dropping"))),
            };
        }
        body.done()
    })
    .back("/tasks"))
}

/// Whether a form on a list is open for this item: chosen by a link, or sent and come back.
pub(crate) fn is_chosen(cx: &Cx, param: &str, item: &str) -> bool {
    cx.query.raw("item") == item || cx.param(param) == item
}

pub(crate) async fn meet(cx: &Cx) -> Result<Answer, Failure> {
    let number = cx.values.raw("number").trim().to_uppercase();
    let found = cx.app.incident_by_number(&cx.who, &number).await?;
    let incident = found.and_then(|id| id.parse().ok()).ok_or_else(|| {
        evenhand_domain::Problem::field(
            "number",
            "unknown-incident",
            "There is no incident with this number that you may see",
        )
    })?;
    end(cx, ObligationCommand::Meet(Met { incident })).await
}

pub(crate) async fn drop(cx: &Cx) -> Result<Answer, Failure> {
    end(cx, ObligationCommand::Drop(Dropped { because: cx.values.raw("because").to_owned() })).await
}

async fn end(cx: &Cx, command: ObligationCommand) -> Result<Answer, Failure> {
    let done = cx.app.obligation(&cx.who, Some(cx.param("obligation")), command, &cx.unversioned()).await?;
    Ok(Answer::see("/obligations?news=saved", &done))
}

pub(crate) const TALK: Form = Form {
    title: "Discussed with staff",
    lead: "",
    fields: &[
        Field::new("on", "When it was discussed", Kind::Date),
        Field::new("note", "What was said", Kind::Words).optional(),
    ],
    button: "Record the talk",
};

pub(crate) async fn recording(cx: &Cx) -> Result<Answer, Failure> {
    if !cx.who.may_somewhere(Action::RecordTalk) {
        return Err(cx
            .who
            .permit(Action::RecordTalk, &Default::default())
            .err()
            .map_or(Failure::NotFound, Failure::from));
    }
    let late = cx.app.late_by_unit(&cx.who).await?;
    let talks = &cx.who.directory().organisation().talks;
    let mut body = Body::new()
        .h1("Late recordings by team")
        .p("Recording soon after it happened matters: memory fades, and what is not recorded helps nobody. Talk about it with teams that record late.");
    for (unit, late, all) in &late {
        body = body.h2(&cx.unit(unit)).p(&format!("{late} of {all} recorded late in the last 90 days."));
        let of_unit = talks.iter().filter(|talk| talk.unit.as_str() == unit);
        let told = of_unit.map(|talk| format!("Discussed on {}", words::date(talk.on)));
        let told: Vec<String> = told.collect();
        body = body.items(told.iter().map(String::as_str));
        if *late > 0 {
            body = match is_chosen(cx, "unit", unit) {
                true => body.h3(TALK.title).add(&form::markup(cx, &TALK, &format!("/recording/{unit}"))),
                false => {
                    body.link("Record that it was discussed with staff", &format!("/recording?item={unit}"))
                }
            };
        }
    }
    if late.is_empty() {
        body = body.p("Nothing was recorded in the last 90 days.");
    }
    Ok(Answer::page("Late recordings by team", body.done()).back("/tasks"))
}

pub(crate) async fn talk(cx: &Cx) -> Result<Answer, Failure> {
    let talk = RecordingDiscussed {
        unit: cx.id("unit")?,
        on: cx.values.must_date("on", "when it was discussed")?,
        note: cx.values.text("note"),
    };
    let command = OrganisationCommand::DiscussRecording(talk);
    let done = cx.app.change_organisation(&cx.who, command, &cx.unversioned()).await?;
    Ok(Answer::see("/recording?news=saved", &done))
}

//! The first page, what one was told, one's own preferences, and the covered screen.

use evenhand_policy::Action;
use evenhand_ui::{Button, Html, Input, Table};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::body::{Body, link};
use crate::cx::Cx;
use crate::form::{self, Field, Form, Kind};
use crate::respond::{Answer, Failure};
use crate::words;
use crate::work::{TaskView, task_views};

/// The first page.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Home {
    /// Who is signed in.
    pub name: String,
    /// Their next tasks.
    pub tasks: Vec<TaskView>,
    /// What they were told and have not read.
    pub unread: usize,
    /// Drafts they have not sent.
    pub drafts: usize,
}

pub(crate) async fn show(cx: &Cx) -> Result<Answer, Failure> {
    let mut tasks = task_views(cx, cx.app.tasks(&cx.who, evenhand_app::work::Tab::Mine).await?);
    let more = tasks.len().saturating_sub(3);
    tasks.truncate(3);
    let unread = cx.app.notices(&cx.who).await?.iter().filter(|notice| notice.read_at.is_none()).count();
    let drafts = cx.app.drafts(&cx.who).await?.len();
    let home = Home { name: cx.name(cx.staff.as_str()), tasks, unread, drafts };
    Ok(Answer::view("Home", &home, || {
        let mut body = Body::new().h1(&home.name);
        if cx.who.may(Action::LookUpCustomer) {
            body = body.add(&crate::counter::search(cx, "Look up a customer"));
        }
        body = body.h2("My next tasks");
        body = if home.tasks.is_empty() {
            body.p("Nothing is waiting for you.")
        } else {
            body.add(&crate::work::table(cx, "My next tasks", &home.tasks))
        };
        body = body.when(more > 0, |body| body.link(&format!("{more} more in My work"), "/tasks"));
        if home.unread > 0 {
            let says = format!("{} to read", words::counted(home.unread as i64, "message"));
            body = body.h2("What you were told").link(&says, "/notifications");
        }
        if home.drafts > 0 {
            let says = format!("{} you have not sent", words::counted(home.drafts as i64, "draft"));
            body = body.h2("Drafts").link(&says, "/drafts");
        }
        body.done()
    }))
}

/// Pages that can be gone to by their names.
const PLACES: &[(&str, &str)] = &[
    ("look up", "/counter"),
    ("record", "/incidents/new"),
    ("my work", "/tasks"),
    ("tasks", "/tasks"),
    ("drafts", "/drafts"),
    ("incidents", "/incidents"),
    ("customers", "/customers"),
    ("resources", "/resources"),
    ("policy", "/policy"),
    ("help", "/help"),
    ("support", "/support"),
    ("people", "/admin/people"),
    ("preferences", "/me"),
];

pub(crate) async fn go(cx: &Cx) -> Result<Answer, Failure> {
    let asked = cx.query.raw("q").trim().to_owned();
    if let Some((_, href)) = PLACES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&asked)) {
        return Ok(Answer::see(*href, &()));
    }
    let number = asked.to_uppercase();
    if number.starts_with("IN-")
        && let Some(id) = cx.app.incident_by_number(&cx.who, &number).await?
    {
        return Ok(Answer::see(format!("/incidents/{id}"), &()));
    }
    let input = Input::new("q", "Number of an incident, or the name of a page").value(asked.as_str());
    let says = "Nothing has this name or number. To find a person, use Look up.";
    let body = Body::new()
        .h1("Go to")
        .html("<form method=\"get\" action=\"/go\">")
        .add(&input.error(Some(says).filter(|_| !asked.is_empty())))
        .add(&Button::new("Go"))
        .html("</form>")
        .h2("Pages")
        .links(PLACES.iter().map(|(name, href)| (*name, (*href).to_owned())));
    Ok(Answer::page("Go to", body.done()))
}

/// A screen for when somebody leans over the counter.
pub(crate) async fn cover(cx: &Cx) -> Result<Answer, Failure> {
    let organisation = cx.who.directory().organisation().name().to_owned();
    let at = cx.now().as_millisecond();
    let hidden = format!("<input type=\"hidden\" name=\"at\" value=\"{at}\">");
    let button = form::button(cx, "/uncover", Button::new("Continue"));
    let with_time = Html::trusted(button.as_str().replacen("</form>", &format!("{hidden}</form>"), 1));
    let body = Body::new().h1(&organisation).p(&words::time(cx.now(), &cx.calendar())).add(&with_time).done();
    Ok(Answer::page(organisation, body).bare())
}

/// Away for more than this, and the password is asked for.
const COVERED_MS: i64 = 2 * 60 * 1000;

pub(crate) async fn uncover(cx: &Cx) -> Result<Answer, Failure> {
    let since = cx.values.raw("at").parse().unwrap_or(0);
    if cx.now().as_millisecond() - since > COVERED_MS {
        cx.app.lock(&cx.token).await?;
        return Ok(Answer::see("/unlock", &()));
    }
    Ok(Answer::see("/", &()))
}

/// What somebody was told.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Notifications {
    pub notices: Vec<NoticeView>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct NoticeView {
    /// What it says.
    pub text: String,
    /// The page it is about.
    pub link: String,
    pub at: String,
    pub read: bool,
}

pub(crate) async fn notifications(cx: &Cx) -> Result<Answer, Failure> {
    let calendar = cx.calendar();
    let view = |notice: evenhand_store::beside::Notice| NoticeView {
        link: page_of(&notice.about),
        at: words::machine(notice.at, &calendar),
        read: notice.read_at.is_some(),
        text: notice.text,
    };
    let raw = cx.app.notices(&cx.who).await?;
    let times: Vec<Timestamp> = raw.iter().map(|notice| notice.at).collect();
    let view = Notifications { notices: raw.into_iter().map(view).collect() };
    Ok(Answer::view("What you were told", &view, || {
        let mut body = Body::new().h1("What you were told");
        if view.notices.is_empty() {
            return body.p("You were not told anything yet.").done();
        }
        let mut table = Table::new("What you were told").hide_caption().head(["What", "When", "State"]);
        for (notice, at) in view.notices.iter().zip(times) {
            let state = if notice.read { "Read" } else { "New" };
            let when = words::near(at, cx.now(), &calendar);
            table = table.row([
                evenhand_ui::Content::from(link(&notice.text, &notice.link)),
                when.as_str().into(),
                state.into(),
            ]);
        }
        body = body.add(&evenhand_ui::ScrollRegion::new("What you were told", table));
        let unread = view.notices.iter().any(|notice| !notice.read);
        let button = form::button(cx, "/notifications/read", Button::new("Mark all as read").secondary());
        body.when(unread, |body| body.add(&button)).done()
    }))
}

pub(crate) async fn read(cx: &Cx) -> Result<Answer, Failure> {
    cx.app.notices_read(&cx.who).await?;
    Ok(Answer::see("/notifications", &()))
}

/// The page of something a notice is about.
fn page_of(about: &str) -> String {
    match about.split_once(':') {
        Some(("incident", id)) => format!("/incidents/{id}"),
        Some(("customer", id)) => format!("/customers/{id}"),
        Some(("obligation", _)) => "/obligations".to_owned(),
        Some(("policy", _)) => "/policy/reviews".to_owned(),
        _ => "/tasks".to_owned(),
    }
}

pub(crate) const PREFERENCES: Form = Form {
    title: "Preferences",
    lead: "",
    fields: &[
        Field::new("keys", "Turn single-letter keys on", Kind::Tick),
        Field::new("channel", "People I look up are usually", Kind::One(channels)).optional(),
        Field::new("business_line", "I usually work for", Kind::One(lines)).optional(),
    ],
    button: "Save",
};

pub(crate) fn channels(_: &Cx) -> Vec<(String, String, String)> {
    evenhand_policy::pack::Channel::ALL
        .iter()
        .map(|channel| (channel.to_string(), channel_label(*channel).to_owned(), String::new()))
        .collect()
}

/// How a channel is called when somebody is asked how a person is here.
pub(crate) fn channel_label(channel: evenhand_policy::pack::Channel) -> &'static str {
    use evenhand_policy::pack::Channel;
    match channel {
        Channel::InPerson => "here",
        Channel::Phone => "on the phone",
        Channel::Writing => "writing",
        Channel::Online => "online",
        Channel::Field => "a field visit",
    }
}

pub(crate) fn lines(cx: &Cx) -> Vec<(String, String, String)> {
    let own = &cx.who.directory().organisation().lines;
    let label = |line: &evenhand_policy::pack::BusinessLine| {
        let code = line.term.code.clone();
        let label = own.get(&code).cloned().unwrap_or_else(|| line.term.label.clone());
        (code, label, String::new())
    };
    cx.who.pack().vocabulary.business_lines.iter().map(label).collect()
}

pub(crate) async fn me(cx: &Cx) -> Result<Answer, Failure> {
    let links = Body::new().h2("More").links([
        ("Change your password", "/me/password".to_owned()),
        ("What you looked at", "/me/activity".to_owned()),
    ]);
    let body = Body::new().h1("Preferences").add(&form::markup(cx, &PREFERENCES, "/me")).add(&links.done());
    Ok(Answer::page("Preferences", body.done()))
}

pub(crate) async fn prefer(cx: &Cx) -> Result<Answer, Failure> {
    let chosen = ["keys", "channel", "business_line"].into_iter();
    let chosen = chosen.filter_map(|name| Some((name.to_owned(), cx.values.text(name)?))).collect();
    cx.app.prefer(&cx.who, &chosen).await?;
    Ok(Answer::see("/me?news=saved", &()))
}

/// What the record says somebody looked at.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Activity {
    pub looks: Vec<Look>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Look {
    /// What was looked at.
    pub about: String,
    pub kind: String,
    pub at: String,
}

pub(crate) async fn activity(cx: &Cx) -> Result<Answer, Failure> {
    let calendar = cx.calendar();
    let looks = cx.app.looks_by_me(&cx.who).await?;
    let times: Vec<Timestamp> = looks.iter().map(|look| look.at).collect();
    let look = |look: evenhand_store::looks::Listed| Look {
        at: words::machine(look.at, &calendar),
        about: look.about,
        kind: look.kind,
    };
    let view = Activity { looks: looks.into_iter().map(look).collect() };
    Ok(Answer::view("What you looked at", &view, || {
        let mut table = Table::new("What you looked at").hide_caption().head(["When", "What", "How"]);
        for (look, at) in view.looks.iter().zip(times) {
            let about = page_of(&look.about);
            // Whoever opens no files gets the card.
            let card = look.about.starts_with("customer:") && !cx.who.may(Action::ReadCustomer);
            let about = if card { format!("{about}/now") } else { about };
            table = table.row([
                evenhand_ui::Content::from(words::near(at, cx.now(), &calendar).as_str()),
                link(thing(&look.about), &about).into(),
                look_label(&look.kind).into(),
            ]);
        }
        let body = Body::new()
            .h1("What you looked at")
            .p("Every look at a person's record is kept. This is what the record holds of yours.");
        body.add(&evenhand_ui::ScrollRegion::new("What you looked at", table)).done()
    })
    .back("/me"))
}

/// What a look was at, in plain words. It names nobody: whose name it is, only another look says.
fn thing(about: &str) -> &'static str {
    match about.split(':').next().unwrap_or_default() {
        "customer" => "A person",
        "customers" => "People, by name",
        "incident" => "An incident",
        "incidents" => "Incidents, as a list",
        _ => "A page",
    }
}

/// A kind of look, in plain words.
pub(crate) fn look_label(kind: &str) -> &'static str {
    match kind {
        "look.card" => "contact card",
        "look.customer" => "person file",
        "look.timeline" => "timeline",
        "look.history" => "history in a review",
        "look.matches" => "possible matches",
        "look.list" => "list",
        "look.incident" => "incident",
        "look.file" => "file",
        "look.looks" => "list of looks",
        _ => "page",
    }
}

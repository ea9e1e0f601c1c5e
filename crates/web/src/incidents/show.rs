//! An incident: what happened, newest first, beside what it needs now.

use evenhand_app::guidance::ContactNow;
use evenhand_app::incidents::IncidentView;
use evenhand_domain::customer::Standing;
use evenhand_domain::incident::{
    ContactPerson, Harm, Involved, InvolvedPart, LinkedHow, Presence, Stage, Who,
};
use evenhand_domain::timeline::{Item, Kind};
use evenhand_policy::Action;
use evenhand_policy::pack::{Coded, find, label};
use evenhand_ui::{
    Button, Columns, Html, PersonBar, Quote, Steps, Subnav, SummaryList, Timeline, TimelineItem, WarningText,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::index::{line_label, stage_words};
use super::{changes, open, page, procedures, tasks};
use crate::body::{Body, link};
use crate::customers::TimelineEntry;
use crate::cx::Cx;
use crate::form;
use crate::help::contacts_at;
use crate::home::channel_label;
use crate::respond::{Answer, Failure};
use crate::words;
use crate::work::task_link;

/// An incident, in JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Incident {
    pub id: String,
    /// Send it as `If-Match` with the next change.
    pub version: u64,
    pub number: String,
    pub stage: String,
    /// Handled by people chosen by name, outside the customer's record.
    pub private: bool,
    pub customer: Option<CustomerView>,
    pub description: Option<String>,
    pub channel: String,
    pub site: Option<String>,
    pub site_kind: String,
    pub place: Option<String>,
    pub business_line: Option<String>,
    pub occurred_at: String,
    pub reported_at: String,
    pub recorded_by: String,
    /// Recorded after the time the policy gives.
    pub late: bool,
    pub review_due_at: Option<String>,
    pub happenings: Vec<String>,
    pub classes: Vec<String>,
    pub kinds: Vec<String>,
    pub issues: Vec<String>,
    pub parties: Vec<String>,
    pub flags: Vec<String>,
    pub critical: Option<String>,
    pub harm: Vec<String>,
    pub presence: String,
    pub people: Vec<PersonView>,
    pub severity: Option<String>,
    pub reviewer: Option<String>,
    /// How the manager learned of it, and when.
    pub learned_by: String,
    pub learned_at: String,
    /// Who should make contact with the customer, as the policy suggests it.
    pub contact_person: Option<String>,
    /// Who advises on it.
    pub advisers: Vec<String>,
    pub outcomes: Vec<String>,
    pub tasks: Vec<TaskState>,
    pub files: Vec<FileView>,
    pub links: Vec<LinkView>,
    pub timeline: Vec<TimelineEntry>,
    /// What the reader may do, by the names of the table of rights.
    pub offers: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct CustomerView {
    pub id: String,
    pub reference: String,
    pub name: String,
    /// `current` or `former`, at the time; none where they were linked later.
    pub standing: Option<String>,
    /// What they were at the time.
    pub customer_type: Option<String>,
}

/// Somebody involved.
#[derive(Serialize, JsonSchema)]
pub(crate) struct PersonView {
    pub who: String,
    /// `affected`, `witness` or `responder`.
    pub part: String,
    pub role_at_time: Option<String>,
}

/// A task of an incident.
#[derive(Serialize, JsonSchema)]
pub(crate) struct TaskState {
    pub key: String,
    pub what: String,
    pub owner: String,
    pub due_at: Option<String>,
    pub done_at: Option<String>,
    pub blocks_closing: bool,
}

/// A file of an incident.
#[derive(Serialize, JsonSchema)]
pub(crate) struct FileView {
    pub hash: String,
    pub name: String,
    pub what: String,
    pub size: u64,
}

/// A link to another incident.
#[derive(Serialize, JsonSchema)]
pub(crate) struct LinkView {
    pub number: String,
    /// `same-event`, `follows-from` or `related`.
    pub how: String,
}

impl Incident {
    fn new(cx: &Cx, view: &IncidentView) -> Result<Incident, Failure> {
        let (incident, calendar) = (&view.incident, cx.calendar());
        let report = incident.report.as_ref().ok_or(Failure::NotFound)?;
        let (said, v, r) = (&report.said, &view.pack.vocabulary, &view.pack.reviewing);
        let customer = view.customer.as_ref().zip(incident.customer.as_ref());
        let outcomes = incident.decision().into_iter().flat_map(|decided| &decided.answers.outcomes);
        Ok(Incident {
            id: view.id.to_string(),
            version: view.version,
            number: said.number.clone(),
            stage: incident.stage.to_string(),
            private: report.private,
            customer: customer.map(|((name, reference), id)| CustomerView {
                id: id.to_string(),
                reference: reference.clone(),
                name: name.clone(),
                standing: said.customer.as_ref().map(|at_the_time| at_the_time.standing.to_string()),
                customer_type: said
                    .customer
                    .as_ref()
                    .map(|at_the_time| label(&v.customer_types, &at_the_time.customer_type).to_owned()),
            }),
            description: said.description.clone(),
            channel: said.channel.to_string(),
            site: said.site.as_ref().map(|site| cx.site(site.as_str())),
            site_kind: label(&v.site_kinds, &said.site_kind).to_owned(),
            place: said.place.clone(),
            business_line: said.business_line.as_ref().map(|line| line_label(cx, line)),
            occurred_at: words::machine(said.occurred_at, &calendar),
            reported_at: words::machine(incident.reported_at, &calendar),
            recorded_by: cx.name(&incident.recorder),
            late: report.late,
            review_due_at: report.review_due_at.map(|due| words::machine(due, &calendar)),
            happenings: labels(&said.happenings, &v.happenings),
            classes: labels(&incident.conduct.classes, &v.conduct_classes),
            kinds: labels(&incident.conduct.kinds, &v.conduct_kinds),
            issues: labels(&incident.conduct.issues, &v.issue_types),
            parties: labels(&incident.conduct.parties, &v.affected_parties),
            flags: labels(&incident.flags, &v.flags),
            critical: incident.critical.as_ref().map(|code| label(&v.critical_examples, code).to_owned()),
            harm: said.harm.iter().map(ToString::to_string).collect(),
            presence: said.presence.to_string(),
            people: incident.people.iter().map(|person| person_view(cx, view, person)).collect(),
            severity: incident.severity().map(|code| label(&r.severity_levels, code).to_owned()),
            reviewer: incident.reviewer.as_ref().map(|id| cx.name(id.as_str())),
            learned_by: learned_by(view),
            learned_at: words::machine(said.learned_at.unwrap_or(incident.reported_at), &calendar),
            contact_person: view.contact_person.as_ref().map(|person| contact_person(cx, view, person)),
            advisers: advisers(cx, view).iter().map(adviser_line).collect(),
            outcomes: outcomes.map(|code| label(&r.outcomes, code).to_owned()).collect(),
            tasks: view.tasks.iter().map(|task| task_state(cx, task)).collect(),
            files: incident.files.iter().map(file_view).collect(),
            links: incident.links.iter().map(link_view).collect(),
            timeline: view.items.iter().map(|item| TimelineEntry::new(cx, item, &said.number)).collect(),
            offers: view.offers.iter().map(ToString::to_string).collect(),
        })
    }
}

fn task_state(cx: &Cx, task: &evenhand_domain::task::Task) -> TaskState {
    let machine = |at| words::machine(at, &cx.calendar());
    TaskState {
        key: task.key.clone(),
        what: task.what.clone(),
        owner: tasks::owner(cx, task),
        due_at: task.due_at.map(machine),
        done_at: task.done_at.map(machine),
        blocks_closing: task.blocks_closing,
    }
}

fn file_view(file: &evenhand_domain::incident::FileAttached) -> FileView {
    FileView { hash: file.hash.clone(), name: file.name.clone(), what: file.what.clone(), size: file.size }
}

fn link_view(link: &evenhand_domain::incident::IncidentLinked) -> LinkView {
    LinkView { number: link.other_number.clone(), how: link.how.to_string() }
}

fn labels<'a, T: Coded>(codes: impl IntoIterator<Item = &'a String>, list: &'a [T]) -> Vec<String> {
    codes.into_iter().map(|code| label(list, code).to_owned()).collect()
}

/// How the manager learned of it: as whoever recorded it says, else by the notice that the system sends.
fn learned_by(view: &IncidentView) -> String {
    let said = view.incident.report.as_ref().and_then(|report| report.said.learned_by.as_ref());
    let code = said.map_or("automatic", String::as_str);
    match find(&view.pack.vocabulary.learned_by, code) {
        Some(way) => way.label.clone(),
        None => "Told by the system".to_owned(),
    }
}

fn contact_person(cx: &Cx, view: &IncidentView, person: &ContactPerson) -> String {
    match person {
        ContactPerson::Officer(id) => format!("{}, who serves this customer", cx.name(id.as_str())),
        ContactPerson::Role { role, holders } => {
            let label = view.pack.role(role).map_or(role.as_str(), |role| role.label.as_str());
            match holders.first() {
                Some(nearest) => format!("{label}: {}", cx.name(nearest.as_str())),
                None => format!("{label}: nobody holds this role yet"),
            }
        }
        ContactPerson::Reviewer(id) => format!("{}, who reviews it", cx.name(id.as_str())),
    }
}

/// Those who advise on incidents at this site.
fn advisers(cx: &Cx, view: &IncidentView) -> Vec<ContactNow> {
    let site = view.incident.report.as_ref().and_then(|report| report.said.site.clone());
    let contacts = contacts_at(cx, site).into_iter();
    contacts.filter(|now| now.contact.advises).collect()
}

fn adviser_line(now: &ContactNow) -> String {
    let reached =
        [now.name.as_deref(), now.phone.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let reached = if reached.is_empty() { "not entered yet" } else { reached.as_str() };
    format!("{}: {reached}", now.contact.label)
}

/// Somebody involved, by name.
fn who(cx: &Cx, who: &Who) -> String {
    match who {
        Who::Staff(id) => cx.name(id.as_str()),
        Who::Other(name) => name.clone(),
    }
}

pub(crate) async fn show(cx: &Cx) -> Result<Answer, Failure> {
    let view = open(cx, Action::ReadIncident).await?;
    let shown = Incident::new(cx, &view)?;
    let title = format!("Incident {}", shown.number);
    Ok(Answer::view(title.clone(), &shown, || {
        let timeline = Body::new().h2("Timeline").add(&filter(cx, &view)).add(&timeline(cx, &view)).done();
        let panel = Body::new().add(&now(cx, &view, &shown)).add(&more(&view)).done();
        Body::new()
            .maybe(bar(cx, &view, &shown))
            .h1(&title)
            .p(&where_and_when(cx, &view, &shown))
            .add(&marks(cx, &view, &shown))
            .add(&steps(&view))
            .add(&clocks(cx, &view))
            .add(&changes(cx, &view))
            .add(&Columns::new(
                Body::new().add(&facts(cx, &view, &shown)).add(&timeline).done(),
                "What it needs now",
                panel,
            ))
            .done()
    }))
}

fn bar(cx: &Cx, view: &IncidentView, shown: &Incident) -> Option<PersonBar> {
    let customer = shown.customer.as_ref()?;
    let mut bar = PersonBar::new(customer.name.as_str(), customer.reference.as_str());
    if view.incident.customer.is_some() && cx.who.may(Action::ReadCustomer) {
        bar = bar.link("Person file", format!("/customers/{}", customer.id));
    }
    if cx.who.may(Action::LookUpCustomer) {
        bar = bar.link("Contact card", format!("/customers/{}/now", customer.id));
    }
    Some(bar)
}

fn where_and_when(cx: &Cx, view: &IncidentView, shown: &Incident) -> String {
    let Some(report) = &view.incident.report else { return String::new() };
    let place = shown.site.as_deref().unwrap_or(&shown.site_kind);
    let when = words::moment(report.said.occurred_at, &cx.calendar());
    let line = shown.business_line.as_ref().map_or_else(String::new, |line| format!(" · {line}"));
    format!("{} · {place} · {when}{line}", words::sentence(channel_label(report.said.channel)))
}

/// What must be seen before anything is read.
fn marks(cx: &Cx, view: &IncidentView, shown: &Incident) -> Html {
    let mut body = Body::new();
    if view.incident.stage == Stage::EnteredInError {
        body = body.add(&WarningText::new("This was entered in error. It counts for nothing."));
    }
    if shown.private {
        body = body.p("Handled in private: it stands in nobody's list but that of those it was given to.");
    }
    if let Some(report) = view.incident.report.as_ref().filter(|report| report.said.in_progress)
        && view.incident.stage == Stage::Reported
    {
        body = body
            .add(&WarningText::new("It was still happening when it was reported."))
            .list(procedures::of_place(cx, &report.said.site_kind));
    }
    body.done()
}

/// How far the case has come.
fn steps(view: &IncidentView) -> Html {
    let incident = &view.incident;
    let done = [
        ("Recorded", true),
        ("Finished", incident.finished_at.is_some() || !incident.decisions.is_empty()),
        ("Reviewed", !incident.decisions.is_empty()),
        ("Everything done", incident.stage == Stage::Closed),
        ("Closed", incident.stage == Stage::Closed),
    ];
    let current = done.iter().position(|(_, done)| !done);
    let steps =
        done.iter().enumerate().fold(Steps::new("Progress of this incident"), |steps, (n, (name, done))| {
            match (done, current == Some(n)) {
                (true, _) => steps.done(*name),
                (false, true) => steps.current(*name),
                (false, false) => steps.to_do(*name),
            }
        });
    if incident.stage == Stage::EnteredInError { Html::default() } else { Html::of(&steps) }
}

fn clocks(cx: &Cx, view: &IncidentView) -> Html {
    let Some(report) = &view.incident.report else { return Html::default() };
    let (now, calendar) = (cx.now(), cx.calendar());
    let recorded = report.record_due_at.map(|due| {
        let clock = words::clock(due, Some(view.incident.reported_at), now, &calendar);
        clock.label(format!("Recorded after {}", words::span(report.delay_minutes)))
    });
    let reviewed_at = view.incident.decisions.first().map(|(_, at)| *at);
    let reviewed =
        report.review_due_at.map(|due| words::clock(due, reviewed_at, now, &calendar).label("Review"));
    let clocks: Vec<Html> = recorded.iter().chain(&reviewed).map(Html::of).collect();
    if clocks.is_empty() {
        return Html::default();
    }
    let items = clocks.iter().fold(Body::new(), |body, clock| body.html("<li>").add(clock).html("</li>"));
    Body::new().html("<ul class=\"govuk-list\">").add(&items.done()).html("</ul>").done()
}

/// What is known, in one list.
fn facts(cx: &Cx, view: &IncidentView, shown: &Incident) -> Html {
    let incident = &view.incident;
    let joined = |list: &[String]| Some(list.join("; ")).filter(|text| !text.is_empty());
    let people = people(cx, view);
    let harm: Vec<&str> =
        incident.report.iter().flat_map(|report| &report.said.harm).map(|harm| harm_words(*harm)).collect();
    let presence = incident.report.as_ref().map(|report| presence_words(report.said.presence));
    let services = incident.services.iter().map(|service| {
        let name = label(&view.pack.vocabulary.emergency_services, &service.service);
        format!("{name}, {}: {}", words::near(service.called_at, cx.now(), &cx.calendar()), service.outcome)
    });
    let police = incident.police.iter().map(|(report, _)| {
        let reference = report
            .reference
            .as_ref()
            .map_or_else(String::new, |reference| format!(", reference {reference}"));
        format!("{}, {}{reference}", words::near(report.made_at, cx.now(), &cx.calendar()), report.how)
    });
    let triggers = incident
        .triggers
        .iter()
        .map(|trigger| label(&view.pack.vocabulary.triggers, &trigger.trigger).to_owned());
    let mut list = SummaryList::new();
    for (key, value) in [
        ("What happened", joined(&shown.happenings)),
        ("Class of conduct", joined(&shown.classes)),
        ("Kind of conduct", joined(&shown.kinds)),
        ("At stake", joined(&shown.issues)),
        ("Affects", joined(&shown.parties)),
        ("Customer at the time", customer_then(shown)),
        ("Not identified", shown.description.clone().filter(|_| shown.customer.is_none())),
        ("Where exactly", shown.place.clone()),
        ("Involved", joined(&people)),
        ("What came of it at once", Some(harm.join("; ")).filter(|text| !text.is_empty())),
        ("The person", presence.map(str::to_owned)),
        ("Services called", joined(&services.collect::<Vec<_>>())),
        ("Police", joined(&police.collect::<Vec<_>>())),
        ("What led to it", joined(&triggers.collect::<Vec<_>>())),
        ("Critical", shown.critical.clone()),
        ("Reported by", Some(shown.recorded_by.clone())),
        ("How the manager learned of it", Some(learned(cx, view))),
    ] {
        if let Some(value) = value {
            list = list.row(key, value);
        }
    }
    let guidance = Body::new().list(procedures::of_conduct(cx, &incident.conduct.kinds)).done();
    for (key, html) in [
        ("Marks", flag_links(cx, view)),
        ("Guidance", guidance),
        ("Linked with", linked(view)),
        ("Files", files(view)),
    ] {
        if !html.is_empty() {
            list = list.row(key, html);
        }
    }
    Body::new().h2("What is known").add(&list).done()
}

/// What the customer was towards us when it happened.
fn customer_then(shown: &Incident) -> Option<String> {
    let customer = shown.customer.as_ref()?;
    let standing = match customer.standing.as_deref()?.parse().ok()? {
        Standing::Current => "a customer",
        Standing::Former => "a former customer",
    };
    Some(format!("{} ({standing})", customer.customer_type.as_deref().unwrap_or_default()))
}

fn learned(cx: &Cx, view: &IncidentView) -> String {
    let said = view.incident.report.as_ref().and_then(|report| report.said.learned_at);
    let at = said.unwrap_or(view.incident.reported_at);
    format!("{}, {}", learned_by(view), words::near(at, cx.now(), &cx.calendar()))
}

/// Everybody involved: name, part, role at the time, what it did to them.
pub(super) fn people(cx: &Cx, view: &IncidentView) -> Vec<String> {
    view.incident.people.iter().map(|person| person_line(&person_view(cx, view, person), person)).collect()
}

fn person_view(cx: &Cx, view: &IncidentView, person: &Involved) -> PersonView {
    let roles = &view.pack.vocabulary.roles_at_time;
    PersonView {
        who: who(cx, &person.who),
        part: person.part.to_string(),
        role_at_time: person.role_at_time.as_ref().map(|role| label(roles, role).to_owned()),
    }
}

fn person_line(shown: &PersonView, person: &Involved) -> String {
    let part = match person.part {
        InvolvedPart::Affected => "affected",
        InvolvedPart::Witness => "saw or heard it",
        InvolvedPart::Responder => "came to help",
    };
    let role = shown.role_at_time.as_ref().map(|role| format!("as {role}"));
    let body = person.physically.then(|| "in body".to_owned());
    let mind = person.psychologically.then(|| "in mind".to_owned());
    let ill = person.left_ill.then(|| "left work ill".to_owned());
    let more: Vec<String> = [Some(part.to_owned()), role, body, mind, ill].into_iter().flatten().collect();
    format!("{} ({})", shown.who, more.join(", "))
}

fn harm_words(harm: Harm) -> &'static str {
    match harm {
        Harm::Hurt => "Somebody was hurt or unwell",
        Harm::FirstAid => "First aid was given",
        Harm::Security => "Security was called",
        Harm::Police => "The police were called",
        Harm::Ambulance => "An ambulance was called",
        Harm::Duress => "A duress alarm was used",
    }
}

fn presence_words(presence: Presence) -> &'static str {
    match presence {
        Presence::Gone => "Had gone when it was reported",
        Presence::StillHere => "Was still there when it was reported",
        Presence::MayReturn => "May come back",
    }
}

/// Each mark with its procedure, which is always the current one.
fn flag_links(cx: &Cx, view: &IncidentView) -> Html {
    let marks = view.incident.flags.iter().filter_map(|code| find(&view.pack.vocabulary.flags, code));
    let marks = marks.map(|flag| match cx.who.link(&flag.link) {
        Some(now) => match now.target {
            Some(target) => {
                Html::escaped(&format!("{}: ", flag.label())).and(&link(&now.link.label, &target))
            }
            None => Html::escaped(&format!("{}: {}", flag.label(), now.link.label)),
        },
        None => Html::escaped(flag.label()),
    });
    Body::new().list(marks).done()
}

fn linked(view: &IncidentView) -> Html {
    let links = view.incident.links.iter().map(|other| {
        let how = match other.how {
            LinkedHow::SameEvent => "the same event",
            LinkedHow::FollowsFrom => "this follows from it",
            LinkedHow::Related => "related",
        };
        link(&format!("{} ({how})", other.other_number), &format!("/incidents/{}", other.other))
    });
    Body::new().list(links).done()
}

fn files(view: &IncidentView) -> Html {
    let here = page(view);
    let files = view.incident.files.iter();
    let files = files
        .map(|file| link(&format!("{} ({})", file.what, file.name), &format!("{here}/files/{}", file.hash)));
    Body::new().list(files).done()
}

/// What the timeline can be narrowed to.
const SHOWN: &[(&str, &str)] = &[("", "All"), ("words", "Words"), ("files", "Files"), ("steps", "Steps")];

fn filter(cx: &Cx, view: &IncidentView) -> Subnav {
    let chosen = cx.query.raw("show");
    SHOWN.iter().fold(Subnav::new("Narrow the timeline"), |subnav, (code, text)| {
        let query = if code.is_empty() { String::new() } else { format!("?show={code}") };
        let subnav = subnav.link(*text, format!("{}{query}", page(view)));
        if *code == chosen { subnav.is_current() } else { subnav }
    })
}

fn timeline(cx: &Cx, view: &IncidentView) -> Timeline {
    let wanted = |item: &&Item| match cx.query.raw("show") {
        "words" => item.kind == Kind::Words,
        "files" => item.kind == Kind::File,
        "steps" => !matches!(item.kind, Kind::Words | Kind::File),
        _ => true,
    };
    let items = view.items.iter().filter(wanted);
    items.fold(Timeline::new(3), |timeline, item| timeline.item(timeline_item(cx, item, None)))
}

/// One thing that happened; `about` says which incident, where the page is about more than one.
pub(crate) fn timeline_item(cx: &Cx, item: &Item, about: Option<&str>) -> TimelineItem {
    let calendar = cx.calendar();
    let when = words::near(item.at, cx.now(), &calendar);
    let title = about.map_or_else(|| item.title.clone(), |about| format!("{} · {about}", item.title));
    let by = if item.in_place { format!("{}, in the place of somebody", item.by) } else { item.by.clone() };
    let shown =
        TimelineItem::new(format!("event-{}", item.seq), title, when, words::machine(item.at, &calendar))
            .by(by);
    let shown = item.text.iter().fold(shown, |shown, text| shown.text(text.as_str()));
    match &item.folded {
        Some(folded) => {
            shown.more(Html::of(&Quote::new(folded.as_str()).about(format!("noted by {}", item.by))))
        }
        None => shown,
    }
}

/// What the case needs now.
fn now(cx: &Cx, view: &IncidentView, shown: &Incident) -> Html {
    let (incident, here) = (&view.incident, page(view));
    let reviewer = shown.reviewer.as_deref().unwrap_or("nobody yet");
    let mut body =
        Body::new().h2("Now").p(&format!("{}. Reader: {reviewer}.", stage_words(incident.stage.as_str())));
    let may_review = view.offers.contains(&Action::ReviewIncident);
    if may_review && incident.is_open() {
        body = match (incident.review_opened_at, incident.decisions.is_empty()) {
            (None, _) => body.add(&form::button(
                cx,
                &format!("{here}/review-opening"),
                Button::new("Begin the review"),
            )),
            (Some(_), true) => body.add(&Button::new("Write the review").link(format!("{here}/review"))),
            (Some(_), false) => body.link("Decide anew", &format!("{here}/review")),
        };
    }
    if let Some(decided) = incident.decision() {
        let mut list = SummaryList::new().row("Outcome", shown.outcomes.join("; "));
        if let Some(severity) = &shown.severity {
            list = list.row("Severity", severity.as_str());
        }
        if view.offers.contains(&Action::ReadReview)
            && let Some(reasons) = &decided.answers.reasons
        {
            list = list.row("Reasons", reasons.as_str());
        }
        list = list.row("Guidance it was decided under", super::guidance(cx, &view.pack).join("; "));
        body = body.h3("Decided").add(&list);
    }
    if may_review {
        body = body.add(&suggested(view, shown));
    }
    let open: Vec<_> = view.tasks.iter().filter(|task| task.is_open()).collect();
    if !open.is_empty() {
        let mut items = Vec::new();
        for task in open {
            let what = match view.offers.contains(&Action::FollowUp) || task.key == "finish" {
                true => link(&task.what, &task_link(view.id.as_str(), &task.key)),
                false => Html::escaped(&task.what),
            };
            let owner = Html::escaped(&format!(" {} ", tasks::owner(cx, task)));
            items.push(Body::new().add(&what).html("<br>").add(&owner).add(&tasks::state(cx, task)).done());
        }
        body = body.h3("Open tasks").list(items);
    }
    body.done()
}

/// Whom the policy suggests: who makes contact, who advises.
fn suggested(view: &IncidentView, shown: &Incident) -> Html {
    let mut list = SummaryList::new();
    if let Some(person) = shown.contact_person.as_ref().filter(|_| view.incident.is_open()) {
        list = list.row("Suggested contact person", person.as_str());
    }
    if !shown.advisers.is_empty() {
        list = list.row("Suggested adviser", shown.advisers.join("; "));
    }
    let empty = shown.contact_person.is_none() && shown.advisers.is_empty();
    if empty { Html::default() } else { Body::new().h3("Who can help with it").add(&list).done() }
}

/// What can be done from here: a heading's worth of links, each only where it is open.
/// A link: where to, its words, what it needs leave for, whether it makes sense now.
type Offer<'a> = (&'a str, &'a str, Action, bool);

fn more(view: &IncidentView) -> Html {
    let (here, incident) = (page(view), &view.incident);
    let (open, kept) = (incident.is_open(), incident.stage != Stage::EnteredInError);
    let closable = matches!(incident.stage, Stage::ActionUnderWay | Stage::Reopened);
    let form = !view.pack.reviewing.escalation_questions.is_empty();
    let critical = !view.pack.vocabulary.critical_examples.is_empty() && incident.critical.is_none();
    let groups: [(&str, &[Offer]); 3] = [
        (
            "Add",
            &[
                (
                    "Finish the report",
                    "/finish",
                    Action::AddToIncident,
                    open && incident.finished_at.is_none(),
                ),
                ("Words", "/words", Action::AddToIncident, kept),
                ("Somebody involved", "/people", Action::AddToIncident, kept),
                ("A file", "/files", Action::AddToIncident, kept),
                ("What led to it", "/trigger", Action::AddToIncident, open),
                ("Emergency services", "/services", Action::AddToIncident, kept),
                ("Report to the police", "/police", Action::RecordAuthorities, kept),
                ("A correction", "/correction", Action::AddToIncident, open),
            ],
        ),
        (
            "Sort",
            &[
                ("Kind of conduct", "/conduct", Action::AddToIncident, open),
                ("Marks", "/flags", Action::AddToIncident, open),
                ("Class as critical", "/critical", Action::ReviewIncident, open && critical),
                ("Who it was", "/customer", Action::LinkIncident, open),
                ("Link to another incident", "/links", Action::LinkIncident, open),
                ("Similar reports", "/similar", Action::AddToIncident, kept),
            ],
        ),
        (
            "Act",
            &[
                ("Incident form", "/form", Action::SubmitForm, open && form && incident.form.is_none()),
                ("Talk with the staff member", "/consultation", Action::ConsultStaff, open),
                ("Put something right", "/rectification", Action::Rectify, kept),
                ("Apologise", "/apology", Action::Rectify, kept),
                ("Add a follow-up", "/follow-ups", Action::FollowUp, open),
                ("Escalate", "/escalation", Action::EscalateIncident, open),
                ("Close", "/closing", Action::CloseIncident, closable),
                ("Reopen", "/reopening", Action::CloseIncident, incident.stage == Stage::Closed),
                ("Entered in error", "/error", Action::EnterInError, kept),
                ("Print the review", "/review/print", Action::ReadReview, !incident.decisions.is_empty()),
                ("Print the incident form", "/form/print", Action::ReadIncident, incident.form.is_some()),
            ],
        ),
    ];
    groups
        .iter()
        .fold(Body::new(), |body, (title, links)| {
            let offered = links.iter().filter(|(.., action, open)| *open && view.offers.contains(action));
            let offered: Vec<(&str, String)> =
                offered.map(|(text, path, ..)| (*text, format!("{here}{path}"))).collect();
            if offered.is_empty() { body } else { body.h3(title).links(offered) }
        })
        .done()
}

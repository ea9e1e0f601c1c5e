//! The first report: one page, eight questions, nothing that must be written.

use evenhand_domain::incident::{Conduct, Harm, Involved, InvolvedPart, Presence, Report, Safety, Who};
use evenhand_domain::{CustomerId, Problem, SiteId, StaffId};
use evenhand_policy::access::Duty;
use evenhand_policy::facts::Part;
use evenhand_policy::pack::{Channel, Coded, SiteKind, find};
use evenhand_ui::{
    Button, CheckboxItem, Checkboxes, DraftStatus, Html, Input, InsetText, RadioItem, Radios, Select,
    Textarea, WarningText,
};
use jiff::Timestamp;

use super::{choices, coded, procedures};
use crate::body::Body;
use crate::cx::Cx;
use crate::form::{self, Field, Form, Items, Kind, error_of};
use crate::home::{channels, lines};
use crate::respond::{Answer, Failure};
use crate::values::parse_time;
use crate::words;

pub(crate) const FORM: Form = Form {
    title: "Record what happened",
    lead: "",
    fields: &[
        Field::new("safe", "Are you safe now?", Kind::One(safety)),
        Field::new("customer", "The customer's id", Kind::Line).optional(),
        Field::new("description", "What they looked like", Kind::Words).optional(),
        Field::new("channel", "How", Kind::One(channels)),
        Field::new("site", "Site", Kind::Pick(sites)).optional(),
        Field::new("site_kind", "Kind of place", Kind::Pick(site_kinds)),
        Field::new("place", "Where exactly", Kind::Line).optional(),
        Field::new("occurred_at", "When", Kind::Moment),
        Field::new("in_progress", "It is still happening", Kind::Tick).optional(),
        Field::new("business_line", "Business line", Kind::Pick(lines)).optional(),
        Field::new("happenings", "What happened?", Kind::Any(happenings)),
        Field::new("classes", "Class of conduct", Kind::Any(classes)).optional(),
        Field::new("kinds", "Kinds of conduct", Kind::Any(kinds)).optional(),
        Field::new("issues", "What it puts at stake", Kind::Any(issues)).optional(),
        Field::new("parties", "Whom it affects", Kind::Any(parties)).optional(),
        Field::new("presence", "Is the person still here, or likely to come back?", Kind::One(presences)),
        Field::new("harm", "Was anyone hurt, or did you call for help?", Kind::Any(harms)).optional(),
        Field::new("words", "In your own words", Kind::Words).optional(),
        Field::new("part", "You, where you record for someone", Kind::One(parts)).optional(),
        Field::new("affected_staff", "Who it happened to", Kind::Pick(crate::customers::everyone)).optional(),
        Field::new("affected_other", "Or somebody who does not work here", Kind::Line).optional(),
        Field::new("role_at_time", "Your role at the time", Kind::Pick(roles_at_time)).optional(),
        Field::new("someone_else", "Somebody other than my manager should read it", Kind::Tick).optional(),
        Field::new("handler", "Who should handle a private report", Kind::Pick(handlers)).optional(),
        Field::new("learned_by", "How you learned of it", Kind::Pick(crate::work::learned_by)).optional(),
        Field::new("learned_at", "When you learned of it, if not now", Kind::Moment).optional(),
    ],
    button: "Save and send",
};

fn items<const N: usize>(pairs: [(&str, &str); N]) -> Items {
    pairs.iter().map(|(code, label)| ((*code).to_owned(), (*label).to_owned(), String::new())).collect()
}

fn safety(_: &Cx) -> Items {
    items([("yes", "Yes"), ("get-help", "No, get help to me"), ("other", "I'm recording for someone")])
}

fn presences(_: &Cx) -> Items {
    items([("gone", "No"), ("still-here", "Still here"), ("may-return", "May come back")])
}

fn harms(_: &Cx) -> Items {
    items([
        ("hurt", "Hurt or unwell"),
        ("first-aid", "First aid"),
        ("security", "Security"),
        ("police", "Police"),
        ("ambulance", "Ambulance"),
        ("duress", "Duress"),
    ])
}

fn parts(_: &Cx) -> Items {
    items([("witnessed", "I saw or heard it"), ("on-behalf", "I was told of it")])
}

fn happenings(cx: &Cx) -> Items {
    coded(&cx.pack().vocabulary.happenings)
}

pub(super) fn classes(cx: &Cx) -> Items {
    coded(&cx.pack().vocabulary.conduct_classes)
}

pub(super) fn kinds(cx: &Cx) -> Items {
    coded(&cx.pack().vocabulary.conduct_kinds)
}

pub(super) fn issues(cx: &Cx) -> Items {
    choices(&cx.pack().vocabulary.issue_types)
}

pub(super) fn parties(cx: &Cx) -> Items {
    choices(&cx.pack().vocabulary.affected_parties)
}

pub(super) fn roles_at_time(cx: &Cx) -> Items {
    choices(&cx.pack().vocabulary.roles_at_time)
}

fn site_kinds(cx: &Cx) -> Items {
    coded(&cx.pack().vocabulary.site_kinds)
}

pub(super) fn sites(cx: &Cx) -> Items {
    let sites = &cx.who.directory().organisation().sites;
    let mut all: Items =
        sites.iter().map(|(id, site)| (id.to_string(), site.name.clone(), String::new())).collect();
    all.sort_by(|a, b| a.1.cmp(&b.1));
    all
}

fn handlers(cx: &Cx) -> Items {
    let directory = cx.who.directory();
    let mut able = directory.with_duty(Duty::Whs, None, cx.now(), cx.pack());
    able.extend(directory.with_duty(Duty::Reviewer, None, cx.now(), cx.pack()));
    able.retain(|id| *id != cx.staff);
    able.dedup();
    able.iter().map(|id| (id.to_string(), directory.name(id.as_str()), String::new())).collect()
}

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    let customer = match customer_id(cx)? {
        Some(id) => Some((id.clone(), cx.app.card_of(&cx.who, id.as_str(), Channel::default()).await?)),
        None => None,
    };
    let preferences = cx.app.preferences(&cx.who).await?;
    let given = Given::new(cx, &preferences);
    let typed = cx.form_values();
    let inside = Body::new()
        .add(&safe(cx))
        .add(&who(cx, customer.as_ref().map(|(id, card)| (id, card.name.as_str(), card.reference.as_str()))))
        .add(&when_and_where(cx, &given))
        .add(&what(cx))
        .add(&presence(cx))
        .add(&harm(cx))
        .add(&shown(
            Textarea::new("words", "In your own words (optional; you can add this later)")
                .rows(6)
                .value(typed.raw("words")),
            cx,
            "words",
        ))
        .add(&reader(cx))
        .add(&more(cx))
        .buttons([
            Button::new("Save and send").once(),
            Button::new("Save and come back").secondary().sends("_save", "yes"),
        ]);
    let status =
        cx.draft.as_ref().map(|d| format!("Draft saved at {}", words::time(d.saved_at, &cx.calendar())));
    let body = Body::new()
        .h1("Record what happened")
        .add(&DraftStatus::new(
            status.unwrap_or_else(|| "Nothing is saved yet. You can stop at any time.".to_owned()),
        ))
        .add(&help_first(cx, &given))
        .add(&form::wrap(cx, "/incidents/new", inside.done(), false))
        .link("How to report, and to whom", "/help/reporting");
    Ok(Answer::page("Record what happened", body.done()))
}

/// Help comes before any question; the matching emergency procedure first where it is still happening.
fn help_first(cx: &Cx, given: &Given) -> Html {
    let body = Body::new()
        .p("In danger now? Use the duress button or call 000. Do that before this form.")
        .p("You can stop at any time. Nothing you write is lost. You can ask someone else to finish.");
    let body = match cx.form_values().flag("in_progress") {
        true => body.add(&WarningText::new("It is still happening. Do this first:")),
        false => body.p("If it is still happening, do this first:"),
    };
    let places: Vec<&SiteKind> = match given.kind {
        Some(kind) => vec![kind],
        None => cx.pack().vocabulary.site_kinds.iter().collect(),
    };
    let of_places = places.into_iter().filter_map(|kind| {
        let procedure = procedures::of_kind(cx, kind)?;
        Some(Html::escaped(&format!("{}: ", kind.label())).and(&procedure))
    });
    let procedures: Vec<Html> = of_places.chain(procedures::of_no_place(cx)).collect();
    let body = body.list(procedures).link("What to do in an emergency", "/help/emergency");
    Html::of(&InsetText::html(body.done()))
}

/// What can be filled in before anybody asks: where this person works, how, since when, for which line.
struct Given<'a> {
    kind: Option<&'a SiteKind>,
    site: String,
    channel: String,
    line: String,
}

impl<'a> Given<'a> {
    fn new(cx: &'a Cx, preferences: &std::collections::BTreeMap<String, String>) -> Given<'a> {
        let staff = cx.who.directory().staff(&cx.staff);
        let own = staff.and_then(|staff| staff.details.site.as_ref()).map(ToString::to_string);
        let site = cx.form_values().text("site").or(own).unwrap_or_default();
        let kinds = &cx.pack().vocabulary.site_kinds;
        let sites = &cx.who.directory().organisation().sites;
        let of_site = site.parse::<SiteId>().ok().and_then(|id| sites.get(&id)).map(|site| site.kind.clone());
        let kind = cx.form_values().text("site_kind").or(of_site).unwrap_or_default();
        let preferred = |name: &str| preferences.get(name).cloned();
        let channel =
            cx.form_values().text("channel").or(cx.query.text("channel")).or_else(|| preferred("channel"));
        let line = cx.form_values().text("business_line").or_else(|| preferred("business_line"));
        Given {
            kind: find(kinds, &kind),
            site,
            channel: channel.unwrap_or_else(|| Channel::default().to_string()),
            line: line.unwrap_or_default(),
        }
    }
}

/// A component with what is wrong with its field.
fn shown<T>(component: T, cx: &Cx, name: &str) -> T
where
    T: WithError,
{
    component.with_error(error_of(cx, name).as_deref())
}

/// Components that can show an error.
pub(super) trait WithError {
    fn with_error(self, error: Option<&str>) -> Self;
}

macro_rules! with_error {
    ($($component:ty),+) => { $(impl WithError for $component {
        fn with_error(self, error: Option<&str>) -> Self {
            self.error(error)
        }
    })+ };
}
with_error!(Radios, Checkboxes, Textarea, Input, Select);

fn radios(cx: &Cx, name: &str, legend: &str, items: Items, otherwise: &str) -> Radios {
    let typed = cx.form_values().text(name).unwrap_or_else(|| otherwise.to_owned());
    let radios = items
        .into_iter()
        .fold(Radios::new(name, legend), |radios, (code, label, _)| radios.item(code, label));
    shown(radios.chosen(Some(typed.as_str()).filter(|typed| !typed.is_empty())), cx, name)
}

fn boxes(cx: &Cx, name: &str, legend: &str, items: Items) -> Checkboxes {
    let boxes = items.into_iter().fold(Checkboxes::new(name, legend), |boxes, (code, label, hint)| {
        let item = CheckboxItem::new(code, label);
        boxes.with(if hint.is_empty() { item } else { item.hint(hint) })
    });
    shown(boxes.chosen(cx.form_values().all(name)), cx, name)
}

fn select(cx: &Cx, name: &str, label: &str, items: Items, otherwise: &str) -> Select {
    let typed = cx.form_values().text(name).unwrap_or_else(|| otherwise.to_owned());
    let select = Select::new(name, label).item("", "Choose");
    let select = items.into_iter().fold(select, |select, (code, label, _)| select.item(code, label));
    shown(select.chosen(Some(typed.as_str())), cx, name)
}

/// 1: safe or not, or for somebody else.
fn safe(cx: &Cx) -> Radios {
    let typed = cx.form_values();
    let for_other = cx.query.raw("for") == "other";
    let chosen = typed.text("safe").unwrap_or_else(|| if for_other { "other" } else { "yes" }.to_owned());
    let person = select(cx, "affected_staff", "Who it happened to", crate::customers::everyone(cx), "");
    let other = shown(
        Input::new("affected_other", "Or somebody who does not work here, by name or description")
            .value(typed.raw("affected_other")),
        cx,
        "affected_other",
    );
    let part = radios(
        cx,
        "part",
        "You",
        items([("witnessed", "saw or heard it"), ("on-behalf", "were told of it")]),
        "on-behalf",
    );
    let learned = select(
        cx,
        "learned_by",
        "How you learned of it (optional)",
        crate::work::learned_by(cx),
        cx.query.raw("learned_by"),
    );
    let reveal = Body::new().add(&part).add(&person).add(&other).add(&learned).add(&learned_at(cx)).done();
    let radios = Radios::new("safe", "Are you safe now?")
        .item("yes", "Yes")
        .item("get-help", "No, get help to me")
        .with(RadioItem::new("other", "I'm recording for someone").reveal(reveal));
    let error = error_of(cx, "safe").or_else(|| error_of(cx, "affected")).or_else(|| error_of(cx, "part"));
    radios.chosen(Some(chosen.as_str())).error(error.as_deref())
}

/// When a manager learned of it, where that is known from before. Nobody is asked; without it, it is now.
fn learned_at(cx: &Cx) -> Html {
    let known = cx.form_values().text("learned_at").or_else(|| cx.query.text("learned_at"));
    known.map_or_else(Html::default, |at| {
        let field = format!("<input type=\"hidden\" name=\"learned_at\" value=\"{}\">", Html::escaped(&at));
        Html::trusted(field)
    })
}

/// 2: who it was.
fn who(cx: &Cx, customer: Option<(&CustomerId, &str, &str)>) -> Html {
    let typed = cx.form_values();
    match customer {
        Some((id, name, reference)) => Body::new()
            .h2("Who was it?")
            .p(&format!("{name} · {reference}"))
            .html(&format!(
                "<input type=\"hidden\" name=\"customer\" value=\"{}\">",
                Html::escaped(id.as_str())
            ))
            .link("It was somebody else", "/counter")
            .done(),
        None => {
            let described = Textarea::new("description", "Who was it? Describe them, as far as you can (optional)")
                .hint("If you know who it was, look them up first and record from their card. They can also be linked later.")
                .rows(2)
                .value(typed.raw("description"));
            Body::new().add(&shown(described, cx, "description")).link("Look them up", "/counter").done()
        }
    }
}

/// 3: how, where and when; folded, since it is filled in for most.
fn when_and_where(cx: &Cx, given: &Given) -> Html {
    let typed = cx.form_values();
    let kind = given.kind.map_or("", Coded::code);
    let when = typed.text("when").unwrap_or_else(|| "now".to_owned());
    let at_time =
        Input::new("today_time", "Time").value(typed.raw("today_time")).width(10).hint("For example 10:08am");
    let at_time = shown(at_time, cx, "today_time");
    let other_time = Input::new("occurred_at-time", "Time").value(typed.raw("occurred_at-time")).width(10);
    let other_day =
        form::date_input(cx, "occurred_at", "Day".to_owned()).error(error_of(cx, "occurred_at").as_deref());
    let other_day = Html::of(&other_day).and(&shown(other_time, cx, "occurred_at-time"));
    let radios = Radios::new("when", "When?")
        .item("now", "Now, or in the last few minutes")
        .with(RadioItem::new("today", "Earlier today").reveal(Html::of(&at_time)))
        .with(RadioItem::new("other", "Another day").reveal(other_day))
        .chosen(Some(when.as_str()))
        .error(error_of(cx, "occurred_at").or_else(|| error_of(cx, "today_time")).as_deref());
    let lines = lines(cx);
    let line = (lines.len() > 1).then(|| select(cx, "business_line", "Business line", lines, &given.line));
    let body = Body::new()
        .add(&radios)
        .add(&radios_inline(cx, given))
        .add(&select(cx, "site", "Site (optional)", sites(cx), &given.site))
        .add(&select(cx, "site_kind", "Kind of place", site_kinds(cx), kind))
        .add(&shown(
            Input::new("place", "Where exactly, or on which platform (optional)").value(typed.raw("place")),
            cx,
            "place",
        ))
        .maybe(line)
        .add(
            &Checkboxes::single("in_progress", "yes", "It is still happening")
                .chosen(typed.flag("in_progress").then_some("yes")),
        )
        .done();
    let complete = given.kind.is_some() && (!given.line.is_empty() || lines_known(cx));
    let wrong =
        ["occurred_at", "today_time", "site", "site_kind", "place", "business_line", "occurred_at-time"];
    let wrong = wrong.iter().any(|name| error_of(cx, name).is_some());
    if complete && !wrong && when == "now" {
        let site = given.site.parse::<SiteId>().ok().map(|site| cx.site(site.as_str()));
        let place =
            site.unwrap_or_else(|| given.kind.map_or_else(String::new, |kind| kind.label().to_owned()));
        let how = given.channel.parse::<Channel>().map(crate::home::channel_label).unwrap_or_default();
        let summary = format!("How, where and when: {how} · {place} · now. Change");
        return Html::of(&evenhand_ui::Details::new(summary, body));
    }
    Body::new().h2("How, where and when?").add(&body).done()
}

fn radios_inline(cx: &Cx, given: &Given) -> Radios {
    radios(cx, "channel", "The person was", channels(cx), &given.channel).inline()
}

/// Whether there is nothing to choose among business lines.
fn lines_known(cx: &Cx) -> bool {
    cx.pack().vocabulary.business_lines.len() < 2
}

/// 4: what happened; classes and stakes are asked only where the boxes do not tell them.
fn what(cx: &Cx) -> Html {
    let mut body =
        Body::new().add(&boxes(cx, "happenings", "What happened? Choose all that apply", happenings(cx)));
    let more: [(&str, &str, Items); 4] = [
        ("classes", "Class of conduct", classes(cx)),
        ("issues", "What does it put at stake?", issues(cx)),
        ("parties", "Whom does it affect?", parties(cx)),
        ("kinds", "Kind of conduct", kinds(cx)),
    ];
    for (name, legend, items) in more {
        let asked = error_of(cx, name).is_some() || !cx.form_values().all(name).is_empty();
        if asked && !items.is_empty() {
            body = body.add(&boxes(cx, name, legend, items));
        }
    }
    if error_of(cx, "capability_confirmed").is_some() {
        body = body.add(&Checkboxes::single(
            "capability_confirmed",
            "yes",
            "The customer is clearly capable of doing otherwise",
        ));
    }
    body.done()
}

/// 5: still there, or coming back.
fn presence(cx: &Cx) -> Radios {
    radios(cx, "presence", "Is the person still here, or likely to come back?", presences(cx), "gone")
}

/// 6: hurt, or help called.
fn harm(cx: &Cx) -> Checkboxes {
    let boxes = harms(cx).into_iter().fold(
        Checkboxes::new("harm", "Was anyone hurt, or did you call for help?"),
        |boxes, (code, label, _)| boxes.item(code, label),
    );
    let boxes = boxes.divider("or").with(CheckboxItem::new("none", "No").exclusive());
    shown(boxes.chosen(cx.form_values().all("harm")), cx, "harm")
}

/// 8: who reads it.
fn reader(cx: &Cx) -> Html {
    let manager = cx.who.directory().staff(&cx.staff).and_then(|staff| staff.details.line_manager.clone());
    let manager = manager.map_or_else(|| "Your manager".to_owned(), |id| cx.name(id.as_str()));
    let text = format!("{manager} was involved, or I would rather someone else reads it");
    let chosen = cx.form_values().flag("someone_else").then_some("yes");
    let told = format!("{manager} will be told and reads it.");
    Body::new().p(&told).add(&Checkboxes::single("someone_else", "yes", text).chosen(chosen)).done()
}

/// For those who want it: the role at the time, and who handles a private report.
fn more(cx: &Cx) -> Html {
    let mut body = Body::new();
    let roles = roles_at_time(cx);
    if !roles.is_empty() {
        body = body.add(&select(cx, "role_at_time", "Your role at the time (optional)", roles, ""));
    }
    body = body
        .add(&select(cx, "handler", "Who should handle it, if it was sexual behaviour (optional)", handlers(cx), ""))
        .small("Such a report goes to them alone. It stays out of the customer's record, and you never have to face the person.");
    let wrong = error_of(cx, "handler").is_some() || error_of(cx, "role_at_time").is_some();
    if wrong {
        return body.done();
    }
    Html::of(&evenhand_ui::Details::new("Your role, and private handling", body.done()))
}

fn customer_id(cx: &Cx) -> Result<Option<CustomerId>, Failure> {
    let named = cx.form_values().text("customer").or_else(|| cx.query.text("customer"));
    named.map(|id| id.parse().map_err(|()| Failure::NotFound)).transpose()
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    if cx.values.flag("_save") {
        form::keep(cx).await?;
        return Ok(Answer::Kept("/drafts?news=draft-saved".to_owned()));
    }
    let report = report(cx)?;
    let customer = customer_id(cx)?;
    let done = cx.app.report_incident(&cx.who, report, customer, &cx.unversioned()).await?;
    let id = done.stream.trim_start_matches("incident:").to_owned();
    Ok(Answer::see(format!("/incidents/{id}/sent"), &done))
}

fn report(cx: &Cx) -> Result<Report, Failure> {
    let values = &cx.values;
    // The part is asked under "I'm recording for someone"; a browser sends it even where that is not chosen.
    let part = match (values.raw("safe"), values.word("part")?) {
        ("other", Some(Part::Witnessed)) => Part::Witnessed,
        ("other", Some(Part::OnBehalf | Part::Experienced) | None) => Part::OnBehalf,
        (_, _) => Part::Experienced,
    };
    let harm = values.all("harm").iter().filter_map(|code| code.parse::<Harm>().ok()).collect();
    let set = |name: &str| values.all(name).into_iter().collect();
    Ok(Report {
        number: String::new(),
        part,
        safety: if values.raw("safe") == "get-help" { Safety::GetHelp } else { Safety::Safe },
        customer: None,
        description: values.text("description"),
        business_line: values.text("business_line"),
        channel: values.word("channel")?.unwrap_or_default(),
        site: values.word("site")?,
        site_kind: site_kind(cx)?,
        place: values.text("place"),
        occurred_at: occurred_at(cx)?,
        in_progress: values.flag("in_progress"),
        happenings: set("happenings"),
        conduct: Conduct {
            classes: set("classes"),
            kinds: set("kinds"),
            issues: set("issues"),
            parties: set("parties"),
            capability_confirmed: values.flag("capability_confirmed").then_some(true),
        },
        presence: values.word::<Presence>("presence")?.unwrap_or_default(),
        harm,
        words: values.text("words"),
        affected: affected(cx, part),
        role_at_time: values.text("role_at_time"),
        someone_else: values.flag("someone_else"),
        handler: values.word::<StaffId>("handler")?,
        learned_by: values.text("learned_by"),
        learned_at: values.moment("learned_at", &cx.calendar())?,
    })
}

/// The kind of place: as chosen, or that of the site.
fn site_kind(cx: &Cx) -> Result<String, Failure> {
    if let Some(kind) = cx.values.text("site_kind") {
        return Ok(kind);
    }
    let sites = &cx.who.directory().organisation().sites;
    let site = cx.values.word::<SiteId>("site")?.and_then(|id| sites.get(&id).cloned());
    Ok(site.map_or_else(String::new, |site| site.kind))
}

/// When: now, earlier today, another day; or a moment, as JSON has it.
fn occurred_at(cx: &Cx) -> Result<Timestamp, Failure> {
    let calendar = cx.calendar();
    match cx.values.raw("when") {
        "today" => {
            let time = parse_time(cx.values.raw("today_time")).ok_or_else(|| {
                Problem::field("today_time", "impossible-time", "Enter a time, such as 10:08am or 14:30")
            })?;
            Ok(calendar.moment(calendar.date(cx.now()), time))
        }
        "other" => {
            // A day without a time is enough: noon stands for it.
            let day = cx.values.must_date("occurred_at", "the day it happened")?;
            match cx.values.text("occurred_at-time") {
                Some(_) => Ok(cx.values.must_moment("occurred_at", &calendar, "when it happened")?),
                None => Ok(calendar.moment(day, jiff::civil::Time::constant(12, 0, 0, 0)).min(cx.now())),
            }
        }
        _ => Ok(cx.values.moment("occurred_at", &calendar)?.unwrap_or(cx.now())),
    }
}

/// Who it happened to, where that is not the reporter.
fn affected(cx: &Cx, part: Part) -> Vec<Involved> {
    if part == Part::Experienced {
        return Vec::new();
    }
    let staff = cx.values.text("affected_staff").and_then(|id| id.parse().ok()).map(Who::Staff);
    let other = cx.values.text("affected_other").map(Who::Other);
    staff.into_iter().chain(other).map(|who| Involved::new(who, InvolvedPart::Affected)).collect()
}

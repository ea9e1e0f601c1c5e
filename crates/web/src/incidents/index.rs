//! Incidents listed: by step and age, filtered, and as a register to keep.

use evenhand_domain::incident::Stage;
use evenhand_policy::pack::{Feature, label};
use evenhand_store::read::{IncidentFilter, IncidentRow, Outside};
use evenhand_ui::{Button, Checkboxes, Html, Input, ScrollRegion, Select, Table};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::coded;
use crate::body::{Body, link};
use crate::cx::Cx;
use crate::respond::{Answer, Failure};
use crate::words;

/// Incidents, in JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct List {
    pub incidents: Vec<Row>,
    /// How many incidents are at each step, and how long the oldest is.
    pub steps: Vec<StepView>,
    /// There are more: ask with a larger `offset`.
    pub more: bool,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct StepView {
    pub stage: String,
    pub count: u64,
    pub oldest_days: i64,
}

/// An incident in a list.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Row {
    pub id: String,
    pub number: String,
    pub customer: Option<String>,
    pub stage: String,
    pub occurred_at: String,
    pub reported_at: String,
    pub site: Option<String>,
    pub site_kind: String,
    pub business_line: Option<String>,
    pub severity: Option<String>,
    pub late: bool,
    pub reviewer: Option<String>,
    pub happenings: Vec<String>,
    pub age_days: i64,
    #[serde(skip)]
    occurred: Timestamp,
}

impl Row {
    pub(crate) fn new(cx: &Cx, row: &IncidentRow) -> Row {
        let (pack, calendar) = (cx.pack(), cx.calendar());
        let until = row.closed_at.unwrap_or(cx.now());
        Row {
            id: row.id.clone(),
            number: row.number.clone(),
            customer: row.customer_name.clone(),
            stage: row.stage.clone(),
            occurred_at: words::machine(row.occurred_at, &calendar),
            reported_at: words::machine(row.reported_at, &calendar),
            site: row.site.as_ref().map(|site| cx.site(site)),
            site_kind: label(&pack.vocabulary.site_kinds, &row.site_kind).to_owned(),
            business_line: row.business_line.as_ref().map(|line| line_label(cx, line)),
            severity: row
                .severity
                .as_ref()
                .map(|code| label(&pack.reviewing.severity_levels, code).to_owned()),
            late: row.late,
            reviewer: row.reviewer.as_ref().map(|id| cx.name(id)),
            happenings: row
                .happenings
                .iter()
                .map(|code| label(&pack.vocabulary.happenings, code).to_owned())
                .collect(),
            age_days: until.duration_since(row.reported_at).as_hours() / 24,
            occurred: row.occurred_at,
        }
    }
}

/// A business line by the organisation's own name.
pub(crate) fn line_label(cx: &Cx, code: &str) -> String {
    let own = cx.who.directory().organisation().lines.get(code).cloned();
    own.unwrap_or_else(|| label(&cx.pack().vocabulary.business_lines, code).to_owned())
}

/// A step in words.
pub(crate) fn stage_words(stage: &str) -> &'static str {
    match stage {
        "reported" => "Reported, nobody has begun",
        "in-assessment" => "Being reviewed",
        "action-under-way" => "Decided, being done",
        "closed" => "Closed",
        "reopened" => "Open again",
        _ => "Entered in error",
    }
}

const PAGE: u64 = 50;

pub(crate) async fn show(cx: &Cx) -> Result<Answer, Failure> {
    let filter = filter(cx);
    let rows = cx.app.incidents(&cx.who, &IncidentFilter { limit: PAGE + 1, ..filter.clone() }).await?;
    let more = rows.len() as u64 > PAGE;
    let mut steps = cx.app.incidents_by_stage(&cx.who).await?;
    steps.sort_by_key(|(stage, ..)| Stage::ALL.iter().position(|known| known.as_str() == stage));
    let step = |(stage, count, oldest): (String, u64, Timestamp)| StepView {
        stage,
        count,
        oldest_days: cx.now().duration_since(oldest).as_hours() / 24,
    };
    let incidents = rows.iter().take(PAGE as usize).map(|row| Row::new(cx, row)).collect();
    let view = List { incidents, steps: steps.into_iter().map(step).collect(), more };
    Ok(Answer::view("Incidents", &view, || {
        let mut steps = Table::new("By step and age").head(["Step", "Incidents", "Oldest"]);
        for step in &view.steps {
            let open = !matches!(step.stage.as_str(), "closed" | "entered-in-error");
            let age = if open { words::counted(step.oldest_days, "day") } else { String::new() };
            let href = format!("/incidents?stage={}", step.stage);
            steps = steps.row([
                link(stage_words(&step.stage), &href),
                Html::escaped(&step.count.to_string()),
                Html::escaped(&age),
            ]);
        }
        let mut body = Body::new()
            .h1("Incidents")
            .add(&ScrollRegion::new("By step and age", steps))
            .add(&filters(cx))
            .when(view.incidents.is_empty(), |body| body.p("There are none that you may see."));
        if !view.incidents.is_empty() {
            body = body.add(&table(cx, "Incidents", &view.incidents));
        }
        let query = |offset: u64| {
            let mut pairs: Vec<String> = Vec::new();
            for (name, value) in
                cx.query.pairs().iter().filter(|(name, value)| name != "offset" && !value.is_empty())
            {
                let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
                pairs.push(format!("{name}={value}"));
            }
            pairs.push(format!("offset={offset}"));
            pairs.join("&")
        };
        if filter.offset > 0 {
            body = body.link("Newer", &format!("/incidents?{}", query(filter.offset.saturating_sub(PAGE))));
        }
        if more {
            body = body.link("Older", &format!("/incidents?{}", query(filter.offset + PAGE)));
        }
        body.link("Register as a file (CSV)", &format!("/incidents/register.csv?{}", query(0))).done()
    }))
}

/// The filters of the address.
fn filter(cx: &Cx) -> IncidentFilter {
    let text = |name: &str| cx.query.text(name);
    let mark = ["class", "kind", "flag", "outcome", "mechanism", "trigger", "issue", "critical"];
    let mark = mark.iter().find_map(|what| Some(((*what).to_owned(), text(what)?)));
    let calendar = cx.calendar();
    let day = |name: &str| cx.query.date(name).ok().flatten();
    IncidentFilter {
        customer: text("customer"),
        stage: text("stage"),
        open: cx.query.answer("open"),
        mark,
        site: text("site"),
        site_kind: text("site_kind"),
        outside: cx.query.flag("outside_work").then(|| outside(cx)),
        business_line: text("business_line"),
        unit: text("unit"),
        severity: text("severity"),
        late: cx.query.answer("late"),
        recorder: text("mine").map(|_| cx.staff.to_string()),
        number: text("number").map(|number| number.trim().to_uppercase()),
        from: day("from").map(|day| calendar.start_of(day)),
        to: day("to").map(|day| calendar.close_of(day)),
        offset: text("offset").and_then(|text| text.parse().ok()).unwrap_or(0),
        limit: PAGE,
    }
}

/// What makes an incident one outside work: where it happened, or what kind of conduct it was.
fn outside(cx: &Cx) -> Outside {
    let v = &cx.pack().vocabulary;
    let places = v.site_kinds.iter().filter(|kind| kind.outside_work);
    let kinds = v.conduct_kinds.iter().filter(|kind| kind.off_site);
    Outside {
        site_kinds: places.map(|kind| kind.term.code.clone()).collect(),
        kinds: kinds.map(|kind| kind.term.code.clone()).collect(),
    }
}

/// The steps a case goes through, as they can be chosen.
fn stages() -> crate::form::Items {
    let item = |stage: &Stage| (stage.to_string(), stage_words(stage.as_str()).to_owned(), String::new());
    Stage::ALL.iter().map(item).collect()
}

fn filters(cx: &Cx) -> Html {
    let (v, r) = (&cx.pack().vocabulary, &cx.pack().reviewing);
    let sites = cx.who.directory().organisation().sites.iter();
    let sites = sites.map(|(id, site)| (id.to_string(), site.name.clone(), String::new())).collect();
    let yes_no =
        vec![("yes".to_owned(), "Yes".to_owned(), String::new()), ("no".into(), "No".into(), String::new())];
    let mut fields = Body::new().add(&Input::new("number", "Number").value(cx.query.raw("number")).width(20));
    for (name, text, items) in [
        ("stage", "Step", stages()),
        ("class", "Class of conduct", coded(&v.conduct_classes)),
        ("kind", "Kind of conduct", coded(&v.conduct_kinds)),
        ("flag", "Marked with", coded(&v.flags)),
        ("site", "Site", sites),
        ("site_kind", "Kind of place", coded(&v.site_kinds)),
        ("business_line", "Business line", crate::home::lines(cx)),
        ("severity", "Severity", coded(&r.severity_levels)),
        ("outcome", "Outcome", coded(&r.outcomes)),
        ("mechanism", "Mechanism", coded(&r.mechanisms)),
        ("open", "Open", yes_no.clone()),
        ("late", "Recorded late", yes_no),
    ] {
        if items.len() > 1 {
            let select = items
                .into_iter()
                .fold(Select::new(name, text).item("", "Any"), |select, (code, label, _)| {
                    select.item(code, label)
                });
            fields = fields.add(&select.chosen(Some(cx.query.raw(name))));
        }
    }
    if outside(cx) != Outside::default() {
        let chosen = cx.query.flag("outside_work").then_some("yes");
        let only = Checkboxes::single("outside_work", "yes", "Only outside work");
        fields = fields.add(&only.small().chosen(chosen));
    }
    let inside = Body::new()
        .html("<form method=\"get\" action=\"/incidents\"><div class=\"ucc-fields\">")
        .add(&fields.done())
        .html("</div>")
        .add(&Button::new("Apply").secondary())
        .html("</form>");
    Html::of(&evenhand_ui::Details::new("Filter", inside.done()))
}

/// Incidents as a table: the number is the link, the step comes last.
pub(crate) fn table(cx: &Cx, caption: &str, rows: &[Row]) -> ScrollRegion {
    // A policy without severity has nothing to say in that column.
    let graded = cx.pack().has(Feature::Severity);
    let severity = |text: Html| graded.then_some(text);
    let mut head = vec!["Number", "Person", "What", "When", "Where", "Severity", "Owner", "Step and age"];
    head.retain(|name| graded || *name != "Severity");
    let mut table = Table::new(caption).hide_caption().head(head);
    for row in rows {
        let text = |text: &str| Html::escaped(text);
        let when = words::near(row.occurred, cx.now(), &cx.calendar());
        let late = if row.late { format!("{when} (recorded late)") } else { when };
        let cells = [
            Some(link(&row.number, &format!("/incidents/{}", row.id))),
            Some(text(row.customer.as_deref().unwrap_or("not identified"))),
            Some(text(&row.happenings.join("; "))),
            Some(text(&late)),
            Some(text(row.site.as_deref().unwrap_or(&row.site_kind))),
            severity(text(row.severity.as_deref().unwrap_or("not graded"))),
            Some(text(row.reviewer.as_deref().unwrap_or("nobody yet"))),
            Some(text(&step_and_age(row))),
        ];
        table = table.row(cells.into_iter().flatten());
    }
    ScrollRegion::new(caption, table)
}

/// How far a case has come, and for how long it has been open.
fn step_and_age(row: &Row) -> String {
    let step = stage_words(&row.stage);
    match row.stage.as_str() {
        "closed" | "entered-in-error" => step.to_owned(),
        _ => format!("{step}; {} old", words::counted(row.age_days, "day")),
    }
}

/// The most rows a register holds.
const REGISTER: u64 = 20_000;

pub(crate) async fn csv(cx: &Cx) -> Result<Answer, Failure> {
    let filter = IncidentFilter { limit: REGISTER, offset: 0, ..filter(cx) };
    let rows = cx.app.incidents(&cx.who, &filter).await?;
    let failed = |why: csv::Error| Failure::Unavailable(why.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = [
        "number",
        "person",
        "what",
        "occurred_at",
        "reported_at",
        "site",
        "site_kind",
        "business_line",
        "severity",
        "recorded_late",
        "step",
        "reviewer",
        "staff_involved",
    ];
    writer.write_record(head).map_err(failed)?;
    for row in &rows {
        let roles = cx.app.roles_at_time(&cx.who, &row.id).await?;
        let view = Row::new(cx, row);
        let cells = [
            view.number,
            view.customer.unwrap_or_default(),
            view.happenings.join("; "),
            view.occurred_at,
            view.reported_at,
            view.site.unwrap_or_default(),
            view.site_kind,
            view.business_line.unwrap_or_default(),
            view.severity.unwrap_or_default(),
            if view.late { "yes" } else { "no" }.to_owned(),
            view.stage,
            view.reviewer.unwrap_or_default(),
            roles.join("; "),
        ];
        writer.write_record(cells.map(|cell| evenhand_app::import::harmless(&cell))).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|why| Failure::Unavailable(why.to_string()))?;
    let name = format!("incidents-{}.csv", cx.calendar().date(cx.now()));
    Ok(Answer::Download { bytes, media_type: "text/csv; charset=utf-8".to_owned(), name })
}

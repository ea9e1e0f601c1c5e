//! Places: units, sites, closed days, who tracks all uses of the policy, the target for reviews.

use evenhand_app::Request;
use evenhand_domain::organisation::{Holiday, MonitorNominated, OrganisationCommand, Site, TargetSet, Unit};
use evenhand_policy::Action;
use evenhand_policy::pack::label;
use evenhand_ui::{Html, ScrollRegion, Table};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::units;
use crate::body::Body;
use crate::customers::everyone;
use crate::cx::Cx;
use crate::form::{self, Field, Form, Items, Kind};
use crate::respond::{Answer, Failure};
use crate::words;

/// Places, in JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Places {
    pub units: Vec<UnitView>,
    pub sites: Vec<SiteView>,
    /// Days on which offices are closed.
    pub closed_days: Vec<ClosedDay>,
    /// The senior manager who tracks all uses of the policy.
    pub monitor: Option<String>,
    /// Hours within which a reported incident is to be reviewed.
    pub review_hours: Option<i64>,
    pub zone: String,
}

/// A part of the organisation.
#[derive(Serialize, JsonSchema)]
pub(crate) struct UnitView {
    pub id: String,
    pub name: String,
    /// The unit it belongs to.
    pub parent: Option<String>,
}

/// A place where the organisation works.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SiteView {
    pub id: String,
    pub name: String,
    pub kind: String,
    pub address: Option<String>,
    /// The region whose network contact advises it.
    pub region: Option<String>,
}

/// A day on which offices are closed.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ClosedDay {
    pub on: String,
    pub name: String,
    #[serde(skip)]
    date: Date,
}

pub(crate) const UNIT: Form = Form {
    title: "Add a unit",
    lead: "",
    fields: &[
        Field::new("name", "Name", Kind::Line),
        Field::new("parent", "The unit it belongs to", Kind::Pick(units)).optional(),
    ],
    button: "Add this unit",
};

pub(crate) const SITE: Form = Form {
    title: "Add a site",
    lead: "",
    fields: &[
        Field::new("name", "Name", Kind::Line),
        Field::new("kind", "Kind of place", Kind::One(kinds))
            .hint("It decides which emergency procedure is shown first"),
        Field::new("address", "Address", Kind::Line).optional(),
        Field::new("region", "Region", Kind::Line).optional(),
    ],
    button: "Add this site",
};

pub(crate) const HOLIDAY: Form = Form {
    title: "Add a closed day",
    lead: "It is not counted as a working day.",
    fields: &[Field::new("on", "Day", Kind::Date), Field::new("name", "What it is called", Kind::Line)],
    button: "Add this day",
};

pub(crate) const MONITOR: Form = Form {
    title: "Nominate the senior manager",
    lead: "They see every case of every unit, and track all uses of the policy.",
    fields: &[Field::new("staff", "Senior manager", Kind::Pick(everyone))],
    button: "Nominate",
};

pub(crate) const TARGET: Form = Form {
    title: "Set the target for reviews",
    lead: "A target of your own, beside what the policy asks for.",
    fields: &[Field::new("review_hours", "Hours from report to review", Kind::Short)],
    button: "Set this target",
};

/// The forms of the page, each with the last part of its address. One is open at a time.
const FORMS: &[(&str, &Form)] =
    &[("units", &UNIT), ("sites", &SITE), ("holidays", &HOLIDAY), ("monitor", &MONITOR), ("target", &TARGET)];

fn kinds(cx: &Cx) -> Items {
    let kinds = cx.who.pack().vocabulary.site_kinds.iter();
    kinds
        .map(|k| (k.term.code.clone(), k.term.label.clone(), k.term.hint.clone().unwrap_or_default()))
        .collect()
}

pub(crate) async fn index(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::EditOrganisation, &Default::default())?;
    let view = view(cx);
    Ok(Answer::view("Sites, units, closed days", &view, || {
        let monitor = view.monitor.as_deref().unwrap_or("Nobody is nominated.");
        let target = view
            .review_hours
            .map_or_else(|| "No target is set.".to_owned(), |hours| words::counted(hours, "hour"));
        Body::new()
            .h1("Sites, units, closed days")
            .p(&format!("Days are counted in the time of {}.", view.zone.replace('_', " ")))
            .h2("Units")
            .add(&or_none(view.units.is_empty(), || unit_table(&view)))
            .add(&offered(cx, "units"))
            .h2("Sites")
            .add(&or_none(view.sites.is_empty(), || site_table(&view)))
            .add(&offered(cx, "sites"))
            .h2("Closed days")
            .add(&or_none(view.closed_days.is_empty(), || day_table(&view)))
            .add(&offered(cx, "holidays"))
            .h2("Who tracks all uses of the policy")
            .p(monitor)
            .add(&offered(cx, "monitor"))
            .h2("Target for reviews")
            .p(&target)
            .add(&offered(cx, "target"))
            .done()
    })
    .back("/admin/people"))
}

fn view(cx: &Cx) -> Places {
    let organisation = cx.who.directory().organisation();
    let parent = |unit: &Unit| unit.parent.as_ref().map(|parent| cx.unit(parent.as_str()));
    let unit =
        |unit: &Unit| UnitView { id: unit.id.to_string(), name: unit.name.clone(), parent: parent(unit) };
    let site = |site: &Site| SiteView {
        id: site.id.to_string(),
        name: site.name.clone(),
        kind: label(&cx.who.pack().vocabulary.site_kinds, &site.kind).to_owned(),
        address: site.address.clone(),
        region: site.region.clone(),
    };
    let day =
        |(date, name): (&Date, &String)| ClosedDay { on: date.to_string(), name: name.clone(), date: *date };
    let mut units: Vec<UnitView> = organisation.units.values().map(unit).collect();
    units.sort_by(|a, b| a.name.cmp(&b.name));
    let mut sites: Vec<SiteView> = organisation.sites.values().map(site).collect();
    sites.sort_by(|a, b| a.name.cmp(&b.name));
    Places {
        units,
        sites,
        closed_days: organisation.holidays.iter().map(day).collect(),
        monitor: organisation.monitor.as_ref().map(|id| cx.name(id.as_str())),
        review_hours: organisation.review_hours,
        zone: organisation.set_up.as_ref().map(|set_up| set_up.zone.clone()).unwrap_or_default(),
    }
}

/// A link to a form, or the form itself once it is chosen or has come back.
fn offered(cx: &Cx, name: &str) -> Html {
    let Some((_, form)) = FORMS.iter().find(|(known, _)| *known == name) else { return Html::default() };
    let action = format!("/admin/places/{name}");
    let sent = FORMS.iter().any(|(known, _)| cx.path == format!("/admin/places/{known}"));
    let open = if sent { cx.path == action } else { cx.query.raw("item") == name };
    if !open {
        return Body::new().link(form.title, &format!("/admin/places?item={name}")).done();
    }
    Body::new()
        .h3(form.title)
        .when(!form.lead.is_empty(), |body| body.p(form.lead))
        .add(&form::markup(cx, form, &action))
        .done()
}

fn or_none(none: bool, table: impl FnOnce() -> ScrollRegion) -> Html {
    if none { Body::new().p("None are entered.").done() } else { Html::of(&table()) }
}

fn unit_table(view: &Places) -> ScrollRegion {
    let mut table = Table::new("Units").hide_caption().head(["Unit", "Belongs to"]);
    for unit in &view.units {
        table = table.row([unit.name.as_str(), unit.parent.as_deref().unwrap_or_default()]);
    }
    ScrollRegion::new("Units", table)
}

fn site_table(view: &Places) -> ScrollRegion {
    let mut table = Table::new("Sites").hide_caption().head(["Site", "Kind of place", "Address", "Region"]);
    for site in &view.sites {
        let known = |text: &Option<String>| text.clone().unwrap_or_default();
        table = table.row([site.name.clone(), site.kind.clone(), known(&site.address), known(&site.region)]);
    }
    ScrollRegion::new("Sites", table)
}

fn day_table(view: &Places) -> ScrollRegion {
    let mut table = Table::new("Closed days").hide_caption().head(["Day", "What it is called"]);
    for day in &view.closed_days {
        table = table.row([words::date(day.date), day.name.clone()]);
    }
    ScrollRegion::new("Closed days", table)
}

pub(crate) async fn add_unit(cx: &Cx) -> Result<Answer, Failure> {
    let request = cx.unversioned();
    let unit = Unit {
        id: cx.app.new_unit_id(&cx.who, &request),
        name: cx.values.raw("name").to_owned(),
        parent: cx.values.word("parent")?,
    };
    change(cx, OrganisationCommand::AddUnit(unit), &request).await
}

pub(crate) async fn add_site(cx: &Cx) -> Result<Answer, Failure> {
    let request = cx.unversioned();
    let site = Site {
        id: cx.app.new_site_id(&cx.who, &request),
        name: cx.values.raw("name").to_owned(),
        kind: cx.values.raw("kind").to_owned(),
        address: cx.values.text("address"),
        region: cx.values.text("region"),
    };
    change(cx, OrganisationCommand::AddSite(site), &request).await
}

pub(crate) async fn add_holiday(cx: &Cx) -> Result<Answer, Failure> {
    let holiday =
        Holiday { on: cx.values.must_date("on", "the day")?, name: cx.values.raw("name").to_owned() };
    change(cx, OrganisationCommand::AddHoliday(holiday), &cx.unversioned()).await
}

pub(crate) async fn nominate(cx: &Cx) -> Result<Answer, Failure> {
    let nominated = MonitorNominated { staff: cx.values.must("staff", "a senior manager")? };
    change(cx, OrganisationCommand::NominateMonitor(nominated), &cx.unversioned()).await
}

pub(crate) async fn target(cx: &Cx) -> Result<Answer, Failure> {
    let hours = cx.values.raw("review_hours").trim().parse();
    let hours = hours.map_err(|_| {
        evenhand_domain::Problem::field("review_hours", "not-a-number", "Enter hours, such as 48")
    })?;
    change(cx, OrganisationCommand::SetTarget(TargetSet { review_hours: hours }), &cx.unversioned()).await
}

async fn change(cx: &Cx, command: OrganisationCommand, request: &Request) -> Result<Answer, Failure> {
    let done = cx.app.change_organisation(&cx.who, command, request).await?;
    Ok(Answer::see("/admin/places?news=saved", &done))
}

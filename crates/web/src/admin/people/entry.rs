//! Who somebody is: entered once, changed later.

use evenhand_domain::StaffId;
use evenhand_domain::staff::{Details, Engagement, StaffCommand};
use evenhand_policy::Action;

use super::super::units;
use super::change;
use crate::body::Body;
use crate::customers::everyone;
use crate::cx::Cx;
use crate::form::{self, Field, Form, Items, Kind};
use crate::respond::{Answer, Failure};
use crate::values::Values;

pub(crate) const DETAILS: Form = Form {
    title: "Who they are",
    lead: "",
    fields: &[
        Field::new("name", "Name", Kind::Line).hint("For colleagues only"),
        Field::new("display_name", "Name shown outside", Kind::Line).hint("As in letters, such as P. Wren"),
        Field::new("engagement", "They work here as", Kind::One(engagements)),
        Field::new("unit", "Unit", Kind::Pick(units)).optional(),
        Field::new("site", "Usual site", Kind::Pick(sites)).optional(),
        Field::new("line_manager", "Line manager", Kind::Pick(everyone))
            .hint("Reviews what they report")
            .optional(),
        Field::new("email", "E-mail at work", Kind::Line).optional(),
        Field::new("phone", "Extension or telephone at work", Kind::Line).optional(),
    ],
    button: "Save",
};

fn engagements(_: &Cx) -> Items {
    Engagement::ALL
        .iter()
        .map(|kind| (kind.to_string(), engagement(*kind).to_owned(), String::new()))
        .collect()
}

/// How somebody works here, in words.
pub(super) fn engagement(kind: Engagement) -> &'static str {
    match kind {
        Engagement::Employee => "Employee",
        Engagement::Contractor => "Contractor",
        Engagement::LabourHire => "Labour hire",
        Engagement::Agent => "Agent",
    }
}

fn sites(cx: &Cx) -> Items {
    let sites = &cx.who.directory().organisation().sites;
    let mut items: Items =
        sites.iter().map(|(id, site)| (id.to_string(), site.name.clone(), String::new())).collect();
    items.sort_by(|a, b| a.1.cmp(&b.1));
    items
}

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::EditStaff, &Default::default())?;
    let body = Body::new()
        .h1("Enter somebody")
        .p("Roles and the account come afterwards.")
        .add(&form::markup(cx, &DETAILS, "/admin/people/new"));
    Ok(Answer::page("Enter somebody", body.done()).back("/admin/people"))
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    let command = StaffCommand::Enter(details(cx)?);
    let done = cx.app.change_staff(&cx.who, None, command, &cx.unversioned()).await?;
    let id = done.stream.trim_start_matches("staff:").to_owned();
    Ok(Answer::see(format!("/admin/people/{id}?news=added"), &done))
}

pub(crate) async fn edit(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::EditStaff, &Default::default())?;
    let id: StaffId = cx.id("staff")?;
    let (staff, version) = cx.app.staff_entry(&cx.who, &id).await?;
    cx.shows(version);
    cx.fill(filled(&staff.details));
    let title = format!("Change details of {}", staff.details.name);
    let body = Body::new().h1(&title).add(&form::markup(cx, &DETAILS, &cx.path));
    Ok(Answer::page(title, body.done()).back(format!("/admin/people/{id}")))
}

pub(crate) async fn update(cx: &Cx) -> Result<Answer, Failure> {
    change(cx, StaffCommand::Change(details(cx)?), &cx.request()).await
}

fn details(cx: &Cx) -> Result<Details, Failure> {
    let values = &cx.values;
    Ok(Details {
        name: values.raw("name").to_owned(),
        display_name: values.raw("display_name").to_owned(),
        engagement: values.must("engagement", "how they work here")?,
        unit: values.word("unit")?,
        site: values.word("site")?,
        line_manager: values.word("line_manager")?,
        email: values.text("email"),
        phone: values.text("phone"),
    })
}

/// What is known, as the form holds it.
fn filled(details: &Details) -> Values {
    let mut values = Values::default();
    let id = |id: Option<&str>| id.unwrap_or_default().to_owned();
    for (name, value) in [
        ("name", details.name.clone()),
        ("display_name", details.display_name.clone()),
        ("engagement", details.engagement.to_string()),
        ("unit", id(details.unit.as_ref().map(|unit| unit.as_str()))),
        ("site", id(details.site.as_ref().map(|site| site.as_str()))),
        ("line_manager", id(details.line_manager.as_ref().map(|manager| manager.as_str()))),
        ("email", details.email.clone().unwrap_or_default()),
        ("phone", details.phone.clone().unwrap_or_default()),
    ] {
        values.push(name, value);
    }
    values
}

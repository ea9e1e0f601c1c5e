//! Giving somebody a role, and ending it.

use evenhand_domain::StaffId;
use evenhand_domain::staff::{RoleEnded, RoleGiven, StaffCommand};
use evenhand_policy::Action;

use super::super::{today, units};
use super::change;
use crate::body::Body;
use crate::cx::Cx;
use crate::form::{self, Field, Form, Kind};
use crate::respond::{Answer, Failure};
use crate::values::Values;

pub(crate) const ROLE: Form = Form {
    title: "Give a role",
    lead: "What somebody may do follows from their roles.",
    fields: &[
        Field::new("role", "Role", Kind::Pick(super::super::roles)),
        Field::new("units", "For which units", Kind::Any(units))
            .hint("Those below are included. None: for all")
            .optional(),
        Field::new("from", "First day", Kind::Date),
        Field::new("to", "Last day", Kind::Date).optional(),
    ],
    button: "Give this role",
};

pub(crate) const END: Form = Form {
    title: "End a role",
    lead: "",
    fields: &[
        Field::new("on", "Last day in the role", Kind::Date),
        Field::new("because", "Why", Kind::Line).optional(),
    ],
    button: "End the role",
};

pub(crate) async fn roles(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::EditStaff, &Default::default())?;
    let id: StaffId = cx.id("staff")?;
    let (staff, _) = cx.app.staff_entry(&cx.who, &id).await?;
    let mut begins = Values::default();
    begins.push("from", today(cx).to_string());
    cx.fill(begins);
    let title = format!("Give {} a role", staff.details.name);
    let body = Body::new().h1(&title).p(ROLE.lead).add(&form::markup(cx, &ROLE, &cx.path));
    let body = body.link("What each role does", "/help/guide#roles");
    Ok(Answer::page(title, body.done()).back(format!("/admin/people/{id}")))
}

pub(crate) async fn give_role(cx: &Cx) -> Result<Answer, Failure> {
    let units = cx.values.all("units");
    let units: Result<_, ()> = units.iter().map(|unit| unit.parse()).collect();
    let unknown = |()| evenhand_domain::Problem::field("units", "unknown-unit", "Choose units that exist");
    let given = RoleGiven {
        n: 0,
        role: cx.values.raw("role").to_owned(),
        units: units.map_err(unknown)?,
        from: cx.values.must_date("from", "the first day")?,
        to: cx.values.date("to")?,
    };
    change(cx, StaffCommand::GiveRole(given), &cx.unversioned()).await
}

pub(crate) async fn end_role(cx: &Cx) -> Result<Answer, Failure> {
    let ended = RoleEnded {
        n: cx.id("n")?,
        on: cx.values.must_date("on", "the last day in the role")?,
        because: cx.values.text("because"),
    };
    change(cx, StaffCommand::EndRole(ended), &cx.unversioned()).await
}

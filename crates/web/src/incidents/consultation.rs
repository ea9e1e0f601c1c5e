//! The talk with the staff member who reported or asked for access to be changed (Mount Gambier 7.1).

use evenhand_domain::incident::{IncidentCommand, StaffConsulted};
use evenhand_policy::Action;
use evenhand_ui::{Button, Select, Textarea};

use super::{change, heading, open, page};
use crate::body::Body;
use crate::customers::everyone;
use crate::cx::Cx;
use crate::form::{self, error_of};
use crate::respond::{Answer, Failure};

const TITLE: &str = "Talk with the staff member";

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    let view = open(cx, Action::ConsultStaff).await?;
    let said = &view.incident.consultation;
    let typed = cx.form_values();
    let with = typed.text("with").or_else(|| said.as_ref().map(|(talk, _)| talk.with.to_string()));
    let with = with.unwrap_or_else(|| view.incident.recorder.clone());
    let everyone = everyone(cx).into_iter();
    let select =
        everyone.fold(Select::new("with", "With whom"), |select, (code, text, _)| select.item(code, text));
    let mut fields =
        Body::new().add(&select.chosen(Some(with.as_str())).error(error_of(cx, "with").as_deref()));
    for point in &view.pack.reviewing.consultation_points {
        let known = said.as_ref().and_then(|(talk, _)| talk.points.get(&point.code)).cloned();
        let text = typed.text(&point.code).or(known).unwrap_or_default();
        let area = Textarea::new(point.code.as_str(), point.label.as_str()).rows(4).value(text);
        fields = fields.add(&area.error(error_of(cx, &point.code).as_deref()));
    }
    let inside = fields.add(&Button::new("Save").once()).done();
    let body = heading(cx, &view)
        .h1(TITLE)
        .p("Talk first, then write down what was said. The customer's account and this one are weighed together.")
        .add(&form::wrap(cx, &cx.path, inside, false));
    Ok(Answer::page(TITLE, body.done()).back(page(&view)))
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    // The decision keeps the points of the policy that the case began under.
    let points = cx.values.answers();
    let consulted = StaffConsulted { with: cx.values.must("with", "with whom you talked")?, points };
    change(cx, IncidentCommand::ConsultStaff(consulted), "?news=saved").await
}

//! Emergency services that were called, and reports to the police.

use evenhand_domain::incident::{IncidentCommand, PoliceReported, ServiceCalled};
use evenhand_policy::Action;

use super::{add, choices, with_heading};
use crate::cx::Cx;
use crate::form::{Field, Form, Items, Kind};
use crate::respond::{Answer, Failure};

pub(crate) const SERVICE: Form = Form {
    title: "Emergency services",
    lead: "When the service was called, and what came of it. You can enter this again when more is known.",
    fields: &[
        Field::new("service", "Service", Kind::One(services)),
        Field::new("called_at", "When it was called", Kind::Moment),
        Field::new("outcome", "What came of it", Kind::Line)
            .hint("For example: came at 4:05pm, the person had left"),
        Field::new("reference", "Its reference, if it gave one", Kind::Line).optional(),
    ],
    button: "Save",
};

pub(crate) const POLICE: Form = Form {
    title: "Report to the police",
    lead: "Record the report that was made. A report by telephone may have no reference yet; it can be entered later.",
    fields: &[
        Field::new("made_at", "When it was made", Kind::Moment),
        Field::new("how", "How", Kind::Line)
            .hint("For example: by telephone, at the station, to officers who came"),
        Field::new("officer", "The officer, as they gave their name or number", Kind::Line).optional(),
        Field::new("reference", "Reference", Kind::Line).optional(),
    ],
    button: "Save",
};

fn services(cx: &Cx) -> Items {
    choices(&cx.pack().vocabulary.emergency_services)
}

pub(crate) async fn services_called(cx: &Cx) -> Result<Answer, Failure> {
    if let Some(service) = cx.query.text("service") {
        cx.fill([("service", service)].into_iter().collect());
    }
    with_heading(cx, Action::AddToIncident, &SERVICE).await
}

pub(crate) async fn call_service(cx: &Cx) -> Result<Answer, Failure> {
    let called = ServiceCalled {
        service: cx.values.raw("service").to_owned(),
        called_at: cx.values.must_moment("called_at", &cx.calendar(), "when it was called")?,
        outcome: cx.values.raw("outcome").to_owned(),
        reference: cx.values.text("reference"),
    };
    add(cx, IncidentCommand::CallService(called), "?news=saved").await
}

pub(crate) async fn police(cx: &Cx) -> Result<Answer, Failure> {
    with_heading(cx, Action::RecordAuthorities, &POLICE).await
}

pub(crate) async fn report_to_police(cx: &Cx) -> Result<Answer, Failure> {
    let report = PoliceReported {
        made_at: cx.values.must_moment("made_at", &cx.calendar(), "when it was made")?,
        how: cx.values.raw("how").to_owned(),
        officer: cx.values.text("officer"),
        reference: cx.values.text("reference"),
    };
    add(cx, IncidentCommand::ReportToPolice(report), "?news=saved").await
}

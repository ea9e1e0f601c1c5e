//! Naming those involved.

use evenhand_domain::Problem;
use evenhand_domain::incident::{IncidentCommand, Involved, InvolvedPart, Who};
use evenhand_policy::Action;

use super::{add, with_heading};
use crate::customers::everyone;
use crate::cx::Cx;
use crate::form::{Field, Form, Items, Kind};
use crate::respond::{Answer, Failure};

pub(crate) const FORM: Form = Form {
    title: "Name somebody",
    lead: "Everybody it happened to should be named, so that everybody is looked after.",
    fields: &[
        Field::new("who", "A colleague", Kind::Pick(everyone)).optional(),
        Field::new("other", "Or somebody else, by name or description", Kind::Line).optional(),
        Field::new("part", "Their part", Kind::One(parts)),
        Field::new("role_at_time", "Their role at the time", Kind::Pick(super::report::roles_at_time))
            .optional(),
        Field::new("physically", "They were affected in body", Kind::Tick).optional(),
        Field::new("psychologically", "They were affected in mind", Kind::Tick).optional(),
        Field::new("left_ill", "They left work ill", Kind::Tick).optional(),
    ],
    button: "Add",
};

fn parts(_: &Cx) -> Items {
    let label = |part: &InvolvedPart| {
        let label = match part {
            InvolvedPart::Affected => "It happened to them",
            InvolvedPart::Witness => "They saw or heard it",
            InvolvedPart::Responder => "They came to help",
        };
        (part.to_string(), label.to_owned(), String::new())
    };
    InvolvedPart::ALL.iter().map(label).collect()
}

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    with_heading(cx, Action::AddToIncident, &FORM).await
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    let who = match (cx.values.word("who")?, cx.values.text("other")) {
        (Some(staff), None) => Who::Staff(staff),
        (None, Some(name)) => Who::Other(name),
        (Some(_), Some(_)) => return Err(one("Choose a colleague or enter a name, not both").into()),
        (None, None) => return Err(one("Choose a colleague or enter a name").into()),
    };
    let person = Involved {
        role_at_time: cx.values.text("role_at_time"),
        physically: cx.values.flag("physically"),
        psychologically: cx.values.flag("psychologically"),
        left_ill: cx.values.flag("left_ill"),
        ..Involved::new(who, cx.values.must("part", "their part")?)
    };
    add(cx, IncidentCommand::InvolvePerson(person), "?news=added").await
}

fn one(says: &str) -> Problem {
    Problem::field("who", "one-person", says)
}

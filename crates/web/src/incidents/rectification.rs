//! Where we contributed: putting it right, and saying sorry.

use evenhand_domain::incident::{Apologised, IncidentCommand, Rectified};
use evenhand_policy::Action;

use super::{add, with_heading};
use crate::cx::Cx;
use crate::form::{Field, Form, Kind};
use crate::respond::{Answer, Failure};

pub(crate) const FORM: Form = Form {
    title: "Put something right",
    lead: "",
    fields: &[
        Field::new("what", "What was wrong, and what was done about it", Kind::Words),
        Field::new("done_on", "The day it was done", Kind::Date),
    ],
    button: "Save",
};

pub(crate) const APOLOGY: Form = Form {
    title: "Apologise",
    lead: "An apology says what we did, that we are sorry, and what we have done about it. It asks for nothing.",
    fields: &[
        Field::new("form", "How the apology was made", Kind::Line)
            .hint("For example: by telephone, in person, by letter"),
        Field::new("made_on", "The day it was made", Kind::Date),
        Field::new("what_for", "What it was for", Kind::Words),
    ],
    button: "Save",
};

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    with_heading(cx, Action::Rectify, &FORM).await
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    let rectified = Rectified {
        what: cx.values.raw("what").to_owned(),
        done_on: cx.values.must_date("done_on", "the day it was done")?,
    };
    add(cx, IncidentCommand::Rectify(rectified), "?news=saved").await
}

pub(crate) async fn apology(cx: &Cx) -> Result<Answer, Failure> {
    with_heading(cx, Action::Rectify, &APOLOGY).await
}

pub(crate) async fn apologise(cx: &Cx) -> Result<Answer, Failure> {
    let apology = Apologised {
        form: cx.values.raw("form").to_owned(),
        made_on: cx.values.must_date("made_on", "the day it was made")?,
        what_for: cx.values.raw("what_for").to_owned(),
    };
    add(cx, IncidentCommand::Apologise(apology), "?news=saved").await
}

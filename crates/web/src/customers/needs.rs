//! What somebody needs so that they can be served, and what is known of their circumstances.

use evenhand_domain::customer::{
    CircumstanceEnded, CircumstanceRecorded, CustomerCommand, NeedEnded, NeedRecorded,
};
use evenhand_policy::pack::label;
use evenhand_ui::{Button, Html, Input};

use super::{bar, change, need_says};
use crate::body::Body;
use crate::cx::Cx;
use crate::form::{self, Field, Form, Kind};
use crate::respond::{Answer, Failure};
use crate::words;

pub(crate) const NEED: Form = Form {
    title: "Record a need",
    lead: "Needs are shown first on the contact card, before anything else.",
    fields: &[
        Field::new("need", "They need", Kind::Pick(known_needs)),
        Field::new("note", "In their case", Kind::Line)
            .hint("For example: left ear, mornings are better")
            .optional(),
    ],
    button: "Record this need",
};

pub(crate) const CIRCUMSTANCE: Form = Form {
    title: "Record a circumstance",
    lead: "",
    fields: &[
        Field::new("circumstance", "Circumstance", Kind::Pick(known_circumstances)),
        Field::new("source", "How it is known", Kind::Line).hint("For example: they told us on 3 March"),
    ],
    button: "Record this circumstance",
};

pub(crate) const END: Form =
    Form { title: "End", lead: "", fields: &[Field::new("because", "Why", Kind::Line)], button: "End" };

fn known_needs(cx: &Cx) -> Vec<(String, String, String)> {
    let needs = cx.who.pack().vocabulary.needs.iter();
    needs.map(|need| (need.term.code.clone(), need.term.label.clone(), String::new())).collect()
}

fn known_circumstances(cx: &Cx) -> Vec<(String, String, String)> {
    let known = cx.who.pack().vocabulary.circumstances.iter();
    known.map(|term| (term.code.clone(), term.label.clone(), String::new())).collect()
}

pub(crate) async fn index(cx: &Cx) -> Result<Answer, Failure> {
    let file = cx.app.customer_file(&cx.who, cx.param("customer")).await?;
    cx.shows(file.version);
    let (id, v) = (file.id.as_str(), &cx.who.pack().vocabulary);
    let mut body = Body::new().add(&bar(cx, id, &file.customer)).h1("Needs and circumstances").h2("Needs");
    if file.customer.needs.is_empty() {
        body = body.p("No needs are recorded.");
    }
    for need in &file.customer.needs {
        let note = need.note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
        body = body
            .h3(&format!("{}{note}", label(&v.needs, &need.need)))
            .p(&format!("On the card: {}", need_says(cx, &need.need)))
            .add(&ending(
                cx,
                &format!("/customers/{id}/needs"),
                &format!("need-{}", need.n),
                need.n,
                "End this need",
            ));
    }
    body = body.h2(NEED.title).p(NEED.lead).add(&form::markup(cx, &NEED, &format!("/customers/{id}/needs")));
    body = body.h2("Circumstances");
    for (known, at) in &file.customer.circumstances {
        let since = words::moment(*at, &cx.calendar());
        body = body
            .h3(label(&v.circumstances, &known.circumstance))
            .p(&format!("Known from: {}. Recorded {since}.", known.source))
            .add(&ending(
                cx,
                &format!("/customers/{id}/circumstances"),
                &format!("circumstance-{}", known.n),
                known.n,
                "End this circumstance",
            ));
    }
    let action = format!("/customers/{id}/circumstances");
    body = body.add(&form::markup(cx, &CIRCUMSTANCE, &action));
    Ok(Answer::page("Needs and circumstances", body.done()).back(format!("/customers/{id}")))
}

/// A link, or once it is chosen, the line for the reason and the button.
fn ending(cx: &Cx, list: &str, item: &str, n: u32, button: &str) -> Html {
    let sent = cx.param("n") == n.to_string() && cx.path.starts_with(list);
    if cx.query.raw("item") != item && !sent {
        let page = format!("/customers/{}/needs?item={item}", cx.param("customer"));
        return Body::new().link(button, &page).done();
    }
    let inside = Body::new()
        .add(&Input::new("because", "Why").error(form::error_of(cx, "because").as_deref()))
        .add(&Button::new(button).secondary());
    form::wrap(cx, &format!("{list}/{n}/end"), inside.done(), false)
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    let need = NeedRecorded { n: 0, need: cx.values.raw("need").to_owned(), note: cx.values.text("note") };
    change(cx, CustomerCommand::RecordNeed(need), "/needs").await
}

pub(crate) async fn end(cx: &Cx) -> Result<Answer, Failure> {
    let ended = NeedEnded { n: cx.id("n")?, because: cx.values.raw("because").to_owned() };
    change(cx, CustomerCommand::EndNeed(ended), "/needs").await
}

pub(crate) async fn circumstance(cx: &Cx) -> Result<Answer, Failure> {
    let recorded = CircumstanceRecorded {
        n: 0,
        circumstance: cx.values.raw("circumstance").to_owned(),
        source: cx.values.raw("source").to_owned(),
    };
    change(cx, CustomerCommand::RecordCircumstance(recorded), "/needs").await
}

pub(crate) async fn end_circumstance(cx: &Cx) -> Result<Answer, Failure> {
    let ended = CircumstanceEnded { n: cx.id("n")?, because: cx.values.raw("because").to_owned() };
    change(cx, CustomerCommand::EndCircumstance(ended), "/needs").await
}

//! Who it was, and which incidents belong together.

use evenhand_app::lookup::{Asked, Looked};
use evenhand_domain::incident::LinkedHow;
use evenhand_domain::{CustomerId, Problem};
use evenhand_policy::Action;
use evenhand_policy::pack::Channel;

use super::{heading, open, page};
use crate::cx::Cx;
use crate::form::{self, Field, Form, Items, Kind};
use crate::respond::{Answer, Failure};

pub(crate) const CUSTOMER: Form = Form {
    title: "Who it was",
    lead: "Link the incident to a person only when you are sure. A wrong link is a wrong done to somebody.",
    fields: &[
        Field::new("customer", "Reference of the person", Kind::Short)
            .hint("For example WB-204417. Look them up first if you do not know it."),
        Field::new("because", "How you know who it was", Kind::Line),
    ],
    button: "Link",
};

pub(crate) const FORM: Form = Form {
    title: "Link to another incident",
    lead: "",
    fields: &[
        Field::new("number", "Number of the other incident", Kind::Short).hint("For example IN-2027-00118"),
        Field::new("how", "How they belong together", Kind::One(ways)),
        Field::new("because", "More about it", Kind::Words).optional(),
    ],
    button: "Link",
};

fn ways(_: &Cx) -> Items {
    let label = |how: &LinkedHow| {
        let label = match how {
            LinkedHow::SameEvent => "The other one is a report of the same event",
            LinkedHow::FollowsFrom => "This one arose while the other was being dealt with",
            LinkedHow::Related => "They belong to one course of conduct",
        };
        (how.to_string(), label.to_owned(), String::new())
    };
    LinkedHow::ALL.iter().map(label).collect()
}

pub(crate) async fn customer(cx: &Cx) -> Result<Answer, Failure> {
    let view = open(cx, Action::LinkIncident).await?;
    let body = heading(cx, &view);
    let body = match cx.who.may(Action::LookUpCustomer) {
        true => body.link("Look somebody up", "/counter"),
        false => body,
    };
    Ok(form::page(cx, &CUSTOMER, body, &page(&view)))
}

pub(crate) async fn link_customer(cx: &Cx) -> Result<Answer, Failure> {
    let customer = found(cx).await?;
    let (id, because) = (cx.param("incident"), cx.values.raw("because").to_owned());
    let done = cx.app.link_customer(&cx.who, id, &customer, because, &cx.request()).await?;
    Ok(Answer::see(format!("/incidents/{id}?news=saved"), &done))
}

/// The person named by reference, or by id where a program says who it was.
async fn found(cx: &Cx) -> Result<CustomerId, Failure> {
    let named = cx.values.raw("customer").trim().to_owned();
    if let Ok(id) = named.parse() {
        return Ok(id);
    }
    let nobody = || {
        Problem::field("customer", "unknown-customer", "There is nobody with this reference that you may see")
    };
    let asked = Asked { query: named, channel: Channel::default(), second: None };
    match cx.app.look_up(&cx.who, &asked).await? {
        Looked::Card(card) if card.confirmed_by == "reference" => {
            card.id.parse().map_err(|()| nobody().into())
        }
        Looked::Nothing => {
            Err(Problem::field("customer", "empty", "Enter the reference of the person").into())
        }
        Looked::NoOne | Looked::Mistyped | Looked::Possible { .. } | Looked::Card(_) => Err(nobody().into()),
    }
}

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    let given = ["number", "how"].into_iter();
    let given: Vec<_> = given.filter_map(|name| Some((name, cx.query.text(name)?))).collect();
    cx.fill(given.into_iter().collect());
    super::with_heading(cx, Action::LinkIncident, &FORM).await
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    let (id, number) = (cx.param("incident"), cx.values.raw("number").trim().to_uppercase());
    let how = cx.values.must("how", "how they belong together")?;
    let because = cx.values.text("because");
    let done = cx.app.link_incident(&cx.who, id, &number, how, because, &cx.unversioned()).await?;
    Ok(Answer::see(format!("/incidents/{id}?news=saved"), &done))
}

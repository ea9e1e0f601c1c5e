//! Looking somebody up, and the card that says how to serve them.

use evenhand_app::lookup::{Asked, Card, Looked};
use evenhand_policy::Action;
use evenhand_policy::pack::Channel;
use evenhand_store::read::Match;
use evenhand_ui::{Answer as Shape, Button, ContactCard, Html, Input, PersonBar, Radios, Table};
use schemars::JsonSchema;
use serde::Serialize;

use crate::body::Body;
use crate::cx::Cx;
use crate::form::{self, Field, Form, Kind};
use crate::home::{channel_label, channels};
use crate::respond::{Answer, Failure};
use crate::words;

pub(crate) const FORM: Form = Form {
    title: "Look up a customer",
    lead: "",
    fields: &[
        Field::new("q", "Name, phone, address or reference", Kind::Line),
        Field::new("channel", "They are", Kind::One(channels)),
        Field::new("second", "Date of birth, telephone or address, as they say it", Kind::Line).optional(),
    ],
    button: "Look up",
};

/// What was found, in JSON.
#[expect(clippy::large_enum_variant, reason = "it is made once and written out at once")]
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "found")]
pub(crate) enum Found {
    /// Nobody.
    NoOne,
    /// It reads like a reference of ours, but a digit is wrong, missing or out of place.
    Mistyped,
    /// People it may be. Ask for something that confirms who it is, and send it as `second`.
    Possible { matches: Vec<MatchView>, more: bool, mismatch: bool },
    /// The one it is.
    Card(CardView),
}

/// A possible match.
#[derive(Serialize, JsonSchema)]
pub(crate) struct MatchView {
    pub name: String,
    pub year_of_birth: Option<String>,
    pub suburb: Option<String>,
}

/// A contact card, in JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct CardView {
    pub id: String,
    pub reference: String,
    pub name: String,
    pub born_on: Option<String>,
    pub confirmed_by: String,
    pub channel: String,
    /// `serve-as-usual` or `not-checked`.
    pub answer: String,
    /// What they need, before anything else.
    pub needs: Vec<NeedView>,
    pub channels: Vec<ChannelView>,
    pub contact_officer: Option<String>,
    pub at: String,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct NeedView {
    /// What to do.
    pub say: String,
    pub note: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct ChannelView {
    pub channel: String,
    /// Whether this person can use it.
    pub usable: bool,
}

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    let body = Body::new().h1("Look up a customer").add(&search(cx, "")).done();
    Ok(Answer::page("Look up a customer", body))
}

/// The box to look somebody up in.
pub(crate) fn search(cx: &Cx, heading: &str) -> Html {
    let input = Input::new("q", "Name, phone, address or reference")
        .hint("A reference leads straight to the answer. Adding a date of birth to a name helps.")
        .value(cx.values.raw("q"))
        .error(form::error_of(cx, "q").as_deref());
    let chosen = channel(cx);
    let radios = channels(cx)
        .into_iter()
        .fold(Radios::new("channel", "They are"), |radios, (code, label, _)| radios.item(code, label));
    let inside = Body::new()
        .when(!heading.is_empty(), |body| body.h2(heading))
        .add(&input)
        .add(&radios.inline().small().chosen(Some(chosen.as_str())))
        .add(&Button::new("Look up"));
    form::wrap(cx, "/counter", inside.done(), false)
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    let asked = Asked {
        query: cx.values.raw("q").to_owned(),
        channel: channel(cx),
        second: cx.values.text("second"),
    };
    if asked.query.trim().is_empty() {
        return Err(evenhand_domain::Problem::field(
            "q",
            "empty",
            "Enter a name, a phone number or a reference",
        )
        .into());
    }
    match cx.app.look_up(&cx.who, &asked).await {
        Ok(Looked::Nothing | Looked::NoOne) => Ok(no_one(cx, &asked)),
        Ok(Looked::Mistyped) => Ok(mistyped(cx, &asked)),
        Ok(Looked::Possible { matches, more, mismatch }) => Ok(possible(cx, &asked, matches, more, mismatch)),
        Ok(Looked::Card(card)) => {
            Ok(Answer::view(card_title(&card), &Found::Card(card_view(cx, &card)), || drawn(cx, &card)))
        }
        Err(error) => not_checked(error.into()),
    }
}

pub(crate) async fn card(cx: &Cx) -> Result<Answer, Failure> {
    let channel = cx.query.word("channel")?.unwrap_or_default();
    match cx.app.card_of(&cx.who, cx.param("customer"), channel).await {
        Ok(card) => Ok(Answer::view(card_title(&card), &card_view(cx, &card), || drawn(cx, &card))),
        Err(error) => not_checked(error.into()),
    }
}

/// The channel chosen, or the one this person usually answers.
fn channel(cx: &Cx) -> Channel {
    cx.values.word("channel").ok().flatten().unwrap_or_default()
}

fn no_one(cx: &Cx, asked: &Asked) -> Answer {
    let says = format!("No one found for “{}”", asked.query.trim());
    Answer::view(says.clone(), &Found::NoOne, || {
        Body::new()
            .h1(&says)
            .p("Try a date of birth or a phone number. If you are sure this is a new person, serve them as usual.")
            .add(&search(cx, ""))
            .link("What to do when nobody is found", "/customers/unknown")
            .done()
    })
}

/// A reference with a slip in it leads to nobody, and is not taken for somebody new.
fn mistyped(cx: &Cx, asked: &Asked) -> Answer {
    let says = format!("“{}” is not quite a reference", asked.query.trim());
    Answer::view(says.clone(), &Found::Mistyped, || {
        Body::new()
            .h1(&says)
            .p("A digit is wrong, missing or out of place. Nobody was looked up. Check it, or look for their name.")
            .add(&search(cx, ""))
            .done()
    })
}

fn possible(cx: &Cx, asked: &Asked, matches: Vec<Match>, more: bool, mismatch: bool) -> Answer {
    let view = |m: &Match| MatchView {
        name: m.name.clone(),
        year_of_birth: m.born_year.clone(),
        suburb: m.suburb.clone(),
    };
    let found = Found::Possible { matches: matches.iter().map(view).collect(), more, mismatch };
    let title = words::counted(matches.len() as i64, "possible match").replace("matchs", "matches");
    Answer::view(title.clone(), &found, || {
        let mut table = Table::new("Possible matches").hide_caption().head(["Name", "Born", "Suburb"]);
        for m in &matches {
            let unknown = || "not known".to_owned();
            let born = m.born_year.clone().unwrap_or_else(unknown);
            table = table.row([m.name.clone(), born, m.suburb.clone().unwrap_or_else(unknown)]);
        }
        let wrong = "This belongs to none of them, or to more than one. Check it, or try another.";
        let second = Input::new("second", "Ask for their date of birth, telephone or street, and type it")
            .hint("It confirms who this is. Nothing about anybody is shown before.")
            .value(cx.values.raw("second"))
            .error(mismatch.then_some(wrong));
        let again = |name: &str, value: &str| {
            format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", Html::escaped(value))
        };
        let inside = Body::new()
            .html(&again("q", &asked.query))
            .html(&again("channel", asked.channel.as_str()))
            .add(&second)
            .add(&Button::new("Continue"));
        Body::new()
            .h1(&title)
            .add(&evenhand_ui::ScrollRegion::new("Possible matches", table))
            .when(more, |body| {
                body.p("There are more. Add a date of birth to the name, or use a phone number.")
            })
            .add(&form::wrap(cx, "/counter", inside.done(), false))
            .h2("Look again")
            .link("Start again", "/counter")
            .link("It is none of them", "/customers/unknown")
            .done()
    })
}

fn card_title(card: &Card) -> String {
    format!("{}: {}", ContactCard::serve_as_usual().heading(), card.name)
}

fn card_view(cx: &Cx, card: &Card) -> CardView {
    let channel =
        |(channel, usable): &(Channel, bool)| ChannelView { channel: channel.to_string(), usable: *usable };
    CardView {
        id: card.id.clone(),
        reference: card.reference.clone(),
        name: card.name.clone(),
        born_on: card.born_on.map(|born| born.to_string()),
        confirmed_by: card.confirmed_by.to_owned(),
        channel: card.channel.to_string(),
        answer: "serve-as-usual".to_owned(),
        needs: card
            .needs
            .iter()
            .map(|(say, note)| NeedView { say: say.clone(), note: note.clone() })
            .collect(),
        channels: card.channels.iter().map(channel).collect(),
        contact_officer: card.contact_officer.as_ref().map(|(name, _)| name.clone()),
        at: words::machine(card.at, &cx.calendar()),
    }
}

fn drawn(cx: &Cx, card: &Card) -> Html {
    // Whom it is about comes first: the best answer about somebody else is the worst of all.
    let mut who = PersonBar::new(card.name.as_str(), card.reference.as_str());
    who = card.born_on.iter().fold(who, |who, born| who.identifier(format!("born {}", words::date(*born))));
    who = who.identifier(format!("confirmed by {}", card.confirmed_by)).link("Not this person", "/counter");
    if card.offers.contains(&Action::ReadCustomer) {
        who = who.link("Person file", format!("/customers/{}", card.id));
    }
    let mut body = Body::new().add(&who).add(&shape(cx, card));
    if card.offers.contains(&Action::ReportIncident) {
        let href = format!("/incidents/new?customer={}&channel={}", card.id, card.channel);
        body = body.add(&Button::new("Record an incident").link(href).secondary());
    }
    body.small(&format!("This look was recorded at {}.", words::time(card.at, &cx.calendar()))).done()
}

fn shape(cx: &Cx, card: &Card) -> ContactCard {
    let mut shown = ContactCard::serve_as_usual();
    shown = shown.context(format!(
        "{}, now {}",
        channel_label(card.channel),
        words::time(card.at, &cx.calendar())
    ));
    for (say, note) in &card.needs {
        let need = note.as_ref().map_or_else(|| say.clone(), |note| format!("{say} ({note})"));
        shown = shown.need(need.as_str());
    }
    if let Some((name, phone)) = &card.contact_officer {
        let phone = phone.as_ref().map_or_else(String::new, |phone| format!(", extension {phone}"));
        shown = shown.step(format!("{name}{phone} usually serves this person").as_str());
    }
    for (channel, usable) in &card.channels {
        if !usable {
            shown = shown.channel(
                channel_name(*channel),
                Shape::NotByChannel,
                "Not by this channel",
                "This person cannot use it. Offer another way.",
            );
        }
    }
    shown
}

/// A channel by its name.
fn channel_name(channel: Channel) -> &'static str {
    match channel {
        Channel::InPerson => "In person",
        Channel::Phone => "Phone",
        Channel::Writing => "Writing",
        Channel::Online => "Online",
        Channel::Field => "Field visit",
    }
}

/// When the answer cannot be computed or the look cannot be recorded: never anything that looks like "serve as usual".
fn not_checked(failure: Failure) -> Result<Answer, Failure> {
    let why = match &failure {
        Failure::Unavailable(_) => "The record cannot be reached.",
        Failure::ReadOnly => "The record cannot be written to, so looking at it is not possible either.",
        _ => return Err(failure),
    };
    let shown = ContactCard::not_checked(why)
        .step("Use the printed site sheet, if there is one")
        .step("Ask your team leader before you serve this person alone");
    let body = Body::new().add(&shown).link("Try again", "/counter").done();
    let status = failure.told().0;
    Ok(Answer::View(crate::respond::View {
        title: shown.heading().to_owned(),
        json: serde_json::json!({ "found": "not-checked", "answer": "not-checked", "why": why }),
        html: body,
        back: None,
        status,
        bare: false,
        marks: None,
    }))
}

pub(crate) async fn unknown(cx: &Cx) -> Result<Answer, Failure> {
    let body = Body::new()
        .h1("When nobody is found")
        .p("Nothing is known about this person here. That is not the same as having been checked.")
        .h2("They want something")
        .p("Serve them as usual. If they will be a customer, enter them.")
        .when(cx.who.may(Action::RegisterCustomer), |body| body.link("Enter a customer", "/customers/new"))
        .h2("Something happened")
        .p("Record it. Describe the person; they can be identified later.")
        .link("Record what happened", "/incidents/new");
    Ok(Answer::page("When nobody is found", body.done()).back("/counter"))
}

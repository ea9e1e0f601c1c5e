//! Suggestions of staff about the policy, and what came of them.

use evenhand_domain::policy_record::{Answer as Outcome, Answered, PolicyCommand, Suggested};
use evenhand_policy::Action;
use jiff::Timestamp;

use crate::body::Body;
use crate::cx::Cx;
use crate::form::{self, Field, Form, Items, Kind};
use crate::respond::{Answer, Failure};
use crate::words;
use crate::work::is_chosen;

pub(crate) const SUGGESTION: Form = Form {
    title: "Suggest a change",
    lead: "",
    fields: &[Field::new("text", "What should change in the policy, and why", Kind::Words)],
    button: "Send the suggestion",
};

pub(crate) const ANSWER: Form = Form {
    title: "Answer",
    lead: "",
    fields: &[
        Field::new("answer", "What came of it", Kind::One(outcomes)),
        Field::new("because", "Why", Kind::Words),
    ],
    button: "Send the answer",
};

fn outcomes(_: &Cx) -> Items {
    Outcome::ALL
        .iter()
        .map(|outcome| (outcome.to_string(), said(*outcome).to_owned(), String::new()))
        .collect()
}

fn said(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Kept => "Kept for the next review",
        Outcome::TakenUp => "Taken up",
        Outcome::Declined => "Not taken up",
    }
}

type Suggestion = (Suggested, String, Timestamp, Option<Answered>);

pub(crate) async fn suggestions(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::SuggestPolicyChange, &Default::default())?;
    let (record, _) = cx.app.policy_record().await?;
    let keeps = cx.who.may(Action::KeepPolicy);
    // The office that answers for the policy sees all of them, everybody else their own.
    let seen = record.suggestions.iter().filter(|(_, by, ..)| keeps || by == cx.staff.as_str());
    let seen: Vec<&Suggestion> = seen.collect();
    let office = cx.who.pack().record.as_ref().and_then(|record| record.office.as_deref());
    let office = office.and_then(|code| cx.who.pack().role(code)).map(|role| role.label.as_str());
    let goes_to = office.unwrap_or("the office that answers for the policy");
    let mut body = Body::new()
        .h1("Suggestions about the policy")
        .p(&format!("Everybody can suggest a change. It goes to: {goes_to}. You see here what comes of it."))
        .h2(SUGGESTION.title)
        .add(&form::markup(cx, &SUGGESTION, "/policy/suggestions"))
        .h2(if keeps { "All suggestions" } else { "What you suggested" });
    if seen.is_empty() {
        body = body.p("There are none yet.");
    }
    body = seen.into_iter().rev().fold(body, |body, suggestion| one(cx, body, suggestion, keeps));
    Ok(Answer::page("Suggestions about the policy", body.done()).back("/policy"))
}

fn one(cx: &Cx, body: Body, (suggested, by, at, answered): &Suggestion, keeps: bool) -> Body {
    let n = suggested.n.to_string();
    let body = body
        .h3(&format!("Suggestion {n}, {}", words::moment(*at, &cx.calendar())))
        .words(&suggested.text)
        .when(keeps, |body| body.small(&format!("From {}", cx.name(by))));
    match answered {
        Some(answered) => body.p(&format!("{}: {}", said(answered.answer), answered.because)),
        None if keeps && is_chosen(cx, "n", &n) => {
            body.add(&form::markup(cx, &ANSWER, &format!("/policy/suggestions/{n}/answer")))
        }
        None if keeps => {
            body.link(&format!("Answer suggestion {n}"), &format!("/policy/suggestions?item={n}"))
        }
        None => body.p("Not answered yet."),
    }
}

pub(crate) async fn suggest(cx: &Cx) -> Result<Answer, Failure> {
    let suggested = Suggested { n: 0, text: cx.values.raw("text").to_owned() };
    send(cx, PolicyCommand::Suggest(suggested), "sent").await
}

pub(crate) async fn answer(cx: &Cx) -> Result<Answer, Failure> {
    let answered = Answered {
        n: cx.id("n")?,
        answer: cx.values.must("answer", "what came of it")?,
        because: cx.values.raw("because").to_owned(),
    };
    send(cx, PolicyCommand::Answer(answered), "saved").await
}

async fn send(cx: &Cx, command: PolicyCommand, news: &str) -> Result<Answer, Failure> {
    let done = cx.app.change_policy_record(&cx.who, command, &cx.unversioned()).await?;
    Ok(Answer::see(format!("/policy/suggestions?news={news}"), &done))
}

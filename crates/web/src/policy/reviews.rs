//! Reviews of the policy itself: when the next is due, the one that is open, and those that are done.

use evenhand_domain::policy_record::{
    Ground, NextReviewSet, PolicyCommand, PolicyRecord, ReviewCompleted, ReviewOpened,
};
use evenhand_policy::Action;

use crate::body::Body;
use crate::cx::Cx;
use crate::form::{self, Field, Form, Items, Kind};
use crate::respond::{Answer, Failure};
use crate::words;

pub(crate) const REVIEW: Form = Form {
    title: "Open a review",
    lead: "",
    fields: &[
        Field::new("ground", "Why", Kind::One(grounds)),
        Field::new("note", "More about it", Kind::Words).optional(),
    ],
    button: "Open a review",
};

pub(crate) const NEXT: Form = Form {
    title: "Set the date of the next review",
    lead: "",
    fields: &[Field::new("on", "Next review", Kind::Date)],
    button: "Set the date",
};

pub(crate) const COMPLETION: Form = Form {
    title: "Complete the review",
    lead: "The next review is counted from the day on which this one is completed.",
    fields: &[
        Field::new("outcome", "What was decided", Kind::Words),
        Field::new("minute", "Minute or decision", Kind::Line).optional(),
    ],
    button: "Complete the review",
};

fn grounds(_: &Cx) -> Items {
    Ground::ALL.iter().map(|ground| (ground.to_string(), said(*ground).to_owned(), String::new())).collect()
}

fn said(ground: Ground) -> &'static str {
    match ground {
        Ground::Due => "Its time has come",
        Ground::Legislation => "The law changed",
        Ground::Event => "Something happened that the policy should answer",
    }
}

pub(crate) async fn reviews(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::KeepPolicy, &Default::default())?;
    let (looked_after, _) = cx.app.policy_record().await?;
    let open = looked_after.suggestions.iter().filter(|(.., answer)| answer.is_none()).count();
    let mut body = Body::new().h1("Reviews of the policy").add(&due(cx, &looked_after).done());
    body = match looked_after.open_review() {
        Some((opened, at, _)) => {
            let since = words::moment(*at, &cx.calendar());
            let note = opened.note.iter();
            let body = body.h2("A review is open").p(&format!("{}. Opened {since}.", said(opened.ground)));
            let body = note.fold(body, |body, note| body.words(note));
            body.h2(COMPLETION.title).p(COMPLETION.lead).add(&form::markup(
                cx,
                &COMPLETION,
                "/policy/reviews/completion",
            ))
        }
        None => body.h2(REVIEW.title).add(&form::markup(cx, &REVIEW, "/policy/reviews")),
    };
    body = body.h2(NEXT.title).add(&form::markup(cx, &NEXT, "/policy/reviews/next"));
    body = body
        .h2("Suggestions")
        .link(&format!("{} not answered", words::counted(open as i64, "suggestion")), "/policy/suggestions");
    body = done(cx, body, &looked_after);
    Ok(Answer::page("Reviews of the policy", body.done()).back("/policy"))
}

/// When the next review is due, and how often the policy asks for one.
fn due(cx: &Cx, looked_after: &PolicyRecord) -> Body {
    let (pack, today) = (cx.who.pack(), cx.calendar().date(cx.now()));
    let body = match looked_after.next_review_under(pack) {
        Some(on) if on < today => {
            Body::new().p(&format!("The next review was due on {}. It is overdue.", words::date(on)))
        }
        Some(on) => Body::new().p(&format!("The next review is due on {}.", words::date(on))),
        None => Body::new().p("No date is set for the next review."),
    };
    let every =
        pack.record.as_ref().and_then(|record| Some((record.review_months?, pack.cited(&record.cite))));
    match every {
        Some((months, source)) => body.p(&format!(
            "The policy asks for a review every {} ({source}).",
            words::counted(months, "month")
        )),
        None => body,
    }
}

fn done(cx: &Cx, body: Body, looked_after: &PolicyRecord) -> Body {
    let completed = looked_after.reviews.iter().filter_map(|(opened, _, end)| Some((opened, end.as_ref()?)));
    let completed: Vec<_> = completed.collect();
    if completed.is_empty() {
        return body;
    }
    completed.into_iter().rev().fold(body.h2("Completed"), |body, (opened, (end, at))| {
        let minute = end.minute.as_ref().map_or_else(String::new, |minute| format!(" Minute: {minute}."));
        body.h3(&format!("Review completed on {}", words::date(cx.calendar().date(*at))))
            .p(&format!("Why: {}.{minute}", said(opened.ground)))
            .words(&end.outcome)
    })
}

pub(crate) async fn open_review(cx: &Cx) -> Result<Answer, Failure> {
    let opened =
        ReviewOpened { ground: cx.values.must("ground", "why it is opened")?, note: cx.values.text("note") };
    send(cx, PolicyCommand::OpenReview(opened)).await
}

pub(crate) async fn next_review(cx: &Cx) -> Result<Answer, Failure> {
    let set = NextReviewSet { on: cx.values.must_date("on", "the date of the next review")? };
    send(cx, PolicyCommand::SetNextReview(set)).await
}

pub(crate) async fn complete_review(cx: &Cx) -> Result<Answer, Failure> {
    let completed = ReviewCompleted {
        outcome: cx.values.raw("outcome").to_owned(),
        minute: cx.values.text("minute"),
        next_on: None,
    };
    send(cx, PolicyCommand::CompleteReview(completed)).await
}

async fn send(cx: &Cx, command: PolicyCommand) -> Result<Answer, Failure> {
    let done = cx.app.change_policy_record(&cx.who, command, &cx.unversioned()).await?;
    Ok(Answer::see("/policy/reviews?news=saved", &done))
}

//! Words added to what was reported, and corrections of its facts. The first account always stays.

use evenhand_domain::incident::{AccountKind, Corrected, IncidentCommand, WordsAdded};
use evenhand_policy::Action;
use evenhand_ui::{Button, Html};

use super::{add, change, heading, open, page};
use crate::cx::Cx;
use crate::form::{self, Field, Form, Items, Kind};
use crate::respond::{Answer, Failure};
use crate::wording;

pub(crate) const FORM: Form = Form {
    title: "Add words",
    lead: "Say what was said and done, as exactly as you remember. What stands already is not changed.",
    fields: &[
        Field::new("kind", "What are you adding?", Kind::One(kinds)),
        Field::new("text", "The words", Kind::Words),
        Field::new("severity_felt", "How severe did it feel to you?", Kind::One(levels))
            .hint("Only with “How it felt”. It is kept as you say it, whatever the review finds.")
            .optional(),
    ],
    button: "Add",
};

pub(crate) const CORRECTION: Form = Form {
    title: "Correct a fact",
    lead: "The first account stays, with the correction beside it.",
    fields: &[
        Field::new("occurred_at", "When it happened", Kind::Moment).optional(),
        Field::new("site", "Site", Kind::Pick(super::report::sites)).optional(),
        Field::new("place", "Where exactly", Kind::Line).optional(),
        Field::new("because", "Why it is corrected", Kind::Words),
    ],
    button: "Correct",
};

/// What each kind of words is called when somebody adds some.
fn kinds(_: &Cx) -> Items {
    let label = |kind: &AccountKind| {
        let (label, hint) = match kind {
            AccountKind::Account => ("What happened", ""),
            AccountKind::WordsUsed => {
                ("The words the customer used", "Exactly as said. They are shown folded.")
            }
            AccountKind::Statement => ("What a witness saw and heard", "They are shown folded."),
            AccountKind::Before => ("What happened before, and what led to it", ""),
            AccountKind::Felt => ("How it felt", "Read by those who look after you and review this."),
            AccountKind::Note => ("A note about the work on this", ""),
        };
        (kind.to_string(), label.to_owned(), hint.to_owned())
    };
    AccountKind::ALL.iter().map(label).collect()
}

fn levels(cx: &Cx) -> Items {
    super::coded(&cx.pack().reviewing.severity_levels)
}

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    if let Some(kind) = cx.query.text("kind") {
        cx.fill([("kind", kind)].into_iter().collect());
    }
    drawn(cx, Html::default()).await
}

/// The form, with help for its wording where that was asked for.
async fn drawn(cx: &Cx, help: Html) -> Result<Answer, Failure> {
    let view = open(cx, Action::AddToIncident).await?;
    let check = Html::of(&Button::new("Check wording").secondary().sends("_check", "yes"));
    let body = heading(cx, &view)
        .h1(FORM.title)
        .p(FORM.lead)
        .add(&help)
        .add(&form::markup_with(cx, &FORM, &cx.path, &check));
    Ok(Answer::page(FORM.title, body.done()).back(page(&view)))
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    if cx.values.flag("_check") {
        return drawn(cx, wording::help([cx.values.raw("text")])).await;
    }
    let words = WordsAdded {
        kind: cx.values.must("kind", "what you are adding")?,
        text: cx.values.raw("text").to_owned(),
        severity_felt: cx.values.text("severity_felt"),
    };
    add(cx, IncidentCommand::AddWords(words), "?news=added").await
}

pub(crate) async fn correct(cx: &Cx) -> Result<Answer, Failure> {
    super::with_heading(cx, Action::AddToIncident, &CORRECTION).await
}

pub(crate) async fn create_correction(cx: &Cx) -> Result<Answer, Failure> {
    let correction = Corrected {
        occurred_at: cx.values.moment("occurred_at", &cx.calendar())?,
        site: cx.values.word("site")?,
        place: cx.values.text("place"),
        before: String::new(),
        because: cx.values.raw("because").to_owned(),
    };
    change(cx, IncidentCommand::Correct(correction), "?news=saved").await
}

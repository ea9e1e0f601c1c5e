//! The policy's register entry: reference, version, dates, office, minute, history, and the next review.

use evenhand_policy::Action;
use evenhand_policy::pack::Record;
use evenhand_ui::{ScrollRegion, SummaryList, Table};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::body::Body;
use crate::cx::Cx;
use crate::respond::{Answer, Failure};
use crate::words;

/// The policy's register entry.
#[derive(Serialize, JsonSchema)]
pub(crate) struct RecordView {
    pub file_reference: Option<String>,
    pub version: String,
    pub issued: Option<String>,
    pub effective: Option<String>,
    pub revised: Option<String>,
    /// The date that governs: the one set here, else the earliest that the sources give.
    pub next_review: Option<String>,
    /// It has passed.
    pub overdue: bool,
    /// Every date that the sources give, with the place.
    pub next_reviews: Vec<NextReviewView>,
    /// Months between reviews.
    pub review_months: Option<i64>,
    /// The office that answers for the policy.
    pub office: Option<String>,
    /// The minute or decision that adopted it.
    pub minute: Option<String>,
    pub history: Vec<String>,
    /// Related policies, procedures, documents and plans.
    pub related: Vec<String>,
    pub source: String,
    #[serde(skip)]
    pub(super) next_review_words: Option<String>,
}

/// A date of the next review, as a source gives it.
#[derive(Serialize, JsonSchema)]
pub(crate) struct NextReviewView {
    pub on: String,
    /// Where the source says so.
    pub place: String,
}

/// The entry as it stands now; none where the sources have none.
pub(super) async fn view(cx: &Cx) -> Result<Option<RecordView>, Failure> {
    let pack = cx.who.pack();
    let Some(entry) = &pack.record else { return Ok(None) };
    let (record, _) = cx.app.policy_record().await?;
    Ok(Some(RecordView::new(cx, entry, record.next_review_under(pack))))
}

impl RecordView {
    fn new(cx: &Cx, entry: &Record, next: Option<Date>) -> RecordView {
        let pack = cx.who.pack();
        let text = |date: Option<Date>| date.map(|date| date.to_string());
        let given =
            |(on, place): &(Date, String)| NextReviewView { on: on.to_string(), place: place.clone() };
        let office =
            entry.office.as_deref().map(|code| pack.role(code).map_or(code, |role| role.label.as_str()));
        RecordView {
            file_reference: entry.file_reference.clone(),
            version: entry.version.clone(),
            issued: text(entry.issued),
            effective: text(entry.effective),
            revised: text(entry.revised),
            next_review: text(next),
            overdue: next.is_some_and(|next| next < cx.calendar().date(cx.now())),
            next_reviews: entry.next_reviews.iter().map(given).collect(),
            review_months: entry.review_months,
            office: office.map(str::to_owned),
            minute: entry.minute.clone(),
            history: entry.history.clone(),
            related: entry.related.clone(),
            source: pack.cited(&entry.cite),
            next_review_words: next.map(words::date),
        }
    }
}

pub(crate) async fn record(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::ReadGuidance, &Default::default())?;
    let title = "The policy's register entry";
    let Some(entry) = &cx.who.pack().record else {
        let says = "The sources of this policy have no register entry. Their identifiers and dates stand on the policy's page.";
        let body = Body::new().h1(title).p(says).link("The policy", "/policy");
        return Ok(Answer::page(title, body.done()).back("/policy"));
    };
    let (record, _) = cx.app.policy_record().await?;
    let view = RecordView::new(cx, entry, record.next_review_under(cx.who.pack()));
    let marks = super::marks(cx).await?;
    Ok(Answer::view(title, &view, || {
        let mut given = Table::new("Dates of the next review").head(["Date", "Where the source says so"]);
        for (on, place) in &entry.next_reviews {
            given = given.row([words::date(*on), place.clone()]);
        }
        let body = Body::new()
            .h1(title)
            .add(&summary(entry, &view))
            .when(!entry.next_reviews.is_empty(), |body| {
                body.add(&ScrollRegion::new("Dates of the next review", given))
            })
            .h2("History")
            .items(view.history.iter().map(String::as_str));
        body.h2("Related documents").items(view.related.iter().map(String::as_str)).done()
    })
    .marked(marks)
    .back("/policy"))
}

fn summary(entry: &Record, view: &RecordView) -> SummaryList {
    let date = |date: Option<Date>| date.map_or_else(|| "Not given".to_owned(), words::date);
    let given = |text: &Option<String>| text.clone().unwrap_or_else(|| "Not given".to_owned());
    let next = match (&view.next_review_words, view.overdue) {
        (Some(on), true) => format!("{on}, overdue"),
        (Some(on), false) => on.clone(),
        (None, _) => "Not set".to_owned(),
    };
    let every =
        view.review_months.map_or_else(|| "Not given".to_owned(), |months| words::counted(months, "month"));
    SummaryList::new()
        .row("File reference", given(&view.file_reference))
        .row("Version", view.version.as_str())
        .row("Issued", date(entry.issued))
        .row("Effective from", date(entry.effective))
        .row("Revised", date(entry.revised))
        .row("Next review", next)
        .row("Time between reviews", every)
        .row("Office that answers for it", given(&view.office))
        .row("Minute", given(&view.minute))
        .row("Clause", view.source.as_str())
}

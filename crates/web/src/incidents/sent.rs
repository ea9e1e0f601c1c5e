//! What a reporter sees once their report is on the disk: who reads it, by when, and what help there is for them.

use evenhand_app::incidents::IncidentView;
use evenhand_policy::Action;
use evenhand_policy::pack::LinkKind;
use evenhand_ui::{Button, Html, InsetText, NotificationBanner, SummaryList};
use schemars::JsonSchema;
use serde::Serialize;

use super::{open, page, procedures};
use crate::body::{Body, link};
use crate::cx::Cx;
use crate::respond::{Answer, Failure};
use crate::words;

/// A report that was sent, in JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Sent {
    pub id: String,
    pub number: String,
    /// Who reads it.
    pub read_by: Option<String>,
    /// By when it should be reviewed.
    pub review_due_at: Option<String>,
    /// Who was told, with the words they got.
    pub told: Vec<ToldView>,
    /// It was recorded after the time the policy gives.
    pub late: bool,
    /// Somebody may have reported the same event.
    pub similar: usize,
}

/// Somebody who was told.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ToldView {
    pub name: String,
    pub text: String,
}

pub(crate) async fn show(cx: &Cx) -> Result<Answer, Failure> {
    let view = open(cx, Action::AddToIncident).await?;
    let similar = cx.app.similar(&cx.who, view.id.as_str()).await?;
    let Some(report) = &view.incident.report else { return Err(Failure::NotFound) };
    let calendar = cx.calendar();
    let told =
        report.told.iter().map(|told| ToldView { name: cx.name(told.to.as_str()), text: told.text.clone() });
    let sent = Sent {
        id: view.id.to_string(),
        number: report.said.number.clone(),
        read_by: report.reviewer.as_ref().map(|id| cx.name(id.as_str())),
        review_due_at: report.review_due_at.map(|due| words::machine(due, &calendar)),
        told: told.collect(),
        late: report.late,
        similar: similar.len(),
    };
    Ok(Answer::view(format!("Sent: {}", sent.number), &sent, || drawn(cx, &view, &sent)))
}

fn drawn(cx: &Cx, view: &IncidentView, sent: &Sent) -> Html {
    let Some(report) = &view.incident.report else { return Html::default() };
    let (here, calendar) = (page(view), cx.calendar());
    let done = Body::new().p(&format!("It is recorded and sent: {}.", sent.number)).done();
    let mut body =
        Body::new().add(&NotificationBanner::success(done)).h1("Thank you. You have done your part.");
    if report.said.in_progress {
        body = body.add(&now(cx, &report.said.site_kind));
    }
    let due = report.review_due_at.map(|due| words::near(due, cx.now(), &calendar));
    let mut facts = SummaryList::new().row(
        "Read by",
        sent.read_by.as_deref().unwrap_or("nobody yet; it is on the list of reports without a reader"),
    );
    if let Some(due) = due {
        facts = facts.row("Reviewed by", due);
    }
    let others: Vec<&str> = sent.told.iter().map(|told| told.name.as_str()).collect();
    let others: std::collections::BTreeSet<&str> =
        others.into_iter().filter(|name| Some(*name) != sent.read_by.as_deref()).collect();
    if !others.is_empty() {
        facts = facts.row("Also told", others.into_iter().collect::<Vec<_>>().join(", "));
    }
    body = body
        .h2("What happens now")
        .add(&facts)
        .p("You will be told what comes of it, here, under What you were told.");
    if sent.late {
        body = body.p("It was recorded after the time the policy gives. That is better than never.");
    }
    if sent.similar > 0 {
        let says =
            format!("{} may be of the same event", words::counted(sent.similar as i64, "other report"));
        body = body.add(&InsetText::html(Body::new().link(&says, &format!("{here}/similar")).done()));
    }
    let guidance = procedures::of_conduct(cx, &view.incident.conduct.kinds);
    if !guidance.is_empty() {
        body = body.h2("Guidance on what happened").list(guidance);
    }
    body = body
        .h2("Finish it when you can")
        .p("Words, people and files can be added now, later, or by somebody you ask.");
    body = body.add(&Button::new("Add more now").link(format!("{here}/finish")).secondary());
    if view.offers.contains(&Action::HandOverFinishing) {
        body = body.link("Ask somebody to finish it", &format!("{here}/finisher"));
    }
    let support = cx.who.links(&[LinkKind::Support]);
    let support = support.into_iter().filter_map(|now| Some(link(&now.link.label, &now.target?)));
    body.h2("For you")
        .p("What happened was not all right. Support is there for you, and nobody is told that you use it.")
        .list(support)
        .link("Support for me", "/support")
        .link("Back to the first page", "/")
        .done()
}

/// What to do while it is still happening, at this kind of place.
fn now(cx: &Cx, site_kind: &str) -> Html {
    let procedure = procedures::of_place(cx, site_kind);
    let procedures: Vec<Html> = procedure.into_iter().chain(procedures::of_no_place(cx)).collect();
    Body::new()
        .p("It is still happening: get to safety first. Duress button or 000.")
        .list(procedures)
        .link("What to do in an emergency", "/help/emergency")
        .done()
}

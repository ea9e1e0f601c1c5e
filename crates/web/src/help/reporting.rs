//! How to report, and to whom: from the reader's own entry, the policy's deadlines and its notification rules.

use evenhand_domain::StaffId;
use evenhand_domain::staff::Staff;
use evenhand_policy::access::Duty;
use evenhand_policy::pack::{LinkKind, NoticeRule, Occasion, Recipient};
use evenhand_ui::{Html, ScrollRegion, SummaryList, Table};
use schemars::JsonSchema;
use serde::Serialize;

use super::messages::MessageView;
use super::{LinkView, link_now};
use crate::body::Body;
use crate::cx::Cx;
use crate::policy::labels::DeadlineView;
use crate::respond::{Answer, Failure};

/// How the reader reports, and to whom.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Reporting {
    pub unit: Option<String>,
    pub line_manager: Option<String>,
    /// Who would review what the reader reports.
    pub reviewer: Option<String>,
    /// The reviewers of the reader's unit, the nearest first.
    pub unit_reviewers: Vec<String>,
    /// What may take how long.
    pub deadlines: Vec<DeadlineView>,
    /// What is sent when the reader reports.
    pub notices: Vec<SentNotice>,
    /// Procedures of the policy.
    pub links: Vec<LinkView>,
}

/// A message that goes out when the reader reports.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SentNotice {
    pub message: MessageView,
    /// Who gets it for this reader, as far as that is known beforehand.
    pub people: Vec<String>,
}

/// How many people of a role are told; see `evenhand_domain::notice`.
const NEAREST: usize = 3;

pub(crate) async fn reporting(cx: &Cx) -> Result<Answer, Failure> {
    let entry = cx.who.directory().staff(&cx.staff).ok_or(Failure::NotFound)?;
    let view = view(cx, entry);
    let title = "How to report, and to whom";
    Ok(Answer::view(title, &view, || {
        let steps = [
            "In danger? Press the duress button or call 000 first.",
            "Record what happened: a few taps are enough. You can add the rest later.",
            "If you cannot, ask a colleague or your manager to record it for you.",
        ];
        let steps: String = steps.iter().map(|step| format!("<li>{}</li>", Html::escaped(step))).collect();
        let links = cx.who.links(&[LinkKind::Emergency, LinkKind::Procedure]);
        Body::new()
            .h1(title)
            .html(&format!("<ol class=\"govuk-list govuk-list--number\">{steps}</ol>"))
            .link("Record what happened", "/incidents/new")
            .h2("To whom you report")
            .add(&people(&view))
            .h2("By when")
            .add(&deadlines("By when", &view.deadlines))
            .h2("Who is told when you report")
            .p("You need not tell them yourself. A message holds no name and no detail.")
            .add(&notices(&view.notices))
            .h2("Procedures")
            .list(links.iter().map(link_now))
            .done()
    })
    .back("/help"))
}

fn view(cx: &Cx, entry: &Staff) -> Reporting {
    let (directory, pack) = (cx.who.directory(), cx.who.pack());
    let notice = |rule: &NoticeRule| SentNotice {
        message: MessageView::new(pack, rule),
        people: recipients(cx, entry, rule),
    };
    let sent = |rule: &&NoticeRule| !matches!(rule.on, Occasion::Escalated | Occasion::NotRecorded);
    let reviewer = directory.reviewer_for(&cx.staff, &[], cx.now(), pack);
    let links = cx.who.links(&[LinkKind::Emergency, LinkKind::Procedure]);
    Reporting {
        unit: entry.details.unit.as_ref().map(|unit| cx.unit(unit.as_str())),
        line_manager: entry.details.line_manager.as_ref().map(|id| cx.name(id.as_str())),
        reviewer: reviewer.map(|id| cx.name(id.as_str())),
        unit_reviewers: names(cx, unit_reviewers(cx, entry)),
        deadlines: pack.deadlines.iter().map(|deadline| DeadlineView::new(pack, deadline)).collect(),
        notices: pack.notices.iter().filter(sent).map(notice).collect(),
        links: links.iter().map(|now| LinkView::new(cx, now)).collect(),
    }
}

fn unit_reviewers(cx: &Cx, entry: &Staff) -> Vec<StaffId> {
    let unit = entry.details.unit.as_ref();
    cx.who.directory().with_duty(Duty::Reviewer, unit, cx.now(), cx.who.pack())
}

/// Who gets a notice about a report of the reader, as far as that does not depend on the incident.
fn recipients(cx: &Cx, entry: &Staff, rule: &NoticeRule) -> Vec<String> {
    let (directory, now) = (cx.who.directory(), cx.now());
    match rule.to {
        Recipient::LineManager => names(cx, directory.reviewer_for(&cx.staff, &[], now, cx.who.pack())),
        Recipient::UnitManager => names(cx, unit_reviewers(cx, entry)),
        Recipient::Role => names(
            cx,
            directory.holders(rule.role.as_deref().unwrap_or_default(), entry.details.unit.as_ref(), now),
        ),
        Recipient::Reporter => vec!["You".to_owned()],
        Recipient::ContactOfficer | Recipient::Site | Recipient::Named => Vec::new(),
    }
}

fn names(cx: &Cx, ids: impl IntoIterator<Item = StaffId>) -> Vec<String> {
    ids.into_iter().take(NEAREST).map(|id| cx.name(id.as_str())).collect()
}

fn people(view: &Reporting) -> SummaryList {
    let or_nobody = |name: &Option<String>| {
        name.clone().unwrap_or_else(|| "Nobody is entered: tell your administrator".to_owned())
    };
    let reviewers = Some(view.unit_reviewers.join(", ")).filter(|names| !names.is_empty());
    SummaryList::new()
        .row("Your unit", or_nobody(&view.unit).as_str())
        .row("Your line manager", or_nobody(&view.line_manager).as_str())
        .row("Reviews what you report", or_nobody(&view.reviewer).as_str())
        .row("Reviewers of your unit", or_nobody(&reviewers).as_str())
}

/// Deadlines as a table.
pub(crate) fn deadlines(caption: &str, deadlines: &[DeadlineView]) -> ScrollRegion {
    let mut table = Table::new(caption).hide_caption().head(["What", "How soon", "Clause"]);
    for deadline in deadlines {
        table = table.row([&deadline.what, &deadline.within, &deadline.source]);
    }
    ScrollRegion::new(caption, table)
}

fn notices(notices: &[SentNotice]) -> ScrollRegion {
    let caption = "Who is told when you report";
    let mut table =
        Table::new(caption).hide_caption().head(["When", "Who is told", "For you that is", "Clause"]);
    for notice in notices {
        let people = match notice.people.as_slice() {
            [] => "Depends on the incident".to_owned(),
            people => people.join(", "),
        };
        table = table.row([&notice.message.occasion, &notice.message.to, &people, &notice.message.source]);
    }
    ScrollRegion::new(caption, table)
}

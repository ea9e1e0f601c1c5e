//! Copies of the policy for members of the public, with the fee of the organisation's schedule.

use evenhand_domain::Problem;
use evenhand_domain::policy_record::{CopyIssued, CopyRequested, PolicyCommand};
use evenhand_policy::Action;
use evenhand_ui::{Button, Html, ScrollRegion, Table};

use crate::body::Body;
use crate::cx::Cx;
use crate::form::{self, Field, Form, Kind};
use crate::respond::{Answer, Failure};
use crate::words;

pub(crate) const COPY: Form = Form {
    title: "Record a request",
    lead: "",
    fields: &[
        Field::new("by", "Who asked, as far as they said", Kind::Line),
        Field::new("fee", "Fee in dollars", Kind::Short)
            .hint("As in the schedule of fees, such as 4.50. Enter 0 if there is none"),
    ],
    button: "Record the request",
};

pub(crate) async fn copies(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::RecordCopyRequest, &Default::default())?;
    let (record, _) = cx.app.policy_record().await?;
    let caption = "Requests for a copy";
    let mut table =
        Table::new(caption).hide_caption().head(["No.", "Who asked", "When", "Fee", "Handed out"]);
    for (asked, at, issued) in record.copies.iter().rev() {
        let state = match issued {
            Some(version) => Html::escaped(&format!("Version {version}")),
            None => {
                let button = Button::new(format!("Copy {} was handed out", asked.n)).secondary();
                form::button(cx, &format!("/policy/copies/{}/issue", asked.n), button)
            }
        };
        let when = words::moment(*at, &cx.calendar());
        table = table.row([
            Html::escaped(&asked.n.to_string()),
            Html::escaped(&asked.by),
            Html::escaped(&when),
            Html::escaped(&dollars(asked.fee_cents)),
            state,
        ]);
    }
    let documents = cx.who.pack().documents.iter();
    let documents = documents.map(|d| (d.title.as_str(), format!("/policy/documents/{}", d.code)));
    let fees = cx.who.link("fees-and-charges").map(|now| crate::help::link_now(&now));
    let body = Body::new()
        .h1("Copies for the public")
        .p("Anybody may have a copy of the policy. Record who asked and the fee; hand out the document as it stands now.")
        .list(fees)
        .links(documents)
        .h2(COPY.title)
        .add(&form::markup(cx, &COPY, "/policy/copies"))
        .h2(caption);
    let body = match record.copies.is_empty() {
        true => body.p("Nobody has asked yet."),
        false => body.add(&ScrollRegion::new(caption, table)),
    };
    Ok(Answer::page("Copies for the public", body.done()).back("/policy"))
}

pub(crate) async fn request_copy(cx: &Cx) -> Result<Answer, Failure> {
    let fee = cx.values.raw("fee");
    let fee_cents = cents(fee)
        .ok_or_else(|| Problem::field("fee", "not-an-amount", "Enter dollars, such as 4.50 or 0"))?;
    if fee_cents > FEE_MAX {
        return Err(Problem::field("fee", "out-of-range", "Enter a fee of at most 1,000 dollars").into());
    }
    let requested = CopyRequested { n: 0, by: cx.values.raw("by").to_owned(), fee_cents };
    send(cx, PolicyCommand::RequestCopy(requested)).await
}

pub(crate) async fn issue_copy(cx: &Cx) -> Result<Answer, Failure> {
    let issued = CopyIssued { n: cx.id("n")?, version: String::new() };
    send(cx, PolicyCommand::IssueCopy(issued)).await
}

async fn send(cx: &Cx, command: PolicyCommand) -> Result<Answer, Failure> {
    let done = cx.app.change_policy_record(&cx.who, command, &cx.unversioned()).await?;
    Ok(Answer::see("/policy/copies?news=saved", &done))
}

/// What a fee may be at most, in cents.
const FEE_MAX: i64 = 100_000;

/// `4.50` as people write it, in cents.
fn cents(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches('$').replace(',', "");
    let (whole, part) = text.split_once('.').unwrap_or((&text, "00"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 2 || whole.len() > 9 {
        return None;
    }
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 100 + part)
}

fn dollars(cents: i64) -> String {
    format!("${}.{:02}", cents / 100, cents % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fees_are_read_as_people_write_them() {
        let read = ["4.50", "$4.5", "0", "1,000", " 12.05 "].map(cents);
        assert_eq!(read, [Some(450), Some(450), Some(0), Some(100_000), Some(1205)]);
        for text in ["", "-1", "4.505", "four", "4.", ".5", "99999999999"] {
            assert_eq!(cents(text), None, "{text}");
        }
        assert_eq!(dollars(1205), "$12.05");
    }
}

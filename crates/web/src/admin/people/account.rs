//! Whether somebody can sign in: inviting them, and closing their account.

use evenhand_domain::StaffId;
use evenhand_policy::Action;
use evenhand_ui::{Button, Html, InsetText, SummaryList};
use schemars::JsonSchema;
use serde::Serialize;

use super::account_state;
use crate::body::Body;
use crate::cx::Cx;
use crate::form::{self, Field, Form, Kind};
use crate::respond::{Answer, Failure};
use crate::values::Values;
use crate::words;

pub(crate) const INVITE: Form = Form {
    title: "Invite",
    lead: "An invitation counts once, for 24 hours. It replaces any before it, and opens a closed account again.",
    fields: &[Field::new("name", "Name to sign in with", Kind::Line)
        .hint("2 to 64 characters without spaces, such as p.wren")],
    button: "Invite",
};

/// An invitation. It is told this once and kept nowhere.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Invited {
    /// Where the password is chosen.
    pub address: String,
}

pub(crate) async fn account(cx: &Cx) -> Result<Answer, Failure> {
    let id: StaffId = cx.id("staff")?;
    let account = cx.app.account_of(&cx.who, &id).await?;
    let staff = cx.who.directory().staff(&id).ok_or(Failure::NotFound)?;
    let mut known = Values::default();
    known.push("name", account.as_ref().map(|account| account.name.clone()).unwrap_or_default());
    cx.fill(known);
    let title = format!("Account of {}", staff.details.name);
    let mut body = Body::new().h1(&title);
    body = match &account {
        None => body.p("They have no account yet."),
        Some(account) => {
            let used = account
                .signed_in_at
                .map_or_else(|| "Never".to_owned(), |at| words::near(at, cx.now(), &cx.calendar()));
            let facts = SummaryList::new()
                .row("Signs in as", account.name.as_str())
                .row("State", state_words(account_state(Some(account), cx.now())))
                .row("Signed in last", used);
            body.add(&facts)
        }
    };
    body = body.h2(INVITE.title).p(INVITE.lead).add(&form::markup(
        cx,
        &INVITE,
        &format!("/admin/people/{id}/account"),
    ));
    if account.is_some_and(|account| !account.disabled) {
        let close = Button::new("Close the account").warning();
        body = body
            .h2("Close the account")
            .p("Every sign-in of theirs ends at once. What they did stays in the record.")
            .add(&form::button(cx, &format!("/admin/people/{id}/account/closing"), close));
    }
    Ok(Answer::page(title, body.done()).back(format!("/admin/people/{id}")))
}

fn state_words(state: &str) -> &'static str {
    match state {
        "closed" => "Closed",
        "invited" => "Invited, no password chosen yet",
        "waiting" => "Open; too many attempts failed, so the next has to wait",
        "open" => "Open",
        _ => "None",
    }
}

pub(crate) async fn invite(cx: &Cx) -> Result<Answer, Failure> {
    let id: StaffId = cx.id("staff")?;
    let token = cx.app.invite(&cx.who, &id, cx.values.raw("name")).await?;
    // The form was sent and needs its draft no more; this answer is no redirect, which would say so by itself.
    cx.app.drop_draft(&cx.who, &form::draft_id(cx)).await?;
    let invited = Invited { address: format!("/invitation/{token}") };
    Ok(Answer::view("Invited", &invited, || {
        let address = Html::trusted(format!("<code>{}</code>", Html::escaped(&invited.address)));
        Body::new()
            .h1(&format!("{} is invited", cx.name(id.as_str())))
            .p("Give them this address, behind the address of this system. There they choose their password.")
            .add(&InsetText::html(address))
            .p("It counts once, for 24 hours. It is shown only now and kept nowhere: if it is lost, invite them again.")
            .link("Back to their entry", &format!("/admin/people/{id}"))
            .done()
    }))
}

pub(crate) async fn disable(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::EditStaff, &Default::default())?;
    let id: StaffId = cx.id("staff")?;
    cx.app.disable_account(&cx.who, &id, true).await?;
    Ok(Answer::see(format!("/admin/people/{id}/account?news=saved"), &()))
}

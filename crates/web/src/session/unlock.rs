//! Going on after a while away: the password opens the session again, and what was typed is still there.

use evenhand_ui::{Button, Html, PasswordInput};

use super::begin;
use crate::body::Body;
use crate::cx::{Format, OpenCx};
use crate::form::{Field, Form, Kind, error_of};
use crate::respond::{Answer, Failure};

pub(crate) const FORM: Form = Form {
    title: "Enter your password to go on",
    lead: "",
    fields: &[Field::new("password", "Password", Kind::Password)],
    button: "Go on",
};

pub(crate) async fn new(cx: &OpenCx) -> Result<Answer, Failure> {
    let to = cx.query.text("to").or_else(|| cx.values.text("to")).unwrap_or_default();
    let password = PasswordInput::new("password", "Password").error(error_of(cx, "password").as_deref());
    let body = Body::new()
        .h1("Enter your password to go on")
        .p("You were away for a while. What you were typing is kept and will be there again.")
        .html(
            "<form method=\"post\" action=\"/unlock\" novalidate><input type=\"hidden\" name=\"to\" value=\"",
        )
        .add(&Html::escaped(&to))
        .html("\">")
        .add(&password)
        .add(&Button::new("Go on").once())
        .html("</form>")
        .link("Sign in as somebody else", "/sign-in");
    Ok(Answer::page("Enter your password to go on", body.done()))
}

pub(crate) async fn create(cx: &OpenCx) -> Result<Answer, Failure> {
    let Some((slug, token)) = &cx.session else {
        return match cx.format {
            Format::Page => Ok(Answer::see("/sign-in", &())),
            Format::Json => Err(Failure::SignIn),
        };
    };
    let app = cx.installation.app(slug).await.ok_or(Failure::SignIn)?;
    let signed_in = app.unlock(token, cx.values.raw("password")).await?;
    Ok(begin(slug, &signed_in, cx.values.raw("to"), cx.settings.secure))
}

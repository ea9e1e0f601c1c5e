//! Choosing a password, by an invitation that counts once and for a day.

use evenhand_app::accounts::PASSWORD_MIN;
use evenhand_domain::Problem;
use evenhand_ui::{Button, PasswordInput};

use crate::body::Body;
use crate::cx::OpenCx;
use crate::form::{Field, Form, Kind, error_of};
use crate::respond::{Answer, Failure};

pub(crate) const FORM: Form = Form {
    title: "Choose a password",
    lead: "",
    fields: &[Field::new("password", "Password", Kind::NewPassword)],
    button: "Choose this password",
};

pub(crate) async fn new(cx: &OpenCx) -> Result<Answer, Failure> {
    let (_, name) = invited(cx).await?;
    let password = PasswordInput::new("password", "Password")
        .new_password()
        .hint(rule())
        .error(error_of(cx, "password").as_deref());
    let body = Body::new()
        .h1("Choose a password")
        .p(&format!("You will sign in as {name}."))
        .html("<form method=\"post\" novalidate>")
        .add(&password)
        .add(&Button::new("Choose this password").once())
        .html("</form>");
    Ok(Answer::page("Choose a password", body.done()))
}

pub(crate) async fn create(cx: &OpenCx) -> Result<Answer, Failure> {
    let (app, _) = invited(cx).await?;
    match app.accept_invitation(cx.param("token"), cx.values.raw("password")).await? {
        Ok(()) => Ok(Answer::see("/sign-in?news=password-chosen", &())),
        Err(weak) => {
            Err(Problem::field("password", "weak-password", crate::words::sentence(&weak.to_string())).into())
        }
    }
}

/// What a password must be, in plain words.
pub(crate) fn rule() -> String {
    format!("At least {PASSWORD_MIN} characters. Four or five words that do not belong together are good.")
}

async fn invited(cx: &OpenCx) -> Result<(evenhand_app::App, String), Failure> {
    for app in cx.installation.apps().await.into_values() {
        if let Some(name) = app.invited(cx.param("token")).await? {
            return Ok((app, name));
        }
    }
    Err(Failure::NotFound)
}

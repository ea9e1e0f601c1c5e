//! Changing one's own password.

use evenhand_domain::Problem;

use super::begin;
use crate::body::Body;
use crate::cx::Cx;
use crate::form::{self, Field, Form, Kind};
use crate::respond::{Answer, Failure};

pub(crate) const FORM: Form = Form {
    title: "Change your password",
    lead: "Every other sign-in of yours ends when you change it.",
    fields: &[
        Field::new("old_password", "Your password now", Kind::Password),
        Field::new("password", "Your new password", Kind::NewPassword)
            .hint("At least 15 characters. Four or five words that do not belong together are good."),
    ],
    button: "Change password",
};

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    Ok(form::page(cx, &FORM, Body::new(), "/me"))
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    let (old, new) = (cx.values.raw("old_password"), cx.values.raw("password"));
    let changed = cx.app.change_password(&cx.who, &cx.token, old, new).await.map_err(|error| {
        match Failure::from(error) {
            Failure::Refused(_) => {
                Problem::field("old_password", "wrong", "This is not your password").into()
            }
            other => other,
        }
    })?;
    match changed {
        Ok(signed_in) => {
            Ok(begin(cx.app.slug(), &signed_in, "/me?news=password-changed", cx.settings.secure))
        }
        Err(weak) => {
            Err(Problem::field("password", "weak-password", crate::words::sentence(&weak.to_string())).into())
        }
    }
}

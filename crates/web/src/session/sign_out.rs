//! Signing out.

use super::end;
use crate::cx::Cx;
use crate::respond::{Answer, Failure};

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    cx.app.sign_out(&cx.token).await?;
    Ok(end("/sign-in?news=signed-out", cx.settings.secure))
}

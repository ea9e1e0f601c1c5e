//! Files beside an incident.

use evenhand_policy::Action;

use super::with_heading;
use crate::cx::Cx;
use crate::form::{Field, Form, Kind};
use crate::respond::{Answer, Failure};

pub(crate) const FORM: Form = Form {
    title: "Attach a file",
    lead: "A picture (PNG or JPEG), a PDF document or plain text, up to 10 MB. Only those who work on this incident see it.",
    fields: &[
        Field::new("file", "File", Kind::File),
        Field::new("what", "What it shows", Kind::Line)
            .hint("For example: voicemail typed out, photograph of the desk"),
    ],
    button: "Attach",
};

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    with_heading(cx, Action::AddToIncident, &FORM).await
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    let id = cx.param("incident");
    let done = cx.app.attach_file(&cx.who, id, cx.upload(), &cx.unversioned()).await?;
    Ok(Answer::see(format!("/incidents/{id}?news=added"), &done))
}

pub(crate) async fn show(cx: &Cx) -> Result<Answer, Failure> {
    let (file, bytes) = cx.app.file(&cx.who, cx.param("incident"), cx.param("hash")).await?;
    Ok(Answer::Download { bytes, media_type: file.media_type, name: file.name })
}

//! A text of the policy: to read, to print for inspection, to keep as a file for the public.

use evenhand_policy::Action;
use evenhand_policy::pack::Document;
use evenhand_ui::{Html, InsetText};

use super::markdown;
use crate::body::Body;
use crate::cx::Cx;
use crate::respond::{Answer, Failure};
use crate::words;

pub(crate) async fn document(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::ReadGuidance, &Default::default())?;
    let (pack, code) = (cx.who.pack(), cx.param("document"));
    let document = pack.documents.iter().find(|document| document.code == code).ok_or(Failure::NotFound)?;
    let (text, marks) = (cx.filled(pack.text(document)), marks(cx).await?);
    if cx.query.raw("as") == "file" {
        return Ok(file(document, &text, &marks));
    }
    let body = Body::new()
        .add(&markdown::document(&text, &contents(&text)))
        .h2("About this document")
        .p(&format!("From {}.", pack.cited(&document.cite)))
        .add(&InsetText::new(marks.clone()))
        .link("Download it as a file for the public", &format!("/policy/documents/{code}?as=file"));
    Ok(Answer::page(document.title.clone(), body.done()).marked(marks).back("/policy"))
}

/// Links to the parts of a long text.
fn contents(text: &str) -> Html {
    let parts = markdown::contents(text);
    if parts.len() < 4 {
        return Html::default();
    }
    let links = parts.iter().map(|(id, title)| (title.as_str(), format!("#{id}")));
    Body::new().html("<nav aria-label=\"Contents\">").links(links).html("</nav>").done()
}

/// What every printed or exported copy says of itself (MG-DOC-03): version, date of issue, date of the next review,
/// and that the electronic version governs.
pub(crate) async fn marks(cx: &Cx) -> Result<String, Failure> {
    let (pack, calendar) = (cx.who.pack(), cx.calendar());
    let (looked_after, _) = cx.app.policy_record().await?;
    let entry = pack.record.as_ref();
    let version = entry.map_or(&pack.identity.version, |entry| &entry.version);
    let issued =
        entry.and_then(|entry| entry.issued).unwrap_or_else(|| calendar.date(pack.identity.valid_from));
    let next = looked_after.next_review_under(pack);
    let next = next.map_or_else(|| "not set".to_owned(), words::date);
    Ok(format!(
        "{}, version {version}. Issued {}. Next review: {next}. Printed and exported copies are not controlled: the \
         electronic version in this system governs.",
        pack.identity.title,
        words::date(issued),
    ))
}

/// The document as a file that opens anywhere.
fn file(document: &Document, text: &str, marks: &str) -> Answer {
    let (title, marks) = (Html::escaped(&document.title), Html::escaped(marks));
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en-AU\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n</head>\n\
         <body>\n<p>{marks}</p>\n{}\n<p>{marks}</p>\n</body>\n</html>\n",
        markdown::document(text, &Html::default()),
    );
    Answer::Download {
        bytes: page.into_bytes(),
        media_type: "text/html; charset=utf-8".to_owned(),
        name: format!("{}.html", document.code),
    }
}

//! Why records matter: what our policy says of it, in its own words.

use evenhand_policy::deadlines::DeadlineKind;

use crate::body::{Body, link};
use crate::cx::Cx;
use crate::policy::labels::DeadlineView;
use crate::policy::markdown;
use crate::respond::{Answer, Failure};

/// The word in the headings of what our policy says of records.
const ABOUT: &str = "record";

pub(crate) async fn recording(cx: &Cx) -> Result<Answer, Failure> {
    let pack = cx.who.pack();
    let deadline =
        pack.deadline(DeadlineKind::IncidentRecorded).map(|deadline| DeadlineView::new(pack, deadline));
    let mut body = Body::new()
        .h1("Why records matter")
        .p("What is recorded can be acted on: somebody hears of it, you can be supported, and the next colleague knows. What is not recorded helps nobody.")
        .p("Record as soon as you can. A few taps are enough; more can be added later. If you cannot, ask somebody to do it for you.");
    if let Some(deadline) = deadline {
        body =
            body.p(&format!("{}: {} ({}).", deadline.what, deadline.within.to_lowercase(), deadline.source));
    }
    body = body.links([
        ("Record what happened", "/incidents/new".to_owned()),
        ("How to report, and to whom", "/help/reporting".to_owned()),
    ]);
    for document in &pack.documents {
        let text = cx.filled(pack.text(document));
        for part in markdown::about(&text, ABOUT) {
            body = body
                .add(&markdown::excerpt(&part, 2))
                .html("<p class=\"govuk-body-s\">From ")
                .add(&link(&document.title, &format!("/policy/documents/{}", document.code)))
                .html("</p>");
        }
    }
    Ok(Answer::page("Why records matter", body.done()).back("/help"))
}

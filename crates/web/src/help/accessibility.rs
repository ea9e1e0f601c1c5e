//! The accessibility statement: what is aimed at, what was done, what was not.

use crate::body::Body;
use crate::cx::OpenCx;
use crate::respond::{Answer, Failure};

pub(crate) async fn accessibility(_: &OpenCx) -> Result<Answer, Failure> {
    let body = Body::new()
        .h1("Accessibility statement")
        .p("Everybody who works here should be able to use this system. Our aim is level AA of the Web Content Accessibility Guidelines (WCAG) 2.2 on every page.")
        .h2("What you can do")
        .items([
            "Use every page with the keyboard alone.",
            "Use every page without script in the browser. Only keeping drafts while you type, and keys, need it.",
            "Enlarge the text to 200 per cent, or the page to 400 per cent. Wide tables then scroll sideways on their own.",
            "Choose your own colours in your browser or system. No state is told by colour alone.",
            "Take your time. After a while away you are asked for your password; what you typed is kept.",
        ])
        .h2("How it is made")
        .p("Buttons, fields, tables and the other parts of a page are those of the GOV.UK Design System, and a test compares their markup with it. Pages have one main heading, headings in order and a link that skips to the content.")
        .h2("What was not done")
        .items([
            "Nobody outside the project has audited it.",
            "It was not yet tried out with people who use a screen reader or other aids every day.",
            "Documents of your organisation's policy, and what its links lead to, are not ours. They may be less accessible.",
            "Files that somebody attached to an incident are shown as they are.",
        ])
        .h2("If something does not work for you")
        .p("Tell your administrator what you wanted to do, on which page, and what got in the way. Nobody has to work around it alone: ask a colleague to record an incident for you meanwhile. The record says that they did it for you.");
    Ok(Answer::page("Accessibility statement", body.done()))
}

//! The way into the help, and the keys.

use evenhand_ui::{ScrollRegion, Table};

use crate::body::Body;
use crate::cx::Cx;
use crate::respond::{Answer, Failure};

pub(crate) async fn index(_: &Cx) -> Result<Answer, Failure> {
    let links = |links: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
        links.iter().map(|(text, href)| (*text, (*href).to_owned())).collect()
    };
    let body = Body::new()
        .h1("Help")
        .h2("Now")
        .links(links(&[("What to do in an emergency", "/help/emergency"), ("Support for me", "/support")]))
        .h2("Your work")
        .links(links(&[
            ("How to report, and to whom", "/help/reporting"),
            ("Why records matter", "/help/recording"),
            ("Staff guide", "/help/guide"),
            ("Links and contacts", "/resources"),
        ]))
        .h2("The policy")
        .links(links(&[("The policy in force", "/policy"), ("Suggest a change", "/policy/suggestions")]))
        .h2("This system")
        .links(links(&[
            ("Words", "/help/words"),
            ("Keys", "/help/keys"),
            ("Messages the system sends by itself", "/help/messages"),
            ("Go to a number or page", "/go"),
            ("What you looked at", "/me/activity"),
            ("Accessibility statement", "/accessibility"),
            ("Status", "/status"),
            ("Version", "/version"),
        ]));
    Ok(Answer::page("Help", body.done()))
}

/// Keys that always count.
const KEYS: &[(&str, &str, &str)] = &[
    ("Shift, three times", "Covers the screen", "The link Cover screen at the foot of each page"),
    ("Ctrl + K", "Goes to a number or page", "The page Go to"),
    ("Ctrl + Enter, in a form", "Presses the main button of the form", "The button"),
];
/// Single keys, which count only for those who turned them on.
const LETTERS: &[(&str, &str, &str)] = &[
    ("/", "Goes to the search field of the page", "The field"),
    ("g, then l", "Goes to Look up", "The menu"),
    ("g, then w", "Goes to My work", "The menu"),
    ("g, then r", "Records what happened", "The menu"),
    ("?", "Opens this page", "The link Help at the foot of each page"),
];

pub(crate) async fn keys(_: &Cx) -> Result<Answer, Failure> {
    let table = |caption: &str, keys: &[(&str, &str, &str)]| {
        let table =
            Table::new(caption).hide_caption().head(["Key", "What it does", "The same without the key"]);
        let table = keys.iter().fold(table, |table, (key, does, without)| table.row([*key, *does, *without]));
        ScrollRegion::new(caption, table)
    };
    let body = Body::new()
        .h1("Keys")
        .p("You never need a key: everything can be done without.")
        .h2("Always on")
        .add(&table("Keys that are always on", KEYS))
        .h2("Single keys")
        .p("Single keys are off until you turn them on in your preferences.")
        .add(&table("Single keys", LETTERS))
        .link("Preferences", "/me");
    Ok(Answer::page("Keys", body.done()).back("/help"))
}

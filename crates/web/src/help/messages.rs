//! Every message the system sends by itself: what sets it off, who gets it, its words, the clause that asks for it.
//! The page is made from the notification rules in force, so it cannot differ from what is sent.

use evenhand_policy::pack::{NoticeRule, Pack, label};
use evenhand_ui::{ScrollRegion, Table};
use schemars::JsonSchema;
use serde::Serialize;

use crate::body::Body;
use crate::cx::Cx;
use crate::policy::labels;
use crate::respond::{Answer, Failure};

/// Every message the system sends by itself.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Messages {
    pub messages: Vec<MessageView>,
}

/// A message the system sends by itself.
#[derive(Serialize, JsonSchema)]
pub(crate) struct MessageView {
    pub code: String,
    /// What sets it off, as a code.
    pub on: String,
    /// What sets it off, in words.
    pub occasion: String,
    /// Only in these business lines; in all if empty.
    pub business_lines: Vec<String>,
    /// Who gets it.
    pub to: String,
    /// What it says.
    pub text: String,
    /// The clause that asks for it.
    pub source: String,
}

impl MessageView {
    pub(crate) fn new(pack: &Pack, rule: &NoticeRule) -> MessageView {
        let line = |code: &String| label(&pack.vocabulary.business_lines, code).to_owned();
        MessageView {
            code: rule.code.clone(),
            on: rule.on.to_string(),
            occasion: labels::occasion(rule.on).to_owned(),
            business_lines: rule.business_lines.iter().map(line).collect(),
            to: labels::recipient(pack, rule),
            text: rule.text.clone(),
            source: pack.cited(&rule.cite),
        }
    }
}

pub(crate) async fn messages(cx: &Cx) -> Result<Answer, Failure> {
    let pack = cx.who.pack();
    let view = Messages { messages: pack.notices.iter().map(|rule| MessageView::new(pack, rule)).collect() };
    let title = "Messages the system sends by itself";
    Ok(Answer::view(title, &view, || {
        Body::new()
            .h1(title)
            .p("Our policy says who is told of what. A message holds no name and no detail: those are behind the sign-in.")
            .add(&table(title, &view.messages))
            .p("Beside these, you see a task in My work whenever something waits for you or your role.")
            .done()
    })
    .back("/help"))
}

/// Messages as a table.
pub(crate) fn table(caption: &str, messages: &[MessageView]) -> ScrollRegion {
    let mut table =
        Table::new(caption).hide_caption().head(["When", "Who gets it", "What it says", "Clause"]);
    for message in messages {
        let lines = match message.business_lines.as_slice() {
            [] => String::new(),
            lines => format!(" ({})", lines.join(", ")),
        };
        let when = format!("{}{lines}", message.occasion);
        table = table.row([&when, &message.to, &message.text, &message.source]);
    }
    ScrollRegion::new(caption, table)
}

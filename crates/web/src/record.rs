//! Is the record intact? Checked from its beginning whenever somebody asks.

use evenhand_app::record::{Checked, Found, LastCheckpoint};
use evenhand_store::Log;
use evenhand_ui::{Button, Html, InsetText, ScrollRegion, SummaryList, Table, WarningText};
use schemars::JsonSchema;
use serde::Serialize;

use crate::body::Body;
use crate::cx::Cx;
use crate::form;
use crate::respond::{Answer, Failure};
use crate::words;

/// What is known of the record, and what a check found.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Verified {
    /// Whether every log is intact; none where nothing was checked now.
    pub intact: Option<bool>,
    /// When it was checked.
    pub checked_at: Option<String>,
    /// What the check found, log by log.
    pub logs: Vec<LogView>,
    /// Where each log stood when it was signed last.
    pub checkpoints: Vec<CheckpointView>,
    /// The key that checks the signatures, to be kept elsewhere.
    pub public_key: String,
}

/// What a check of one log found.
#[derive(Serialize, JsonSchema)]
pub(crate) struct LogView {
    /// `events` or `looks`.
    pub log: String,
    pub intact: bool,
    /// How many entries it has; none where it is not intact.
    pub entries: Option<u64>,
    /// How many signed checkpoints it was compared with.
    pub checkpoints: Option<usize>,
    /// How many entries have had their content destroyed under a recorded authority.
    pub disposed: Option<u64>,
    /// The root of its tree, as it would be signed now.
    pub root: Option<String>,
    /// The first entry that cannot be trusted.
    pub first_bad_entry: Option<u64>,
    /// What is wrong with it.
    pub fault: Option<String>,
}

/// A signed checkpoint.
#[derive(Serialize, JsonSchema)]
pub(crate) struct CheckpointView {
    pub log: String,
    /// How many entries it speaks of.
    pub entries: u64,
    /// When it was signed.
    pub at: String,
}

const TITLE: &str = "Is the record intact?";

pub(crate) async fn show(cx: &Cx) -> Result<Answer, Failure> {
    page(cx, None).await
}

pub(crate) async fn verify(cx: &Cx) -> Result<Answer, Failure> {
    let found = cx.app.verify(&cx.who).await?;
    page(cx, Some(found)).await
}

async fn page(cx: &Cx, checked: Option<Vec<Checked>>) -> Result<Answer, Failure> {
    let checkpoints = cx.app.last_checkpoints(&cx.who).await?;
    let logs: Option<Vec<LogView>> = checked.as_ref().map(|logs| logs.iter().map(log_view).collect());
    let calendar = cx.calendar();
    let checkpoint = |last: &LastCheckpoint| CheckpointView {
        log: last.log.name().to_owned(),
        entries: last.size,
        at: words::machine(last.at, &calendar),
    };
    let view = Verified {
        intact: logs.as_ref().map(|logs| logs.iter().all(|log| log.intact)),
        checked_at: logs.as_ref().map(|_| words::machine(cx.now(), &calendar)),
        logs: logs.unwrap_or_default(),
        checkpoints: checkpoints.iter().map(checkpoint).collect(),
        public_key: cx.app.public_key().text(),
    };
    Ok(Answer::view(TITLE, &view, || {
        let body = Body::new().h1(TITLE);
        let body = match view.intact {
            None => body.p("The check reads everything from the beginning and compares it with what was signed. It changes nothing."),
            Some(true) => body.add(&InsetText::new(format!("Yes. Checked {}.", words::near(cx.now(), cx.now(), &calendar)))),
            Some(false) => body.add(&WarningText::new("No. Something was changed, removed or damaged. What stands below says from where on. Nothing is repaired silently: tell the people who run this system, and keep every copy.")),
        };
        let body = checked
            .iter()
            .flatten()
            .fold(body, |body, checked| body.h2(log_words(checked.log)).add(&found(checked)));
        body.h2(if view.intact.is_some() { "Check again" } else { "Check now" })
            .add(&form::button(cx, "/audit/verify", Button::new("Check the record now")))
            .h2("Signed last")
            .add(&signed(cx, &checkpoints))
            .h2("Key")
            .p("With this key anybody can check the signatures. Keep a copy of it elsewhere.")
            .html("<p class=\"govuk-body\"><code>")
            .add(&Html::escaped(&view.public_key))
            .html("</code></p>")
            .done()
    }))
}

fn log_view(checked: &Checked) -> LogView {
    let none = LogView {
        log: checked.log.name().to_owned(),
        intact: false,
        entries: None,
        checkpoints: None,
        disposed: None,
        root: None,
        first_bad_entry: None,
        fault: None,
    };
    match &checked.found {
        Found::Intact(report) => LogView {
            intact: true,
            entries: Some(report.entries),
            checkpoints: Some(report.checkpoints),
            disposed: Some(report.disposed),
            root: Some(report.root.hex()),
            ..none
        },
        Found::Broken(fault) => {
            LogView { first_bad_entry: Some(fault.seq), fault: Some(fault.what.to_string()), ..none }
        }
        Found::Unreadable(why) => LogView { fault: Some(why.clone()), ..none },
    }
}

/// What a log holds.
fn log_words(log: Log) -> &'static str {
    match log {
        Log::Events => "What happened",
        Log::Looks => "Who looked at what",
    }
}

/// What was found, in plain words.
fn found(checked: &Checked) -> Html {
    match &checked.found {
        Found::Intact(report) => {
            let compared = words::counted(report.checkpoints as i64, "signed checkpoint");
            let intact = match report.checkpoints {
                0 => "Yes, as far as can be known: every entry fits the others, but nothing was signed yet",
                _ => "Yes: every entry is as it was written, in its place, and none is missing",
            };
            let facts = SummaryList::new()
                .row("Intact", intact)
                .row("Entries", report.entries.to_string())
                .row("Compared with", compared)
                .row("Content lawfully destroyed", report.disposed.to_string())
                .row("Fingerprint of the whole", report.root.hex());
            Html::of(&facts)
        }
        Found::Broken(fault) => {
            let proven = match fault.seq {
                0 | 1 => "Nothing".to_owned(),
                seq => format!("Entries 1 to {}", seq - 1),
            };
            let facts = SummaryList::new()
                .row("Intact", "No")
                .row("First entry that cannot be trusted", fault.seq.to_string())
                .row("What is wrong", words::sentence(&fault.what.to_string()))
                .row("Still shown to be as written", proven);
            Html::of(&facts)
        }
        Found::Unreadable(why) => {
            let facts = SummaryList::new()
                .row("Intact", "No: an entry cannot be read")
                .row("What is wrong", words::sentence(why));
            Html::of(&facts)
        }
    }
}

fn signed(cx: &Cx, checkpoints: &[LastCheckpoint]) -> Html {
    if checkpoints.is_empty() {
        return Body::new()
            .p("Nothing was signed yet. It happens by itself within a minute of the first entry.")
            .done();
    }
    let mut table = Table::new("Signed last").hide_caption().head(["Log", "Entries", "When"]);
    for last in checkpoints {
        let when = words::near(last.at, cx.now(), &cx.calendar());
        table = table.row([log_words(last.log).to_owned(), last.size.to_string(), when]);
    }
    Html::of(&ScrollRegion::new("Signed last", table))
}

//! Whether this installation works, and which version it is: for those who run it and for their monitoring.

use axum::http::StatusCode;
use evenhand_ui::SummaryList;
use schemars::JsonSchema;
use serde::Serialize;

use crate::body::Body;
use crate::cx::OpenCx;
use crate::respond::{Answer, Failure};

/// Whether this installation works.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Status {
    /// `working`, `read-only` or `unavailable`.
    pub state: String,
    /// Every record can be read.
    pub reachable: bool,
    /// Nothing can be saved now; looking up goes on.
    pub read_only: bool,
    /// How many organisations are open. Their names are not told here.
    pub organisations: usize,
    pub version: String,
}

/// Which version this is.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Version {
    pub product: String,
    pub version: String,
    /// Where the API stands.
    pub api: String,
    /// The form in which a log is exported.
    pub log_format: String,
}

pub(crate) async fn status(cx: &OpenCx) -> Result<Answer, Failure> {
    let apps = cx.installation.apps().await;
    let (mut reachable, mut read_only) = (true, false);
    for app in apps.values() {
        reachable &= app.is_reachable().await;
        read_only |= app.is_read_only();
    }
    let (state, code) = match (reachable, read_only) {
        (false, _) => ("unavailable", StatusCode::SERVICE_UNAVAILABLE),
        (true, true) => ("read-only", StatusCode::OK),
        (true, false) => ("working", StatusCode::OK),
    };
    let status = Status {
        state: state.to_owned(),
        reachable,
        read_only,
        organisations: apps.len(),
        version: cx.settings.version.clone(),
    };
    Ok(Answer::view("Status", &status, || {
        let says = match state {
            "working" => "Everything works.",
            "read-only" => "Nothing can be saved now. Looking people up goes on. The people who run this system must make space.",
            _ => "The records cannot be reached now. Use the printed site sheet, if there is one.",
        };
        let yes = |yes: bool| if yes { "Yes" } else { "No" };
        let facts = SummaryList::new()
            .row("Records can be read", yes(status.reachable))
            .row("Changes can be saved", yes(status.reachable && !status.read_only))
            .row("Organisations open", status.organisations.to_string())
            .row("Version", status.version.as_str());
        Body::new().h1("Status").p(says).add(&facts).done()
    })
    .status(code))
}

pub(crate) async fn version(cx: &OpenCx) -> Result<Answer, Failure> {
    let version = Version {
        product: "Evenhand".to_owned(),
        version: cx.settings.version.clone(),
        api: crate::dispatch::API.to_owned(),
        log_format: evenhand_ledger::export::FORMAT.to_owned(),
    };
    Ok(Answer::view("Version", &version, || {
        let facts = SummaryList::new()
            .row("Product", version.product.as_str())
            .row("Version", version.version.as_str())
            .row("API", version.api.as_str())
            .row("Form of an exported log", version.log_format.as_str());
        Body::new().h1("Version").add(&facts).done()
    }))
}

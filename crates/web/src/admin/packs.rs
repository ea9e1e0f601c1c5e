//! Versions of the policy pack: loaded, proposed by one person, activated by another.

mod compare;
mod version;

use evenhand_domain::pack_history::{self, Activated, Proposed, Stage, Withdrawn};
use evenhand_policy::Action;
use evenhand_ui::{Html, ScrollRegion, SummaryList, Table};
use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use schemars::JsonSchema;
use serde::Serialize;

use super::today;
use crate::body::{Body, link};
use crate::cx::Cx;
use crate::form::{self, Field, Form, Kind};
use crate::respond::{Answer, Failure};
use crate::values::Values;
use crate::words;

pub(crate) use compare::compare;
pub(crate) use version::{Version, show};

/// The versions of the policy pack, in JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct List {
    pub versions: Vec<VersionRow>,
}

/// A version of the policy pack.
#[derive(Serialize, JsonSchema)]
pub(crate) struct VersionRow {
    pub name: String,
    pub version: String,
    /// The hash over all its files.
    pub digest: String,
    /// `loaded`, `proposed` or `active`.
    pub stage: String,
    /// It is the one by which the organisation works now.
    pub in_force: bool,
    /// From when it says that it applies.
    pub valid_from: String,
    /// From when it applies here.
    pub from: Option<String>,
    pub proposed_by: Option<String>,
    pub activated_by: Option<String>,
}

impl VersionRow {
    fn new(cx: &Cx, known: &pack_history::Version) -> VersionRow {
        let (loaded, calendar) = (&known.loaded, cx.calendar());
        let in_force = cx.who.packs().in_force(cx.now());
        VersionRow {
            name: loaded.name.clone(),
            version: loaded.version.clone(),
            digest: loaded.digest.clone(),
            stage: known.stage.to_string(),
            in_force: in_force.is_some_and(|now| now.loaded.version == loaded.version),
            valid_from: words::machine(loaded.valid_from, &calendar),
            from: known.from.map(|from| words::machine(from, &calendar)),
            proposed_by: known.proposed_by.as_ref().map(|by| cx.name(by)),
            activated_by: known.activated_by.as_ref().map(|by| cx.name(by)),
        }
    }
}

pub(crate) const PROPOSAL: Form = Form {
    title: "Propose a version",
    lead: "A second person decides. Cases that are open go on under the version they began under.",
    fields: &[
        Field::new("from", "From which day it is to apply", Kind::Date),
        Field::new("because", "Why it should start", Kind::Words),
    ],
    button: "Propose this version",
};

pub(crate) const ACTIVATION: Form = Form {
    title: "Activate a version",
    lead: "It never starts before the day for which it was proposed.",
    fields: &[
        Field::new("from", "From which day it applies", Kind::Date),
        Field::new("because", "Why you agree", Kind::Words),
    ],
    button: "Activate this version",
};

pub(crate) const WITHDRAWAL: Form = Form {
    title: "Withdraw the proposal",
    lead: "The version stays loaded and can be proposed again.",
    fields: &[Field::new("because", "Why", Kind::Words)],
    button: "Withdraw the proposal",
};

pub(crate) async fn index(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::ReadPacks, &Default::default())?;
    let history = &cx.who.packs().versions;
    let view = List { versions: history.iter().map(|known| VersionRow::new(cx, known)).collect() };
    Ok(Answer::view("Policy packs", &view, || {
        let caption = "Versions of the policy pack";
        let head = ["Version", "State", "Applies from", "Proposed by", "Activated by"];
        let mut table = Table::new(caption).hide_caption().head(head);
        for (known, row) in history.iter().zip(&view.versions).rev() {
            let name = format!("{} {}", row.name, row.version);
            let from = known.from.map_or_else(String::new, |from| words::moment(from, &cx.calendar()));
            let by = |by: &Option<String>| Html::escaped(by.as_deref().unwrap_or_default());
            let state = Html::escaped(state(known, row.in_force, cx.now()));
            let cells = [
                link(&name, &page(&row.version)),
                state,
                Html::escaped(&from),
                by(&row.proposed_by),
                by(&row.activated_by),
            ];
            table = table.row(cells);
        }
        Body::new()
            .h1("Policy packs")
            .p("The policy pack is our policy as this system works by it. A version is checked and loaded by whoever runs the system; then one person proposes it and another activates it.")
            .add(&ScrollRegion::new(caption, table))
            .link("The policy in force", "/policy")
            .done()
    }))
}

/// What an address need not hold in another form.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');

/// A version as a part of an address.
fn in_address(version: &str) -> String {
    utf8_percent_encode(version, PLAIN).to_string()
}

/// The page of a version.
fn page(version: &str) -> String {
    format!("/admin/policy/{}", in_address(version))
}

/// How far a version has come, in words.
fn state(known: &pack_history::Version, in_force: bool, now: Timestamp) -> &'static str {
    match known.stage {
        Stage::Loaded => "Loaded, can be proposed",
        Stage::Proposed => "Proposed, a second person decides",
        Stage::Active if in_force => "In force",
        Stage::Active if known.from.is_some_and(|from| from > now) => "Activated, has not begun",
        Stage::Active => "Was in force",
    }
}

/// The version of the address.
fn known(cx: &Cx) -> Result<&pack_history::Version, Failure> {
    cx.who.packs().version(cx.param("version")).ok_or(Failure::NotFound)
}

/// What a decision about a version is about.
fn facts(cx: &Cx, known: &pack_history::Version) -> SummaryList {
    let row = VersionRow::new(cx, known);
    let list = SummaryList::new()
        .row("Version", format!("{} {}", row.name, row.version))
        .row("State", state(known, row.in_force, cx.now()))
        .row("Fingerprint of its files", row.digest.as_str())
        .row("Says that it applies from", words::moment(known.loaded.valid_from, &cx.calendar()));
    let list = match known.from {
        Some(from) => list.row("Applies here from", words::moment(from, &cx.calendar())),
        None => list,
    };
    let list = row.proposed_by.into_iter().fold(list, |list, by| list.row("Proposed by", by));
    row.activated_by.into_iter().fold(list, |list, by| list.row("Activated by", by))
}

pub(crate) async fn proposal(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::ProposePack, &Default::default())?;
    let known = known(cx)?;
    let body = |title: &str| Body::new().h1(title).add(&facts(cx, known));
    let (title, body) = match known.stage {
        Stage::Loaded => {
            begin_on(cx, known.loaded.valid_from);
            (
                PROPOSAL.title,
                body(PROPOSAL.title).p(PROPOSAL.lead).add(&form::markup(cx, &PROPOSAL, &cx.path)),
            )
        }
        Stage::Proposed => {
            let action = format!("{}/withdrawal", page(&known.loaded.version));
            let body = body(WITHDRAWAL.title).p(WITHDRAWAL.lead).add(&form::markup(cx, &WITHDRAWAL, &action));
            (WITHDRAWAL.title, body)
        }
        Stage::Active => (PROPOSAL.title, body(PROPOSAL.title).p("It is activated already.")),
    };
    Ok(Answer::page(title, body.done()).back(page(&known.loaded.version)))
}

pub(crate) async fn activation(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::ActivatePack, &Default::default())?;
    let known = known(cx)?;
    let body = Body::new().h1(ACTIVATION.title).add(&facts(cx, known));
    let own = known.proposed_by.as_deref() == Some(cx.staff.as_str());
    let body = match known.stage {
        Stage::Proposed if own => {
            body.p("You proposed it. A second person activates it: neither you nor your substitute.")
        }
        Stage::Proposed => {
            begin_on(cx, known.from.unwrap_or(known.loaded.valid_from));
            body.p(ACTIVATION.lead).add(&form::markup(cx, &ACTIVATION, &cx.path))
        }
        Stage::Loaded => body.p("It must be proposed first, by somebody else."),
        Stage::Active => body.p("It is activated already."),
    };
    Ok(Answer::page(ACTIVATION.title, body.done()).back(page(&known.loaded.version)))
}

/// Fills in the day from which a version can begin: never one that is past.
fn begin_on(cx: &Cx, at: Timestamp) {
    let mut begins = Values::default();
    begins.push("from", cx.calendar().date(at).max(today(cx)).to_string());
    cx.fill(begins);
}

/// The first moment of the day that was entered.
fn from(cx: &Cx) -> Result<Timestamp, Failure> {
    let day = cx.values.must_date("from", "from which day it applies")?;
    Ok(cx.calendar().start_of(day))
}

pub(crate) async fn propose(cx: &Cx) -> Result<Answer, Failure> {
    let version = known(cx)?.loaded.version.clone();
    let proposed = Proposed { version, from: from(cx)?, because: cx.values.raw("because").to_owned() };
    let then = page(&proposed.version);
    let done = cx.app.propose_pack(&cx.who, proposed, &cx.unversioned()).await?;
    Ok(Answer::see(format!("{then}?news=saved"), &done))
}

pub(crate) async fn activate(cx: &Cx) -> Result<Answer, Failure> {
    let version = known(cx)?.loaded.version.clone();
    let activated = Activated { version, from: from(cx)?, because: cx.values.raw("because").to_owned() };
    let then = page(&activated.version);
    let done = cx.app.activate_pack(&cx.who, activated, &cx.unversioned()).await?;
    Ok(Answer::see(format!("{then}?news=saved"), &done))
}

pub(crate) async fn withdraw(cx: &Cx) -> Result<Answer, Failure> {
    let version = known(cx)?.loaded.version.clone();
    let withdrawn = Withdrawn { version, because: cx.values.raw("because").to_owned() };
    let then = page(&withdrawn.version);
    let done = cx.app.withdraw_pack(&cx.who, withdrawn, &cx.unversioned()).await?;
    Ok(Answer::see(format!("{then}?news=saved"), &done))
}

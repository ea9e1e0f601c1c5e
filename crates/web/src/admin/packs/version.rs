//! One version of the policy pack: where it comes from, what it lacks, how it is read, what it asks for.

use evenhand_domain::pack_history::Stage;
use evenhand_policy::Action;
use evenhand_policy::pack::{Completeness, Feature, Pack, RuleUse};
use evenhand_policy::rules::RULES;
use evenhand_ui::{Html, ScrollRegion, Table};
use schemars::JsonSchema;
use serde::Serialize;

use super::{VersionRow, facts, in_address, known, page};
use crate::body::Body;
use crate::cx::Cx;
use crate::help::messages::{self, MessageView};
use crate::policy::labels::{self, DeadlineView};
use crate::policy::{MissingView, PolicyView, ReadingView, SourceView, readings, sources};
use crate::respond::{Answer, Failure};
use crate::words::counted;

/// A version of the policy pack, in JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Version {
    pub version: VersionRow,
    pub title: String,
    pub jurisdiction: String,
    /// Parts of the system that it switches on.
    pub features: Vec<String>,
    pub sources: Vec<SourceView>,
    /// What a complete policy has, and whether this one has it.
    pub completeness: Vec<PartView>,
    pub missing_parts: Vec<MissingView>,
    pub readings: Vec<ReadingView>,
    pub rules: Vec<RuleView>,
    /// Rules of the system that it does not use.
    pub unused_rules: Vec<String>,
    pub roles: Vec<RoleView>,
    pub deadlines: Vec<DeadlineView>,
    pub messages: Vec<MessageView>,
}

/// Something a complete policy has.
#[derive(Serialize, JsonSchema)]
pub(crate) struct PartView {
    pub part: String,
    pub what: String,
    pub present: bool,
    /// Why it can do without, where it has not.
    pub because: Option<String>,
    /// The clause that points to what is missing.
    pub source: Option<String>,
}

/// A rule that the version uses.
#[derive(Serialize, JsonSchema)]
pub(crate) struct RuleView {
    pub slug: String,
    /// The rule in plain words.
    pub plain: String,
    /// `must`, `should`, `may` or `derived`.
    pub force: String,
    pub source: String,
    #[serde(skip)]
    force_words: &'static str,
}

/// A role of the version.
#[derive(Serialize, JsonSchema)]
pub(crate) struct RoleView {
    pub code: String,
    pub label: String,
    pub duties: Vec<String>,
    pub source: String,
}

pub(crate) async fn show(cx: &Cx) -> Result<Answer, Failure> {
    let known = known(cx)?;
    let pack = cx.app.pack_version(&cx.who, &known.loaded.version).await?.ok_or(Failure::NotFound)?;
    let policy = PolicyView::new(cx, &pack, None);
    let rules = rules(&pack);
    let role = |role: &evenhand_policy::pack::Role| RoleView {
        code: role.code.clone(),
        label: role.label.clone(),
        duties: role.duties.iter().map(ToString::to_string).collect(),
        source: pack.cited(&role.cite),
    };
    let unused = RULES.iter().filter(|rule| pack.rule(rule.slug).is_none());
    let title = format!("Policy pack {}, version {}", known.loaded.name, known.loaded.version);
    // A version that this product can no longer read is kept, with its files; it has nothing to show but these.
    let readable = !pack.identity.name.is_empty();
    let shown = Html::of(&facts(cx, known));
    let shown =
        if readable { shown.and(&sections(&pack, &policy, &rules)) } else { shown.and(&unreadable()) };
    let view = Version {
        version: VersionRow::new(cx, known),
        title: policy.title,
        jurisdiction: policy.jurisdiction,
        features: pack.features.iter().map(ToString::to_string).collect(),
        sources: policy.sources,
        completeness: Completeness::ALL.iter().map(|part| part_view(&pack, *part)).collect(),
        missing_parts: policy.missing_parts,
        readings: policy.readings,
        rules,
        unused_rules: unused.map(|rule| rule.slug.to_owned()).collect(),
        roles: pack.roles.iter().map(role).collect(),
        deadlines: pack.deadlines.iter().map(|deadline| DeadlineView::new(&pack, deadline)).collect(),
        messages: pack.notices.iter().map(|rule| MessageView::new(&pack, rule)).collect(),
    };
    Ok(Answer::view(title.clone(), &view, || {
        Body::new().h1(&title).links(steps(cx, known)).add(&shown).done()
    })
    .back("/admin/policy"))
}

/// What the reader can do next with a version.
fn steps(cx: &Cx, known: &evenhand_domain::pack_history::Version) -> Vec<(&'static str, String)> {
    let here = page(&known.loaded.version);
    let mut links = Vec::new();
    match known.stage {
        Stage::Loaded if cx.who.may(Action::ProposePack) => {
            links.push(("Propose this version", format!("{here}/proposal")))
        }
        Stage::Proposed => {
            let activates = cx
                .who
                .may(Action::ActivatePack)
                .then(|| ("Activate this version", format!("{here}/activation")));
            links.extend(activates);
            let withdraws = cx
                .who
                .may(Action::ProposePack)
                .then(|| ("Withdraw the proposal", format!("{here}/proposal")));
            links.extend(withdraws);
        }
        Stage::Loaded | Stage::Active => {}
    }
    let in_force = cx.who.packs().in_force(cx.now()).map(|now| &now.loaded.version);
    if let Some(now) = in_force.filter(|now| **now != known.loaded.version) {
        let compared = format!("{}/compare/{}", page(now), in_address(&known.loaded.version));
        links.push(("Compare the version in force with this one", compared));
    }
    links
}

fn unreadable() -> Html {
    Body::new().p("This version cannot be read by this version of the product. Its files are kept; decisions made under it stay as they are.").done()
}

fn sections(pack: &Pack, policy: &PolicyView, rules: &[RuleView]) -> Html {
    let messages: Vec<MessageView> = pack.notices.iter().map(|rule| MessageView::new(pack, rule)).collect();
    let features = pack.features.iter().map(|feature| labels::feature(*feature));
    let off =
        Feature::ALL.iter().filter(|feature| !pack.has(**feature)).map(|feature| labels::feature(*feature));
    let counts = [
        counted(rules.len() as i64, "rule"),
        counted(pack.roles.len() as i64, "role"),
        counted(pack.deadlines.len() as i64, "deadline"),
        counted(pack.notices.len() as i64, "message"),
        counted(pack.letter_kinds.len() as i64, "kind") + " of letter",
        counted(pack.restriction_kinds.len() as i64, "kind") + " of restriction",
        counted(pack.documents.len() as i64, "document"),
    ];
    let body = Body::new()
        .p(&counts.join(" · "))
        .h2("Where it comes from")
        .add(&sources(policy))
        .h2("Whether it is complete")
        .add(&completeness(pack))
        .h2("How it is read where it contradicts itself or leaves a gap")
        .add(&readings(policy))
        .h2("Rules")
        .add(&rule_table(rules))
        .h2("Deadlines")
        .add(&deadline_table(pack))
        .h2("Roles")
        .add(&role_table(pack))
        .h2("Messages")
        .add(&messages::table("Messages", &messages))
        .h2("Parts of the system it uses")
        .items(features);
    body.h2("Parts it does not use").items(off).done()
}

fn rules(pack: &Pack) -> Vec<RuleView> {
    let view = |used: &RuleUse| {
        let rule = RULES.iter().find(|rule| rule.slug == used.slug);
        RuleView {
            slug: used.slug.clone(),
            plain: rule.map_or_else(|| used.slug.clone(), |rule| rule.plain.to_owned()),
            force: used.force.to_string(),
            source: pack.cited(&used.cite),
            force_words: labels::force(used.force),
        }
    };
    pack.rules.iter().map(view).collect()
}

fn part_view(pack: &Pack, part: Completeness) -> PartView {
    let missing = pack.missing_parts.iter().find(|missing| missing.part == part);
    PartView {
        part: part.to_string(),
        what: labels::part(part).to_owned(),
        present: missing.is_none(),
        because: missing.map(|missing| missing.because.clone()),
        source: missing.map(|missing| pack.cited(&missing.cite)),
    }
}

fn completeness(pack: &Pack) -> ScrollRegion {
    let caption = "Whether it is complete";
    let mut table = Table::new(caption).hide_caption().head([
        "A complete policy has",
        "Here",
        "Why it can do without",
        "Clause",
    ]);
    for part in Completeness::ALL.iter().map(|part| part_view(pack, *part)) {
        let here = if part.present { "Yes" } else { "Missing" };
        let because = part.because.unwrap_or_default();
        table = table.row([part.what, here.to_owned(), because, part.source.unwrap_or_default()]);
    }
    ScrollRegion::new(caption, table)
}

fn rule_table(rules: &[RuleView]) -> ScrollRegion {
    let mut table = Table::new("Rules").hide_caption().head(["Rule", "How strongly", "Clause"]);
    for rule in rules {
        table = table.row([rule.plain.as_str(), rule.force_words, rule.source.as_str()]);
    }
    ScrollRegion::new("Rules", table)
}

fn deadline_table(pack: &Pack) -> ScrollRegion {
    let mut table =
        Table::new("Deadlines").hide_caption().head(["What", "How soon", "How strongly", "Clause"]);
    for deadline in &pack.deadlines {
        let view = DeadlineView::new(pack, deadline);
        table = table.row([view.what, view.within, labels::force(deadline.force).to_owned(), view.source]);
    }
    ScrollRegion::new("Deadlines", table)
}

fn role_table(pack: &Pack) -> ScrollRegion {
    let mut table = Table::new("Roles").hide_caption().head(["Role", "Duties", "Clause"]);
    for role in &pack.roles {
        let duties: Vec<String> = role.duties.iter().map(|duty| duty.as_str().replace('-', " ")).collect();
        table = table.row([role.label.clone(), duties.join(", "), pack.cited(&role.cite)]);
    }
    ScrollRegion::new("Roles", table)
}

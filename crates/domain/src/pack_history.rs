//! The versions of the organisation's policy pack: loaded, proposed by one person, activated by another.

use evenhand_policy::words;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::event::Recorded;
use crate::events;
use crate::refusal::Refusal;
use crate::text::Checks;

events! {
    /// What happened to a pack.
    pub enum PackEvent {
        /// A version without mistakes was loaded.
        Loaded(Loaded) = "pack.loaded", 1;
        /// Somebody proposed to start it.
        Proposed(Proposed) = "pack.proposed", 1;
        /// Somebody else activated it.
        Activated(Activated) = "pack.activated", 1;
        /// The proposal was withdrawn or refused.
        Withdrawn(Withdrawn) = "pack.withdrawn", 1;
    }
}

/// A version that was loaded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loaded {
    /// The pack's name.
    pub name: String,
    /// The version.
    pub version: String,
    /// The hash over all its files.
    pub digest: String,
    /// From when it applies once it is active.
    pub valid_from: Timestamp,
    /// Identifier and valid-from of each source it states.
    pub sources: Vec<String>,
    /// What it lacks, each with the reason that it can do without.
    pub missing_parts: Vec<String>,
}

/// A proposal to start a version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposed {
    /// The version.
    pub version: String,
    /// From when it is to apply.
    pub from: Timestamp,
    /// Why.
    pub because: String,
}

/// The second person's yes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activated {
    /// The version.
    pub version: String,
    /// From when it applies.
    pub from: Timestamp,
    /// Why.
    pub because: String,
}

/// The end of a proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// The version.
    pub version: String,
    /// Why.
    pub because: String,
}

words! {
    /// How far a version has come.
    pub enum Stage {
        /// Checked and ready to be proposed.
        Loaded = "loaded",
        /// Proposed; a second person decides.
        Proposed = "proposed",
        /// Activated.
        Active = "active",
    }
}

/// A version as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// What was loaded.
    pub loaded: Loaded,
    /// How far it has come.
    pub stage: Stage,
    /// Who proposed it.
    pub proposed_by: Option<String>,
    /// From when it applies.
    pub from: Option<Timestamp>,
    /// Who activated it.
    pub activated_by: Option<String>,
}

/// All versions, in the order loaded.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PackHistory {
    /// The versions.
    pub versions: Vec<Version>,
}

/// What can be asked of a pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PackCommand {
    /// Load a version.
    Load(Loaded),
    /// Propose to start it.
    Propose(Proposed),
    /// Activate it.
    Activate(Activated),
    /// Withdraw or refuse the proposal.
    Withdraw(Withdrawn),
}

impl PackHistory {
    pub(crate) fn apply(&mut self, recorded: &Recorded<&PackEvent>) {
        let actor = Some(recorded.actor.clone());
        match recorded.event.clone() {
            PackEvent::Loaded(loaded) => self.versions.push(Version {
                loaded,
                stage: Stage::Loaded,
                proposed_by: None,
                from: None,
                activated_by: None,
            }),
            PackEvent::Proposed(proposed) => self.change(&proposed.version, |version| {
                version.stage = Stage::Proposed;
                version.proposed_by = actor.clone();
                version.from = Some(proposed.from);
            }),
            PackEvent::Activated(activated) => self.change(&activated.version, |version| {
                version.stage = Stage::Active;
                version.activated_by = actor.clone();
                version.from = Some(activated.from);
            }),
            PackEvent::Withdrawn(withdrawn) => self.change(&withdrawn.version, |version| {
                version.stage = Stage::Loaded;
                version.proposed_by = None;
                version.from = None;
            }),
        }
    }

    fn change(&mut self, version: &str, change: impl Fn(&mut Version)) {
        self.versions.iter_mut().filter(|known| known.loaded.version == version).for_each(change);
    }

    /// A version by its name.
    pub fn version(&self, version: &str) -> Option<&Version> {
        self.versions.iter().find(|known| known.loaded.version == version)
    }

    /// The version in force at a moment: of those active by then, the one that applies since last.
    pub fn in_force(&self, now: Timestamp) -> Option<&Version> {
        let active = self.versions.iter().filter(|version| version.stage == Stage::Active);
        let begun = active.filter(|version| version.from.is_some_and(|from| from <= now));
        begun.max_by_key(|version| version.from)
    }
}

pub(crate) fn decide(
    history: &PackHistory,
    command: &PackCommand,
    context: &Context<'_>,
) -> Result<Vec<PackEvent>, Refusal> {
    let mut checks = Checks::default();
    let event: PackEvent = match command.clone() {
        PackCommand::Load(loaded) => {
            if history.version(&loaded.version).is_some() {
                let says = format!(
                    "Version {} is already loaded; give a changed pack a new version",
                    loaded.version
                );
                return Err(Refusal::of("version-already-loaded", says));
            }
            loaded.into()
        }
        PackCommand::Propose(mut proposed) => {
            stage(history, &proposed.version, Stage::Loaded)?;
            proposed.because = checks.words("because", &proposed.because, "why this version should start");
            starts_in_time(proposed.from, context, &mut checks);
            proposed.into()
        }
        PackCommand::Activate(mut activated) => {
            let version = stage(history, &activated.version, Stage::Proposed)?;
            let proposer = version.proposed_by.as_deref().unwrap_or_default();
            let same = proposer == context.actor.id
                || context.actor.stands_in_for().any(|person| person == proposer);
            if same && proposer != "system" {
                let says =
                    "A second person activates a pack: neither the one who proposed it nor their substitute";
                return Err(Refusal::of("second-person", says));
            }
            activated.because = checks.words("because", &activated.because, "why you agree");
            let proposed_from = version.from.unwrap_or_default();
            activated.from = proposed_from.max(activated.from);
            if context.staff().is_some() {
                // The proposal may have waited; what was decided meanwhile keeps the version it was made under.
                activated.from = activated.from.max(context.now);
            }
            activated.into()
        }
        PackCommand::Withdraw(mut withdrawn) => {
            stage(history, &withdrawn.version, Stage::Proposed)?;
            withdrawn.because = checks.words("because", &withdrawn.because, "why");
            withdrawn.into()
        }
    };
    checks.finish()?;
    Ok(vec![event])
}

/// A version never starts in the past: decisions already made keep the version they were made under. The product
/// itself may, when an organisation is set up.
fn starts_in_time(from: Timestamp, context: &Context<'_>, checks: &mut Checks) {
    let today = context.directory.calendar().start_of(context.directory.calendar().date(context.now));
    let in_time = from >= today || context.staff().is_none();
    checks.require(in_time, "from", "in-the-past", "A version cannot start in the past");
}

fn stage<'a>(history: &'a PackHistory, version: &str, stage: Stage) -> Result<&'a Version, Refusal> {
    let known = history.version(version);
    known.filter(|known| known.stage == stage).ok_or_else(|| match known {
        None => Refusal::of("unknown-version", format!("Version {version} is not loaded")),
        Some(known) => {
            Refusal::of("wrong-stage", format!("Version {version} is {}, not {stage}", known.stage))
        }
    })
}

//! Authority given by name, and standing in for somebody: each with an instrument and dates.

use evenhand_policy::access::Authority;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::event::Recorded;
use crate::events;
use crate::ids::StaffId;
use crate::refusal::Refusal;
use crate::text::Checks;

events! {
    /// What happened to a delegation.
    pub enum DelegationEvent {
        /// An authority was given to a person by name.
        Granted(Granted) = "delegation.granted", 1;
        /// Somebody was appointed to act in a role of somebody else.
        ActingArranged(ActingArranged) = "delegation.acting-arranged", 1;
        /// It was ended.
        Ended(Ended) = "delegation.ended", 1;
    }
}

/// An authority given to a person by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Granted {
    /// To whom.
    pub to: StaffId,
    /// What they may decide.
    pub authority: Authority,
    /// First day.
    pub from: Date,
    /// Last day; open if none.
    pub until: Option<Date>,
    /// The paper it rests on.
    pub instrument: String,
}

/// Somebody acts in a role of somebody else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActingArranged {
    /// Who acts.
    pub who: StaffId,
    /// In whose place.
    pub in_place_of: StaffId,
    /// In which of their roles, by the pack's code.
    pub role: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Why, as in "annual leave".
    pub because: String,
}

/// An end before its time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// Last day.
    pub on: Date,
    /// Why.
    pub because: String,
}

/// A delegation or acting arrangement as it stands.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Delegation {
    /// What it gives; none before it is made.
    pub gives: Option<Gives>,
    /// Its early end.
    pub ended: Option<Ended>,
}

/// What a delegation gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Gives {
    /// An authority.
    Authority(Granted),
    /// A role of somebody else.
    Acting(ActingArranged),
}

/// What can be asked of a delegation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DelegationCommand {
    /// Give an authority by name.
    Grant(Granted),
    /// Appoint somebody to act.
    ArrangeActing(ActingArranged),
    /// End it early.
    End(Ended),
}

impl Delegation {
    pub(crate) fn apply(&mut self, recorded: &Recorded<&DelegationEvent>) {
        match recorded.event.clone() {
            DelegationEvent::Granted(granted) => self.gives = Some(Gives::Authority(granted)),
            DelegationEvent::ActingArranged(acting) => self.gives = Some(Gives::Acting(acting)),
            DelegationEvent::Ended(ended) => self.ended = Some(ended),
        }
    }

    /// Its first and last day, the early end included.
    pub fn period(&self) -> Option<(Date, Option<Date>)> {
        let (from, until) = match self.gives.as_ref()? {
            Gives::Authority(granted) => (granted.from, granted.until),
            Gives::Acting(acting) => (acting.from, Some(acting.until)),
        };
        let ended = self.ended.as_ref().map(|ended| ended.on);
        Some((from, [until, ended].into_iter().flatten().min()))
    }

    /// Whether it counts on a day.
    pub fn counts_on(&self, day: Date) -> bool {
        self.period().is_some_and(|(from, until)| from <= day && until.is_none_or(|until| day <= until))
    }
}

pub(crate) fn decide(
    delegation: &Delegation,
    command: &DelegationCommand,
    context: &Context<'_>,
) -> Result<Vec<DelegationEvent>, Refusal> {
    let mut checks = Checks::default();
    let directory = context.directory;
    let event: DelegationEvent = match command.clone() {
        DelegationCommand::Grant(_) | DelegationCommand::ArrangeActing(_) if delegation.gives.is_some() => {
            return Err(Refusal::of("already-there", "This delegation is already made"));
        }
        DelegationCommand::Grant(mut granted) => {
            let known = directory.staff(&granted.to).is_some();
            checks.require(known, "to", "unknown-staff", "Choose a staff member");
            let known = context.pack.authority(granted.authority).is_some();
            checks.require(known, "authority", "unknown-choice", "The policy pack has no such authority");
            granted.instrument = checks.line("instrument", &granted.instrument, "the paper it rests on");
            let ordered = granted.until.is_none_or(|until| granted.from <= until);
            checks.require(
                ordered,
                "until",
                "ends-before-it-begins",
                "The last day cannot be before the first",
            );
            granted.into()
        }
        DelegationCommand::ArrangeActing(mut acting) => {
            let known = directory.staff(&acting.who).is_some();
            checks.require(known, "who", "unknown-staff", "Choose who acts");
            let other = acting.who != acting.in_place_of;
            checks.require(other, "in_place_of", "the-same-person", "Nobody can act in their own place");
            let holds = directory
                .staff(&acting.in_place_of)
                .is_some_and(|staff| staff.roles.iter().any(|role| role.role == acting.role));
            checks.require(holds, "role", "role-not-held", "They do not hold this role");
            acting.because = checks.line("because", &acting.because, "why");
            let ordered = acting.from <= acting.until;
            checks.require(
                ordered,
                "until",
                "ends-before-it-begins",
                "The last day cannot be before the first",
            );
            acting.into()
        }
        DelegationCommand::End(mut ended) => {
            if delegation.gives.is_none() || delegation.ended.is_some() {
                return Err(Refusal::of(
                    "not-in-force",
                    "There is no such delegation, or it is already ended",
                ));
            }
            ended.because = checks.line("because", &ended.because, "why");
            ended.into()
        }
    };
    checks.finish()?;
    Ok(vec![event])
}

//! A staff member: anyone who works for the organisation, with the roles they hold and from when to when.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::event::Recorded;
use crate::events;
use crate::ids::{SiteId, StaffId, UnitId};
use crate::refusal::Refusal;
use crate::text::Checks;
use evenhand_policy::words;

words! {
    /// How somebody works for the organisation.
    pub enum Engagement {
        /// Employed.
        Employee = "employee",
        /// Through a contractor.
        Contractor = "contractor",
        /// Labour hire.
        LabourHire = "labour-hire",
        /// An agent in the organisation's name.
        Agent = "agent",
    }
}

events! {
    /// What happened to a staff member's entry.
    pub enum StaffEvent {
        /// They were entered.
        Entered(Entered) = "staff.entered", 1;
        /// Their details changed.
        Changed(Changed) = "staff.changed", 1;
        /// A role was given to them.
        RoleGiven(RoleGiven) = "staff.role-given", 1;
        /// A role was ended.
        RoleEnded(RoleEnded) = "staff.role-ended", 1;
        /// They left.
        Left(Left) = "staff.left", 1;
    }
}

/// That somebody was entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entered {
    /// Who they are.
    pub details: Details,
}

/// That somebody's details changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    /// Who they are now.
    pub details: Details,
}

/// Who a staff member is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Details {
    /// Their name, for colleagues only.
    pub name: String,
    /// The name shown outside, as in `P. Wren`.
    pub display_name: String,
    /// How they work for the organisation.
    pub engagement: Engagement,
    /// Their unit.
    pub unit: Option<UnitId>,
    /// Their usual site.
    pub site: Option<SiteId>,
    /// Their line manager.
    pub line_manager: Option<StaffId>,
    /// E-mail at work.
    pub email: Option<String>,
    /// Extension or telephone at work.
    pub phone: Option<String>,
}

/// A role given to somebody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleGiven {
    /// Its number on this entry, from 1.
    pub n: u32,
    /// The role's code in the pack.
    pub role: String,
    /// The units it covers, those below included; everywhere if empty.
    pub units: Vec<UnitId>,
    /// First day.
    pub from: Date,
    /// Last day; open if none.
    pub to: Option<Date>,
}

/// A role ended before its time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleEnded {
    /// Which.
    pub n: u32,
    /// Last day.
    pub on: Date,
    /// Why.
    pub because: Option<String>,
}

/// That somebody left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Left {
    /// Last day.
    pub on: Date,
}

/// A staff member as entered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Staff {
    /// Whether they were entered at all.
    pub entered: bool,
    /// Who they are.
    pub details: Details,
    /// Roles, in the order given.
    pub roles: Vec<RoleGiven>,
    /// Last day, if they left.
    pub left_on: Option<Date>,
}

/// What can be asked of a staff member's entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StaffCommand {
    /// Enter somebody.
    Enter(Details),
    /// Change their details.
    Change(Details),
    /// Give a role. `n` is set by the entry.
    GiveRole(RoleGiven),
    /// End a role.
    EndRole(RoleEnded),
    /// Enter that they left.
    Leave(Left),
}

impl Staff {
    pub(crate) fn apply(&mut self, recorded: &Recorded<&StaffEvent>) {
        match recorded.event.clone() {
            StaffEvent::Entered(entered) => {
                self.entered = true;
                self.details = entered.details;
            }
            StaffEvent::Changed(changed) => self.details = changed.details,
            StaffEvent::RoleGiven(role) => self.roles.push(role),
            StaffEvent::RoleEnded(ended) => {
                self.roles
                    .iter_mut()
                    .filter(|role| role.n == ended.n)
                    .for_each(|role| role.to = Some(ended.on));
            }
            StaffEvent::Left(left) => self.left_on = Some(left.on),
        }
    }

    /// Whether they work here on a day.
    pub fn works_on(&self, day: Date) -> bool {
        self.entered && self.left_on.is_none_or(|left| day <= left)
    }

    /// The roles they hold on a day.
    pub fn roles_on(&self, day: Date) -> impl Iterator<Item = &RoleGiven> {
        let here = self.works_on(day);
        self.roles.iter().filter(move |role| here && role.from <= day && role.to.is_none_or(|to| day <= to))
    }
}

pub(crate) fn decide(
    staff: &Staff,
    command: &StaffCommand,
    context: &Context<'_>,
) -> Result<Vec<StaffEvent>, Refusal> {
    let mut checks = Checks::default();
    let event: StaffEvent = match command.clone() {
        StaffCommand::Enter(_) if staff.entered => {
            return Err(Refusal::of("already-there", "This staff member is already entered"));
        }
        StaffCommand::Enter(details) => Entered { details: checked(details, &mut checks, context) }.into(),
        _ if !staff.entered => return Err(Refusal::of("unknown-staff", "There is no such staff member")),
        StaffCommand::Change(details) => Changed { details: checked(details, &mut checks, context) }.into(),
        StaffCommand::GiveRole(mut role) => {
            role.n = u32::try_from(staff.roles.len()).unwrap_or(u32::MAX).saturating_add(1);
            let known = context.pack.role(&role.role).is_some();
            checks.require(known, "role", "unknown-choice", "Choose a role of the policy pack");
            let units =
                role.units.iter().all(|unit| context.directory.organisation().units.contains_key(unit));
            checks.require(units, "units", "unknown-unit", "Choose units that exist");
            let ordered = role.to.is_none_or(|to| role.from <= to);
            checks.require(ordered, "to", "ends-before-it-begins", "The last day cannot be before the first");
            role.into()
        }
        StaffCommand::EndRole(mut ended) => {
            let role = staff.roles.iter().find(|role| role.n == ended.n);
            checks.require(role.is_some(), "n", "unknown-choice", "There is no such role");
            let begun = role.is_none_or(|role| role.from <= ended.on);
            checks.require(begun, "on", "ends-before-it-begins", "The role had not begun by then");
            let earlier = role.and_then(|role| role.to).is_none_or(|to| ended.on <= to);
            checks.require(earlier, "on", "already-ended", "The role had already ended by then");
            ended.because = checks.maybe_words("because", ended.because.as_deref());
            ended.into()
        }
        StaffCommand::Leave(left) => left.into(),
    };
    checks.finish()?;
    Ok(vec![event])
}

fn checked(mut details: Details, checks: &mut Checks, context: &Context<'_>) -> Details {
    let organisation = context.directory.organisation();
    details.name = checks.line("name", &details.name, "a name");
    details.display_name = checks.line("display_name", &details.display_name, "the name shown outside");
    details.email = checks.maybe_line("email", details.email.as_deref());
    details.phone = checks.maybe_line("phone", details.phone.as_deref());
    let unit = details.unit.as_ref().is_none_or(|unit| organisation.units.contains_key(unit));
    checks.require(unit, "unit", "unknown-unit", "Choose a unit that exists");
    let site = details.site.as_ref().is_none_or(|site| organisation.sites.contains_key(site));
    checks.require(site, "site", "unknown-site", "Choose a site that exists");
    let manager = details.line_manager.as_ref().is_none_or(|id| context.directory.staff(id).is_some());
    checks.require(manager, "line_manager", "unknown-staff", "Choose a line manager who is entered");
    details
}

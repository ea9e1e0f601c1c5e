//! Everyone involved in an incident, with the role they held at the time and what it did to them.

use evenhand_policy::pack::find;
use evenhand_policy::words;
use serde::{Deserialize, Serialize};

use super::{Incident, KEPT};
use crate::context::Context;
use crate::ids::StaffId;
use crate::refusal::Refusal;
use crate::text::Checks;

words! {
    /// What part somebody had.
    pub enum InvolvedPart {
        /// It happened to them.
        Affected = "affected",
        /// They saw or heard it.
        Witness = "witness",
        /// They came to help.
        Responder = "responder",
    }
}

/// Who somebody is: staff, or anybody else by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// A staff member.
    Staff(StaffId),
    /// Somebody without a staff entry, by name or description: a visitor, another customer, a contractor.
    Other(String),
}

/// Somebody involved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Involved {
    /// Who.
    pub who: Who,
    /// What part they had.
    pub part: InvolvedPart,
    /// The role they held at the time, by the pack's code.
    pub role_at_time: Option<String>,
    /// They were affected in body.
    pub physically: bool,
    /// They were affected in mind.
    pub psychologically: bool,
    /// They left work ill.
    pub left_ill: bool,
}

/// Somebody involved, named after the first report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonInvolved {
    /// Who and how.
    pub person: Involved,
}

impl Who {
    /// The staff member, if it is one.
    pub fn staff(&self) -> Option<&StaffId> {
        match self {
            Who::Staff(id) => Some(id),
            Who::Other(_) => None,
        }
    }
}

impl Involved {
    /// Somebody in a part, nothing more known.
    pub fn new(who: Who, part: InvolvedPart) -> Involved {
        Involved { who, part, role_at_time: None, physically: false, psychologically: false, left_ill: false }
    }

    pub(super) fn check(&mut self, field: &str, context: &Context<'_>, checks: &mut Checks) {
        match &mut self.who {
            Who::Staff(id) => {
                let known = context.directory.staff(id).is_some();
                checks.require(
                    known,
                    field,
                    "unknown-staff",
                    "Choose a staff member, or enter the name of somebody else",
                );
            }
            Who::Other(name) => *name = checks.line(field, name, "who it was"),
        }
        let roles = &context.pack.vocabulary.roles_at_time;
        let known = self.role_at_time.as_ref().is_none_or(|role| find(roles, role).is_some());
        checks.require(known, "role_at_time", "unknown-choice", "Choose the role at the time");
    }
}

impl Incident {
    pub(super) fn involve(
        &self,
        mut person: Involved,
        context: &Context<'_>,
    ) -> Result<PersonInvolved, Refusal> {
        self.at_stage(KEPT)?;
        let mut checks = Checks::default();
        person.check("who", context, &mut checks);
        let known = self.people.iter().any(|known| known.who == person.who && known.part == person.part);
        checks.require(!known, "who", "already-there", "They are already named in this part");
        checks.finish()?;
        Ok(PersonInvolved { person })
    }
}

//! What a decision may look at besides the thing it is about.

use evenhand_policy::access::Actor;
use evenhand_policy::{Pack, Permit};
use jiff::Timestamp;

use crate::directory::Directory;
use crate::ids::StaffId;

/// The moment, the actor, the policy and the people.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Now.
    pub now: Timestamp,
    /// Who acts.
    pub actor: &'a Actor,
    /// The leave they have for it.
    pub permit: &'a Permit,
    /// The policy in force, or the one the case began under.
    pub pack: &'a Pack,
    /// Who is who.
    pub directory: &'a Directory,
}

impl Context<'_> {
    /// The actor as a staff member; `None` for the product itself.
    pub fn staff(&self) -> Option<StaffId> {
        self.actor.id.parse().ok().filter(|id| self.directory.staff(id).is_some())
    }
}

//! Who should make contact with the customer after an incident, as the policy suggests it (SA-PIC-026, SA-PIC-027).

use evenhand_policy::Pack;
use evenhand_policy::pack::{Feature, find};
use jiff::Timestamp;

use super::Incident;
use crate::customer::Customer;
use crate::directory::Directory;
use crate::ids::StaffId;

/// Who is suggested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContactPerson {
    /// The officer who serves this customer.
    Officer(StaffId),
    /// Whoever holds a role, since the customer is of a type that this role deals with; nearest first.
    Role {
        /// The role, by the pack's code.
        role: String,
        /// Those who hold it.
        holders: Vec<StaffId>,
    },
    /// The manager who reviews the incident.
    Reviewer(StaffId),
}

impl Incident {
    /// Who should make contact, going by who the customer is now. Nobody where the policy asks for no contact.
    pub fn contact_person(
        &self,
        customer: &Customer,
        directory: &Directory,
        now: Timestamp,
        pack: &Pack,
    ) -> Option<ContactPerson> {
        if !pack.has(Feature::Contact) {
            return None;
        }
        if let Some(officer) = customer.contact_officer.as_ref().filter(|id| directory.works(id, now)) {
            return Some(ContactPerson::Officer(officer.clone()));
        }
        let kind = find(&pack.vocabulary.customer_types, &customer.details.customer_type);
        if let Some(role) = kind.and_then(|kind| kind.contact_role.clone()) {
            let holders = directory.holders(&role, self.unit(), now);
            return Some(ContactPerson::Role { role, holders });
        }
        self.reviewer.clone().map(ContactPerson::Reviewer)
    }
}

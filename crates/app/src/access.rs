//! Who is asking, and how they stand to what they ask about.

use std::sync::Arc;

use evenhand_domain::customer::Customer;
use evenhand_domain::incident::Incident;
use evenhand_domain::{CustomerId, Directory, StaffId, State};
use evenhand_policy::access::{Actor, Denied, Relation, Scope, Sensitivity, Subject, check, lines};
use evenhand_policy::{Action, Pack, Permit};
use evenhand_store::{Reader, Viewer};
use jiff::Timestamp;

use crate::app::{App, Known};
use crate::error::AppError;

/// Somebody asking, at a moment, with what was known then.
#[derive(Clone)]
pub struct Who {
    pub(crate) actor: Actor,
    pub(crate) known: Arc<Known>,
    pub(crate) pack: Arc<Pack>,
    pub(crate) now: Timestamp,
}

impl Who {
    /// Who acts, with everything they hold.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The staff member; none for the product itself.
    pub fn staff(&self) -> Option<StaffId> {
        self.actor.id.parse().ok().filter(|id| self.directory().staff(id).is_some())
    }

    /// Who is who.
    pub fn directory(&self) -> &Directory {
        &self.known.directory
    }

    /// The policy in force.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The versions of the policy.
    pub fn packs(&self) -> &evenhand_domain::pack_history::PackHistory {
        &self.known.packs
    }

    /// The moment.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Leave for an action on something.
    pub fn permit(&self, action: Action, subject: &Subject) -> Result<Permit, AppError> {
        check(&self.actor, action, subject, &self.pack).map_err(|denied| match denied {
            Denied::Hidden => AppError::NotFound,
            Denied::Forbidden { action, who_can } => AppError::Forbidden { action, who_can },
            Denied::Barred { action, because } => AppError::Barred { action, because },
        })
    }

    /// Whether they may do something to nothing in particular.
    pub fn may(&self, action: Action) -> bool {
        self.permit(action, &Subject::default()).is_ok()
    }

    /// Whether they may do something anywhere at all, be it only in some units.
    pub fn may_somewhere(&self, action: Action) -> bool {
        let holds = |line: &&evenhand_policy::access::Line| {
            line.action == action
                && matches!(line.relation, Relation::Any | Relation::Unit)
                && line.duty.is_none_or(|duty| self.actor.has(duty))
        };
        lines().iter().any(|line| holds(&line))
    }

    /// How far they see in lists that an action opens.
    pub fn viewer(&self, action: Action) -> Viewer {
        let mut viewer = Viewer { staff: self.actor.id.clone(), ..Viewer::default() };
        let open =
            lines().iter().filter(|line| line.action == action && line.sensitivity == Sensitivity::Ordinary);
        for line in open {
            for holding in &self.actor.holdings {
                if line.duty.is_some_and(|duty| !holding.duties.contains(&duty)) {
                    continue;
                }
                match (line.relation, &holding.scope) {
                    (Relation::Any, _) | (Relation::Unit, Scope::Everywhere) => viewer.everywhere = true,
                    (Relation::Unit, Scope::Units(units)) => viewer.units.extend(units.iter().cloned()),
                    (Relation::Own | Relation::Affected | Relation::Named | Relation::Handler, _) => {}
                }
            }
        }
        viewer
    }
}

impl App {
    /// A staff member asking now. `None` if they do not work here.
    pub async fn who(&self, staff: &StaffId) -> Result<Option<Who>, AppError> {
        let (known, now) = (self.known().await?, self.now());
        let pack = known.pack_at(now, self);
        let actor = known.directory.actor(staff, now, &pack);
        Ok(actor.map(|actor| Who { actor, known, pack, now }))
    }

    /// The product itself asking: first set-up, import, demonstration.
    pub async fn itself(&self) -> Result<Who, AppError> {
        let (known, now) = (self.known().await?, self.now());
        let pack = known.pack_at(now, self);
        Ok(Who { actor: Actor::system(), known, pack, now })
    }

    /// Reading in the name of somebody, as far as an action lets them see.
    pub(crate) fn reader(&self, who: &Who, action: Action) -> Reader {
        self.store().reader(who.viewer(action))
    }

    /// How an incident stands to those who ask about it. A sealed customer seals their incidents.
    pub(crate) async fn incident_subject(&self, who: &Who, incident: &Incident) -> Result<Subject, AppError> {
        let sealed_to = match &incident.customer {
            Some(customer) => self.seal_of(customer).await?,
            None => None,
        };
        let mut named: Vec<String> = incident.named().iter().map(ToString::to_string).collect();
        let sensitivity = match (&sealed_to, incident.is_private()) {
            (_, true) => Sensitivity::Private,
            (Some(sealed_to), false) => {
                named.retain(|id| sealed_to.contains(id));
                named.extend(sealed_to.iter().cloned());
                Sensitivity::Sealed
            }
            (None, false) => Sensitivity::Ordinary,
        };
        let _ = who;
        Ok(Subject {
            sensitivity,
            units: incident.unit().map(ToString::to_string).into_iter().collect(),
            own: vec![incident.recorder.clone()],
            affected: incident.affected_staff().map(ToString::to_string).collect(),
            named,
            handlers: incident.handlers().iter().map(ToString::to_string).collect(),
            barred: Vec::new(),
            known_by: Some(Action::ReadIncident),
        })
    }

    async fn seal_of(&self, customer: &CustomerId) -> Result<Option<Vec<String>>, AppError> {
        Ok(self.store().seal_of(customer.as_str()).await?)
    }
}

/// How a customer stands to those who ask about them.
pub(crate) fn customer_subject(customer: &Customer, known_by: Action) -> Subject {
    let sealed_to = customer.sealed_to.as_ref();
    Subject {
        sensitivity: if sealed_to.is_some() { Sensitivity::Sealed } else { Sensitivity::Ordinary },
        named: sealed_to.into_iter().flatten().map(ToString::to_string).collect(),
        known_by: Some(known_by),
        ..Subject::default()
    }
}

/// How something that belongs to a unit stands to those who ask about it.
pub(crate) fn unit_subject(unit: Option<&evenhand_domain::UnitId>) -> Subject {
    Subject { units: unit.map(ToString::to_string).into_iter().collect(), ..Subject::default() }
}

/// How a thing in a state stands to those who want to change it, where that needs nothing but the state.
pub(crate) fn state_subject(state: &State, directory: &Directory) -> Option<Subject> {
    match state {
        State::Customer(customer) if customer.is_registered() => {
            Some(customer_subject(customer, Action::LookUpCustomer))
        }
        State::Incident(_) => None,
        State::Obligation(obligation) => {
            let about = obligation.noted.as_ref().map(|(noted, ..)| &noted.about);
            let unit = about.and_then(|id| directory.staff(id)).and_then(|staff| staff.details.unit.as_ref());
            Some(unit_subject(unit))
        }
        State::Customer(_)
        | State::Delegation(_)
        | State::Organisation(_)
        | State::Pack(_)
        | State::Policy(_)
        | State::Staff(_) => Some(Subject::default()),
    }
}

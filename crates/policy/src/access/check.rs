//! The check.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::actions::{Action, Authority, Duty, Relation, Sensitivity};
use super::matrix::lines;
use crate::pack::Pack;

/// Who is acting, with everything they hold at this moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    /// The staff member's opaque id.
    pub id: String,
    /// What they hold, their own roles before those they stand in for.
    pub holdings: Vec<Holding>,
    /// Authorities entered for them by name in the register of delegations.
    pub delegated: Vec<(Authority, String)>,
}

/// A role somebody holds, for themselves or in the place of somebody else.
#[derive(Debug, Clone, PartialEq)]
pub struct Holding {
    /// The role's code in the pack.
    pub role: String,
    /// The role's duties.
    pub duties: Vec<Duty>,
    /// Where it counts.
    pub scope: Scope,
    /// The acting arrangement it is held under, and the person stood in for.
    pub acting: Option<(String, String)>,
}

/// Where a role counts.
#[derive(Debug, Clone, PartialEq)]
pub enum Scope {
    /// In the whole organisation.
    Everywhere,
    /// In these units, those below them included.
    Units(Arc<BTreeSet<String>>),
}

/// The thing acted on, as far as access is concerned.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Subject {
    /// How closely it is held.
    pub sensitivity: Sensitivity,
    /// The units it belongs to. None: it belongs to the whole organisation.
    pub units: Vec<String>,
    /// Who reported or made it.
    pub own: Vec<String>,
    /// To whom it happened.
    pub affected: Vec<String>,
    /// To whom it was given by name.
    pub named: Vec<String>,
    /// Who handles it. They are among the named.
    pub handlers: Vec<String>,
    /// Who must not do this, and why: they are involved, or decided before. It bars their substitutes too.
    pub barred: Vec<(String, &'static str)>,
    /// The action that makes its existence known. `None`: everyone may know that it exists.
    pub known_by: Option<Action>,
}

/// Leave to do one action on one thing, once. Only [`check`] makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Permit {
    action: Action,
    actor: String,
    role: String,
    delegation: Option<String>,
    for_person: Option<String>,
    relation: Relation,
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// The answer must be the same as for a thing that does not exist.
    Hidden,
    /// The actor is too close to it, or stands in for somebody who is.
    Barred {
        /// What was refused.
        action: Action,
        /// Why, as a sentence.
        because: &'static str,
    },
    /// The actor may know of it, but not do this. Who could, by role label.
    Forbidden {
        /// What was refused.
        action: Action,
        /// Labels of the pack's roles that have a duty which may.
        who_can: Vec<String>,
    },
}

/// May this actor do this to this thing?
pub fn check(actor: &Actor, action: Action, subject: &Subject, pack: &Pack) -> Result<Permit, Denied> {
    if let Some(permit) = permitted(actor, action, subject) {
        let too_close =
            |(person, _): &&(String, &str)| *person == actor.id || actor.stands_in_for().any(|p| p == person);
        return match subject.barred.iter().find(too_close) {
            Some((_, because)) => Err(Denied::Barred { action, because }),
            None => Ok(permit),
        };
    }
    let hidden = subject.known_by.is_some_and(|read| permitted(actor, read, subject).is_none());
    if hidden {
        Err(Denied::Hidden)
    } else {
        Err(Denied::Forbidden { action, who_can: who_can(action, pack) })
    }
}

fn permitted(actor: &Actor, action: Action, subject: &Subject) -> Option<Permit> {
    let allowed = lines().iter().filter(|l| l.action == action && l.sensitivity == subject.sensitivity);
    let without_role = actor.holdings.is_empty().then(Holding::of_everyone);
    for line in allowed {
        for holding in actor.holdings.iter().chain(&without_role) {
            let has_duty = line.duty.is_none_or(|duty| holding.duties.contains(&duty));
            if has_duty && stands(actor, holding, line.relation, subject) {
                return Some(Permit {
                    action,
                    actor: actor.id.clone(),
                    role: holding.role.clone(),
                    delegation: holding.acting.as_ref().map(|(arrangement, _)| arrangement.clone()),
                    for_person: holding.acting.as_ref().map(|(_, person)| person.clone()),
                    relation: line.relation,
                });
            }
        }
    }
    None
}

fn stands(actor: &Actor, holding: &Holding, relation: Relation, subject: &Subject) -> bool {
    let is = |ids: &[String]| ids.contains(&actor.id);
    match relation {
        Relation::Any => true,
        Relation::Own => is(&subject.own),
        Relation::Affected => is(&subject.affected),
        Relation::Named => is(&subject.named),
        Relation::Handler => is(&subject.handlers),
        Relation::Unit => match &holding.scope {
            Scope::Everywhere => true,
            Scope::Units(units) => subject.units.iter().any(|unit| units.contains(unit)),
        },
    }
}

fn who_can(action: Action, pack: &Pack) -> Vec<String> {
    let duties: Vec<Duty> = lines().iter().filter(|l| l.action == action).filter_map(|l| l.duty).collect();
    let able = |role: &&crate::pack::Role| role.duties.iter().any(|duty| duties.contains(duty));
    pack.roles.iter().filter(able).map(|role| role.label.clone()).collect()
}

impl Holding {
    /// What somebody holds who is signed in and has no role: what the table gives everyone, and nothing in any unit.
    fn of_everyone() -> Holding {
        let scope = Scope::Units(Arc::default());
        Holding { role: "everyone".to_owned(), duties: Vec::new(), scope, acting: None }
    }
}

impl Actor {
    /// The product itself, in first set-up, import and demonstration. The table says what it may do.
    pub fn system() -> Actor {
        let holding = Holding {
            role: "system".to_owned(),
            duties: vec![Duty::System],
            scope: Scope::Everywhere,
            acting: None,
        };
        Actor { id: "system".to_owned(), holdings: vec![holding], delegated: Vec::new() }
    }

    /// Whether they hold an authority now: by an office that the pack names, or by a delegation to them by name.
    /// Gives the delegation, if it is one.
    pub fn holds(&self, authority: Authority, pack: &Pack) -> Option<Option<String>> {
        let offices = pack.authority(authority).map(|rule| rule.offices.as_slice()).unwrap_or_default();
        if let Some(holding) = self.holdings.iter().find(|holding| offices.contains(&holding.role)) {
            return Some(holding.acting.as_ref().map(|(arrangement, _)| arrangement.clone()));
        }
        let by_name = self.delegated.iter().find(|(delegated, _)| *delegated == authority);
        by_name.map(|(_, delegation)| Some(delegation.clone()))
    }

    /// Whether any of their roles has a duty, whatever its scope.
    pub fn has(&self, duty: Duty) -> bool {
        self.holdings.iter().any(|holding| holding.duties.contains(&duty))
    }

    /// The people they stand in for. A bar on one of those bars the substitute too.
    pub fn stands_in_for(&self) -> impl Iterator<Item = &str> {
        self.holdings.iter().filter_map(|holding| holding.acting.as_ref()).map(|(_, person)| person.as_str())
    }
}

impl Permit {
    /// What is allowed.
    pub fn action(&self) -> Action {
        self.action
    }

    /// Who acts.
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// The role acted in.
    pub fn role(&self) -> &str {
        &self.role
    }

    /// The acting arrangement acted under.
    pub fn delegation(&self) -> Option<&str> {
        self.delegation.as_deref()
    }

    /// The person in whose place they act.
    pub fn for_person(&self) -> Option<&str> {
        self.for_person.as_deref()
    }

    /// The relation that allowed it.
    pub fn relation(&self) -> Relation {
        self.relation
    }
}

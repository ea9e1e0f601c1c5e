//! Who is who at this moment: staff, units and sites, delegations, folded into what decisions need.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use evenhand_policy::Pack;
use evenhand_policy::access::{Actor, Authority, Duty, Holding, Scope};
use evenhand_policy::calendar::Calendar;
use jiff::Timestamp;

use crate::delegation::{Delegation, Gives};
use crate::ids::{DelegationId, StaffId, UnitId};
use crate::organisation::Organisation;
use crate::staff::{RoleGiven, Staff};

/// Everybody and everything that decisions refer to.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    organisation: Organisation,
    calendar: Option<Calendar>,
    staff: HashMap<StaffId, Staff>,
    delegations: BTreeMap<DelegationId, Delegation>,
    below: HashMap<UnitId, BTreeSet<String>>,
}

impl Directory {
    /// Puts a directory together.
    pub fn new(
        organisation: Organisation,
        staff: HashMap<StaffId, Staff>,
        delegations: BTreeMap<DelegationId, Delegation>,
    ) -> Directory {
        let mut below: HashMap<UnitId, BTreeSet<String>> = HashMap::new();
        for unit in organisation.units.keys() {
            for above in organisation.unit_and_above(unit) {
                below.entry(above.clone()).or_default().insert(unit.to_string());
            }
        }
        let calendar = Some(organisation.calendar());
        Directory { organisation, calendar, staff, delegations, below }
    }

    /// The organisation.
    pub fn organisation(&self) -> &Organisation {
        &self.organisation
    }

    /// How it counts days.
    pub fn calendar(&self) -> Calendar {
        self.calendar.clone().unwrap_or_else(|| self.organisation.calendar())
    }

    /// A staff member.
    pub fn staff(&self, id: &StaffId) -> Option<&Staff> {
        self.staff.get(id).filter(|staff| staff.entered)
    }

    /// Whether somebody works here at a moment, so that they can be given something to do.
    pub fn works(&self, id: &StaffId, now: Timestamp) -> bool {
        let today = self.calendar().date(now);
        self.staff(id).is_some_and(|staff| staff.works_on(today))
    }

    /// Everyone, in no order.
    pub fn everyone(&self) -> impl Iterator<Item = (&StaffId, &Staff)> {
        self.staff.iter().filter(|(_, staff)| staff.entered)
    }

    /// All delegations and acting arrangements.
    pub fn delegations(&self) -> impl Iterator<Item = (&DelegationId, &Delegation)> {
        self.delegations.iter()
    }

    /// The name colleagues know somebody by; a plain word for nobody.
    pub fn name(&self, id: &str) -> String {
        let staff = id.parse().ok().and_then(|id: StaffId| self.staff(&id));
        staff.map_or_else(|| "the system".to_owned(), |staff| staff.details.display_name.clone())
    }

    /// Everything somebody holds at a moment. `None` if they do not work here then.
    pub fn actor(&self, id: &StaffId, now: Timestamp, pack: &Pack) -> Option<Actor> {
        let today = self.calendar().date(now);
        let staff = self.staff(id).filter(|staff| staff.works_on(today))?;
        let mut holdings: Vec<Holding> =
            staff.roles_on(today).map(|role| self.holding(role, pack, None)).collect();
        let mut delegated = Vec::new();
        for (delegation, arrangement) in self.delegations.iter().filter(|(_, d)| d.counts_on(today)) {
            match &arrangement.gives {
                Some(Gives::Authority(granted)) if granted.to == *id => {
                    delegated.push((granted.authority, delegation.to_string()));
                }
                Some(Gives::Acting(acting)) if acting.who == *id => {
                    let place = (delegation.to_string(), acting.in_place_of.to_string());
                    let held =
                        self.staff(&acting.in_place_of).into_iter().flat_map(|staff| staff.roles_on(today));
                    let held = held.filter(|role| role.role == acting.role);
                    holdings.extend(held.map(|role| self.holding(role, pack, Some(place.clone()))));
                }
                Some(Gives::Authority(_) | Gives::Acting(_)) | None => {}
            }
        }
        if self.organisation.monitor.as_ref() == Some(id) {
            let duties = vec![Duty::Monitor];
            holdings.push(Holding {
                role: "monitor".to_owned(),
                duties,
                scope: Scope::Everywhere,
                acting: None,
            });
        }
        Some(Actor { id: id.to_string(), holdings, delegated })
    }

    /// Those who hold a role at a moment, where the role covers the unit or everything; nearest unit first.
    pub fn holders(&self, role: &str, unit: Option<&UnitId>, now: Timestamp) -> Vec<StaffId> {
        let today = self.calendar().date(now);
        let above: Vec<&UnitId> =
            unit.into_iter().flat_map(|unit| self.organisation.unit_and_above(unit)).collect();
        let mut found = Vec::new();
        for (id, staff) in self.everyone() {
            for held in staff.roles_on(today).filter(|held| held.role == role) {
                let near = held
                    .units
                    .iter()
                    .filter_map(|covers| above.iter().position(|unit| *unit == covers))
                    .min();
                match near {
                    Some(distance) => found.push((distance, id.clone())),
                    None if held.units.is_empty() || unit.is_none() => found.push((usize::MAX, id.clone())),
                    None => {}
                }
            }
        }
        found.sort();
        let mut ids: Vec<StaffId> = found.into_iter().map(|(_, id)| id).collect();
        ids.dedup();
        ids
    }

    /// Those whose roles carry a duty for a unit, nearest first.
    pub fn with_duty(&self, duty: Duty, unit: Option<&UnitId>, now: Timestamp, pack: &Pack) -> Vec<StaffId> {
        let roles = pack.roles.iter().filter(|role| role.duties.contains(&duty));
        let mut ids = Vec::new();
        for id in roles.flat_map(|role| self.holders(&role.code, unit, now)) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// Who reviews what somebody reports: their line manager, or the next one up who reviews; else a reviewer of
    /// their unit; else any reviewer there is. Never one of `not`.
    pub fn reviewer_for(
        &self,
        staff: &StaffId,
        not: &[StaffId],
        now: Timestamp,
        pack: &Pack,
    ) -> Option<StaffId> {
        let entry = self.staff(staff)?;
        let today = self.calendar().date(now);
        let reviews = |id: &StaffId| {
            let works = self.staff(id).is_some_and(|staff| staff.works_on(today));
            works && self.actor(id, now, pack).is_some_and(|actor| actor.has(Duty::Reviewer))
        };
        let up = std::iter::successors(entry.details.line_manager.clone(), |id| {
            self.staff(id).and_then(|manager| manager.details.line_manager.clone())
        });
        let of_unit = self.with_duty(Duty::Reviewer, entry.details.unit.as_ref(), now, pack);
        let chain = up.take(8).chain(of_unit).chain(self.with_duty(Duty::Reviewer, None, now, pack));
        let mut able = chain.filter(|id| id != staff && reviews(id));
        able.find(|id| !not.contains(id))
    }

    /// Whether somebody holds an authority, and under which delegation.
    pub fn holds(&self, id: &StaffId, authority: Authority, now: Timestamp, pack: &Pack) -> bool {
        self.actor(id, now, pack).is_some_and(|actor| actor.holds(authority, pack).is_some())
    }

    fn holding(&self, given: &RoleGiven, pack: &Pack, acting: Option<(String, String)>) -> Holding {
        let duties = pack.role(&given.role).map(|role| role.duties.clone()).unwrap_or_default();
        let scope = if given.units.is_empty() {
            Scope::Everywhere
        } else {
            let covered = given.units.iter().filter_map(|unit| self.below.get(unit)).flatten().cloned();
            Scope::Units(Arc::new(covered.collect()))
        };
        Holding { role: given.role.clone(), duties, scope, acting }
    }
}

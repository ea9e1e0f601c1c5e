//! The access check, against the table read by itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use evenhand_policy::Pack;
use evenhand_policy::access::{
    Action, Actor, Denied, Duty, Holding, Line, Relation, Scope, Sensitivity, Subject, check, lines,
};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::tries;
use crate::support::pack;

const PEOPLE: [&str; 4] = ["quill", "wren", "heron", "swift"];
const UNITS: [&str; 3] = ["front", "back", "field"];

fn person() -> impl Strategy<Value = String> {
    select(PEOPLE.to_vec()).prop_map(str::to_owned)
}

fn people() -> impl Strategy<Value = Vec<String>> {
    btree_set(person(), 0..3).prop_map(|people| people.into_iter().collect())
}

fn units() -> impl Strategy<Value = BTreeSet<String>> {
    btree_set(select(UNITS.to_vec()).prop_map(str::to_owned), 0..3)
}

fn holding() -> impl Strategy<Value = Holding> {
    let scope = prop_oneof![Just(Scope::Everywhere), units().prop_map(|units| Scope::Units(Arc::new(units)))];
    let acting = option::weighted(0.3, person().prop_map(|person| ("arrangement".to_owned(), person)));
    let duties = btree_set(select(Duty::ALL), 0..3);
    (scope, acting, duties).prop_map(|(scope, acting, duties)| Holding {
        role: "role".to_owned(),
        duties: duties.into_iter().collect(),
        scope,
        acting,
    })
}

fn actor() -> impl Strategy<Value = Actor> {
    (person(), vec(holding(), 0..3)).prop_map(|(id, holdings)| Actor { id, holdings, delegated: Vec::new() })
}

fn subject() -> impl Strategy<Value = Subject> {
    let barred = vec(person().prop_map(|person| (person, "they decided before")), 0..2);
    let known_by = option::of(select(vec![Action::ReadIncident, Action::LookUpCustomer, Action::ReadPacks]));
    let sensitivity = select(Sensitivity::ALL);
    (sensitivity, units(), people(), people(), people(), people(), barred, known_by).prop_map(
        |(sensitivity, units, own, affected, named, handlers, barred, known_by)| Subject {
            sensitivity,
            units: units.into_iter().collect(),
            own,
            affected,
            named,
            handlers,
            barred,
            known_by,
        },
    )
}

/// Whether a line of the table speaks of this actor and this thing, read as its words say.
fn speaks_of(line: &Line, actor: &Actor, action: Action, subject: &Subject) -> bool {
    let has_duty = |holding: &&Holding| line.duty.is_none_or(|duty| holding.duties.contains(&duty));
    let able: Vec<&Holding> = actor.holdings.iter().filter(has_duty).collect();
    let everyone = line.duty.is_none() && actor.holdings.is_empty();
    let covers = |holding: &Holding| match &holding.scope {
        Scope::Everywhere => true,
        Scope::Units(units) => subject.units.iter().any(|unit| units.contains(unit)),
    };
    let stands = match line.relation {
        Relation::Any => true,
        Relation::Own => subject.own.contains(&actor.id),
        Relation::Affected => subject.affected.contains(&actor.id),
        Relation::Named => subject.named.contains(&actor.id),
        Relation::Handler => subject.handlers.contains(&actor.id),
        Relation::Unit => able.iter().any(|holding| covers(holding)),
    };
    let fits = line.action == action && line.sensitivity == subject.sensitivity;
    fits && (everyone || !able.is_empty()) && stands
}

fn is_allowed(actor: &Actor, action: Action, subject: &Subject) -> bool {
    lines().iter().any(|line| speaks_of(line, actor, action, subject))
}

fn is_barred(actor: &Actor, subject: &Subject) -> bool {
    let close = |person: &str| actor.id == person || actor.stands_in_for().any(|other| other == person);
    subject.barred.iter().any(|(person, _)| close(person))
}

proptest! {
    #![proptest_config(tries(3_000))]

    #[test]
    fn there_is_no_leave_without_a_line_of_the_table(
        actor in actor(),
        action in select(Action::ALL),
        subject in subject(),
    ) {
        let answer = check(&actor, action, &subject, pack("mount-gambier"));
        let allowed = is_allowed(&actor, action, &subject);
        match answer {
            Ok(permit) => {
                prop_assert!(allowed && !is_barred(&actor, &subject));
                prop_assert_eq!((permit.action(), permit.actor()), (action, actor.id.as_str()));
                let by = lines().iter().filter(|line| line.relation == permit.relation());
                prop_assert!(by.into_iter().any(|line| speaks_of(line, &actor, action, &subject)));
            }
            Err(Denied::Barred { action: of, .. }) => {
                prop_assert!(allowed && is_barred(&actor, &subject));
                prop_assert_eq!(of, action);
            }
            Err(Denied::Hidden | Denied::Forbidden { .. }) => prop_assert!(!allowed),
        }
    }

    #[test]
    fn only_who_may_know_of_a_thing_is_told_that_it_is_forbidden(
        actor in actor(),
        action in select(Action::ALL),
        subject in subject(),
    ) {
        let knows = subject.known_by.is_none_or(|read| is_allowed(&actor, read, &subject));
        match check(&actor, action, &subject, &Pack::default()) {
            Err(Denied::Hidden) => prop_assert!(!knows),
            Err(Denied::Forbidden { .. }) => prop_assert!(knows),
            Ok(_) | Err(Denied::Barred { .. }) => {}
        }
    }

    #[test]
    fn more_roles_never_take_anything_away(
        mut actor in actor(),
        more in holding(),
        action in select(Action::ALL),
        subject in subject(),
    ) {
        let before = check(&actor, action, &subject, &Pack::default()).is_ok();
        let more = Holding { acting: None, ..more };
        actor.holdings.push(more);
        prop_assert!(!before || check(&actor, action, &subject, &Pack::default()).is_ok());
    }

    #[test]
    fn one_duty_more_never_hides_what_could_be_known(
        mut actor in actor(),
        duty in select(Duty::ALL),
        which in any::<prop::sample::Index>(),
        action in select(Action::ALL),
        subject in subject(),
    ) {
        let hidden = |actor: &Actor| matches!(check(actor, action, &subject, &Pack::default()), Err(Denied::Hidden));
        let before = hidden(&actor);
        if actor.holdings.is_empty() {
            let scope = Scope::Units(Arc::default());
            actor.holdings.push(Holding { role: "role".to_owned(), duties: Vec::new(), scope, acting: None });
        }
        let at = which.index(actor.holdings.len());
        actor.holdings[at].duties.push(duty);
        prop_assert!(before || !hidden(&actor));
    }

    #[test]
    fn whoever_is_named_as_able_has_a_duty_that_may(action in select(Action::ALL)) {
        let nobody = Actor { id: "nobody".to_owned(), holdings: Vec::new(), delegated: Vec::new() };
        let council = pack("mount-gambier");
        if let Err(Denied::Forbidden { who_can, .. }) = check(&nobody, action, &Subject::default(), council) {
            for role in &council.roles {
                let able = lines().iter().any(|line| {
                    line.action == action && line.duty.is_some_and(|duty| role.duties.contains(&duty))
                });
                prop_assert_eq!(who_can.contains(&role.label), able, "{}", role.label);
            }
        }
    }
}

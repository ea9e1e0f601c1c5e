//! What people find in lists, work, counts and searches: worked out from every state there is, one by one, and
//! compared with what the tables give.

use std::collections::BTreeMap;

use evenhand_app::work::Tab;
use evenhand_app::{AppError, Who};
use evenhand_domain::customer::Customer;
use evenhand_domain::incident::Incident;
use evenhand_domain::task::{Owner, Task};
use evenhand_domain::{StaffId, State, StreamId, StreamKind};
use evenhand_policy::Action;
use evenhand_policy::access::{Actor, Duty, Relation, Subject, check, lines};
use evenhand_store::read::IncidentFilter;
use evenhand_store::read::find_by::{compact, phone_key, sound, words};
use jiff::{SignedDuration, Timestamp};

use crate::model::Model;
use crate::org::Org;

/// Somebody who looks, and the record they look at.
pub struct Eyes<'a> {
    pub model: &'a Model,
    pub actor: Actor,
    pub now: Timestamp,
}

/// An incident as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Listed {
    id: String,
    number: String,
    stage: String,
    customer_name: Option<String>,
    severity: Option<String>,
    unit: Option<String>,
    reviewer: Option<String>,
    late: bool,
    private: bool,
    reported_at: Timestamp,
    closed_at: Option<Timestamp>,
}

/// A task as a list shows it: where it stands in the order of work, then what it is.
type Listing =
    (Timestamp, Timestamp, String, String, String, Option<String>, Option<String>, Option<Timestamp>);

impl Eyes<'_> {
    fn is_me(&self, id: &str) -> bool {
        self.actor.id == id
    }

    /// Whether a role of theirs opens lists of a unit.
    fn opens(&self, action: Action, unit: Option<&str>) -> bool {
        let units = unit.map(str::to_owned).into_iter().collect();
        check(&self.actor, action, &Subject { units, ..Subject::default() }, &Default::default()).is_ok()
    }

    fn is_sealed_to_others(&self, incident: &Incident) -> bool {
        self.model.sealed_to(incident).is_some_and(|named| !named.contains(&self.actor.id))
    }

    fn sees(&self, incident: &Incident) -> bool {
        let sealed = self.is_sealed_to_others(incident);
        let unit = incident.unit().map(|unit| unit.as_str());
        let of_unit = !incident.is_private() && !sealed && self.opens(Action::ListIncidents, unit);
        let theirs =
            self.is_me(&incident.recorder) || incident.affected_staff().any(|id| self.is_me(id.as_str()));
        let named = incident.named().iter().any(|id| self.is_me(id.as_str()));
        of_unit || theirs || (named && (incident.is_private() || !sealed))
    }

    fn customer_name(&self, incident: &Incident) -> Option<String> {
        let customer = self.model.customer(incident.customer.as_ref()?)?;
        (customer.is_registered() && !self.is_sealed_to_others(incident)).then(|| customer.details.name())
    }

    fn incidents(&self) -> Vec<(String, Incident)> {
        let all = self.model.incidents().into_iter();
        let mut seen: Vec<_> =
            all.filter(|(_, incident)| incident.report.is_some() && self.sees(incident)).collect();
        seen.sort_by(|(a_id, a), (b_id, b)| b.reported_at.cmp(&a.reported_at).then(a_id.cmp(b_id)));
        seen
    }

    fn listed(&self, (id, incident): (String, Incident)) -> Listed {
        let report = incident.report.as_ref().unwrap();
        Listed {
            number: report.said.number.clone(),
            stage: incident.stage.to_string(),
            customer_name: self.customer_name(&incident),
            severity: incident.severity().map(str::to_owned),
            unit: incident.unit().map(ToString::to_string),
            reviewer: incident.reviewer.as_ref().map(ToString::to_string),
            late: report.late,
            private: report.private,
            reported_at: incident.reported_at,
            closed_at: incident.closed_at,
            id,
        }
    }

    fn by_stage(&self) -> Vec<(String, u64, Timestamp)> {
        let mut stages: BTreeMap<String, (u64, Timestamp)> = BTreeMap::new();
        for (_, incident) in self.incidents() {
            let stage = stages.entry(incident.stage.to_string()).or_insert((0, incident.reported_at));
            *stage = (stage.0 + 1, stage.1.min(incident.reported_at));
        }
        stages.into_iter().map(|(stage, (count, oldest))| (stage, count, oldest)).collect()
    }

    fn late_by_unit(&self) -> Vec<(String, u64, u64)> {
        let from = self.now - SignedDuration::from_hours(90 * 24);
        let mut units: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for (_, incident) in self.incidents().into_iter().filter(|(_, i)| i.reported_at >= from) {
            let Some(unit) = incident.unit() else { continue };
            let count = units.entry(unit.to_string()).or_default();
            *count = (count.0 + u64::from(incident.report.unwrap().late), count.1 + 1);
        }
        units.into_iter().map(|(unit, (late, all))| (unit, late, all)).collect()
    }

    /// Every task there is, with its thing and whether it is private or hidden with a sealed customer.
    fn all_tasks(&self) -> Vec<(String, Task, bool)> {
        let mut all = Vec::new();
        for (id, incident) in self.model.incidents() {
            let theirs =
                self.is_me(&incident.recorder) || incident.affected_staff().any(|id| self.is_me(id.as_str()));
            if self.is_sealed_to_others(&incident) && !theirs {
                continue;
            }
            let tasks = incident.tasks(&self.model.pack(&incident.pack));
            all.extend(tasks.into_iter().map(|task| (format!("incident:{id}"), task, incident.is_private())));
        }
        for id in self.model.ids(StreamKind::Obligation) {
            let stream = StreamId::new(StreamKind::Obligation, id);
            let State::Obligation(obligation) = self.model.state(&stream) else { panic!("{stream}") };
            all.extend(obligation.tasks().into_iter().map(|task| (stream.to_string(), task, false)));
        }
        let stream = StreamId::only(StreamKind::Policy);
        let State::Policy(record) = self.model.state(&stream) else { panic!("{stream}") };
        all.extend(record.tasks("policy-owner").into_iter().map(|task| (stream.to_string(), task, false)));
        all
    }

    fn tasks(&self, tab: Tab) -> Option<Vec<Listing>> {
        let somewhere = lines().iter().any(|line| {
            line.action == Action::ReadTeamWork
                && matches!(line.relation, Relation::Any | Relation::Unit)
                && line.duty.is_none_or(|duty| self.actor.has(duty))
        });
        if matches!(tab, Tab::Team | Tab::Nobodys) && !somewhere {
            return None;
        }
        let wanted = |task: &Task, private: bool| match (tab, &task.owner) {
            (Tab::Mine, owner) => task.is_open() && self.has(owner, private),
            (Tab::Done, owner) => !task.is_open() && self.has(owner, private),
            (Tab::Team, Owner::Person(who)) => {
                task.is_open() && !private && !who.is_empty() && self.leads(task)
            }
            (Tab::Nobodys, Owner::Person(who)) => {
                task.is_open() && !private && who.is_empty() && self.leads(task)
            }
            (Tab::Team, Owner::Role(_)) => false,
            (Tab::Nobodys, Owner::Role(_)) => task.is_open() && !private && self.leads(task),
        };
        let all = self.all_tasks().into_iter().filter(|(_, task, private)| wanted(task, *private));
        let mut all: Vec<Listing> = all.map(|(stream, task, _)| listing(stream, task)).collect();
        all.sort();
        Some(all)
    }

    fn has(&self, owner: &Owner, private: bool) -> bool {
        match owner {
            Owner::Person(who) => self.is_me(who),
            Owner::Role(role) => {
                let holds = self.actor.holdings.iter().any(|holding| holding.role == *role);
                !private && (holds || (role == "policy-owner" && self.actor.has(Duty::PolicyOwner)))
            }
        }
    }

    fn leads(&self, task: &Task) -> bool {
        self.opens(Action::ReadTeamWork, task.unit.as_deref())
    }

    fn customers(&self) -> Vec<(String, Customer)> {
        let knows = |customer: &Customer| {
            let sealed_to = customer.sealed_to.as_ref();
            customer.is_registered()
                && sealed_to.is_none_or(|named| named.iter().any(|id| self.is_me(id.as_str())))
        };
        self.model.customers().into_iter().filter(|(_, customer)| knows(customer)).collect()
    }

    /// Customers by part of a name: beginnings of words, then parts, then sounds; ids and scores, best first.
    fn like(&self, query: &str) -> Vec<(String, u32)> {
        let wanted = words(query);
        let long: Vec<String> = wanted.iter().filter(|word| word.chars().count() >= 3).cloned().collect();
        let sounds: Vec<String> =
            wanted.iter().filter_map(|word| sound(word)).map(|s| format!("~{s}")).collect();
        let begins = |token: &String, piece: &String| token.starts_with(piece.as_str());
        let holds = |token: &String, piece: &String| token.contains(piece.as_str());
        let two_letters = wanted.iter().all(|word| word.chars().count() >= 2);
        let mut found: Vec<(u32, String, String)> = Vec::new();
        let mut take = |pieces: &[String], score: u32, fits: &dyn Fn(&String, &String) -> bool| {
            if pieces.is_empty() || found.len() >= 20 {
                return;
            }
            for (id, customer) in self.customers() {
                let tokens = tokens(&customer);
                let all = pieces.iter().all(|piece| tokens.iter().any(|token| fits(token, piece)));
                if all && found.iter().all(|(.., known)| *known != id) {
                    let whole = wanted.iter().filter(|word| tokens.contains(word)).count();
                    let score = score + 10 * u32::try_from(whole).unwrap();
                    found.push((score, customer.details.name(), id));
                }
            }
        };
        if two_letters {
            take(&wanted, 300, &begins);
        }
        take(&long, 200, &holds);
        take(&sounds, 100, &begins);
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (&a.1, &a.2).cmp(&(&b.1, &b.2))));
        found.into_iter().map(|(score, _, id)| (id, score)).collect()
    }

    fn with_phone(&self, phone: &str) -> Vec<String> {
        let has =
            |customer: &Customer| customer.details.phones.iter().any(|p| phone_key(p) == phone_key(phone));
        self.customers().into_iter().filter(|(_, customer)| has(customer)).map(|(id, _)| id).collect()
    }
}

fn tokens(customer: &Customer) -> Vec<String> {
    let names = std::iter::once(customer.details.name()).chain(customer.details.other_names.iter().cloned());
    let words: Vec<String> = names.flat_map(|name| words(&name)).collect();
    let sounds = words.iter().filter_map(|word| sound(word)).map(|sound| format!("~{sound}"));
    words.iter().cloned().chain(sounds).chain([compact(&customer.reference)]).collect()
}

fn listing(stream: String, task: Task) -> Listing {
    let (owner, role) = match task.owner {
        Owner::Person(who) => (Some(who), None),
        Owner::Role(role) => (None, Some(role)),
    };
    let due = task.due_at.unwrap_or(Timestamp::MAX);
    (due, task.opened_at, stream, task.key, task.what, owner, role, task.done_at)
}

/// Compares everything one person can find with what there is.
pub async fn compare(org: &Org, model: &Model, staff: &StaffId, now: Timestamp) {
    let who = org.app.who(staff).await.unwrap();
    let actor = model.actor(staff, now);
    assert_eq!(who.as_ref().map(|who| who.actor().clone()), actor, "{staff} on {:?}", org.engine);
    let (Some(who), Some(actor)) = (who, actor) else { return };
    let eyes = Eyes { model, actor, now };
    compare_incidents(org, &eyes, &who).await;
    compare_tasks(org, &eyes, &who).await;
    compare_searches(org, &eyes, &who).await;
}

async fn compare_incidents(org: &Org, eyes: &Eyes<'_>, who: &Who) {
    let all = IncidentFilter { limit: 1_000, ..IncidentFilter::default() };
    let rows = org.app.incidents(who, &all).await.unwrap();
    let found: Vec<Listed> = rows
        .into_iter()
        .map(|row| Listed {
            id: row.id,
            number: row.number,
            stage: row.stage,
            customer_name: row.customer_name,
            severity: row.severity,
            unit: row.unit,
            reviewer: row.reviewer,
            late: row.late,
            private: row.private,
            reported_at: row.reported_at,
            closed_at: row.closed_at,
        })
        .collect();
    let expected: Vec<Listed> = eyes.incidents().into_iter().map(|one| eyes.listed(one)).collect();
    assert_eq!(found, expected, "incidents of {} on {:?}", eyes.actor.id, org.engine);
    assert_eq!(org.app.incidents_by_stage(who).await.unwrap(), eyes.by_stage(), "{:?}", org.engine);
    assert_eq!(org.app.late_by_unit(who).await.unwrap(), eyes.late_by_unit(), "{:?}", org.engine);
    let page = IncidentFilter { limit: 3, offset: 2, open: Some(true), ..IncidentFilter::default() };
    let rows = org.app.incidents(who, &page).await.unwrap();
    let open = eyes.incidents().into_iter().filter(|(_, incident)| incident.is_open());
    let expected: Vec<String> = open.skip(2).take(3).map(|(id, _)| id).collect();
    assert_eq!(rows.into_iter().map(|row| row.id).collect::<Vec<_>>(), expected, "{:?}", org.engine);
}

async fn compare_tasks(org: &Org, eyes: &Eyes<'_>, who: &Who) {
    for tab in [Tab::Mine, Tab::Team, Tab::Nobodys, Tab::Done] {
        let found = match org.app.tasks(who, tab).await {
            Ok(rows) => Some(rows),
            Err(AppError::NotFound) => None,
            Err(error) => panic!("{error}"),
        };
        let expected = eyes.tasks(tab);
        // A page shows the first of them; whether they are the right ones can be said where all are shown.
        if expected.as_ref().is_some_and(|expected| expected.len() > 200) {
            continue;
        }
        let found = found.map(|rows| {
            let one = |row: evenhand_store::read::TaskRow| {
                let due = row.due_at.unwrap_or(Timestamp::MAX);
                (due, row.opened_at, row.stream, row.key, row.what, row.owner, row.role, row.done_at)
            };
            let mut rows: Vec<Listing> = rows.into_iter().map(one).collect();
            let in_order = rows.is_sorted();
            assert!(in_order || tab == Tab::Done, "{tab:?} is not in the order of work");
            rows.sort();
            rows
        });
        assert_eq!(found, expected, "{tab:?} of {} on {:?}", eyes.actor.id, org.engine);
    }
}

async fn compare_searches(org: &Org, eyes: &Eyes<'_>, who: &Who) {
    if eyes.opens(Action::ListCustomers, None) {
        for query in
            ["te", "teal", "Alm Teal", "arlow", "smith", "zoë", "oshea", "katrin", "fenn-c", "wb1000", "xyz"]
        {
            let found = org.app.customers_from(who, query).await.unwrap();
            let found: Vec<(String, u32)> = found.into_iter().map(|one| (one.id, one.score)).collect();
            assert_eq!(found, eyes.like(query), "`{query}` for {} on {:?}", eyes.actor.id, org.engine);
        }
    }
    if eyes.opens(Action::LookUpCustomer, None) {
        compare_look_ups(org, eyes, who).await;
    }
}

async fn compare_look_ups(org: &Org, eyes: &Eyes<'_>, who: &Who) {
    use evenhand_app::lookup::{Asked, Looked};
    let ask = async |query: &str| {
        let asked = Asked { query: query.to_owned(), ..Asked::default() };
        org.app.look_up(who, &asked).await.unwrap()
    };
    for (id, customer) in eyes.model.customers().into_iter().filter(|(_, c)| c.is_registered()).take(12) {
        let known = eyes.customers().iter().any(|(known, _)| *known == id);
        let card = match ask(&customer.reference).await {
            Looked::Card(card) => Some(card.id),
            Looked::Possible { matches, .. } => {
                assert!(known || matches.iter().all(|one| one.id != id), "a sealed customer is found");
                None
            }
            Looked::Nothing | Looked::NoOne | Looked::Mistyped => None,
        };
        assert_eq!(card, known.then_some(id), "{} on {:?}", customer.reference, org.engine);
    }
    for phone in ["08 8723 1001", "(08) 8723-1002", "+61 8 8723 1003", "08 9999 9999"] {
        let mut found = match ask(phone).await {
            Looked::Possible { matches, more: false, .. } => matches.into_iter().map(|one| one.id).collect(),
            Looked::NoOne => Vec::new(),
            other => panic!("`{phone}` leads to {other:?}"),
        };
        found.sort();
        let mut expected = eyes.with_phone(phone);
        expected.sort();
        if expected.len() < 20 {
            assert_eq!(found, expected, "{phone} on {:?}", org.engine);
        }
    }
}

//! The record without a store: streams in memory, decided by the same domain, and everything else worked out anew
//! whenever it is asked. Slow and plain, so that it can be believed.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use evenhand_app::perform::Effect;
use evenhand_app::{AppError, Done};
use evenhand_domain::customer::{Customer, CustomerCommand};
use evenhand_domain::delegation::Delegation;
use evenhand_domain::incident::{Incident, IncidentCommand};
use evenhand_domain::notice::told_by;
use evenhand_domain::obligation::ObligationCommand;
use evenhand_domain::organisation::{Organisation, OrganisationCommand};
use evenhand_domain::pack_history::{PackCommand, PackHistory};
use evenhand_domain::staff::Staff;
use evenhand_domain::{
    Command, Context, CustomerId, Directory, Event, Problem, Recorded, StaffId, State, StreamId, StreamKind,
    UnitId, decide,
};
use evenhand_policy::access::{Actor, Denied, Sensitivity, Subject, check};
use evenhand_policy::{Action, Pack};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

/// What came of asking, in a form that can be compared.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Done(Done),
    Refused(Vec<Problem>),
    NotFound,
    Forbidden(Action, Vec<String>),
    Barred(Action),
    Changed(u64),
    KeyReused,
    /// Whoever asks does not work here now.
    Nobody,
}

impl From<Result<Done, AppError>> for Answer {
    fn from(outcome: Result<Done, AppError>) -> Answer {
        match outcome {
            Ok(done) => Answer::Done(done),
            Err(AppError::Refused(refusal)) => Answer::Refused(refusal.problems),
            Err(AppError::NotFound) => Answer::NotFound,
            Err(AppError::Forbidden { action, who_can }) => Answer::Forbidden(action, who_can),
            Err(AppError::Barred { action, .. }) => Answer::Barred(action),
            Err(AppError::Changed { current }) => Answer::Changed(current),
            Err(AppError::KeyReused) => Answer::KeyReused,
            Err(error @ (AppError::ReadOnly(_) | AppError::Unavailable(_))) => panic!("{error}"),
        }
    }
}

impl From<Denied> for Answer {
    fn from(denied: Denied) -> Answer {
        match denied {
            Denied::Hidden => Answer::NotFound,
            Denied::Forbidden { action, who_can } => Answer::Forbidden(action, who_can),
            Denied::Barred { action, .. } => Answer::Barred(action),
        }
    }
}

/// One thing that is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    pub who: StaffId,
    pub stream: StreamId,
    pub command: Command,
    pub key: String,
    pub expected: Option<u64>,
}

/// The whole record in memory.
#[derive(Default)]
pub struct Model {
    streams: BTreeMap<StreamId, Vec<Recorded<Event>>>,
    /// The streams in the order in which events were recorded.
    pub log: Vec<(StreamId, Recorded<Event>)>,
    pub packs: HashMap<String, Arc<Pack>>,
    keys: HashMap<(StaffId, String), (StreamId, Command, Done)>,
    numbers: HashMap<String, i64>,
    /// What waits to be told, by id.
    pub outbox: BTreeMap<String, Json>,
}

impl Model {
    /// Takes in an event of the set-up.
    pub fn put(&mut self, stream: StreamId, recorded: Recorded<Event>) {
        let version = recorded.version;
        for (told, n) in told_by(&recorded.event).iter().zip(0..) {
            let effect =
                Effect::Tell { to: told.to.to_string(), about: stream.to_string(), text: told.text.clone() };
            self.outbox.insert(format!("{stream}:{version}:{n}"), json!(effect));
        }
        self.log.push((stream.clone(), recorded.clone()));
        self.streams.entry(stream).or_default().push(recorded);
    }

    pub fn events(&self, stream: &StreamId) -> &[Recorded<Event>] {
        self.streams.get(stream).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn state(&self, stream: &StreamId) -> State {
        State::replay(stream.kind, self.events(stream))
    }

    /// Every thing of a kind.
    pub fn ids(&self, kind: StreamKind) -> Vec<String> {
        self.streams.keys().filter(|stream| stream.kind == kind).map(|stream| stream.id.clone()).collect()
    }

    pub fn incidents(&self) -> Vec<(String, Incident)> {
        self.all(StreamKind::Incident, |state| match state {
            State::Incident(incident) => *incident,
            other => panic!("{other:?} is no incident"),
        })
    }

    pub fn customers(&self) -> Vec<(String, Customer)> {
        self.all(StreamKind::Customer, |state| match state {
            State::Customer(customer) => *customer,
            other => panic!("{other:?} is no customer"),
        })
    }

    pub fn customer(&self, id: &CustomerId) -> Option<Customer> {
        let known = self.customers().into_iter().find(|(known, _)| known == id.as_str());
        known.map(|(_, customer)| customer)
    }

    fn all<T>(&self, kind: StreamKind, of: impl Fn(State) -> T) -> Vec<(String, T)> {
        let streams = self.streams.keys().filter(|stream| stream.kind == kind);
        streams.map(|stream| (stream.id.clone(), of(self.state(stream)))).collect()
    }

    pub fn organisation(&self) -> Organisation {
        match self.state(&StreamId::only(StreamKind::Organisation)) {
            State::Organisation(organisation) => *organisation,
            other => panic!("{other:?} is no organisation"),
        }
    }

    pub fn staff(&self) -> Vec<(StaffId, Staff)> {
        let all = self.all(StreamKind::Staff, |state| match state {
            State::Staff(staff) => *staff,
            other => panic!("{other:?} is no staff member"),
        });
        all.into_iter().map(|(id, staff)| (id.parse().unwrap(), staff)).collect()
    }

    pub fn directory(&self) -> Directory {
        let delegations = self.all(StreamKind::Delegation, |state| match state {
            State::Delegation(delegation) => *delegation,
            other => panic!("{other:?} is no delegation"),
        });
        let delegations: BTreeMap<_, Delegation> =
            delegations.into_iter().map(|(id, delegation)| (id.parse().unwrap(), delegation)).collect();
        Directory::new(self.organisation(), self.staff().into_iter().collect(), delegations)
    }

    pub fn pack_history(&self) -> PackHistory {
        let all = self.all(StreamKind::Pack, |state| match state {
            State::Pack(history) => *history,
            other => panic!("{other:?} is no pack"),
        });
        all.into_iter().next().map(|(_, history)| history).unwrap_or_default()
    }

    pub fn pack_at(&self, now: Timestamp) -> Arc<Pack> {
        let history = self.pack_history();
        let Some(version) = history.in_force(now) else { return Arc::default() };
        let loaded = &version.loaded;
        self.pack(&format!("{}@{}#{}", loaded.name, loaded.version, &loaded.digest[..8]))
    }

    pub fn pack(&self, reference: &str) -> Arc<Pack> {
        self.packs.get(reference).cloned().unwrap_or_default()
    }

    /// Carries a command out, or tells why not.
    pub fn perform(&mut self, asked: &Asked, now: Timestamp) -> Answer {
        let (directory, mut pack) = (self.directory(), self.pack_at(now));
        let Some(actor) = directory.actor(&asked.who, now, &pack) else { return Answer::Nobody };
        let key = (asked.who.clone(), asked.key.clone());
        if let Some((stream, command, done)) = self.keys.get(&key) {
            let same = (stream, command) == (&asked.stream, &asked.command);
            return if same { Answer::Done(done.clone()) } else { Answer::KeyReused };
        }
        let (state, version) = (self.state(&asked.stream), self.events(&asked.stream).len() as u64);
        let Some(subject) = self.subject(&state, &asked.command, &directory) else { return Answer::NotFound };
        let permit = match check(&actor, asked.command.action(), &subject, &pack) {
            Ok(permit) => permit,
            Err(denied) => return denied.into(),
        };
        if asked.expected.is_some_and(|expected| expected != version) {
            return Answer::Changed(version);
        }
        if let State::Incident(incident) = &state
            && incident.report.is_some()
        {
            pack = self.pack(&incident.pack);
        }
        let mut command = asked.command.clone();
        let number = self.number(&mut command, now, directory.calendar().zone);
        let context = Context { now, actor: &actor, permit: &permit, pack: &pack, directory: &directory };
        let events = match decide(&state, &command, &context) {
            Ok(events) => events,
            Err(refusal) => return Answer::Refused(refusal.problems),
        };
        let mut latest = version;
        for event in events {
            latest += 1;
            let recorded = Recorded {
                seq: self.log.len() as u64 + 1,
                version: latest,
                at: now,
                actor: permit.actor().to_owned(),
                role: permit.role().to_owned(),
                delegation: permit.delegation().map(str::to_owned),
                pack: pack.reference(),
                event,
            };
            self.put(asked.stream.clone(), recorded);
        }
        let done = Done { stream: asked.stream.to_string(), number, version: latest };
        self.keys.insert(key, (asked.stream.clone(), asked.command.clone(), done.clone()));
        Answer::Done(done)
    }

    fn number(&mut self, command: &mut Command, now: Timestamp, zone: TimeZone) -> Option<String> {
        match command {
            Command::Incident(incident) => {
                let IncidentCommand::Report(report) = &mut **incident else { return None };
                let series = format!("IN-{}", now.to_zoned_datetime(zone).year());
                report.number = format!("{series}-{:05}", self.next(&series));
                Some(report.number.clone())
            }
            Command::Customer(CustomerCommand::Register(registered)) => {
                registered.reference = evenhand_domain::customer::reference(self.next("WB"));
                Some(registered.reference.clone())
            }
            _ => None,
        }
    }

    fn next(&mut self, series: &str) -> i64 {
        let n = self.numbers.entry(series.to_owned()).or_default();
        *n += 1;
        *n
    }

    /// How the thing stands to those who want to change it; nothing where there is no such thing.
    fn subject(&self, state: &State, command: &Command, directory: &Directory) -> Option<Subject> {
        let of_unit = |unit: Option<&UnitId>| Subject {
            units: unit.map(ToString::to_string).into_iter().collect(),
            ..Subject::default()
        };
        let unit_of = |id: &StaffId| directory.staff(id).and_then(|staff| staff.details.unit.clone());
        match (state, command) {
            (State::Incident(incident), Command::Incident(command)) => match (&incident.report, &**command) {
                (Some(_), _) => Some(self.incident_subject(incident)),
                (None, IncidentCommand::Report(_)) => Some(Subject::default()),
                (None, _) => None,
            },
            (State::Customer(customer), Command::Customer(command)) => {
                match (customer.is_registered(), command) {
                    (true, _) => Some(Subject {
                        sensitivity: match customer.sealed_to {
                            Some(_) => Sensitivity::Sealed,
                            None => Sensitivity::Ordinary,
                        },
                        named: customer.sealed_to.iter().flatten().map(ToString::to_string).collect(),
                        known_by: Some(Action::LookUpCustomer),
                        ..Subject::default()
                    }),
                    (false, CustomerCommand::Register(_)) => Some(Subject::default()),
                    (false, _) => None,
                }
            }
            (_, Command::Obligation(ObligationCommand::Note(noted))) => {
                Some(of_unit(unit_of(&noted.about).as_ref()))
            }
            (State::Obligation(obligation), _) => {
                let about = obligation.noted.as_ref().map(|(noted, ..)| &noted.about);
                Some(of_unit(about.and_then(unit_of).as_ref()))
            }
            (_, Command::Organisation(OrganisationCommand::DiscussRecording(talk))) => {
                Some(of_unit(Some(&talk.unit)))
            }
            (State::Pack(history), Command::Pack(PackCommand::Activate(activated))) => {
                let version = history.version(&activated.version);
                let proposer = version.and_then(|version| version.proposed_by.clone());
                let barred = proposer.filter(|proposer| proposer != "system").map(|proposer| (proposer, ""));
                Some(Subject { barred: barred.into_iter().collect(), ..Subject::default() })
            }
            _ => Some(Subject::default()),
        }
    }

    /// For whom alone the incident's customer exists, if they are sealed.
    pub fn sealed_to(&self, incident: &Incident) -> Option<Vec<String>> {
        let customer = self.customer(incident.customer.as_ref()?)?;
        Some(customer.sealed_to?.iter().map(ToString::to_string).collect())
    }

    pub fn incident_subject(&self, incident: &Incident) -> Subject {
        let sealed_to = self.sealed_to(incident);
        let private = incident.is_private();
        let mut named: Vec<String> = incident.named().iter().map(ToString::to_string).collect();
        let sensitivity = if private {
            Sensitivity::Private
        } else if let Some(sealed_to) = sealed_to {
            named = sealed_to;
            Sensitivity::Sealed
        } else {
            Sensitivity::Ordinary
        };
        Subject {
            sensitivity,
            units: incident.unit().map(ToString::to_string).into_iter().collect(),
            own: vec![incident.recorder.clone()],
            affected: incident.affected_staff().map(ToString::to_string).collect(),
            named,
            handlers: incident.handlers().iter().map(ToString::to_string).collect(),
            barred: Vec::new(),
            known_by: Some(Action::ReadIncident),
        }
    }

    /// Everything somebody holds now; nothing if they do not work here.
    pub fn actor(&self, who: &StaffId, now: Timestamp) -> Option<Actor> {
        self.directory().actor(who, now, &self.pack_at(now))
    }
}

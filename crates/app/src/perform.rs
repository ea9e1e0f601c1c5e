//! The one write path: load, permit, rule, decide, append.

use std::sync::Arc;

use evenhand_domain::customer::{CustomerCommand, reference};
use evenhand_domain::incident::IncidentCommand;
use evenhand_domain::notice::told_by;
use evenhand_domain::obligation::ObligationCommand;
use evenhand_domain::organisation::OrganisationCommand;
use evenhand_domain::pack_history::PackCommand;
use evenhand_domain::{Command, Context, Event, State, StreamId, decide};
use evenhand_ledger::Hash;
use evenhand_policy::access::Subject;
use evenhand_policy::{Action, Pack, Permit};
use evenhand_store::{Append, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::access::{Who, state_subject, unit_subject};
use crate::app::App;
use crate::error::AppError;

/// What a command carries besides itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Request {
    /// The idempotency key: the same key is carried out once, however often it comes.
    pub key: String,
    /// The version of the thing that the person was looking at, where they were looking at one.
    pub expected: Option<u64>,
    /// What a person sent, where the command follows from a form. A form that is sent again is the same command even
    /// where it says "now"; without it, the command itself is compared.
    pub sent: Option<String>,
}

/// A command carried out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// The stream.
    pub stream: String,
    /// The number it got, if it got one.
    pub number: Option<String>,
    /// Its version now.
    #[serde(default)]
    pub version: u64,
}

/// An effect that waits in the outbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Tell somebody something.
    Tell {
        /// Whom.
        to: String,
        /// The stream it is about.
        about: String,
        /// What they read.
        text: String,
    },
}

/// How often a command without an expected version is decided anew when somebody else was faster.
const ATTEMPTS: usize = 5;

impl App {
    /// Carries a command out, or tells why not. Once this returns, it is on the disk.
    pub async fn perform(
        &self,
        who: &Who,
        stream: StreamId,
        command: Command,
        request: &Request,
    ) -> Result<Done, AppError> {
        let (key, digest) = (kept_key(who, &request.key), sent_digest(request, &stream, &command));
        if let Some(done) = self.carried_out(&key, digest).await? {
            return Ok(done);
        }
        match self.attempts(who, &stream, command, request, &key, digest).await {
            // The same sending may have been carried out meanwhile: who sends twice at once hears the same twice.
            Err(error) => self.carried_out(&key, digest).await?.ok_or(error),
            done => done,
        }
    }

    async fn attempts(
        &self,
        who: &Who,
        stream: &StreamId,
        command: Command,
        request: &Request,
        key: &str,
        digest: Hash,
    ) -> Result<Done, AppError> {
        for _ in 0..ATTEMPTS {
            let outcome = self.attempt(who, stream, command.clone(), request, key, digest).await;
            match outcome {
                Err(Attempt::Again) if request.expected.is_none() => {}
                Err(Attempt::Again) => {
                    let current = self.store().load(stream).await?.len() as u64;
                    return Err(AppError::Changed { current });
                }
                Err(Attempt::Failed(error)) => return Err(error),
                Ok(done) => {
                    self.has_changed(stream.kind);
                    return Ok(done);
                }
            }
        }
        Err(AppError::Unavailable("this is being changed by many at once; try again".to_owned()))
    }

    async fn attempt(
        &self,
        who: &Who,
        stream: &StreamId,
        command: Command,
        request: &Request,
        key: &str,
        digest: Hash,
    ) -> Result<Done, Attempt> {
        let events = self.store().load(stream).await?;
        let version = events.len() as u64;
        let state = State::replay(stream.kind, &events);
        if request.expected.is_some_and(|expected| expected != version) {
            // Only those who may change it hear that it changed: to anybody else it may not even exist.
            let subject = self.subject(who, &state, &command).await?;
            who.permit(command.action(), &subject)?;
            return Err(Attempt::Again);
        }
        let asked = Asked { who, stream, state, version, command, numbers: None, key, digest };
        let (permit, append) = self.decided(asked).await?;
        match self.store().append(&permit, append).await {
            Ok(appended) => done_from(&appended.answer, appended.version).map_err(Attempt::Failed),
            Err(StoreError::Conflict { .. }) => Err(Attempt::Again),
            Err(StoreError::NumberTaken { series, .. }) => {
                self.numbers_moved(&series).await?;
                Err(Attempt::Again)
            }
            Err(error) => Err(AppError::from(error).into()),
        }
    }

    /// Permits and decides a command on a state: the leave it had, and what is to be appended.
    pub(crate) async fn decided(&self, asked: Asked<'_>) -> Result<(Permit, Append), AppError> {
        let Asked { who, stream, state, version, mut command, numbers, key, digest } = asked;
        let subject = self.subject(who, &state, &command).await?;
        let permit = who.permit(command.action(), &subject)?;
        let pack = self.pack_for(who, &state);
        let numbers = match numbers {
            Some(given) => given,
            None => self.give_number(who, &mut command).await?,
        };
        let context = Context {
            now: who.now,
            actor: &who.actor,
            permit: &permit,
            pack: &pack,
            directory: who.directory(),
        };
        let decided = decide(&state, &command, &context).map_err(AppError::Refused)?;
        let number = numbers.first().and_then(|_| number_of(&command));
        let done = Done { stream: stream.to_string(), number, version: 0 };
        let append = Append {
            stream: stream.clone(),
            before: state,
            expected: version,
            at: who.now,
            pack: pack.reference(),
            key: key.to_owned(),
            digest,
            answer: json!(done),
            outbox: outbox(stream, version, &decided),
            events: decided,
            numbers,
        };
        Ok((permit, append))
    }

    /// What an earlier sending of the same command came to.
    pub(crate) async fn carried_out(&self, key: &str, digest: Hash) -> Result<Option<Done>, AppError> {
        match self.store().carried_out(key).await? {
            None => Ok(None),
            Some((known, _, _)) if known != digest => Err(AppError::KeyReused),
            Some((_, answer, version)) => done_from(&answer, version).map(Some),
        }
    }

    /// How the thing stands to the actor, the command considered.
    async fn subject(&self, who: &Who, state: &State, command: &Command) -> Result<Subject, AppError> {
        let directory = who.directory();
        match (state, command) {
            (State::Incident(incident), Command::Incident(_)) if incident.report.is_some() => {
                self.incident_subject(who, incident).await
            }
            (State::Incident(_), Command::Incident(command)) => match **command {
                IncidentCommand::Report(_) => Ok(Subject::default()),
                _ => Err(AppError::NotFound),
            },
            (State::Obligation(_), Command::Obligation(ObligationCommand::Note(noted))) => {
                Ok(unit_subject(directory.staff(&noted.about).and_then(|staff| staff.details.unit.as_ref())))
            }
            (_, Command::Organisation(OrganisationCommand::DiscussRecording(talk))) => {
                Ok(unit_subject(Some(&talk.unit)))
            }
            (State::Customer(customer), Command::Customer(command)) if !customer.is_registered() => {
                match command {
                    CustomerCommand::Register(_) => Ok(Subject::default()),
                    _ => Err(AppError::NotFound),
                }
            }
            (State::Pack(history), Command::Pack(PackCommand::Activate(activated))) => {
                let proposer =
                    history.version(&activated.version).and_then(|version| version.proposed_by.clone());
                let because = "a second person activates a pack, neither its proposer nor their substitute";
                let proposer = proposer.filter(|proposer| proposer != "system");
                Ok(Subject {
                    barred: proposer.map(|p| (p, because)).into_iter().collect(),
                    ..Subject::default()
                })
            }
            _ => Ok(state_subject(state, directory).unwrap_or_default()),
        }
    }

    /// A case goes on under the policy it began under.
    pub(crate) fn pack_for(&self, who: &Who, state: &State) -> Arc<Pack> {
        match state {
            State::Incident(incident) if incident.report.is_some() => {
                let pack = self.store().shelf().get(&incident.pack);
                if pack.identity.name.is_empty() { who.pack.clone() } else { pack }
            }
            _ => who.pack.clone(),
        }
    }

    /// Gives the command the number it needs, if it needs one.
    pub(crate) async fn give_number(
        &self,
        who: &Who,
        command: &mut Command,
    ) -> Result<Vec<(String, i64)>, AppError> {
        match command {
            Command::Incident(incident) => {
                let IncidentCommand::Report(report) = incident.as_mut() else { return Ok(Vec::new()) };
                let year = who.directory().calendar().date(who.now).year();
                let series = format!("IN-{year}");
                let n = self.next_number(&series).await?;
                report.number = format!("{series}-{n:05}");
                Ok(vec![(series, n)])
            }
            Command::Customer(CustomerCommand::Register(registered)) => {
                let n = self.next_number("WB").await?;
                registered.reference = reference(n);
                Ok(vec![("WB".to_owned(), n)])
            }
            _ => Ok(Vec::new()),
        }
    }
}

/// A command, and the state it is asked of.
pub(crate) struct Asked<'a> {
    pub who: &'a Who,
    pub stream: &'a StreamId,
    pub state: State,
    pub version: u64,
    pub command: Command,
    /// The numbers it was given already; none where they are still to be given.
    pub numbers: Option<Vec<(String, i64)>>,
    pub key: &'a str,
    pub digest: Hash,
}

/// Why an attempt came to nothing.
enum Attempt {
    /// Somebody else was faster.
    Again,
    Failed(AppError),
}

impl From<AppError> for Attempt {
    fn from(error: AppError) -> Attempt {
        Attempt::Failed(error)
    }
}

impl From<StoreError> for Attempt {
    fn from(error: StoreError) -> Attempt {
        Attempt::Failed(error.into())
    }
}

fn number_of(command: &Command) -> Option<String> {
    match command {
        Command::Incident(incident) => match incident.as_ref() {
            IncidentCommand::Report(report) => Some(report.number.clone()),
            _ => None,
        },
        Command::Customer(CustomerCommand::Register(registered)) => Some(registered.reference.clone()),
        _ => None,
    }
}

/// An idempotency key as it is kept: one person's keys are not another's.
pub(crate) fn kept_key(who: &Who, key: &str) -> String {
    Hash::of(format!("{}\0{key}", who.actor.id).as_bytes()).hex()
}

/// The hash by which the same command on the same thing is known again.
pub(crate) fn digest(stream: &StreamId, command: &Command) -> Hash {
    let command = serde_json::to_string(command).unwrap_or_default();
    Hash::of(format!("{stream}\0{command}").as_bytes())
}

/// The same for what a person sent: the form is compared, not what became of it.
fn sent_digest(request: &Request, stream: &StreamId, command: &Command) -> Hash {
    match &request.sent {
        Some(sent) => Hash::of(format!("{stream}\0{:?}\0{sent}", command.action()).as_bytes()),
        None => digest(stream, command),
    }
}

pub(crate) fn done_from(answer: &Json, version: u64) -> Result<Done, AppError> {
    let done: Result<Done, _> = serde_json::from_value(answer.clone());
    done.map(|done| Done { version, ..done }).map_err(|why| AppError::Unavailable(why.to_string()))
}

/// What the events tell people, each with an id of its own so that it is told once.
fn outbox(stream: &StreamId, version: u64, events: &[Event]) -> Vec<(String, Json)> {
    let mut effects = Vec::new();
    for (event, version) in events.iter().zip(version + 1..) {
        for (told, n) in told_by(event).iter().zip(0..) {
            let effect =
                Effect::Tell { to: told.to.to_string(), about: stream.to_string(), text: told.text.clone() };
            effects.push((format!("{stream}:{version}:{n}"), json!(effect)));
        }
    }
    effects
}

impl App {
    /// Whether somebody may do something to an incident, and so whether a page should offer it.
    pub(crate) fn offers(who: &Who, subject: &Subject, actions: &[Action]) -> Vec<Action> {
        actions.iter().copied().filter(|action| who.permit(*action, subject).is_ok()).collect()
    }
}

//! What events are about: a stream for each thing with a history of its own, and its state folded from them.

use std::fmt;
use std::str::FromStr;

use evenhand_policy::words;

use crate::customer::Customer;
use crate::delegation::Delegation;
use crate::event::{Event, Recorded};
use crate::incident::Incident;
use crate::obligation::Obligation;
use crate::organisation::Organisation;
use crate::pack_history::PackHistory;
use crate::policy_record::PolicyRecord;
use crate::staff::Staff;

words! {
    /// The kinds of streams.
    pub enum StreamKind {
        /// A customer.
        Customer = "customer",
        /// A delegation or acting arrangement.
        Delegation = "delegation",
        /// An incident.
        Incident = "incident",
        /// A known incident that is not yet recorded.
        Obligation = "obligation",
        /// The organisation: name, sites, units, calendar, links.
        Organisation = "organisation",
        /// The versions of a policy pack.
        Pack = "pack",
        /// The policy as a document: suggestions, copies, reviews.
        Policy = "policy",
        /// A staff member.
        Staff = "staff",
    }
}

/// One stream, by kind and id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId {
    /// What it is about.
    pub kind: StreamKind,
    /// Which one.
    pub id: String,
}

impl StreamId {
    /// The stream of one thing.
    pub fn new(kind: StreamKind, id: impl Into<String>) -> StreamId {
        StreamId { kind, id: id.into() }
    }

    /// The one stream of a kind of which there is one.
    pub fn only(kind: StreamKind) -> StreamId {
        StreamId::new(kind, "one")
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.id)
    }
}

impl FromStr for StreamId {
    type Err = String;
    fn from_str(text: &str) -> Result<StreamId, String> {
        let (kind, id) = text.split_once(':').ok_or_else(|| format!("`{text}` is no stream"))?;
        Ok(StreamId::new(kind.parse::<StreamKind>()?, id))
    }
}

/// The state of one stream. A thing that nothing has happened to yet is in its default state.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "one variant a noun; the nouns are described in their files")]
pub enum State {
    Customer(Box<Customer>),
    Delegation(Box<Delegation>),
    Incident(Box<Incident>),
    Obligation(Box<Obligation>),
    Organisation(Box<Organisation>),
    Pack(Box<PackHistory>),
    Policy(Box<PolicyRecord>),
    Staff(Box<Staff>),
}

impl State {
    /// The state before anything happened.
    pub fn empty(kind: StreamKind) -> State {
        match kind {
            StreamKind::Customer => State::Customer(Box::default()),
            StreamKind::Delegation => State::Delegation(Box::default()),
            StreamKind::Incident => State::Incident(Box::default()),
            StreamKind::Obligation => State::Obligation(Box::default()),
            StreamKind::Organisation => State::Organisation(Box::default()),
            StreamKind::Pack => State::Pack(Box::default()),
            StreamKind::Policy => State::Policy(Box::default()),
            StreamKind::Staff => State::Staff(Box::default()),
        }
    }

    /// Takes the next event in. An event of another kind changes nothing: streams do not mix, the store sees to it.
    pub fn apply(&mut self, recorded: &Recorded<Event>) {
        match (self, &recorded.event) {
            (State::Customer(state), Event::Customer(event)) => state.apply(&recorded.with(event)),
            (State::Delegation(state), Event::Delegation(event)) => state.apply(&recorded.with(event)),
            (State::Incident(state), Event::Incident(event)) => state.apply(&recorded.with(event)),
            (State::Obligation(state), Event::Obligation(event)) => state.apply(&recorded.with(event)),
            (State::Organisation(state), Event::Organisation(event)) => state.apply(&recorded.with(event)),
            (State::Pack(state), Event::Pack(event)) => state.apply(&recorded.with(event)),
            (State::Policy(state), Event::Policy(event)) => state.apply(&recorded.with(event)),
            (State::Staff(state), Event::Staff(event)) => state.apply(&recorded.with(event)),
            _ => {}
        }
    }

    /// The state after these events.
    pub fn replay(kind: StreamKind, events: &[Recorded<Event>]) -> State {
        let mut state = State::empty(kind);
        events.iter().for_each(|event| state.apply(event));
        state
    }
}

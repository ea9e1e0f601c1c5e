//! The list of everything that can have happened.
//!
//! A noun declares its events with [`events!`]: the variant, its name in the log, the version of its shape. Names
//! and shapes stay readable for ever; a new shape gets a new version and a reading of the old one.

use jiff::Timestamp;
use serde_json::Value;

use crate::customer::CustomerEvent;
use crate::delegation::DelegationEvent;
use crate::incident::IncidentEvent;
use crate::obligation::ObligationEvent;
use crate::organisation::OrganisationEvent;
use crate::pack_history::PackEvent;
use crate::policy_record::PolicyEvent;
use crate::staff::StaffEvent;
use crate::stream::StreamKind;

/// An event as the log gives it back.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded<E> {
    /// Position in the log.
    pub seq: u64,
    /// Position in the stream.
    pub version: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who acted, by id.
    pub actor: String,
    /// The role acted in.
    pub role: String,
    /// The delegation or acting arrangement acted under.
    pub delegation: Option<String>,
    /// The pack version in force.
    pub pack: String,
    /// What happened.
    pub event: E,
}

/// Content of the log that this version of the product cannot read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the event `{name}` of shape {shape} cannot be read: {why}")]
pub struct Unreadable {
    /// The event's name.
    pub name: String,
    /// The version of its shape.
    pub shape: u32,
    /// What is wrong.
    pub why: String,
}

/// Declares the events of one noun.
#[macro_export]
macro_rules! events {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident($content:ty) = $word:literal, $shape:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $name { $($(#[$doc])* $variant($content),)+ }

        impl $name {
            /// Every name and the newest version of its shape.
            pub const NAMES: &'static [(&'static str, u32)] = &[$(($word, $shape)),+];

            /// The name in the log.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $word,)+ }
            }

            /// The version of the shape.
            pub fn shape(&self) -> u32 {
                match self { $(Self::$variant(_) => $shape,)+ }
            }

            /// The content as it is kept.
            pub fn content(&self) -> serde_json::Value {
                match self {
                    $(Self::$variant(content) => serde_json::to_value(content).unwrap_or(serde_json::Value::Null),)+
                }
            }

            /// Reads what was kept.
            pub fn read(name: &str, shape: u32, content: serde_json::Value) -> Result<Self, $crate::event::Unreadable> {
                let unreadable = |why: String| $crate::event::Unreadable { name: name.to_owned(), shape, why };
                if !content.is_object() {
                    return Err(unreadable("its content is no object".to_owned()));
                }
                match name {
                    $($word if shape == $shape => {
                        serde_json::from_value(content).map(Self::$variant).map_err(|why| unreadable(why.to_string()))
                    })+
                    _ => Err(unreadable("this version of the product does not know it".to_owned())),
                }
            }
        }

        $(impl From<$content> for $name {
            fn from(content: $content) -> $name {
                $name::$variant(content)
            }
        })+
    };
}

macro_rules! all_events {
    ($($kind:ident($events:ty)),+ $(,)?) => {
        /// Something that happened.
        #[derive(Debug, Clone, PartialEq)]
        #[expect(missing_docs, reason = "one variant a noun; the nouns are described in their files")]
        pub enum Event { $($kind($events),)+ }

        impl Event {
            /// Every event of every noun: name and newest shape.
            pub fn names() -> Vec<(&'static str, u32)> {
                let mut all = Vec::new();
                $(all.extend_from_slice(<$events>::NAMES);)+
                all
            }

            /// The name in the log.
            pub fn name(&self) -> &'static str {
                match self { $(Event::$kind(event) => event.name(),)+ }
            }

            /// The version of the shape.
            pub fn shape(&self) -> u32 {
                match self { $(Event::$kind(event) => event.shape(),)+ }
            }

            /// The content as it is kept.
            pub fn content(&self) -> Value {
                match self { $(Event::$kind(event) => event.content(),)+ }
            }

            /// Reads what was kept for a kind of stream.
            pub fn read(kind: StreamKind, name: &str, shape: u32, content: Value) -> Result<Event, Unreadable> {
                match kind { $(StreamKind::$kind => <$events>::read(name, shape, content).map(Event::$kind),)+ }
            }
        }

        $(impl From<$events> for Event {
            fn from(event: $events) -> Event {
                Event::$kind(event)
            }
        })+
    };
}

all_events! {
    Customer(CustomerEvent),
    Delegation(DelegationEvent),
    Incident(IncidentEvent),
    Obligation(ObligationEvent),
    Organisation(OrganisationEvent),
    Pack(PackEvent),
    Policy(PolicyEvent),
    Staff(StaffEvent),
}

impl<E> Recorded<E> {
    /// The same envelope around something else.
    pub fn with<T>(&self, event: T) -> Recorded<T> {
        Recorded {
            seq: self.seq,
            version: self.version,
            at: self.at,
            actor: self.actor.clone(),
            role: self.role.clone(),
            delegation: self.delegation.clone(),
            pack: self.pack.clone(),
            event,
        }
    }
}

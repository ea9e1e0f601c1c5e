//! The log: appending to it, reading a stream of it, reading all of it.

use evenhand_domain::event::{Event, Recorded};
use evenhand_domain::{State, StreamId};
use evenhand_ledger::commitment::{Salt, payload_root};
use evenhand_ledger::{Content, Entry, Hash, Header};
use evenhand_policy::Permit;
use jiff::Timestamp;
use serde_json::Value as Json;

use crate::error::StoreError;
use crate::params;
use crate::projections::{self, Shelf};
use crate::value::{Row, Statement};

/// The two logs an organisation has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Log {
    /// What happened.
    Events,
    /// Who looked at what.
    Looks,
}

impl Log {
    pub const ALL: [Log; 2] = [Log::Events, Log::Looks];

    pub fn name(self) -> &'static str {
        match self {
            Log::Events => "events",
            Log::Looks => "looks",
        }
    }
}

/// Events to be added to a stream, and all that is decided with them.
#[derive(Debug, Clone)]
pub struct Append {
    /// The stream.
    pub stream: StreamId,
    /// Its state as the decision saw it.
    pub before: State,
    /// Its version as the decision saw it.
    pub expected: u64,
    /// What happened.
    pub events: Vec<Event>,
    /// When.
    pub at: Timestamp,
    /// The pack version in force.
    pub pack: String,
    /// The idempotency key: the same key is carried out once.
    pub key: String,
    /// The hash of the command: the same key with another command is refused.
    pub digest: Hash,
    /// What is answered, now and whenever the key comes again.
    pub answer: Json,
    /// What must leave the request: id and effect.
    pub outbox: Vec<(String, Json)>,
    /// Numbers given to this, each once.
    pub numbers: Vec<(String, i64)>,
}

/// What was appended, or had been before under the same key.
#[derive(Debug, Clone, PartialEq)]
pub struct Appended {
    /// The stream's version now.
    pub version: u64,
    /// What is answered.
    pub answer: Json,
    /// The key had been carried out before; nothing was done now.
    pub replayed: bool,
}

/// An append, worked out as far as that is possible before its place in the log is known.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub stream: String,
    pub expected: u64,
    pub entries: Vec<PreparedEntry>,
    pub rows: Vec<Statement>,
    pub key: String,
    pub digest: Hash,
    pub answer: Json,
    pub at: Timestamp,
    pub numbers: Vec<(String, i64)>,
}

/// An entry without its place: the header's `seq` is still to be set.
#[derive(Debug, Clone)]
pub(crate) struct PreparedEntry {
    pub header: Header,
    pub salt: Salt,
    pub content: String,
}

impl Append {
    /// The events as they will be read back; their place in the log is not known yet.
    pub fn recorded(&self, permit: &Permit) -> Vec<Recorded<Event>> {
        let one = |(n, event): (u64, &Event)| Recorded {
            seq: 0,
            version: self.expected + n,
            at: self.at,
            actor: permit.actor().to_owned(),
            role: permit.role().to_owned(),
            delegation: permit.delegation().map(str::to_owned),
            pack: self.pack.clone(),
            event: event.clone(),
        };
        (1..).zip(&self.events).map(one).collect()
    }

    pub(crate) fn prepare(
        self,
        permit: &Permit,
        shelf: &Shelf,
        salt: impl Fn() -> Salt,
    ) -> Result<Prepared, StoreError> {
        let stream = self.stream.to_string();
        let mut after = self.before.clone();
        let mut entries = Vec::with_capacity(self.events.len());
        for (n, event) in (1..).zip(&self.events) {
            let content = event.content();
            let header = Header {
                actor: permit.actor().to_owned(),
                at: self.at.as_millisecond(),
                command: Hash::of(self.key.as_bytes()),
                delegation: permit.delegation().map(str::to_owned),
                pack: self.pack.clone(),
                payload: Hash([0; 32]),
                role: permit.role().to_owned(),
                seq: 0,
                stream: stream.clone(),
                kind: event.name().to_owned(),
                v: event.shape(),
                version: self.expected + n,
            };
            after.apply(&recorded(&header, self.at, event.clone()));
            entries.push(PreparedEntry::new(header, salt(), &content)?);
        }
        let version = self.expected + entries.len() as u64;
        let mut rows = projections::changes(
            &projections::rows(&self.stream, self.expected, &self.before, shelf),
            &projections::rows(&self.stream, version, &after, shelf),
        );
        rows.extend(self.outbox.iter().map(|(id, effect)| crate::outbox::put(id, effect, self.at)));
        Ok(Prepared {
            stream,
            expected: self.expected,
            entries,
            rows,
            key: self.key,
            digest: self.digest,
            answer: self.answer,
            at: self.at,
            numbers: self.numbers,
        })
    }
}

impl PreparedEntry {
    pub(crate) fn new(mut header: Header, salt: Salt, content: &Json) -> Result<PreparedEntry, StoreError> {
        let corrupt = |why: &dyn std::fmt::Display| StoreError::Corrupt(why.to_string());
        header.payload = payload_root(&salt, content).map_err(|why| corrupt(&why))?;
        let content = evenhand_ledger::canonical::canonical(content).map_err(|why| corrupt(&why))?;
        Ok(PreparedEntry { header, salt, content })
    }

    /// The statements that write it at its place.
    pub(crate) fn insert(&self, log: Log, leaf: Hash) -> [Statement; 2] {
        const EVENT: &str = "insert into events (seq, stream, version, type, v, at, actor, role, delegation, pack, \
            command, payload, leaf) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
        const LOOK: &str = "insert into looks (seq, stream, version, type, v, at, actor, role, delegation, pack, \
            command, payload, leaf) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
        const EVENT_CONTENT: &str = "insert into event_content (seq, salt, content) values ($1, $2, $3)";
        const LOOK_CONTENT: &str = "insert into look_content (seq, salt, content) values ($1, $2, $3)";
        let (header, content) = match log {
            Log::Events => (EVENT, EVENT_CONTENT),
            Log::Looks => (LOOK, LOOK_CONTENT),
        };
        let h = &self.header;
        [
            Statement::new(
                header,
                params![
                    h.seq,
                    h.stream.as_str(),
                    h.version,
                    h.kind.as_str(),
                    i64::from(h.v),
                    h.at,
                    h.actor.as_str(),
                    h.role.as_str(),
                    h.delegation.clone(),
                    h.pack.as_str(),
                    h.command.hex(),
                    h.payload.0.to_vec(),
                    leaf.0.to_vec(),
                ],
            ),
            Statement::new(content, params![h.seq, self.salt.to_vec(), self.content.as_str()]),
        ]
    }
}

pub(crate) fn recorded(header: &Header, at: Timestamp, event: Event) -> Recorded<Event> {
    Recorded {
        seq: header.seq,
        version: header.version,
        at,
        actor: header.actor.clone(),
        role: header.role.clone(),
        delegation: header.delegation.clone(),
        pack: header.pack.clone(),
        event,
    }
}

const COLUMNS_FROM: usize = 13;

/// The events of a stream, in order.
pub(crate) fn of_stream(stream: &StreamId) -> Statement {
    const SQL: &str = "select l.seq, l.stream, l.version, l.type, l.v, l.at, l.actor, l.role, l.delegation, l.pack, \
        l.command, l.payload, l.leaf, c.salt, c.content from events l left join event_content c on c.seq = l.seq \
        where l.stream = $1 order by l.version";
    Statement::new(SQL, params![stream.to_string()])
}

/// A page of a log, from after a position.
pub(crate) fn page(log: Log, after: u64, limit: u64) -> Statement {
    const EVENTS: &str = "select l.seq, l.stream, l.version, l.type, l.v, l.at, l.actor, l.role, l.delegation, \
        l.pack, l.command, l.payload, l.leaf, c.salt, c.content from events l \
        left join event_content c on c.seq = l.seq where l.seq > $1 order by l.seq limit $2";
    const LOOKS: &str = "select l.seq, l.stream, l.version, l.type, l.v, l.at, l.actor, l.role, l.delegation, \
        l.pack, l.command, l.payload, l.leaf, c.salt, c.content from looks l \
        left join look_content c on c.seq = l.seq where l.seq > $1 order by l.seq limit $2";
    let sql = match log {
        Log::Events => EVENTS,
        Log::Looks => LOOKS,
    };
    Statement::new(sql, params![after, limit])
}

/// A row of [`page`] or [`of_stream`] as an entry of the ledger. What cannot be one is named by its place.
pub(crate) fn entry(row: &Row) -> Result<Entry, StoreError> {
    read_entry(row).map_err(|error| match (error, row.size(0)) {
        (StoreError::Corrupt(why), Ok(seq)) => StoreError::Corrupt(format!("event {seq}: {why}")),
        (error, _) => error,
    })
}

fn read_entry(row: &Row) -> Result<Entry, StoreError> {
    let hash = |at| {
        Hash::from_slice(row.blob(at)?).ok_or_else(|| StoreError::Corrupt(format!("column {at} is no hash")))
    };
    let header = Header {
        seq: row.size(0)?,
        stream: row.text(1)?,
        version: row.size(2)?,
        kind: row.text(3)?,
        v: u32::try_from(row.int(4)?).map_err(|_| StoreError::Corrupt("a shape out of range".to_owned()))?,
        at: row.int(5)?,
        actor: row.text(6)?,
        role: row.text(7)?,
        delegation: row.maybe_text(8)?,
        pack: row.text(9)?,
        command: Hash::from_hex(&row.text(10)?)
            .ok_or_else(|| StoreError::Corrupt("a command is no hash".into()))?,
        payload: hash(11)?,
    };
    let content = match row.maybe_text(COLUMNS_FROM + 1)? {
        None => Content::Missing,
        Some(text) => {
            let salt = row.blob(COLUMNS_FROM)?.try_into();
            let salt = salt.map_err(|_| StoreError::Corrupt("a salt has the wrong length".to_owned()))?;
            let value = serde_json::from_str(&text).map_err(|why| StoreError::Corrupt(why.to_string()))?;
            Content::Present { salt, value }
        }
    };
    Ok(Entry { header, leaf: Some(hash(12)?), content })
}

/// An entry as an event that can be folded. Its content is checked against its commitment, so that a changed page
/// of the disk is never taken for the truth.
pub(crate) fn event(entry: Entry) -> Result<Recorded<Event>, StoreError> {
    let Entry { header, content, .. } = entry;
    let damaged = |what: &str| StoreError::Corrupt(format!("event {}: {what}", header.seq));
    let Content::Present { salt, value } = content else { return Err(damaged("its content is missing")) };
    if payload_root(&salt, &value).ok() != Some(header.payload) {
        return Err(damaged("its content is not what was written"));
    }
    let stream: StreamId = header.stream.parse().map_err(|_| damaged("its stream is unknown"))?;
    let event = Event::read(stream.kind, &header.kind, header.v, value)?;
    let at = Timestamp::from_millisecond(header.at).map_err(|_| damaged("its time is out of range"))?;
    Ok(recorded(&header, at, event))
}

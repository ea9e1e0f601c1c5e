//! Is the record intact? Reads a log from its beginning, entry by entry, and stops at the first thing wrong.

use std::cmp::{Ordering, Reverse};
use std::collections::{HashMap, HashSet};
use std::fmt;

use serde_json::Value;

use crate::canonical::{NotCanonical, string};
use crate::checkpoint::{BadCheckpoint, Checkpoint, PublicKey, claimed_size};
use crate::commitment::{Salt, payload_root};
use crate::hash::Hash;
use crate::header::Header;
use crate::tree::Frontier;

/// One entry as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub header: Header,
    /// The leaf hash stored beside the header, where there is one: it lets a fault be named exactly.
    pub leaf: Option<Hash>,
    pub content: Content,
}

/// The content of an entry, in one of the only three states it can lawfully be found in.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    Present {
        salt: Salt,
        value: Value,
    },
    /// Destroyed under an authority that a later entry of the same log, `under`, records.
    Disposed {
        under: u64,
    },
    /// Not there, and nothing says why. Always a fault.
    Missing,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub entries: u64,
    /// Entries whose content was lawfully destroyed.
    pub disposed: u64,
    pub checkpoints: usize,
    /// How many entries, from the first, are under a signed checkpoint. Those after are only in order.
    pub sealed: u64,
    pub root: Hash,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { entries, checkpoints, root, .. } = self;
        write!(f, "intact: {entries} events, {checkpoints} checkpoints, tree {root}")
    }
}

/// The first thing wrong, and the entry it was found at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("event {seq}: {what}")]
pub struct Fault {
    /// The first entry that cannot be trusted. For a checkpoint that is no good, the entry it stands behind, which
    /// is 0 before the first.
    pub seq: u64,
    pub what: What,
}

/// What can be wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// Only in files ([`crate::export`]).
    #[error("the file names another key than the one given")]
    OtherKey,
    /// Only in files.
    #[error("line {line} of the file, in its place, is damaged")]
    Line { line: u64 },
    #[error("an event is missing or out of order: found number {found} in its place")]
    Order { found: u64 },
    #[error("its header was changed after it was written")]
    Header,
    #[error("its content is not what its header commits to")]
    ContentChanged,
    #[error("its content cannot be read: {0}")]
    ContentUnreadable(#[from] NotCanonical),
    #[error("its content is missing and no disposal is recorded")]
    ContentMissing,
    #[error("the stream {} goes on with version {found} instead of {expected}", quoted(.stream))]
    StreamOrder { stream: String, expected: u64, found: u64 },
    #[error("its content is said to be disposed of under event {under}, which is no later disposal of it")]
    DisposalUnknown { under: u64 },
    #[error("events {from} to {to} are not those of the signed checkpoint at {to}")]
    Rewritten { from: u64, to: u64 },
    #[error("the checkpoint behind it is no good: {0}")]
    Checkpoint(#[from] BadCheckpoint),
    #[error("events are missing here: a signed checkpoint says that there were {size}")]
    CutOff { size: u64 },
}

impl What {
    /// The fault's name for programs, as `docs/log-format.md` lists them.
    pub fn code(&self) -> &'static str {
        match self {
            What::OtherKey => "other-key",
            What::Line { .. } => "line",
            What::Order { .. } => "order",
            What::Header => "header",
            What::ContentChanged => "content-changed",
            What::ContentUnreadable(_) => "content-unreadable",
            What::ContentMissing => "content-missing",
            What::StreamOrder { .. } => "stream-order",
            What::DisposalUnknown { .. } => "disposal-unknown",
            What::Rewritten { .. } => "rewritten",
            What::Checkpoint(BadCheckpoint::Malformed) => "checkpoint-malformed",
            What::Checkpoint(BadCheckpoint::Unsigned(_)) => "checkpoint-unsigned",
            What::Checkpoint(BadCheckpoint::Forged(_)) => "checkpoint-forged",
            What::Checkpoint(BadCheckpoint::OtherLog(_)) => "checkpoint-other-log",
            What::Checkpoint(BadCheckpoint::Misplaced(_)) => "checkpoint-misplaced",
            What::Checkpoint(BadCheckpoint::Contradicts) => "checkpoint-contradicts",
            What::CutOff { .. } => "cut-off",
        }
    }
}

/// The type of the only entries that can authorise a disposal. Their content names the entries disposed of, by
/// number, in the list `events`.
pub const DISPOSAL: &str = "content.disposed";

/// Takes the entries of one log in order. Call [`Verifier::take`] for each, then [`Verifier::finish`].
pub struct Verifier {
    origin: String,
    key: PublicKey,
    tree: Frontier,
    streams: HashMap<Box<str>, u64>,
    /// Notes whose place has not been reached, with their claimed sizes, the largest first.
    held: Vec<(u64, String)>,
    checkpoints: usize,
    proven: u64,
    disposed: Vec<(u64, u64)>,
    disposals: HashMap<u64, HashSet<u64>>,
}

impl Verifier {
    /// Begins with a log's name and key, and the signed checkpoints `held` apart from its entries. Each is compared
    /// when the log has reached the size it speaks of.
    pub fn new(origin: &str, key: &PublicKey, held: &[String]) -> Result<Verifier, Fault> {
        let mut held: Vec<_> =
            held.iter().rev().map(|note| (claimed_size(note).unwrap_or(0), note.clone())).collect();
        held.sort_by_key(|(size, _)| Reverse(*size));
        let mut verifier = Verifier {
            origin: origin.to_owned(),
            key: key.clone(),
            tree: Frontier::default(),
            streams: HashMap::new(),
            held,
            checkpoints: 0,
            proven: 0,
            disposed: Vec::new(),
            disposals: HashMap::new(),
        };
        verifier.compare_held()?;
        Ok(verifier)
    }

    /// How many entries were taken.
    pub fn size(&self) -> u64 {
        self.tree.size()
    }

    /// Checks the next entry against everything before it.
    pub fn take(&mut self, entry: &Entry) -> Result<(), Fault> {
        let (header, seq) = (&entry.header, self.tree.size() + 1);
        let wrong = |what| Err(Fault { seq, what });
        if header.seq != seq {
            return wrong(What::Order { found: header.seq });
        }
        let leaf = header.leaf();
        if entry.leaf.is_some_and(|stored| stored != leaf) {
            return wrong(What::Header);
        }
        match &entry.content {
            Content::Present { salt, value } => match payload_root(salt, value) {
                Ok(root) if root == header.payload => {}
                Ok(_) => return wrong(What::ContentChanged),
                Err(cause) => return wrong(What::ContentUnreadable(cause)),
            },
            Content::Disposed { under } => self.disposed.push((seq, *under)),
            Content::Missing => return wrong(What::ContentMissing),
        }
        let version = self.streams.entry(header.stream.as_str().into()).or_insert(0);
        *version += 1;
        if header.version != *version {
            let (stream, expected, found) = (header.stream.clone(), *version, header.version);
            return wrong(What::StreamOrder { stream, expected, found });
        }
        if let (DISPOSAL, Content::Present { value, .. }) = (header.kind.as_str(), &entry.content) {
            self.disposals.insert(seq, named_in(value));
        }
        self.tree.push(leaf);
        self.compare_held()
    }

    /// Checks a signed checkpoint that stands in the log behind the entries taken so far.
    pub fn checkpoint(&mut self, note: &str) -> Result<(), Fault> {
        let here = self.tree.size();
        let wrong = |seq, what| Err(Fault { seq, what });
        let Checkpoint { origin, size, root } = match Checkpoint::open(note, &self.key) {
            Ok(checkpoint) => checkpoint,
            Err(cause) => return wrong(here, What::Checkpoint(cause)),
        };
        if origin != self.origin {
            return wrong(here, What::Checkpoint(BadCheckpoint::OtherLog(origin)));
        }
        match size.cmp(&here) {
            Ordering::Greater => return wrong(here + 1, What::CutOff { size }),
            Ordering::Less => return wrong(here, What::Checkpoint(BadCheckpoint::Misplaced(size))),
            Ordering::Equal => {}
        }
        if root != self.tree.root() {
            return match self.proven < size {
                true => wrong(self.proven + 1, What::Rewritten { from: self.proven + 1, to: size }),
                false => wrong(here, What::Checkpoint(BadCheckpoint::Contradicts)),
            };
        }
        self.proven = size;
        self.checkpoints += 1;
        Ok(())
    }

    /// Checks what can only be known at the end.
    pub fn finish(mut self) -> Result<Report, Fault> {
        while let Some((_, note)) = self.held.pop() {
            self.checkpoint(&note)?;
        }
        for (seq, under) in &self.disposed {
            let named = self.disposals.get(under).is_some_and(|named| named.contains(seq));
            if under <= seq || !named {
                return Err(Fault { seq: *seq, what: What::DisposalUnknown { under: *under } });
            }
        }
        Ok(Report {
            entries: self.tree.size(),
            disposed: self.disposed.len() as u64,
            checkpoints: self.checkpoints,
            sealed: self.proven,
            root: self.tree.root(),
        })
    }

    fn compare_held(&mut self) -> Result<(), Fault> {
        let size = self.tree.size();
        while let Some((_, note)) = self.held.pop_if(|(claimed, _)| *claimed == size) {
            self.checkpoint(&note)?;
        }
        Ok(())
    }
}

/// The entries that the content of a disposal names.
fn named_in(content: &Value) -> HashSet<u64> {
    let events = content.get("events").and_then(Value::as_array);
    events.into_iter().flatten().filter_map(Value::as_u64).collect()
}

/// A text as JSON writes it, so that what a file says cannot steer a terminal.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    string(text, &mut out);
    out
}

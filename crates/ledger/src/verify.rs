//! Is the record intact? Reads a log from its beginning, entry by entry, and stops at the first thing wrong.

use std::collections::HashMap;

use serde_json::Value;

use crate::canonical::NotCanonical;
use crate::checkpoint::{BadCheckpoint, Checkpoint, PublicKey};
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
    /// Destroyed under an authority that entry `under` of the same log records.
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
    pub disposed: u64,
    pub checkpoints: usize,
    pub root: Hash,
}

/// The first thing wrong, and the entry it was found at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("entry {seq}: {what}")]
pub struct Fault {
    /// The first entry that cannot be trusted.
    pub seq: u64,
    pub what: What,
}

/// What can be wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum What {
    #[error("an entry is missing or out of order: found number {found} in its place")]
    Order { found: u64 },
    #[error("the stream `{stream}` goes on with version {found} instead of {expected}")]
    StreamOrder { stream: String, expected: u64, found: u64 },
    #[error("its header was changed after it was written")]
    Header,
    #[error("its content is not what its header commits to")]
    ContentChanged,
    #[error("its content cannot be read: {0}")]
    ContentUnreadable(#[from] NotCanonical),
    #[error("its content is missing and no disposal is recorded")]
    ContentMissing,
    #[error("its content is said to be disposed of under entry {under}, which is no later disposal")]
    DisposalUnknown { under: u64 },
    #[error("entries {seq} to {to} are not those of the signed checkpoint at {to}", seq = from)]
    Rewritten { from: u64, to: u64 },
    #[error("the checkpoint at {size} is no good: {cause}")]
    Checkpoint { size: u64, cause: BadCheckpoint },
    #[error("the log ends here, but a signed checkpoint says it had {size} entries")]
    CutOff { size: u64 },
}

/// The type of the only entries that can authorise a disposal.
pub const DISPOSAL: &str = "content.disposed";

/// Takes the entries of one log in order. Call [`Verifier::take`] for each, then [`Verifier::finish`].
pub struct Verifier {
    tree: Frontier,
    streams: HashMap<Box<str>, u64>,
    checkpoints: Vec<Checkpoint>,
    next_checkpoint: usize,
    proven: u64,
    disposed: Vec<(u64, u64)>,
    disposals: Vec<u64>,
}

impl Verifier {
    /// Opens the signed checkpoints with the log's key. One that does not open, or that speaks of another log,
    /// is a fault at its size.
    pub fn new(origin: &str, key: &PublicKey, notes: &[String]) -> Result<Verifier, Fault> {
        let mut checkpoints = Vec::with_capacity(notes.len());
        for note in notes {
            let opened = Checkpoint::open(note, key).map_err(|cause| {
                fault(claimed_size(note), What::Checkpoint { size: claimed_size(note), cause })
            })?;
            if opened.origin != origin {
                let cause = BadCheckpoint::Malformed;
                return Err(fault(opened.size, What::Checkpoint { size: opened.size, cause }));
            }
            checkpoints.push(opened);
        }
        checkpoints.sort_by_key(|checkpoint| checkpoint.size);
        let mut verifier = Verifier {
            tree: Frontier::default(),
            streams: HashMap::new(),
            checkpoints,
            next_checkpoint: 0,
            proven: 0,
            disposed: Vec::new(),
            disposals: Vec::new(),
        };
        verifier.compare_checkpoints()?;
        Ok(verifier)
    }

    /// Checks the next entry against everything before it.
    pub fn take(&mut self, entry: &Entry) -> Result<(), Fault> {
        let (header, seq) = (&entry.header, self.tree.size() + 1);
        let wrong = |what| Err(fault(seq, what));
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
        if header.kind == DISPOSAL {
            self.disposals.push(seq);
        }
        self.tree.push(leaf);
        self.compare_checkpoints()
    }

    /// Checks what can only be known at the end.
    pub fn finish(self) -> Result<Report, Fault> {
        if let Some(beyond) = self.checkpoints.get(self.next_checkpoint) {
            return Err(fault(self.tree.size() + 1, What::CutOff { size: beyond.size }));
        }
        for (seq, under) in &self.disposed {
            if under <= seq || self.disposals.binary_search(under).is_err() {
                return Err(fault(*seq, What::DisposalUnknown { under: *under }));
            }
        }
        Ok(Report {
            entries: self.tree.size(),
            disposed: self.disposed.len() as u64,
            checkpoints: self.checkpoints.len(),
            root: self.tree.root(),
        })
    }

    fn compare_checkpoints(&mut self) -> Result<(), Fault> {
        while let Some(checkpoint) = self.checkpoints.get(self.next_checkpoint) {
            if checkpoint.size != self.tree.size() {
                break;
            }
            if checkpoint.root != self.tree.root() {
                let (from, to) = (self.proven + 1, checkpoint.size);
                return Err(fault(from, What::Rewritten { from, to }));
            }
            self.proven = checkpoint.size;
            self.next_checkpoint += 1;
        }
        Ok(())
    }
}

fn fault(seq: u64, what: What) -> Fault {
    Fault { seq, what }
}

/// The size a note speaks of, read without trusting it: only to say where the fault is.
fn claimed_size(note: &str) -> u64 {
    note.lines().nth(1).and_then(|line| line.parse().ok()).unwrap_or(0)
}

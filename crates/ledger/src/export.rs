//! A log as a file that opens without this system: one JSON object a line.
//!
//! The first line names the log and its public key, then come the entries in order, then the signed checkpoints.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::checkpoint::PublicKey;
use crate::hash::Hash;
use crate::header::Header;
use crate::verify::{Content, Entry, Fault, Report, Verifier};

/// The name and version of the form of the file.
pub const FORMAT: &str = "evenhand-log/1";

/// One line of an export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Line {
    Head { format: String, origin: String, key: String },
    Present { header: Header, salt: Hash, content: Value },
    Disposed { header: Header, disposed_under: u64 },
    Missing { header: Header },
    Checkpoint { checkpoint: String },
}

/// Why an export could not be verified.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("the file could not be read")]
    Read(#[from] io::Error),
    #[error("line {line} is not part of an `{FORMAT}` file")]
    Malformed { line: usize },
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Writes one line.
pub fn write(out: &mut impl Write, line: &Line) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

impl From<Entry> for Line {
    fn from(entry: Entry) -> Line {
        let header = entry.header;
        match entry.content {
            Content::Present { salt, value } => Line::Present { header, salt: Hash(salt), content: value },
            Content::Disposed { under } => Line::Disposed { header, disposed_under: under },
            Content::Missing => Line::Missing { header },
        }
    }
}

/// Verifies an export as anyone could who holds only the file. `trusted` is the log's public key as the reader
/// knows it from elsewhere; without it the file is only compared with itself.
pub fn verify(file: impl BufRead, trusted: Option<&PublicKey>) -> Result<Report, ExportError> {
    let (mut head, mut entries, mut notes) = (None, Vec::new(), Vec::new());
    for (at, line) in file.lines().enumerate() {
        let malformed = || ExportError::Malformed { line: at + 1 };
        match (at, serde_json::from_str(&line?).map_err(|_| malformed())?) {
            (0, Line::Head { format, origin, key }) if format == FORMAT => {
                let key = PublicKey::parse(&key).filter(|key| trusted.is_none_or(|trusted| trusted == key));
                head = Some((origin, key.ok_or_else(malformed)?));
            }
            (0, _) | (_, Line::Head { .. }) => return Err(malformed()),
            (_, Line::Checkpoint { checkpoint }) => notes.push(checkpoint),
            (_, Line::Present { header, salt, content }) => {
                entries.push(entry(header, Content::Present { salt: salt.0, value: content }));
            }
            (_, Line::Disposed { header, disposed_under: under }) => {
                entries.push(entry(header, Content::Disposed { under }));
            }
            (_, Line::Missing { header }) => entries.push(entry(header, Content::Missing)),
        }
    }
    let (origin, key) = head.ok_or(ExportError::Malformed { line: 1 })?;
    let mut verifier = Verifier::new(&origin, &key, &notes)?;
    for entry in &entries {
        verifier.take(entry)?;
    }
    Ok(verifier.finish()?)
}

fn entry(header: Header, content: Content) -> Entry {
    Entry { header, leaf: None, content }
}

//! A log as a file that opens without this system: one JSON object a line.
//!
//! The first line names the log and its public key. Then come the entries in order, each signed checkpoint behind
//! the last entry it speaks of, so that a file of any length is checked in one reading. A line has exactly one
//! form, its canonical text: what one reader might take for something else than another does is damage.

use std::io::{self, BufRead, Write};
use std::iter::Peekable;
use std::vec;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::canonical::{self, DEEPEST};
use crate::checkpoint::{PublicKey, claimed_size, is_visible};
use crate::hash::Hash;
use crate::header::Header;
use crate::verify::{Content, Entry, Fault, Report, Verifier, What};

/// The name and version of the form of the file.
pub const FORMAT: &str = "evenhand-log/1";

/// One line of an export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Line {
    Head { format: String, key: String, origin: String },
    Present { content: Value, header: Header, leaf: Hash, salt: Hash },
    Disposed { disposed_under: u64, header: Header, leaf: Hash },
    Missing { header: Header, leaf: Hash },
    Checkpoint { checkpoint: String },
}

impl Line {
    /// The one text a line has, without the newline. An error if a value in it has no canonical form.
    pub fn text(&self) -> io::Result<String> {
        canonical::within(DEEPEST + 1, &serde_json::to_value(self)?).map_err(io::Error::other)
    }

    /// Reads a line with its newline. `None` if it is not, byte for byte, what [`Line::text`] writes.
    pub fn read(bytes: &[u8]) -> Option<Line> {
        let text = str::from_utf8(bytes.strip_suffix(b"\n")?).ok()?;
        let line: Line = serde_json::from_str(text).ok()?;
        (line.text().ok()? == text).then_some(line)
    }
}

impl From<Entry> for Line {
    fn from(entry: Entry) -> Line {
        let leaf = entry.leaf.unwrap_or_else(|| entry.header.leaf());
        let header = entry.header;
        match entry.content {
            Content::Present { salt, value } => {
                Line::Present { content: value, header, leaf, salt: Hash(salt) }
            }
            Content::Disposed { under } => Line::Disposed { disposed_under: under, header, leaf },
            Content::Missing => Line::Missing { header, leaf },
        }
    }
}

/// Writes a log as a file, putting each checkpoint where it belongs.
pub struct Writer<W> {
    out: W,
    checkpoints: Peekable<vec::IntoIter<String>>,
}

impl<W: Write> Writer<W> {
    /// Writes the first line. `checkpoints` are the log's signed checkpoints, oldest first.
    pub fn begin(out: W, origin: &str, key: &PublicKey, checkpoints: Vec<String>) -> io::Result<Writer<W>> {
        let mut writer = Writer { out, checkpoints: checkpoints.into_iter().peekable() };
        let (format, origin) = (FORMAT.to_owned(), origin.to_owned());
        writer.line(&Line::Head { format, key: key.text(), origin })?;
        Ok(writer)
    }

    /// Writes the next entry.
    pub fn entry(&mut self, entry: Entry) -> io::Result<()> {
        let before = entry.header.seq;
        while let Some(checkpoint) =
            self.checkpoints.next_if(|note| claimed_size(note).is_none_or(|size| size < before))
        {
            self.line(&Line::Checkpoint { checkpoint })?;
        }
        self.line(&entry.into())
    }

    /// Writes what comes after the last entry.
    pub fn finish(mut self) -> io::Result<()> {
        while let Some(checkpoint) = self.checkpoints.next() {
            self.line(&Line::Checkpoint { checkpoint })?;
        }
        self.out.flush()
    }

    fn line(&mut self, line: &Line) -> io::Result<()> {
        self.out.write_all(line.text()?.as_bytes())?;
        self.out.write_all(b"\n")
    }
}

/// Why an export could not be shown to be intact.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("the file could not be read")]
    Read(#[from] io::Error),
    #[error("the file does not begin as an `{FORMAT}` file does")]
    NotALog,
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Verifies an export as anyone could who holds only the file. `trusted` is the log's public key as the reader
/// knows it from elsewhere; without it the file is only compared with itself. `held` are signed checkpoints the
/// reader kept from earlier: the log must go on from each.
pub fn verify(
    mut file: impl BufRead,
    trusted: Option<&PublicKey>,
    held: &[String],
) -> Result<Report, ExportError> {
    let mut bytes = Vec::new();
    file.read_until(b'\n', &mut bytes)?;
    let (origin, key) = head(&bytes).ok_or(ExportError::NotALog)?;
    if trusted.is_some_and(|trusted| *trusted != key) {
        return Err(Fault { seq: 0, what: What::OtherKey }.into());
    }
    let mut verifier = Verifier::new(&origin, &key, held)?;
    for number in 2.. {
        bytes.clear();
        if file.read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let damaged = Fault { seq: verifier.size() + 1, what: What::Line { line: number } };
        match Line::read(&bytes).ok_or(damaged.clone())? {
            Line::Head { .. } => return Err(damaged.into()),
            Line::Checkpoint { checkpoint } => verifier.checkpoint(&checkpoint)?,
            Line::Present { content: value, header, leaf, salt } => {
                verifier.take(&entry(header, leaf, Content::Present { salt: salt.0, value }))?;
            }
            Line::Disposed { disposed_under: under, header, leaf } => {
                verifier.take(&entry(header, leaf, Content::Disposed { under }))?;
            }
            Line::Missing { header, leaf } => verifier.take(&entry(header, leaf, Content::Missing))?,
        }
    }
    Ok(verifier.finish()?)
}

/// The log's name and key, from the first line.
fn head(bytes: &[u8]) -> Option<(String, PublicKey)> {
    let Line::Head { format, key, origin } = Line::read(bytes)? else { return None };
    let key = PublicKey::parse(&key)?;
    (format == FORMAT && is_visible(&origin)).then_some((origin, key))
}

fn entry(header: Header, leaf: Hash, content: Content) -> Entry {
    Entry { header, leaf: Some(leaf), content }
}

//! Where in the sources a piece of a pack comes from.

use std::fmt;

use super::reader::At;

/// A source of the pack, by its code, and a clause of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cite {
    /// The code of a source of the same pack.
    pub source: String,
    /// A clause that this source is said to have.
    pub clause: String,
    /// Where the cite stands in the pack.
    pub at: At,
}

impl fmt::Display for Cite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.source, self.clause)
    }
}

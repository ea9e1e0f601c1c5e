//! What one viewer may read. A [`Reader`] is made for a viewer, so that visibility is not forgotten: whatever they
//! may not see is left out of lists, counts and searches alike.

mod customers;
mod incidents;
mod states;
mod tasks;

pub use customers::{Found, Match};
pub use incidents::{IncidentFilter, IncidentRow, Outside};
pub use states::StateRow;
pub use tasks::{RolesHeld, TaskFilter, TaskRow};

pub use crate::projections::customers as find_by;

use crate::Store;

/// Who reads, and how far they see incidents.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Viewer {
    /// The staff member.
    pub staff: String,
    /// Incidents of the whole organisation.
    pub everywhere: bool,
    /// Incidents of these units.
    pub units: Vec<String>,
}

/// Reading for one viewer.
#[derive(Clone)]
pub struct Reader {
    store: Store,
    viewer: Viewer,
}

impl Store {
    /// A reader for one viewer.
    pub fn reader(&self, viewer: Viewer) -> Reader {
        Reader { store: self.clone(), viewer }
    }
}

impl Reader {
    /// Who reads.
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    fn units(&self) -> String {
        list(&self.viewer.units)
    }
}

/// Words as the list that a statement asks about.
fn list(words: &[String]) -> String {
    serde_json::to_string(words).unwrap_or_default()
}

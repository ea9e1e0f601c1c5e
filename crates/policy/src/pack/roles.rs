//! Who there is in the organisation, and which offices hold which authority.

use super::cite::Cite;
use super::reader::Section;
use super::vocabulary::Coded;
use crate::access::{Authority, Duty};

/// A role of the organisation. What it may do follows from its duties and from the authorities its office holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// The code kept in events.
    pub code: String,
    /// What people read.
    pub label: String,
    /// The duties that the access table speaks of.
    pub duties: Vec<Duty>,
    /// What the source says this role does, in short sentences.
    pub states: Vec<String>,
    /// The source's clause; the product's own roles (administrator, auditor) cite the clause they serve.
    pub cite: Cite,
}

/// Who holds an authority.
#[derive(Debug, Clone, PartialEq)]
pub struct AuthorityRule {
    /// What may be done.
    pub authority: Authority,
    /// The offices that hold it by themselves, by role code. Empty where the source withholds them: then only a
    /// person entered in the register of delegations may act.
    pub offices: Vec<String>,
    /// The office the source prefers among them.
    pub preferred: Option<String>,
    /// All the offices must agree, each a different person.
    pub jointly: bool,
    /// What the source withholds or leaves open.
    pub note: Option<String>,
    /// The source's clause.
    pub cite: Cite,
}

impl Coded for Role {
    fn code(&self) -> &str {
        &self.code
    }
    fn label(&self) -> &str {
        &self.label
    }
}

impl Role {
    pub(super) fn read(s: &Section<'_>) -> Role {
        Role {
            code: s.code("code"),
            label: s.text("label"),
            duties: s.words("duties"),
            states: s.texts("states"),
            cite: s.cite(),
        }
    }
}

impl AuthorityRule {
    pub(super) fn read(s: &Section<'_>) -> AuthorityRule {
        AuthorityRule {
            authority: s.word("to"),
            offices: s.texts("offices"),
            preferred: s.maybe_text("preferred"),
            jointly: s.flag("jointly"),
            note: s.maybe_text("note"),
            cite: s.cite(),
        }
    }
}

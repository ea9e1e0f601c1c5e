//! Wording says what to do, fills in only what a plan knows, and calls nobody anything.

use super::Check;
use crate::pack::is_address;

/// Marks that wording may hold, to be filled in by a plan.
const MARKS: &[&str] = &[
    "until",
    "from",
    "contact",
    "phone",
    "backup",
    "backup_phone",
    "days",
    "from_time",
    "to_time",
    "minutes",
    "pages",
    "count",
    "period",
    "channel",
    "channels",
    "address",
    "account",
    "fax",
    "site",
    "room",
    "subject",
    "representative",
    "organisation",
];

/// Words that label a person. Instructions speak of conduct and of what to do.
const LABELS: &[&str] = &[
    "offender",
    "vexatious",
    "aggressive customer",
    "violent person",
    "banned",
    "blacklist",
    "difficult customer",
    "unreasonable customer",
    "unreasonable complainant",
    "troublemaker",
];

impl Check<'_> {
    pub(super) fn restrictions_are_worded(&self) {
        for kind in &self.pack.restriction_kinds {
            let at = &kind.term.cite.at;
            for (voice, text) in
                [("staff", &kind.staff), ("guard", &kind.guard), ("customer", &kind.customer)]
            {
                for mark in marks(text).filter(|mark| !MARKS.contains(mark)) {
                    let what = format!("the {voice} wording holds `{{{mark}}}`, which no plan fills in");
                    self.problem(at, what);
                }
                if has_lone_brace(text) {
                    self.problem(at, format!("the {voice} wording has a brace without its partner"));
                }
                let lower = text.to_lowercase();
                for label in LABELS.iter().filter(|label| lower.contains(*label)) {
                    let what = format!("the {voice} wording labels a person (`{label}`); say what to do");
                    self.problem(at, what);
                }
            }
        }
    }

    /// A link without a target waits for the organisation's own; one with a target must be an address.
    pub(super) fn links_lead_somewhere(&self) {
        for link in &self.pack.links {
            for target in link.target.iter().filter(|target| !is_address(target)) {
                let what = format!("`target` must be an address that begins with https://, not `{target}`");
                self.problem(&link.cite.at, what);
            }
        }
    }
}

fn marks(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(mark, _)| mark)
}

fn has_lone_brace(text: &str) -> bool {
    let mut pieces = text.split('{');
    let before = pieces.next().is_some_and(|piece| piece.contains('}'));
    before || pieces.any(|piece| piece.matches('}').count() != 1)
}

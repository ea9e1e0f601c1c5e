//! Comparing what people were told with what the record holds.

use std::collections::BTreeMap;

use crate::load::{Heard, Notes};
use crate::record::Found;

/// What is wrong, by what kind of wrong it is; and figures of what is right.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Audit {
    /// Acknowledged and not there.
    pub lost: Vec<String>,
    /// There more than once.
    pub doubled: Vec<String>,
    /// There in part.
    pub half: Vec<String>,
    /// Refused, and there all the same.
    pub refused_and_there: Vec<String>,
    /// Shown to somebody, and no record of it.
    pub unrecorded_looks: Vec<String>,
    /// Acknowledged.
    pub saved: usize,
    /// Without an answer, and there.
    pub unanswered_there: usize,
    /// Without an answer, and not there.
    pub unanswered_gone: usize,
}

impl Audit {
    /// Compares.
    pub fn of(notes: &Notes, found: &Found) -> Audit {
        let mut audit = Audit { half: found.half.clone(), ..Audit::default() };
        for (sent, heard) in &notes.commands {
            let there = found.marks.get(&sent.mark).map_or(0, Vec::len);
            if there > 1 {
                audit.doubled.push(sent.mark.clone());
            }
            match (heard, there) {
                (Heard::Saved(_), 0) => audit.lost.push(sent.mark.clone()),
                (Heard::Saved(_), _) => audit.saved += 1,
                (Heard::Nothing, 0) => audit.unanswered_gone += 1,
                (Heard::Nothing, _) => audit.unanswered_there += 1,
                (Heard::Refused(..), 0) => {}
                (Heard::Refused(..), _) => audit.refused_and_there.push(sent.mark.clone()),
            }
        }
        audit.unrecorded_looks = unrecorded(notes, found);
        audit
    }

    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        let wrong = [&self.lost, &self.doubled, &self.half, &self.refused_and_there, &self.unrecorded_looks];
        wrong.iter().all(|list| list.is_empty())
    }
}

fn unrecorded(notes: &Notes, found: &Found) -> Vec<String> {
    let mut shown: BTreeMap<&String, u64> = BTreeMap::new();
    for customer in &notes.cards {
        *shown.entry(customer).or_default() += 1;
    }
    let recorded = |customer: &String| found.looks.get(customer).copied().unwrap_or(0);
    shown
        .into_iter()
        .filter(|(customer, shown)| recorded(customer) < *shown)
        .map(|(c, _)| c.clone())
        .collect()
}

impl std::fmt::Display for Audit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} acknowledged, {} lost, {} doubled, {} half; without an answer: {} there whole, {} not there; {} looks \
             shown without a record",
            self.saved,
            self.lost.len(),
            self.doubled.len(),
            self.half.len(),
            self.unanswered_there,
            self.unanswered_gone,
            self.unrecorded_looks.len(),
        )
    }
}

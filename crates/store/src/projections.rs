//! What is read, computed from the state of each stream.
//!
//! A projection is a function from a state to rows. When events are appended, the rows of the state before and of
//! the state after are compared, and the difference is written in the same transaction. So the tables can never
//! say anything but what a rebuild from the log would say.

pub mod customers;
mod incidents;
mod looks;
mod states;
mod tasks;

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use evenhand_domain::{State, StreamId};
use evenhand_policy::Pack;

use crate::value::{Statement, Value};

pub(crate) use looks::row as look_row;

/// A table that is computed.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub key: &'static [&'static str],
    pub columns: &'static [&'static str],
    put: &'static str,
    remove: &'static str,
    empty: &'static str,
    all: &'static str,
}

/// Declares a table; its statements are written out when it is compiled.
macro_rules! table {
    ($name:literal, key [$first:literal $(, $key:literal)*], columns [$($column:literal),*]) => {
        $crate::projections::Table {
            name: $name,
            key: &[$first $(, $key)*],
            columns: &[$($column),*],
            put: $crate::projections::leaked(|| $crate::projections::put_sql($name, &[$first $(, $key)*], &[$($column),*])),
            remove: $crate::projections::leaked(|| $crate::projections::remove_sql($name, &[$first $(, $key)*])),
            empty: concat!("delete from ", $name),
            all: concat!("select ", $first $(, ", ", $key)* $(, ", ", $column)*, " from ", $name),
        }
    };
}
use table;

/// A row of a computed table.
#[derive(Debug, Clone, PartialEq)]
pub struct Projected {
    pub table: &'static Table,
    pub key: Vec<Value>,
    pub values: Vec<Value>,
}

/// The packs that cases refer to, by reference.
#[derive(Debug, Clone, Default)]
pub struct Shelf(Arc<RwLock<HashMap<String, Arc<Pack>>>>);

impl Shelf {
    pub fn put(&self, pack: Arc<Pack>) {
        if let Ok(mut packs) = self.0.write() {
            packs.insert(pack.reference(), pack);
        }
    }

    /// The pack a case refers to. A case whose pack is not on the shelf has no tasks until it is.
    pub fn get(&self, reference: &str) -> Arc<Pack> {
        let found = self.0.read().ok().and_then(|packs| packs.get(reference).cloned());
        found.unwrap_or_default()
    }
}

/// All tables, in the order in which a rebuild empties and fills them.
pub fn tables() -> Vec<&'static Table> {
    vec![
        &*customers::CUSTOMERS,
        &*customers::KEYS,
        &*customers::SEALS,
        &*incidents::INCIDENTS,
        &*incidents::MARKS,
        &*incidents::PEOPLE,
        &*tasks::TASKS,
        &*states::STATES,
        &*looks::LOOKS,
    ]
}

/// The rows of one stream in a state.
pub fn rows(stream: &StreamId, version: u64, state: &State, shelf: &Shelf) -> Vec<Projected> {
    if version == 0 {
        return Vec::new();
    }
    match state {
        State::Customer(customer) => customers::rows(&stream.id, version, customer),
        State::Incident(incident) => {
            let pack = shelf.get(&incident.pack);
            let mut rows = incidents::rows(&stream.id, version, incident);
            rows.extend(tasks::of_incident(stream, incident, &pack));
            rows
        }
        State::Obligation(obligation) => {
            let mut rows = states::rows(stream, version, obligation.as_ref());
            rows.extend(tasks::rows(stream, "", false, &obligation.tasks()));
            rows
        }
        State::Policy(record) => {
            let mut rows = states::rows(stream, version, record.as_ref());
            rows.extend(tasks::rows(stream, "", false, &record.tasks(tasks::POLICY_OFFICE)));
            rows
        }
        State::Delegation(state) => states::rows(stream, version, state.as_ref()),
        State::Organisation(state) => states::rows(stream, version, state.as_ref()),
        State::Pack(state) => states::rows(stream, version, state.as_ref()),
        State::Staff(state) => states::rows(stream, version, state.as_ref()),
    }
}

/// The statements that turn the rows before into the rows after.
pub fn changes(before: &[Projected], after: &[Projected]) -> Vec<Statement> {
    let find = |rows: &[Projected], row: &Projected| {
        rows.iter().find(|known| std::ptr::eq(known.table, row.table) && known.key == row.key).cloned()
    };
    let gone = before.iter().filter(|row| find(after, row).is_none()).map(Projected::remove);
    let changed = after.iter().filter(|row| find(before, row).as_ref() != Some(row)).map(Projected::put);
    gone.chain(changed).collect()
}

impl Projected {
    pub(crate) fn put(&self) -> Statement {
        let values = self.key.iter().chain(&self.values).cloned().collect();
        Statement::new(self.table.put, values)
    }

    fn remove(&self) -> Statement {
        Statement::new(self.table.remove, self.key.clone())
    }
}

impl Table {
    pub(crate) fn put_sql(&self) -> &'static str {
        self.put
    }

    pub(crate) fn empty_sql(&self) -> &'static str {
        self.empty
    }

    pub(crate) fn all_sql(&self) -> &'static str {
        self.all
    }
}

impl PartialEq for Table {
    fn eq(&self, other: &Table) -> bool {
        self.name == other.name
    }
}

/// A text made once for the life of the process, so that prepared statements can be found by it.
fn leaked(make: impl FnOnce() -> String) -> &'static str {
    Box::leak(make().into_boxed_str())
}

fn put_sql(name: &str, key: &[&str], columns: &[&str]) -> String {
    let all: Vec<&str> = key.iter().chain(columns).copied().collect();
    let places: Vec<String> = (1..=all.len()).map(|n| format!("${n}")).collect();
    let set: Vec<String> = columns.iter().map(|column| format!("{column} = excluded.{column}")).collect();
    let otherwise =
        if set.is_empty() { "nothing".to_owned() } else { format!("update set {}", set.join(", ")) };
    format!(
        "insert into {name} ({}) values ({}) on conflict ({}) do {otherwise}",
        all.join(", "),
        places.join(", "),
        key.join(", ")
    )
}

fn remove_sql(name: &str, key: &[&str]) -> String {
    let each: Vec<String> = key.iter().zip(1..).map(|(column, n)| format!("{column} = ${n}")).collect();
    format!("delete from {name} where {}", each.join(" and "))
}

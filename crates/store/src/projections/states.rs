//! Things of which there are few, kept whole: staff, delegations, the organisation, packs, duties.

use std::sync::LazyLock;

use evenhand_domain::StreamId;
use serde::Serialize;

use super::{Projected, Table, table};
use crate::params;

pub(super) static STATES: LazyLock<Table> =
    LazyLock::new(|| table!("states", key ["stream"], columns ["kind", "version", "state"]));

pub(super) fn rows(stream: &StreamId, version: u64, state: &impl Serialize) -> Vec<Projected> {
    let text = serde_json::to_string(state).unwrap_or_default();
    let values = params![stream.kind.as_str(), version, text];
    vec![Projected { table: &STATES, key: params![stream.to_string()], values }]
}

//! Tasks, across everything they arise from.

use std::sync::LazyLock;

use evenhand_domain::StreamId;
use evenhand_domain::incident::Incident;
use evenhand_domain::task::{Owner, Task};
use evenhand_policy::Pack;

use super::{Projected, Table, table};
use crate::params;

pub(super) static TASKS: LazyLock<Table> = LazyLock::new(|| {
    table!("tasks", key ["stream", "key"], columns ["what", "about", "owner", "role", "unit", "opened_at", "due_at",
        "done_at", "blocks_closing", "private"])
});

/// The role that tasks about the policy are for; whoever has the duty of policy owner sees them.
pub const POLICY_OFFICE: &str = "policy-owner";

pub(super) fn of_incident(stream: &StreamId, incident: &Incident, pack: &Pack) -> Vec<Projected> {
    let number = incident.report.as_ref().map_or("", |report| &report.said.number);
    rows(stream, number, incident.is_private(), &incident.tasks(pack))
}

pub(super) fn rows(stream: &StreamId, about: &str, private: bool, tasks: &[Task]) -> Vec<Projected> {
    let row = |task: &Task| {
        let (owner, role) = match &task.owner {
            Owner::Person(staff) => (Some(staff.as_str()), None),
            Owner::Role(role) => (None, Some(role.as_str())),
        };
        let values = params![
            task.what.as_str(),
            about,
            owner,
            role,
            task.unit.as_deref(),
            task.opened_at,
            task.due_at,
            task.done_at,
            task.blocks_closing,
            private,
        ];
        Projected { table: &TASKS, key: params![stream.to_string(), task.key.as_str()], values }
    };
    tasks.iter().map(row).collect()
}

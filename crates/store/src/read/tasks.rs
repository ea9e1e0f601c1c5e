//! Tasks: one's own, those of one's roles, those of a team.

use jiff::Timestamp;

use super::{Reader, list};
use crate::error::StoreError;
use crate::params;
use crate::value::{Row, Statement};

/// A task as it is listed.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskRow {
    pub stream: String,
    pub key: String,
    pub what: String,
    /// The number of what it is about.
    pub about: String,
    pub owner: Option<String>,
    pub role: Option<String>,
    pub unit: Option<String>,
    pub opened_at: Timestamp,
    pub due_at: Option<Timestamp>,
    pub done_at: Option<Timestamp>,
    pub blocks_closing: bool,
}

/// Which tasks are wanted.
#[derive(Debug, Clone, PartialEq)]
pub enum TaskFilter {
    /// The viewer's own, and those of roles they hold.
    Mine { roles: RolesHeld },
    /// Those of the viewer's units that have an owner.
    Team,
    /// Those of the viewer's units that nobody has: for a role, or for somebody who is not there.
    Nobodys,
    /// Done by the viewer or their roles, newest first.
    Done { roles: RolesHeld },
}

/// The roles that somebody holds, as far as each reaches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RolesHeld {
    /// In the whole organisation.
    pub everywhere: Vec<String>,
    /// In one unit: role and unit.
    pub in_units: Vec<(String, String)>,
}

macro_rules! columns {
    () => {
        "select t.stream, t.key, t.what, t.about, t.owner, t.role, t.unit, t.opened_at, t.due_at, t.done_at, \
        t.blocks_closing from tasks t "
    };
}

/// For a role the viewer holds, where it reaches: what belongs to no unit is everybody's who holds it.
macro_rules! of_roles {
    () => {
        "(t.private = 0 and t.role in (select value from json_each($5)) \
        and (t.role in (select value from json_each($2)) \
        or t.role || '/' || coalesce(t.unit, '') in (select value from json_each($4))))"
    };
}

/// Nothing of an incident whose customer is sealed to others, but for whoever it happened to or who reported it.
macro_rules! not_sealed {
    () => {
        "and t.stream not in (select 'incident:' || i.id from incidents i where i.customer in (select c.id \
        from customers c where c.sealed = 1 and not exists (select 1 from customer_seals s where s.customer = c.id \
        and s.staff = $1)) and i.id not in (select p.incident from incident_people p where p.staff = $1 \
        and p.relation in ('own', 'affected'))) "
    };
}

impl RolesHeld {
    fn pairs(&self) -> String {
        let units = self.in_units.iter().map(|(role, unit)| format!("{role}/{unit}"));
        let none = self.in_units.iter().map(|(role, _)| format!("{role}/"));
        list(&units.chain(none).collect::<Vec<_>>())
    }

    /// All of them, wherever they reach.
    fn names(&self) -> String {
        let in_units = self.in_units.iter().map(|(role, _)| role.clone());
        list(&self.everywhere.iter().cloned().chain(in_units).collect::<Vec<_>>())
    }
}

impl Reader {
    /// Tasks in the order of work: the nearest deadline first, those without one last.
    pub async fn tasks(&self, filter: &TaskFilter, limit: u64) -> Result<Vec<TaskRow>, StoreError> {
        const MINE: &str = concat!(
            columns!(),
            "where t.done_at is null and (t.owner = $1 or ",
            of_roles!(),
            ") ",
            not_sealed!(),
            "order by coalesce(t.due_at, 9000000000000), t.opened_at, t.stream, t.key limit $3"
        );
        const DONE: &str = concat!(
            columns!(),
            "where t.done_at is not null and (t.owner = $1 or ",
            of_roles!(),
            ") ",
            not_sealed!(),
            "order by t.done_at desc, t.stream, t.key limit $3"
        );
        const TEAM: &str = concat!(
            columns!(),
            "where t.done_at is null and t.private = 0 and t.owner <> '' \
            and ($2 = 1 or t.unit in (select value from json_each($3))) ",
            not_sealed!(),
            "order by coalesce(t.due_at, 9000000000000), t.opened_at, t.stream, t.key limit $4"
        );
        const NOBODYS: &str = concat!(
            columns!(),
            "where t.done_at is null and t.private = 0 and (t.owner is null or t.owner = '') \
            and ($2 = 1 or t.unit in (select value from json_each($3))) ",
            not_sealed!(),
            "order by coalesce(t.due_at, 9000000000000), t.opened_at, t.stream, t.key limit $4"
        );
        let (staff, everywhere) = (self.viewer.staff.as_str(), self.viewer.everywhere);
        let query = match filter {
            TaskFilter::Mine { roles } => {
                let params = params![staff, list(&roles.everywhere), limit, roles.pairs(), roles.names()];
                Statement::new(MINE, params)
            }
            TaskFilter::Done { roles } => {
                let params = params![staff, list(&roles.everywhere), limit, roles.pairs(), roles.names()];
                Statement::new(DONE, params)
            }
            TaskFilter::Team => Statement::new(TEAM, params![staff, everywhere, self.units(), limit]),
            TaskFilter::Nobodys => Statement::new(NOBODYS, params![staff, everywhere, self.units(), limit]),
        };
        self.store.query(query).await?.iter().map(task).collect()
    }

    /// The tasks of one thing, open and done.
    pub async fn tasks_of(&self, stream: &str) -> Result<Vec<TaskRow>, StoreError> {
        const SQL: &str = concat!(columns!(), "where t.stream = $1 order by t.opened_at, t.key");
        self.store.query(Statement::new(SQL, params![stream])).await?.iter().map(task).collect()
    }
}

fn task(row: &Row) -> Result<TaskRow, StoreError> {
    Ok(TaskRow {
        stream: row.text(0)?,
        key: row.text(1)?,
        what: row.text(2)?,
        about: row.text(3)?,
        owner: row.maybe_text(4)?,
        role: row.maybe_text(5)?,
        unit: row.maybe_text(6)?,
        opened_at: row.time(7)?,
        due_at: row.maybe_time(8)?,
        done_at: row.maybe_time(9)?,
        blocks_closing: row.flag(10)?,
    })
}

impl crate::Store {
    /// Who has overdue tasks, and how many.
    pub async fn overdue_by_owner(&self, now: Timestamp) -> Result<Vec<(String, u64)>, StoreError> {
        const SQL: &str = "select owner, count(*) from tasks where done_at is null and due_at < $1 \
            and owner is not null and owner <> '' group by owner order by owner";
        let rows = self.query(Statement::new(SQL, params![now])).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.size(1)?))).collect()
    }
}

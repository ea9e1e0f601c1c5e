//! Incidents this viewer may see: listed, filtered, counted.

use jiff::Timestamp;

use super::{Reader, list};
use crate::error::StoreError;
use crate::params;
use crate::value::{Row, Statement};

/// An incident as it is listed.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidentRow {
    pub id: String,
    pub number: String,
    pub customer: Option<String>,
    pub customer_name: Option<String>,
    pub stage: String,
    pub occurred_at: Timestamp,
    pub reported_at: Timestamp,
    pub unit: Option<String>,
    pub site: Option<String>,
    pub site_kind: String,
    pub channel: String,
    pub business_line: Option<String>,
    pub severity: Option<String>,
    pub late: bool,
    pub private: bool,
    pub recorder: String,
    pub reviewer: Option<String>,
    pub standing: Option<String>,
    pub closed_at: Option<Timestamp>,
    /// The boxes of the first report, by the pack's codes.
    pub happenings: Vec<String>,
}

/// Which incidents are wanted; what is not said does not matter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct IncidentFilter {
    pub customer: Option<String>,
    pub stage: Option<String>,
    pub open: Option<bool>,
    /// What it is marked with: `class`, `kind`, `flag`, `outcome`, `mechanism`, `trigger`, …; and the code.
    pub mark: Option<(String, String)>,
    pub site: Option<String>,
    pub site_kind: Option<String>,
    /// Away from work: at one of these kinds of place, or conduct of one of these kinds.
    pub outside: Option<Outside>,
    pub business_line: Option<String>,
    pub unit: Option<String>,
    pub severity: Option<String>,
    pub late: Option<bool>,
    pub recorder: Option<String>,
    pub number: Option<String>,
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    pub offset: u64,
    pub limit: u64,
}

/// What makes an incident one outside work, by the pack's codes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outside {
    pub site_kinds: Vec<String>,
    pub kinds: Vec<String>,
}

/// The customers who are sealed to the viewer. They are few: asked for once, not for each incident.
macro_rules! sealed {
    () => {
        "(select c.id from customers c where c.sealed = 1 and not exists (select 1 from customer_seals s \
        where s.customer = c.id and s.staff = $3))"
    };
}

/// Visible: of a unit the viewer sees, unless private or about a sealed customer; or theirs. To have been given it by
/// name counts for nothing once its customer is sealed to others.
macro_rules! visible {
    () => {
        concat!(
            " from incidents i where ((i.private = 0 and ($1 = 1 or i.unit in (select value from json_each($2))) \
            and coalesce(i.customer, '') not in ",
            sealed!(),
            ") or i.id in (select p.incident from incident_people p where p.staff = $3 and p.relation in ('own', 'affected')) \
            or (i.id in (select p.incident from incident_people p where p.staff = $3 and p.relation = 'named') \
            and (i.private = 1 or coalesce(i.customer, '') not in ",
            sealed!(),
            ")))"
        )
    };
}

macro_rules! columns {
    () => {
        concat!(
            "select i.id, i.number, i.customer, (select n.name from customers n where n.id = i.customer and n.id not in ",
            sealed!(),
            "), i.stage, i.occurred_at, i.reported_at, i.unit, i.site, i.site_kind, i.channel, i.business_line, i.severity, \
            i.late, i.private, i.recorder, i.reviewer, i.standing, i.closed_at, i.summary"
        )
    };
}

/// Everything that can be asked of a list beside the customer.
macro_rules! filtered {
    () => {
        " and (cast($5 as text) is null or i.stage = $5) \
        and (cast($6 as bigint) is null or (case when i.stage in ('closed', 'entered-in-error') then 0 else 1 end) = $6) \
        and (cast($7 as text) is null or exists (select 1 from incident_marks m where m.incident = i.id and m.what = $7 and m.code = $8)) \
        and (cast($9 as text) is null or i.site = $9) and (cast($10 as text) is null or i.site_kind = $10) \
        and (cast($11 as text) is null or i.business_line = $11) and (cast($12 as text) is null or i.unit = $12) \
        and (cast($13 as text) is null or i.severity = $13) and (cast($14 as bigint) is null or i.late = $14) \
        and (cast($15 as text) is null or i.recorder = $15) and (cast($16 as text) is null or i.number = $16) \
        and (cast($17 as bigint) is null or i.occurred_at >= $17) and (cast($18 as bigint) is null or i.occurred_at < $18) \
        and (cast($21 as text) is null or i.site_kind in (select value from json_each($21)) or exists (select 1 from \
        incident_marks o where o.incident = i.id and o.what = 'kind' and o.code in (select value from json_each($22)))) \
        order by i.reported_at desc, i.id limit $19 offset $20"
    };
}

impl Reader {
    /// Incidents, newest first.
    pub async fn incidents(&self, filter: &IncidentFilter) -> Result<Vec<IncidentRow>, StoreError> {
        // Of one customer, the index of customers leads there; else that of time, newest first.
        const OF_ONE: &str = concat!(columns!(), visible!(), " and i.customer = $4", filtered!());
        const OF_ALL: &str = concat!(columns!(), visible!(), " and cast($4 as text) is null", filtered!());
        let f = filter;
        let (what, code) = f.mark.clone().map_or((None, None), |(what, code)| (Some(what), Some(code)));
        let params = params![
            self.viewer.everywhere,
            self.units(),
            self.viewer.staff.as_str(),
            f.customer.clone(),
            f.stage.clone(),
            f.open,
            what,
            code,
            f.site.clone(),
            f.site_kind.clone(),
            f.business_line.clone(),
            f.unit.clone(),
            f.severity.clone(),
            f.late,
            f.recorder.clone(),
            f.number.clone(),
            f.from,
            f.to,
            f.limit,
            f.offset,
            f.outside.as_ref().map(|outside| list(&outside.site_kinds)),
            f.outside.as_ref().map(|outside| list(&outside.kinds)),
        ];
        let sql = if f.customer.is_some() { OF_ONE } else { OF_ALL };
        self.store.query(Statement::new(sql, params)).await?.iter().map(incident).collect()
    }

    /// How many incidents are at each stage, and since when the oldest is there.
    pub async fn incidents_by_stage(&self) -> Result<Vec<(String, u64, Timestamp)>, StoreError> {
        const SQL: &str = concat!(
            "select i.stage, count(*), min(i.reported_at)",
            visible!(),
            " group by i.stage order by i.stage"
        );
        let params = params![self.viewer.everywhere, self.units(), self.viewer.staff.as_str()];
        let rows = self.store.query(Statement::new(SQL, params)).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.size(1)?, row.time(2)?))).collect()
    }

    /// Late reports of recent times by unit: how many of how many.
    pub async fn late_by_unit(&self, from: Timestamp) -> Result<Vec<(String, u64, u64)>, StoreError> {
        const SQL: &str = concat!(
            "select i.unit, cast(sum(i.late) as bigint), count(*)",
            visible!(),
            " and i.unit is not null and i.reported_at >= $4 group by i.unit order by i.unit"
        );
        let params = params![self.viewer.everywhere, self.units(), self.viewer.staff.as_str(), from];
        let rows = self.store.query(Statement::new(SQL, params)).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.size(1)?, row.size(2)?))).collect()
    }

    /// The id of an incident by its number, whoever asks: the caller checks whether they may know of it.
    pub async fn incident_by_number(&self, number: &str) -> Result<Option<String>, StoreError> {
        const SQL: &str = "select id from incidents where number = $1";
        let rows = self.store.query(Statement::new(SQL, params![number])).await?;
        rows.first().map(|row| row.text(0)).transpose()
    }
}

fn incident(row: &Row) -> Result<IncidentRow, StoreError> {
    Ok(IncidentRow {
        id: row.text(0)?,
        number: row.text(1)?,
        customer: row.maybe_text(2)?,
        customer_name: row.maybe_text(3)?,
        stage: row.text(4)?,
        occurred_at: row.time(5)?,
        reported_at: row.time(6)?,
        unit: row.maybe_text(7)?,
        site: row.maybe_text(8)?,
        site_kind: row.text(9)?,
        channel: row.text(10)?,
        business_line: row.maybe_text(11)?,
        severity: row.maybe_text(12)?,
        late: row.flag(13)?,
        private: row.flag(14)?,
        recorder: row.text(15)?,
        reviewer: row.maybe_text(16)?,
        standing: row.maybe_text(17)?,
        closed_at: row.maybe_time(18)?,
        happenings: row.text(19)?.split_whitespace().map(str::to_owned).collect(),
    })
}

impl crate::Store {
    /// The incidents of a customer, newest first, private ones and those entered in error left out. For reviewers,
    /// who must see the whole history; the caller checks that.
    pub async fn history_of(&self, customer: &str) -> Result<Vec<String>, StoreError> {
        const SQL: &str = "select id from incidents where customer = $1 and private = 0 \
            and stage <> 'entered-in-error' order by occurred_at desc limit 100";
        self.query(Statement::new(SQL, params![customer])).await?.iter().map(|row| row.text(0)).collect()
    }

    /// Incidents near another one in person or place and time: id, number, when, site. Private ones and those of
    /// sealed customers are not.
    pub async fn near(
        &self,
        id: &str,
        customer: Option<&str>,
        site: Option<&str>,
        window: [Timestamp; 4],
    ) -> Result<Vec<(String, String, Timestamp, Option<String>)>, StoreError> {
        const SQL: &str = "select i.id, i.number, i.occurred_at, i.site from incidents i \
            left join customers c on c.id = i.customer where i.id <> $1 and i.private = 0 \
            and coalesce(c.sealed, 0) = 0 and i.stage <> 'entered-in-error' \
            and ((i.customer = $2 and i.occurred_at between $4 and $5) \
            or (i.site = $3 and i.occurred_at between $6 and $7)) order by i.occurred_at limit 10";
        let [day_from, day_to, near_from, near_to] = window;
        let params = params![id, customer, site, day_from, day_to, near_from, near_to];
        let found = |row: &Row| Ok((row.text(0)?, row.text(1)?, row.time(2)?, row.maybe_text(3)?));
        self.query(Statement::new(SQL, params)).await?.iter().map(found).collect()
    }
}

//! Bringing customers in from a file: every row is accepted, repaired or refused, and the report says which and why.
//!
//! The file is read whole before anything is taken, so that a file in another encoding, or with a quote that is
//! never closed, takes nobody in. Each row has an idempotency key of its own: an import that was interrupted, or is
//! done again, goes on where it was.

pub mod alike;
mod dates;
mod file;
mod report;
mod row;

use std::collections::HashMap;
use std::io::Read;

use evenhand_domain::customer::{CustomerCommand, Details, Registered};
use evenhand_domain::{Command, CustomerId, Problem, StreamId, StreamKind};
use evenhand_ledger::Hash;
use evenhand_policy::Action;
use evenhand_policy::access::Subject;
use serde_json::json;

pub use dates::DateOrder;
pub use report::{harmless, write_report};

use crate::access::Who;
use crate::app::App;
use crate::error::AppError;
use crate::perform::{Request, digest, kept_key};
use alike::{Alike, Crowd, Person};
use dates::Order;
use file::{Cells, Column, Table};
use row::Setting;

/// What came of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It was taken as it is.
    Accepted,
    /// It was taken; this was mended or left out.
    Repaired(Vec<String>),
    /// It was not taken.
    Refused(String),
}

impl Verdict {
    /// The verdict in a word.
    pub fn name(&self) -> &'static str {
        match self {
            Verdict::Accepted => "accepted",
            Verdict::Repaired(_) => "repaired",
            Verdict::Refused(_) => "refused",
        }
    }
}

/// A row and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowReport {
    /// Which row it is, the names of columns not counted.
    pub row: u64,
    /// The line of the file where it begins.
    pub line: u64,
    /// The row's own key, if it has one.
    pub key: String,
    /// The reference it got here.
    pub reference: Option<String>,
    pub verdict: Verdict,
    /// What else is to be known: that it was taken earlier, whose record it may double.
    pub remarks: Vec<String>,
}

/// What came of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    pub rows: Vec<RowReport>,
    /// What is to be known of the file as a whole.
    pub remarks: Vec<String>,
}

/// How a file is to be read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Names the file in the record; the same row of the same source is taken once.
    pub source: String,
    /// How it writes dates in numbers, where the operator knows.
    pub dates: Option<DateOrder>,
}

/// What is wrong with a file as a whole. Nothing was taken from it.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("the file cannot be read")]
    Unreadable(#[from] std::io::Error),
    #[error("the file cannot be read as CSV")]
    Csv(#[from] csv::Error),
    #[error("{0}; save the file as “CSV UTF-8” and import it again; nothing was taken")]
    Encoding(String),
    #[error("no column of the first line holds a name; it is found under one of these: {0}")]
    NoName(String),
    #[error("the columns {0} would hold the same; leave one out, or give it another name")]
    SameColumn(String),
    #[error("the quote that begins in line {line} is never closed; nothing was taken")]
    OpenQuote { line: u64 },
    #[error("the import stopped; what was taken stays, and the same import again goes on from there")]
    App(#[from] AppError),
}

/// Rows entered at the same time, so that they share the disk's work.
const AT_ONCE: usize = 64;
/// The most people a remark names.
const NAMED: usize = 5;

impl App {
    /// Brings customers in.
    pub async fn import_customers(
        &self,
        who: &Who,
        mut file: impl Read,
        reading: &Reading,
    ) -> Result<Imported, ImportError> {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let table = Table::read(&bytes)?;
        let customer_type = who.pack().vocabulary.customer_types.first().map(|kind| kind.term.code.clone());
        let setting = Setting {
            source: &reading.source,
            customer_type: &customer_type.unwrap_or_default(),
            order: Order::of(reading.dates, table.rows.iter().map(|row| table.get(row, Column::Born))),
            today: who.directory().calendar().date(who.now()),
        };
        let mut rows = self.rows(who, &table, &setting).await?;
        self.name_the_alike(who, &mut rows).await?;
        Ok(Imported { rows, remarks: remarks(&table) })
    }

    async fn rows(
        &self,
        who: &Who,
        table: &Table,
        setting: &Setting<'_>,
    ) -> Result<Vec<RowReport>, ImportError> {
        let (mut reports, mut waiting) = (Vec::with_capacity(table.rows.len()), Vec::new());
        let mut seen = Seen::default();
        for (n, row) in (1..).zip(&table.rows) {
            let key = table.get(row, Column::Key).to_owned();
            let report = RowReport {
                row: n,
                line: row.line,
                key,
                reference: None,
                verdict: Verdict::Accepted,
                remarks: Vec::new(),
            };
            match row::misshapen(table, row).or_else(|| seen.twice(&report)) {
                Some(why) => reports.push(RowReport { verdict: Verdict::Refused(why), ..report }),
                None => {
                    let name = seen.name(&report, row);
                    let (details, repairs) = row::details(table, row, setting);
                    waiting.push(self.take(who, report, name, details, repairs, setting.source));
                }
            }
            if waiting.len() == AT_ONCE {
                reports.extend(all(std::mem::take(&mut waiting)).await?);
            }
            if n % 10_000 == 0 {
                tracing::info!(rows = n, of = table.rows.len(), "importing");
            }
        }
        reports.extend(all(waiting).await?);
        reports.sort_by_key(|report| report.row);
        Ok(reports)
    }

    async fn take(
        &self,
        who: &Who,
        report: RowReport,
        name: String,
        details: Details,
        repairs: Vec<String>,
        source: &str,
    ) -> Result<RowReport, AppError> {
        let request = Request { key: format!("import\0{source}\0{name}"), ..Request::default() };
        let registered =
            Registered { reference: String::new(), details, source: format!("import of {source}") };
        let id = CustomerId::from_random(self.derived("customer", &who.actor.id, &request.key));
        let stream = StreamId::new(StreamKind::Customer, id.to_string());
        let command = Command::Customer(CustomerCommand::Register(registered));
        let earlier = self.carried_out(&kept_key(who, &request.key), digest(&stream, &command)).await;
        let taken = match earlier {
            Ok(None) => self.perform(who, stream, command, &request).await.map(|done| (done, None)),
            Ok(Some(done)) => Ok((done, Some("it was taken by an earlier import of this file".to_owned()))),
            Err(error) => Err(error),
        };
        let refused = |why| Verdict::Refused(why);
        let (reference, verdict, remark) = match taken {
            Ok((done, remark)) if repairs.is_empty() => (done.number, Verdict::Accepted, remark),
            Ok((done, remark)) => (done.number, Verdict::Repaired(repairs), remark),
            Err(AppError::Refused(refusal)) => (None, refused(in_words(&refusal.problems)), None),
            Err(AppError::KeyReused) => {
                let says =
                    "this row was taken earlier with other content; change the person's record instead";
                (None, refused(says.to_owned()), None)
            }
            Err(error) => return Err(error),
        };
        Ok(RowReport { reference, verdict, remarks: remark.into_iter().collect(), ..report })
    }

    /// Says of every row that was taken whose record it may double. Sealed people are not among them.
    async fn name_the_alike(&self, who: &Who, rows: &mut [RowReport]) -> Result<(), ImportError> {
        let crowd = self.crowd(who).await?;
        let places = crowd.places();
        let mut shown = 0;
        for row in rows {
            let Some(at) = row.reference.as_deref().and_then(|reference| places.get(reference)) else {
                continue;
            };
            let alike = crowd.like(*at);
            shown += alike.len();
            row.remarks.extend(remark(&crowd, &alike));
        }
        let permit = who.permit(Action::RegisterCustomer, &Subject::default())?;
        let content = json!({ "query": "possible duplicates of an import", "shown": shown });
        self.looked(who, &permit, "look.matches", "customers:", content).await?;
        Ok(())
    }

    async fn crowd(&self, who: &Who) -> Result<Crowd, AppError> {
        const PAGE: u64 = 2_000;
        let reader = self.reader(who, Action::ListIncidents);
        let (mut crowd, mut after) = (Crowd::default(), String::new());
        loop {
            let page = reader.customers_after(&after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(crowd) };
            after.clone_from(&last.id);
            for found in &page {
                crowd.take(Person::new(&found.customer.reference, &found.customer.details));
            }
        }
    }
}

/// Which rows of a file came already.
#[derive(Default)]
struct Seen {
    keys: HashMap<String, u64>,
    contents: HashMap<Hash, u64>,
}

impl Seen {
    /// Whether a key came already: then one of the two rows is not who it says.
    fn twice(&mut self, report: &RowReport) -> Option<String> {
        if report.key.is_empty() {
            return None;
        }
        match self.keys.insert(report.key.clone(), report.line) {
            Some(first) => {
                self.keys.insert(report.key.clone(), first);
                Some(format!("line {first} has the same key"))
            }
            None => None,
        }
    }

    /// What a row is known by when the file comes again: its key; without one, what it says and how often that came.
    fn name(&mut self, report: &RowReport, row: &Cells) -> String {
        if !report.key.is_empty() {
            return report.key.clone();
        }
        let content = Hash::of(row.cells.iter().collect::<Vec<_>>().join("\0").as_bytes());
        let times = self.contents.entry(content).or_default();
        *times += 1;
        format!("content {} {times}", content.hex())
    }
}

async fn all(
    waiting: Vec<impl Future<Output = Result<RowReport, AppError>>>,
) -> Result<Vec<RowReport>, AppError> {
    let mut done = Vec::with_capacity(waiting.len());
    for outcome in futures::future::join_all(waiting).await {
        done.push(outcome?);
    }
    Ok(done)
}

fn in_words(problems: &[Problem]) -> String {
    let says = |problem: &Problem| match problem.field.as_str() {
        "given_names" if problem.code == "empty" => "it has no name".to_owned(),
        "" => problem.says.clone(),
        field => format!("{}: {}", field.replace('_', " "), problem.says),
    };
    problems.iter().map(says).collect::<Vec<_>>().join("; ")
}

fn remark(crowd: &Crowd, alike: &[Alike]) -> Option<String> {
    let one = |alike: &Alike| {
        let person = crowd.person(alike.at)?;
        Some(format!("{} ({})", person.reference, alike.because.join(", ")))
    };
    let named: Vec<String> = alike.iter().take(NAMED).filter_map(one).collect();
    let more = match alike.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!named.is_empty()).then(|| format!("may be the same person as {}{more}", named.join(", ")))
}

fn remarks(table: &Table) -> Vec<String> {
    let mut remarks = Vec::new();
    if !table.unknown.is_empty() {
        let names: Vec<String> = table.unknown.iter().map(|name| format!("`{name}`")).collect();
        remarks.push(format!("Columns nobody knows were left out: {}.", names.join(", ")));
    }
    let one_case = |row: &&Cells| {
        let names = [Column::Given, Column::Family].map(|column| table.get(row, column));
        names.iter().any(|name| !name.is_empty() && row::is_one_case(name))
    };
    let count = table.rows.iter().filter(one_case).count();
    if count > 0 {
        remarks.push(format!("{count} rows have names in small or in capital letters only; they are written as people write them."));
    }
    remarks
}

//! Bringing customers in from a file: every row is accepted, repaired or refused, and the report says which and why.

use std::collections::HashMap;
use std::io::{Read, Write};

use evenhand_domain::customer::{Address, Details, Registered};
use jiff::civil::Date;

use crate::access::Who;
use crate::app::App;
use crate::error::AppError;
use crate::perform::Request;

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

/// A row and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowReport {
    /// The line of the file.
    pub line: u64,
    /// The row's own key, if it has one.
    pub key: String,
    /// The reference it got here.
    pub reference: Option<String>,
    pub verdict: Verdict,
}

/// What is wrong with a file as a whole.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("the file cannot be read as CSV: {0}")]
    Csv(#[from] csv::Error),
    #[error("the file has no column for {0}")]
    Column(&'static str),
    #[error(transparent)]
    App(#[from] AppError),
}

/// Columns that are known, by the names files give them.
const COLUMNS: &[(&str, &[&str])] = &[
    ("key", &["rec_id", "id", "number", "customer_number", "reference"]),
    ("given", &["given_name", "given_names", "first_name", "forename"]),
    ("family", &["surname", "family_name", "last_name"]),
    ("born", &["date_of_birth", "born_on", "dob"]),
    ("street_number", &["street_number"]),
    ("street", &["address_1", "street", "address"]),
    ("street_2", &["address_2"]),
    ("suburb", &["suburb", "town", "city"]),
    ("postcode", &["postcode"]),
    ("state", &["state"]),
    ("phone", &["phone_number", "phone", "telephone"]),
    ("email", &["email"]),
    ("other_number", &["soc_sec_id"]),
];

/// Rows entered at the same time, so that they share the disk's work.
const AT_ONCE: usize = 64;

impl App {
    /// Brings customers in. `source` names the file in the record; the same row of the same source is taken once.
    pub async fn import_customers(
        &self,
        who: &Who,
        file: impl Read,
        source: &str,
    ) -> Result<Vec<RowReport>, ImportError> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(file);
        let columns = columns(reader.headers()?);
        if !columns.contains_key("given") && !columns.contains_key("family") {
            return Err(ImportError::Column("a name"));
        }
        let customer_type = who.pack().vocabulary.customer_types.first().map(|kind| kind.term.code.clone());
        let customer_type = customer_type.unwrap_or_default();
        let (mut reports, mut waiting, mut seen) = (Vec::new(), Vec::new(), HashMap::new());
        for record in reader.into_byte_records() {
            let record = record?;
            let line = record.position().map_or(0, csv::Position::line);
            let row = match csv::StringRecord::from_byte_record(record) {
                Ok(record) => Row { columns: &columns, record },
                Err(_) => {
                    let refused = Verdict::Refused("it is not UTF-8 text".to_owned());
                    reports.push(RowReport { line, key: String::new(), reference: None, verdict: refused });
                    continue;
                }
            };
            let key = row.get("key").to_owned();
            if let Some(first) = seen.insert(key.clone(), line).filter(|_| !key.is_empty()) {
                let verdict = Verdict::Refused(format!("line {first} has the same key"));
                reports.push(RowReport { line, key, reference: None, verdict });
                continue;
            }
            let (details, repairs) = row.details(
                source,
                &customer_type,
                who.now().to_zoned_datetime(who.directory().calendar().zone).date(),
            );
            waiting.push(self.take(who, line, key, details, repairs, source.to_owned()));
            if waiting.len() == AT_ONCE {
                reports.extend(all(std::mem::take(&mut waiting)).await?);
            }
        }
        reports.extend(all(waiting).await?);
        reports.sort_by_key(|report| report.line);
        Ok(reports)
    }

    async fn take(
        &self,
        who: &Who,
        line: u64,
        key: String,
        details: Details,
        repairs: Vec<String>,
        source: String,
    ) -> Result<RowReport, AppError> {
        let row = if key.is_empty() { format!("line {line}") } else { key.clone() };
        let request = Request { key: format!("import\0{source}\0{row}"), expected: None };
        let registered =
            Registered { reference: String::new(), details, source: format!("import of {source}") };
        let (reference, verdict) = match self.register_customer(who, registered, &request).await {
            Ok(done) if repairs.is_empty() => (done.number, Verdict::Accepted),
            Ok(done) => (done.number, Verdict::Repaired(repairs)),
            Err(AppError::Refused(refusal)) => {
                let says: Vec<&str> = refusal.problems.iter().map(|problem| problem.says.as_str()).collect();
                (None, Verdict::Refused(says.join("; ")))
            }
            Err(AppError::KeyReused) => {
                (None, Verdict::Refused("it was imported before with other content".into()))
            }
            Err(error) => return Err(error),
        };
        Ok(RowReport { line, key, reference, verdict })
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

/// Writes the report of an import as CSV.
pub fn write_report(reports: &[RowReport], out: impl Write) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["line", "key", "verdict", "reference", "what"])?;
    for report in reports {
        let (verdict, what) = match &report.verdict {
            Verdict::Accepted => ("accepted", String::new()),
            Verdict::Repaired(repairs) => ("repaired", repairs.join("; ")),
            Verdict::Refused(why) => ("refused", why.clone()),
        };
        let reference = report.reference.as_deref().unwrap_or_default();
        let line = report.line.to_string();
        writer.write_record([line.as_str(), &harmless(&report.key), verdict, reference, &harmless(&what)])?;
    }
    Ok(writer.flush()?)
}

/// A cell that a spreadsheet does not take for a formula.
pub fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

fn columns(headers: &csv::StringRecord) -> HashMap<&'static str, usize> {
    let mut columns = HashMap::new();
    for (name, spellings) in COLUMNS {
        let known =
            |header: &str| spellings.contains(&header.trim().to_lowercase().replace(' ', "_").as_str());
        if let Some(at) = headers.iter().position(known) {
            columns.insert(*name, at);
        }
    }
    columns
}

struct Row<'a> {
    columns: &'a HashMap<&'static str, usize>,
    record: csv::StringRecord,
}

impl Row<'_> {
    fn get(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|at| self.record.get(*at)).unwrap_or_default()
    }

    /// The details a row gives, and what was mended on the way.
    fn details(&self, source: &str, customer_type: &str, today: Date) -> (Details, Vec<String>) {
        let mut repairs = Vec::new();
        let mut name = |column: &str, what: &str| {
            let raw = self.get(column);
            let clean = in_capitals(raw);
            if clean != raw && !raw.is_empty() && raw != raw.to_lowercase() {
                repairs.push(format!("{what} written as “{clean}”"));
            }
            clean
        };
        let (given_names, family_name) = (name("given", "given name"), name("family", "family name"));
        let born_on = self.born(today, &mut repairs);
        let phones = self.phone(&mut repairs);
        let emails = self.email(&mut repairs);
        let key = self.get("key");
        let numbers = [(source, key), ("other", self.get("other_number"))];
        let numbers = numbers.iter().filter(|(_, number)| !number.is_empty());
        let details = Details {
            given_names,
            family_name,
            born_on,
            customer_type: customer_type.to_owned(),
            numbers: numbers.map(|(system, number)| ((*system).to_owned(), (*number).to_owned())).collect(),
            phones,
            emails,
            addresses: vec![self.address()],
            ..Details::default()
        };
        (details, repairs)
    }

    fn address(&self) -> Address {
        let joined = |columns: &[&str]| {
            let parts: Vec<String> = columns.iter().map(|c| in_capitals(self.get(c))).collect();
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        };
        let state = [self.get("state").to_uppercase(), self.get("postcode").to_owned()];
        Address {
            street: joined(&["street_number", "street", "street_2"]),
            suburb: joined(&["suburb"]),
            state: state.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" "),
        }
    }

    fn born(&self, today: Date, repairs: &mut Vec<String>) -> Option<Date> {
        let raw = self.get("born");
        if raw.is_empty() {
            return None;
        }
        let compact = (raw.len() == 8 && raw.is_ascii())
            .then(|| crate::lookup::civil_date(raw.get(6..)?, raw.get(4..6)?, raw.get(..4)?))
            .flatten();
        let date = compact.or_else(|| crate::lookup::parse_date(raw));
        let possible = date.filter(|date| *date <= today && date.year() >= today.year() - 130);
        if possible.is_none() {
            repairs.push(format!("date of birth `{raw}` is not a possible date and was left out"));
        }
        possible
    }

    fn phone(&self, repairs: &mut Vec<String>) -> Vec<String> {
        let raw = self.get("phone");
        let digits = raw.chars().filter(char::is_ascii_digit).count();
        if raw.is_empty() {
            return Vec::new();
        }
        if !(5..=15).contains(&digits) {
            repairs.push(format!("telephone `{raw}` is no number and was left out"));
            return Vec::new();
        }
        vec![raw.to_owned()]
    }

    fn email(&self, repairs: &mut Vec<String>) -> Vec<String> {
        let raw = self.get("email");
        if raw.is_empty() {
            return Vec::new();
        }
        if !raw.contains('@') || raw.contains(char::is_whitespace) {
            repairs.push(format!("e-mail `{raw}` is no address and was left out"));
            return Vec::new();
        }
        vec![raw.to_owned()]
    }
}

/// A name as people write it, where a file has it all in small or all in capital letters.
fn in_capitals(raw: &str) -> String {
    let one_case = raw == raw.to_lowercase() || raw == raw.to_uppercase();
    if !one_case {
        return raw.to_owned();
    }
    let mut begins = true;
    let mut written = String::new();
    for c in raw.to_lowercase().chars() {
        if begins {
            written.extend(c.to_uppercase())
        } else {
            written.push(c)
        }
        begins = !c.is_alphanumeric();
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_one_case_are_written_as_people_write_them() {
        assert_eq!(in_capitals("o'brien-smith"), "O'Brien-Smith");
        assert_eq!(in_capitals("MARLOW"), "Marlow");
        assert_eq!(in_capitals("van der Berg"), "van der Berg");
        assert_eq!(in_capitals(""), "");
    }

    #[test]
    fn a_cell_never_becomes_a_formula() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("plain"), "plain");
    }
}

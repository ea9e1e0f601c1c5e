//! The file of an import as a whole: its text, its separator, its columns, its rows. Nothing is taken from a file
//! that is not sound as a whole.

use std::collections::BTreeMap;

use super::ImportError;

/// What a column holds: names that files give it, in lower case with `_`, and whether there may be several.
const COLUMNS: &[(Column, &[&str])] = &[
    (
        Column::Key,
        &["rec_id", "id", "number", "customer_number", "customer_id", "reference", "record_number"],
    ),
    (Column::Given, &["given_name", "given_names", "first_name", "first_names", "forename", "forenames"]),
    (Column::Family, &["surname", "family_name", "last_name"]),
    (Column::Born, &["date_of_birth", "born_on", "born", "birth_date", "birthdate", "dob"]),
    (Column::StreetNumber, &["street_number", "house_number"]),
    (Column::Street, &["address_1", "address_line_1", "street", "street_address", "address"]),
    (Column::Street2, &["address_2", "address_line_2"]),
    (Column::Suburb, &["suburb", "town", "city", "locality"]),
    (Column::Postcode, &["postcode", "post_code"]),
    (Column::State, &["state"]),
    (Column::Phone, &["phone_number", "phone", "telephone", "mobile", "mobile_phone", "home_phone"]),
    (Column::Email, &["email", "e_mail", "email_address"]),
    (Column::OtherNumber, &["soc_sec_id", "other_number"]),
];

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Key,
    Given,
    Family,
    Born,
    StreetNumber,
    Street,
    Street2,
    Suburb,
    Postcode,
    State,
    Phone,
    Email,
    OtherNumber,
}

impl Column {
    /// A person may have several of these.
    fn may_repeat(self) -> bool {
        matches!(self, Column::Phone | Column::Email)
    }
}

/// A file, taken apart.
#[derive(Debug)]
pub(super) struct Table {
    columns: BTreeMap<Column, Vec<usize>>,
    /// How many cells a row has.
    pub width: usize,
    /// Names of columns nobody knows.
    pub unknown: Vec<String>,
    pub rows: Vec<Cells>,
}

/// One row as it stands in the file.
#[derive(Debug)]
pub(super) struct Cells {
    /// Where it begins.
    pub line: u64,
    pub cells: csv::StringRecord,
}

impl Table {
    pub(super) fn read(bytes: &[u8]) -> Result<Table, ImportError> {
        let text = text(bytes)?;
        let separator = separator(&text);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let headers = reader.headers()?.clone();
        let (columns, unknown) = columns(&headers)?;
        let (mut rows, mut lines) = (Vec::new(), Lines::of(&text));
        for record in reader.records() {
            let cells = record?;
            rows.push(Cells { line: lines.at(cells.position()), cells });
        }
        closed_quotes(&text, rows.last())?;
        Ok(Table { columns, width: headers.len(), unknown, rows })
    }

    /// The one cell of a row that a column has; empty where there is none.
    pub(super) fn get<'a>(&self, row: &'a Cells, column: Column) -> &'a str {
        self.all(row, column).next().unwrap_or_default()
    }

    /// What all columns of a kind say in a row.
    pub(super) fn all<'a>(&self, row: &'a Cells, column: Column) -> impl Iterator<Item = &'a str> {
        let at = self.columns.get(&column).into_iter().flatten();
        at.filter_map(|at| row.cells.get(*at)).filter(|cell| !cell.is_empty())
    }
}

/// Counts lines as people do. The reader of CSV counts one too few where lines end with two characters.
struct Lines<'a> {
    text: &'a [u8],
    counted: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(text: &str) -> Lines<'_> {
        Lines { text: text.as_bytes(), counted: 0, line: 1 }
    }

    /// The line in which a record begins. Records are asked for in their order.
    fn at(&mut self, position: Option<&csv::Position>) -> u64 {
        let begins = position.and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(self.counted);
        let ends = self.text.iter().skip(begins).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let until = begins + ends;
        let passed = self.text.get(self.counted..until).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.counted = until;
        self.line
    }
}

/// The text of a file: UTF-8, with or without a mark at its beginning, or UTF-16 with one. Anything else would have
/// to be guessed, and a guess would change names.
fn text(bytes: &[u8]) -> Result<String, ImportError> {
    if let Some(rest) = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        return utf8(rest);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return utf16(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return utf16(rest, u16::from_be_bytes);
    }
    if bytes.iter().take(1_000).filter(|byte| **byte == 0).count() > 20 {
        return Err(ImportError::Encoding("it looks like UTF-16, without the mark that says so".to_owned()));
    }
    utf8(bytes)
}

fn utf8(bytes: &[u8]) -> Result<String, ImportError> {
    String::from_utf8(bytes.to_vec()).map_err(|error| {
        let sound = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
        let line = sound.filter(|byte| **byte == b'\n').count() + 1;
        ImportError::Encoding(format!(
            "line {line} is not UTF-8 text; it may be Windows-1252 or another encoding"
        ))
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, ImportError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    let damaged = || ImportError::Encoding("it begins as UTF-16 text but does not go on so".to_owned());
    if !rest.is_empty() {
        return Err(damaged());
    }
    String::from_utf16(&units).map_err(|_| damaged())
}

/// The separator under which the first line names most columns that are known.
fn separator(text: &str) -> u8 {
    let known = |separator: &u8| {
        let mut reader = csv::ReaderBuilder::new().delimiter(*separator).from_reader(text.as_bytes());
        let headers = reader.headers().map(|headers| headers.iter().filter_map(column).count());
        headers.unwrap_or(0)
    };
    // The last of equals is taken, so the comma comes last.
    [b'\t', b';', b','].into_iter().max_by_key(known).unwrap_or(b',')
}

fn column(header: &str) -> Option<Column> {
    let plain = header.trim().to_lowercase().replace([' ', '-'], "_");
    COLUMNS.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(column, _)| *column)
}

type Columns = (BTreeMap<Column, Vec<usize>>, Vec<String>);

fn columns(headers: &csv::StringRecord) -> Result<Columns, ImportError> {
    let (mut columns, mut unknown) = (BTreeMap::<Column, Vec<usize>>::new(), Vec::new());
    for (at, header) in headers.iter().enumerate() {
        match column(header) {
            Some(column) => columns.entry(column).or_default().push(at),
            None => unknown.push(header.to_owned()),
        }
    }
    let twice = columns.iter().find(|(column, at)| at.len() > 1 && !column.may_repeat());
    if let Some((_, at)) = twice {
        let names = at.iter().filter_map(|at| headers.get(*at)).map(|name| format!("`{name}`"));
        return Err(ImportError::SameColumn(names.collect::<Vec<_>>().join(" and ")));
    }
    if !columns.contains_key(&Column::Given) && !columns.contains_key(&Column::Family) {
        let names = |wanted: Column| COLUMNS.iter().filter(move |(column, _)| *column == wanted);
        let names = names(Column::Given).chain(names(Column::Family)).flat_map(|(_, names)| names.iter());
        return Err(ImportError::NoName(
            names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        ));
    }
    Ok((columns, unknown))
}

/// A quote that is never closed would swallow every row behind it.
fn closed_quotes(text: &str, last: Option<&Cells>) -> Result<(), ImportError> {
    let Some(last) = last else { return Ok(()) };
    let swallowed = last.cells.iter().next_back().is_some_and(|cell| cell.contains('\n'));
    let begins = last.cells.position().and_then(|at| usize::try_from(at.byte()).ok());
    let rest = begins.and_then(|at| text.get(at..)).unwrap_or_default();
    if swallowed && !rest.matches('"').count().is_multiple_of(2) {
        return Err(ImportError::OpenQuote { line: last.line });
    }
    Ok(())
}

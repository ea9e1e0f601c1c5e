//! Reads TOML so that every mistake is reported at once, each with its file and line.
//!
//! A [`Section`] hands out typed values. A missing or mistyped one is noted as a [`Problem`] and a harmless stand-in
//! is returned, so that reading goes on; a key nobody asked for is a problem too. A pack with problems is never used.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::cite::Cite;

/// What a number of months in a pack may be.
pub const MONTHS: RangeInclusive<i64> = 1..=120;

/// Where in a pack something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct At {
    /// The file's path inside the pack.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// One mistake in a pack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where it stands.
    pub at: At,
    /// What is wrong and what would be right.
    pub what: String,
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.what)
    }
}

/// The mistakes found so far.
#[derive(Debug, Default)]
pub struct Problems {
    found: RefCell<Vec<Problem>>,
    unread: Cell<bool>,
}

impl Problems {
    /// Notes a mistake.
    pub fn add(&self, at: At, what: impl Into<String>) {
        self.found.borrow_mut().push(Problem { at, what: what.into() });
    }

    /// Notes that a file, or a part of one, could not be read at all.
    pub fn add_unread(&self, at: At, what: impl Into<String>) {
        self.unread.set(true);
        self.add(at, what);
    }

    /// Whether something could not be read at all, so that what refers to it cannot be judged.
    pub fn is_something_unread(&self) -> bool {
        self.unread.get()
    }

    /// All mistakes, in the order of the files.
    pub fn into_sorted(self) -> Vec<Problem> {
        let mut all = self.found.into_inner();
        all.sort();
        all.dedup();
        all
    }
}

/// One file of a pack.
pub struct File<'a> {
    name: &'a str,
    text: &'a str,
    problems: &'a Problems,
}

/// One table of a file.
pub struct Section<'a> {
    file: &'a File<'a>,
    table: &'a DeTable<'a>,
    at: At,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'a> File<'a> {
    /// A file by its path inside the pack and its text.
    pub fn new(name: &'a str, text: &'a str, problems: &'a Problems) -> File<'a> {
        File { name, text, problems }
    }

    /// Parses the file and hands its top table to `read`. Every error of syntax is a problem of its own.
    pub fn read<T>(&self, read: impl FnOnce(&Section<'_>) -> T) -> T {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            self.problems.add_unread(self.at(at), format!("this is not valid TOML: {}", error.message()));
        }
        self.section(&table, read)
    }

    fn section<T>(&self, table: &Spanned<DeTable<'_>>, read: impl FnOnce(&Section<'_>) -> T) -> T {
        let at = self.at(table.span().start);
        let section = Section { file: self, table: table.get_ref(), at, asked: RefCell::default() };
        let value = read(&section);
        section.refuse_unknown_keys();
        value
    }

    fn at(&self, byte: usize) -> At {
        let before = self.text.get(..byte).unwrap_or(self.text);
        At { file: self.name.to_owned(), line: before.matches('\n').count() + 1 }
    }
}

impl Section<'_> {
    /// Where this section stands.
    pub fn at(&self) -> At {
        self.at.clone()
    }

    /// Notes a mistake in this section.
    pub fn problem(&self, what: impl Into<String>) {
        self.file.problems.add(self.at(), what);
    }

    /// A text that must be there and must not be empty.
    pub fn text(&self, key: &'static str) -> String {
        self.maybe_text(key).unwrap_or_else(|| self.missing(key))
    }

    /// A text that may be left out.
    pub fn maybe_text(&self, key: &'static str) -> Option<String> {
        let (value, at) = self.get(key)?;
        match value.as_str().map(str::trim) {
            Some("") => self.wrong(at, format!("`{key}` is empty")),
            Some(text) => Some(text.to_owned()),
            None => self.wrong(at, format!("`{key}` must be a text in quotation marks")),
        }
    }

    /// A code: lower case letters, digits and hyphens.
    pub fn code(&self, key: &'static str) -> String {
        let code = self.text(key);
        if !code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            let what = format!("the code `{code}` may hold only lower case letters, digits and hyphens");
            self.file.problems.add(self.place(key), what);
        }
        code
    }

    /// A list of texts; empty if left out.
    pub fn texts(&self, key: &'static str) -> Vec<String> {
        let Some((value, at)) = self.get(key) else { return Vec::new() };
        let texts = value.as_array().map(|items| items.iter().map(|item| item.get_ref().as_str()).collect());
        let texts: Option<Option<Vec<&str>>> = texts;
        let Some(Some(texts)) = texts else {
            return self.wrong(at, format!("`{key}` must be a list of texts")).unwrap_or_default();
        };
        texts.into_iter().map(str::to_owned).collect()
    }

    /// True or false; false if left out.
    pub fn flag(&self, key: &'static str) -> bool {
        let Some((value, at)) = self.get(key) else { return false };
        value.as_bool().or_else(|| self.wrong(at, format!("`{key}` must be true or false"))).unwrap_or(false)
    }

    /// A whole number within limits, that may be left out.
    pub fn maybe_number(&self, key: &'static str, limits: RangeInclusive<i64>) -> Option<i64> {
        let (value, at) = self.get(key)?;
        let within = whole(value).filter(|number| limits.contains(number));
        within.or_else(|| self.wrong(at, format!("`{key}` must be a whole number {}", from_to(&limits))))
    }

    /// A whole number within limits, that must be there.
    pub fn number(&self, key: &'static str, limits: RangeInclusive<i64>) -> i64 {
        self.maybe_number(key, limits).unwrap_or_else(|| self.missing(key))
    }

    /// Whole numbers within limits; empty if left out.
    pub fn numbers(&self, key: &'static str, limits: RangeInclusive<i64>) -> Vec<i64> {
        let Some((value, at)) = self.get(key) else { return Vec::new() };
        let number = |item: &Spanned<DeValue<'_>>| whole(item.get_ref()).filter(|n| limits.contains(n));
        let numbers: Option<Vec<i64>> = value.as_array().and_then(|items| items.iter().map(number).collect());
        let wrong =
            || self.wrong(at, format!("`{key}` must be a list of whole numbers {}", from_to(&limits)));
        numbers.or_else(wrong).unwrap_or_default()
    }

    /// A civil date that may be left out.
    pub fn maybe_date(&self, key: &'static str) -> Option<Date> {
        self.parsed(key, |text| text.parse().ok(), "a date such as 2020-12-15")
    }

    /// A civil date that must be there.
    pub fn date(&self, key: &'static str) -> Date {
        self.maybe_date(key).unwrap_or_else(|| self.missing(key))
    }

    /// A moment with its offset, as in `2025-11-18T20:16:00+11:00`.
    pub fn moment(&self, key: &'static str) -> Timestamp {
        self.parsed(
            key,
            |text| text.parse().ok(),
            "a date and time with offset, such as 2025-11-18T20:16:00+11:00",
        )
        .unwrap_or_else(|| self.missing(key))
    }

    /// One of the words a type knows; the type's error says which.
    pub fn word<T: FromStr<Err = String> + Default>(&self, key: &'static str) -> T {
        self.maybe_word(key).unwrap_or_else(|| self.missing(key))
    }

    /// Like [`Section::word`], for a key that may be left out.
    pub fn maybe_word<T: FromStr<Err = String> + Default>(&self, key: &'static str) -> Option<T> {
        let text = self.maybe_text(key)?;
        match text.parse() {
            Ok(word) => Some(word),
            Err(known) => self.wrong(self.place(key), format!("`{key}` cannot be `{text}`; {known}")),
        }
    }

    /// Several of the words a type knows.
    pub fn words<T: FromStr<Err = String>>(&self, key: &'static str) -> Vec<T> {
        let read = |text: String| match text.parse() {
            Ok(word) => Some(word),
            Err(known) => self.wrong(self.place(key), format!("`{key}` cannot hold `{text}`; {known}")),
        };
        self.texts(key).into_iter().filter_map(read).collect()
    }

    /// Each table of a list (`[[key]]`).
    pub fn each<T>(&self, key: &'static str, read: impl Fn(&Section<'_>) -> T) -> Vec<T> {
        let Some((value, at)) = self.get(key) else { return Vec::new() };
        let Some(items) = value.as_array() else {
            return self.wrong(at, format!("`{key}` must be written as [[{key}]]")).unwrap_or_default();
        };
        items.iter().filter_map(|item| self.inner(key, item, &read)).collect()
    }

    /// A table that may be left out (`[key]`).
    pub fn table<T>(&self, key: &'static str, read: impl Fn(&Section<'_>) -> T) -> Option<T> {
        self.asked.borrow_mut().insert(key);
        self.inner(key, self.table.get(key)?, &read)
    }

    /// Where in the sources this item comes from: `cite = "policy 7.2"`.
    pub fn cite(&self) -> Cite {
        let text = self.text("cite");
        let (source, clause) = text.split_once(' ').unwrap_or((text.as_str(), ""));
        if clause.is_empty() && !text.is_empty() {
            let what = format!("`cite` names a source and a clause, as in \"policy 7.2\", not `{text}`");
            self.file.problems.add(self.place("cite"), what);
        }
        Cite { source: source.to_owned(), clause: clause.to_owned(), at: self.at() }
    }

    fn inner<T>(
        &self,
        key: &str,
        item: &Spanned<DeValue<'_>>,
        read: &impl Fn(&Section<'_>) -> T,
    ) -> Option<T> {
        let at = self.file.at(item.span().start);
        let Some(table) = item.get_ref().as_table() else {
            return self.wrong(at, format!("`{key}` must be a table"));
        };
        let section = Section { file: self.file, table, at, asked: RefCell::default() };
        let value = read(&section);
        section.refuse_unknown_keys();
        Some(value)
    }

    fn get(&self, key: &'static str) -> Option<(&DeValue<'_>, At)> {
        self.asked.borrow_mut().insert(key);
        let value = self.table.get(key)?;
        Some((value.get_ref(), self.file.at(value.span().start)))
    }

    /// Where the value of a key stands; where the section does, if it is not there.
    fn place(&self, key: &'static str) -> At {
        self.get(key).map_or_else(|| self.at(), |(_, at)| at)
    }

    fn parsed<T>(&self, key: &'static str, parse: impl Fn(&str) -> Option<T>, form: &str) -> Option<T> {
        let (value, at) = self.get(key)?;
        let text = value.as_datetime().map(ToString::to_string).or_else(|| value.as_str().map(str::to_owned));
        text.and_then(|text| parse(&text)).or_else(|| self.wrong(at, format!("`{key}` must be {form}")))
    }

    fn missing<T: Default>(&self, key: &str) -> T {
        if !self.table.contains_key(key) {
            self.problem(format!("`{key}` is missing"));
        }
        T::default()
    }

    fn wrong<T>(&self, at: At, what: String) -> Option<T> {
        self.file.problems.add(at, what);
        None
    }

    fn refuse_unknown_keys(&self) {
        let asked = self.asked.borrow();
        for key in self.table.keys().filter(|key| !asked.contains(key.get_ref().as_ref())) {
            let known = asked.iter().copied().collect::<Vec<_>>().join(", ");
            let what = format!("the key `{}` is not known here; known keys are: {known}", key.get_ref());
            self.file.problems.add(self.file.at(key.span().start), what);
        }
    }
}

/// A whole number, in whichever of TOML's notations it is written.
fn whole(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

fn from_to(limits: &RangeInclusive<i64>) -> String {
    format!("from {} to {}", limits.start(), limits.end())
}

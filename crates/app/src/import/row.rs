//! One row of an import: who it speaks of, and what had to be mended or left out.

use evenhand_domain::customer::{Address, Details};
use jiff::civil::Date;

use super::dates::Order;
use super::file::{Cells, Column, Table};

/// What is the same for every row of an import.
pub(super) struct Setting<'a> {
    pub source: &'a str,
    pub customer_type: &'a str,
    pub order: Order,
    pub today: Date,
}

/// Why a row is not even tried.
pub(super) fn misshapen(table: &Table, row: &Cells) -> Option<String> {
    if row.cells.iter().all(str::is_empty) {
        return Some("the row is empty".to_owned());
    }
    let (has, wants) = (row.cells.len(), table.width);
    (has != wants).then(|| {
        format!("it has {has} cells where the first line has {wants}; a cell that holds the separator must stand in quotes")
    })
}

/// The details a row gives, and what was mended on the way.
pub(super) fn details(table: &Table, row: &Cells, setting: &Setting<'_>) -> (Details, Vec<String>) {
    let mut reading = Reading { table, row, repairs: Vec::new() };
    let details = Details {
        given_names: in_capitals(&reading.line(Column::Given, "given name")),
        family_name: in_capitals(&reading.line(Column::Family, "family name")),
        born_on: reading.born(setting),
        customer_type: setting.customer_type.to_owned(),
        numbers: reading.numbers(setting.source),
        phones: reading.phones(),
        emails: reading.emails(),
        addresses: vec![reading.address()],
        ..Details::default()
    };
    (details, reading.repairs)
}

struct Reading<'a> {
    table: &'a Table,
    row: &'a Cells,
    repairs: Vec<String>,
}

impl Reading<'_> {
    /// A cell on one line. Line breaks inside become spaces, and that is said.
    fn line(&mut self, column: Column, what: &str) -> String {
        let raw = self.table.get(self.row, column);
        if !raw.contains(['\n', '\r', '\t']) {
            return raw.to_owned();
        }
        let line = raw.split_whitespace().collect::<Vec<_>>().join(" ");
        self.repairs.push(format!("{what} written on one line: `{line}`"));
        line
    }

    fn born(&mut self, setting: &Setting<'_>) -> Option<Date> {
        let raw = self.table.get(self.row, Column::Born);
        if raw.is_empty() {
            return None;
        }
        let (date, says) = setting.order.read(raw, setting.today);
        self.repairs.extend(says);
        date
    }

    fn numbers(&mut self, source: &str) -> Vec<(String, String)> {
        let key = self.line(Column::Key, "key");
        let other = self.line(Column::OtherNumber, "other number");
        let numbers = [(source, key), ("other", other)].into_iter();
        numbers
            .filter(|(_, number)| !number.is_empty())
            .map(|(system, number)| (system.to_owned(), number))
            .collect()
    }

    fn phones(&mut self) -> Vec<String> {
        let mut phones = Vec::new();
        for raw in self.table.all(self.row, Column::Phone) {
            let digits = raw.chars().filter(char::is_ascii_digit).count();
            if (5..=15).contains(&digits) && !raw.contains(['\n', '\r']) {
                phones.push(raw.to_owned());
            } else {
                self.repairs.push(format!("telephone `{raw}` left out: a number has 5 to 15 digits"));
            }
        }
        phones
    }

    fn emails(&mut self) -> Vec<String> {
        let mut emails = Vec::new();
        for raw in self.table.all(self.row, Column::Email) {
            let (name, host) = raw.split_once('@').unwrap_or_default();
            if !name.is_empty() && host.contains('.') && !raw.contains(char::is_whitespace) {
                emails.push(raw.to_owned());
            } else {
                self.repairs.push(format!("e-mail `{raw}` left out: it is no e-mail address"));
            }
        }
        emails
    }

    fn address(&mut self) -> Address {
        let street = [Column::StreetNumber, Column::Street, Column::Street2];
        let street = street.map(|column| in_capitals(&self.line(column, "address")));
        let state =
            [self.line(Column::State, "state").to_uppercase(), self.line(Column::Postcode, "postcode")];
        Address {
            street: joined(&street),
            suburb: in_capitals(&self.line(Column::Suburb, "suburb")),
            state: joined(&state),
        }
    }
}

fn joined(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// A name as people write it, where a file has it all in small or all in capital letters.
pub(super) fn in_capitals(raw: &str) -> String {
    if !is_one_case(raw) {
        return raw.to_owned();
    }
    let letters: Vec<char> = raw.to_lowercase().chars().collect();
    let mut written = String::new();
    for (at, c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let alone = letters.get(at + 1).is_none_or(|next| !next.is_alphabetic());
        let begins = match before {
            None => true,
            // O'Brien, but St John's.
            Some('\'' | '’') => !alone,
            Some(before) => before.is_whitespace() || before.is_ascii_punctuation(),
        };
        match begins {
            true => written.extend(c.to_uppercase()),
            false => written.push(*c),
        }
    }
    written
}

/// Whether a name says nothing about its capitals. A single capital is a name as it is.
pub(super) fn is_one_case(raw: &str) -> bool {
    raw == raw.to_lowercase() || (raw == raw.to_uppercase() && raw.chars().count() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_one_case_are_written_as_people_write_them() {
        assert_eq!(in_capitals("o'brien-smith"), "O'Brien-Smith");
        assert_eq!(in_capitals("MARLOW"), "Marlow");
        assert_eq!(in_capitals("st john's wood"), "St John's Wood");
        assert_eq!(in_capitals("e\u{301}va o’neill (bo)"), "E\u{301}va O’Neill (Bo)");
        assert_eq!(in_capitals("van der Berg"), "van der Berg");
        assert_eq!(in_capitals("م"), "م");
        assert_eq!(in_capitals(""), "");
    }
}

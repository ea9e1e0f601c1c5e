//! What was measured, what it is compared with, and whether it kept its limit.

use std::fmt::Write;

/// A measurement and its limit.
pub struct Line {
    pub what: String,
    pub measured: String,
    pub compared: String,
    pub ratio: String,
    pub limit: String,
    /// None where it is shown for comparison only.
    pub kept: Option<bool>,
}

/// All measurements of a run.
#[derive(Default)]
pub struct Table(Vec<Line>);

impl Table {
    /// Something that others are compared with.
    pub fn shown(&mut self, what: &str, measured: String) {
        let (compared, ratio, limit) = Default::default();
        self.add(Line { what: what.to_owned(), measured, compared, ratio, limit, kept: None });
    }

    /// So many a second, against so many a second of something else; at least this part of it.
    pub fn at_least(&mut self, what: &str, measured: (f64, String), than: (f64, &str), part: f64) {
        let ratio = measured.0 / than.0.max(f64::MIN_POSITIVE);
        self.add(Line {
            what: what.to_owned(),
            measured: measured.1,
            compared: format!("{:.0}/s {}", than.0, than.1),
            ratio: format!("{ratio:.2}"),
            limit: format!("≥ {part:.2}"),
            kept: Some(ratio >= part),
        });
    }

    /// A quantity against a budget it must not exceed.
    pub fn at_most(&mut self, what: &str, measured: f64, budget: f64, unit: &str) {
        self.add(Line {
            what: what.to_owned(),
            measured: format!("{} {unit}", short(measured)),
            compared: "budget".to_owned(),
            ratio: format!("{:.2}", measured / budget),
            limit: format!("≤ {} {unit}", short(budget)),
            kept: Some(measured <= budget),
        });
    }

    fn add(&mut self, line: Line) {
        println!("{}", text(&line));
        self.0.push(line);
    }

    /// Whether a limit was missed.
    pub fn is_missed(&self) -> bool {
        self.0.iter().any(|line| line.kept == Some(false))
    }

    /// The table, as a document shows it.
    pub fn as_text(&self) -> String {
        let mut out = String::from(
            "| What | Measured | Compared with | Ratio | Limit | |\n|---|---|---|---|---|---|\n",
        );
        for line in &self.0 {
            // Writing to a text does not fail.
            let _ = writeln!(out, "{}", text(line));
        }
        out
    }
}

fn text(line: &Line) -> String {
    let kept = match line.kept {
        Some(true) => "kept",
        Some(false) => "**missed**",
        None => "",
    };
    let Line { what, measured, compared, ratio, limit, .. } = line;
    format!("| {what} | {measured} | {compared} | {ratio} | {limit} | {kept} |")
}

fn short(number: f64) -> String {
    if number >= 100.0 { format!("{number:.0}") } else { format!("{number:.1}") }
}

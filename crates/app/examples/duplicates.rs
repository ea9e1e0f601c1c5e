//! How many known duplicates an import reports, and how many people a name and a second identifier find.
//!
//! `cargo run -p evenhand-app --example duplicates -- PAIRS FILE [FILE]`: files as `import customers` takes them, and
//! a CSV file of the pairs of keys that are one person. With two files, people of the second are also looked up
//! among those of the first. `docs/import.md` has figures.

#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a tool for whoever measures")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;

use evenhand_app::import::{Reading, RowReport};
use evenhand_app::lookup::{Asked, Looked};
use evenhand_testkit::TestOrg;

type Pair = BTreeSet<String>;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pairs, files @ ..] = arguments.as_slice() else { panic!("PAIRS FILE [FILE]") };
    let pairs: BTreeSet<Pair> = csv::Reader::from_path(pairs)
        .unwrap()
        .into_records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let org = TestOrg::tarrowmere().await;
    let mut rows = Vec::new();
    for (n, file) in files.iter().enumerate() {
        if n == 1 {
            look_up(&org, file, &pairs, &rows).await;
        }
        let reading = Reading { source: file.clone(), dates: None };
        let who = org.app.itself().await.unwrap();
        let imported = org.app.import_customers(&who, File::open(file).unwrap(), &reading).await.unwrap();
        count(file, &imported.rows);
        rows.extend(imported.rows);
    }
    compare(&rows, &pairs);
}

fn count(file: &str, rows: &[RowReport]) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    rows.iter().for_each(|row| *counts.entry(row.verdict.name()).or_default() += 1);
    println!("{file}: {} rows: {counts:?}", rows.len());
}

fn compare(rows: &[RowReport], pairs: &BTreeSet<Pair>) {
    let keys: BTreeMap<&str, &str> =
        rows.iter().filter_map(|row| Some((row.reference.as_deref()?, row.key.as_str()))).collect();
    let mut reported: BTreeSet<Pair> = BTreeSet::new();
    for row in rows {
        for word in row.remarks.iter().flat_map(|remark| remark.split([' ', ','])) {
            if let Some(other) = keys.get(word) {
                reported.insert([row.key.clone(), (*other).to_owned()].into());
            }
        }
    }
    let right = reported.intersection(pairs).count();
    let share = |of: usize| 100.0 * right as f64 / of as f64;
    println!(
        "{} pairs are one person; {} reported, {right} rightly: precision {:.1} %, recall {:.1} %",
        pairs.len(),
        reported.len(),
        share(reported.len()),
        share(pairs.len()),
    );
}

/// People of a second file are looked for by what it says of them: name, then date of birth or number.
async fn look_up(org: &TestOrg, file: &str, pairs: &BTreeSet<Pair>, known: &[RowReport]) {
    let keys: BTreeMap<&str, &str> =
        known.iter().filter_map(|row| Some((row.key.as_str(), row.reference.as_deref()?))).collect();
    let partner = |key: &str| {
        let pair = pairs.iter().find(|pair| pair.contains(key))?;
        pair.iter().find_map(|other| keys.get(other.as_str()))
    };
    let who = org.who("a.quill").await;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in csv::Reader::from_path(file).unwrap().deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        let Some(right) = partner(&row["rec_id"]) else { continue };
        let born = row["date_of_birth"].as_str();
        let second = match born.len() {
            8 => format!("{}-{}-{}", &born[..4], &born[4..6], &born[6..]),
            _ => row["soc_sec_id"].clone(),
        };
        let query = format!("{} {}", row["given_name"], row["surname"]);
        let asked = Asked { query, second: Some(second), ..Asked::default() };
        let came = match org.app.look_up(&who, &asked).await.unwrap() {
            Looked::Card(card) if card.reference == **right => "the card of the right person",
            Looked::Card(card) => {
                println!("{} leads to the card of {} instead of {right}", row["rec_id"], card.reference);
                "the card of somebody else"
            }
            Looked::Possible { matches, .. } if matches.iter().any(|m| m.reference == **right) => {
                "the right person among possible matches"
            }
            Looked::Possible { .. } => "possible matches without the right person",
            Looked::NoOne | Looked::Mistyped | Looked::Nothing => "nobody",
        };
        *counts.entry(came).or_default() += 1;
    }
    println!("looked up by name and a second identifier: {counts:#?}");
}

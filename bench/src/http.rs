//! Over HTTP: the contact card against a bare route on the same accept loop, a durable command against the storage
//! alone; on both databases.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use evenhand_app::installation::Home;
use evenhand_app::{Installation, Ports};
use evenhand_store::Place;

use crate::client::{Make, get, load_of, post};
use crate::data::{Data, SLUG, customer_id};
use crate::dice::Dice;
use crate::durable::commits;
use crate::ports::on_fatal;
use crate::serving::Server;
use crate::table::Table;
use crate::{Run, durable};

/// The part of a bare route's requests that an answer must reach whose look is durable first.
const OF_BARE: f64 = 0.25;
/// The part of the storage's commits that a command over HTTP must reach.
const OF_STORAGE: f64 = 0.5;

pub async fn measure(run: &Run, record: &Data, table: &mut Table) -> Result<()> {
    let bare = Server::bare().await?;
    let mut rates = Vec::new();
    for clients in [16, 64] {
        let (told, text) =
            load_of(&bare, clients, run.time, (Arc::new(|_, _| get("/", "")), "serve-as-usual")).await?;
        table.shown(&format!("bare JSON route, {clients} clients"), text);
        rates.push((clients, told.per_second));
    }
    bare.stop().await?;
    table
        .shown("the disk alone: 8 KB written and synced, one after another", format!("{:.0}/s", syncs(run)?));
    on_files(run, record, &rates, table).await?;
    match postgres() {
        Some(address) => on_a_server(run, &address, &rates, table).await,
        None => {
            table.shown("PostgreSQL", "no server: set EVENHAND_TEST_POSTGRES".to_owned());
            Ok(())
        }
    }
}

/// How often a second the disk takes something for good. So many clients who each wait for that can never be served
/// faster than so many times this.
fn syncs(run: &Run) -> Result<f64> {
    std::fs::create_dir_all(&run.folder)?;
    let path = run.folder.join("synced");
    let mut file = std::fs::File::create(&path)?;
    let (begun, mut count) = (Instant::now(), 0);
    while begun.elapsed() < run.time {
        file.write_all(&[7; 8 * 1024])?;
        file.sync_data()?;
        count += 1;
    }
    let rate = f64::from(count) / begun.elapsed().as_secs_f64();
    std::fs::remove_file(path)?;
    Ok(rate)
}

async fn on_files(run: &Run, record: &Data, rates: &[(usize, f64)], table: &mut Table) -> Result<()> {
    let server = Server::of(&record.folder, None, &["a.quill"]).await?;
    cards(run, &server, record.customers, rates, "SQLite", table).await?;
    server.stop().await?;
    // What is written to is thrown away afterwards, so that the large record stays as it was made.
    let folder = run.folder.join(format!("written-{}", std::process::id()));
    let outcome = commands_on_files(run, &folder, table).await;
    std::fs::remove_dir_all(&folder).context("what was written could not be removed")?;
    outcome
}

async fn commands_on_files(run: &Run, folder: &Path, table: &mut Table) -> Result<()> {
    let small = Data::small(folder, Home::Files).await?;
    let alone = {
        let installation = Installation::open(folder, Home::Files, Ports::system(), on_fatal()).await?;
        let app = installation.open_one(SLUG).await?;
        commits(&Place::File(folder.join("alone.db")), &app, 64, run.time).await?
    };
    table.shown("storage alone, SQLite, 64 clients", format!("{alone:.0}/s"));
    let server = Server::of(folder, None, &["a.quill"]).await?;
    commands(run, &server, small.customers, alone, "SQLite", table).await?;
    server.stop().await
}

async fn on_a_server(run: &Run, address: &str, rates: &[(usize, f64)], table: &mut Table) -> Result<()> {
    let folder = run.folder.join(format!("server-{}", std::process::id()));
    let address = format!("{address} sslmode=disable");
    let outcome = both_on_a_server(run, &folder, &address, rates, table).await;
    std::fs::remove_dir_all(&folder).context("what was written could not be removed")?;
    outcome
}

async fn both_on_a_server(
    run: &Run,
    folder: &Path,
    address: &str,
    rates: &[(usize, f64)],
    table: &mut Table,
) -> Result<()> {
    // Each organisation has a schema of its own name; runs must not meet.
    let home = Home::Server(address.to_owned());
    let small = Data::small(folder, home.clone()).await?;
    let server = Server::of(folder, Some(address), &["a.quill"]).await?;
    cards(run, &server, small.customers, rates, "PostgreSQL", table).await?;
    let alone = {
        let installation = Installation::open(folder, home, Ports::system(), on_fatal()).await?;
        let app = installation.open_one(SLUG).await?;
        let place = Place::Server { url: address.to_owned(), schema: format!("bench_alone_{}", moment()) };
        durable::commits(&place, &app, 64, run.time).await?
    };
    table.shown("storage alone, PostgreSQL, 64 clients", format!("{alone:.0}/s"));
    commands(run, &server, small.customers, alone, "PostgreSQL", table).await?;
    server.stop().await
}

async fn cards(
    run: &Run,
    server: &Server,
    customers: usize,
    rates: &[(usize, f64)],
    engine: &str,
    table: &mut Table,
) -> Result<()> {
    let headers = server.headers(0);
    let by_reference: Make = {
        let headers = headers.clone();
        Arc::new(move |client, n| {
            let nth = 1 + Dice((client * 1_000_003 + n) as u64).below(customers);
            let reference = evenhand_domain::customer::reference(nth as i64);
            post("/api/v1/counter", &headers, &format!("{{\"q\":\"{reference}\",\"channel\":\"in-person\"}}"))
        })
    };
    let by_id: Make = Arc::new(move |client, n| {
        let id = customer_id(Dice((client * 1_000_003 + n) as u64).below(customers));
        get(&format!("/api/v1/customers/{id}/now?channel=in-person"), &headers)
    });
    for (clients, bare) in rates {
        for (what, make) in [("card by reference", &by_reference), ("card by id", &by_id)] {
            let (told, text) = load_of(server, *clients, run.time, (make.clone(), "confirmed_by")).await?;
            let what = format!("{what}, {engine}, {clients} clients");
            table.at_least(&what, (told.per_second, text), (*bare, "bare"), OF_BARE);
            if *clients == 16 && engine == "SQLite" {
                table.at_most(&format!("{what}: p99"), told.quantile(0.99), 5.0, "ms");
            }
        }
    }
    Ok(())
}

async fn commands(
    run: &Run,
    server: &Server,
    customers: usize,
    alone: f64,
    engine: &str,
    table: &mut Table,
) -> Result<()> {
    let (headers, begun) = (server.headers(0), moment());
    let occurred = (Ports::system().clock.now() - jiff::SignedDuration::from_mins(20)).to_string();
    for clients in [16, 64] {
        let (headers, occurred) = (headers.clone(), occurred.clone());
        let make: Make = Arc::new(move |client, n| {
            let customer = customer_id(Dice((client * 1_000_003 + n) as u64).below(customers));
            let headers = format!("{headers}idempotency-key: {begun}-{clients}-{client}-{n}\r\n");
            let body = format!(
                "{{\"safe\":\"yes\",\"customer\":\"{customer}\",\"channel\":\"in-person\",\"site_kind\":\"office\",\
                \"occurred_at\":\"{occurred}\",\"happenings\":[\"shouting\"],\"presence\":\"gone\",\
                \"words\":\"He leant over the counter and shouted that nobody had called him back for six weeks.\"}}"
            );
            post("/api/v1/incidents/new", &headers, &body)
        });
        let (told, text) = load_of(server, clients, run.time, (make, "")).await?;
        let what = format!("report an incident, {engine}, {clients} clients");
        if clients == 64 {
            let than = (alone, "storage alone");
            table.at_least(&what, (told.per_second, text), than, OF_STORAGE);
        } else {
            table.shown(&what, text);
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "names of one run, never shown to the product")]
fn moment() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis())
}

#[expect(clippy::disallowed_methods, reason = "the bench command says so in the environment")]
fn postgres() -> Option<String> {
    std::env::var("EVENHAND_TEST_POSTGRES").ok()
}

//! The large record, served: how soon it answers, what it holds in memory, how long people wait for a page or a
//! search.

use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;

use crate::Run;
use crate::client::{Connection, Make, get, load, post};
use crate::data::{Data, customer_id, incident_id, name};
use crate::dice::Dice;
use crate::serving::Server;
use crate::table::Table;

/// Clients that look at pages at the same time.
const CLIENTS: usize = 4;

pub async fn measure(run: &Run, record: &Data, table: &mut Table) -> Result<()> {
    let server = Server::of(&record.folder, None, &[]).await?;
    let mut connection = Connection::open(&server.address).await?;
    connection.ask(&get("/sign-in", "")).await?;
    let what = format!("start to first answer, {} incidents", record.incidents);
    table.at_most(&what, server.begun.elapsed().as_secs_f64(), 1.0, "s");
    server.stop().await?;

    let server = Server::of(&record.folder, None, &["a.quill", "p.wren", "e.roth"]).await?;
    let (clerk, manager, records) = (server.headers(0), server.headers(1), server.headers(2));
    let (customers, incidents) = (record.customers, record.incidents);
    let random = |client: usize, n: usize, of: usize| Dice((client * 7_000_003 + n) as u64).below(of);
    let pages: Vec<(&str, Make)> = vec![
        ("find a person by part of a name", {
            let headers = clerk.clone();
            Arc::new(move |client, n| {
                let query = part_of_a_name(&mut Dice((client * 5_000_011 + n) as u64));
                post("/api/v1/counter", &headers, &format!("{{\"q\":\"{query}\",\"channel\":\"in-person\"}}"))
            })
        }),
        ("page: home of a manager", {
            let headers = manager.clone();
            Arc::new(move |_, _| get("/", &headers))
        }),
        ("page: work of a team", {
            let headers = manager.clone();
            Arc::new(move |_, _| get("/tasks?tab=team", &headers))
        }),
        ("page: list of incidents", {
            let headers = manager.clone();
            Arc::new(move |_, n| get(&format!("/incidents?page={}", n % 3 + 1), &headers))
        }),
        ("page: list of all incidents", {
            let headers = records.clone();
            Arc::new(move |_, _| get("/incidents", &headers))
        }),
        ("page: an incident", {
            let headers = manager.clone();
            Arc::new(move |client, n| {
                get(&format!("/incidents/{}", incident_id(random(client, n, incidents))), &headers)
            })
        }),
        ("page: review of an incident", {
            let headers = manager.clone();
            Arc::new(move |client, n| {
                get(&format!("/incidents/{}/review", incident_id(random(client, n, incidents))), &headers)
            })
        }),
        ("page: a person's file", {
            let headers = manager.clone();
            Arc::new(move |client, n| {
                get(&format!("/customers/{}", customer_id(random(client, n, customers))), &headers)
            })
        }),
        ("page: customers in the order of names", {
            let headers = manager.clone();
            Arc::new(move |_, _| get("/customers", &headers))
        }),
        ("page: first report", {
            let headers = clerk.clone();
            Arc::new(move |_, _| get("/incidents/new", &headers))
        }),
    ];
    for (what, make) in pages {
        let begun = Instant::now();
        match load(&server.address, CLIENTS, run.time, (make, "")).await {
            Ok(told) => {
                table.at_most(&format!("{what}, {CLIENTS} clients: p99"), told.quantile(0.99), 50.0, "ms");
            }
            Err(error) => {
                let text: String = format!("{error:#}").chars().take(300).collect();
                table.shown(what, format!("failed after {} s: {text}", begun.elapsed().as_secs()));
            }
        }
    }
    table.at_most("memory while serving this", server.memory()?, 300.0, "MB");
    server.stop().await
}

/// What somebody types: the beginning of a name, one or two of them, or a piece from the middle.
fn part_of_a_name(dice: &mut Dice) -> String {
    let (given, family) = name(dice);
    let take = |name: &str, letters: usize| name.chars().take(letters).collect::<String>();
    match dice.below(4) {
        0 => take(&family, 4),
        1 => format!("{} {}", take(&given, 3), take(&family, 4)),
        2 => family.chars().skip(2).take(5).collect(),
        _ => format!("{given} {family}"),
    }
}

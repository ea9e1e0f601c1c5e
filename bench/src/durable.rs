//! The storage by itself: the same report of an incident, decided before, handed to the writer by many at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use evenhand_app::{App, Ports, Who};
use evenhand_domain::incident::IncidentCommand;
use evenhand_domain::notice::told_by;
use evenhand_domain::{Command, Context, Event, State, StreamId, StreamKind, decide};
use evenhand_ledger::Hash;
use evenhand_policy::access::Subject;
use evenhand_policy::{Action, Permit};
use evenhand_store::{Append, Place, Store};
use serde_json::json;

use crate::data::report;
use crate::dice::Dice;
use crate::ports::on_fatal;

/// What the storage commits a second with so many clients.
pub async fn commits(place: &Place, app: &App, clients: usize, time: Duration) -> Result<f64> {
    let system = Ports::system();
    let (salts, clock) = (system.clone(), system.clock.clone());
    let ports = evenhand_store::Ports {
        salt: Arc::new(move || salts.random()),
        clock: Arc::new(move || clock.now().as_millisecond()),
        on_fatal: on_fatal(),
    };
    let store = Store::open(place, ports).await?;
    let who = clerk(app).await?;
    store.shelf().put(Arc::new(who.pack().clone()));
    let (permit, events) = decided(&who)?;
    let made =
        Arc::new(Made { who, events, n: AtomicU64::new(store.highest_number("IN").await?.max(0) as u64) });
    let begun = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..clients {
        let (store, permit, made) = (store.clone(), permit.clone(), made.clone());
        tasks.push(tokio::spawn(async move {
            let mut count = 0_u64;
            while begun.elapsed() < time {
                store.append(&permit, made.next()).await?;
                count += 1;
            }
            anyhow::Ok(count)
        }));
    }
    let mut count = 0;
    for task in tasks {
        count += task.await??;
    }
    Ok(count as f64 / begun.elapsed().as_secs_f64())
}

async fn clerk(app: &App) -> Result<Who> {
    let itself = app.itself().await?;
    let quill = itself.directory().everyone().find(|(_, staff)| staff.details.name == "Alder Quill");
    let id = quill.map(|(id, _)| id.clone());
    let id = id.ok_or_else(|| anyhow::anyhow!("the clerk works here"))?;
    app.who(&id).await?.ok_or_else(|| anyhow::anyhow!("the clerk works here"))
}

fn decided(who: &Who) -> Result<(Permit, Vec<Event>)> {
    let permit = who.permit(Action::ReportIncident, &Subject::default())?;
    let command = IncidentCommand::Report(report(who, 1, &mut Dice(3)));
    let context = Context {
        now: who.now(),
        actor: who.actor(),
        permit: &permit,
        pack: who.pack(),
        directory: who.directory(),
    };
    let state = State::empty(StreamKind::Incident);
    let events = decide(&state, &Command::Incident(Box::new(command)), &context)?;
    Ok((permit, events))
}

struct Made {
    who: Who,
    events: Vec<Event>,
    n: AtomicU64,
}

impl Made {
    /// The next report: the same words, another incident.
    fn next(&self) -> Append {
        let n = self.n.fetch_add(1, Ordering::Relaxed) + 1;
        let stream = StreamId::new(StreamKind::Incident, format!("made-{n}"));
        let mut events = self.events.clone();
        for event in &mut events {
            if let Event::Incident(evenhand_domain::incident::IncidentEvent::Reported(reported)) = event {
                reported.said.number = format!("IN-{n}");
            }
        }
        let told = events.iter().flat_map(told_by).enumerate();
        let outbox =
            told.map(|(at, told)| (format!("{stream}:1:{at}"), json!({ "told": told.text }))).collect();
        let key = Hash::of(&n.to_be_bytes());
        Append {
            before: State::empty(StreamKind::Incident),
            expected: 0,
            events,
            at: self.who.now(),
            pack: self.who.pack().reference(),
            key: key.hex(),
            digest: key,
            answer: json!({ "stream": stream.to_string() }),
            outbox,
            numbers: vec![("IN".to_owned(), i64::try_from(n).unwrap_or(i64::MAX))],
            stream,
        }
    }
}

//! What is measured runs in a process of its own, so that its memory and its start can be told.

use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use axum::Json;
use axum::routing::get;
use clap::Args;
use evenhand_app::installation::Home;
use evenhand_app::{Installation, Ports};
use evenhand_web::{Limits, Settings};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::watch;

use crate::data::{PASSWORD, SLUG};
use crate::ports::on_fatal;

/// Serves a record, as the product does.
#[derive(Args)]
pub struct Serve {
    #[arg(long)]
    data: PathBuf,
    #[arg(long)]
    database: Option<String>,
    /// Accounts to sign in before serving
    #[arg(long, value_delimiter = ',')]
    signed_in: Vec<String>,
}

fn limits() -> Limits {
    Limits { connections_each: 1_000, ..Limits::default() }
}

impl Serve {
    pub async fn run(self) -> Result<ExitCode> {
        let home = self.database.map_or(Home::Files, Home::Server);
        let installation = Installation::open(&self.data, home, Ports::system(), on_fatal()).await?;
        let app = installation.open_one(SLUG).await?;
        let mut sessions = Vec::new();
        for account in &self.signed_in {
            let signed = app.sign_in(account, PASSWORD).await?;
            sessions
                .push(json!({ "cookie": format!("session={SLUG}.{}", signed.token), "csrf": signed.csrf }));
        }
        let (stop, stopped) = watch::channel(false);
        let worker = tokio::spawn({
            let stopped = stopped.clone();
            async move { app.work(stopped).await }
        });
        let router = evenhand_web::router(installation, Settings::default());
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", json!({ "address": listener.local_addr()?.to_string(), "sessions": sessions }));
        evenhand_web::serve(listener, router, limits(), stopped).await?;
        drop(stop);
        worker.await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The least a server can do on our accept loop.
pub async fn bare() -> Result<ExitCode> {
    let answer = || async { Json(json!({ "answer": "serve-as-usual", "at": "2027-03-16T10:14:00+10:30" })) };
    let router = axum::Router::new().route("/", get(answer).post(answer));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", json!({ "address": listener.local_addr()?.to_string(), "sessions": [] }));
    // Nobody stops it but whoever started it.
    let (_stop, stopped) = watch::channel(false);
    evenhand_web::serve(listener, router, limits(), stopped).await?;
    Ok(ExitCode::SUCCESS)
}

/// A server in a process of its own; it ends with this.
pub struct Server {
    child: Child,
    pub address: String,
    sessions: Vec<Value>,
    pub begun: Instant,
}

impl Server {
    pub async fn bare() -> Result<Server> {
        Server::start(&["bare"]).await
    }

    pub async fn of(data: &Path, database: Option<&str>, signed_in: &[&str]) -> Result<Server> {
        let (data, signed_in) = (data.to_str().context("the folder has no name")?, signed_in.join(","));
        let mut arguments = vec!["serve", "--data", data];
        if !signed_in.is_empty() {
            arguments.extend(["--signed-in", &signed_in]);
        }
        if let Some(database) = database {
            arguments.extend(["--database", database]);
        }
        Server::start(&arguments).await
    }

    async fn start(arguments: &[&str]) -> Result<Server> {
        let begun = Instant::now();
        let mut child = Command::new(std::env::current_exe()?)
            .args(arguments)
            .stdout(Stdio::piped())
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let out = child.stdout.take().context("the server says where it is")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).await?;
        ensure!(!line.is_empty(), "the server did not start");
        let said: Value = serde_json::from_str(&line)?;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let address = said.get("address").and_then(text).context("an address")?;
        let sessions = said.get("sessions").and_then(Value::as_array).cloned().unwrap_or_default();
        Ok(Server { child, address, sessions, begun })
    }

    /// The headers that make a request one of somebody who is signed in.
    pub fn headers(&self, session: usize) -> String {
        let of = |name| self.sessions.get(session).and_then(|s| s.get(name)).and_then(Value::as_str);
        let (cookie, csrf) = (of("cookie").unwrap_or_default(), of("csrf").unwrap_or_default());
        format!("cookie: {cookie}\r\nx-csrf-token: {csrf}\r\n")
    }

    /// Memory it holds now, in megabytes.
    pub fn memory(&self) -> Result<f64> {
        let id = self.child.id().context("it runs")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("memory is told")?;
        let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes * 1024.0 / 1_000_000.0)
    }

    /// Processor time it has used so far, in seconds: what a request costs, whatever else the machine does.
    pub fn processor(&self) -> Result<f64> {
        /// Clock ticks a second, as Linux counts them for programs.
        const TICKS: f64 = 100.0;
        let id = self.child.id().context("it runs")?;
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
        let after = stat.rsplit(") ").next().unwrap_or_default();
        let ticks: f64 =
            after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<f64>().ok()).sum();
        Ok(ticks / TICKS)
    }

    pub async fn stop(mut self) -> Result<()> {
        self.child.kill().await?;
        Ok(())
    }
}

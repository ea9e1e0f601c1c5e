//! A client that costs as little as can be: bytes in, bytes out, on connections that stay open.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::serving::Server;

/// Makes the bytes of a request: by client, and by how many that client sent before.
pub type Make = Arc<dyn Fn(usize, usize) -> Vec<u8> + Send + Sync>;

/// What came of many requests.
pub struct Told {
    pub per_second: f64,
    /// All requests, those of the warming up too.
    sent: usize,
    latencies: Vec<u32>,
}

impl Told {
    /// A quantile of the time from sending to the last byte, in milliseconds; without end where nothing was answered
    /// in time.
    pub fn quantile(&self, part: f64) -> f64 {
        let at = (self.latencies.len() as f64 * part) as usize;
        let last = self.latencies.len().saturating_sub(1);
        self.latencies.get(at.min(last)).map_or(f64::INFINITY, |micros| f64::from(*micros) / 1_000.0)
    }

    pub fn as_text(&self) -> String {
        format!(
            "{:.0}/s, p50 {:.2} ms, p99 {:.2} ms",
            self.per_second,
            self.quantile(0.5),
            self.quantile(0.99)
        )
    }
}

/// The same, and what the server's processor did for each request.
pub async fn load_of(
    server: &Server,
    clients: usize,
    time: Duration,
    (make, holds): (Make, &'static str),
) -> Result<(Told, String)> {
    let before = server.processor()?;
    let told = load(&server.address, clients, time, (make, holds)).await?;
    let each = (server.processor()? - before) * 1_000_000.0 / (told.sent.max(1) as f64);
    let text = format!("{}, {each:.0} µs of processor each", told.as_text());
    Ok((told, text))
}

/// Sends from many clients at once, each as soon as it has its answer. An answer that does not say 2xx or does not
/// hold what it should ends the measurement: a server is quick to say that it has nothing.
pub async fn load(
    address: &str,
    clients: usize,
    time: Duration,
    (make, holds): (Make, &'static str),
) -> Result<Told> {
    let warm = Instant::now() + time / 6;
    let end = warm + time;
    let mut tasks = Vec::new();
    for client in 0..clients {
        let (address, make) = (address.to_owned(), make.clone());
        tasks.push(tokio::spawn(async move { one(&address, client, (warm, end), &make, holds).await }));
    }
    let (mut latencies, mut sent) = (Vec::new(), 0);
    for task in tasks {
        let (count, of_one) = task.await??;
        latencies.extend(of_one);
        sent += count;
    }
    latencies.sort_unstable();
    Ok(Told { per_second: latencies.len() as f64 / time.as_secs_f64(), sent, latencies })
}

async fn one(
    address: &str,
    client: usize,
    (warm, end): (Instant, Instant),
    make: &Make,
    holds: &str,
) -> Result<(usize, Vec<u32>)> {
    let mut connection = Connection::open(address).await?;
    let (mut latencies, mut sent) = (Vec::new(), 0);
    for n in 0.. {
        let request = make(client, n);
        let begun = Instant::now();
        if begun >= end {
            break;
        }
        connection.ask(&request).await?;
        ensure!(connection.has(holds), "no `{holds}` in {}", String::from_utf8_lossy(&connection.read));
        sent = n + 1;
        if begun >= warm {
            latencies.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
        }
    }
    Ok((sent, latencies))
}

/// One connection.
pub struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Connection {
    pub async fn open(address: &str) -> Result<Connection> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream, read: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and reads its answer; gives the size of the body.
    pub async fn ask(&mut self, request: &[u8]) -> Result<usize> {
        self.stream.write_all(request).await?;
        self.read.clear();
        let head = loop {
            self.more().await?;
            if let Some(at) = self.read.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
        };
        let headers = String::from_utf8_lossy(self.read.get(..head).unwrap_or_default()).to_ascii_lowercase();
        let length = headers.split("\r\n").find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.context("a length")?.trim().parse()?;
        while self.read.len() < head + length {
            self.more().await?;
        }
        if !headers.starts_with("http/1.1 2") {
            bail!("{}", String::from_utf8_lossy(&self.read));
        }
        Ok(length)
    }

    /// Whether the last answer holds a text.
    fn has(&self, text: &str) -> bool {
        text.is_empty() || self.read.windows(text.len()).any(|part| part == text.as_bytes())
    }

    async fn more(&mut self) -> Result<()> {
        let read = self.stream.read_buf(&mut self.read).await?;
        ensure!(read > 0, "the server closed the connection");
        Ok(())
    }
}

/// The bytes of a GET.
pub fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\n{headers}\r\n").into_bytes()
}

/// The bytes of a POST of JSON.
pub fn post(path: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: bench\r\n{headers}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

//! The accept loop: who may connect, how long they may take, and how the server stops.
//!
//! `axum::serve` sets no timer, so a client that sends its headers a byte a minute would hold a connection for ever.
//! Here every connection has a place among a fixed number, one machine has only a few of them, headers and bodies must
//! arrive in time, and a stop lets what has begun come to its end.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt;

/// What a server allows.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections at a time.
    pub connections: usize,
    /// Connections at a time from one machine.
    pub connections_each: usize,
    /// Seconds for the headers of a request to arrive, and for an idle connection.
    pub header_seconds: u64,
    /// Seconds for a whole request and its answer.
    pub request_seconds: u64,
    /// Seconds that what has begun gets when the server stops.
    pub stop_seconds: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connections: 2_000,
            connections_each: 200,
            header_seconds: 10,
            request_seconds: 60,
            stop_seconds: 10,
        }
    }
}

/// The largest head of a request, in bytes.
const HEAD_MAX: usize = 32 * 1024;

/// Serves until told to stop, then lets what has begun come to its end.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(limits.connections));
    let sources = Arc::new(Sources::default());
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.changed() => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of descriptors, or the peer gave up: neither is a reason to stop.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let (Ok(place), Some(seat)) = (places.clone().try_acquire_owned(), sources.take(peer, &limits))
        else {
            // Closing at once is the plainest answer there is.
            drop(stream);
            continue;
        };
        let connection = graceful.watch(connection(stream, peer, router.clone(), &limits));
        tokio::spawn(async move {
            let (_place, _seat) = (place, seat);
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    // Whoever comes now is turned away at once instead of waiting for nobody.
    drop(listener);
    let patience = Duration::from_secs(limits.stop_seconds);
    if tokio::time::timeout(patience, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not come to their end in time");
    }
    Ok(())
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: &Limits,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> + Send + 'static + use<> {
    let patience = Duration::from_secs(limits.request_seconds);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let path = request.uri().path().to_owned();
        let answer = router.clone().oneshot(request.map(axum::body::Body::new));
        async move {
            match tokio::time::timeout(patience, answer).await {
                Ok(answer) => answer,
                Err(_) => Ok(crate::dispatch::timed_out(&path)),
            }
        }
    });
    let _ = stream.set_nodelay(true);
    hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(limits.header_seconds))
        .max_buf_size(HEAD_MAX)
        .keep_alive(true)
        .serve_connection(TokioIo::new(stream), service)
}

/// How many connections each machine has.
#[derive(Default)]
struct Sources(Mutex<HashMap<IpAddr, usize>>);

/// A connection of a machine; given back when it ends.
struct Seat {
    sources: Arc<Sources>,
    source: IpAddr,
}

impl Sources {
    fn take(self: &Arc<Self>, peer: SocketAddr, limits: &Limits) -> Option<Seat> {
        let mut taken = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let count = taken.entry(peer.ip()).or_insert(0);
        if *count >= limits.connections_each {
            return None;
        }
        *count += 1;
        Some(Seat { sources: self.clone(), source: peer.ip() })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.sources.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.source) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.source);
            }
        }
    }
}

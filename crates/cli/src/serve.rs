//! Serving the organisations of a data folder.

use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use evenhand_app::Installation;
use evenhand_web::{Limits, Settings};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::wiring::{Data, say};

/// Serve the organisations of a data folder.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    data: Data,
    /// The address to listen on
    #[arg(long, env = "EVENHAND_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// It is reached by https, through a proxy that ends TLS: cookies are marked and browsers told to insist
    #[arg(long, env = "EVENHAND_HTTPS")]
    https: bool,
}

impl Serve {
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let installation = self.data.open().await?;
        let set_up_code = match installation.is_empty().await {
            true => Some(installation.random_word()),
            false => None,
        };
        let settings = Settings {
            secure: self.https,
            set_up_code: set_up_code.clone(),
            demonstration: None,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let listener = listen(self.listen).await?;
        say(&format!("Evenhand listens on http://{}", listener.local_addr()?));
        if let Some(code) = set_up_code {
            say(&format!("There is no organisation yet. Set one up at /setup with this code: {code}"));
        }
        serve(installation, settings, listener).await
    }
}

/// Takes an address.
pub async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let says = || {
        format!("nothing can listen on {address}; stop what does, or choose another address with --listen")
    };
    TcpListener::bind(address).await.with_context(says)
}

/// Serves until told to stop; then what has begun comes to its end and the logs are sealed.
pub async fn serve(
    installation: Installation,
    settings: Settings,
    listener: TcpListener,
) -> anyhow::Result<ExitCode> {
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        told_to_stop().await;
        tracing::info!("told to stop");
        // Nobody listens any more if everything has stopped already.
        let _ = stop.send(true);
    });
    let workers = tokio::spawn(work(installation.clone(), stopped.clone()));
    let router = evenhand_web::router(installation.clone(), settings);
    evenhand_web::serve(listener, router, Limits::default(), stopped).await.context("serving failed")?;
    workers.await.context("a worker failed")?;
    seal(&installation).await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Seals the logs to their very end: what was in flight ended after the workers had sealed.
async fn seal(installation: &Installation) {
    for (slug, app) in installation.apps().await {
        if let Err(error) = app.seal().await {
            tracing::warn!(slug, %error, "the logs could not be sealed at the end");
        }
    }
}

/// Runs the workers of every organisation, of those set up while it runs too.
async fn work(installation: Installation, stopped: watch::Receiver<bool>) {
    let mut working = std::collections::BTreeMap::new();
    let mut look = tokio::time::interval(std::time::Duration::from_secs(1));
    let mut stop = stopped.clone();
    loop {
        for (slug, app) in installation.apps().await {
            let stopped = stopped.clone();
            working.entry(slug).or_insert_with(|| tokio::spawn(async move { app.work(stopped).await }));
        }
        tokio::select! {
            _ = look.tick() => {}
            _ = stop.changed() => break,
        }
    }
    for (slug, worker) in working {
        if let Err(error) = worker.await {
            tracing::error!(slug, %error, "a worker failed");
        }
    }
}

/// Waits until the operator or the system says stop.
async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => {
                tokio::select! {
                    _ = interrupted => {}
                    _ = terminated.recv() => {}
                }
            }
            Err(error) => {
                tracing::warn!(%error, "only an interrupt will stop this process cleanly");
                let _ = interrupted.await;
            }
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupted.await;
    }
}

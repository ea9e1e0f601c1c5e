//! What happens without anybody asking: telling people, sealing the logs, reminding, sweeping up.
//!
//! No job is needed for anything to become true: deadlines pass and versions start by themselves. Workers only
//! tell people and look after the record.

mod deliver;
mod remind;
mod seal;
mod sweep;

use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;
use crate::error::AppError;

/// A job: its name, and how many seconds pass between its runs.
pub struct Job {
    pub name: &'static str,
    pub every_seconds: u64,
}

/// All jobs.
pub const JOBS: &[Job] = &[
    Job { name: "deliver", every_seconds: 1 },
    Job { name: "seal", every_seconds: 60 },
    Job { name: "remind", every_seconds: 300 },
    Job { name: "sweep", every_seconds: 3600 },
];

impl App {
    /// Runs a job once.
    pub async fn run(&self, job: &str) -> Result<(), AppError> {
        match job {
            "deliver" => self.deliver().await,
            "seal" => self.seal().await,
            "remind" => self.remind().await,
            "sweep" => self.sweep().await,
            _ => Err(AppError::NotFound),
        }
    }

    /// Runs all jobs in their turns until told to stop.
    pub async fn work(&self, mut stop: watch::Receiver<bool>) {
        let mut second = tokio::time::interval(Duration::from_secs(1));
        second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        let mut passed: u64 = 0;
        loop {
            tokio::select! {
                _ = second.tick() => {}
                _ = stop.changed() => break,
            }
            for job in JOBS.iter().filter(|job| passed.is_multiple_of(job.every_seconds)) {
                if let Err(error) = self.run(job.name).await {
                    tracing::warn!(organisation = self.slug(), job = job.name, %error, "a job failed; it runs again");
                }
            }
            passed += 1;
        }
        if let Err(error) = self.seal().await {
            tracing::warn!(organisation = self.slug(), %error, "the logs could not be sealed at the end");
        }
    }
}

//! What waits for the writer: jobs that were sent, and jobs that came back to be tried again.

use tokio::sync::mpsc;

use super::Job;
use crate::error::StoreError;

/// The most jobs one transaction carries.
const BATCH_MAX: usize = 512;
/// How many connections in a row may be lost under the same jobs before those are blamed.
const LOSSES_MAX: u8 = 2;

/// What waits for the writer.
pub(crate) struct Queue {
    sent: mpsc::Receiver<Job>,
    held: Vec<Job>,
    losses: u8,
}

impl Queue {
    pub(crate) fn new(sent: mpsc::Receiver<Job>) -> Queue {
        Queue { sent, held: Vec::new(), losses: 0 }
    }

    /// The next jobs, as many as wait and one transaction carries. None once nobody can send any more.
    pub(super) async fn next(&mut self) -> Option<Vec<Job>> {
        let mut jobs = std::mem::take(&mut self.held);
        if jobs.is_empty() {
            jobs.push(self.sent.recv().await?);
        }
        while jobs.len() < BATCH_MAX
            && let Ok(job) = self.sent.try_recv()
        {
            jobs.push(job);
        }
        Some(jobs)
    }

    /// A batch was carried out; these must wait for the next one.
    pub(super) fn hold(&mut self, jobs: Vec<Job>) {
        self.losses = 0;
        self.held = jobs;
    }

    /// The connection was lost; these are tried on the next one, unless it is they that end connections.
    pub(super) fn hold_for_another_connection(&mut self, jobs: Vec<Job>) {
        self.losses += 1;
        self.held = jobs;
        if self.losses > LOSSES_MAX {
            self.losses = 0;
            let error = StoreError::Unavailable("the connection to the database was lost".to_owned());
            self.held.drain(..).for_each(|job| job.fail(error.clone()));
        }
    }

    /// Refuses everything that waits now.
    pub(super) fn refuse(&mut self, error: &StoreError) {
        self.held.drain(..).for_each(|job| job.fail(error.clone()));
        while let Ok(job) = self.sent.try_recv() {
            job.fail(error.clone());
        }
    }

    /// Refuses everything, now and from now on.
    pub(super) fn close(&mut self, error: &StoreError) {
        self.sent.close();
        self.refuse(error);
    }

    /// Whether nobody can send any more and nothing waits.
    pub(super) fn is_over(&self) -> bool {
        self.held.is_empty() && self.sent.is_empty() && self.sent.is_closed()
    }
}

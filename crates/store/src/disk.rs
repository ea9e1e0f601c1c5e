//! When the disk is full: commands are refused with plain words, reading goes on, and a reserve keeps the record of
//! looks going so that nobody is served blind.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::StoreError;

/// How much is held in reserve: looks of about a day.
const RESERVE: usize = 32 * 1024 * 1024;
/// Milliseconds between attempts to find out whether there is space again.
const RETRY_MS: i64 = 2_000;

/// How the disk stands.
#[derive(Clone)]
pub(crate) struct Disk {
    state: Arc<State>,
}

struct State {
    reserve: Option<PathBuf>,
    clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    /// Why nothing but looks can be written; nothing while all is well.
    trouble: Mutex<Option<String>>,
    tried_at: AtomicI64,
}

impl Disk {
    /// Watches the disk a file is on, with a reserve beside it. `clock` gives milliseconds.
    pub(crate) fn beside(file: &std::path::Path, clock: Arc<dyn Fn() -> i64 + Send + Sync>) -> Disk {
        Disk::new(Some(file.with_extension("reserve")), clock)
    }

    /// A disk that is somebody else's: the database server watches it.
    pub(crate) fn elsewhere(clock: Arc<dyn Fn() -> i64 + Send + Sync>) -> Disk {
        Disk::new(None, clock)
    }

    fn new(reserve: Option<PathBuf>, clock: Arc<dyn Fn() -> i64 + Send + Sync>) -> Disk {
        let (trouble, tried_at) = (Mutex::default(), AtomicI64::new(0));
        Disk { state: Arc::new(State { reserve, clock, trouble, tried_at }) }
    }

    /// Whether nothing but looks can be written now.
    pub(crate) fn is_read_only(&self) -> bool {
        self.trouble().is_some()
    }

    /// Whether a batch may be tried. While the disk is full only looks are; now and then anything is, to find out
    /// whether there is space again.
    pub(crate) fn admit(&self, only_looks: bool) -> Result<(), StoreError> {
        let Some(why) = self.trouble().clone().filter(|_| !only_looks) else { return Ok(()) };
        let (now, tried_at) = ((self.state.clock)(), self.state.tried_at.load(Ordering::Relaxed));
        if now - tried_at >= RETRY_MS {
            self.state.tried_at.store(now, Ordering::Relaxed);
            if self.make_reserve() {
                *self.trouble() = None;
                tracing::warn!("there may be space on the disk again; saving is tried");
                return Ok(());
            }
        }
        Err(StoreError::ReadOnly(why))
    }

    /// A write was refused, for want of space or because the disk is read-only: gives the reserve free for looks.
    /// Tells whether it was given just now.
    pub(crate) fn cannot_be_written(&self, why: &str) -> bool {
        if self.trouble().replace(why.to_owned()).is_some() {
            return false;
        }
        tracing::error!(why, "nothing can be saved for now");
        self.state.tried_at.store((self.state.clock)(), Ordering::Relaxed);
        // If it is not there, there is no reserve to give.
        self.state.reserve.as_ref().is_some_and(|reserve| fs::remove_file(reserve).is_ok())
    }

    fn trouble(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.state.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lays the reserve aside, if it is not there. False if there is no space for it.
    pub(crate) fn make_reserve(&self) -> bool {
        let Some(reserve) = &self.state.reserve else { return true };
        if fs::metadata(reserve).is_ok_and(|file| file.len() == RESERVE as u64) {
            return true;
        }
        let chunk = vec![0; 1024 * 1024];
        let made = File::create(reserve)
            .and_then(|mut file| (0..RESERVE / chunk.len()).try_for_each(|_| file.write_all(&chunk)));
        if let Err(error) = &made {
            tracing::warn!(%error, "there is no space for the reserve");
            let _ = fs::remove_file(reserve);
        }
        made.is_ok()
    }
}

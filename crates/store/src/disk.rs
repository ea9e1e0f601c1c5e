//! When the disk is full: commands are refused with plain words, reading goes on, and a reserve keeps the record of
//! looks going so that nobody is served blind.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};

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
    stands: AtomicU8,
    tried_at: AtomicI64,
}

const GOOD: u8 = 0;
const ON_RESERVE: u8 = 1;

impl Disk {
    /// Watches the disk a file is on, and keeps the reserve beside it. `clock` gives milliseconds.
    pub(crate) fn beside(file: &std::path::Path, clock: Arc<dyn Fn() -> i64 + Send + Sync>) -> Disk {
        let reserve = file.with_extension("reserve");
        let disk = Disk::new(Some(reserve), clock);
        disk.make_reserve();
        disk
    }

    /// A disk that is somebody else's: the database server watches it.
    pub(crate) fn elsewhere(clock: Arc<dyn Fn() -> i64 + Send + Sync>) -> Disk {
        Disk::new(None, clock)
    }

    fn new(reserve: Option<PathBuf>, clock: Arc<dyn Fn() -> i64 + Send + Sync>) -> Disk {
        let (stands, tried_at) = (AtomicU8::new(GOOD), AtomicI64::new(0));
        Disk { state: Arc::new(State { reserve, clock, stands, tried_at }) }
    }

    /// Whether nothing but looks can be written now.
    pub(crate) fn is_read_only(&self) -> bool {
        self.state.stands.load(Ordering::Relaxed) != GOOD
    }

    /// Whether a batch may be tried. While the disk is full only looks are; now and then anything is, to find out
    /// whether there is space again.
    pub(crate) fn admit(&self, only_looks: bool) -> Result<(), StoreError> {
        if !self.is_read_only() || only_looks {
            return Ok(());
        }
        let now = (self.state.clock)();
        let since = now - self.state.tried_at.swap(now, Ordering::Relaxed);
        if since >= RETRY_MS && self.make_reserve() {
            self.state.stands.store(GOOD, Ordering::Relaxed);
            tracing::warn!("there is space on the disk again; saving goes on");
            return Ok(());
        }
        if since < RETRY_MS {
            self.state.tried_at.store(now - since, Ordering::Relaxed);
        }
        Err(StoreError::ReadOnly("the disk is full".to_owned()))
    }

    /// A write failed for want of space: gives the reserve free for looks.
    pub(crate) fn is_full(&self) {
        if self.state.stands.swap(ON_RESERVE, Ordering::Relaxed) == GOOD {
            tracing::error!("the disk is full; nothing can be saved until there is space");
            self.state.tried_at.store((self.state.clock)(), Ordering::Relaxed);
            if let Some(reserve) = &self.state.reserve {
                // If it is not there, there is no reserve to give.
                let _ = fs::remove_file(reserve);
            }
        }
    }

    /// Lays the reserve aside. False if there is no space for it.
    fn make_reserve(&self) -> bool {
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

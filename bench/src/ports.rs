//! A clock that is set while a record is made, so that it holds years.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use evenhand_app::ports::SystemEntropy;
use evenhand_app::{Clock, Ports};
use evenhand_store::{OnFatal, StoreError};
use jiff::{SignedDuration, Timestamp};

#[derive(Default)]
pub struct MadeClock(AtomicI64);

impl MadeClock {
    /// So long before now.
    pub fn set(&self, before: SignedDuration) {
        let ms = Ports::system().clock.now().as_millisecond();
        let back = i64::try_from(before.as_millis()).unwrap_or(0);
        self.0.store(ms - back, Ordering::Relaxed);
    }
}

impl Clock for MadeClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::Relaxed)).unwrap_or_default()
    }
}

pub fn made(clock: Arc<MadeClock>) -> Ports {
    Ports { clock, entropy: Arc::new(SystemEntropy) }
}

/// A benchmark on storage that fails measures nothing.
pub fn on_fatal() -> OnFatal {
    Arc::new(|error: &StoreError| {
        println!("storage failed: {error}");
        std::process::exit(1);
    })
}

//! Attempts to sign in are counted by where they come from, so that locking staff out is no weapon.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

use jiff::Timestamp;

/// Attempts that count at once.
const BURST: f64 = 10.0;
/// Seconds in which one more attempt is earned.
const SECONDS_EACH: f64 = 6.0;
/// Sources that are remembered; beyond it the full ones are forgotten.
const SOURCES: usize = 10_000;

/// How many attempts each source has left.
#[derive(Default)]
pub(crate) struct Throttle(Mutex<HashMap<IpAddr, (f64, i64)>>);

impl Throttle {
    /// Takes an attempt. The error says in how many seconds the next counts.
    pub(crate) fn take(&self, source: IpAddr, now: Timestamp) -> Result<(), i64> {
        let now = now.as_millisecond();
        let mut sources = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if sources.len() >= SOURCES {
            sources.retain(|_, (left, at)| refilled(*left, now - *at) < BURST);
        }
        let (left, at) = sources.get(&source).copied().unwrap_or((BURST, now));
        let left = refilled(left, now - at);
        if left < 1.0 {
            sources.insert(source, (left, now));
            #[expect(clippy::cast_possible_truncation, reason = "at most six seconds")]
            return Err(((1.0 - left) * SECONDS_EACH).ceil() as i64);
        }
        sources.insert(source, (left - 1.0, now));
        Ok(())
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of hours are exact")]
fn refilled(left: f64, milliseconds: i64) -> f64 {
    (left + milliseconds.max(0) as f64 / 1000.0 / SECONDS_EACH).min(BURST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_gets_ten_attempts_and_then_one_every_six_seconds() {
        let (throttle, source) = (Throttle::default(), IpAddr::from([192, 0, 2, 1]));
        let at = |seconds: i64| Timestamp::from_second(1_800_000_000 + seconds).unwrap();
        let counted = (0..20).filter(|_| throttle.take(source, at(0)).is_ok()).count();
        assert_eq!(counted, 10);
        assert_eq!(throttle.take(source, at(1)), Err(5));
        assert_eq!(throttle.take(source, at(7)), Ok(()));
        assert_eq!(throttle.take(IpAddr::from([192, 0, 2, 2]), at(7)), Ok(()));
    }
}

//! The clock and the randomness of a demonstration: moved by the story, drawn from the seed.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use evenhand_app::{Clock, Entropy};
use jiff::Timestamp;

/// A clock that the story moves.
pub(crate) struct DemoClock(AtomicI64);

/// Bytes that follow from the seed (SplitMix64). Never for anything that must not be foreseen.
pub(crate) struct DemoEntropy(AtomicU64);

impl DemoClock {
    pub(crate) fn at(now: Timestamp) -> DemoClock {
        DemoClock(AtomicI64::new(now.as_millisecond()))
    }

    pub(crate) fn set(&self, now: Timestamp) {
        self.0.store(now.as_millisecond(), Ordering::Relaxed);
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::Relaxed)).unwrap_or_default()
    }
}

impl DemoEntropy {
    pub(crate) fn new(seed: u64) -> DemoEntropy {
        DemoEntropy(AtomicU64::new(seed))
    }

    fn next(&self) -> u64 {
        let mut z =
            self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed).wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

impl Entropy for DemoEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let drawn = self.next().to_be_bytes();
            chunk.iter_mut().zip(drawn).for_each(|(byte, drawn)| *byte = drawn);
        }
    }
}

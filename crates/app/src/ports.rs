//! What a test must replace: the clock and randomness.

use std::sync::Arc;

use jiff::Timestamp;

/// Tells the time.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// Makes random bytes that nobody can foresee.
pub trait Entropy: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

/// The ports of an app.
#[derive(Clone)]
pub struct Ports {
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
}

/// The machine's clock.
pub struct SystemClock;

/// The operating system's randomness.
pub struct SystemEntropy;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one home of the clock")]
    fn now(&self) -> Timestamp {
        // Milliseconds are what the record keeps.
        let now = Timestamp::now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }
}

impl Entropy for SystemEntropy {
    #[expect(clippy::disallowed_methods, reason = "this is the one home of randomness")]
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness no id, salt or session is safe; the operating system gives it or nothing works.
        getrandom::fill(bytes).expect("invariant: the operating system gives randomness");
    }
}

impl Ports {
    /// The machine's own.
    pub fn system() -> Ports {
        Ports { clock: Arc::new(SystemClock), entropy: Arc::new(SystemEntropy) }
    }

    /// Random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }
}

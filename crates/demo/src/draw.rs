//! What is drawn follows from the seed: the same seed draws the same.

/// Draws numbers (SplitMix64). Nothing here must be hard to foresee.
#[derive(Debug, Clone)]
pub(crate) struct Draw(u64);

impl Draw {
    /// A source of its own for something, so that one thing drawn says nothing about another.
    pub(crate) fn of(seed: u64, what: &str) -> Draw {
        // FNV-1a: mixes the name into the seed.
        let mixed = what.bytes().fold(seed ^ 0xCBF2_9CE4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        });
        Draw(mixed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 16 bytes, for an id.
    pub(crate) fn id(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        let drawn = [self.next().to_be_bytes(), self.next().to_be_bytes()].concat();
        bytes.copy_from_slice(&drawn);
        bytes
    }

    /// A number below another.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// A number from one to another, both included.
    pub(crate) fn between(&mut self, from: i64, to: i64) -> i64 {
        let width = (to - from + 1).max(1) as u64;
        from + (self.next() % width) as i64
    }

    /// Whether something happens that happens so many times in a thousand.
    pub(crate) fn chance(&mut self, in_a_thousand: u64) -> bool {
        self.next() % 1000 < in_a_thousand
    }

    /// One of several, each as likely as the next.
    pub(crate) fn one<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        of.get(self.below(of.len())).copied()
    }

    /// One of several, each with its weight.
    pub(crate) fn weighted<T: Copy>(&mut self, of: &[(u64, T)]) -> Option<T> {
        let all: u64 = of.iter().map(|(weight, _)| weight).sum();
        let mut left = self.next() % all.max(1);
        for (weight, one) in of {
            if left < *weight {
                return Some(*one);
            }
            left -= weight;
        }
        None
    }

    /// A count around a mean, given in hundredths: sometimes more, sometimes less.
    pub(crate) fn around(&mut self, hundredths: u64) -> usize {
        let tries = hundredths / 50;
        let rest = hundredths % 50;
        let hits = (0..tries).filter(|_| self.chance(500)).count();
        hits + usize::from(self.chance(rest * 10))
    }
}

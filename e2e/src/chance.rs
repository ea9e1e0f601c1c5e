//! Moments that differ from run to run and can be had again: everything random in a test follows from one number.

/// Numbers that follow from a seed (SplitMix64).
pub struct Chance(u64);

impl Chance {
    /// From the number in `EVENHAND_SEED`, or another one in each run.
    #[expect(
        clippy::disallowed_methods,
        reason = "whoever wants the same run again says so in the environment"
    )]
    pub fn new() -> Chance {
        let asked = std::env::var("EVENHAND_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = asked.unwrap_or_else(|| u64::from(std::process::id()));
        say(&format!("EVENHAND_SEED={seed} gives the same moments again"));
        Chance(seed)
    }

    /// From a number.
    pub fn of(seed: u64) -> Chance {
        Chance(seed)
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % limit
    }
}

impl Default for Chance {
    fn default() -> Chance {
        Chance::new()
    }
}

/// Figures for whoever runs the tests; shown although output of tests is kept back.
pub fn say(figures: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "    {figures}");
}

//! What holds whatever comes in.

mod access;
mod deadlines;
mod packs;
mod rulings;
mod wording;

use proptest::test_runner::Config;

/// How often a property is tried. Nothing is kept between runs: what fails is made a case by hand.
fn tries(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

//! A second look at severity: what the recorded facts suggest. It is shown to the reviewer, who decides.

use crate::facts::IncidentFacts;
use crate::pack::{Coded, Level, Pack, Sign};

/// The level the pack's signs suggest, and the signs that do. The lowest level where no sign is met.
pub fn proposed<'a>(facts: &IncidentFacts, pack: &'a Pack) -> Option<(&'a Level, Vec<&'a Sign>)> {
    let levels = &pack.reviewing.severity_levels;
    let met = |sign: &&Sign| {
        sign.kinds.iter().any(|kind| facts.kinds.contains(kind))
            || (sign.hurt && facts.hurt)
            || (sign.ambulance && facts.ambulance)
    };
    let signs: Vec<&Sign> = pack.reviewing.severity_signs.iter().filter(met).collect();
    let highest = signs.iter().filter_map(|sign| rank(pack, &sign.level)).max().unwrap_or(0);
    let level = levels.get(highest)?;
    Some((level, signs.into_iter().filter(|sign| sign.level == level.code()).collect()))
}

/// The place of a level in the rising order of the pack.
pub fn rank(pack: &Pack, level: &str) -> Option<usize> {
    pack.reviewing.severity_levels.iter().position(|known| known.code() == level)
}

//! Two organisations that do not exist, their people and what happened to them.
//!
//! Everything is made by issuing commands through the write path, from a seed, with dates relative to a day given:
//! the same seed and day make the same demonstration. Names are put together from lists of plants, birds, weather
//! and tools; name, age, needs and conduct are drawn apart from each other, so that nothing can be learned about
//! any kind of person.

/// The descriptions of the two organisations.
pub const ORGANISATIONS: [&str; 2] =
    [include_str!("../organisations/tarrowmere.toml"), include_str!("../organisations/nas.toml")];

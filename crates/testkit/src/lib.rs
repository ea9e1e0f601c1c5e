//! Builders, a fixed clock and a whole organisation for tests.

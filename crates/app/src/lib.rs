//! The use cases: load, permit, rule, decide, append; and the worker.

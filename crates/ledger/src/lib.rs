//! The proof of what happened.
//!
//! An entry of a log is a small **header** and, beside it, **content** with a random **salt**. The header holds
//! no personal data: opaque ids, times, codes, and one hash, `payload`, that commits to every field of the
//! content separately ([`commitment`]). The headers are the leaves of an RFC 6962 Merkle tree ([`tree`]); signed
//! [`checkpoint`]s of that tree, kept elsewhere, prove later that nothing was changed, added or removed.
//! Content and salt can be destroyed lawfully; the proof stays whole.
//!
//! `docs/log-format.md` states the format for people who write their own verifier; `verifier/verify.py` is one.
//!
//! Not here: storage, clocks, randomness, the meaning of events.

pub mod canonical;
pub mod checkpoint;
pub mod commitment;
pub mod export;
pub mod hash;
pub mod header;
pub mod tree;
pub mod verify;

pub use checkpoint::{Checkpoint, PublicKey, SecretKey};
pub use commitment::payload_root;
pub use hash::Hash;
pub use header::Header;
pub use tree::Frontier;
pub use verify::{Content, Entry, Fault, Report, Verifier};

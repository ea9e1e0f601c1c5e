//! Signatures and keys that Ed25519 libraries disagree about: this one must read them as `docs/log-format.md` says,
//! and `verifier/test_verify.py` reads the same file.

use evenhand_ledger::checkpoint::BadCheckpoint;
use evenhand_ledger::{Checkpoint, PublicKey};
use serde::Deserialize;

#[derive(Deserialize)]
struct Edge {
    why: String,
    vkey: String,
    note: String,
    expect: String,
}

#[test]
fn signatures_at_the_edges_are_read_strictly() {
    let edges: Vec<Edge> =
        serde_json::from_str(include_str!("../../../verifier/edge-signatures.json")).unwrap();
    for edge in &edges {
        let opened = PublicKey::parse(&edge.vkey).map(|key| Checkpoint::open(&edge.note, &key));
        let found = match opened {
            None => "no key",
            Some(Ok(_)) => "holds",
            Some(Err(BadCheckpoint::Forged(_))) => "forged",
            Some(Err(other)) => unreachable!("{other}: {}", edge.why),
        };
        assert_eq!(found, edge.expect, "{}", edge.why);
    }
    for expected in ["no key", "holds", "forged"] {
        assert!(edges.iter().any(|edge| edge.expect == expected));
    }
}

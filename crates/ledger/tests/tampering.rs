//! Whatever is changed in a log after it was written and sealed, verification finds it and names the first
//! entry that cannot be trusted.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop at once")]

use evenhand_ledger::checkpoint::BadCheckpoint;
use evenhand_ledger::verify::What;
use evenhand_ledger::{
    Checkpoint, Content, Entry, Fault, Frontier, Hash, Header, SecretKey, Verifier, payload_root,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const ORIGIN: &str = "evenhand.example/events";

fn key() -> SecretKey {
    SecretKey::new(ORIGIN, &[9; 32])
}

/// A log of `size` entries over a few streams, and a checkpoint after every seventh.
fn log(size: u64) -> (Vec<Entry>, Vec<String>) {
    let (mut tree, mut notes, mut versions) = (Frontier::default(), Vec::new(), [0_u64; 3]);
    let entries = (1..=size)
        .map(|seq| {
            let stream = (seq % 3) as usize;
            versions[stream] += 1;
            let (salt, value) =
                ([seq as u8; 32], json!({"words": format!("number {seq}"), "list": [seq, {"a": true}]}));
            let header = Header {
                actor: "a1".into(),
                at: 1_700_000_000_000 + seq as i64,
                command: Hash::of(&seq.to_be_bytes()),
                delegation: None,
                pack: "pack@1".into(),
                payload: payload_root(&salt, &value).unwrap(),
                role: "officer".into(),
                seq,
                stream: format!("incident:{stream}"),
                kind: "incident.reported".into(),
                v: 1,
                version: versions[stream],
            };
            tree.push(header.leaf());
            if seq.is_multiple_of(7) || seq == size {
                let checkpoint = Checkpoint { origin: ORIGIN.into(), size: seq, root: tree.root() };
                notes.push(checkpoint.signed(&key()));
            }
            Entry { leaf: Some(header.leaf()), header, content: Content::Present { salt, value } }
        })
        .collect();
    (entries, notes)
}

fn verify(entries: &[Entry], notes: &[String]) -> Result<u64, Fault> {
    let mut verifier = Verifier::new(ORIGIN, &key().public(), notes)?;
    for entry in entries {
        verifier.take(entry)?;
    }
    Ok(verifier.finish()?.entries)
}

#[test]
fn an_untouched_log_verifies() {
    for size in [0, 1, 2, 7, 50] {
        let (entries, notes) = log(size);
        assert_eq!(verify(&entries, &notes), Ok(size));
    }
}

#[test]
fn a_lawful_disposal_keeps_the_proof_and_an_unlawful_one_does_not() {
    let (mut entries, _) = log(10);
    let Content::Present { salt, value } = &mut entries[9].content else { unreachable!() };
    *value = json!({"authority": "an act", "events": [2, 4]});
    entries[9].header.payload = payload_root(salt, value).unwrap();
    entries[9].header.kind = evenhand_ledger::verify::DISPOSAL.into();
    entries[9].leaf = None;
    let with = |at: usize, content| {
        let mut entries = entries.clone();
        entries[at].content = content;
        verify(&entries, &[])
    };
    let unknown = |seq, under| Err(Fault { seq, what: What::DisposalUnknown { under } });
    assert_eq!(with(3, Content::Disposed { under: 10 }), Ok(10));
    assert_eq!(with(3, Content::Disposed { under: 9 }), unknown(4, 9), "no disposal");
    assert_eq!(with(4, Content::Disposed { under: 10 }), unknown(5, 10), "a disposal of others");
    assert_eq!(with(9, Content::Disposed { under: 10 }), unknown(10, 10), "a disposal of itself");
    assert_eq!(with(3, Content::Missing), Err(Fault { seq: 4, what: What::ContentMissing }));
}

#[test]
fn a_log_cut_short_is_found_by_its_checkpoint() {
    let (entries, notes) = log(20);
    assert_eq!(verify(&entries[..18], &notes), Err(Fault { seq: 19, what: What::CutOff { size: 20 } }));
}

#[test]
fn a_history_rewritten_with_all_its_hashes_is_found_by_the_checkpoints() {
    let (mut entries, notes) = log(20);
    entries[9].header.at += 1;
    entries[9].leaf = Some(entries[9].header.leaf());
    let fault = verify(&entries, &notes).unwrap_err();
    assert_eq!(fault, Fault { seq: 8, what: What::Rewritten { from: 8, to: 14 } });
}

#[test]
fn two_checkpoints_of_one_size_must_agree() {
    let (entries, mut notes) = log(7);
    let other = Checkpoint { origin: ORIGIN.into(), size: 7, root: Hash::of(b"another history") };
    notes.push(other.signed(&key()));
    let what = What::Checkpoint(BadCheckpoint::Contradicts);
    assert_eq!(verify(&entries, &notes), Err(Fault { seq: 7, what }));
}

/// One change of one entry, or of the order of entries.
fn tamper(entries: &mut Vec<Entry>, at: usize, how: usize) -> bool {
    let size = entries.len();
    let header = &mut entries[at].header;
    match how {
        0 => header.actor.push('x'),
        1 => header.at += 1,
        2 => header.role = "manager".into(),
        3 => header.pack.push('x'),
        4 => header.kind = "incident.closed".into(),
        5 => header.stream.push('x'),
        6 => header.delegation = Some("d".into()),
        7 => header.version += 1,
        8 => header.seq += 1,
        9 => header.payload = Hash::of(b"other"),
        10 => header.command = Hash::of(b"other"),
        11 => header.v += 1,
        12 => {
            entries.remove(at);
        }
        13 => {
            let copy = entries[at].clone();
            entries.insert(at, copy);
        }
        14 if at + 1 < size => entries.swap(at, at + 1),
        15 => {
            if let Content::Present { value, .. } = &mut entries[at].content {
                value["words"] = Value::from("something else");
            }
        }
        16 => {
            if let Content::Present { salt, .. } = &mut entries[at].content {
                salt[0] ^= 1;
            }
        }
        17 => {
            if let Content::Present { value, .. } = &mut entries[at].content {
                value["more"] = Value::Null;
            }
        }
        18 => {
            if let Content::Present { value, .. } = &mut entries[at].content {
                value["list"][1]["a"] = Value::from("true");
            }
        }
        19 => entries[at].content = Content::Missing,
        _ => return false,
    }
    true
}

proptest! {
    #[test]
    fn any_change_is_found_at_or_before_its_place(size in 1_u64..60, at: prop::sample::Index, how in 0..20_usize) {
        let (mut entries, notes) = log(size);
        let at = at.index(entries.len());
        prop_assume!(tamper(&mut entries, at, how));
        let fault = verify(&entries, &notes).unwrap_err();
        prop_assert!(fault.seq as usize <= at + 2, "{fault} after a change at {}", at + 1);
    }
}

#[test]
fn every_single_bit_of_a_checkpoint_matters() {
    let (entries, notes) = log(9);
    let mut accepted = 0;
    for byte in 0..notes[0].len() {
        for bit in 0..8 {
            let mut bytes = notes[0].clone().into_bytes();
            bytes[byte] ^= 1 << bit;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            // A base64 text whose unused trailing bits differ is refused by the decoder too.
            accepted += usize::from(verify(&entries, &[changed]).is_ok());
        }
    }
    assert_eq!(accepted, 0);
}

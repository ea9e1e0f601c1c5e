//! The part of an entry that is never destroyed: who, when, what kind, under which policy, and the commitment to
//! the content.

use serde::{Deserialize, Serialize};

use crate::canonical::string;
use crate::hash::Hash;

/// The header of one entry. It holds opaque ids and codes only; a person can be recognised from none of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The staff member who acted, by opaque id; `system` when nobody did.
    pub actor: String,
    /// When it was recorded, in milliseconds since 1970 UTC.
    pub at: i64,
    /// The hash of the command's idempotency key: entries of one command share it.
    pub command: Hash,
    /// The delegation or acting arrangement acted under, by opaque id.
    pub delegation: Option<String>,
    /// The policy pack version in force: name, version and the beginning of its digest.
    pub pack: String,
    /// The root over the commitments to the content ([`crate::payload_root`]).
    pub payload: Hash,
    /// The role acted in, by its code in the pack.
    pub role: String,
    /// Position in the log, from 1, without gaps.
    pub seq: u64,
    /// What the entry belongs to: kind and opaque id, as in `incident:…`.
    pub stream: String,
    /// What happened, as in `incident.reported`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The version of the content's shape.
    pub v: u32,
    /// Position in the stream, from 1, without gaps.
    pub version: u64,
}

impl Header {
    /// The bytes that are hashed as a leaf: the canonical JSON of the header.
    pub fn canonical(&self) -> String {
        let mut out = String::with_capacity(360);
        out.push_str("{\"actor\":");
        string(&self.actor, &mut out);
        out.push_str(&format!(",\"at\":{},\"command\":\"{}\",\"delegation\":", self.at, self.command));
        match &self.delegation {
            Some(id) => string(id, &mut out),
            None => out.push_str("null"),
        }
        out.push_str(",\"pack\":");
        string(&self.pack, &mut out);
        out.push_str(&format!(",\"payload\":\"{}\",\"role\":", self.payload));
        string(&self.role, &mut out);
        out.push_str(&format!(",\"seq\":{},\"stream\":", self.seq));
        string(&self.stream, &mut out);
        out.push_str(",\"type\":");
        string(&self.kind, &mut out);
        out.push_str(&format!(",\"v\":{},\"version\":{}}}", self.v, self.version));
        out
    }

    /// The hash of this header as a leaf of the tree.
    pub fn leaf(&self) -> Hash {
        Hash::leaf(self.canonical().as_bytes())
    }
}

impl Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.hex())
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Hash, D::Error> {
        let text = String::deserialize(deserializer)?;
        Hash::from_hex(&text).ok_or_else(|| serde::de::Error::custom("a hash is 64 hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canonical::canonical;

    #[test]
    fn the_fast_form_is_the_canonical_form() {
        let header = Header {
            actor: "a\"b".into(),
            at: -5,
            command: Hash::of(b"k"),
            delegation: Some("d".into()),
            pack: "mount-gambier@1#00".into(),
            payload: Hash::of(b"p"),
            role: "manager".into(),
            seq: 3,
            stream: "incident:x".into(),
            kind: "incident.reported".into(),
            v: 1,
            version: 2,
        };
        for header in [header.clone(), Header { delegation: None, ..header }] {
            assert_eq!(header.canonical(), canonical(&serde_json::to_value(&header).unwrap()).unwrap());
        }
    }
}

//! What a header says about its content: one hash over salted commitments, a commitment a field.
//!
//! A name or a date of birth is guessable, so a bare hash of it would give it away. Each field therefore has its
//! own salt, derived from the entry's 256-bit random salt; without that salt a commitment tells nothing, and
//! with the salt of one field only that field can be proved to somebody while the others stay withheld.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::canonical::{NotCanonical, fields};
use crate::hash::Hash;
use crate::tree::Frontier;

/// The random value that hides an entry's content. Kept beside the content and destroyed with it.
pub type Salt = [u8; 32];

const SALT_DOMAIN: &[u8] = b"evenhand.salt.v1\0";
const FIELD_DOMAIN: &[u8] = b"evenhand.field.v1\0";

/// The `payload` of a header: the RFC 6962 root over the commitments to all fields, in the order of their
/// pointers.
pub fn payload_root(salt: &Salt, content: &Value) -> Result<Hash, NotCanonical> {
    let keyed = keyed(salt);
    let mut tree = Frontier::default();
    for (path, value) in fields(content)? {
        tree.push(Hash::leaf(&commit(&field_salt(&keyed, &path), &path, &value).0));
    }
    Ok(tree.root())
}

/// The commitment to one field, given the salt of that field alone: what a release that withholds the rest shows.
pub fn commit(field_salt: &Salt, path: &str, canonical_value: &str) -> Hash {
    let length = u32::try_from(path.len()).unwrap_or(u32::MAX);
    let hash = Sha256::new()
        .chain_update(FIELD_DOMAIN)
        .chain_update(field_salt)
        .chain_update(length.to_be_bytes())
        .chain_update(path)
        .chain_update(canonical_value);
    Hash(hash.finalize().into())
}

/// The salt of one field: HMAC-SHA-256 of its pointer under the entry's salt.
pub fn salt_of_field(salt: &Salt, path: &str) -> Salt {
    field_salt(&keyed(salt), path)
}

fn keyed(salt: &Salt) -> Hmac<Sha256> {
    // HMAC pads a short key with zero bytes to the block of the hash; done here, the call cannot fail.
    let mut block = [0; 64];
    block[..salt.len()].copy_from_slice(salt);
    <Hmac<Sha256> as KeyInit>::new(&block.into())
}

fn field_salt(keyed: &Hmac<Sha256>, path: &str) -> Salt {
    let mut mac = keyed.clone();
    mac.update(SALT_DOMAIN);
    mac.update(path.as_bytes());
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_field_can_be_proved_without_the_others() {
        let (salt, content) = ([7; 32], json!({"said": "…", "where": "Library"}));
        let withheld = commit(&salt_of_field(&salt, "/said"), "/said", "\"…\"");
        let shown = commit(&salt_of_field(&salt, "/where"), "/where", "\"Library\"");
        let root = Hash::node(Hash::leaf(&withheld.0), Hash::leaf(&shown.0));
        assert_eq!(payload_root(&salt, &content).unwrap(), root);
    }

    #[test]
    fn the_same_content_under_another_salt_has_another_root() {
        let content = json!({"a": 1});
        assert_ne!(payload_root(&[1; 32], &content), payload_root(&[2; 32], &content));
    }
}

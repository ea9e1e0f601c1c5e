//! Signed statements of how long the log was and what its root was, in the form of C2SP `tlog-checkpoint` and
//! `signed-note`, so that witnesses and tools of others can read them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::hash::Hash;

/// How long a log is and what its tree's root is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: a name that is unique in the world, without a scheme, as in `evenhand.example/tarrowmere/events`.
    pub origin: String,
    pub size: u64,
    pub root: Hash,
}

/// What is wrong with a signed checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCheckpoint {
    #[error("the text is not a signed checkpoint")]
    Malformed,
    #[error("there is no signature by `{0}`")]
    Unsigned(String),
    #[error("the signature by `{0}` does not match the text")]
    Forged(String),
}

/// The key a log is signed with. It is shown nowhere; [`SecretKey::to_bytes`] is for its file only.
pub struct SecretKey {
    name: String,
    key: SigningKey,
}

/// The key that checks a log's signatures, with the name it signs under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    key: VerifyingKey,
}

/// `signed-note` algorithm byte for Ed25519.
const ED25519: u8 = 1;

impl Checkpoint {
    /// The text that is signed: origin, size and root, a line each.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root.base64())
    }

    /// The signed note: the text, an empty line, and the signature line.
    pub fn signed(&self, key: &SecretKey) -> String {
        let text = self.text();
        let mut bytes = key.public().id().to_vec();
        bytes.extend(key.key.sign(text.as_bytes()).to_bytes());
        format!("{text}\n\u{2014} {} {}\n", key.name, STANDARD.encode(bytes))
    }

    /// Reads a signed note and checks the signature of `key`. Lines of other signers are passed over.
    pub fn open(note: &str, key: &PublicKey) -> Result<Checkpoint, BadCheckpoint> {
        let (text, signatures) = note.split_once("\n\n").ok_or(BadCheckpoint::Malformed)?;
        let text = format!("{text}\n");
        let signature = signatures
            .lines()
            .filter_map(|line| line.strip_prefix("\u{2014} ")?.split_once(' '))
            .filter(|(name, _)| *name == key.name)
            .find_map(|(_, bytes)| STANDARD.decode(bytes).ok()?.strip_prefix(&key.id()).map(<[u8]>::to_vec))
            .ok_or_else(|| BadCheckpoint::Unsigned(key.name.clone()))?;
        let signature = Signature::from_slice(&signature).map_err(|_| BadCheckpoint::Malformed)?;
        key.key
            .verify_strict(text.as_bytes(), &signature)
            .map_err(|_| BadCheckpoint::Forged(key.name.clone()))?;
        Checkpoint::parse(&text).ok_or(BadCheckpoint::Malformed)
    }

    fn parse(text: &str) -> Option<Checkpoint> {
        let mut lines = text.lines();
        let origin = lines.next().filter(|line| !line.is_empty())?.to_owned();
        let size = lines.next()?.parse().ok()?;
        let root = Hash::from_base64(lines.next()?)?;
        Some(Checkpoint { origin, size, root })
    }
}

impl SecretKey {
    /// A key from 32 random bytes, signing under `name`.
    pub fn new(name: &str, seed: &[u8; 32]) -> SecretKey {
        SecretKey { name: name.to_owned(), key: SigningKey::from_bytes(seed) }
    }

    pub fn to_bytes(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    pub fn public(&self) -> PublicKey {
        PublicKey { name: self.name.clone(), key: self.key.verifying_key() }
    }
}

impl PublicKey {
    /// The `vkey` text of `signed-note`: name, key id and key, to be printed, published and kept by others.
    pub fn text(&self) -> String {
        format!("{}+{}+{}", self.name, hex::encode(self.id()), STANDARD.encode(self.tagged()))
    }

    /// Reads the `vkey` text. `None` if it is malformed or its key id is not the key's.
    pub fn parse(text: &str) -> Option<PublicKey> {
        let mut parts = text.trim().splitn(3, '+');
        let (name, id, bytes) = (parts.next()?, parts.next()?, STANDARD.decode(parts.next()?).ok()?);
        let bytes: [u8; 32] = bytes.strip_prefix(&[ED25519])?.try_into().ok()?;
        let key = PublicKey { name: name.to_owned(), key: VerifyingKey::from_bytes(&bytes).ok()? };
        (hex::encode(key.id()) == id).then_some(key)
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    fn tagged(&self) -> Vec<u8> {
        [&[ED25519], self.key.as_bytes().as_slice()].concat()
    }

    /// `signed-note`: the first four bytes of the hash over name, newline, algorithm and key.
    fn id(&self) -> [u8; 4] {
        let hash =
            Sha256::new().chain_update(&self.name).chain_update("\n").chain_update(self.tagged()).finalize();
        [hash[0], hash[1], hash[2], hash[3]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SecretKey {
        SecretKey::new("evenhand.example/events", &[3; 32])
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint { origin: "evenhand.example/events".into(), size: 7, root: Hash::of(b"root") }
    }

    #[test]
    fn a_signed_checkpoint_opens_with_its_key() {
        let note = checkpoint().signed(&key());
        assert_eq!(Checkpoint::open(&note, &key().public()), Ok(checkpoint()));
    }

    #[test]
    fn any_change_of_the_text_is_a_forgery() {
        let note = checkpoint().signed(&key()).replace("\n7\n", "\n8\n");
        assert!(matches!(Checkpoint::open(&note, &key().public()), Err(BadCheckpoint::Forged(_))));
    }

    #[test]
    fn another_key_is_not_accepted_in_its_place() {
        let note = checkpoint().signed(&SecretKey::new("evenhand.example/events", &[4; 32]));
        assert!(matches!(Checkpoint::open(&note, &key().public()), Err(BadCheckpoint::Unsigned(_))));
    }

    #[test]
    fn a_public_key_survives_its_text() {
        let public = key().public();
        assert_eq!(PublicKey::parse(&public.text()), Some(public.clone()));
        assert_eq!(PublicKey::parse(&public.text().replace("events+", "other+")), None);
    }

    /// The example of the C2SP signed-note specification (a key and a note made by another implementation).
    #[test]
    fn a_note_signed_by_a_foreign_implementation_opens() {
        let key =
            PublicKey::parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").unwrap();
        let text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
        let note = format!(
            "{text}\n\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
        );
        // The signature is checked before the text is read as a checkpoint, which this text is not.
        assert_eq!(Checkpoint::open(&note, &key), Err(BadCheckpoint::Malformed));
        assert!(matches!(
            Checkpoint::open(&note.replace("answer", "Answer"), &key),
            Err(BadCheckpoint::Forged(_))
        ));
    }
}

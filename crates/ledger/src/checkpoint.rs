//! Signed statements of how long the log was and what its root was, in the form of C2SP `tlog-checkpoint` and
//! `signed-note`, so that witnesses and tools of others can read them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::canonical::LARGEST_NUMBER;
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
    #[error("it speaks of the log `{0}`")]
    OtherLog(String),
    #[error("it speaks of {0} events")]
    Misplaced(u64),
    #[error("it contradicts what was proven before it")]
    Contradicts,
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

    /// Reads a signed note and checks the signature of `key`: the first line with its name and id. Lines of other
    /// signers are passed over.
    pub fn open(note: &str, key: &PublicKey) -> Result<Checkpoint, BadCheckpoint> {
        let (text, signatures) = take_apart(note).ok_or(BadCheckpoint::Malformed)?;
        let signature = signatures
            .iter()
            .filter(|(name, _)| *name == key.name)
            .find_map(|(_, bytes)| bytes.strip_prefix(&key.id()))
            .ok_or_else(|| BadCheckpoint::Unsigned(key.name.clone()))?;
        Signature::from_slice(signature)
            .and_then(|signature| key.key.verify_strict(text.as_bytes(), &signature))
            .map_err(|_| BadCheckpoint::Forged(key.name.clone()))?;
        Checkpoint::parse(text).ok_or(BadCheckpoint::Malformed)
    }

    fn parse(text: &str) -> Option<Checkpoint> {
        let mut lines = text.lines();
        let origin = lines.next().filter(|line| !line.is_empty())?.to_owned();
        let size = size(lines.next()?)?;
        let root = Hash::from_base64(lines.next()?)?;
        let checkpoint = Checkpoint { origin, size, root };
        (checkpoint.text() == text).then_some(checkpoint)
    }
}

/// The size a note speaks of, read without trusting it: only to know where it belongs.
pub fn claimed_size(note: &str) -> Option<u64> {
    size(note.lines().nth(1)?)
}

/// A size as a checkpoint writes it: decimal, without signs and leading zeros.
fn size(text: &str) -> Option<u64> {
    let size: u64 = text.parse().ok()?;
    (size <= LARGEST_NUMBER.unsigned_abs() && size.to_string() == text).then_some(size)
}

/// A signature line: the signer's name, and the key's id with the signature behind it.
type SignatureLine<'a> = (&'a str, Vec<u8>);

/// The signed text of a note, with its last newline, and its signature lines. They stand after the last empty
/// line.
fn take_apart(note: &str) -> Option<(&str, Vec<SignatureLine<'_>>)> {
    if note.chars().any(|c| c < ' ' && c != '\n') {
        return None;
    }
    let (before, signatures) = note.rsplit_once("\n\n")?;
    let text = note.get(..=before.len())?;
    let lines = signatures.strip_suffix('\n')?.split('\n').map(|line| {
        let (name, bytes) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
        let bytes = STANDARD.decode(bytes).ok()?;
        (!name.is_empty() && bytes.len() > 4).then_some((name, bytes))
    });
    Some((text, lines.collect::<Option<_>>()?))
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

    /// Reads the `vkey` text. `None` unless it is exactly what [`PublicKey::text`] writes for a name of visible
    /// ASCII and for a key of RFC 8032 that is not weak: other texts of a key are ways to make readers disagree.
    pub fn parse(text: &str) -> Option<PublicKey> {
        let mut parts = text.splitn(3, '+');
        let (name, _, bytes) = (parts.next()?, parts.next()?, STANDARD.decode(parts.next()?).ok()?);
        let bytes: [u8; 32] = bytes.strip_prefix(&[ED25519])?.try_into().ok()?;
        let key = VerifyingKey::from_bytes(&bytes).ok()?;
        let sound = key.to_edwards().compress().to_bytes() == bytes && !key.is_weak();
        let key = PublicKey { name: name.to_owned(), key };
        (sound && is_visible(name) && key.text() == text).then_some(key)
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

/// Whether a name is made of visible ASCII characters: nothing that could be mistaken or not be seen.
pub(crate) fn is_visible(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic())
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
        assert_eq!(PublicKey::parse(&format!("{}\n", public.text())), None);
    }

    #[test]
    fn what_surrounds_the_text_is_read_to_the_letter() {
        let (note, key) = (checkpoint().signed(&key()), key().public());
        let line = note.lines().last().unwrap();
        let other = "\u{2014} witness.example 4kGrT3+AAAA=\n";
        assert_eq!(Checkpoint::open(&format!("{note}{other}"), &key), Ok(checkpoint()));
        assert_eq!(Checkpoint::open(&note.replace(line, &format!("{other}{line}")), &key), Ok(checkpoint()));
        for changed in [
            note.replace('\n', "\r\n"),
            note.trim_end().to_owned(),
            format!("{note}\n"),
            format!("{note}thanks\n"),
            note.replace('\u{2014}', "-"),
            note.replace(line, &format!("{line} ")),
            note.replace("=\n", "\n"),
        ] {
            assert_eq!(Checkpoint::open(&changed, &key), Err(BadCheckpoint::Malformed), "{changed:?}");
        }
    }

    #[test]
    fn a_signed_text_that_is_no_checkpoint_is_malformed() {
        let sign = |text: &str| {
            let mut bytes = key().public().id().to_vec();
            bytes.extend(key().key.sign(text.as_bytes()).to_bytes());
            format!("{text}\n\u{2014} {} {}\n", key().name, STANDARD.encode(bytes))
        };
        let open = |text: &str| Checkpoint::open(&sign(text), &key().public());
        let text = checkpoint().text();
        assert_eq!(open(&text), Ok(checkpoint()));
        for changed in [
            text.replace("\n7\n", "\n07\n"),
            text.replace("\n7\n", "\n+7\n"),
            text.replace("\n7\n", "\n9007199254740992\n"),
            format!("{text}extension\n"),
            format!("{text}\n"),
            "\n".to_owned(),
        ] {
            assert_eq!(open(&changed), Err(BadCheckpoint::Malformed), "{changed:?}");
        }
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

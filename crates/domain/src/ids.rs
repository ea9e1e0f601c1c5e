//! A type per id. Ids are random and opaque: nothing can be read from one, and none can be guessed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Letters and digits of an id: no vowels that make words, nothing that is mistaken for something else.
const ALPHABET: &[u8; 32] = b"0123456789bcdfghjkmnpqrstvwxyzae";

/// Writes 128 random bits as 26 letters and digits.
fn written(random: [u8; 16]) -> String {
    let bits = u128::from_be_bytes(random);
    (0..26)
        .rev()
        .filter_map(|at| ALPHABET.get((bits >> (at * 5) & 31) as usize).map(|c| char::from(*c)))
        .collect()
}

/// Whether a text could be an id.
fn well_formed(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-')
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// An id from 128 random bits.
            pub fn from_random(random: [u8; 16]) -> $name {
                $name(written(random))
            }

            /// The id as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<$name, ()> {
                if well_formed(text) { Ok($name(text.to_owned())) } else { Err(()) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    )+ };
}

ids! {
    /// An incident.
    IncidentId,
    /// A customer.
    CustomerId,
    /// A staff member: anyone who works for the organisation.
    StaffId,
    /// A unit of the organisation.
    UnitId,
    /// A site of the organisation.
    SiteId,
    /// A delegation or an acting arrangement.
    DelegationId,
    /// A known incident that is not yet recorded.
    ObligationId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_26_characters_and_reads_back() {
        let id = IncidentId::from_random([0xA5; 16]);
        assert_eq!(id.as_str().len(), 26);
        assert_eq!(id.to_string().parse(), Ok(id.clone()));
        assert_ne!(id, IncidentId::from_random([0xA6; 16]));
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in ["", "Ab", "a b", "../etc", "é", &"a".repeat(41)] {
            assert_eq!(text.parse::<CustomerId>(), Err(()), "{text}");
        }
    }
}

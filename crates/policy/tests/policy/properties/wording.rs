//! Hints about wording.

use evenhand_policy::wording::hints;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::tries;

/// Texts of anything, thick with words that hints are about and with letters of many bytes.
fn text() -> impl Strategy<Value = String> {
    let words = vec![
        "angry",
        "He was aggressive",
        "crazy",
        "obviously",
        "PSSO",
        "said",
        "“",
        "”",
        "\"",
        ".",
        " ",
        "\n",
        "İ",
        "ß",
        "Élan",
        "👩🏽‍🦽",
        "e\u{301}",
        "ﬁ",
        "ΑΣ",
        "was",
        "on purpose",
        "K",
        "\u{0}",
    ];
    let piece = prop_oneof![4 => select(words).prop_map(str::to_owned), 1 => any::<String>()];
    vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(tries(2_000))]

    #[test]
    fn a_hint_stands_where_it_says_whatever_the_text(text in text()) {
        let found = hints(&text);
        for hint in &found {
            prop_assert_eq!(text.get(hint.at.clone()), Some(hint.words.as_str()));
            prop_assert!(!hint.words.is_empty() && !hint.instead.is_empty() && !hint.why.plain().is_empty());
        }
        for pair in found.windows(2) {
            let [earlier, later] = pair else { continue };
            prop_assert!(earlier.at.end <= later.at.start, "{earlier:?} and {later:?} overlap");
        }
    }
}

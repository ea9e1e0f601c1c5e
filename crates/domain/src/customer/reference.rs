//! The reference people use for a customer, as in `WB-100019`. Its last digit checks the others, so that a slip of
//! the finger leads to nobody and never to somebody else.

/// The table of Damm's check: every wrong digit and every two neighbours swapped are found.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// The reference of the n-th customer.
pub fn reference(n: i64) -> String {
    let digits = (10_000 + n).to_string();
    let check = check_digit(&digits);
    format!("WB-{digits}{check}")
}

/// Whether something typed reads like a reference but cannot be one: a digit is wrong, missing or out of place.
pub fn is_mistyped_reference(typed: &str) -> bool {
    let typed = typed.trim().to_uppercase();
    let Some(digits) = typed.strip_prefix("WB").map(|rest| rest.trim_start_matches([' ', '-'])) else {
        return false;
    };
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_number && (digits.len() < 6 || check_digit(digits) != 0)
}

/// What has to follow the digits; 0 where they end with what has to.
fn check_digit(digits: &str) -> u8 {
    digits.bytes().filter(u8::is_ascii_digit).fold(0, |interim, digit| {
        let row = DAMM.get(usize::from(interim));
        row.and_then(|row| row.get(usize::from(digit - b'0'))).copied().unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_follow_each_other_and_none_is_mistyped() {
        assert_eq!(check_digit("572"), 4, "the example of Damm's thesis");
        let references: Vec<String> = (1..2_000).map(reference).collect();
        assert!(references.iter().all(|reference| !is_mistyped_reference(reference)));
        assert_eq!(references[0].len(), "WB-100013".len());
        assert!(!is_mistyped_reference(&reference(1_000_000)));
    }

    #[test]
    fn every_wrong_digit_and_every_two_swapped_are_found() {
        for n in (1..9_000).step_by(37) {
            let right = reference(n).into_bytes();
            for at in 3..right.len() {
                for digit in b'0'..=b'9' {
                    let mut wrong = right.clone();
                    wrong[at] = digit;
                    assert_eq!(
                        is_mistyped_reference(std::str::from_utf8(&wrong).unwrap()),
                        digit != right[at]
                    );
                }
                if at + 1 < right.len() && right[at] != right[at + 1] {
                    let mut swapped = right.clone();
                    swapped.swap(at, at + 1);
                    assert!(is_mistyped_reference(std::str::from_utf8(&swapped).unwrap()));
                }
            }
        }
    }

    #[test]
    fn names_and_numbers_of_others_are_no_mistyped_references() {
        for other in ["Wbrow", "WB", "204417", "Marlow Fenn-Castle", "WB 12a", ""] {
            assert!(!is_mistyped_reference(other), "{other}");
        }
        assert!(is_mistyped_reference("wb 10001"));
    }
}

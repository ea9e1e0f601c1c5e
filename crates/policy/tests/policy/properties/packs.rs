//! Packs with anything wrong in them.

use evenhand_policy::Pack;
use evenhand_policy::pack::{FILES, Files};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::tries;
use crate::support::{PACKS, files};

/// A change to the bytes of one file.
#[derive(Debug, Clone)]
enum Change {
    /// Bytes are taken out.
    Cut(Index, usize),
    /// Bytes are put in.
    Put(Index, Vec<u8>),
    /// Bytes of one place are written over another.
    Copy(Index, Index, usize),
    /// The rest is gone.
    End(Index),
    /// The whole file is gone.
    Remove,
}

fn change() -> impl Strategy<Value = Change> {
    let snippets = [
        "[[",
        "]]\n",
        "\"",
        "'''",
        "=",
        "\n",
        "{",
        "}",
        "é",
        "\u{2028}",
        "2020-02-30",
        "0x",
        "-1",
        "[record]\n",
        "\u{0}",
    ];
    let put = prop_oneof![
        select(snippets.to_vec()).prop_map(|text| text.as_bytes().to_vec()),
        vec(any::<u8>(), 1..8),
    ];
    prop_oneof![
        8 => (any::<Index>(), 1..200_usize).prop_map(|(at, bytes)| Change::Cut(at, bytes)),
        8 => (any::<Index>(), put).prop_map(|(at, bytes)| Change::Put(at, bytes)),
        6 => (any::<Index>(), any::<Index>(), 1..200_usize).prop_map(|(from, to, bytes)| Change::Copy(from, to, bytes)),
        1 => any::<Index>().prop_map(Change::End),
        1 => Just(Change::Remove),
    ]
}

fn changed(files: &mut Files, file: &str, change: &Change) {
    let mut bytes = files.get(file).map_or(Vec::new(), |text| text.as_bytes().to_vec());
    let place = |at: &Index, bytes: &[u8]| at.index(bytes.len() + 1);
    match change {
        Change::Cut(at, count) => {
            let from = place(at, &bytes);
            bytes.drain(from..(from + count).min(bytes.len()));
        }
        Change::Put(at, more) => {
            let to = place(at, &bytes);
            bytes.splice(to..to, more.iter().copied());
        }
        Change::Copy(from, to, count) => {
            let (from, to) = (place(from, &bytes), place(to, &bytes));
            let copied: Vec<u8> = bytes.iter().skip(from).take(*count).copied().collect();
            let end = (to + count).min(bytes.len());
            bytes.splice(to..end, copied);
        }
        Change::End(at) => bytes.truncate(place(at, &bytes)),
        Change::Remove => {
            files.remove(file);
            return;
        }
    }
    files.insert(file.to_owned(), String::from_utf8_lossy(&bytes).into_owned());
}

proptest! {
    #![proptest_config(tries(150))]

    #[test]
    fn a_pack_reads_or_says_what_is_wrong_in_which_file_and_line(
        pack in select(PACKS.to_vec()),
        file in select(FILES.to_vec()),
        changes in vec(change(), 1..4),
    ) {
        let mut files = files(pack);
        changes.iter().for_each(|change| changed(&mut files, file, change));
        let Err(problems) = Pack::read(&files) else { return Ok(()) };
        prop_assert!(!problems.is_empty());
        for problem in problems {
            let text = files.get(&problem.at.file).map(String::as_str);
            let missing = text.is_none() && FILES.contains(&problem.at.file.as_str());
            let lines = text.map_or(1, |text| text.matches('\n').count() + 1);
            prop_assert!(text.is_some() || missing, "{problem}");
            prop_assert!((1..=lines).contains(&problem.at.line), "{problem}: the file has {lines} lines");
            prop_assert!(!problem.what.is_empty());
        }
    }
}

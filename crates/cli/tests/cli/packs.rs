//! Checking and loading policy packs.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::support::{Ended, copy_folder, demonstration, evenhand, folder, on};

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs").join(name)
}

fn check(folder: &Path) -> Ended {
    evenhand(["pack".as_ref(), "check".as_ref(), folder.as_os_str()])
}

/// A copy of the council's pack.
fn copied() -> TempDir {
    let copy = folder();
    copy_folder(&shipped("mount-gambier"), copy.path());
    copy
}

/// Puts a text in the place of another; tells the line.
fn spoil(pack: &Path, file: &str, old: &str, new: &str) -> usize {
    let path = pack.join(file);
    let text = fs::read_to_string(&path).unwrap();
    let at = text.find(old).unwrap_or_else(|| panic!("{file} does not hold `{old}`"));
    fs::write(&path, text.replacen(old, new, 1)).unwrap();
    text[..at].matches('\n').count() + 1
}

#[test]
fn the_packs_that_ship_have_no_mistakes_and_say_what_they_do_without() {
    for name in ["mount-gambier", "services-australia"] {
        let checked = check(&shipped(name)).well();
        assert!(checked.out.starts_with(&format!("{name}@1.0#")), "{}", checked.out);
        assert!(checked.out.contains(": no mistakes."), "{}", checked.out);
        assert_eq!(checked.err, "");
    }
    assert!(check(&shipped("services-australia")).out.contains("It does without review-periods: How often"));
}

#[test]
fn each_kind_of_mistake_is_named_with_its_file_and_line() {
    let kinds: &[(&str, &str, &str, &str)] = &[
        // An unknown key, a missing key, a wrong kind of value, an unknown choice, a name twice, a name nobody has,
        // a clause nobody has, text that is no TOML.
        ("pack.toml", "jurisdiction = ", "jurisdicton = ", "jurisdicton"),
        ("pack.toml", "title = \"Managing Unreasonable Customer Conduct\"\n", "", "title"),
        ("pack.toml", "review_months = 24", "review_months = \"two years\"", "review_months"),
        ("pack.toml", "\"proportionality\"", "\"proportion\"", "proportion"),
        (
            "vocabulary.toml",
            "code = \"unreasonable-demands\"",
            "code = \"unreasonable-persistence\"",
            "unreasonable-persistence",
        ),
        ("pack.toml", "office = \"manager-organisational-development\"", "office = \"mayor\"", "mayor"),
        ("vocabulary.toml", "cite = \"policy 3.2\"", "cite = \"policy 99.9\"", "99.9"),
        ("vocabulary.toml", "[[conduct_class]]", "[[conduct_class", ""),
    ];
    for (file, old, new, says) in kinds {
        let pack = copied();
        let line = spoil(pack.path(), file, old, new);
        let checked = check(pack.path());
        assert_eq!((checked.code, checked.out.as_str()), (1, ""), "{old} -> {new}: {checked:?}");
        let place = format!("{}/{file}:", pack.path().display());
        let named = |named: &str| {
            let rest = named.strip_prefix(&place)?;
            let (at, what) = rest.split_once(": ")?;
            Some(at.parse::<usize>().ok()?.abs_diff(line) <= 8 && what.contains(says))
        };
        assert!(
            checked.err.lines().any(|line| named(line) == Some(true)),
            "{old} -> {new}, line {line}: {}",
            checked.err
        );
    }
}

#[test]
fn all_mistakes_are_named_at_once() {
    let pack = copied();
    spoil(pack.path(), "pack.toml", "review_months = 24", "review_months = \"two years\"");
    spoil(pack.path(), "vocabulary.toml", "cite = \"policy 3.2\"", "cite = \"policy 99.9\"");
    spoil(pack.path(), "roles.toml", "duties = [\"frontline\"]", "duties = [\"front-line\"]");
    let checked = check(pack.path());
    for file in ["pack.toml", "vocabulary.toml", "roles.toml"] {
        checked.saying(1, &format!("{}/{file}:", pack.path().display()));
    }
    let count = checked.err.lines().count() - 1;
    checked.saying(1, &format!("{count} mistakes"));
}

#[test]
fn a_folder_without_a_pack_is_said() {
    check(Path::new("no-such-folder")).saying(1, "`no-such-folder` is not a folder that can be read");
    let empty = folder();
    check(empty.path()).saying(1, "pack.toml");
}

#[test]
fn a_version_is_loaded_once_and_one_with_mistakes_not_at_all() {
    let demo = demonstration();
    let pack = copied();
    spoil(pack.path(), "pack.toml", "version = \"1.0\"", "version = \"1.1\"");
    let load =
        |organisation: &str| on(demo.path(), &["pack", "load", pack.path().to_str().unwrap(), organisation]);
    for _ in 0..2 {
        assert!(load("tarrowmere").well().out.contains("mount-gambier@1.1#"));
    }
    let other = copied();
    let same_version = ["pack", "load", other.path().to_str().unwrap(), "tarrowmere"];
    let refused = on(demo.path(), &same_version);
    refused.saying(1, "error: Version 1.0 is already loaded; give a changed pack a new version");
    assert!(!refused.err.contains("version-already-loaded"), "{refused:?}");
    load("nowhere").saying(1, "there is no organisation `nowhere`; there are: nas, tarrowmere");
    spoil(pack.path(), "pack.toml", "review_months = 24", "review_months = \"two years\"");
    load("tarrowmere").saying(1, "pack.toml:");
}

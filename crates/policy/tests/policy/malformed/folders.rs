//! Mistakes in which files there are.

use evenhand_policy::pack::FILES;

use super::{council, item};

#[test]
fn a_missing_file_and_an_unknown_one_are_told() {
    for file in FILES {
        let missing = council().without(file);
        assert_eq!(missing.problems(), [format!("{file}:1: this file of the pack is missing")]);
    }
    assert_eq!(
        council().add("fines.toml", "").problems(),
        [
            "fines.toml:1: a pack has no such file; it has pack.toml, vocabulary.toml, roles.toml, reviewing.toml, \
        measures.toml, working.toml and documents/…"
        ]
    );
}

#[test]
fn every_document_has_its_text_and_every_text_its_document() {
    let missing = council().without("documents/policy.md");
    missing.refused("pack.toml", &item("document", "policy"), "documents/policy.md is missing or empty");
    let empty = council().replace("documents/policy.md", " \n");
    empty.refused("pack.toml", &item("document", "policy"), "documents/policy.md is missing or empty");
    assert_eq!(
        council().add("documents/old.md", "An older text.").problems(),
        ["documents/old.md:1: no [[document]] in pack.toml names this file"]
    );
    assert_eq!(
        council().add("documents/documents/policy.md", "A text in the wrong folder.").problems(),
        ["documents/documents/policy.md:1: no [[document]] in pack.toml names this file"]
    );
}

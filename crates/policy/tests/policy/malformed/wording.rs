//! Wording of restrictions, and links.

use super::{council, item};

#[test]
fn a_restriction_is_worded_in_three_voices() {
    for voice in ["staff", "guard", "customer"] {
        let text = council().files.get("measures.toml").cloned().unwrap_or_default();
        let first = text.lines().find(|line| line.starts_with(&format!("{voice} = "))).expect("a voice");
        let missing = council().with("measures.toml", &format!("{first}\n"), "");
        missing.refused(
            "measures.toml",
            &item("restriction", "sole-contact"),
            &format!("`{voice}` is missing"),
        );
        let empty = council().with("measures.toml", first, &format!("{voice} = \"\""));
        empty.refused("measures.toml", &format!("{voice} = \"\""), &format!("`{voice}` is empty"));
    }
}

#[test]
fn wording_fills_in_only_what_a_plan_knows_and_labels_nobody() {
    let at = item("restriction", "sole-contact");
    let mark = council().with("measures.toml", "call {contact}, {phone}", "call {officer}, {phone}");
    mark.refused("measures.toml", &at, "the guard wording holds `{officer}`, which no plan fills in");
    let brace = council().with("measures.toml", "call {contact}, {phone}", "call {contact, {phone}");
    brace.refused("measures.toml", &at, "the guard wording has a brace without its partner");
    let closed = council().with("measures.toml", "call {contact}, {phone}", "call contact}, {phone}");
    closed.refused("measures.toml", &at, "the guard wording has a brace without its partner");
    let label = council().with(
        "measures.toml",
        "Ask the person to wait and call",
        "Ask the Offender to wait and call",
    );
    label.refused("measures.toml", &at, "the guard wording labels a person (`offender`); say what to do");
}

#[test]
fn a_link_leads_to_an_address_or_waits_for_one() {
    for target in ["javascript:alert(1)", "//elsewhere.example", "www.example.org"] {
        let script = council().with("working.toml", "https://www.mountgambier.sa.gov.au", target);
        let what = format!("`target` must be an address that begins with https://, not `{target}`");
        script.refused("working.toml", &item("link", "website"), &what);
    }
}

//! Clauses, cites and laws.

use super::{council, item};

#[test]
fn every_clause_is_cited_and_every_cite_leads_to_a_clause() {
    let uncited = council().with("pack.toml", "\"1.1\",", "\"1.1\", \"7.9\",");
    let what =
        "the clause `7.9` of `policy` is cited nowhere: cite it where it is used, or name it in `background`";
    uncited.refused("pack.toml", &item("source", "policy"), what);
    let unknown = council().with("reviewing.toml", "cite = \"policy 7.2\"", "cite = \"policy 7.9\"");
    let what = "the source `policy` has no clause `7.9`: correct the cite, or add it to `clauses`";
    unknown.refused("reviewing.toml", &item("factor", "conduct"), what);
    let source = council().with("reviewing.toml", "cite = \"policy 7.2\"", "cite = \"polcy 7.2\"");
    source.refused("reviewing.toml", &item("factor", "conduct"), "there is no source `polcy` to cite");
    let half = council().with("reviewing.toml", "cite = \"policy 7.2\"", "cite = \"policy\"");
    let what = "`cite` names a source and a clause, as in \"policy 7.2\", not `policy`";
    half.refused("reviewing.toml", "cite = \"policy\"\n", what);
}

#[test]
fn background_is_what_nothing_cites() {
    let cited = council().with("pack.toml", "clauses = [", "background = [\"1.1\"]\nclauses = [");
    let what = "the clause `1.1` of `policy` is cited, so it is no `background`";
    cited.refused("pack.toml", &item("source", "policy"), what);
    let unknown = council().with("pack.toml", "clauses = [", "background = [\"0.9\"]\nclauses = [");
    let what = "the background clause `0.9` is not a clause of `policy`";
    unknown.refused("pack.toml", &item("source", "policy"), what);
    let fine = council().with("pack.toml", "\"1.1\",", "\"1.1\", \"0.9\",").with(
        "pack.toml",
        "clauses = [",
        "background = [\"0.9\"]\nclauses = [",
    );
    assert_eq!(fine.problems(), Vec::<String>::new());
}

#[test]
fn a_law_of_another_jurisdiction_carries_a_warning() {
    let other = council().with(
        "pack.toml",
        "title = \"Local Government Act 1999\"\njurisdiction = \"South Australia\"",
        "title = \"Local Government Act 2020\"\njurisdiction = \"Victoria\"",
    );
    let what = "`Local Government Act 2020` is law of Victoria, not of South Australia: a `note` must say what to check \
        before relying on it";
    other.refused("pack.toml", &item("legislation", "local-government-act"), what);
    let mut kept = other;
    kept = kept.with(
        "pack.toml",
        "jurisdiction = \"Victoria\"",
        "jurisdiction = \"Victoria\"\nnote = \"Not ours.\"",
    );
    assert_eq!(kept.problems(), Vec::<String>::new());
}

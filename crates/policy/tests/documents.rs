//! The documents that are made from rules, packs and the access table: they say what the code says. `UPDATE=1` writes
//! them.

#![expect(clippy::disallowed_methods, reason = "whoever runs the test says whether documents are written")]
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up should stop at once")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use evenhand_policy::Pack;
use evenhand_policy::access::{Action, Authority, Duty, Line, Relation, Sensitivity, lines};
use evenhand_policy::facts::Step;
use evenhand_policy::pack::{Files, Force};
use evenhand_policy::rules::{RULES, Rule};

const MADE: &str = "Made by `cargo xtask documents`; do not edit.";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The packs of the repository, by name.
fn packs() -> Vec<Pack> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root().join("packs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders.iter().map(|folder| Pack::read(&files(folder)).unwrap()).collect()
}

fn files(pack: &Path) -> Files {
    let mut files = Files::new();
    for folder in [pack.to_path_buf(), pack.join("documents")] {
        let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        for path in paths.filter(|path| path.is_file()) {
            let name = path.strip_prefix(pack).unwrap().to_string_lossy().into_owned();
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
    files
}

/// Says that a document is the one kept, or writes it where that is wanted.
#[track_caller]
fn is_kept(name: &str, text: &str) {
    let path = root().join("docs").join(name);
    if std::env::var("UPDATE").is_ok_and(|update| update == "1") {
        fs::write(path, text).unwrap();
        return;
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    let differs = kept.lines().zip(text.lines()).position(|(kept, made)| kept != made);
    let at = differs.map_or_else(|| "at its end".to_owned(), |line| format!("from line {} on", line + 1));
    assert!(kept == text, "docs/{name} is out of date {at}: cargo xtask documents");
}

/// A cell of a table: nothing in it ends the cell or the line.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[test]
fn the_list_of_rules_is_fresh() {
    is_kept("rules.md", &rules(&packs()));
}

fn rules(packs: &[Pack]) -> String {
    let mut text = format!(
        "# Rules\n\n{MADE} The rules are in `crates/policy/src/rules`, their force and source in the packs.\n\n\
        A rule either is kept, is not kept, or cannot be judged yet; one that is not kept stands in the way. How strongly \
        each policy says it decides whether a recorded reason lets the actor go on:\n\n"
    );
    for force in Force::ALL {
        writeln!(text, "- `{force}`: {}", force.meaning()).unwrap();
    }
    text += "\nA policy that does not use a rule is not bound by it.\n";
    for rule in RULES {
        write!(text, "\n## {}\n\n{}\n\nAsked when: {}.\n\n", rule.slug, rule.plain, steps(rule)).unwrap();
        text += "| Policy | Force | Source |\n|---|---|---|\n";
        for pack in packs {
            let (force, source) = match pack.rule(rule.slug) {
                Some(used) => (format!("`{}`", used.force), pack.cited(&used.cite)),
                None => ("not used".to_owned(), String::new()),
            };
            writeln!(text, "| {} | {force} | {} |", pack.identity.name, cell(&source)).unwrap();
        }
    }
    text
}

fn steps(rule: &Rule) -> String {
    let step = |step: &Step| {
        let meaning = step.meaning().trim_end_matches('.');
        meaning[..1].to_lowercase() + &meaning[1..]
    };
    rule.steps.iter().map(step).collect::<Vec<_>>().join("; ")
}

#[test]
fn every_rule_is_used_by_a_policy_and_every_policy_uses_rules_that_exist() {
    let known: BTreeSet<&str> = RULES.iter().map(|rule| rule.slug).collect();
    let packs = packs();
    let used: BTreeSet<&str> =
        packs.iter().flat_map(|pack| &pack.rules).map(|used| used.slug.as_str()).collect();
    assert_eq!(known, used);
}

#[test]
fn the_table_of_access_is_fresh() {
    is_kept("access.md", &access(&packs()));
}

fn access(packs: &[Pack]) -> String {
    let mut text = format!(
        "# Who may do what\n\n{MADE} The table itself is `crates/policy/access/matrix.txt`; this page says it in words. What \
        no line allows is refused, and refused as if it did not exist wherever somebody may not know of it.\n\n## Duties\n\n\
        Roles are each organisation's own; a role has duties.\n\n"
    );
    write!(text, "| Duty | What it is |").unwrap();
    packs.iter().for_each(|pack| write!(text, " {} |", pack.identity.name).unwrap());
    writeln!(text, "\n|---|---|{}", "---|".repeat(packs.len())).unwrap();
    for duty in Duty::ALL {
        write!(text, "| `{duty}` | {} |", cell(duty.meaning())).unwrap();
        packs.iter().for_each(|pack| write!(text, " {} |", cell(&roles(pack, *duty))).unwrap());
        text.push('\n');
    }
    text += "\n## How somebody stands to a thing, and how closely it is held\n\n| Word | What it means |\n|---|---|\n";
    for relation in Relation::ALL {
        writeln!(text, "| `{relation}` | {} |", cell(relation.meaning())).unwrap();
    }
    for held in Sensitivity::ALL {
        writeln!(text, "| `{held}` | {} |", cell(held.meaning())).unwrap();
    }
    text += "\n## Actions\n";
    for action in Action::ALL {
        write!(text, "\n### {}\n\n{}\n\n| On things held | May |\n|---|---|\n", action, action.meaning())
            .unwrap();
        for held in Sensitivity::ALL {
            writeln!(text, "| {held} | {} |", who_may(*action, *held)).unwrap();
        }
    }
    text += "\n## Authorities\n\nWhat somebody may decide beyond a duty. Where no office is named, nobody may until a person is \
        entered in the register of delegations.\n\n";
    write!(text, "| Authority | What it is |").unwrap();
    packs.iter().for_each(|pack| write!(text, " {} |", pack.identity.name).unwrap());
    writeln!(text, "\n|---|---|{}", "---|".repeat(packs.len())).unwrap();
    for authority in Authority::ALL {
        write!(text, "| `{authority}` | {} |", cell(authority.meaning())).unwrap();
        packs.iter().for_each(|pack| write!(text, " {} |", cell(&offices(pack, *authority))).unwrap());
        text.push('\n');
    }
    text
}

fn roles(pack: &Pack, duty: Duty) -> String {
    let with_duty = pack.roles.iter().filter(|role| role.duties.contains(&duty));
    let labels: Vec<&str> = with_duty.map(|role| role.label.as_str()).collect();
    if labels.is_empty() { "no role".to_owned() } else { labels.join("; ") }
}

fn who_may(action: Action, held: Sensitivity) -> String {
    let of_this = lines().iter().filter(|line| line.action == action && line.sensitivity == held);
    let who = |line: &Line| line.duty.map_or_else(|| "everyone".to_owned(), |duty| duty.to_string());
    let all: Vec<String> = of_this
        .map(|line| match line.relation {
            Relation::Any => who(line),
            Relation::Own | Relation::Affected | Relation::Named | Relation::Handler | Relation::Unit => {
                format!("{} ({})", who(line), line.relation)
            }
        })
        .collect();
    if all.is_empty() { "nobody".to_owned() } else { all.join(", ") }
}

fn offices(pack: &Pack, authority: Authority) -> String {
    let Some(rule) = pack.authorities.iter().find(|rule| rule.authority == authority) else {
        return "not spoken of".to_owned();
    };
    let label = |code: &String| pack.role(code).map_or(code.clone(), |role| role.label.clone());
    let offices: Vec<String> = rule.offices.iter().map(label).collect();
    match (offices.is_empty(), rule.jointly) {
        (true, _) => "nobody, until entered".to_owned(),
        (false, true) => format!("{}, together", offices.join(" and ")),
        (false, false) => offices.join(" or "),
    }
}

#[test]
fn every_word_of_the_table_is_explained() {
    let explained = Action::ALL.iter().map(|word| word.meaning());
    let explained = explained
        .chain(Duty::ALL.iter().map(|word| word.meaning()))
        .chain(Relation::ALL.iter().map(|word| word.meaning()))
        .chain(Sensitivity::ALL.iter().map(|word| word.meaning()))
        .chain(Authority::ALL.iter().map(|word| word.meaning()));
    for meaning in explained {
        assert!(meaning.ends_with('.') && meaning.len() > 4, "`{meaning}` explains nothing");
    }
}

//! What changed between two versions of the policy pack, file by file.

use std::collections::BTreeSet;

use evenhand_policy::Action;
use evenhand_policy::pack::Files;
use evenhand_ui::{Change, Diff};

use super::{in_address, page};
use crate::body::Body;
use crate::cx::Cx;
use crate::respond::{Answer, Failure};

/// Unchanged lines that are shown before and after a change.
const AROUND: usize = 3;
/// The most pairs of lines that are compared; beyond it a file counts as written anew.
const PAIRS_MAX: usize = 4_000_000;

pub(crate) async fn compare(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::ReadPacks, &Default::default())?;
    let (old, new) = (cx.param("version"), cx.param("other"));
    let old_files = cx.app.pack_files(&cx.who, old).await?.ok_or(Failure::NotFound)?;
    let new_files = cx.app.pack_files(&cx.who, new).await?.ok_or(Failure::NotFound)?;
    let whole = cx.query.flag("whole");
    let names: BTreeSet<&String> = old_files.keys().chain(new_files.keys()).collect();
    let (changed, same): (Vec<&String>, Vec<&String>) =
        names.into_iter().partition(|name| old_files.get(*name) != new_files.get(*name));
    let title = format!("Version {old} and version {new}");
    let mut body = Body::new().h1(&title).p(&format!(
        "What is only in version {old} is marked as removed, what is only in version {new} as added."
    ));
    let here = format!("{}/compare/{}", page(old), in_address(new));
    body = match whole {
        true => body.link("Show changes only", &here),
        false => body.link("Show the whole files", &format!("{here}?whole=yes")),
    };
    body = changed
        .iter()
        .fold(body, |body, name| body.h2(name).add(&file(name, &title, &old_files, &new_files, whole)));
    body = body.when(changed.is_empty(), |body| body.p("The two are the same."));
    body = match same.is_empty() {
        true => body,
        false => body.h2("Files that did not change").items(same.iter().map(|name| name.as_str())),
    };
    Ok(Answer::page(title, body.done()).back("/admin/policy"))
}

fn file(name: &str, title: &str, old: &Files, new: &Files, whole: bool) -> Diff {
    let text = |files: &Files| files.get(name).cloned().unwrap_or_default();
    let changes = changes(&text(old), &text(new));
    let changes = if whole { changes } else { near_changes(changes) };
    Diff::new(format!("{name}: {title}"), changes)
}

/// The lines of two texts, each as what became of it.
fn changes(old: &str, new: &str) -> Vec<Change> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let before = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (old.get(before..).unwrap_or_default(), new.get(before..).unwrap_or_default());
    let after = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let old_middle = old_rest.get(..old_rest.len() - after).unwrap_or_default();
    let new_middle = new_rest.get(..new_rest.len() - after).unwrap_or_default();
    let same =
        |lines: &[&str]| lines.iter().map(|line| Change::Same(format!("{line}\n"))).collect::<Vec<_>>();
    let mut all = same(old.get(..before).unwrap_or_default());
    all.extend(middle(old_middle, new_middle));
    all.extend(same(old.get(old.len() - after..).unwrap_or_default()));
    all
}

/// The same for lines that begin and end differently: what both have in the same order stays, as much as can be.
fn middle(old: &[&str], new: &[&str]) -> Vec<Change> {
    let removed = |line: &&str| Change::Removed(format!("{line}\n"));
    let added = |line: &&str| Change::Added(format!("{line}\n"));
    if old.len().saturating_mul(new.len()) > PAIRS_MAX {
        return old.iter().map(removed).chain(new.iter().map(added)).collect();
    }
    let common = longest_common(old, new);
    let stays = |a: usize, b: usize| common.get(a).and_then(|row| row.get(b)).copied().unwrap_or(0);
    let (mut a, mut b, mut all) = (0, 0, Vec::new());
    loop {
        match (old.get(a), new.get(b)) {
            (Some(line), Some(other)) if line == other => {
                all.push(Change::Same(format!("{line}\n")));
                (a, b) = (a + 1, b + 1);
            }
            (Some(line), other) if other.is_none() || stays(a + 1, b) >= stays(a, b + 1) => {
                all.push(removed(line));
                a += 1;
            }
            (_, Some(line)) => {
                all.push(added(line));
                b += 1;
            }
            (_, None) => return all,
        }
    }
}

/// For every pair of places, how many lines the rests behind them have in common.
fn longest_common(old: &[&str], new: &[&str]) -> Vec<Vec<u32>> {
    let mut rows = vec![vec![0; new.len() + 1]];
    for line in old.iter().rev() {
        let mut row = vec![0; new.len() + 1];
        let below = rows.last().map(Vec::as_slice).unwrap_or_default();
        let mut right = 0;
        for (b, other) in new.iter().enumerate().rev() {
            let at = |b: usize| below.get(b).copied().unwrap_or(0);
            right = if line == other { at(b + 1) + 1 } else { at(b).max(right) };
            if let Some(cell) = row.get_mut(b) {
                *cell = right;
            }
        }
        rows.push(row);
    }
    rows.reverse();
    rows
}

/// The changes with a few lines around each; what lies between is left out.
fn near_changes(changes: Vec<Change>) -> Vec<Change> {
    let is_same = |change: &Change| matches!(change, Change::Same(_));
    let changed: Vec<usize> =
        changes.iter().enumerate().filter(|(_, c)| !is_same(c)).map(|(at, _)| at).collect();
    let near = |at: usize| {
        let next = changed.partition_point(|changed| *changed < at);
        let around = [next.checked_sub(1).and_then(|n| changed.get(n)), changed.get(next)];
        around.into_iter().flatten().any(|changed| changed.abs_diff(at) <= AROUND)
    };
    let mut shown = Vec::new();
    let mut left_out = false;
    for (at, change) in changes.into_iter().enumerate() {
        if near(at) {
            if left_out {
                shown.push(Change::Same("…\n".to_owned()));
            }
            left_out = false;
            shown.push(change);
        } else {
            left_out = true;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(changes: &[Change]) -> String {
        let sign = |change: &Change| match change {
            Change::Same(line) => format!(" {line}"),
            Change::Added(line) => format!("+{line}"),
            Change::Removed(line) => format!("-{line}"),
        };
        changes.iter().map(sign).collect()
    }

    #[test]
    fn lines_that_stayed_are_told_from_those_that_changed() {
        let old = "name = \"a\"\nversion = \"1.0\"\nfirst\nsecond\nthird\n";
        let new = "name = \"a\"\nversion = \"1.1\"\nfirst\nthird\nfourth\n";
        let expected =
            " name = \"a\"\n-version = \"1.0\"\n+version = \"1.1\"\n first\n-second\n third\n+fourth\n";
        assert_eq!(written(&changes(old, new)), expected);
    }

    #[test]
    fn either_text_can_be_put_together_again() {
        let texts = ["", "a\n", "a\nb\nc\n", "b\nc\na\n", "c\nc\nb\na\nc\n", "x\ny\n"];
        for (old, new) in texts.iter().flat_map(|old| texts.iter().map(move |new| (*old, *new))) {
            let all = changes(old, new);
            let pick = |keep: fn(&Change) -> bool| -> String {
                let text = |change: &Change| match change {
                    Change::Same(line) | Change::Added(line) | Change::Removed(line) => line.clone(),
                };
                all.iter().filter(|change| keep(change)).map(text).collect()
            };
            assert_eq!(pick(|change| !matches!(change, Change::Added(_))), old);
            assert_eq!(pick(|change| !matches!(change, Change::Removed(_))), new);
        }
    }

    #[test]
    fn what_lies_far_from_a_change_is_left_out() {
        let old: String = (0..20).map(|n| format!("{n}\n")).collect();
        let new = old.replace("10\n", "ten\n");
        let expected = " …\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n";
        assert_eq!(written(&near_changes(changes(&old, &new))), expected);
        assert_eq!(near_changes(changes(&old, &old)), Vec::new());
    }
}

//! Why a command was refused: every reason at once, in plain words, with the rule and its source.

use evenhand_policy::{Finding, Ruling};
use serde::Serialize;

/// A refused command. Nothing was changed, and nothing that was typed is lost.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("refused: {}", .problems.iter().map(|p| p.code.as_str()).collect::<Vec<_>>().join(", "))]
pub struct Refusal {
    /// Everything that stands in the way; never empty.
    pub problems: Vec<Problem>,
}

/// One thing that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// A stable code: the slug of the rule, or the name of the refusal.
    pub code: String,
    /// What is wrong and what would make it possible, as a sentence.
    pub says: String,
    /// The field where it can be mended; empty where it is the whole command.
    pub field: String,
    /// The rule in plain words and the clause it comes from, where a policy says so.
    pub source: Option<String>,
    /// A recorded reason lets the actor go on.
    pub can_be_passed: bool,
}

impl Problem {
    /// A problem with one field.
    pub fn field(field: &str, code: &str, says: impl Into<String>) -> Problem {
        Problem {
            code: code.to_owned(),
            says: says.into(),
            field: field.to_owned(),
            source: None,
            can_be_passed: false,
        }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Refusal {
        Refusal { problems: vec![problem] }
    }
}

impl Refusal {
    /// A refusal of the whole command, by the state the thing is in.
    pub fn of(code: &str, says: impl Into<String>) -> Refusal {
        Problem::field("", code, says).into()
    }
}

/// Turns the findings of the rules into the refusal they amount to, if they do.
pub fn refuse_unless_permitted(ruling: &Ruling) -> Result<(), Refusal> {
    if ruling.permits() {
        return Ok(());
    }
    let problems: Vec<Problem> = ruling.blocking().map(problem).collect();
    if problems.is_empty() {
        return Err(Refusal::of("no-rule-permits", "no rule of the policy in force speaks of this step"));
    }
    Err(Refusal { problems })
}

/// The same for a step that takes no reason for going on: what stands in its way cannot be passed.
pub fn refuse_unless_kept(ruling: &Ruling) -> Result<(), Refusal> {
    refuse_unless_permitted(ruling).map_err(|mut refusal| {
        refusal.problems.iter_mut().for_each(|problem| problem.can_be_passed = false);
        refusal
    })
}

fn problem(finding: &Finding) -> Problem {
    Problem {
        code: finding.rule.clone(),
        says: sentence(&finding.says),
        field: finding.field.clone(),
        source: Some(format!("{} ({})", finding.plain, finding.source)),
        can_be_passed: finding.can_be_passed(),
    }
}

/// A sentence begins with a capital letter.
fn sentence(says: &str) -> String {
    let mut letters = says.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

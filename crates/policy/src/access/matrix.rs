//! Reads the access table.

use std::str::FromStr;
use std::sync::LazyLock;

use super::actions::{Action, Duty, Relation, Sensitivity};

/// One line of the table: this duty may do this, to things it stands in this relation to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// What is allowed.
    pub action: Action,
    /// To whom; `None` is everyone who is signed in.
    pub duty: Option<Duty>,
    /// In what relation.
    pub relation: Relation,
    /// To things held this closely.
    pub sensitivity: Sensitivity,
}

static TABLE: LazyLock<Vec<Line>> = LazyLock::new(|| {
    let text = include_str!("../../access/matrix.txt");
    text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).filter_map(line).collect()
});

/// Every line of the table, in its order.
pub fn lines() -> &'static [Line] {
    &TABLE
}

/// A line that cannot be read allows nothing; a test sees to it that there is none.
fn line(text: &str) -> Option<Line> {
    let mut words = text.split_whitespace();
    let action = Action::from_str(words.next()?).ok()?;
    let duty = match words.next()? {
        "everyone" => None,
        duty => Some(Duty::from_str(duty).ok()?),
    };
    let relation = Relation::from_str(words.next()?).ok()?;
    let sensitivity = Sensitivity::from_str(words.next()?).ok()?;
    words.next().is_none().then_some(Line { action, duty, relation, sensitivity })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Vec<&'static str> {
        let text = include_str!("../../access/matrix.txt");
        text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).collect()
    }

    #[test]
    fn every_line_of_the_table_can_be_read() {
        let unreadable: Vec<_> = written().into_iter().filter(|text| line(text).is_none()).collect();
        assert_eq!(unreadable, Vec::<&str>::new());
    }

    #[test]
    fn every_action_is_decided_and_no_line_stands_twice() {
        let missing: Vec<_> =
            Action::ALL.iter().filter(|action| !lines().iter().any(|line| line.action == **action)).collect();
        assert_eq!(missing, Vec::<&Action>::new());
        for (at, line) in lines().iter().enumerate() {
            assert!(!lines()[..at].contains(line), "{line:?} stands twice");
        }
    }
}

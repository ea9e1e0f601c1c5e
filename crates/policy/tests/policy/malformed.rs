//! What is wrong with a pack is told all at once, each mistake with its file, its line and what would be right.

mod completeness;
mod folders;
mod references;
mod sources;
mod values;
mod wording;

use evenhand_policy::Pack;
use evenhand_policy::pack::Files;

use crate::support::files;

/// A pack that ships, to be spoilt.
struct Spoilt {
    files: Files,
}

fn council() -> Spoilt {
    Spoilt { files: files("mount-gambier") }
}

fn agency() -> Spoilt {
    Spoilt { files: files("services-australia") }
}

impl Spoilt {
    /// Puts one text in the place of another, where it first stands.
    fn with(mut self, file: &str, old: &str, new: &str) -> Spoilt {
        let text = self.files.get_mut(file).unwrap_or_else(|| panic!("there is no file {file}"));
        assert!(text.contains(old), "{file} does not hold `{old}`");
        *text = text.replacen(old, new, 1);
        self
    }

    fn add(self, file: &str, more: &str) -> Spoilt {
        let text = format!("{}\n{more}", self.files.get(file).map_or("", String::as_str));
        self.replace(file, &text)
    }

    fn replace(mut self, file: &str, text: &str) -> Spoilt {
        self.files.insert(file.to_owned(), text.to_owned());
        self
    }

    fn without(mut self, file: &str) -> Spoilt {
        assert!(self.files.remove(file).is_some(), "there is no file {file}");
        self
    }

    fn copy(&self) -> Spoilt {
        Spoilt { files: self.files.clone() }
    }

    /// The mistakes found, as they are shown.
    fn problems(&self) -> Vec<String> {
        match Pack::read(&self.files) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(ToString::to_string).collect(),
        }
    }

    /// The line on which a text first stands.
    fn line(&self, file: &str, text: &str) -> usize {
        let all = self.files.get(file).map_or("", String::as_str);
        let at = all.find(text).unwrap_or_else(|| panic!("{file} does not hold `{text}`"));
        all.get(..at).map_or(0, |before| before.matches('\n').count()) + 1
    }

    /// Exactly one mistake: at the line where this text stands, in these words.
    #[track_caller]
    fn refused(&self, file: &str, at: &str, what: &str) {
        assert_eq!(self.problems(), [format!("{file}:{}: {what}", self.line(file, at))]);
    }

    /// At least this mistake, among others that follow from it.
    #[track_caller]
    fn refused_among_others(&self, problem: &str) {
        let problems = self.problems();
        assert!(
            problems.iter().any(|found| found == problem),
            "{problem}\n is not among\n{}",
            problems.join("\n")
        );
    }
}

/// The head of the item that holds a code: problems with an item stand there.
fn item(list: &str, code: &str) -> String {
    format!("[[{list}]]\ncode = \"{code}\"")
}

#[test]
fn several_mistakes_in_several_files_are_all_told_at_once_in_the_order_of_the_files() {
    let spoilt = council()
        .with("working.toml", "within = 24", "within = 24\nunit = \"hours\"")
        .with("working.toml", "slug = \"form-signed\"", "slug = \"form-stamped\"")
        .with("measures.toml", "dimension = \"who\"", "dimension = \"whom\"")
        .with("pack.toml", "\"1.1\",", "\"1.1\", \"7.9\",")
        .with("pack.toml", "issued = 2020-12-15", "issued = \"soon\"")
        .with("roles.toml", "duties = [\"guard\"]", "duties = [\"guard\", \"system\"]")
        .with("vocabulary.toml", "link = \"disability\"", "link = \"ability\"")
        .add("fines.toml", "");
    let files: Vec<String> =
        spoilt.problems().iter().filter_map(|problem| Some(problem.split_once(':')?.0.to_owned())).collect();
    assert_eq!(
        files,
        [
            "fines.toml",
            "measures.toml",
            "pack.toml",
            "pack.toml",
            "roles.toml",
            "vocabulary.toml",
            "working.toml",
            "working.toml"
        ],
        "{}",
        spoilt.problems().join("\n")
    );
}

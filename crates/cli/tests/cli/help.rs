//! What `help` says, word for word, and what wrong arguments come to.

use std::fs;
use std::path::Path;

use crate::support::evenhand;

const COMMANDS: &[&[&str]] = &[
    &[],
    &["demo"],
    &["serve"],
    &["organisation"],
    &["invite"],
    &["pack"],
    &["pack", "check"],
    &["pack", "load"],
    &["import"],
    &["verify"],
    &["export"],
    &["rebuild"],
    &["compare"],
];

#[test]
fn the_help_of_every_command_is_as_it_was_agreed() {
    let mut said = String::new();
    for command in COMMANDS {
        let help = evenhand(command.iter().chain(&["--help"])).well();
        said.push_str(&format!(
            "$ evenhand {}\n{}\n",
            [command, &["--help"][..]].concat().join(" "),
            help.out
        ));
    }
    let agreed = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/help.txt");
    let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join("help.txt");
    fs::write(&new, &said).unwrap();
    let agreed_text = fs::read_to_string(&agreed).unwrap_or_default();
    let to_take_over = format!("if that is meant: cp {} {}", new.display(), agreed.display());
    assert!(agreed_text == said, "the help has changed; {to_take_over}");
}

#[test]
fn every_command_that_is_offered_is_among_those_checked() {
    let help = evenhand(["--help"]).well().out;
    let offered = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let offered = offered.lines().filter_map(|line| line.split_whitespace().next());
    for command in offered.filter(|command| *command != "help") {
        assert!(COMMANDS.contains(&[command].as_slice()), "{command}");
    }
}

#[test]
fn wrong_arguments_end_with_two_and_say_what_is_right() {
    let cases: &[(&[&str], &str)] = &[
        (&["frobnicate"], "unrecognized subcommand"),
        (&["serve", "--listen", "here"], "invalid socket address"),
        (&["serve", "--colour"], "unexpected argument"),
        (&["import"], "required arguments"),
        (&["import", "staff", "file.csv"], "possible values: customers"),
        (&["import", "customers", "file.csv", "--dates", "any"], "possible values: day-first, month-first"),
        (&["export", "--log", "main"], "possible values: events, looks"),
        (&["verify", "--key", "k"], "required arguments"),
        (&["verify", "tarrowmere", "--export", "f"], "cannot be used with"),
        (&["--log-level", "loud", "verify"], "invalid value 'loud'"),
        (&["demo", "--seed", "-1"], "unexpected argument"),
    ];
    for (arguments, says) in cases {
        evenhand(*arguments).saying(2, says);
    }
}

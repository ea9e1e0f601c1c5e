//! The two packs that ship are complete and without mistakes.

mod support;

use evenhand_policy::Pack;
use support::{files, packs};

#[test]
fn the_packs_that_ship_have_no_mistake() {
    for name in packs() {
        match Pack::read(&files(&name)) {
            Ok(pack) => assert_eq!(pack.identity.name, name),
            Err(problems) => {
                let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
                panic!("packs/{name} has {} mistakes:\n{}", lines.len(), lines.join("\n"));
            }
        }
    }
}

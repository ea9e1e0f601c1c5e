//! The stories, one file a story or a small group of them.

mod agency_days;
mod ashgrove;
mod brack;
mod council_days;
mod crake;
mod dunmore;
mod fenn_castle;
mod ferrier;
mod holm;
mod old_register;
mod pike;
mod sallow;
mod strake;
mod tull;
mod vale;

use std::future::Future;

use crate::DemoError;
use crate::director::Story;
use crate::scene::Scene;

/// The stories of an organisation.
pub(crate) fn of<'a>(scene: &'a Scene, slug: &str) -> Vec<Story<'a>> {
    match slug {
        "tarrowmere" => council(scene),
        "nas" => agency(scene),
        _ => Vec::new(),
    }
}

fn council(scene: &Scene) -> Vec<Story<'_>> {
    vec![
        story("Ottoline Brack", brack::tell(scene)),
        story("Perrin Sallow", sallow::tell(scene)),
        story("Marlow Fenn-Castle", fenn_castle::tell(scene)),
        story("Linnet Ashgrove", ashgrove::tell(scene)),
        story("the two Rowan Tulls", tull::tell(scene)),
        story("Tavish Holm", holm::tell(scene)),
        story("Isolde Crake", crake::tell(scene)),
        story("the old register", old_register::tell(scene)),
        story("somebody unknown", council_days::unknown_person(scene)),
        story("the dog", council_days::dog(scene)),
        story("a fifteen-year-old", council_days::fifteen(scene)),
        story("Hollis Drum", council_days::died(scene)),
        story("the empty calls", council_days::empty_calls(scene)),
        story("a duress alarm without a report", council_days::not_recorded(scene)),
        story("the policy of the council", council_days::policy(scene)),
    ]
}

fn agency(scene: &Scene) -> Vec<Story<'_>> {
    vec![
        story("Juniper Vale", vale::tell(scene)),
        story("Sable and Wren Ferrier", ferrier::tell(scene)),
        story("looks without a task", ferrier::looks(scene)),
        story("Dr Alder Pike", pike::tell(scene)),
        story("Mercer Dunmore", dunmore::tell(scene)),
        story("Corvin Strake", strake::tell(scene)),
        story("a child in danger", agency_days::child(scene)),
        story("what a team leader knows of", agency_days::not_recorded(scene)),
        story("today at the centres", agency_days::today(scene)),
        story("the policy of the agency", agency_days::policy(scene)),
    ]
}

fn story<'a>(name: &'static str, told: impl Future<Output = Result<(), DemoError>> + 'a) -> Story<'a> {
    Story { name, told: Box::pin(told) }
}

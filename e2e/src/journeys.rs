//! What people do, from the first page to the last, in a browser with or without scripts.

pub mod entry;
pub mod look_up;
pub mod policy;
pub mod reporting;
pub mod reviewing;

use crate::browser::{Browser, Scripts};
use crate::site::{PASSWORD, Person, Site};
use crate::world::Organisation;

/// Somebody signs in on the page for it.
pub fn sign_in(browser: &Browser, organisation: &str, account: &str) {
    browser.pick("Organisation", organisation).fill("Name", account).fill("Password", PASSWORD);
    browser.press("Sign in");
}

/// Whoever reports and whoever reads their reports, over the API.
fn people(site: &Site, organisation: &Organisation) -> (Person, Person) {
    (
        site.person(organisation.slug, organisation.reporter),
        site.person(organisation.slug, organisation.reviewer),
    )
}

/// A name that nobody else has, so that journeys at the same time do not find each other's people.
fn name(journey: &str, scripts: Scripts) -> String {
    match scripts {
        Scripts::On => journey.to_owned(),
        Scripts::Off => format!("{journey}ovitch"),
    }
}

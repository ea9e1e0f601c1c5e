//! What people do, from the first page to the last, in a browser that runs scripts.

use evenhand_e2e::browser::Scripts;
use evenhand_e2e::journeys::entry;
use evenhand_e2e::world::{AGENCY, COUNCIL};

#[path = "shared/journeys.rs"]
mod journeys;

const S: Scripts = Scripts::On;

#[test]
fn everybody_of_the_council_has_a_first_page_of_their_own() {
    entry::home_by_role(
        &COUNCIL,
        &[
            ("a.quill", &["Look up", "Record", "My work"]),
            ("p.wren", &["Look up", "Record", "My work", "Incidents", "Customers"]),
        ],
    );
}

#[test]
fn everybody_of_the_agency_has_a_first_page_of_their_own() {
    entry::home_by_role(&AGENCY, &[("w.lane", &["Look up", "Record", "My work"])]);
}

//! Looking somebody up: by reference, by name, in vain, and somebody who is sealed.

use serde_json::Value as Json;

use super::{name, people};
use crate::browser::{Browser, Meter, Scripts, keys};
use crate::site::site;
use crate::world::Organisation;

const BOX: &str = "Name, phone, address or reference";

/// A reference typed leads straight to the answer: two things done, one page.
pub fn by_reference(organisation: &Organisation, scripts: Scripts) {
    let (reporter, reviewer) = people(site(), organisation);
    let family = name("Quarrabee", scripts);
    let id = organisation.customer(&reporter, "Odile", &family, "1980-02-29");
    let file = reviewer.get(&format!("/customers/{id}"));
    let browser = site().browser_of(organisation.slug, organisation.reporter, scripts);
    browser.open("/").begin_to_count();
    browser.fill(BOX, reference(&file)).key_action(keys::ENTER);
    assert_within(&browser, Meter { actions: 2, pages: 1 });
    browser.sees("Serve as usual").sees(&family).sees("confirmed by reference");
    browser.sees("This look was recorded at");
    assert!(!browser.path().contains(&family), "{}", browser.path());
}

/// A name leads to possible matches, and what the person says of themselves to the answer: four things, two pages.
pub fn by_name(organisation: &Organisation, scripts: Scripts) {
    let (reporter, _) = people(site(), organisation);
    let family = name("Xanthorrow", scripts);
    for (given, born) in [("Perrin", "1971-11-14"), ("Parry", "1984-05-02"), ("Piers", "1990-07-30")] {
        organisation.customer(&reporter, given, &family, born);
    }
    let browser = site().browser_of(organisation.slug, organisation.reporter, scripts);
    browser.open("/").begin_to_count();
    browser.fill(BOX, &family).key_action(keys::ENTER);
    browser.is_at("3 possible matches").sees("Perrin").sees("1971").sees_not("14 November");
    browser.fill("Ask for their date of birth", "2 May 1984").key_action(keys::ENTER);
    assert_within(&browser, Meter { actions: 4, pages: 2 });
    browser.sees("Serve as usual").sees(&format!("Parry {family}")).sees("confirmed by");
    browser.open("/counter").fill(BOX, &family).key_action(keys::ENTER);
    browser.fill("Ask for their date of birth", "1 January 1900").key_action(keys::ENTER);
    browser.sees("This belongs to none of them").sees_not("Serve as usual");
}

/// Nobody is found; that is not an answer about anybody, and what to do is one link away.
pub fn nobody(organisation: &Organisation, scripts: Scripts) {
    let browser = site().browser_of(organisation.slug, organisation.reporter, scripts);
    browser.open("/counter").fill(BOX, "Zzyzxwort Qqlitherby").press("Look up");
    browser.is_at("No one found for “Zzyzxwort Qqlitherby”");
    assert_eq!(browser.value(BOX), "Zzyzxwort Qqlitherby");
    browser.follow("What to do when nobody is found").is_at("When nobody is found");
    browser.follow("Record what happened").is_at("Record what happened");
}

/// The person file, and everything that happened in the order it did.
pub fn person_file(organisation: &Organisation, scripts: Scripts) {
    let (reporter, _) = people(site(), organisation);
    let family = name("Wollemire", scripts);
    let id = organisation.customer(&reporter, "Tansy", &family, "1966-01-09");
    organisation.incident(&reporter, &id, &["shouting"]);
    let browser = site().browser_of(organisation.slug, organisation.reviewer, scripts);
    browser
        .open("/customers")
        .fill("Part of a name", &family)
        .press("Find")
        .follow(&format!("Tansy {family}"));
    browser.is_at(&format!("Tansy {family}")).sees("9 January 1966").sees("Shouting or swearing");
    browser
        .follow("Timeline")
        .is_at(&format!("Timeline: Tansy {family}"))
        .sees("First report")
        .sees("Entered");
    // Somebody who only serves people has no file to read.
    site().sign_in(&browser, organisation.slug, organisation.reporter);
    browser.open(&format!("/customers/{id}")).is_at("You cannot do this");
}

/// For those who are not named, a sealed person is not there: not found, and at the address what stands at any other.
pub fn sealed(organisation: &Organisation, scripts: Scripts) {
    let (reporter, reviewer) = people(site(), organisation);
    let records = site().person(organisation.slug, organisation.records);
    let family = name("Yallingup", scripts);
    let id = organisation.customer(&reporter, "Sable", &family, "1959-03-21");
    let file = reviewer.get(&format!("/customers/{id}"));
    let browser = site().browser_of(organisation.slug, organisation.records, scripts);
    browser.open(&format!("/customers/{id}/seal")).is_at("Seal this person");
    browser.choose(&display_name(&records.get("/"))).fill("Why", "A witness in a trial.").press("Seal");
    browser.sees("This person is sealed");
    for account in [organisation.reporter, organisation.reviewer] {
        site().sign_in(&browser, organisation.slug, account);
        for asked in [family.as_str(), reference(&file)] {
            browser.open("/counter").fill(BOX, asked).press("Look up");
            browser.is_at(&format!("No one found for “{asked}”"));
        }
        let nothing = ["/customers/0000000000000000000000000z", &format!("/customers/{id}")].map(|path| {
            let text = browser.open(&format!("{path}/now")).is_at("Page not found").text();
            text.split("Reference:").next().unwrap_or_default().to_owned()
        });
        assert_eq!(nothing[0], nothing[1], "{account}");
    }
}

fn display_name(home: &Json) -> String {
    home["name"].as_str().unwrap_or_default().to_owned()
}

fn reference(file: &Json) -> &str {
    file["reference"].as_str().unwrap_or_else(|| panic!("no reference in {file}"))
}

#[track_caller]
pub(super) fn assert_within(browser: &Browser, budget: Meter) {
    let counted = browser.counted();
    assert!(
        counted.actions <= budget.actions && counted.pages <= budget.pages,
        "{counted:?} exceeds {budget:?}"
    );
}

//! Reporting: with the keyboard alone, with breaks, for somebody else, twice, and what the reporter hears of it.

use serde_json::json;

use super::look_up::assert_within;
use super::{name, people, sign_in};
use crate::browser::{Browser, Meter, Scripts, keys};
use crate::site::{PASSWORD, site};
use crate::world::Organisation;

const THANKS: &str = "Thank you. You have done your part.";

/// From the card to "Sent" without a mouse: at most six things done, two pages, eight questions.
pub fn by_keyboard(organisation: &Organisation, scripts: Scripts) {
    let (reporter, _) = people(site(), organisation);
    organisation.prefers(&reporter);
    let id = organisation.customer(&reporter, "Briar", &name("Coolabah", scripts), "1977-08-08");
    let browser = site().browser_of(organisation.slug, organisation.reporter, scripts);
    browser.open(&format!("/customers/{id}/now")).keyboard_only();
    browser.begin_to_count();
    browser.tab_to("Record an incident").key_action(keys::ENTER).is_at("Record what happened");
    assert!(questions(&browser) <= 8, "{} questions", questions(&browser));
    browser.tab_to("Shouting or swearing").key_action(keys::SPACE);
    browser.tab_to("Threat to harm someone").key_action(keys::SPACE);
    browser.tab_to("No").key_action(keys::SPACE);
    browser.tab_to("Save and send").key_action(keys::ENTER);
    browser.is_at(THANKS).sees("Read by");
    assert_within(&browser, Meter { actions: 6, pages: 2 });
}

/// What is asked at once: groups of fields that are not folded away and not part of another answer.
fn questions(browser: &Browser) -> u64 {
    let count = "const form = document.querySelector('main form[action=\"/incidents/new\"]');
        const groups = [...form.querySelectorAll('.govuk-form-group')].filter(group => group.getClientRects().length
            && !group.closest('details') && !group.closest('.govuk-radios__conditional')
            && !group.parentElement.closest('.govuk-form-group'));
        return groups.length + form.querySelectorAll('details').length;";
    browser.run(count, json!([])).as_u64().unwrap_or_default()
}

/// Words that were typed are there again after signing out and in.
pub fn draft_survives_sign_out(scripts: Scripts) {
    // Somebody who reports nothing else meanwhile: a page has one draft of each person.
    let account = if scripts == Scripts::On { "m.birch" } else { "f.corran" };
    let browser = site().browser_of("tarrowmere", account, scripts);
    let words = "She waited at the door until I left. I went back inside.";
    browser.open("/incidents/new").fill("In your own words", words);
    if scripts == Scripts::On {
        browser.wait_until("saved by itself", |browser| browser.text().contains("Draft saved at"));
    } else {
        browser.press("Save and come back").is_at("Drafts");
    }
    browser.press("Sign out").is_at("Sign in");
    sign_in(&browser, "City of Tarrowmere", account);
    browser.follow("1 draft you have not sent").is_at("Drafts").follow("Go on with it");
    assert_eq!(browser.is_at("Record what happened").value("In your own words"), words);
    browser.sees("This is what you typed before").press("Discard this draft");
    browser.sees("The draft is thrown away");
    assert_eq!(browser.value("In your own words"), "");
}

/// A report sent after the session was locked asks for the password, and is there again.
pub fn draft_survives_a_lock(scripts: Scripts) {
    let account = if scripts == Scripts::On { "b.sanderling" } else { "d.ames" };
    let browser = site().browser(scripts);
    browser.forget();
    let person = site().person("tarrowmere", account);
    browser.cookie("session", &person.session);
    let words = "He said: “I will be back.” He left by the side door.";
    browser.open("/incidents/new").fill("In your own words", words).choose("Shouting or swearing");
    person.lock();
    browser.press("Save and send").is_at("Enter your password to go on").sees("What you were typing is kept");
    browser.fill("Password", PASSWORD).press("Go on");
    assert_eq!(browser.is_at("Record what happened").value("In your own words"), words);
    assert!(browser.is_chosen("What happened?", "Shouting or swearing"));
    browser.choose_in("Was anyone hurt", "No").press("Save and send").is_at(THANKS);
}

/// What is wrong is said at the field, and nothing typed is lost.
pub fn mistakes_lose_nothing(organisation: &Organisation, scripts: Scripts) {
    let browser = site().browser_of(organisation.slug, organisation.reporter, scripts);
    browser.open("/incidents/new").unfold("How, where and when").choose_in("When?", "Another day");
    browser
        .fill_date("Day", ["31", "2", "2027"])
        .fill("In your own words", "He wrote: <script>alert(1)</script> & “x”.");
    browser.press("Save and send").sees("There is a problem").is_at("Record what happened");
    assert_eq!(browser.value("In your own words"), "He wrote: <script>alert(1)</script> & “x”.");
    browser.sees("Enter a real date");
    assert_eq!(crate::axe::problems(&browser), Vec::<String>::new());
}

/// For a colleague: it is theirs, and both are named.
pub fn on_behalf(organisation: &Organisation, colleague: &str, scripts: Scripts) {
    let (reporter, reviewer) = people(site(), organisation);
    organisation.prefers(&reporter);
    let id = organisation.customer(&reporter, "Larch", &name("Mulgara", scripts), "1969-10-01");
    let browser = site().browser_of(organisation.slug, organisation.reporter, scripts);
    browser.open(&format!("/incidents/new?customer={id}")).choose("I'm recording for someone");
    browser.choose_in("You", "saw or heard it").pick("Who it happened to", colleague);
    browser.choose("Shouting or swearing").choose_in("Was anyone hurt", "No");
    browser.press("Save and send").is_at(THANKS);
    let incident = browser.path().split('/').nth(2).unwrap_or_default().to_owned();
    let shown = reviewer.get(&format!("/incidents/{incident}")).to_string();
    assert!(shown.contains(colleague), "{shown}");
}

/// A second report of the same event is taken, and both can be linked.
pub fn similar(organisation: &Organisation, scripts: Scripts) {
    let (reporter, reviewer) = people(site(), organisation);
    let id = organisation.customer(&reporter, "Olive", &name("Nardoo", scripts), "1988-12-12");
    let first = organisation.incident(&reviewer, &id, &["shouting"]);
    let second = organisation.incident(&reporter, &id, &["shouting"]);
    let browser = site().browser_of(organisation.slug, organisation.reviewer, scripts);
    browser.open(&format!("/incidents/{second}/sent")).follow("1 other report may be of the same event");
    browser.is_at("It may be reported already").follow("Link ").is_at("Link to another incident");
    browser.press("Link");
    let linked =
        reviewer.get(&format!("/incidents/{first}"))["number"].as_str().unwrap_or_default().to_owned();
    browser.sees(&linked).sees("the same event");
}

/// A report is sent at once and finished later, by whoever it was left to.
pub fn finish_later(organisation: &Organisation, colleague: (&str, &str), scripts: Scripts) {
    let (reporter, _) = people(site(), organisation);
    let id = organisation.customer(&reporter, "Cinder", &name("Boronia", scripts), "1991-04-17");
    let incident = organisation.incident(&reporter, &id, &["shouting"]);
    let browser = site().browser_of(organisation.slug, organisation.reporter, scripts);
    browser.open(&format!("/incidents/{incident}/sent")).follow("Ask somebody to finish it");
    browser.pick("Who finishes it", colleague.1).press("Ask them").sees("Saved.");
    site().sign_in(&browser, organisation.slug, colleague.0);
    browser.open("/tasks").follow("Finish a report").is_at("Finish a report");
    browser.open(&format!("/incidents/{incident}/finish")).follow("The words the customer used");
    browser.fill("The words", "“You will hear from me.”").press("Add").sees("Added.");
    browser.open(&format!("/incidents/{incident}/finish")).press("The report is finished").sees("Saved.");
    browser.open(&format!("/incidents/{incident}/finish")).sees("This report is finished");
}

/// Help with wording where it was asked for: never on a first report, and nothing is rewritten.
pub fn wording_help(organisation: &Organisation, scripts: Scripts) {
    let (reporter, _) = people(site(), organisation);
    let id = organisation.customer(&reporter, "Jonquil", &name("Pademelon", scripts), "1973-06-06");
    let incident = organisation.incident(&reporter, &id, &["shouting"]);
    let browser = site().browser_of(organisation.slug, organisation.reporter, scripts);
    browser.open("/incidents/new");
    assert!(!browser.offers("Check wording"), "a first report is typed in peace");
    let words = "He was crazy and aggressive.";
    browser.open(&format!("/incidents/{incident}/words")).choose("A note about the work on this");
    browser.fill("The words", words).press("Check wording").sees("“crazy”").sees("Nothing was changed");
    assert_eq!(browser.value("The words"), words);
    browser.press("Add").sees("Added.").sees(words);
}

/// The reporter is told what came of it.
pub fn outcome_is_seen(organisation: &Organisation, scripts: Scripts) {
    let (reporter, reviewer) = people(site(), organisation);
    let id = organisation.customer(&reporter, "Fennel", &name("Quandong", scripts), "1985-09-19");
    let incident = organisation.incident(&reporter, &id, &["shouting"]);
    organisation.decide(&reviewer, &reporter, &incident);
    let browser = site().browser_of(organisation.slug, organisation.reporter, scripts);
    let said = "The incident you reported was reviewed. You can see what was decided.";
    browser.wait_until("told of the outcome", |browser| browser.open("/notifications").text().contains(said));
    browser.is_at("What you were told").follow(said);
    browser.sees("Decided").sees("Outcome");
}

//! A manager reviews: reads, looks at the history, talks, weighs, decides, follows up, closes.

use serde_json::json;

use super::look_up::assert_within;
use super::{name, people};
use crate::browser::{Browser, Meter, Scripts};
use crate::site::site;
use crate::world::Organisation;

const WORDS: &str = "They shouted for two minutes and left when asked.";

/// From the work list to the decision. The nine factors of the policy are nine of the things done; what is left is
/// what the design allows for the rest.
pub fn from_work_list_to_decision(organisation: &Organisation, scripts: Scripts) {
    let (reporter, _) = people(site(), organisation);
    let id = organisation.customer(&reporter, "Clover", &name("Kurrajong", scripts), "1979-02-02");
    organisation.incident(&reporter, &id, &["shouting"]);
    let incident = organisation.incident(&reporter, &id, &["shouting"]);
    let browser = site().browser_of(organisation.slug, organisation.reviewer, scripts);
    browser.open("/tasks").is_at("My work").sees("Review an incident");
    browser.open(&format!("/incidents/{incident}")).press("Begin the review").is_at("Review");
    browser.sees("What went before").sees("Shouting or swearing");
    browser.press("I have looked at the history").sees("The history was looked at");
    consult(&browser, organisation, &incident);
    browser.open(&format!("/incidents/{incident}/review")).begin_to_count();
    weigh(&browser, organisation);
    browser.press("Decide").sees("The review is decided. The reporter is told.");
    let factors = u32::try_from(organisation.codes("reviewing", "factor").len()).unwrap();
    assert_within(&browser, Meter { actions: factors + 15, pages: 2 });
    browser.sees("Decided").sees(WORDS);
    browser.open(&format!("/incidents/{incident}/review/print")).sees("Rules that were asked").sees(WORDS);
}

/// The talk with the staff member, where the policy asks for one.
fn consult(browser: &Browser, organisation: &Organisation, incident: &str) {
    let points = organisation.labels("reviewing", "consultation_point");
    if points.is_empty() {
        return;
    }
    browser.open(&format!("/incidents/{incident}/consultation")).is_at("Talk with the staff member");
    for point in points {
        browser.fill(&point, "We talked about it.");
    }
    browser.press("Save").sees("Saved.");
}

/// Everything the policy wants weighed, and the decision that asks for least.
fn weigh(browser: &Browser, organisation: &Organisation) {
    let told = |list: &str, key: &str| organisation.told("reviewing", list, key);
    for (ask, answer) in told("factor", "ask").iter().zip(told("factor", "answer")) {
        match answer.as_str() {
            "words" => browser.fill(ask, WORDS),
            "yes-no" => browser.choose_in(ask, "No"),
            "circumstances" => browser.choose_in(ask, &organisation.labels("vocabulary", "circumstance")[0]),
            _ => browser,
        };
    }
    for (legend, list) in [
        ("You find", "severity_level"),
        ("How proportionate was", "proportionality"),
        ("The risk of harm to somebody", "risk_level"),
        ("How likely a repetition is", "likelihood"),
    ] {
        if let Some(label) = organisation.labels("reviewing", list).first() {
            browser.choose_in(legend, label);
        }
    }
    browser.choose_in("Did we contribute", "No");
    for label in [
        "Why it is rated so",
        "What the review found",
        "What was done so far",
        "Contact with the customer so far",
        "Why no referral was offered",
    ] {
        if browser.has_field(label) {
            browser.fill(label, WORDS);
        }
    }
    let outcomes = told("outcome", "code").into_iter().zip(told("outcome", "label"));
    let outcome = outcomes.into_iter().find(|(code, _)| code == organisation.outcome).unwrap().1;
    browser.choose_in("What is decided?", &outcome);
    browser.choose("The ground is what was done").fill("Reasons for this decision in this case", WORDS);
}

/// A second look may find less than the signs or the reporter say, with a reason; what the reporter felt is kept.
pub fn severity_second_look(organisation: &Organisation, scripts: Scripts) {
    let (reporter, reviewer) = people(site(), organisation);
    let id = organisation.customer(&reporter, "Myrtle", &name("Bilby", scripts), "1982-03-03");
    let incident = organisation.incident(&reporter, &id, &["hurt"]);
    let [least, .., most] = &organisation.labels("reviewing", "severity_level")[..] else {
        panic!("no levels")
    };
    let browser = site().browser_of(organisation.slug, organisation.reporter, scripts);
    browser.open(&format!("/incidents/{incident}/words?kind=felt")).choose("How it felt");
    browser
        .fill("The words", "I did not sleep.")
        .choose_in("How severe did it feel to you?", most)
        .press("Add");
    reviewer.post(&format!("/incidents/{incident}/review-opening"), json!({}));
    reviewer.post(&format!("/incidents/{incident}/history-search"), json!({}));
    site().sign_in(&browser, organisation.slug, organisation.reviewer);
    browser
        .open(&format!("/incidents/{incident}/review"))
        .sees("The reporter felt")
        .sees("The recorded signs suggest");
    weigh(&browser, organisation);
    browser.choose_in("You find", least).press("Decide").sees("There is a problem");
    assert_eq!(browser.value("Reasons for this decision in this case"), WORDS);
    assert!(browser.is_chosen("You find", least));
    browser.fill("Why it is lower", "The injury was a scratch from the door, not from the customer.");
    browser.press("Decide").sees("The review is decided");
    browser.open(&format!("/incidents/{incident}/review/print"));
    browser.sees("Severity the reporter felt").sees("The injury was a scratch from the door");
}

/// Open tasks stand in the way of closing and are named; once they are done nothing does.
pub fn closing(organisation: &Organisation, scripts: Scripts) {
    let (reporter, reviewer) = people(site(), organisation);
    let id = organisation.customer(&reporter, "Saffron", &name("Numbat", scripts), "1994-05-25");
    let incident = organisation.incident(&reporter, &id, &["shouting"]);
    organisation.decide(&reviewer, &reporter, &incident);
    let browser = site().browser_of(organisation.slug, organisation.reviewer, scripts);
    let mine = reviewer.get("/")["name"].as_str().unwrap().to_owned();
    browser.open(&format!("/incidents/{incident}/follow-ups"));
    browser.fill("What is to be done", "Check the duress button at counter 3");
    browser.pick("Who does it", &mine).press("Add").sees("Check the duress button at counter 3");
    browser.open(&format!("/incidents/{incident}/closing")).sees("This stands in the way:");
    browser.sees("Tasks to be done first").sees("Check the duress button at counter 3");
    if browser.offers("Close the incident") {
        // The policy says "should": without a reason it does not close.
        browser.press("Close the incident").sees("There is a problem").sees("This stands in the way:");
    }
    for _ in 0..12 {
        let Some(task) = first_task(&browser) else { break };
        browser.follow(&task).fill("What was done", "Done on the day.").press("It is done");
        browser.open(&format!("/incidents/{incident}/closing"));
    }
    browser.sees("Nothing stands in the way.").press("Close the incident").sees("The incident is closed.");
    browser
        .open(&format!("/incidents/{incident}/reopening"))
        .fill("Why it is reopened", "A witness came forward.");
    browser.press("Reopen").sees("The incident is open again.");
}

/// The first task that closing waits for.
fn first_task(browser: &Browser) -> Option<String> {
    let tasks = "const list = [...document.querySelectorAll('main h2')].find(h => h.innerText === 'Tasks to be done first');
        return list?.nextElementSibling?.querySelector('a')?.innerText ?? null;";
    browser.run(tasks, json!([])).as_str().map(str::to_owned)
}

/// The incident form of the council (Appendix B): the questions of the policy, signed.
pub fn escalation_form(organisation: &Organisation, scripts: Scripts) {
    let (reporter, _) = people(site(), organisation);
    let id = organisation.customer(&reporter, "Heath", &name("Dunnart", scripts), "1963-07-14");
    let incident = organisation.incident(&reporter, &id, &["threat"]);
    let browser = site().browser_of(organisation.slug, organisation.reporter, scripts);
    browser.open(&format!("/incidents/{incident}/form")).is_at("Incident form");
    browser.press("Submit the form").sees("There is a problem");
    for question in organisation.labels("reviewing", "escalation_question") {
        browser.fill(&question, WORDS);
    }
    browser.fill("Your name, as your signature", "Alder Quill").press("Submit the form");
    browser.sees("The form is submitted.").open(&format!("/incidents/{incident}/form/print"));
    browser.sees("Alder Quill").sees(WORDS);
}

/// Handed to a higher level, with a reason.
pub fn escalation(organisation: &Organisation, to: &str, scripts: Scripts) {
    let (reporter, _) = people(site(), organisation);
    let id = organisation.customer(&reporter, "Laurel", &name("Potoroo", scripts), "1955-11-30");
    let incident = organisation.incident(&reporter, &id, &["threat"]);
    let browser = site().browser_of(organisation.slug, organisation.reviewer, scripts);
    browser.open(&format!("/incidents/{incident}/escalation")).is_at("Escalate");
    browser.choose_in("To which level", &organisation.labels("vocabulary", "escalation_level")[0]);
    browser.pick("To whom", to).fill("Why", WORDS).press("Escalate").sees("Saved.").sees(WORDS);
}

/// What somebody else changed meanwhile is said, and what was typed is kept.
pub fn changed_meanwhile(organisation: &Organisation, scripts: Scripts) {
    let (reporter, reviewer) = people(site(), organisation);
    let id = organisation.customer(&reporter, "Indigo", &name("Quokka", scripts), "1968-08-18");
    let incident = organisation.incident(&reporter, &id, &["shouting"]);
    let browser = site().browser_of(organisation.slug, organisation.reviewer, scripts);
    browser.open(&format!("/incidents/{incident}/correction"));
    browser.fill("Where exactly", "At the side door").fill("Why it is corrected", WORDS);
    reviewer.post(
        &format!("/incidents/{incident}/correction"),
        json!({ "place": "At the front desk", "because": "The camera shows it." }),
    );
    browser.press("Correct").sees("Somebody else changed this since you opened it");
    assert_eq!(browser.value("Where exactly"), "At the side door");
    assert_eq!(crate::axe::problems(&browser), Vec::<String>::new());
    browser.press("Correct").sees("Saved.").sees("At the side door");
}

//! The words of this system, in plain words.

use evenhand_policy::pack::{Feature, Pack};
use evenhand_ui::SummaryList;

use crate::body::Body;
use crate::cx::Cx;
use crate::respond::{Answer, Failure};

/// The words, in the order of the alphabet; some only where the organisation uses that part.
const WORDS: &[(&str, &str, Option<Feature>)] = &[
    ("Affected person", "Anybody whom an incident hurt or distressed, on the staff or not.", None),
    (
        "Authority",
        "What an office or a named person may decide, beyond what their role does every day.",
        None,
    ),
    ("Business line", "A part of the organisation with rules of its own about records.", None),
    (
        "Circumstance",
        "Something known of a customer's life that bears on how they are treated, with how it is known.",
        None,
    ),
    ("Contact card", "How to serve a person now, by one channel. It says what to do first.", None),
    (
        "Contact officer",
        "The officer who serves a customer as a rule and hears at once of every incident.",
        None,
    ),
    (
        "Critical incident",
        "An incident that brings out a strong response in those who were there. It opens tasks of care.",
        None,
    ),
    ("Customer", "Anybody we serve or served.", None),
    ("Delegation", "An authority given to a person by name, with the paper it rests on and its dates.", None),
    ("Draft", "What you typed and have not sent. Only you see it.", None),
    (
        "Entered in error",
        "A mark on an incident that should not have been entered. It is never deleted.",
        None,
    ),
    ("Follow-up", "Something to be done after an incident, by somebody, by a date.", None),
    ("Incident", "One event, or a series, of conduct towards staff or others.", None),
    (
        "Incident form",
        "A form that asks for access to be considered. Only some incidents need it.",
        Some(Feature::EscalationForm),
    ),
    ("Known incident", "An incident somebody knows of and nobody has recorded yet.", None),
    ("Look", "That somebody opened a person's record. Every look is kept.", None),
    (
        "Need",
        "What a person needs so that they can be served, such as an interpreter. It comes first on the contact card.",
        None,
    ),
    ("Outcome", "What the reviewer decided should follow.", None),
    (
        "Policy pack",
        "The organisation's policy as this system works by it: words, roles, deadlines, rules, texts. It has versions.",
        None,
    ),
    (
        "Private report",
        "A report that goes to people of the reporter's choice and stays out of the customer's record.",
        None,
    ),
    (
        "Proportionality",
        "How far the customer's response went beyond what led to it.",
        Some(Feature::Proportionality),
    ),
    ("Reading", "How we read a policy where it contradicts itself or leaves a gap, and why.", None),
    (
        "Reason for going on",
        "Where a rule only says should, you can go on without it and say why. The reason is kept.",
        None,
    ),
    (
        "Record",
        "Everything that happened, in the order it happened. Nothing in it is changed or removed unseen; a correction is added.",
        None,
    ),
    ("Rectification", "Putting right what we did wrong.", None),
    (
        "Review",
        "A reviewer's first judgement of an incident: what happened, what led to it, what follows.",
        None,
    ),
    (
        "Reviewer",
        "Whoever reviews incidents of a team, as a rule its line manager. Never somebody it happened to.",
        None,
    ),
    (
        "Risk",
        "How likely it is that somebody will be harmed, in the reviewer's judgement.",
        Some(Feature::Risk),
    ),
    ("Role", "What somebody does here, and so what they may do in this system.", None),
    ("Sealed", "Closed to all but named people. For everybody else, a sealed person does not exist.", None),
    ("Severity", "How serious an incident was, in the reviewer's judgement.", Some(Feature::Severity)),
    ("Task", "Something that waits for a person or a role. It says where it is done and by when.", None),
    ("Timeline", "Everything that happened to a person or an incident, with who did it and when.", None),
    ("Unit", "A part of the organisation. Roles cover a unit and those below it.", None),
];

/// The words that the organisation uses.
fn used(pack: &Pack) -> impl Iterator<Item = (&'static str, &'static str)> {
    let applies = |feature: &Option<Feature>| feature.is_none_or(|feature| pack.has(feature));
    WORDS.iter().filter(move |(.., feature)| applies(feature)).map(|(word, means, _)| (*word, *means))
}

pub(crate) async fn words(cx: &Cx) -> Result<Answer, Failure> {
    let list = used(cx.who.pack()).fold(SummaryList::new(), |list, (word, means)| list.row(word, means));
    let body = Body::new()
        .h1("Words")
        .p("What the words on these pages mean. The roles of our policy are explained in the staff guide.")
        .add(&list)
        .link("Staff guide", "/help/guide");
    Ok(Answer::page("Words", body.done()).back("/help"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_order_and_once() {
        assert!(WORDS.iter().zip(WORDS.iter().skip(1)).all(|((a, ..), (b, ..))| a < b));
    }

    #[test]
    fn words_of_parts_that_are_off_are_left_out() {
        let pack = Pack { features: vec![Feature::Severity], ..Pack::default() };
        let words: Vec<&str> = used(&pack).map(|(word, _)| word).collect();
        assert!(words.contains(&"Severity") && !words.contains(&"Proportionality"));
    }
}

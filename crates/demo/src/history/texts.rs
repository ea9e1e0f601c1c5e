//! The words of ordinary days.

use crate::words::pick;

/// What a reporter writes.
pub(crate) fn words(happening: &str, n: usize) -> &'static str {
    let texts: &[&str] = match happening {
        "shouting" => &[
            "Shouted across the counter about the waiting time.",
            "Raised voice and swearing. Others in the queue stepped back.",
            "Swore at the screen, then at me.",
            "Shouted that nobody here helps anybody.",
            "Loud for ten minutes. Calmer when a colleague came over.",
        ],
        "personal-abuse" => &[
            "Called me names. I will not write them here.",
            "Insulted me and the colleague next to me.",
            "Remarks about my looks and my family.",
            "Said I am too stupid for this work, several times.",
        ],
        "hurt" => &[
            "Grabbed my arm over the counter.",
            "Pushed me when I opened the door.",
            "Threw a folder. It hit my hand.",
            "Spat. It hit my sleeve.",
        ],
        "threat" => &[
            "Said I would be sorry if the money does not come.",
            "Said they would wait for us outside.",
            "Threatened to come back with others.",
            "Said they know people who could pay us a visit.",
        ],
        "threat-with-something" => &[
            "Lifted a chair and held it over the counter.",
            "Took scissors from the desk and pointed them at me.",
            "Held up a walking stick as if to strike.",
        ],
        "damage" => &[
            "Kicked the leaflet stand over.",
            "Hit the screen of the terminal until it cracked.",
            "Tore the notice off the wall and threw the frame.",
        ],
        "pattern" => &[
            "The same question, many times this week, to five of us.",
            "Thirty messages in two days on a matter that was answered.",
            "Called every hour. Each time somebody else picked up.",
        ],
        "would-not-leave" => &[
            "Would not leave at closing time.",
            "Sat down in front of the door and would not move.",
            "Stayed at the counter for an hour and would not let others come up.",
        ],
        "followed" => &["Followed me to the bus stop and said nothing.", "Stood by my car when I came out."],
        "online" => &[
            "Wrote about me by name on a page of the neighbourhood.",
            "Posted a picture of our counter with my face.",
        ],
        _ => &["Something was not right; I cannot say it better."],
    };
    pick(texts, n)
}

/// Why a review decides as it does.
pub(crate) fn reasons(n: usize) -> &'static str {
    pick(
        &[
            "A first time, and it stopped when it was spoken of.",
            "Staff were frightened. It must not happen again, and the person should hear that from us.",
            "The matter behind it was real. The way it was raised was not acceptable.",
            "The behaviour was aimed at one officer and went on after a request to stop.",
            "Nobody was harmed. A clear word is enough here.",
            "The person had waited for weeks. That explains it and does not make it right.",
            "It has happened before. What was tried then did not hold.",
            "The officer does not want more than that the person knows.",
        ],
        n,
    )
}

/// What a review found, in short.
pub(crate) fn summary(n: usize) -> &'static str {
    pick(
        &[
            "An exchange at the counter that got out of hand.",
            "A call that began with a question and ended with abuse.",
            "Frustration about a decision, taken out on the officer.",
            "A person under pressure, and words that cannot be left standing.",
            "Behaviour that others in the room saw and were upset by.",
        ],
        n,
    )
}

/// What the organisation did wrong, and how it was put right.
pub(crate) fn wrong_and_right(n: usize) -> (&'static str, &'static str) {
    let all = [
        (
            "The letter gave two different dates.",
            "The date was confirmed, and the letter template corrected.",
        ),
        (
            "The form had been lost and was asked for again.",
            "The form was found and dealt with the same day.",
        ),
        ("A call back was promised and not made.", "The call was made and the matter settled."),
        ("The person was sent from one counter to the other and back.", "One officer took the matter over."),
    ];
    all.get(n % all.len()).copied().unwrap_or_default()
}

/// What was done about a task.
pub(crate) fn note(task: &str, n: usize) -> &'static str {
    let texts: &[&str] = match task {
        "closing-offer-support-0" | "closing-offer-debrief-0" => {
            &["Offered; not wanted for now", "Offered and taken up", "Offered; they will come back to it"]
        }
        "closing-offer-help-0" => &["Offered; saw a doctor the same day", "Offered; not needed"],
        "closing-whs-report" => &["Entered", "Entered by the officer"],
        "closing-tell-staff" => {
            &["Told the team what was decided", "Told the officer and the two next to them"]
        }
        "outcome-phone-contact" => &["Spoke with the customer", "Reached at the second try"],
        "outcome-verbal-warning" => &["Given by telephone; both consequences were said"],
        "outcome-not-to-contact" => &["Not contacted: it would make things worse now"],
        "outcome-warning-letter" | "outcome-warning" => &["The letter was decided on and prepared"],
        "outcome-plan" | "outcome-provisional-plan" | "outcome-restriction" => &[
            "Decided: for three months, then a look at it",
            "Decided: not now; other ways first",
            "Decided: for six months",
        ],
        "outcome-strategy" => &["Agreed with the team how this customer is served"],
        "outcome-adr" => &["Offered; the customer would rather leave it"],
        _ => &["Done"],
    };
    pick(texts, n)
}

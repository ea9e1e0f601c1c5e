//! What happens, how often, and how grave it is: the published rates, drawn from.

use crate::draw::Draw;

/// What happened, and what was made of it.
#[derive(Debug, Clone)]
pub(crate) struct Happened {
    /// The box ticked.
    pub happening: &'static str,
    /// A kind of conduct named besides.
    pub kind: Option<&'static str>,
    pub channel: Way,
    pub hurt: bool,
    pub duress: bool,
    pub police: bool,
    /// Severity the review sets, where the policy has it.
    pub severity: &'static str,
    /// The review sets it lower than the signs suggest.
    pub lowered: bool,
    pub risk: &'static str,
    pub likelihood: &'static str,
    pub proportionality: &'static str,
    pub outcome: &'static str,
    pub contributed: bool,
    /// Which of several texts is used.
    pub text: usize,
}

/// The way of contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    InPerson,
    Phone,
    Online,
}

/// Incidents of which the organisation did something wrong, in a thousand.
const CONTRIBUTED: u64 = 110;
/// Duress alarms in a thousand incidents: 0.115 an incident is the published rate.
const DURESS: u64 = 115;
/// Reports to the police in a thousand incidents: 10.8 % in one published set.
const POLICE: u64 = 108;
/// Reviews that set a lower severity than the signs suggest, in a thousand.
const LOWERED: u64 = 40;

/// What happens at the agency. `lowers` is how many times as often as others the reviewer lowers severity.
pub(crate) fn agency(draw: &mut Draw, phone: bool, lowers: u64) -> Happened {
    // Critical 0.3 %, serious 13.7 %, moderate 61 %, minor 25 %. Critical ones are told as stories.
    let severity = draw.weighted(&[(140, "serious"), (610, "moderate"), (250, "minor")]).unwrap_or("minor");
    let happening = match (severity, phone) {
        ("serious", false) => draw.weighted(&[(6, "hurt"), (3, "threat-with-something"), (1, "followed")]),
        ("serious", true) => draw.weighted(&[(8, "threat"), (2, "threat-with-something")]),
        ("moderate", false) => {
            draw.weighted(&[(5, "threat"), (2, "damage"), (1, "online"), (4, "personal-abuse")])
        }
        ("moderate", true) => draw.weighted(&[(5, "threat"), (6, "personal-abuse"), (1, "online")]),
        (_, false) => draw.weighted(&[(6, "shouting"), (3, "would-not-leave"), (2, "personal-abuse")]),
        (_, true) => draw.weighted(&[(5, "shouting"), (3, "pattern"), (3, "personal-abuse")]),
    };
    let happening = happening.unwrap_or("shouting");
    let lowered = draw.chance(LOWERED * lowers) && matches!(happening, "threat" | "damage" | "hurt");
    let severity = match (lowered, severity) {
        (true, "serious") if happening == "hurt" => "moderate",
        (true, _) => "minor",
        (false, severity) => severity,
    };
    let risk = match severity {
        "serious" => draw.weighted(&[(6, "high"), (4, "medium")]),
        "moderate" => draw.weighted(&[(4, "medium"), (6, "low")]),
        _ => Some("low"),
    };
    let risk = risk.unwrap_or("low");
    let outcome = match (severity, risk) {
        ("serious", "high") => draw.weighted(&[(5, "plan"), (4, "provisional-plan"), (1, "not-to-contact")]),
        ("serious", _) => draw.weighted(&[(4, "plan"), (6, "warning-letter")]),
        ("moderate", _) => draw.weighted(&[
            (30, "phone-contact"),
            (25, "verbal-warning"),
            (25, "warning-letter"),
            (8, "plan"),
            (12, "not-to-contact"),
        ]),
        _ => draw.weighted(&[(45, "phone-contact"), (35, "verbal-warning"), (20, "not-to-contact")]),
    };
    rest(draw, happening, None, phone, (severity, lowered, risk), outcome.unwrap_or("not-to-contact"))
}

/// What happens at the council, whose policy has neither severity nor risk.
pub(crate) fn council(draw: &mut Draw, phone: bool) -> Happened {
    let happening = draw.weighted(&[
        (26, "shouting"),
        (17, "personal-abuse"),
        (15, "pattern"),
        (12, "would-not-leave"),
        (9, "threat"),
        (6, "damage"),
        (4, "hurt"),
        (3, "online"),
    ]);
    let happening = happening.unwrap_or("shouting");
    let kind =
        if happening == "pattern" { draw.one(&["bombarding", "reframing", "forum-shopping"]) } else { None };
    let outcome = match happening {
        "hurt" => draw.weighted(&[(6, "restriction"), (4, "warning")]),
        "threat" => draw.weighted(&[(3, "restriction"), (5, "warning"), (2, "strategy")]),
        "pattern" => draw.weighted(&[(4, "strategy"), (2, "restriction"), (1, "adr"), (3, "no-action")]),
        _ => draw.weighted(&[(5, "no-action"), (3, "strategy"), (2, "warning")]),
    };
    rest(draw, happening, kind, phone, ("", false, ""), outcome.unwrap_or("no-action"))
}

fn rest(
    draw: &mut Draw,
    happening: &'static str,
    kind: Option<&'static str>,
    phone: bool,
    (severity, lowered, risk): (&'static str, bool, &'static str),
    outcome: &'static str,
) -> Happened {
    let physical = happening == "hurt" && !lowered;
    let channel = match (happening, phone) {
        ("online", _) => Way::Online,
        (_, true) => Way::Phone,
        (_, false) => Way::InPerson,
    };
    Happened {
        happening,
        kind,
        channel,
        hurt: physical && draw.chance(400),
        duress: channel == Way::InPerson && draw.chance(DURESS * 100 / 70),
        police: draw.chance(POLICE),
        severity,
        lowered,
        risk,
        likelihood: draw.weighted(&[(4, "unlikely"), (4, "possible"), (2, "likely")]).unwrap_or("possible"),
        proportionality: draw
            .weighted(&[(3, "not-at-all"), (5, "moderately"), (2, "grossly")])
            .unwrap_or("moderately"),
        outcome,
        contributed: draw.chance(CONTRIBUTED),
        text: draw.below(1000),
    }
}

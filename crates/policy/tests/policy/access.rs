//! Who may do what: the whole table for both packs as files to be reviewed, and the bars that no role lifts.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;

use evenhand_policy::access::{
    Action, Actor, Authority, Denied, Duty, Holding, Relation, Scope, Sensitivity, Subject, check, lines,
};
use evenhand_policy::pack::{Coded, Pack, Role};

use crate::support::{PACKS, beside, pack};

/// The actor of these tests, and the unit their role covers.
const ME: &str = "me";
const MY_UNIT: &str = "my-unit";

fn holding(role: &str, duties: &[Duty]) -> Holding {
    let scope = Scope::Units(Arc::new(BTreeSet::from([MY_UNIT.to_owned()])));
    Holding { role: role.to_owned(), duties: duties.to_vec(), scope, acting: None }
}

fn actor(holdings: Vec<Holding>) -> Actor {
    Actor { id: ME.to_owned(), holdings, delegated: Vec::new() }
}

fn with_duty(duty: Duty) -> Actor {
    actor(vec![holding(duty.as_str(), &[duty])])
}

fn in_role(pack: &Pack, role: &str) -> Actor {
    let role = pack.role(role).unwrap_or_else(|| panic!("there is no role `{role}`"));
    actor(vec![holding(&role.code, &role.duties)])
}

/// A thing to which the actor stands in one relation and in no other.
fn thing(relation: Relation, sensitivity: Sensitivity) -> Subject {
    let me_if =
        |wanted: Relation| if relation == wanted { vec![ME.to_owned()] } else { vec!["you".to_owned()] };
    let unit = if relation == Relation::Unit { MY_UNIT } else { "another-unit" };
    Subject {
        sensitivity,
        units: vec![unit.to_owned()],
        own: me_if(Relation::Own),
        affected: me_if(Relation::Affected),
        named: me_if(if relation == Relation::Handler { relation } else { Relation::Named }),
        handlers: me_if(Relation::Handler),
        barred: Vec::new(),
        known_by: None,
    }
}

fn may(actor: &Actor, action: Action, relation: Relation, sensitivity: Sensitivity) -> bool {
    check(actor, action, &thing(relation, sensitivity), &Pack::default()).is_ok()
}

/// The relations in which an actor may do something to things held so closely.
fn relations(actor: &Actor, action: Action, sensitivity: Sensitivity) -> String {
    if may(actor, action, Relation::Any, sensitivity) {
        return "any".to_owned();
    }
    let allowed = Relation::ALL.iter().filter(|relation| may(actor, action, **relation, sensitivity));
    let words: Vec<&str> = allowed.map(|relation| relation.as_str()).collect();
    if words.is_empty() { "-".to_owned() } else { words.join(" ") }
}

fn section(text: &mut String, title: &str, actor: &Actor) {
    writeln!(text, "\n## {title}\n").expect("text");
    writeln!(text, "{:<28} {:<26} {:<26} sealed", "action", "ordinary", "private").expect("text");
    for action in Action::ALL {
        let [ordinary, private, sealed] = [Sensitivity::Ordinary, Sensitivity::Private, Sensitivity::Sealed]
            .map(|sensitivity| relations(actor, *action, sensitivity));
        if [&ordinary, &private, &sealed].iter().any(|cell| **cell != "-") {
            writeln!(text, "{action:<28} {ordinary:<26} {private:<26} {sealed}").expect("text");
        }
    }
}

fn table(pack: &Pack) -> String {
    let mut text = format!(
        "# Who may do what under {}\n\n\
        Written by a test from crates/policy/access/matrix.txt and the roles of the pack; read it whenever it changes.\n\
        A cell names how somebody must stand to a thing that is held so closely: `any` is anybody's; `own` they made or\n\
        reported; `affected` it happened to them; `named` it was given to them by name; `unit` it belongs to a unit\n\
        their role covers. What is not listed is refused.\n",
        pack.identity.title
    );
    section(&mut text, "Signed in, without a role", &actor(Vec::new()));
    for role in &pack.roles {
        let duties: Vec<&str> = role.duties.iter().map(|duty| duty.as_str()).collect();
        let title = format!("{} ({}): {}", role.label(), role.code(), duties.join(", "));
        section(&mut text, &title, &in_role(pack, &role.code));
    }
    text
}

#[test]
fn who_may_do_what_is_as_it_was_reviewed() {
    for name in PACKS {
        let file = beside("access").join(format!("{name}.txt"));
        let now = table(pack(name));
        // UPDATE=1 cargo test -p evenhand-policy writes the tables anew; then read what changed.
        if option_env!("UPDATE").is_some() {
            fs::write(&file, &now).expect("the table is written");
        }
        let reviewed = fs::read_to_string(&file).unwrap_or_default();
        let changed: Vec<String> = now
            .lines()
            .filter(|line| !reviewed.lines().any(|known| known == *line))
            .map(|line| format!("+ {line}"))
            .chain(
                reviewed
                    .lines()
                    .filter(|line| !now.lines().any(|n| n == *line))
                    .map(|line| format!("- {line}")),
            )
            .collect();
        assert!(
            now == reviewed,
            "tests/access/{name}.txt is not what is allowed now:\n{}",
            changed.join("\n")
        );
    }
}

/// Everything that concerns a case or a customer.
fn is_about_people(action: Action) -> bool {
    action.as_str().starts_with("customer.") || action.as_str().starts_with("incident.")
}

#[test]
fn a_sealed_thing_is_open_only_to_those_it_belongs_to_or_who_are_named() {
    for line in lines().iter().filter(|line| line.sensitivity == Sensitivity::Sealed) {
        let close = matches!(line.relation, Relation::Own | Relation::Affected | Relation::Named);
        assert!(close || line.action == Action::ReportIncident, "{line:?}");
    }
    for duty in Duty::ALL {
        for action in Action::ALL.iter().filter(|action| **action != Action::ReportIncident) {
            for relation in [Relation::Any, Relation::Unit] {
                assert!(!may(&with_duty(*duty), *action, relation, Sensitivity::Sealed), "{duty} {action}");
            }
        }
    }
}

#[test]
fn a_private_report_is_open_only_to_those_it_belongs_to_or_who_are_named() {
    for duty in Duty::ALL {
        for action in Action::ALL.iter().filter(|action| **action != Action::ReportIncident) {
            for relation in [Relation::Any, Relation::Unit] {
                assert!(!may(&with_duty(*duty), *action, relation, Sensitivity::Private), "{duty} {action}");
            }
        }
    }
    assert!(may(&with_duty(Duty::Whs), Action::ReviewIncident, Relation::Handler, Sensitivity::Private));
    let with_a_part = |action| may(&with_duty(Duty::Whs), action, Relation::Named, Sensitivity::Private);
    assert!(with_a_part(Action::ReadIncident) && with_a_part(Action::FollowUp));
    assert!(!with_a_part(Action::ReviewIncident) && !with_a_part(Action::ReadReview));
    assert!(!with_a_part(Action::CloseIncident) && !with_a_part(Action::ConsultStaff));
}

#[test]
fn whoever_reviews_a_case_that_is_closely_held_can_bring_it_to_its_close() {
    let steps = [
        Action::ReadIncident,
        Action::ReadReview,
        Action::AddToIncident,
        Action::ConsultStaff,
        Action::RecordAuthorities,
        Action::Rectify,
        Action::FollowUp,
        Action::CloseIncident,
    ];
    for sensitivity in Sensitivity::ALL {
        for action in steps {
            let reviewer = may(&with_duty(Duty::Reviewer), action, Relation::Handler, *sensitivity);
            assert!(reviewer, "{action}, {sensitivity}: a case would get stuck");
        }
    }
}

#[test]
fn what_is_sealed_answers_as_if_it_were_not_there() {
    for duty in Duty::ALL {
        let sealed =
            Subject { known_by: Some(Action::ReadIncident), ..thing(Relation::Unit, Sensitivity::Sealed) };
        let answer = check(&with_duty(*duty), Action::ReadIncident, &sealed, pack("mount-gambier"));
        assert_eq!(answer, Err(Denied::Hidden), "{duty}");
        let answer = check(&with_duty(*duty), Action::CloseIncident, &sealed, pack("mount-gambier"));
        assert_eq!(answer, Err(Denied::Hidden), "{duty}");
    }
}

#[test]
fn who_may_know_of_a_thing_is_told_who_could_do_more() {
    let mine =
        Subject { known_by: Some(Action::ReadIncident), ..thing(Relation::Own, Sensitivity::Ordinary) };
    let answer = check(&with_duty(Duty::Frontline), Action::ReviewIncident, &mine, pack("mount-gambier"));
    let Err(Denied::Forbidden { action, who_can }) = answer else { panic!("{answer:?}") };
    assert_eq!(action, Action::ReviewIncident);
    assert_eq!(who_can, ["Manager", "General Manager", "Chief Executive Officer", "Appeal reviewer"]);
}

#[test]
fn who_is_barred_cannot_act_nor_can_whoever_stands_in_for_them() {
    let because = "they are among the affected";
    let theirs = Subject {
        barred: vec![("quill".to_owned(), because)],
        known_by: Some(Action::ReadIncident),
        ..thing(Relation::Unit, Sensitivity::Ordinary)
    };
    let reviewer = |id: &str, in_place_of: Option<&str>| {
        let mut held = holding("manager", &[Duty::Reviewer]);
        held.acting = in_place_of.map(|person| ("arrangement-1".to_owned(), person.to_owned()));
        Actor { id: id.to_owned(), holdings: vec![held], delegated: Vec::new() }
    };
    let answer = |actor: &Actor| check(actor, Action::ReviewIncident, &theirs, pack("mount-gambier"));
    let barred = Err(Denied::Barred { action: Action::ReviewIncident, because });
    assert_eq!(answer(&reviewer("quill", None)), barred);
    assert_eq!(answer(&reviewer("wren", Some("quill"))), barred);
    let permit = answer(&reviewer("wren", Some("heron"))).expect("another's substitute may");
    assert_eq!((permit.actor(), permit.for_person()), ("wren", Some("heron")));
    assert_eq!((permit.role(), permit.delegation()), ("manager", Some("arrangement-1")));
    assert!(answer(&reviewer("wren", None)).is_ok());
}

#[test]
fn a_bar_is_not_told_to_those_who_could_not_act_anyway() {
    let sealed = Subject {
        barred: vec![(ME.to_owned(), "they decided before")],
        known_by: Some(Action::ReadIncident),
        ..thing(Relation::Unit, Sensitivity::Sealed)
    };
    let answer = check(&with_duty(Duty::Reviewer), Action::ReviewIncident, &sealed, pack("mount-gambier"));
    assert_eq!(answer, Err(Denied::Hidden));
}

#[test]
fn the_products_own_duty_is_held_by_no_role_of_a_pack() {
    for name in PACKS {
        let system: Vec<&Role> =
            pack(name).roles.iter().filter(|role| role.duties.contains(&Duty::System)).collect();
        assert_eq!(system, Vec::<&Role>::new(), "{name}");
    }
    assert!(check(&Actor::system(), Action::EditStaff, &Subject::default(), pack("mount-gambier")).is_ok());
    assert!(
        check(&Actor::system(), Action::ReadIncident, &Subject::default(), pack("mount-gambier")).is_err()
    );
}

#[test]
fn everyone_signed_in_can_report_even_without_a_role() {
    let nobody = actor(Vec::new());
    for sensitivity in Sensitivity::ALL {
        assert!(may(&nobody, Action::ReportIncident, Relation::Any, *sensitivity));
    }
    assert!(may(&nobody, Action::ReadGuidance, Relation::Any, Sensitivity::Ordinary));
    let read = |relation| may(&nobody, Action::ReadIncident, relation, Sensitivity::Ordinary);
    assert!(read(Relation::Own) && read(Relation::Affected) && read(Relation::Named));
    assert!(!read(Relation::Any) && !read(Relation::Unit));
}

#[test]
fn administrators_and_auditors_open_no_case_and_no_customer() {
    for line in lines().iter().filter(|line| is_about_people(line.action)) {
        assert_ne!(line.duty, Some(Duty::Administrator), "{line:?}");
        let looks = line.action == Action::ReadLooks;
        assert!(line.duty != Some(Duty::Auditor) || looks, "{line:?}");
        assert!(line.duty != Some(Duty::System) || line.action.as_str().starts_with("customer."), "{line:?}");
    }
}

#[test]
fn auditors_change_nothing() {
    let changes = [
        "edit",
        "seal",
        "register",
        "propose",
        "activate",
        "keep",
        "record-",
        "note",
        "reassign",
        "add",
        "close",
        "review",
        "escalate",
        "rectify",
        "link",
        "follow-up",
        "hand-over",
        "submit",
        "consult",
        "enter-in-error",
    ];
    let of_auditors = lines().iter().filter(|line| line.duty == Some(Duty::Auditor));
    for line in of_auditors {
        let verb = line.action.as_str().split_once('.').map_or("", |(_, verb)| verb);
        assert!(!changes.iter().any(|change| verb.starts_with(change)), "{line:?}");
    }
}

/// Authorities that take access away or narrow it.
const CHANGES_OF_ACCESS: [Authority; 4] =
    [Authority::ApproveProvisional, Authority::ApprovePlan, Authority::SignPlanLetter, Authority::Terminate];

fn holds(pack: &Pack, role: &str, authority: Authority) -> bool {
    in_role(pack, role).holds(authority, pack).is_some()
}

// proves: MG-BKG-01
#[test]
fn frontline_roles_hold_strategies_and_words_of_warning_but_nothing_that_changes_access() {
    for name in PACKS {
        let pack = pack(name);
        for role in pack.roles.iter().filter(|role| role.duties.contains(&Duty::Frontline)) {
            for authority in CHANGES_OF_ACCESS {
                assert!(!holds(pack, &role.code, authority), "{name}: {} holds {authority}", role.label());
            }
        }
    }
    let council = pack("mount-gambier");
    assert!(holds(council, "staff-member", Authority::GiveVerbalWarning));
    assert!(holds(council, "general-manager", Authority::ApprovePlan));
    assert!(holds(council, "chief-executive", Authority::Terminate));
    assert!(!holds(council, "manager", Authority::ApprovePlan));
    let strategy = council.reviewing.outcomes.iter().find(|outcome| outcome.code() == "strategy");
    assert!(strategy.is_some_and(|strategy| !strategy.proposal && strategy.goes_to.is_none()));
}

// proves: MG-4.3-06
#[test]
fn the_councils_roles_are_those_of_its_policy_and_a_general_manager_acts_for_their_units_only() {
    let council = pack("mount-gambier");
    let roles = [
        ("staff-member", Authority::GiveVerbalWarning),
        ("supervisor", Authority::GiveVerbalWarning),
        ("sole-contact-officer", Authority::GiveVerbalWarning),
        ("manager", Authority::SignWarning),
        ("general-manager", Authority::ApprovePlan),
        ("chief-executive", Authority::SignOffAppeal),
        ("reception", Authority::GiveVerbalWarning),
    ];
    for (role, authority) in roles {
        assert!(holds(council, role, authority), "{role}: {authority}");
    }
    let without =
        ["manager-organisational-development", "management-team", "human-resources", "security-staff"];
    for role in without.into_iter().chain(["appeal-reviewer"]) {
        let held = Authority::ALL.iter().filter(|authority| holds(council, role, **authority));
        assert_eq!(held.count(), 0, "{role}");
    }
    let general_manager = in_role(council, "general-manager");
    let read = |relation| may(&general_manager, Action::ReadIncident, relation, Sensitivity::Ordinary);
    assert!(read(Relation::Unit));
    assert!(!read(Relation::Any));
}

// proves: SA-PIC-118
#[test]
fn the_agencys_roles_are_those_of_its_pages_and_an_authority_taken_away_is_gone() {
    let agency = pack("services-australia");
    for role in [
        "service-officer",
        "complaints-officer",
        "team-leader",
        "el1-manager",
        "personalised-services-officer",
        "one-main-contact",
        "approved-decision-maker",
        "canoc",
        "capt",
        "regional-security-adviser",
    ] {
        assert!(
            agency.role(role).is_some_and(|role| !role.duties.is_empty() && !role.states.is_empty()),
            "{role}"
        );
    }
    assert!(holds(agency, "team-leader", Authority::GiveVerbalWarning));
    let mut changed = agency.clone();
    let warning = changed.authorities.iter_mut().find(|rule| rule.authority == Authority::GiveVerbalWarning);
    warning.expect("it is stated").offices.retain(|office| office != "team-leader");
    assert!(!holds(&changed, "team-leader", Authority::GiveVerbalWarning));
    assert!(holds(&changed, "el1-manager", Authority::GiveVerbalWarning));
}

#[test]
fn an_authority_that_no_office_holds_is_held_only_by_those_entered_by_name() {
    let agency = pack("services-australia");
    for authority in [Authority::SendSms, Authority::SignWarning, Authority::SignPlanLetter] {
        for role in &agency.roles {
            assert!(!holds(agency, &role.code, authority), "{}: {authority}", role.label());
        }
        let mut listed = in_role(agency, "team-leader");
        listed.delegated.push((authority, "delegation-1".to_owned()));
        assert_eq!(listed.holds(authority, agency), Some(Some("delegation-1".to_owned())));
        let others = Authority::ALL.iter().filter(|other| **other != authority);
        let also = others.filter(|other| listed.holds(**other, agency).is_some());
        assert_eq!(also.collect::<Vec<_>>(), [&Authority::GiveVerbalWarning], "for this one only");
    }
}

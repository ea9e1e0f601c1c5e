//! Who may do what: the whole access table, with the roles of our policy in the place of duties.

use evenhand_policy::Action;
use evenhand_policy::access::{Duty, Line, Relation, Sensitivity, lines};
use evenhand_ui::{ScrollRegion, Table};
use schemars::JsonSchema;
use serde::Serialize;

use crate::body::Body;
use crate::cx::Cx;
use crate::respond::{Answer, Failure};

/// The access table.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Rights {
    pub groups: Vec<Group>,
}

/// Actions on one kind of thing.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Group {
    pub name: String,
    pub rights: Vec<Right>,
}

/// A line of the table. What no line allows is refused.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Right {
    pub action: String,
    /// What may be done, in words.
    pub what: String,
    /// The duty that may; `everyone` for everybody who is signed in.
    pub duty: String,
    /// The roles of our policy with this duty.
    pub roles: Vec<String>,
    /// How they must stand to the thing: `any`, `own`, `affected`, `named` or `unit`.
    pub relation: String,
    /// How closely the thing is held: `ordinary`, `private` or `sealed`.
    pub held: String,
    #[serde(skip)]
    relation_words: &'static str,
    #[serde(skip)]
    held_words: &'static str,
}

/// The groups: a heading, and the first words of its actions.
const GROUPS: &[(&str, &[&str])] = &[
    ("Customers", &["customer"]),
    ("Incidents", &["incident"]),
    ("Work", &["work", "obligation", "unit"]),
    ("Guidance and the policy", &["guidance", "policy"]),
    ("Policy packs", &["pack"]),
    ("Administration", &["staff", "delegation", "organisation", "rights", "record"]),
];

pub(crate) async fn show(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::ReadRights, &Default::default())?;
    let of_group = |kinds: &[&str]| -> Vec<Right> {
        lines().iter().filter(|line| kinds.contains(&kind(line.action))).map(|line| right(cx, line)).collect()
    };
    let group = |(name, kinds): &(&str, &[&str])| Group { name: (*name).to_owned(), rights: of_group(kinds) };
    let view = Rights { groups: GROUPS.iter().map(group).collect() };
    Ok(Answer::view("Who may do what", &view, || {
        let body = Body::new()
            .h1("Who may do what")
            .p("This is the whole table. What no line allows is refused, and refused as if it did not exist wherever somebody may not know of it.")
            .p("Authorities to decide, such as signing a warning letter, stand in the register of delegations.");
        view.groups.iter().fold(body, |body, group| body.h2(&group.name).add(&table(group))).done()
    })
    .back("/admin/people"))
}

/// The kind of thing an action is about: the word before the dot.
fn kind(action: Action) -> &'static str {
    action.as_str().split('.').next().unwrap_or_default()
}

fn right(cx: &Cx, line: &Line) -> Right {
    Right {
        action: line.action.to_string(),
        what: what(line.action).to_owned(),
        duty: line.duty.map_or_else(|| "everyone".to_owned(), |duty| duty.to_string()),
        roles: roles(cx, line.duty),
        relation: line.relation.to_string(),
        held: line.sensitivity.to_string(),
        relation_words: relation(line.relation),
        held_words: held(line.sensitivity),
    }
}

/// The roles of the policy in force that have a duty.
fn roles(cx: &Cx, duty: Option<Duty>) -> Vec<String> {
    let Some(duty) = duty else { return vec!["Everyone who is signed in".to_owned()] };
    if duty == Duty::System {
        return vec!["The product itself, when an organisation is set up or data is imported".to_owned()];
    }
    let with_duty = cx.who.pack().roles.iter().filter(|role| role.duties.contains(&duty));
    let mut roles: Vec<String> = with_duty.map(|role| role.label.clone()).collect();
    let monitor = cx.who.directory().organisation().monitor.as_ref().filter(|_| duty == Duty::Monitor);
    roles.extend(monitor.map(|id| format!("Nominated: {}", cx.name(id.as_str()))));
    roles
}

/// One row for all who may do the same to the same.
fn table(group: &Group) -> ScrollRegion {
    let name = group.name.as_str();
    let mut table = Table::new(name).hide_caption().head(["What", "Who", "On what", "How it is held"]);
    let same = |a: &Right, b: &Right| (&a.action, &a.relation, &a.held) == (&b.action, &b.relation, &b.held);
    let mut done: Vec<&Right> = Vec::new();
    for right in &group.rights {
        if done.iter().any(|shown| same(shown, right)) {
            continue;
        }
        done.push(right);
        let who = who(group.rights.iter().filter(|other| same(right, other)));
        table = table.row([right.what.as_str(), who.as_str(), right.relation_words, right.held_words]);
    }
    ScrollRegion::new(name, table)
}

/// The roles that may, each once.
fn who<'a>(rights: impl Iterator<Item = &'a Right>) -> String {
    let mut roles: Vec<&str> = Vec::new();
    for role in rights.flat_map(|right| &right.roles) {
        if !roles.contains(&role.as_str()) {
            roles.push(role);
        }
    }
    if roles.is_empty() { "No role of our policy".to_owned() } else { roles.join(", ") }
}

fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Any => "Any",
        Relation::Own => "What they reported or made",
        Relation::Affected => "What happened to them",
        Relation::Named => "What was given to them by name",
        Relation::Handler => "What is theirs to handle",
        Relation::Unit => "What belongs to their units",
    }
}

fn held(held: Sensitivity) -> &'static str {
    match held {
        Sensitivity::Ordinary => "As a rule",
        Sensitivity::Private => "Private report",
        Sensitivity::Sealed => "Sealed",
    }
}

fn what(action: Action) -> &'static str {
    match action {
        Action::LookUpCustomer => "Find a customer and see how to serve them",
        Action::RegisterCustomer => "Enter a new customer",
        Action::ReadCustomer => "Open a customer's file",
        Action::EditCustomer => "Change a customer's details, needs and circumstances",
        Action::ReadLooks => "See who looked at a customer's record",
        Action::SealCustomer => "Seal a customer, or name who may see them",
        Action::ListCustomers => "List and search customers' files",
        Action::ReportIncident => "Report an incident",
        Action::ReadIncident => "Open an incident",
        Action::ListIncidents => "List incidents and the register",
        Action::AddToIncident => "Add to what was reported: words, people, place, files",
        Action::HandOverFinishing => "Ask somebody else to finish a report",
        Action::SubmitForm => "Submit an incident form",
        Action::ReviewIncident => "Begin, write and decide the review",
        Action::ReadReview => "Read what the review weighed, beyond its outcome",
        Action::ConsultStaff => "Record the talk with the staff member",
        Action::RecordAuthorities => "Record police, emergency and security facts",
        Action::Rectify => "Put right what we did wrong, and apologise",
        Action::FollowUp => "Add and do follow-up tasks",
        Action::LinkIncident => "Link an incident to a customer or to another incident",
        Action::EscalateIncident => "Escalate an incident",
        Action::CloseIncident => "Close or reopen an incident",
        Action::EnterInError => "Mark an incident as entered in error",
        Action::ReadOwnWork => "See one's own tasks and messages",
        Action::ReadTeamWork => "See the tasks of a team",
        Action::ReassignTask => "Give a task to somebody else",
        Action::NoteObligation => "Note a known incident that is not recorded yet",
        Action::RecordTalk => "Record that recording was discussed with a team",
        Action::ReadGuidance => "Read the staff guide, the policy, links and contacts",
        Action::EditLinks => "Change where a link leads, or a contact",
        Action::SuggestPolicyChange => "Suggest a change of the policy",
        Action::KeepPolicy => "Answer suggestions and review the policy",
        Action::RecordCopyRequest => "Record a request for a copy of the policy",
        Action::ReadPacks => "Read policy packs and compare versions",
        Action::ProposePack => "Load a version of the policy pack and propose it",
        Action::ActivatePack => "Activate a proposed version",
        Action::ReadStaff => "See staff and their roles",
        Action::EditStaff => "Enter staff, give and end roles",
        Action::EditDelegations => "Enter delegations and acting arrangements",
        Action::EditOrganisation => "Enter sites, units and closed days",
        Action::ReadRights => "Read this table",
        Action::VerifyRecord => "Check the record and see its checkpoints",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_stands_in_one_group() {
        for line in lines() {
            let of = GROUPS.iter().filter(|(_, kinds)| kinds.contains(&kind(line.action))).count();
            assert_eq!(of, 1, "{} stands in {of} groups", line.action);
        }
    }
}

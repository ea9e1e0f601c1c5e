//! Incidents: listed, filtered and counted; whom they concern.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use evenhand_domain::incident::{Incident, InvolvedPart};

use super::{Projected, Table, table};
use crate::params;

pub(super) static INCIDENTS: LazyLock<Table> = LazyLock::new(|| {
    table!("incidents", key ["id"], columns ["number", "customer", "stage", "occurred_at", "reported_at", "unit",
        "site", "site_kind", "channel", "business_line", "severity", "late", "private", "recorder", "reviewer",
        "standing", "closed_at", "summary", "version"])
});
pub(super) static MARKS: LazyLock<Table> =
    LazyLock::new(|| table!("incident_marks", key ["incident", "what", "code"], columns []));
pub(super) static PEOPLE: LazyLock<Table> =
    LazyLock::new(|| table!("incident_people", key ["incident", "staff", "relation"], columns []));

pub(super) fn rows(id: &str, version: u64, incident: &Incident) -> Vec<Projected> {
    let Some(report) = &incident.report else { return Vec::new() };
    let said = &report.said;
    let happened: Vec<&str> = said.happenings.iter().map(String::as_str).collect();
    let values = params![
        said.number.as_str(),
        incident.customer.as_ref().map(|customer| customer.as_str()),
        incident.stage.as_str(),
        said.occurred_at,
        incident.reported_at,
        incident.unit().map(|unit| unit.as_str()),
        said.site.as_ref().map(|site| site.as_str()),
        said.site_kind.as_str(),
        said.channel.as_str(),
        said.business_line.clone(),
        incident.severity(),
        report.late,
        report.private,
        incident.recorder.as_str(),
        incident.reviewer.as_ref().map(|reviewer| reviewer.as_str()),
        said.customer.as_ref().map(|customer| customer.standing.as_str()),
        incident.closed_at,
        happened.join(" "),
        version,
    ];
    let mut rows = vec![Projected { table: &INCIDENTS, key: params![id], values }];
    rows.extend(marks(incident).into_iter().map(|(what, code)| Projected {
        table: &MARKS,
        key: params![id, what, code],
        values: vec![],
    }));
    rows.extend(people(incident).into_iter().map(|(staff, relation)| Projected {
        table: &PEOPLE,
        key: params![id, staff, relation],
        values: vec![],
    }));
    rows
}

/// Everything an incident can be found by.
fn marks(incident: &Incident) -> BTreeSet<(&'static str, String)> {
    let conduct = &incident.conduct;
    let mut marks = BTreeSet::new();
    let mut add =
        |what, codes: &BTreeSet<String>| marks.extend(codes.iter().map(|code| (what, code.clone())));
    add("class", &conduct.classes);
    add("kind", &conduct.kinds);
    add("issue", &conduct.issues);
    add("party", &conduct.parties);
    add("flag", &incident.flags);
    if let Some(decided) = incident.decision() {
        add("outcome", &decided.answers.outcomes);
        add("mechanism", &decided.answers.mechanisms);
    }
    marks.extend(incident.triggers.iter().map(|trigger| ("trigger", trigger.trigger.clone())));
    marks.extend(incident.critical.iter().map(|example| ("critical", example.clone())));
    marks
}

/// Whose it is: who made it, whom it happened to, to whom it was given by name.
fn people(incident: &Incident) -> BTreeSet<(String, &'static str)> {
    let mut people = BTreeSet::from([(incident.recorder.clone(), "own")]);
    for person in &incident.people {
        let relation = match person.part {
            InvolvedPart::Affected => "affected",
            InvolvedPart::Witness | InvolvedPart::Responder => "involved",
        };
        people.extend(person.who.staff().map(|staff| (staff.to_string(), relation)));
    }
    people.extend(incident.named().into_iter().map(|staff| (staff.to_string(), "named")));
    people
}

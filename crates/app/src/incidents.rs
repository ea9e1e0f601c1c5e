//! Incidents: reporting, reading, and everything a command needs to know from elsewhere.

use std::sync::Arc;

use evenhand_domain::incident::{
    ContactPerson, CustomerLinked, HistorySearched, Incident, IncidentCommand, IncidentEvent, IncidentLinked,
    LinkedHow, Report, facts,
};
use evenhand_domain::task::Task;
use evenhand_domain::timeline::{self, Item, Lookup};
use evenhand_domain::{Command, CustomerId, Event, IncidentId, State, StreamId, StreamKind};
use evenhand_policy::access::Subject;
use evenhand_policy::facts::IncidentFacts;
use evenhand_policy::pack::label;
use evenhand_policy::{Action, Pack};
use evenhand_store::read::{IncidentFilter, IncidentRow};
use jiff::{Timestamp, ToSpan};
use serde_json::json;

use crate::access::Who;
use crate::app::App;
use crate::error::AppError;
use crate::perform::{Done, Request};

/// An incident as one person may see it.
#[derive(Debug, Clone)]
pub struct IncidentView {
    pub id: IncidentId,
    pub version: u64,
    pub incident: Incident,
    /// The policy it began under.
    pub pack: Arc<Pack>,
    /// What happened, newest first.
    pub items: Vec<Item>,
    pub tasks: Vec<Task>,
    /// What the rules see.
    pub facts: IncidentFacts,
    /// The customer's name and reference, where the reader may know them.
    pub customer: Option<(String, String)>,
    /// Who should make contact with the customer, as the policy suggests it.
    pub contact_person: Option<ContactPerson>,
    /// What the reader may do.
    pub offers: Vec<Action>,
}

/// An earlier incident of the same customer, as a reviewer sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    pub id: String,
    pub number: String,
    pub occurred_at: Timestamp,
    pub kinds: String,
    pub severity: Option<String>,
    pub risk: Option<String>,
    pub outcomes: String,
    pub stage: String,
}

impl Earlier {
    /// How a review keeps it.
    pub fn line(&self) -> String {
        let when = self.occurred_at.strftime("%Y-%m-%d");
        let severity = self.severity.as_deref().unwrap_or("not graded");
        format!("{}; {when}; {}; {severity}; {}", self.number, self.kinds, self.outcomes)
    }
}

/// A report that may be of the same event: enough to recognise it.
#[derive(Debug, Clone, PartialEq)]
pub struct Similar {
    pub id: String,
    pub number: String,
    pub occurred_at: Timestamp,
    pub site: Option<String>,
    /// The reader may open it.
    pub open: bool,
}

/// What can be done to an incident, in the order a page offers it.
const INCIDENT_ACTIONS: &[Action] = &[
    Action::ReadIncident,
    Action::AddToIncident,
    Action::HandOverFinishing,
    Action::SubmitForm,
    Action::ReviewIncident,
    Action::ReadReview,
    Action::ConsultStaff,
    Action::RecordAuthorities,
    Action::Rectify,
    Action::FollowUp,
    Action::LinkIncident,
    Action::EscalateIncident,
    Action::ReassignTask,
    Action::CloseIncident,
    Action::EnterInError,
];

impl App {
    /// Reports an incident. The customer, if one is named, must be one the reporter may know of.
    pub async fn report_incident(
        &self,
        who: &Who,
        mut report: Report,
        customer: Option<CustomerId>,
        request: &Request,
    ) -> Result<Done, AppError> {
        report.customer = match customer {
            Some(id) => Some(self.customer_ref(who, &id).await?),
            None => None,
        };
        let id = IncidentId::from_random(self.derived("incident", &who.actor.id, &request.key));
        let stream = StreamId::new(StreamKind::Incident, id.to_string());
        let command = IncidentCommand::Report(report);
        self.perform(who, stream, Command::Incident(Box::new(command)), request).await
    }

    /// Changes an incident.
    pub async fn change_incident(
        &self,
        who: &Who,
        id: &str,
        command: IncidentCommand,
        request: &Request,
    ) -> Result<Done, AppError> {
        let stream = StreamId::new(StreamKind::Incident, id);
        self.perform(who, stream, Command::Incident(Box::new(command)), request).await
    }

    /// Links an incident to the customer it was about.
    pub async fn link_customer(
        &self,
        who: &Who,
        id: &str,
        customer: &CustomerId,
        because: String,
        request: &Request,
    ) -> Result<Done, AppError> {
        let customer = self.customer_ref(who, customer).await?;
        let linked = CustomerLinked { customer, because };
        self.change_incident(who, id, IncidentCommand::LinkCustomer(linked), request).await
    }

    /// Links an incident to another one, named by its number. One that the actor may not see does not exist.
    pub async fn link_incident(
        &self,
        who: &Who,
        id: &str,
        number: &str,
        how: LinkedHow,
        because: Option<String>,
        request: &Request,
    ) -> Result<Done, AppError> {
        let other = self.store_reader(who).incident_by_number(number.trim()).await?;
        let other = match other {
            Some(other) if self.open_incident(who, &other, Action::ReadIncident).await.is_ok() => other,
            _ => {
                let says = "There is no incident with this number that you may see";
                return Err(AppError::Refused(
                    evenhand_domain::Problem::field("number", "unknown-incident", says).into(),
                ));
            }
        };
        let other_number = number.trim().to_owned();
        let other = other.parse().map_err(|()| AppError::NotFound)?;
        let linked = IncidentLinked { other, other_number, how, because };
        self.change_incident(who, id, IncidentCommand::LinkIncident(linked), request).await
    }

    /// Records that the reviewer searched the customer's history, with what was found.
    pub async fn search_history(&self, who: &Who, id: &str, request: &Request) -> Result<Done, AppError> {
        let found = self.earlier(who, id).await?;
        let searched = HistorySearched { found: found.iter().map(Earlier::line).collect() };
        self.change_incident(who, id, IncidentCommand::SearchHistory(searched), request).await
    }

    /// Opens an incident. The look is recorded before this returns.
    pub async fn incident(&self, who: &Who, id: &str) -> Result<IncidentView, AppError> {
        let (mut state, mut events, subject) = self.open_incident(who, id, Action::ReadIncident).await?;
        let version = events.len() as u64;
        self.without_hidden_links(who, &mut state, &mut events).await;
        let pack = self.pack_for(who, &State::Incident(Box::new(state.clone())));
        let permit = who.permit(Action::ReadIncident, &subject)?;
        let about = StreamId::new(StreamKind::Incident, id).to_string();
        self.looked(who, &permit, "look.incident", &about, json!({ "shown": "incident" })).await?;
        let lookup = Lookup { pack: &pack, directory: who.directory() };
        let whole = who.permit(Action::ReadReview, &subject).is_ok();
        let mut items: Vec<Item> = events.iter().filter_map(|event| timeline::item(event, lookup)).collect();
        items.reverse();
        if !whole {
            items.iter_mut().for_each(Item::without_the_weighing);
        }
        let customer = match &state.customer {
            Some(customer) => self.store_reader(who).customer(customer.as_str()).await?,
            None => None,
        };
        Ok(IncidentView {
            id: id.parse().map_err(|()| AppError::NotFound)?,
            version,
            tasks: state.tasks(&pack),
            facts: facts(&state, &pack),
            contact_person: customer
                .as_ref()
                .and_then(|found| state.contact_person(&found.customer, who.directory(), who.now, &pack)),
            customer: customer.map(|found| (found.customer.details.name(), found.customer.reference)),
            offers: App::offers(who, &subject, INCIDENT_ACTIONS),
            items,
            incident: state,
            pack,
        })
    }

    /// Takes out the links to incidents that the reader may not know of.
    pub(crate) async fn without_hidden_links(
        &self,
        who: &Who,
        incident: &mut Incident,
        events: &mut Vec<evenhand_domain::Recorded<Event>>,
    ) {
        let mut hidden = Vec::new();
        for link in &incident.links {
            if self.open_incident(who, link.other.as_str(), Action::ReadIncident).await.is_err() {
                hidden.push(link.other.clone());
            }
        }
        incident.links.retain(|link| !hidden.contains(&link.other));
        let leads_to_hidden = |event: &Event| matches!(event, Event::Incident(IncidentEvent::IncidentLinked(link)) if hidden.contains(&link.other));
        events.retain(|recorded| !leads_to_hidden(&recorded.event));
    }

    /// The customer's earlier incidents, of whatever unit and business line: a reviewer sees them without a search.
    /// The look is recorded before this returns.
    pub async fn earlier(&self, who: &Who, id: &str) -> Result<Vec<Earlier>, AppError> {
        let (incident, _, subject) = self.open_incident(who, id, Action::ReviewIncident).await?;
        let Some(customer) = &incident.customer else { return Ok(Vec::new()) };
        let permit = who.permit(Action::ReviewIncident, &subject)?;
        let about = StreamId::new(StreamKind::Customer, customer.as_str()).to_string();
        self.looked(who, &permit, "look.history", &about, json!({ "for": id })).await?;
        let mut found = Vec::new();
        for other in self.store().history_of(customer.as_str()).await? {
            if other == id {
                continue;
            }
            let stream = StreamId::new(StreamKind::Incident, other.clone());
            let State::Incident(incident) = State::replay(stream.kind, &self.store().load(&stream).await?)
            else {
                continue;
            };
            let pack = self.pack_for(who, &State::Incident(incident.clone()));
            let Some(report) = &incident.report else { continue };
            let (v, r) = (&pack.vocabulary, &pack.reviewing);
            let named = |codes: Vec<&str>| codes.join("; ");
            let answers = incident.decision().map(|decided| &decided.answers);
            let outcomes = answers.map(|a| a.outcomes.iter().map(|code| label(&r.outcomes, code)).collect());
            found.push(Earlier {
                id: other,
                number: report.said.number.clone(),
                occurred_at: report.said.occurred_at,
                kinds: named(report.said.happenings.iter().map(|code| label(&v.happenings, code)).collect()),
                severity: incident.severity().map(|code| label(&r.severity_levels, code).to_owned()),
                risk: answers
                    .and_then(|a| a.risk.as_ref())
                    .map(|code| label(&r.risk_levels, code).to_owned()),
                outcomes: outcomes.map_or_else(|| "not decided".to_owned(), named),
                stage: incident.stage.to_string(),
            });
        }
        Ok(found)
    }

    /// Reports that may be of the same event: the same customer on the same day, or the same place at the same time.
    pub async fn similar(&self, who: &Who, id: &str) -> Result<Vec<Similar>, AppError> {
        let (incident, ..) = self.open_incident(who, id, Action::AddToIncident).await?;
        let Some(report) = &incident.report else { return Ok(Vec::new()) };
        let at = report.said.occurred_at;
        let around = |hours: i64| (at.saturating_sub(hours.hours()), at.saturating_add(hours.hours()));
        let customer = incident.customer.as_ref().map(|customer| customer.as_str());
        let site = report.said.site.as_ref().map(|site| site.as_str());
        let (day_from, day_to) = around(12);
        let (near_from, near_to) = around(1);
        let window =
            [day_from.unwrap_or(at), day_to.unwrap_or(at), near_from.unwrap_or(at), near_to.unwrap_or(at)];
        let found = self.store().near(id, customer, site, window).await?;
        let mut similar = Vec::new();
        for (id, number, occurred_at, site) in found {
            let events = self.store().load(&StreamId::new(StreamKind::Incident, id.clone())).await?;
            let State::Incident(other) = State::replay(StreamKind::Incident, &events) else { continue };
            let subject = self.incident_subject(who, &other).await?;
            let open = who.permit(Action::ReadIncident, &subject).is_ok();
            // Colleagues of one unit may know of each other's reports; of other units' they do not.
            if open || other.unit() == incident.unit() {
                similar.push(Similar { id, number, occurred_at, site, open });
            }
        }
        Ok(similar)
    }

    /// Incidents the reader may see, newest first. The look is recorded before this returns.
    pub async fn incidents(&self, who: &Who, filter: &IncidentFilter) -> Result<Vec<IncidentRow>, AppError> {
        let rows = self.reader(who, Action::ListIncidents).incidents(filter).await?;
        if !rows.is_empty() {
            let permit = who.permit(Action::ReadOwnWork, &Subject::default())?;
            self.looked(who, &permit, "look.list", "incidents:", json!({ "shown": rows.len() })).await?;
        }
        Ok(rows)
    }

    /// How many incidents are at each stage, and since when the oldest is.
    pub async fn incidents_by_stage(&self, who: &Who) -> Result<Vec<(String, u64, Timestamp)>, AppError> {
        Ok(self.reader(who, Action::ListIncidents).incidents_by_stage().await?)
    }

    /// Units with late recordings in recent times: how many of how many.
    pub async fn late_by_unit(&self, who: &Who) -> Result<Vec<(String, u64, u64)>, AppError> {
        let from = who.now.saturating_sub((90 * 24).hours()).unwrap_or(who.now);
        Ok(self.reader(who, Action::ListIncidents).late_by_unit(from).await?)
    }

    /// The id of an incident by its number, if the reader may see it.
    pub async fn incident_by_number(&self, who: &Who, number: &str) -> Result<Option<String>, AppError> {
        let Some(id) = self.store_reader(who).incident_by_number(number).await? else { return Ok(None) };
        Ok(self.open_incident(who, &id, Action::ReadIncident).await.is_ok().then_some(id))
    }

    /// Why somebody may not do something to an incident they can see; nothing if they may.
    pub async fn why_not(&self, who: &Who, id: &str, action: Action) -> Result<(), AppError> {
        self.open_incident(who, id, action).await.map(|_| ())
    }

    /// Everyone on an incident's staff with the role they held at the time, for the register.
    pub async fn roles_at_time(&self, who: &Who, id: &str) -> Result<Vec<String>, AppError> {
        let events = self.store().load(&StreamId::new(StreamKind::Incident, id)).await?;
        let State::Incident(incident) = State::replay(StreamKind::Incident, &events) else {
            return Ok(Vec::new());
        };
        let pack = self.pack_for(who, &State::Incident(incident.clone()));
        let role = |person: &evenhand_domain::incident::Involved| {
            let role = person.role_at_time.as_ref()?;
            Some(format!("{} ({})", label(&pack.vocabulary.roles_at_time, role), person.part))
        };
        Ok(incident.people.iter().filter_map(role).collect())
    }

    /// An incident, its events, and how it stands to the actor, who must have leave for an action.
    pub(crate) async fn open_incident(
        &self,
        who: &Who,
        id: &str,
        action: Action,
    ) -> Result<(Incident, Vec<evenhand_domain::Recorded<evenhand_domain::Event>>, Subject), AppError> {
        let events = self.store().load(&StreamId::new(StreamKind::Incident, id)).await?;
        let State::Incident(incident) = State::replay(StreamKind::Incident, &events) else {
            return Err(AppError::NotFound);
        };
        if incident.report.is_none() {
            return Err(AppError::NotFound);
        }
        let subject = self.incident_subject(who, &incident).await?;
        who.permit(action, &subject)?;
        Ok((*incident, events, subject))
    }

    pub(crate) fn store_reader(&self, who: &Who) -> evenhand_store::Reader {
        self.reader(who, Action::ListIncidents)
    }
}

//! Customers: their files, what is entered about them, who looked at them.

use evenhand_domain::customer::{Customer, CustomerCommand};
use evenhand_domain::incident::CustomerRef;
use evenhand_domain::timeline::{self, Item, Lookup};
use evenhand_domain::{Command, CustomerId, State, StreamId, StreamKind};
use evenhand_policy::Action;
use evenhand_policy::access::Subject;
use evenhand_store::looks::{Listed, Look};
use evenhand_store::read::{IncidentFilter, IncidentRow, Match};
use serde_json::json;

use crate::access::{Who, customer_subject};
use crate::app::App;
use crate::error::AppError;
use crate::perform::{Done, Request};

/// A customer's file, as one person may see it.
#[derive(Debug, Clone)]
pub struct CustomerFile {
    pub id: CustomerId,
    pub version: u64,
    pub customer: Customer,
    /// Incidents the reader may see, newest first.
    pub incidents: Vec<IncidentRow>,
    /// Telephone numbers and e-mails that stand on other records too.
    pub shared: Vec<String>,
    /// What the reader may do.
    pub offers: Vec<Action>,
}

/// What can be done to a customer, in the order a page offers it.
const CUSTOMER_ACTIONS: &[Action] =
    &[Action::EditCustomer, Action::SealCustomer, Action::ReadLooks, Action::ReportIncident];

impl App {
    /// Opens a customer's file. The look is recorded before this returns.
    pub async fn customer_file(&self, who: &Who, id: &str) -> Result<CustomerFile, AppError> {
        let (found, subject) = self.customer(who, id, Action::ReadCustomer).await?;
        let reader = self.reader(who, Action::ListIncidents);
        let filter =
            IncidentFilter { customer: Some(id.to_owned()), limit: 100, ..IncidentFilter::default() };
        let incidents = reader.incidents(&filter).await?;
        let shared = self.shared_by(who, &found.customer).await?;
        self.look_at(who, Action::ReadCustomer, &subject, "look.customer", id, json!({ "shown": "file" }))
            .await?;
        let offers = App::offers(who, &subject, CUSTOMER_ACTIONS);
        let id = id.parse().map_err(|()| AppError::NotFound)?;
        Ok(CustomerFile { id, version: found.version, customer: found.customer, incidents, shared, offers })
    }

    /// What happened to a customer and in their incidents, newest first. Private incidents are not in it.
    pub async fn customer_timeline(
        &self,
        who: &Who,
        id: &str,
    ) -> Result<(Customer, Vec<(String, Item)>), AppError> {
        let (found, subject) = self.customer(who, id, Action::ReadCustomer).await?;
        self.look_at(who, Action::ReadCustomer, &subject, "look.timeline", id, json!({})).await?;
        let lookup = Lookup { pack: who.pack(), directory: who.directory() };
        let own = self.store().load(&StreamId::new(StreamKind::Customer, id)).await?;
        let mut items: Vec<(String, Item)> = own
            .iter()
            .filter_map(|event| timeline::item(event, lookup))
            .map(|item| (String::new(), item))
            .collect();
        let filter =
            IncidentFilter { customer: Some(id.to_owned()), limit: 200, ..IncidentFilter::default() };
        for row in self.reader(who, Action::ListIncidents).incidents(&filter).await? {
            if row.private {
                continue;
            }
            let (mut incident, mut events, subject) =
                self.open_incident(who, &row.id, Action::ReadIncident).await?;
            self.without_hidden_links(who, &mut incident, &mut events).await;
            let whole = who.permit(Action::ReadReview, &subject).is_ok();
            for mut item in events.iter().filter_map(|event| timeline::item(event, lookup)) {
                if !whole {
                    item.without_the_weighing();
                }
                items.push((row.number.clone(), item));
            }
        }
        items.sort_by_key(|(_, item)| std::cmp::Reverse(item.seq));
        Ok((found.customer, items))
    }

    /// A customer and their version, for those who may seal them.
    pub async fn customer_to_seal(&self, who: &Who, id: &str) -> Result<(Customer, u64), AppError> {
        let (found, subject) = self.customer(who, id, Action::SealCustomer).await?;
        self.look_at(who, Action::SealCustomer, &subject, "look.customer", id, json!({ "shown": "name" }))
            .await?;
        Ok((found.customer, found.version))
    }

    /// Who looked at a customer's record, newest first.
    pub async fn looks_at_customer(&self, who: &Who, id: &str) -> Result<(Customer, Vec<Listed>), AppError> {
        let (found, subject) = self.customer(who, id, Action::ReadLooks).await?;
        self.look_at(who, Action::ReadLooks, &subject, "look.looks", id, json!({})).await?;
        let about = StreamId::new(StreamKind::Customer, id).to_string();
        Ok((found.customer, self.store().looks_at(&about, 200).await?))
    }

    /// Customers in the order of their names.
    pub async fn customers_from(&self, who: &Who, name: &str) -> Result<Vec<Match>, AppError> {
        let permit = who.permit(Action::ListCustomers, &Subject::default())?;
        let reader = self.reader(who, Action::ListIncidents);
        let found = match name.trim() {
            "" => reader.customers_from("", 50).await?,
            name => reader.customers_like(name, None).await?,
        };
        let content = json!({ "query": name, "shown": found.len() });
        self.looked(who, &permit, "look.list", "customers:", content).await?;
        Ok(found)
    }

    /// Enters a customer.
    pub async fn register_customer(
        &self,
        who: &Who,
        registered: evenhand_domain::customer::Registered,
        request: &Request,
    ) -> Result<Done, AppError> {
        let id = CustomerId::from_random(self.derived("customer", &who.actor.id, &request.key));
        let stream = StreamId::new(StreamKind::Customer, id.to_string());
        self.perform(who, stream, Command::Customer(CustomerCommand::Register(registered)), request).await
    }

    /// Changes a customer's entry.
    pub async fn change_customer(
        &self,
        who: &Who,
        id: &str,
        command: CustomerCommand,
        request: &Request,
    ) -> Result<Done, AppError> {
        let stream = StreamId::new(StreamKind::Customer, id);
        self.perform(who, stream, Command::Customer(command), request).await
    }

    /// Why somebody may not do something to a customer they may know of; nothing if they may.
    pub async fn why_not_customer(&self, who: &Who, id: &str, action: Action) -> Result<(), AppError> {
        self.customer(who, id, action).await.map(|_| ())
    }

    /// A customer as an incident keeps them, if the actor may know that they exist.
    pub(crate) async fn customer_ref(&self, who: &Who, id: &CustomerId) -> Result<CustomerRef, AppError> {
        let found = self.reader(who, Action::ListIncidents).customer(id.as_str()).await?;
        let customer = found.ok_or(AppError::NotFound)?.customer;
        Ok(CustomerRef {
            id: id.clone(),
            standing: customer.details.standing,
            customer_type: customer.details.customer_type,
            contact_officer: customer.contact_officer,
        })
    }

    /// A customer, and how they stand to whoever wants to do something.
    pub(crate) async fn customer(
        &self,
        who: &Who,
        id: &str,
        action: Action,
    ) -> Result<(evenhand_store::read::Found, Subject), AppError> {
        let found = self.reader(who, Action::ListIncidents).customer(id).await?.ok_or(AppError::NotFound)?;
        let known_by = if action == Action::ReadLooks { Action::ReadLooks } else { Action::LookUpCustomer };
        let subject = customer_subject(&found.customer, known_by);
        // Whoever may open the file may know of the customer, even if they never stand at a counter.
        let subject = Subject {
            known_by: Some(action).filter(|_| who.permit(action, &subject).is_err()).and(subject.known_by),
            ..subject
        };
        who.permit(action, &subject)?;
        Ok((found, subject))
    }

    async fn shared_by(&self, who: &Who, customer: &Customer) -> Result<Vec<String>, AppError> {
        use evenhand_store::read::find_by::{key, phone_key};
        let reader = self.reader(who, Action::ListIncidents);
        let mut shared = Vec::new();
        for phone in &customer.details.phones {
            if reader.sharers(key::PHONE, &phone_key(phone)).await? > 1 {
                shared.push(phone.clone());
            }
        }
        for email in &customer.details.emails {
            if reader.sharers(key::EMAIL, &email.to_lowercase()).await? > 1 {
                shared.push(email.clone());
            }
        }
        Ok(shared)
    }

    /// Records that a customer's data was shown, before it is.
    pub(crate) async fn look_at(
        &self,
        who: &Who,
        action: Action,
        subject: &Subject,
        kind: &'static str,
        customer: &str,
        content: serde_json::Value,
    ) -> Result<(), AppError> {
        let permit = who.permit(action, subject)?;
        let about = StreamId::new(StreamKind::Customer, customer).to_string();
        self.looked(who, &permit, kind, &about, content).await
    }

    pub(crate) async fn looked(
        &self,
        who: &Who,
        permit: &evenhand_policy::Permit,
        kind: &'static str,
        about: &str,
        content: serde_json::Value,
    ) -> Result<(), AppError> {
        let look = Look { kind, about: about.to_owned(), content, at: who.now, pack: who.pack.reference() };
        self.store().look(permit, vec![look]).await?;
        Ok(())
    }

    /// 128 bits that follow from who asks and their idempotency key: the same sending makes the same thing.
    pub(crate) fn derived(&self, what: &str, actor: &str, key: &str) -> [u8; 16] {
        let hash = evenhand_ledger::Hash::of(format!("{}\0{what}\0{actor}\0{key}", self.slug()).as_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(hash.0.split_at(16).0);
        bytes
    }

    /// The state of a customer as the log gives it, for those who may see it.
    pub async fn customer_state(&self, who: &Who, id: &str) -> Result<State, AppError> {
        self.customer(who, id, Action::ReadCustomer).await?;
        let stream = StreamId::new(StreamKind::Customer, id);
        Ok(State::replay(stream.kind, &self.store().load(&stream).await?))
    }
}

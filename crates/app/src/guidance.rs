//! What staff read: links and contacts where they lead now, the policy as a document, and the organisation's own
//! entries.

use evenhand_domain::delegation::DelegationCommand;
use evenhand_domain::organisation::OrganisationCommand;
use evenhand_domain::policy_record::{PolicyCommand, PolicyRecord};
use evenhand_domain::staff::StaffCommand;
use evenhand_domain::{Command, DelegationId, StaffId, StreamId, StreamKind};
use evenhand_policy::pack::{Contact, Link, LinkKind};
use jiff::Timestamp;

use crate::access::Who;
use crate::app::App;
use crate::error::AppError;
use crate::perform::{Done, Request};

/// A link as it stands now.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkNow {
    pub link: Link,
    /// Where it leads; none until the organisation says so.
    pub target: Option<String>,
    /// When the organisation set it.
    pub set_at: Option<Timestamp>,
}

/// A contact as it stands now.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactNow {
    pub contact: Contact,
    /// The site or region it is for.
    pub place: Option<String>,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub set_at: Option<Timestamp>,
}

impl Who {
    /// The links of some kinds, where they lead now.
    pub fn links(&self, kinds: &[LinkKind]) -> Vec<LinkNow> {
        let wanted = self.pack().links.iter().filter(|link| kinds.contains(&link.kind));
        wanted.filter_map(|link| self.link(&link.code)).collect()
    }

    /// A link, where it leads now. Safety links are always current, whatever policy a case began under.
    pub fn link(&self, code: &str) -> Option<LinkNow> {
        let link = self.pack().link(code)?;
        let set = self.directory().organisation().links.get(code);
        Some(LinkNow {
            target: set.map(|(target, _)| target.clone()).or_else(|| link.target.clone()),
            set_at: set.map(|(_, at)| *at),
            link: link.clone(),
        })
    }

    /// Every contact, as the organisation entered it; those of a place where one is named.
    pub fn contacts(&self, place: Option<&str>) -> Vec<ContactNow> {
        let entered = &self.directory().organisation().contacts;
        let mut found = Vec::new();
        for contact in &self.pack().contacts {
            let of_this = entered.iter().filter(|(set, _)| set.code == contact.code);
            let here: Vec<_> = of_this
                .filter(|(set, _)| place.is_none() || set.place.is_none() || set.place.as_deref() == place)
                .collect();
            let now = |set: Option<&(evenhand_domain::organisation::ContactSet, Timestamp)>| ContactNow {
                contact: contact.clone(),
                place: set.and_then(|(set, _)| set.place.clone()),
                name: set.map(|(set, _)| set.name.clone()),
                phone: set.and_then(|(set, _)| set.phone.clone()).or_else(|| contact.phone.clone()),
                email: set.and_then(|(set, _)| set.email.clone()),
                set_at: set.map(|(_, at)| *at),
            };
            match here.is_empty() {
                true => found.push(now(None)),
                false => found.extend(here.into_iter().map(|set| now(Some(set)))),
            }
        }
        found
    }
}

impl App {
    /// Changes the organisation's own entries.
    pub async fn change_organisation(
        &self,
        who: &Who,
        command: OrganisationCommand,
        request: &Request,
    ) -> Result<Done, AppError> {
        let stream = StreamId::only(StreamKind::Organisation);
        self.perform(who, stream, Command::Organisation(command), request).await
    }

    /// Changes a staff member's entry; a new one where no id is given.
    pub async fn change_staff(
        &self,
        who: &Who,
        id: Option<&StaffId>,
        command: StaffCommand,
        request: &Request,
    ) -> Result<Done, AppError> {
        let new = || StaffId::from_random(self.derived("staff", &who.actor.id, &request.key));
        let id = id.cloned().unwrap_or_else(new);
        self.perform(who, StreamId::new(StreamKind::Staff, id.to_string()), Command::Staff(command), request)
            .await
    }

    /// Changes the register of delegations; a new one where no id is given.
    pub async fn change_delegation(
        &self,
        who: &Who,
        id: Option<&DelegationId>,
        command: DelegationCommand,
        request: &Request,
    ) -> Result<Done, AppError> {
        let new = || DelegationId::from_random(self.derived("delegation", &who.actor.id, &request.key));
        let id = id.cloned().unwrap_or_else(new);
        let stream = StreamId::new(StreamKind::Delegation, id.to_string());
        self.perform(who, stream, Command::Delegation(command), request).await
    }

    /// The policy as a document: suggestions, copies, reviews.
    pub async fn policy_record(&self) -> Result<(PolicyRecord, u64), AppError> {
        let row = self.store().states::<PolicyRecord>(StreamKind::Policy).await?.into_iter().next();
        Ok(row.map_or_else(Default::default, |row| (row.state, row.version)))
    }

    /// Changes the policy's record.
    pub async fn change_policy_record(
        &self,
        who: &Who,
        command: PolicyCommand,
        request: &Request,
    ) -> Result<Done, AppError> {
        self.perform(who, StreamId::only(StreamKind::Policy), Command::Policy(command), request).await
    }
}

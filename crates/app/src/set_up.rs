//! The first hour of an organisation: its name, its policy, its first administrator. And an organisation described
//! in a file, for those who keep their set-up as text and for the demonstration.

use std::collections::BTreeMap;

use evenhand_domain::delegation::{ActingArranged, DelegationCommand, Granted};
use evenhand_domain::organisation::{
    ContactSet, Holiday, LineNamed, LinkSet, MonitorNominated, OrganisationCommand, SetUp, Site, TargetSet,
    Unit,
};
use evenhand_domain::pack_history::{Activated, Proposed};
use evenhand_domain::staff::{Details, RoleGiven, StaffCommand};
use evenhand_domain::{DelegationId, SiteId, StaffId, UnitId};
use evenhand_policy::pack::Files;
use jiff::civil::Date;
use serde::Deserialize;

use crate::access::Who;
use crate::app::App;
use crate::error::AppError;
use crate::packs::PackError;
use crate::perform::Request;

/// An organisation as a file describes it. Names stand for things; ids are made from them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    pub name: String,
    pub slug: String,
    pub zone: String,
    pub jurisdiction: String,
    pub pack: String,
    pub brand: String,
    #[serde(default)]
    pub review_hours: Option<i64>,
    #[serde(default)]
    pub monitor: Option<String>,
    #[serde(default, rename = "unit")]
    pub units: Vec<UnitDescription>,
    #[serde(default, rename = "site")]
    pub sites: Vec<SiteDescription>,
    #[serde(default, rename = "holiday")]
    pub holidays: Vec<HolidayDescription>,
    #[serde(default, rename = "staff")]
    pub staff: Vec<StaffDescription>,
    #[serde(default, rename = "delegation")]
    pub delegations: Vec<DelegationDescription>,
    #[serde(default, rename = "acting")]
    pub acting: Vec<ActingDescription>,
    #[serde(default)]
    pub lines: BTreeMap<String, String>,
    #[serde(default)]
    pub links: BTreeMap<String, String>,
    #[serde(default, rename = "contact")]
    pub contacts: Vec<ContactDescription>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitDescription {
    pub name: String,
    pub parent: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteDescription {
    pub name: String,
    pub kind: String,
    pub address: Option<String>,
    pub region: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayDescription {
    pub on: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffDescription {
    pub name: String,
    pub display_name: String,
    /// The name they sign in with; no account if none.
    pub account: Option<String>,
    pub engagement: Option<String>,
    pub unit: Option<String>,
    pub site: Option<String>,
    /// The line manager's name.
    pub manager: Option<String>,
    pub phone: Option<String>,
    /// Roles, each `role` or `role @ unit`.
    #[serde(default)]
    pub roles: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DelegationDescription {
    pub to: String,
    pub authority: String,
    pub from: String,
    pub until: Option<String>,
    pub instrument: String,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActingDescription {
    pub who: String,
    pub in_place_of: String,
    pub role: String,
    pub from: String,
    pub until: String,
    pub because: String,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactDescription {
    pub code: String,
    pub place: Option<String>,
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
}

/// Why an organisation could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    #[error("the description cannot be read: {0}")]
    Unreadable(String),
    #[error("{what} speaks of `{name}`, which the description does not have")]
    Unknown { what: &'static str, name: String },
    #[error(transparent)]
    Pack(#[from] PackError),
    #[error(transparent)]
    App(#[from] AppError),
}

/// The ids that stand for the names of a description.
#[derive(Debug, Clone, Default)]
pub struct Named {
    pub units: BTreeMap<String, UnitId>,
    pub sites: BTreeMap<String, SiteId>,
    pub staff: BTreeMap<String, StaffId>,
}

/// Reads a description.
pub fn describe(text: &str) -> Result<Description, SetUpError> {
    toml::from_str(text).map_err(|why| SetUpError::Unreadable(why.to_string()))
}

impl App {
    /// Sets an organisation up: its name, and the policy it begins with. Once; afterwards it is refused.
    pub async fn set_up(&self, set_up: SetUp, files: Files) -> Result<(), SetUpError> {
        let who = self.itself().await?;
        let because = "first set-up".to_owned();
        let zone = set_up.zone.clone();
        self.change_organisation(&who, OrganisationCommand::SetUp(set_up), &once("set-up")).await?;
        let who = self.itself().await?;
        self.load_pack(&who, files.clone(), &once("pack-load")).await?;
        let pack = crate::packs::read(&files).map_err(PackError::Mistakes)?;
        tracing::debug!(zone, pack = pack.reference(), "an organisation was set up");
        let version = pack.identity.version.clone();
        // An organisation has a policy from its first moment, whatever the date of the paper.
        let from = pack.identity.valid_from.min(self.now());
        let who = self.itself().await?;
        let proposed = Proposed { version: version.clone(), from, because: because.clone() };
        self.propose_pack(&who, proposed, &once("pack-propose")).await?;
        let who = self.itself().await?;
        self.activate_pack(&who, Activated { version, from, because }, &once("pack-activate")).await?;
        Ok(())
    }

    /// The first administrator, with an account. Part of first set-up only.
    pub async fn first_administrator(
        &self,
        name: &str,
        account: &str,
        password: &str,
    ) -> Result<StaffId, AppError> {
        let who = self.itself().await?;
        if who.directory().everyone().next().is_some() {
            return Err(AppError::NotFound);
        }
        let id = StaffId::from_random(self.derived("staff", "system", account));
        let details = Details { name: name.to_owned(), display_name: name.to_owned(), ..Details::default() };
        self.change_staff(&who, Some(&id), StaffCommand::Enter(details), &once("administrator")).await?;
        let today = who.directory().calendar().date(who.now);
        let role = pack_role_with(&who, evenhand_policy::access::Duty::Administrator);
        let given = RoleGiven { n: 0, role, units: vec![], from: today, to: None };
        let who = self.itself().await?;
        self.change_staff(&who, Some(&id), StaffCommand::GiveRole(given), &once("administrator-role"))
            .await?;
        self.put_account(&id, account, password).await?;
        Ok(id)
    }

    /// Invites a person to choose a password, for whoever runs the process: the first administrator of a described
    /// organisation, or an administrator nobody is left to invite. Gives the token of the invitation.
    pub async fn invite_by_name(&self, name: &str, account: &str) -> Result<String, AppError> {
        let who = self.itself().await?;
        let mut namesakes =
            who.directory().everyone().filter(|(_, staff)| staff.details.name == name).map(|(id, _)| id);
        let (Some(id), None) = (namesakes.next(), namesakes.next()) else { return Err(AppError::NotFound) };
        self.invite(&who, id, account).await
    }

    /// Who may invite the others of a description: names, and the names they sign in with.
    pub async fn administrators_of(
        &self,
        description: &Description,
    ) -> Result<Vec<(String, String)>, AppError> {
        let who = self.itself().await?;
        let administers = |role: &str| {
            let code = role.split('@').next().unwrap_or_default().trim();
            let role = who.pack().roles.iter().find(|role| role.code == code);
            role.is_some_and(|role| role.duties.contains(&evenhand_policy::access::Duty::Administrator))
        };
        let administrators =
            description.staff.iter().filter(|s| s.roles.iter().any(|role| administers(role)));
        Ok(administrators.filter_map(|staff| Some((staff.name.clone(), staff.account.clone()?))).collect())
    }

    /// Enters everything a description holds. Each staff member with an account gets the password given.
    pub async fn enter(
        &self,
        description: &Description,
        from: Date,
        password: Option<&str>,
    ) -> Result<Named, SetUpError> {
        let mut named = Named::default();
        self.enter_places(description, &mut named).await?;
        self.enter_staff(description, from, &mut named).await?;
        self.enter_delegations(description, &named).await?;
        self.enter_contacts(description, &named).await?;
        if let Some(password) = password {
            for staff in &description.staff {
                if let (Some(account), Some(id)) = (&staff.account, named.staff.get(&staff.name)) {
                    self.put_account(id, account, password).await?;
                }
            }
        }
        Ok(named)
    }

    async fn enter_places(&self, description: &Description, named: &mut Named) -> Result<(), SetUpError> {
        for (n, unit) in description.units.iter().enumerate() {
            let id = UnitId::from_random(self.derived("unit", "system", &unit.name));
            let parent = unit.parent.as_ref().map(|name| known("a unit", &named.units, name)).transpose()?;
            named.units.insert(unit.name.clone(), id.clone());
            let unit = Unit { id, name: unit.name.clone(), parent };
            self.enter_one(OrganisationCommand::AddUnit(unit), &format!("unit-{n}")).await?;
        }
        for (n, site) in description.sites.iter().enumerate() {
            let id = SiteId::from_random(self.derived("site", "system", &site.name));
            named.sites.insert(site.name.clone(), id.clone());
            let site = Site {
                id,
                name: site.name.clone(),
                kind: site.kind.clone(),
                address: site.address.clone(),
                region: site.region.clone(),
            };
            self.enter_one(OrganisationCommand::AddSite(site), &format!("site-{n}")).await?;
        }
        for (n, holiday) in description.holidays.iter().enumerate() {
            let holiday = Holiday { on: date(&holiday.on)?, name: holiday.name.clone() };
            self.enter_one(OrganisationCommand::AddHoliday(holiday), &format!("holiday-{n}")).await?;
        }
        if let Some(review_hours) = description.review_hours {
            self.enter_one(OrganisationCommand::SetTarget(TargetSet { review_hours }), "target").await?;
        }
        for (code, label) in &description.lines {
            let line = LineNamed { code: code.clone(), label: label.clone() };
            self.enter_one(OrganisationCommand::NameLine(line), &format!("line-{code}")).await?;
        }
        Ok(())
    }

    async fn enter_staff(
        &self,
        description: &Description,
        from: Date,
        named: &mut Named,
    ) -> Result<(), SetUpError> {
        for staff in &description.staff {
            let id = StaffId::from_random(self.derived("staff", "system", &staff.name));
            let details = Details {
                name: staff.name.clone(),
                display_name: staff.display_name.clone(),
                engagement: word(staff.engagement.as_deref().unwrap_or("employee"))?,
                unit: staff
                    .unit
                    .as_ref()
                    .map(|name| known("a staff member", &named.units, name))
                    .transpose()?,
                site: staff
                    .site
                    .as_ref()
                    .map(|name| known("a staff member", &named.sites, name))
                    .transpose()?,
                line_manager: staff
                    .manager
                    .as_ref()
                    .map(|n| known("a staff member", &named.staff, n))
                    .transpose()?,
                email: None,
                phone: staff.phone.clone(),
            };
            named.staff.insert(staff.name.clone(), id.clone());
            let who = self.itself().await?;
            let request = once(&format!("staff-{}", staff.name));
            self.change_staff(&who, Some(&id), StaffCommand::Enter(details), &request).await?;
            for (n, role) in staff.roles.iter().enumerate() {
                let (role, unit) =
                    role.split_once('@').map_or((role.as_str(), None), |(r, u)| (r, Some(u.trim())));
                let units = unit.map(|name| known("a role", &named.units, name)).transpose()?;
                let units = units.into_iter().collect();
                let given = RoleGiven { n: 0, role: role.trim().to_owned(), units, from, to: None };
                let who = self.itself().await?;
                let request = once(&format!("role-{}-{n}", staff.name));
                self.change_staff(&who, Some(&id), StaffCommand::GiveRole(given), &request).await?;
            }
        }
        if let Some(monitor) = &description.monitor {
            let staff = known("the monitor", &named.staff, monitor)?;
            self.enter_one(OrganisationCommand::NominateMonitor(MonitorNominated { staff }), "monitor")
                .await?;
        }
        Ok(())
    }

    async fn enter_delegations(&self, description: &Description, named: &Named) -> Result<(), SetUpError> {
        for (n, given) in description.delegations.iter().enumerate() {
            let granted = Granted {
                to: known("a delegation", &named.staff, &given.to)?,
                authority: word(&given.authority)?,
                from: date(&given.from)?,
                until: given.until.as_deref().map(date).transpose()?,
                instrument: given.instrument.clone(),
            };
            let key = format!("delegation-{n}");
            let id = DelegationId::from_random(self.derived("delegation", "system", &key));
            let who = self.itself().await?;
            self.change_delegation(&who, Some(&id), DelegationCommand::Grant(granted), &once(&key)).await?;
        }
        for (n, acting) in description.acting.iter().enumerate() {
            let arranged = ActingArranged {
                who: known("an acting arrangement", &named.staff, &acting.who)?,
                in_place_of: known("an acting arrangement", &named.staff, &acting.in_place_of)?,
                role: acting.role.clone(),
                from: date(&acting.from)?,
                until: date(&acting.until)?,
                because: acting.because.clone(),
            };
            let key = format!("acting-{n}");
            let id = DelegationId::from_random(self.derived("delegation", "system", &key));
            let who = self.itself().await?;
            self.change_delegation(&who, Some(&id), DelegationCommand::ArrangeActing(arranged), &once(&key))
                .await?;
        }
        Ok(())
    }

    async fn enter_contacts(&self, description: &Description, named: &Named) -> Result<(), SetUpError> {
        for (code, target) in &description.links {
            let link = LinkSet { code: code.clone(), target: target.clone() };
            self.enter_one(OrganisationCommand::SetLink(link), &format!("link-{code}")).await?;
        }
        for (n, contact) in description.contacts.iter().enumerate() {
            let place = contact.place.as_ref();
            let place =
                place.map(|name| named.sites.get(name).map_or_else(|| name.clone(), ToString::to_string));
            let set = ContactSet {
                code: contact.code.clone(),
                place,
                name: contact.name.clone(),
                phone: contact.phone.clone(),
                email: contact.email.clone(),
            };
            self.enter_one(OrganisationCommand::SetContact(set), &format!("contact-{n}")).await?;
        }
        Ok(())
    }

    async fn enter_one(&self, command: OrganisationCommand, key: &str) -> Result<(), SetUpError> {
        let who = self.itself().await?;
        self.change_organisation(&who, command, &once(key)).await?;
        Ok(())
    }
}

/// Each step of a set-up is done once, however often it is begun.
fn once(key: &str) -> Request {
    Request { key: format!("set-up\0{key}"), ..Request::default() }
}

fn pack_role_with(who: &Who, duty: evenhand_policy::access::Duty) -> String {
    let role = who.pack().roles.iter().find(|role| role.duties.contains(&duty));
    role.map(|role| role.code.clone()).unwrap_or_default()
}

fn known<T: Clone>(what: &'static str, names: &BTreeMap<String, T>, name: &str) -> Result<T, SetUpError> {
    names.get(name).cloned().ok_or_else(|| SetUpError::Unknown { what, name: name.to_owned() })
}

fn date(text: &str) -> Result<Date, SetUpError> {
    text.parse().map_err(|_| SetUpError::Unreadable(format!("`{text}` is no date")))
}

fn word<T: std::str::FromStr<Err = String>>(text: &str) -> Result<T, SetUpError> {
    text.parse().map_err(|known| SetUpError::Unreadable(format!("`{text}` is not known; {known}")))
}

//! The organisation itself: what it is called, where it works, how it counts days, where its links lead.
//!
//! It is kept apart from the policy pack: the same policy serves several organisations, and a safety contact
//! changes without a new policy.

use std::collections::BTreeMap;

use evenhand_policy::calendar::Calendar;
use evenhand_policy::pack::is_address;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::event::Recorded;
use crate::events;
use crate::ids::{SiteId, StaffId, UnitId};
use crate::refusal::Refusal;
use crate::text::Checks;

events! {
    /// What happened to the organisation.
    pub enum OrganisationEvent {
        /// It was set up.
        SetUp(SetUp) = "organisation.set-up", 1;
        /// A unit was added.
        UnitAdded(Unit) = "organisation.unit-added", 1;
        /// A site was added.
        SiteAdded(Site) = "organisation.site-added", 1;
        /// A day was entered on which offices are closed.
        HolidayAdded(Holiday) = "organisation.holiday-added", 1;
        /// A link of the pack was pointed somewhere.
        LinkSet(LinkSet) = "organisation.link-set", 1;
        /// A contact of the pack was entered.
        ContactSet(ContactSet) = "organisation.contact-set", 1;
        /// A business line was given the organisation's own name.
        LineNamed(LineNamed) = "organisation.line-named", 1;
        /// A target of the organisation's own was set.
        TargetSet(TargetSet) = "organisation.target-set", 1;
        /// The senior manager who tracks all uses of the policy was nominated.
        MonitorNominated(MonitorNominated) = "organisation.monitor-nominated", 1;
        /// The importance of recording was discussed with a team.
        RecordingDiscussed(RecordingDiscussed) = "organisation.recording-discussed", 1;
    }
}

/// What an organisation is to begin with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// Its name.
    pub name: String,
    /// Its time zone, as in `Australia/Adelaide`.
    pub zone: String,
    /// Whose law applies.
    pub jurisdiction: String,
    /// The name of its policy pack.
    pub pack: String,
    /// The colour of its header, as `#rrggbb`.
    pub brand: String,
}

/// A part of the organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// The unit it belongs to.
    pub parent: Option<UnitId>,
}

/// A place where the organisation works.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// Its name.
    pub name: String,
    /// Its kind, by the pack's code.
    pub kind: String,
    /// Its address.
    pub address: Option<String>,
    /// The region whose network contact advises it.
    pub region: Option<String>,
}

/// A day on which offices are closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    pub on: Date,
    /// What it is called.
    pub name: String,
}

/// Where a link of the pack leads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkSet {
    /// The link's code in the pack.
    pub code: String,
    /// The address.
    pub target: String,
}

/// Who stands behind a contact of the pack, for the organisation or for one site or region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactSet {
    /// The contact's code in the pack.
    pub code: String,
    /// The site or region it is for; none for the whole organisation.
    pub place: Option<String>,
    /// Who it is: a provider, a team, a person.
    pub name: String,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

/// The organisation's own name for a business line of the pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineNamed {
    /// The line's code in the pack.
    pub code: String,
    /// Its name here.
    pub label: String,
}

/// A target the organisation sets itself, where no source does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetSet {
    /// Hours within which a reported incident is reviewed.
    pub review_hours: i64,
}

/// Who tracks all uses of the policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonitorNominated {
    /// The senior manager.
    pub staff: StaffId,
}

/// That a team talked about why recording matters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordingDiscussed {
    /// The team.
    pub unit: UnitId,
    /// When.
    pub on: Date,
    /// What was said, as far as it is worth keeping.
    pub note: Option<String>,
}

/// The organisation as it stands.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Organisation {
    /// How it was set up; none before it was.
    pub set_up: Option<SetUp>,
    /// Its units.
    pub units: BTreeMap<UnitId, Unit>,
    /// Its sites.
    pub sites: BTreeMap<SiteId, Site>,
    /// Days on which offices are closed.
    pub holidays: BTreeMap<Date, String>,
    /// Where links lead, and since when.
    pub links: BTreeMap<String, (String, Timestamp)>,
    /// Who stands behind contacts, and since when.
    pub contacts: Vec<(ContactSet, Timestamp)>,
    /// Its own names of business lines.
    pub lines: BTreeMap<String, String>,
    /// Its target for reviews.
    pub review_hours: Option<i64>,
    /// Who tracks all uses of the policy.
    pub monitor: Option<StaffId>,
    /// Talks about recording: unit, date, note.
    pub talks: Vec<RecordingDiscussed>,
}

/// What can be asked of the organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrganisationCommand {
    /// Set it up, once.
    SetUp(SetUp),
    /// Add a unit.
    AddUnit(Unit),
    /// Add a site.
    AddSite(Site),
    /// Enter a day on which offices are closed.
    AddHoliday(Holiday),
    /// Point a link somewhere.
    SetLink(LinkSet),
    /// Enter a contact.
    SetContact(ContactSet),
    /// Name a business line.
    NameLine(LineNamed),
    /// Set a target.
    SetTarget(TargetSet),
    /// Nominate who tracks all uses of the policy.
    NominateMonitor(MonitorNominated),
    /// Record a talk about recording.
    DiscussRecording(RecordingDiscussed),
}

impl Organisation {
    pub(crate) fn apply(&mut self, recorded: &Recorded<&OrganisationEvent>) {
        let at = recorded.at;
        match recorded.event.clone() {
            OrganisationEvent::SetUp(set_up) => self.set_up = Some(set_up),
            OrganisationEvent::UnitAdded(unit) => _ = self.units.insert(unit.id.clone(), unit),
            OrganisationEvent::SiteAdded(site) => _ = self.sites.insert(site.id.clone(), site),
            OrganisationEvent::HolidayAdded(holiday) => _ = self.holidays.insert(holiday.on, holiday.name),
            OrganisationEvent::LinkSet(link) => _ = self.links.insert(link.code, (link.target, at)),
            OrganisationEvent::ContactSet(contact) => {
                self.contacts.retain(|(c, _)| (&c.code, &c.place) != (&contact.code, &contact.place));
                self.contacts.push((contact, at));
            }
            OrganisationEvent::LineNamed(line) => _ = self.lines.insert(line.code, line.label),
            OrganisationEvent::TargetSet(target) => self.review_hours = Some(target.review_hours),
            OrganisationEvent::MonitorNominated(nominated) => self.monitor = Some(nominated.staff),
            OrganisationEvent::RecordingDiscussed(talk) => self.talks.push(talk),
        }
    }

    /// How the organisation counts days.
    pub fn calendar(&self) -> Calendar {
        let zone = self.set_up.as_ref().and_then(|set_up| TimeZone::get(&set_up.zone).ok());
        Calendar { zone: zone.unwrap_or(TimeZone::UTC), holidays: self.holidays.keys().copied().collect() }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.set_up.as_ref().map_or("", |set_up| &set_up.name)
    }

    /// A unit and all above it, nearest first.
    pub fn unit_and_above<'a>(&'a self, unit: &'a UnitId) -> impl Iterator<Item = &'a UnitId> {
        // A chain is never longer than the number of units, so a circle in the data ends the walk.
        let above = |unit: &&'a UnitId| self.units.get(*unit).and_then(|unit| unit.parent.as_ref());
        std::iter::successors(Some(unit), above).take(self.units.len().max(1))
    }
}

pub(crate) fn decide(
    organisation: &Organisation,
    command: &OrganisationCommand,
    context: &Context<'_>,
) -> Result<Vec<OrganisationEvent>, Refusal> {
    let mut checks = Checks::default();
    let event: OrganisationEvent = match command.clone() {
        OrganisationCommand::SetUp(mut set_up) => {
            if organisation.set_up.is_some() {
                return Err(Refusal::of("already-set-up", "This organisation is already set up"));
            }
            set_up.name = checks.line("name", &set_up.name, "the organisation's name");
            set_up.jurisdiction = checks.line("jurisdiction", &set_up.jurisdiction, "whose law applies");
            let zone = TimeZone::get(&set_up.zone).is_ok();
            checks.require(zone, "zone", "unknown-zone", "Choose a time zone, such as Australia/Adelaide");
            let digits = set_up.brand.strip_prefix('#').unwrap_or_default();
            let colour = digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit());
            checks.require(colour, "brand", "not-a-colour", "Enter a colour such as #1f4e5f");
            set_up.into()
        }
        OrganisationCommand::AddUnit(mut unit) => {
            unit.name = checks.line("name", &unit.name, "the unit's name");
            let parent = unit.parent.as_ref().is_none_or(|parent| organisation.units.contains_key(parent));
            checks.require(parent, "parent", "unknown-unit", "Choose a unit that exists");
            let new = !organisation.units.contains_key(&unit.id);
            checks.require(new, "id", "already-there", "This unit is already there");
            unit.into()
        }
        OrganisationCommand::AddSite(mut site) => {
            site.name = checks.line("name", &site.name, "the site's name");
            site.address = checks.maybe_line("address", site.address.as_deref());
            site.region = checks.maybe_line("region", site.region.as_deref());
            let known = context.pack.vocabulary.site_kinds.iter().any(|kind| kind.term.code == site.kind);
            checks.require(known, "kind", "unknown-choice", "Choose a kind of site");
            let new = !organisation.sites.contains_key(&site.id);
            checks.require(new, "id", "already-there", "This site is already there");
            site.into()
        }
        OrganisationCommand::AddHoliday(mut holiday) => {
            holiday.name = checks.line("name", &holiday.name, "what the day is called");
            holiday.into()
        }
        OrganisationCommand::SetLink(mut link) => {
            let known = context.pack.link(&link.code).is_some();
            checks.require(known, "code", "unknown-choice", "The policy pack has no such link");
            link.target = checks.line("target", &link.target, "where the link leads");
            let says = "Enter an address that begins with https://";
            checks.require(is_address(&link.target), "target", "not-an-address", says);
            link.into()
        }
        OrganisationCommand::SetContact(mut contact) => {
            let known = context.pack.contacts.iter().any(|known| known.code == contact.code);
            checks.require(known, "code", "unknown-choice", "The policy pack has no such contact");
            contact.place = checks.maybe_line("place", contact.place.as_deref());
            contact.name = checks.line("name", &contact.name, "a name");
            contact.phone = checks.maybe_line("phone", contact.phone.as_deref());
            contact.email = checks.maybe_line("email", contact.email.as_deref());
            contact.into()
        }
        OrganisationCommand::NameLine(mut line) => {
            let known =
                context.pack.vocabulary.business_lines.iter().any(|known| known.term.code == line.code);
            checks.require(known, "code", "unknown-choice", "The policy pack has no such business line");
            line.label = checks.line("label", &line.label, "a name");
            line.into()
        }
        OrganisationCommand::SetTarget(target) => {
            let sensible = (1..=24 * 60).contains(&target.review_hours);
            checks.require(sensible, "review_hours", "out-of-range", "Enter hours from 1 to 1,440");
            target.into()
        }
        OrganisationCommand::NominateMonitor(nominated) => {
            let works = context.directory.works(&nominated.staff, context.now);
            checks.require(works, "staff", "unknown-staff", "Choose a staff member who works here");
            nominated.into()
        }
        OrganisationCommand::DiscussRecording(mut talk) => {
            let known = organisation.units.contains_key(&talk.unit);
            checks.require(known, "unit", "unknown-unit", "Choose a unit that exists");
            let today = organisation.calendar().date(context.now);
            checks.require(talk.on <= today, "on", "in-the-future", "The talk cannot have been after today");
            talk.note = checks.maybe_words("note", talk.note.as_deref());
            talk.into()
        }
    };
    checks.finish()?;
    Ok(vec![event])
}

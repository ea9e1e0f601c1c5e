//! A customer: who they are, how they can be reached, what they need so that they can be served.
//!
//! A marker attaches to a person, never to an address or a number: those only help to find the person.

mod reference;

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::event::Recorded;
use crate::events;
use crate::ids::StaffId;
use crate::refusal::Refusal;
use crate::text::Checks;
use evenhand_policy::pack::find;
use evenhand_policy::words;

pub use reference::{is_mistyped_reference, reference};

words! {
    /// Whether somebody is a customer now.
    pub enum Standing {
        /// Now.
        Current = "current",
        /// Not any more.
        Former = "former",
    }
}

events! {
    /// What happened to a customer's entry.
    pub enum CustomerEvent {
        /// They were entered.
        Registered(Registered) = "customer.registered", 1;
        /// Their details changed.
        DetailsChanged(DetailsChanged) = "customer.details-changed", 1;
        /// A need was recorded.
        NeedRecorded(NeedRecorded) = "customer.need-recorded", 1;
        /// A need was ended.
        NeedEnded(NeedEnded) = "customer.need-ended", 1;
        /// A circumstance was recorded.
        CircumstanceRecorded(CircumstanceRecorded) = "customer.circumstance-recorded", 1;
        /// A circumstance was ended.
        CircumstanceEnded(CircumstanceEnded) = "customer.circumstance-ended", 1;
        /// A contact officer was assigned, or none any more.
        ContactOfficerAssigned(ContactOfficerAssigned) = "customer.contact-officer-assigned", 1;
        /// The customer was sealed: for all but the named they do not exist.
        Sealed(Sealed) = "customer.sealed", 1;
        /// The seal was lifted.
        Unsealed(Unsealed) = "customer.unsealed", 1;
    }
}

/// Who a customer is and how they can be reached.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Details {
    /// Given names.
    pub given_names: String,
    /// Family name; empty where somebody has one name only.
    pub family_name: String,
    /// Other names they are known by.
    pub other_names: Vec<String>,
    /// Date of birth.
    pub born_on: Option<Date>,
    /// Their type, by the pack's code.
    pub customer_type: String,
    /// Whether they are a customer now.
    pub standing: Standing,
    /// Their number in a business line or an older system: line or system, number.
    pub numbers: Vec<(String, String)>,
    /// Telephone numbers, as they are written.
    pub phones: Vec<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Postal addresses; none where they have none.
    pub addresses: Vec<Address>,
    /// Their time zone, where it is not the organisation's.
    pub zone: Option<String>,
    /// The language they prefer.
    pub language: Option<String>,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Address {
    /// Street or box.
    pub street: String,
    /// Suburb or town.
    pub suburb: String,
    /// State and postcode.
    pub state: String,
}

/// A new entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registered {
    /// The reference people use, as in `WB-204417`. Set by the product.
    #[serde(default)]
    pub reference: String,
    /// Who they are.
    pub details: Details,
    /// Where the entry comes from: an officer, an import.
    pub source: String,
}

/// A change of details.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DetailsChanged {
    /// Who they are now.
    pub details: Details,
    /// Why they changed.
    pub because: String,
}

/// A need.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedRecorded {
    /// Its number on this entry, from 1. Set by the decision.
    #[serde(default)]
    pub n: u32,
    /// The need, by the pack's code.
    pub need: String,
    /// In this person's case, as in "left ear, mornings are better".
    pub note: Option<String>,
}

/// The end of a need.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedEnded {
    /// Which.
    pub n: u32,
    /// Why.
    pub because: String,
}

/// A circumstance of the person's life, as far as it is known and matters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CircumstanceRecorded {
    /// Its number on this entry, from 1. Set by the decision.
    #[serde(default)]
    pub n: u32,
    /// The circumstance, by the pack's code.
    pub circumstance: String,
    /// How it is known.
    pub source: String,
}

/// The end of a circumstance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CircumstanceEnded {
    /// Which.
    pub n: u32,
    /// Why.
    pub because: String,
}

/// Who serves this customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactOfficerAssigned {
    /// The officer; none ends the assignment.
    pub officer: Option<StaffId>,
    /// Why.
    pub because: String,
}

/// A seal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// The only people for whom this customer exists.
    pub named: BTreeSet<StaffId>,
    /// Why.
    pub because: String,
}

/// The end of a seal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unsealed {
    /// Why.
    pub because: String,
}

/// A customer as they stand.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Customer {
    /// The reference people use; empty before they are entered.
    pub reference: String,
    /// Who they are.
    pub details: Details,
    /// Where the entry comes from.
    pub source: String,
    /// When they were entered.
    pub registered_at: Timestamp,
    /// Needs that count.
    pub needs: Vec<NeedRecorded>,
    /// Circumstances that count, and since when.
    pub circumstances: Vec<(CircumstanceRecorded, Timestamp)>,
    /// How many needs and circumstances were ever recorded.
    pub counted: (u32, u32),
    /// Who serves them.
    pub contact_officer: Option<StaffId>,
    /// For whom alone they exist, while they are sealed.
    pub sealed_to: Option<BTreeSet<StaffId>>,
}

/// What can be asked of a customer's entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CustomerCommand {
    /// Enter somebody.
    Register(Registered),
    /// Change their details.
    ChangeDetails(DetailsChanged),
    /// Record a need.
    RecordNeed(NeedRecorded),
    /// End a need.
    EndNeed(NeedEnded),
    /// Record a circumstance.
    RecordCircumstance(CircumstanceRecorded),
    /// End a circumstance.
    EndCircumstance(CircumstanceEnded),
    /// Assign a contact officer, or none.
    AssignContactOfficer(ContactOfficerAssigned),
    /// Seal them.
    Seal(Sealed),
    /// Lift the seal.
    Unseal(Unsealed),
}

impl Details {
    /// The name as people say it.
    pub fn name(&self) -> String {
        [self.given_names.as_str(), self.family_name.as_str()].join(" ").trim().to_owned()
    }
}

impl Customer {
    pub(crate) fn apply(&mut self, recorded: &Recorded<&CustomerEvent>) {
        match recorded.event.clone() {
            CustomerEvent::Registered(registered) => {
                self.reference = registered.reference;
                self.details = registered.details;
                self.source = registered.source;
                self.registered_at = recorded.at;
            }
            CustomerEvent::DetailsChanged(changed) => self.details = changed.details,
            CustomerEvent::NeedRecorded(need) => {
                self.counted.0 = need.n;
                self.needs.push(need);
            }
            CustomerEvent::NeedEnded(ended) => self.needs.retain(|need| need.n != ended.n),
            CustomerEvent::CircumstanceRecorded(circumstance) => {
                self.counted.1 = circumstance.n;
                self.circumstances.push((circumstance, recorded.at));
            }
            CustomerEvent::CircumstanceEnded(ended) => self.circumstances.retain(|(c, _)| c.n != ended.n),
            CustomerEvent::ContactOfficerAssigned(assigned) => self.contact_officer = assigned.officer,
            CustomerEvent::Sealed(sealed) => self.sealed_to = Some(sealed.named),
            CustomerEvent::Unsealed(_) => self.sealed_to = None,
        }
    }

    /// Whether they are entered at all.
    pub fn is_registered(&self) -> bool {
        !self.reference.is_empty()
    }
}

pub(crate) fn decide(
    customer: &Customer,
    command: &CustomerCommand,
    context: &Context<'_>,
) -> Result<Vec<CustomerEvent>, Refusal> {
    let mut checks = Checks::default();
    let pack = context.pack;
    let event: CustomerEvent = match command.clone() {
        CustomerCommand::Register(_) if customer.is_registered() => {
            return Err(Refusal::of("already-there", "This customer is already entered"));
        }
        CustomerCommand::Register(mut registered) => {
            registered.details = checked(registered.details, &mut checks, context);
            registered.source = checks.line("source", &registered.source, "where the entry comes from");
            registered.into()
        }
        _ if !customer.is_registered() => {
            return Err(Refusal::of("unknown-customer", "There is no such customer"));
        }
        CustomerCommand::ChangeDetails(mut changed) => {
            changed.details = checked(changed.details, &mut checks, context);
            changed.because = checks.line("because", &changed.because, "why the details change");
            changed.into()
        }
        CustomerCommand::RecordNeed(mut need) => {
            need.n = customer.counted.0.saturating_add(1);
            let known = find(&pack.vocabulary.needs, &need.need).is_some();
            checks.require(known, "need", "unknown-choice", "Choose a need");
            let new = customer.needs.iter().all(|known| known.need != need.need);
            checks.require(
                new,
                "need",
                "already-there",
                "This need is already recorded; end it first to change it",
            );
            need.note = checks.maybe_line("note", need.note.as_deref());
            need.into()
        }
        CustomerCommand::EndNeed(mut ended) => {
            let known = customer.needs.iter().any(|need| need.n == ended.n);
            checks.require(known, "n", "unknown-choice", "There is no such need");
            ended.because = checks.line("because", &ended.because, "why");
            ended.into()
        }
        CustomerCommand::RecordCircumstance(mut circumstance) => {
            circumstance.n = customer.counted.1.saturating_add(1);
            let known = find(&pack.vocabulary.circumstances, &circumstance.circumstance).is_some();
            checks.require(known, "circumstance", "unknown-choice", "Choose a circumstance");
            circumstance.source = checks.line("source", &circumstance.source, "how it is known");
            circumstance.into()
        }
        CustomerCommand::EndCircumstance(mut ended) => {
            let known = customer.circumstances.iter().any(|(known, _)| known.n == ended.n);
            checks.require(known, "n", "unknown-choice", "There is no such circumstance");
            ended.because = checks.line("because", &ended.because, "why");
            ended.into()
        }
        CustomerCommand::AssignContactOfficer(mut assigned) => {
            let officer = assigned.officer.as_ref();
            let able = officer.is_none_or(|id| {
                let actor = context.directory.actor(id, context.now, pack);
                actor.is_some_and(|actor| actor.has(evenhand_policy::access::Duty::ContactOfficer))
            });
            checks.require(
                able,
                "officer",
                "not-a-contact-officer",
                "Choose somebody who is a contact officer",
            );
            assigned.because = checks.line("because", &assigned.because, "why");
            assigned.into()
        }
        CustomerCommand::Seal(mut sealed) => {
            let known = sealed.named.iter().all(|id| context.directory.staff(id).is_some());
            let somebody = !sealed.named.is_empty();
            checks.require(
                known && somebody,
                "named",
                "unknown-staff",
                "Name at least one person who may see them",
            );
            sealed.because = checks.words("because", &sealed.because, "why");
            // Whoever seals must be able to lift the seal.
            sealed.named.extend(context.staff());
            sealed.into()
        }
        CustomerCommand::Unseal(mut unsealed) => {
            checks.require(customer.sealed_to.is_some(), "", "not-sealed", "This customer is not sealed");
            unsealed.because = checks.words("because", &unsealed.because, "why");
            unsealed.into()
        }
    };
    checks.finish()?;
    Ok(vec![event])
}

fn checked(details: Details, checks: &mut Checks, context: &Context<'_>) -> Details {
    let vocabulary = &context.pack.vocabulary;
    let mut clean = Details {
        given_names: checks.maybe_line("given_names", Some(&details.given_names)).unwrap_or_default(),
        family_name: checks.maybe_line("family_name", Some(&details.family_name)).unwrap_or_default(),
        ..details
    };
    let named = !clean.given_names.is_empty() || !clean.family_name.is_empty();
    checks.require(named, "given_names", "empty", "Enter at least one name");
    for (field, list) in [
        ("other_names", &mut clean.other_names),
        ("phones", &mut clean.phones),
        ("emails", &mut clean.emails),
    ] {
        *list = list.iter().filter_map(|line| checks.maybe_line(field, Some(line))).collect();
        checks.require(list.len() <= 20, field, "too-many", "At most 20 fit here");
    }
    for phone in &clean.phones {
        let digits = phone.chars().filter(char::is_ascii_digit).count();
        let says = format!("`{phone}` is no telephone number: it needs 5 to 15 digits");
        checks.require((5..=15).contains(&digits), "phones", "not-a-phone", says);
    }
    for email in &clean.emails {
        let (name, host) = email.split_once('@').unwrap_or_default();
        let sound = !name.is_empty() && host.contains('.') && !email.contains(char::is_whitespace);
        checks.require(sound, "emails", "not-an-email", format!("`{email}` is no e-mail address"));
    }
    for address in &mut clean.addresses {
        for line in [&mut address.street, &mut address.suburb, &mut address.state] {
            *line = checks.maybe_line("addresses", Some(line)).unwrap_or_default();
        }
    }
    clean.addresses.retain(|address| *address != Address::default());
    for (system, number) in &mut clean.numbers {
        *system = checks.maybe_line("numbers", Some(system)).unwrap_or_default();
        *number = checks.maybe_line("numbers", Some(number)).unwrap_or_default();
    }
    clean.numbers.retain(|(_, number)| !number.is_empty());
    clean.language = checks.maybe_line("language", clean.language.as_deref());
    if let Some(born) = clean.born_on {
        let today = context.directory.calendar().date(context.now);
        checks.require(born <= today, "born_on", "in-the-future", "A date of birth cannot be in the future");
        let oldest = today.year() - 130;
        checks.require(
            born.year() >= oldest,
            "born_on",
            "too-long-ago",
            format!("Nobody alive was born before {oldest}"),
        );
    }
    let known = find(&vocabulary.customer_types, &clean.customer_type).is_some();
    checks.require(known, "customer_type", "unknown-choice", "Choose a type of customer");
    let zone = clean.zone.as_ref().is_none_or(|zone| TimeZone::get(zone).is_ok());
    checks.require(zone, "zone", "unknown-zone", "Choose a time zone, such as Australia/Perth");
    clean
}

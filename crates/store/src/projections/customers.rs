//! Customers: found by part of a name, by reference, number, telephone, e-mail; the whole of one in one row.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use evenhand_domain::customer::Customer;
use rphonetic::{DoubleMetaphone, Encoder};

use super::{Projected, Table, table};
use crate::params;

pub(super) static CUSTOMERS: LazyLock<Table> = LazyLock::new(|| {
    table!("customers", key ["id"], columns ["reference", "name", "born_on", "born_year", "suburb", "standing",
        "customer_type", "sealed", "contact_officer", "version", "search", "state"])
});
pub(super) static KEYS: LazyLock<Table> =
    LazyLock::new(|| table!("customer_keys", key ["customer", "kind", "key"], columns []));
pub(super) static SEALS: LazyLock<Table> =
    LazyLock::new(|| table!("customer_seals", key ["customer", "staff"], columns []));

/// What a key finds a customer by.
pub mod key {
    pub const REFERENCE: &str = "reference";
    pub const NUMBER: &str = "number";
    pub const PHONE: &str = "phone";
    pub const EMAIL: &str = "email";
}

pub(super) fn rows(id: &str, version: u64, customer: &Customer) -> Vec<Projected> {
    if !customer.is_registered() {
        return Vec::new();
    }
    let details = &customer.details;
    let values = params![
        customer.reference.as_str(),
        details.name(),
        details.born_on.map(|born| born.to_string()),
        details.born_on.map(|born| born.year().to_string()),
        details.addresses.first().map(|address| address.suburb.as_str()),
        details.standing.as_str(),
        details.customer_type.as_str(),
        customer.sealed_to.is_some(),
        customer.contact_officer.as_ref().map(|officer| officer.as_str()),
        version,
        search_text(customer),
        serde_json::to_string(customer).unwrap_or_default(),
    ];
    let mut rows = vec![Projected { table: &CUSTOMERS, key: params![id], values }];
    let keys = keys(customer).into_iter();
    rows.extend(keys.map(|(kind, key)| Projected {
        table: &KEYS,
        key: params![id, kind, key],
        values: vec![],
    }));
    let seals = customer.sealed_to.iter().flatten();
    rows.extend(seals.map(|staff| Projected {
        table: &SEALS,
        key: params![id, staff.as_str()],
        values: vec![],
    }));
    rows
}

fn keys(customer: &Customer) -> BTreeSet<(&'static str, String)> {
    let details = &customer.details;
    let mut keys = BTreeSet::from([(key::REFERENCE, compact(&customer.reference))]);
    keys.extend(details.numbers.iter().map(|(_, number)| (key::NUMBER, compact(number))));
    keys.extend(details.phones.iter().map(|phone| (key::PHONE, phone_key(phone))));
    keys.extend(details.emails.iter().map(|email| (key::EMAIL, email.to_lowercase())));
    keys
}

/// A reference or number without what people leave out.
pub fn compact(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A telephone number by its last nine digits, so that `+61 491 570 156` and `0491 570 156` are the same.
pub fn phone_key(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    digits.iter().skip(digits.len().saturating_sub(9)).collect()
}

/// Names in lower case, each behind a space so that a beginning can be searched for, then how they sound.
fn search_text(customer: &Customer) -> String {
    let details = &customer.details;
    let names = std::iter::once(details.name()).chain(details.other_names.iter().cloned());
    let words: Vec<String> = names.flat_map(|name| words(&name)).collect();
    let sounds = words.iter().filter_map(|word| sound(word)).map(|sound| format!("~{sound}"));
    let reference = compact(&customer.reference);
    let parts: Vec<String> = words.iter().cloned().chain(sounds).chain([reference]).collect();
    format!(" {} ", parts.join(" "))
}

/// The words of a name, in lower case.
pub fn words(name: &str) -> Vec<String> {
    let parts = name.split(|c: char| !c.is_alphanumeric() && c != '\'');
    parts.map(|part| part.replace('\'', "").to_lowercase()).filter(|part| !part.is_empty()).collect()
}

/// How a word sounds, by Double Metaphone; `None` where it makes no sense of it.
pub fn sound(word: &str) -> Option<String> {
    if !word.is_ascii() || word.len() < 3 {
        return None;
    }
    let sound = DoubleMetaphone::default().encode(word).to_lowercase();
    (sound.len() >= 2).then_some(sound)
}

//! "How may I serve this person, by this channel, now?" From what somebody types to the contact card.
//!
//! An exact reference leads straight to the card. Anything else leads to possible matches: names, years of birth
//! and suburbs only, until something the person says confirms who they are. Plans and what follows from them come
//! with a later capability; until then a person who is found is served as usual, with their needs first.

use evenhand_domain::customer::{Customer, Details, is_mistyped_reference};
use evenhand_policy::Action;
use evenhand_policy::access::Subject;
use evenhand_policy::pack::{Channel, find};
use evenhand_store::read::find_by::{compact, key, phone_key, words};
use evenhand_store::read::{Found, Match, Reader};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use crate::access::Who;
use crate::app::App;
use crate::error::AppError;

/// What somebody types at the counter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Asked {
    /// Reference, name, telephone, e-mail, with or without a date of birth.
    pub query: String,
    /// How the person is here.
    pub channel: Channel,
    /// Something the person said that confirms who they are.
    pub second: Option<String>,
}

/// What is found.
#[derive(Debug, Clone, PartialEq)]
pub enum Looked {
    /// Nothing was asked.
    Nothing,
    /// Nobody is found.
    NoOne,
    /// It reads like a reference, but a digit is wrong, missing or out of place.
    Mistyped,
    /// People it may be. `mismatch` says that the second identifier belongs to none of them alone.
    Possible { matches: Vec<Match>, more: bool, mismatch: bool },
    /// The card of the one it is.
    Card(Box<Card>),
}

/// How this person is served by this channel now.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    pub id: String,
    pub reference: String,
    pub name: String,
    pub born_on: Option<Date>,
    /// How it is known that it is them.
    pub confirmed_by: &'static str,
    pub channel: Channel,
    /// What they need, each as an instruction, with a note of their own.
    pub needs: Vec<(String, Option<String>)>,
    /// The channels this person can use, and those they cannot.
    pub channels: Vec<(Channel, bool)>,
    /// Who serves them as a rule: name and telephone.
    pub contact_officer: Option<(String, Option<String>)>,
    /// When this was looked at; the look is recorded.
    pub at: Timestamp,
    /// What the reader may do from here.
    pub offers: Vec<Action>,
}

/// The most possible matches that are shown.
const SHOWN: usize = 20;

impl App {
    /// Finds a person and answers. The look is recorded before anything protected is returned.
    pub async fn look_up(&self, who: &Who, asked: &Asked) -> Result<Looked, AppError> {
        let permit = who.permit(Action::LookUpCustomer, &Subject::default())?;
        let query = asked.query.trim();
        if query.is_empty() {
            return Ok(Looked::Nothing);
        }
        let reader = self.reader(who, Action::ListIncidents);
        if let Some(found) = by_reference(&reader, query).await? {
            return Ok(Looked::Card(Box::new(self.card(who, found, asked.channel, "reference").await?)));
        }
        if is_mistyped_reference(query) {
            return Ok(Looked::Mistyped);
        }
        let (text, date) = split_date(query);
        let mut matches = candidates(&reader, &text, date).await?;
        // A birthday heard or typed wrongly must not hide somebody of that name.
        let other_birthday = date.is_some() && matches.is_empty() && has_name(&text);
        if other_birthday {
            matches = candidates(&reader, &text, None).await?;
        }
        let second = asked.second.as_deref().map(str::trim).filter(|second| !second.is_empty());
        let sure = date.is_some() && !other_birthday && has_name(&text) && matches.len() == 1;
        let confirmed = match second {
            Some(second) => self.confirm(&reader, &matches, second).await?,
            None if sure => self.only(&reader, &matches).await?,
            None => None,
        };
        if let Some(found) = confirmed {
            return Ok(Looked::Card(Box::new(
                self.card(who, found, asked.channel, "a second identifier").await?,
            )));
        }
        let said = second.and_then(parse_date).or(date);
        let (matches, mismatch) = match said {
            Some(born) if matches.is_empty() => (part_of_the_name(&reader, &text, born).await?, false),
            Some(_) | None => (matches, second.is_some() || other_birthday),
        };
        if matches.is_empty() {
            return Ok(Looked::NoOne);
        }
        let content = json!({ "query": query, "shown": matches.len().min(SHOWN) });
        self.looked(who, &permit, "look.matches", "customers:", content).await?;
        let more = matches.len() > SHOWN;
        let matches = matches.into_iter().take(SHOWN).collect();
        Ok(Looked::Possible { matches, more, mismatch })
    }

    /// The card of a customer known by id, as a link from a telephone or another system names them.
    pub async fn card_of(&self, who: &Who, id: &str, channel: Channel) -> Result<Card, AppError> {
        let found = self.reader(who, Action::ListIncidents).customer(id).await?.ok_or(AppError::NotFound)?;
        self.card(who, found, channel, "reference").await
    }

    async fn card(
        &self,
        who: &Who,
        found: Found,
        channel: Channel,
        confirmed_by: &'static str,
    ) -> Result<Card, AppError> {
        let customer = &found.customer;
        let subject = crate::access::customer_subject(customer, Action::LookUpCustomer);
        let card = Card {
            id: found.id.clone(),
            reference: customer.reference.clone(),
            name: customer.details.name(),
            born_on: customer.details.born_on,
            confirmed_by,
            channel,
            needs: needs(customer, who),
            channels: channels(customer, who),
            contact_officer: officer(customer, who),
            at: who.now,
            offers: App::offers(who, &subject, &[Action::ReadCustomer, Action::ReportIncident]),
        };
        let content = json!({
            "channel": channel.as_str(),
            "confirmed_by": confirmed_by,
            "shown": "needs, contact officer, answer",
        });
        self.look_at(who, Action::LookUpCustomer, &subject, "look.card", &found.id, content).await?;
        Ok(card)
    }

    /// The one match that something the person said belongs to.
    async fn confirm(
        &self,
        reader: &Reader,
        matches: &[Match],
        second: &str,
    ) -> Result<Option<Found>, AppError> {
        let mut confirmed = None;
        for candidate in matches.iter().take(SHOWN) {
            let Some(found) = reader.customer(&candidate.id).await? else { continue };
            if identifies(&found.customer.details, second) {
                if confirmed.is_some() {
                    return Ok(None);
                }
                confirmed = Some(found);
            }
        }
        Ok(confirmed)
    }

    async fn only(&self, reader: &Reader, matches: &[Match]) -> Result<Option<Found>, AppError> {
        match matches.first() {
            Some(only) => Ok(reader.customer(&only.id).await?),
            None => Ok(None),
        }
    }
}

async fn by_reference(reader: &Reader, query: &str) -> Result<Option<Found>, AppError> {
    if !query.chars().any(|c| c.is_ascii_digit()) || query.contains('@') {
        return Ok(None);
    }
    for kind in [key::REFERENCE, key::NUMBER] {
        let mut found = reader.customers_by_key(kind, &compact(query)).await?;
        if found.len() == 1 {
            return Ok(found.pop());
        }
    }
    Ok(None)
}

/// Everyone it may be. A telephone number or e-mail only helps to find people; it never says who somebody is.
async fn candidates(reader: &Reader, text: &str, date: Option<Date>) -> Result<Vec<Match>, AppError> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let born_on = date.map(|date| date.to_string());
    if text.contains('@') {
        return Ok(matches(reader.customers_by_key(key::EMAIL, &text.to_lowercase()).await?));
    }
    if digits >= 8 && text.chars().all(|c| c.is_ascii_digit() || " +-()".contains(c)) {
        return Ok(matches(reader.customers_by_key(key::PHONE, &phone_key(text)).await?));
    }
    if digits >= 3 {
        let numbers = reader.customers_by_key(key::NUMBER, &compact(text)).await?;
        if !numbers.is_empty() {
            return Ok(matches(numbers));
        }
    }
    Ok(reader.customers_like(text, born_on.as_deref()).await?)
}

/// Where the whole name leads to nobody: people born on that day who have one word of it. Half a name and a birthday
/// say who it may be, never who it is.
async fn part_of_the_name(reader: &Reader, text: &str, born: Date) -> Result<Vec<Match>, AppError> {
    let born = born.to_string();
    let mut found: Vec<Match> = Vec::new();
    for word in words(text) {
        for candidate in reader.customers_like(&word, Some(&born)).await? {
            if found.iter().all(|known| known.id != candidate.id) {
                found.push(candidate);
            }
        }
    }
    Ok(found)
}

fn matches(found: Vec<Found>) -> Vec<Match> {
    let one = |found: Found| {
        let details = &found.customer.details;
        Match {
            id: found.id.clone(),
            reference: found.customer.reference.clone(),
            name: details.name(),
            born_on: details.born_on.map(|born| born.to_string()),
            born_year: details.born_on.map(|born| born.year().to_string()),
            suburb: details.addresses.first().map(|address| address.suburb.clone()),
            score: 0,
        }
    };
    found.into_iter().map(one).collect()
}

/// Whether something somebody said belongs to a person: date of birth, telephone, e-mail, number, or address.
fn identifies(details: &Details, said: &str) -> bool {
    if let Some(date) = parse_date(said) {
        return details.born_on == Some(date);
    }
    if said.contains('@') {
        return details.emails.iter().any(|email| email.eq_ignore_ascii_case(said));
    }
    let digits = said.chars().filter(char::is_ascii_digit).count();
    let phone = digits >= 8 && details.phones.iter().any(|phone| phone_key(phone) == phone_key(said));
    let number = digits >= 3 && details.numbers.iter().any(|(_, number)| compact(number) == compact(said));
    let address = details.addresses.iter().any(|address| {
        let (said, street) = (words(said), words(&address.street));
        let all = |part: &[String]| !part.is_empty() && part.iter().all(|word| said.contains(word));
        all(&street)
    });
    phone || number || address
}

fn needs(customer: &Customer, who: &Who) -> Vec<(String, Option<String>)> {
    let known = &who.pack().vocabulary.needs;
    let need = |need: &evenhand_domain::customer::NeedRecorded| {
        let says = find(known, &need.need).map_or_else(|| need.need.clone(), |known| known.say.clone());
        (says, need.note.clone())
    };
    customer.needs.iter().map(need).collect()
}

fn channels(customer: &Customer, who: &Who) -> Vec<(Channel, bool)> {
    let known = &who.pack().vocabulary.needs;
    let closes = |channel: &Channel| {
        customer
            .needs
            .iter()
            .filter_map(|need| find(known, &need.need))
            .any(|need| need.closes.contains(channel))
    };
    Channel::ALL.iter().map(|channel| (*channel, !closes(channel))).collect()
}

fn officer(customer: &Customer, who: &Who) -> Option<(String, Option<String>)> {
    let staff = who.directory().staff(customer.contact_officer.as_ref()?)?;
    Some((staff.details.display_name.clone(), staff.details.phone.clone()))
}

fn has_name(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// Takes a date out of what was typed: `Marlow Fenn-Castle 14/11/1971`.
fn split_date(query: &str) -> (String, Option<Date>) {
    let parts: Vec<&str> = query.split_whitespace().collect();
    for length in [3, 1] {
        for at in 0..parts.len().saturating_sub(length - 1) {
            let Some(window) = parts.get(at..at + length) else { continue };
            if let Some(date) = parse_date(&window.join(" ")) {
                let rest = parts.iter().take(at).chain(parts.iter().skip(at + length));
                return (rest.copied().collect::<Vec<_>>().join(" "), Some(date));
            }
        }
    }
    (query.to_owned(), None)
}

/// A date as people say it: day first, month as a number or a name.
pub fn parse_date(text: &str) -> Option<Date> {
    if let Ok(date) = text.trim().parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    civil_date(day, month, year)
}

/// A date from three boxes. Years are written whole: `71` could be two centuries.
pub fn civil_date(day: &str, month: &str, year: &str) -> Option<Date> {
    let month = month.trim().parse().ok().or_else(|| month_by_name(month))?;
    let year = Some(year.trim()).filter(|year| year.len() == 4)?.parse().ok()?;
    Date::new(year, month, day.trim().parse().ok()?).ok()
}

fn month_by_name(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.trim().to_lowercase();
    let at = MONTHS.iter().position(|month| name.len() >= 3 && month.starts_with(&name))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_are_read_as_people_say_them() {
        for text in
            ["14/11/1971", "14.11.1971", "14 Nov 1971", "14 November 1971", "1971-11-14", "14-11-1971"]
        {
            assert_eq!(parse_date(text), Some(date(1971, 11, 14)), "{text}");
        }
        for text in ["14/11/71", "31/2/1971", "1971", "WB-204417", "11/14/1971", ""] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_is_taken_out_of_what_was_typed() {
        let found = (String::from("Marlow Fenn-Castle"), Some(date(1971, 11, 14)));
        assert_eq!(split_date("Marlow Fenn-Castle 14/11/1971"), found);
        assert_eq!(split_date("14 Nov 1971 Marlow Fenn-Castle"), found);
        assert_eq!(split_date("Marlow Fenn-Castle"), ("Marlow Fenn-Castle".to_owned(), None));
    }

    #[test]
    fn only_the_whole_of_an_identifier_confirms() {
        let details = Details {
            born_on: Some(date(1971, 11, 14)),
            phones: vec!["0491 570 156".into()],
            emails: vec!["m@fenn.example".into()],
            addresses: vec![evenhand_domain::customer::Address {
                street: "12 Fern Street".into(),
                suburb: "Tarrowmere".into(),
                state: String::new(),
            }],
            ..Details::default()
        };
        for said in [
            "14 Nov 1971",
            "+61 491 570 156",
            "M@fenn.example",
            "12 fern street tarrowmere",
            "12 Fern Street",
        ] {
            assert!(identifies(&details, said), "{said}");
        }
        for said in ["15 Nov 1971", "570 156", "fern", "tarrowmere", "12", "@", ""] {
            assert!(!identifies(&details, said), "{said}");
        }
    }
}

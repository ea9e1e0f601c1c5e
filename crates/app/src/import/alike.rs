//! Who may be the same person as somebody else. What is found is only reported: two records are never made one by
//! a program, for the wrong one would then say what somebody did.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use evenhand_domain::customer::Details;
use evenhand_store::read::find_by::{compact, phone_key, sound, words};
use jiff::civil::Date;
use strsim::{jaro_winkler, osa_distance};

/// Points from which two records are reported as possibly one person.
const ENOUGH: i32 = 6;
/// What more people than this have in common tells nobody apart.
const CROWD: usize = 200;

/// Somebody, as far as they are compared.
#[derive(Debug)]
pub struct Person {
    /// The reference people use.
    pub reference: String,
    given: Name,
    family: Name,
    born: Option<Date>,
    numbers: BTreeSet<String>,
    phones: BTreeSet<String>,
    emails: BTreeSet<String>,
    street: String,
    suburb: String,
    postcode: String,
}

/// A name, and how it sounds: worked out once, for it is compared often.
#[derive(Debug)]
struct Name {
    text: String,
    sound: Option<String>,
}

/// Somebody who may be the same person, and what speaks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Their place in the crowd.
    pub at: usize,
    /// How much speaks for it.
    pub points: i32,
    /// What speaks for it, in words.
    pub because: Vec<&'static str>,
}

/// Everybody there is, found by what records of one person usually share.
#[derive(Debug, Default)]
pub struct Crowd {
    people: Vec<Person>,
    by: HashMap<String, Vec<usize>>,
}

impl Person {
    /// Somebody with a reference and details.
    pub fn new(reference: &str, details: &Details) -> Person {
        let address = details.addresses.first();
        let state = address.map(|address| address.state.as_str()).unwrap_or_default();
        let postcode = state.split_whitespace().find(|word| word.bytes().all(|c| c.is_ascii_digit()));
        let mut street = words(address.map(|address| address.street.as_str()).unwrap_or_default());
        street.sort();
        Person {
            reference: reference.to_owned(),
            given: Name::new(&details.given_names),
            family: Name::new(&details.family_name),
            born: details.born_on,
            numbers: details.numbers.iter().map(|(_, number)| compact(number)).collect(),
            phones: details.phones.iter().map(|phone| phone_key(phone)).collect(),
            emails: details.emails.iter().map(|email| email.to_lowercase()).collect(),
            street: street.join(" "),
            suburb: words(address.map(|address| address.suburb.as_str()).unwrap_or_default()).join(" "),
            postcode: postcode.unwrap_or_default().to_owned(),
        }
    }

    /// Under which words somebody is looked for. Each leaves something out, so that an error in it does no harm.
    fn keys(&self) -> BTreeSet<String> {
        let mut names = [&self.given, &self.family].map(|name| name.sound.as_ref().unwrap_or(&name.text));
        names.sort();
        let mut keys: BTreeSet<String> = BTreeSet::new();
        let mut key = |kind: &str, parts: &[&str]| {
            if parts.iter().all(|part| !part.is_empty()) {
                keys.insert(format!("{kind}:{}", parts.join("|")));
            }
        };
        key("names", &[names[0], names[1]]);
        for name in &names {
            key("name, postcode", &[name, &self.postcode]);
            key("name, suburb", &[name, &self.suburb]);
        }
        key("street", &[&self.street]);
        key(
            "suburb, postcode, given",
            &[&self.suburb, &self.postcode, self.given.text.get(..1).unwrap_or_default()],
        );
        for (kind, values) in [("number", &self.numbers), ("phone", &self.phones), ("email", &self.emails)] {
            values.iter().for_each(|value| key(kind, &[value]));
        }
        if let Some(born) = self.born {
            key("born", &[&born.to_string()]);
            for name in &names {
                key("born about, name", &[&born.year().to_string(), name]);
            }
        }
        keys
    }
}

impl Crowd {
    /// Takes somebody in.
    pub fn take(&mut self, person: Person) {
        let at = self.people.len();
        for key in person.keys() {
            self.by.entry(key).or_default().push(at);
        }
        self.people.push(person);
    }

    /// Somebody by their place.
    pub fn person(&self, at: usize) -> Option<&Person> {
        self.people.get(at)
    }

    /// Where everybody stands, by reference.
    pub fn places(&self) -> BTreeMap<&str, usize> {
        self.people.iter().enumerate().map(|(at, person)| (person.reference.as_str(), at)).collect()
    }

    /// Who may be the same person as the one at a place, the likeliest first.
    pub fn like(&self, at: usize) -> Vec<Alike> {
        let Some(person) = self.people.get(at) else { return Vec::new() };
        let mut others = BTreeSet::new();
        for key in person.keys() {
            let sharers = self.by.get(&key).filter(|sharers| sharers.len() <= CROWD);
            others.extend(sharers.into_iter().flatten().filter(|other| **other != at));
        }
        let compared =
            others.into_iter().filter_map(|other| compared(person, self.people.get(other)?, other));
        let mut alike: Vec<Alike> = compared.filter(|alike| alike.points >= ENOUGH).collect();
        alike.sort_by_key(|alike| (-alike.points, alike.at));
        alike
    }
}

fn compared(one: &Person, other: &Person, at: usize) -> Option<Alike> {
    let mut weighed = Weighed::default();
    weighed.names(one, other);
    // Neighbours and families share much; without a name in common they are not reported.
    if !weighed.named {
        return None;
    }
    weighed.born(one, other);
    weighed.shared(&one.numbers, &other.numbers, 6, "same number");
    weighed.shared(&one.phones, &other.phones, 3, "same telephone");
    weighed.shared(&one.emails, &other.emails, 3, "same e-mail");
    weighed.address(one, other);
    Some(Alike { at, points: weighed.points, because: weighed.because })
}

#[derive(Default)]
struct Weighed {
    points: i32,
    because: Vec<&'static str>,
    named: bool,
}

impl Weighed {
    fn note(&mut self, points: i32, because: &'static str) {
        self.points += points;
        self.because.push(because);
    }

    fn names(&mut self, one: &Person, other: &Person) {
        let straight = (near(&one.given, &other.given), near(&one.family, &other.family));
        let turned = (near(&one.given, &other.family), near(&one.family, &other.given));
        let sum = |(a, b): (Option<i32>, Option<i32>)| a.unwrap_or(0) + b.unwrap_or(0);
        let (best, same, alike) = if sum(turned) > sum(straight) {
            (turned, "names the other way round", "names alike, the other way round")
        } else {
            (straight, "same name", "name alike")
        };
        self.points += sum(best);
        self.named = best.0.is_some_and(|points| points > 0) || best.1.is_some_and(|points| points > 0);
        match sum(best) {
            4.. => self.because.push(same),
            1..4 => self.because.push(alike),
            ..1 => {}
        }
    }

    fn born(&mut self, one: &Person, other: &Person) {
        let (Some(one), Some(other)) = (one.born, other.born) else { return };
        match differing(one, other) {
            0 => self.note(4, "same date of birth"),
            1 => self.note(2, "date of birth alike"),
            _ => self.points -= 3,
        }
    }

    fn shared(
        &mut self,
        one: &BTreeSet<String>,
        other: &BTreeSet<String>,
        points: i32,
        because: &'static str,
    ) {
        if one.intersection(other).next().is_some() {
            self.note(points, because);
        }
    }

    fn address(&mut self, one: &Person, other: &Person) {
        if !one.street.is_empty() && jaro_winkler(&one.street, &other.street) >= 0.9 {
            self.note(2, "same street");
        }
        if !one.suburb.is_empty() && jaro_winkler(&one.suburb, &other.suburb) >= 0.9 {
            self.note(1, "same suburb");
        }
        if !one.postcode.is_empty() && one.postcode == other.postcode {
            self.points += 1;
        }
    }
}

impl Name {
    fn new(name: &str) -> Name {
        let text = words(name).join(" ");
        Name { sound: sound(&text), text }
    }
}

/// How near two names are: the same, alike, or another. Nothing where one is not known.
fn near(one: &Name, other: &Name) -> Option<i32> {
    if one.text.is_empty() || other.text.is_empty() {
        return None;
    }
    if one.text == other.text {
        return Some(2);
    }
    let alike = one.sound.is_some() && one.sound == other.sound;
    Some(if alike || jaro_winkler(&one.text, &other.text) >= 0.88 { 1 } else { -1 })
}

/// How many slips of the pen lie between two dates. Day and month changed about is one.
fn differing(one: Date, other: Date) -> usize {
    let turned = Date::new(one.year(), one.day(), one.month());
    if turned.is_ok_and(|turned| turned == other) {
        return usize::from(one != other);
    }
    let plain = |date: Date| date.to_string().replace('-', "");
    osa_distance(&plain(one), &plain(other))
}

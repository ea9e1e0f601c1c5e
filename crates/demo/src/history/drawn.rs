//! What is drawn: people and incidents. Name, age, needs and conduct each come from a source of their own.

use evenhand_domain::customer::Details;
use evenhand_domain::{CustomerId, IncidentId};
use jiff::Timestamp;

use crate::draw::Draw;
use crate::history::conduct::Happened;
use crate::people::{Known, person};
use crate::words::{FAMILY, GIVEN, STREETS, SUBURBS, pick};

/// Somebody who is a customer.
pub(crate) struct Person {
    pub id: CustomerId,
    pub details: Details,
    pub need: Option<&'static str>,
    /// Their incidents, oldest first.
    pub incidents: Vec<usize>,
}

/// An incident.
pub(crate) struct Incident {
    pub id: IncidentId,
    /// At which post.
    pub post: usize,
    pub person: Option<usize>,
    pub occurred_at: Timestamp,
    pub happened: Happened,
}

/// Where the facts about people come from.
pub(crate) struct PeopleSource {
    names: Draw,
    ages: Draw,
    needs: Draw,
    homes: Draw,
    ids: Draw,
    count: usize,
    customer_type: &'static str,
    line: &'static str,
    all_needs: &'static [&'static str],
}

impl PeopleSource {
    pub(crate) fn new(
        seed: u64,
        slug: &str,
        customer_type: &'static str,
        line: &'static str,
        all_needs: &'static [&'static str],
    ) -> PeopleSource {
        let of = |what: &str| Draw::of(seed, &format!("{slug}-{what}"));
        PeopleSource {
            names: of("names"),
            ages: of("ages"),
            needs: of("needs"),
            homes: of("homes"),
            ids: of("people"),
            count: 0,
            customer_type,
            line,
            all_needs,
        }
    }

    pub(crate) fn draw(&mut self) -> Person {
        self.count += 1;
        let given = pick(GIVEN, self.names.below(GIVEN.len()));
        let family = pick(FAMILY, self.names.below(FAMILY.len()));
        let (year, month, day) =
            (self.ages.between(1932, 2004), self.ages.between(1, 12), self.ages.between(1, 28));
        let mut details = person(given, family, self.customer_type).born(year as i16, month as i8, day as i8);
        let street = pick(STREETS, self.homes.below(STREETS.len()));
        let suburb = pick(SUBURBS, self.homes.below(SUBURBS.len()));
        let house = self.homes.between(1, 140);
        if !self.homes.chance(40) {
            details = details.living_at(&format!("{house} {street}"), suburb, "TW 0000");
        }
        if !self.homes.chance(120) {
            details = details.phone(&fictional(self.count));
        }
        details = details.number(self.line, &format!("{:09}", 300_000_000 + self.count * 7919));
        let need = if self.needs.chance(140) { self.needs.one(self.all_needs) } else { None };
        Person { id: CustomerId::from_random(self.ids.id()), details, need, incidents: Vec::new() }
    }
}

/// A telephone number of the ranges that are kept for fiction.
fn fictional(n: usize) -> String {
    let range = if (n / 10_000).is_multiple_of(2) { "5550" } else { "7010" };
    format!("(08) {range} {:04}", n % 10_000)
}

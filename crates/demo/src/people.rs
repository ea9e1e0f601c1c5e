//! Invented people: who they are and how they can be reached. Telephone numbers are of the ranges kept for fiction.

use evenhand_domain::customer::{Address, Details};
use jiff::civil::Date;

/// Somebody, by name and type of customer.
pub(crate) fn person(given_names: &str, family_name: &str, customer_type: &str) -> Details {
    Details {
        given_names: given_names.to_owned(),
        family_name: family_name.to_owned(),
        customer_type: customer_type.to_owned(),
        ..Details::default()
    }
}

/// How details are filled in, one fact at a time.
pub(crate) trait Known {
    fn born(self, year: i16, month: i8, day: i8) -> Details;
    fn phone(self, number: &str) -> Details;
    fn email(self, address: &str) -> Details;
    fn living_at(self, street: &str, suburb: &str, state: &str) -> Details;
    fn number(self, system: &str, number: &str) -> Details;
}

impl Known for Details {
    fn born(mut self, year: i16, month: i8, day: i8) -> Details {
        self.born_on = Date::new(year, month, day).ok();
        self
    }

    fn phone(mut self, number: &str) -> Details {
        self.phones.push(number.to_owned());
        self
    }

    fn email(mut self, address: &str) -> Details {
        self.emails.push(address.to_owned());
        self
    }

    fn living_at(mut self, street: &str, suburb: &str, state: &str) -> Details {
        let (street, suburb, state) = (street.to_owned(), suburb.to_owned(), state.to_owned());
        self.addresses.push(Address { street, suburb, state });
        self
    }

    fn number(mut self, system: &str, number: &str) -> Details {
        self.numbers.push((system.to_owned(), number.to_owned()));
        self
    }
}

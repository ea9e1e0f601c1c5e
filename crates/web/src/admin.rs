//! Administration: people, delegations, places, rights, versions of the policy pack. No case and no customer is here.

pub(crate) mod delegations;
pub(crate) mod packs;
pub(crate) mod people;
pub(crate) mod places;
pub(crate) mod rights;

use evenhand_domain::UnitId;
use jiff::civil::Date;

use crate::cx::Cx;
use crate::form::Items;
use crate::words;

/// The organisation's date.
fn today(cx: &Cx) -> Date {
    cx.calendar().date(cx.now())
}

/// From when to when, in words.
fn period(from: Date, until: Option<Date>) -> String {
    match until {
        Some(until) => format!("{} to {}", words::date(from), words::date(until)),
        None => format!("From {}", words::date(from)),
    }
}

/// Whether something counts today, has ended, or has not begun.
fn state(from: Date, until: Option<Date>, today: Date) -> &'static str {
    match until {
        _ if from > today => "not yet",
        Some(until) if until < today => "ended",
        _ => "now",
    }
}

/// The label of a role of the policy in force; its code where the policy no longer has it.
fn role_label(cx: &Cx, code: &str) -> String {
    cx.who.pack().role(code).map_or_else(|| code.to_owned(), |role| role.label.clone())
}

/// The roles of the policy in force, as choices.
fn roles(cx: &Cx) -> Items {
    cx.who.pack().roles.iter().map(|role| (role.code.clone(), role.label.clone(), String::new())).collect()
}

/// The units, by name, as choices.
fn units(cx: &Cx) -> Items {
    let units = &cx.who.directory().organisation().units;
    let mut items: Items =
        units.iter().map(|(id, unit)| (id.to_string(), unit.name.clone(), String::new())).collect();
    items.sort_by(|a, b| a.1.cmp(&b.1));
    items
}

/// The names of units; "everywhere" for none.
fn unit_names(cx: &Cx, units: &[UnitId]) -> String {
    match units {
        [] => "Everywhere".to_owned(),
        units => units.iter().map(|unit| cx.unit(unit.as_str())).collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::state;

    #[test]
    fn the_last_day_still_counts() {
        let (from, until) = (date(2027, 3, 1), Some(date(2027, 3, 16)));
        assert_eq!(state(from, until, date(2027, 2, 28)), "not yet");
        assert_eq!(state(from, until, date(2027, 3, 1)), "now");
        assert_eq!(state(from, until, date(2027, 3, 16)), "now");
        assert_eq!(state(from, until, date(2027, 3, 17)), "ended");
        assert_eq!(state(from, None, date(2037, 1, 1)), "now");
    }
}

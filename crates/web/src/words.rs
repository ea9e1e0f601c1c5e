//! Dates, times and standings as people read them.

use evenhand_policy::calendar::Calendar;
use evenhand_policy::deadlines::{Standing, standing};
use evenhand_ui::{Clock, ClockState};
use jiff::Timestamp;
use jiff::civil::Date;

/// `9 March 2027`.
pub(crate) fn date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// `9 March 2027, 3:40pm`, in the organisation's time.
pub(crate) fn moment(at: Timestamp, calendar: &Calendar) -> String {
    at.to_zoned_datetime(calendar.zone.clone()).strftime("%-d %B %Y, %-I:%M%P").to_string()
}

/// `3:40pm`, in the organisation's time.
pub(crate) fn time(at: Timestamp, calendar: &Calendar) -> String {
    at.to_zoned_datetime(calendar.zone.clone()).strftime("%-I:%M%P").to_string()
}

/// For machines: `2027-03-09T15:40+10:30`.
pub(crate) fn machine(at: Timestamp, calendar: &Calendar) -> String {
    at.to_zoned_datetime(calendar.zone.clone()).strftime("%Y-%m-%dT%H:%M%:z").to_string()
}

/// `today, 3:40pm`, `yesterday, 3:40pm`, `tomorrow, 3:40pm`, or the whole date.
pub(crate) fn near(at: Timestamp, now: Timestamp, calendar: &Calendar) -> String {
    let (day, today) = (calendar.date(at), calendar.date(now));
    let word = match today.until(day).map(|span| span.get_days()) {
        Ok(0) => "today",
        Ok(1) => "tomorrow",
        Ok(-1) => "yesterday",
        _ => return moment(at, calendar),
    };
    format!("{word}, {}", time(at, calendar))
}

/// How long something took or has been: `12 minutes`, `3 hours`, `5 days`.
pub(crate) fn span(minutes: i64) -> String {
    let (count, unit) = match minutes {
        m if m < 120 => (m, "minute"),
        m if m < 48 * 60 => (m / 60, "hour"),
        m => (m / (24 * 60), "day"),
    };
    counted(count, unit)
}

/// `1 day`, `2 days`.
pub(crate) fn counted(count: i64, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

/// How a deadline stands, as a clock of the design system.
pub(crate) fn clock(due: Timestamp, done: Option<Timestamp>, now: Timestamp, calendar: &Calendar) -> Clock {
    let state = match standing(due, done, now, calendar) {
        Standing::OnTime => ClockState::OnTime,
        Standing::DueToday => ClockState::DueToday,
        Standing::Overdue { days: 0 } => ClockState::Overdue("less than a day".to_owned()),
        Standing::Overdue { days } => ClockState::Overdue(counted(days.into(), "day")),
        Standing::Met => ClockState::Met,
        Standing::MetLate => ClockState::MetLate,
    };
    let date = near(due, now, calendar);
    Clock::new(state).date(if done.is_some() { format!("due {date}") } else { date })
}

/// The state of a deadline in words, for JSON.
pub(crate) fn standing_word(
    due: Timestamp,
    done: Option<Timestamp>,
    now: Timestamp,
    calendar: &Calendar,
) -> &'static str {
    match standing(due, done, now, calendar) {
        Standing::OnTime => "on-time",
        Standing::DueToday => "due-today",
        Standing::Overdue { .. } => "overdue",
        Standing::Met => "met",
        Standing::MetLate => "met-late",
    }
}

/// A sentence begins with a capital letter.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    #[test]
    fn near_days_have_names() {
        let calendar = Calendar::new(TimeZone::get("Australia/Adelaide").unwrap());
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2027-03-16T10:14:00+10:30");
        let near = |text| near(at(text), now, &calendar);
        assert_eq!(near("2027-03-16T15:40:00+10:30"), "today, 3:40pm");
        assert_eq!(near("2027-03-15T00:01:00+10:30"), "yesterday, 12:01am");
        assert_eq!(near("2027-03-17T09:00:00+10:30"), "tomorrow, 9:00am");
        assert_eq!(near("2027-03-09T15:40:00+10:30"), "9 March 2027, 3:40pm");
    }

    #[test]
    fn spans_are_told_in_the_unit_that_fits() {
        assert_eq!([1, 90, 180, 4320].map(span), ["1 minute", "90 minutes", "3 hours", "3 days"]);
    }
}

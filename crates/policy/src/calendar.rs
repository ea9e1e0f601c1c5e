//! Days and hours as an organisation counts them: its time zone, its working days, its holidays.
//!
//! Hours count on the elapsed clock. Months are calendar months, clamped to the month's end, and end at the close
//! of the day in the organisation's time zone. Nothing here reads a clock.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

/// How one organisation counts days.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// The organisation's time zone.
    pub zone: TimeZone,
    /// Days on which offices are closed, besides weekends.
    pub holidays: BTreeSet<Date>,
}

impl Calendar {
    /// A calendar without holidays.
    pub fn new(zone: TimeZone) -> Calendar {
        Calendar { zone, holidays: BTreeSet::new() }
    }

    /// The organisation's date at a moment.
    pub fn date(&self, at: Timestamp) -> Date {
        at.to_zoned_datetime(self.zone.clone()).date()
    }

    /// The first moment of a date.
    pub fn start_of(&self, date: Date) -> Timestamp {
        self.moment(date, Time::midnight())
    }

    /// The last moment of a date: one millisecond before the next begins.
    pub fn close_of(&self, date: Date) -> Timestamp {
        self.start_of(date.tomorrow().unwrap_or(Date::MAX)) - 1.millisecond()
    }

    /// A date and time on the organisation's clock. A time that a daylight-saving change skips is the moment the
    /// clock jumps to; one that it repeats is the first of the two.
    pub fn moment(&self, date: Date, time: Time) -> Timestamp {
        self.zone.to_ambiguous_timestamp(date.to_datetime(time)).compatible().unwrap_or(Timestamp::MAX)
    }

    /// Whether offices are open on a date.
    pub fn is_working_day(&self, date: Date) -> bool {
        !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.holidays.contains(&date)
    }

    /// The date `days` working days after a date; the end of time where there are not so many.
    pub fn working_days_after(&self, date: Date, days: i64) -> Date {
        let mut day = date;
        for _ in 0..days {
            if day == Date::MAX {
                break;
            }
            day = self.next_working_day(day);
        }
        day
    }

    /// A number of calendar months after a date, clamped to the end of the month, and to the end of time.
    pub fn months_after(date: Date, months: i64) -> Date {
        let span = Span::new().try_months(months);
        span.and_then(|span| date.checked_add(span)).unwrap_or(Date::MAX)
    }

    fn next_working_day(&self, date: Date) -> Date {
        let mut day = date;
        while let Ok(next) = day.tomorrow() {
            day = next;
            if self.is_working_day(day) {
                break;
            }
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn adelaide() -> Calendar {
        Calendar::new(TimeZone::get("Australia/Adelaide").unwrap())
    }

    #[test]
    fn working_days_pass_over_weekends_and_holidays() {
        let mut calendar = adelaide();
        calendar.holidays.insert(date(2027, 3, 29));
        assert_eq!(calendar.working_days_after(date(2027, 3, 26), 1), date(2027, 3, 30));
        assert_eq!(calendar.working_days_after(date(2027, 3, 26), 0), date(2027, 3, 26));
    }

    #[test]
    fn months_are_clamped_to_the_end_of_the_month() {
        assert_eq!(Calendar::months_after(date(2027, 8, 31), 6), date(2028, 2, 29));
        assert_eq!(Calendar::months_after(date(2028, 2, 29), 12), date(2029, 2, 28));
    }

    #[test]
    fn a_day_of_a_daylight_saving_change_closes_when_the_next_begins() {
        // On 4 April 2027 clocks in Adelaide go back one hour: the day has 25 hours.
        let calendar = adelaide();
        let day = date(2027, 4, 4);
        let hours = calendar.start_of(date(2027, 4, 5)).duration_since(calendar.start_of(day)).as_hours();
        assert_eq!(hours, 25);
        assert_eq!(calendar.date(calendar.close_of(day)), day);
    }

    #[test]
    fn a_time_that_the_clock_skips_is_the_moment_it_jumps_to() {
        // Lord Howe Island moves by half an hour: 02:00 becomes 02:30 on 4 October 2026.
        let calendar = Calendar::new(TimeZone::get("Australia/Lord_Howe").unwrap());
        let skipped = calendar.moment(date(2026, 10, 4), Time::constant(2, 15, 0, 0));
        assert_eq!(skipped.to_zoned_datetime(calendar.zone.clone()).time(), Time::constant(2, 45, 0, 0));
    }
}

//! Days, deadlines and how they stand.

use std::collections::BTreeSet;

use evenhand_policy::calendar::Calendar;
use evenhand_policy::deadlines::{Counting, DeadlineKind, Standing, due, standing};
use evenhand_policy::pack::{Cite, Deadline, Force};
use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::collection::btree_set;
use proptest::prelude::*;
use proptest::sample::select;

use super::tries;

/// Time zones with half hours, with changes of half an hour, with none, and on both sides of the date line.
const ZONES: [&str; 7] = [
    "Australia/Sydney",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Australia/Perth",
    "Pacific/Kiritimati",
    "America/St_Johns",
    "UTC",
];

fn day() -> impl Strategy<Value = Date> {
    (0..40_000_i64).prop_map(|days| date(2000, 1, 1).checked_add(days.days()).expect("a day of this century"))
}

fn calendar() -> impl Strategy<Value = Calendar> {
    (select(ZONES.to_vec()), btree_set(day(), 0..40))
        .prop_map(|(zone, holidays)| Calendar { zone: TimeZone::get(zone).expect("a zone"), holidays })
}

fn moment() -> impl Strategy<Value = Timestamp> {
    (946_684_800_000_i64..4_102_444_800_000).prop_map(|ms| Timestamp::from_millisecond(ms).expect("a moment"))
}

fn deadline(within: i64, counting: Counting) -> Deadline {
    Deadline {
        kind: DeadlineKind::IncidentRecorded,
        within,
        counting,
        force: Force::Must,
        cite: Cite::default(),
    }
}

/// The order in which a deadline passes through its standings.
fn order(standing: Standing) -> i64 {
    match standing {
        Standing::OnTime => 0,
        Standing::DueToday => 1,
        Standing::Overdue { days } => 2 + i64::from(days),
        Standing::Met | Standing::MetLate => -1,
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[test]
fn a_deadline_beyond_the_calendar_is_due_at_its_end() {
    let calendar = Calendar::new(TimeZone::UTC);
    for counting in Counting::ALL {
        let end = due(&deadline(i64::MAX, *counting), Timestamp::UNIX_EPOCH, &calendar);
        assert!(calendar.date(end) >= date(9999, 1, 1), "{counting}: {end}");
    }
}

/// The days of a year that are not 24 hours long, with their length in minutes.
fn odd_days(zone: &str, year: i16) -> Vec<(Date, i64)> {
    let calendar = Calendar::new(TimeZone::get(zone).expect("a zone"));
    let minutes = |day: Date| {
        let next = day.tomorrow().expect("a day");
        calendar.start_of(next).duration_since(calendar.start_of(day)).as_mins()
    };
    let year = date(year, 1, 1).series(1.day()).take_while(|day| day.year() == year);
    year.map(|day| (day, minutes(day))).filter(|(_, minutes)| *minutes != 24 * 60).collect()
}

#[test]
fn the_days_on_which_clocks_change_are_as_long_as_they_are() {
    for (zone, change) in [("Australia/Sydney", 60), ("Australia/Adelaide", 60), ("Australia/Lord_Howe", 30)]
    {
        for (year, back, forward) in
            [(2027, date(2027, 4, 4), date(2027, 10, 3)), (2028, date(2028, 4, 2), date(2028, 10, 1))]
        {
            let expected = [(back, 24 * 60 + change), (forward, 24 * 60 - change)];
            assert_eq!(odd_days(zone, year), expected, "{zone}");
        }
    }
    for zone in ["Australia/Perth", "Australia/Brisbane", "Australia/Darwin", "UTC"] {
        assert_eq!(odd_days(zone, 2027), [], "{zone}");
    }
}

#[test]
fn working_days_pass_over_a_leap_day_and_the_holidays_around_it() {
    let mut calendar = Calendar::new(TimeZone::get("Australia/Adelaide").expect("a zone"));
    // 29 February 2028 is a Tuesday.
    assert_eq!(calendar.working_days_after(date(2028, 2, 28), 1), date(2028, 2, 29));
    calendar.holidays.extend([date(2028, 2, 29), date(2028, 3, 1)]);
    assert_eq!(calendar.working_days_after(date(2028, 2, 28), 1), date(2028, 3, 2));
    assert_eq!(calendar.working_days_after(date(2028, 2, 25), 2), date(2028, 3, 2));
}

#[test]
fn months_from_the_last_days_of_a_month_end_with_february() {
    for day in [29, 30, 31] {
        assert_eq!(Calendar::months_after(date(2027, 12, day), 2), date(2028, 2, 29));
        assert_eq!(Calendar::months_after(date(2026, 12, day), 2), date(2027, 2, 28));
    }
    assert_eq!(Calendar::months_after(date(2028, 2, 29), 48), date(2032, 2, 29));
}

proptest! {
    #![proptest_config(tries(300))]

    #[test]
    fn hours_and_days_run_on_the_elapsed_clock_whatever_clocks_on_walls_do(
        calendar in calendar(),
        from in moment(),
        within in 0..5_000_i64,
    ) {
        let hours = due(&deadline(within, Counting::Hours), from, &calendar);
        prop_assert_eq!(hours.duration_since(from), SignedDuration::from_hours(within));
        let days = due(&deadline(within, Counting::Days), from, &calendar);
        prop_assert_eq!(days.duration_since(from), SignedDuration::from_hours(within * 24));
    }

    #[test]
    fn a_deadline_in_months_closes_on_its_own_day_in_every_zone(
        calendar in calendar(),
        from in moment(),
        months in 1..60_i64,
    ) {
        let end = due(&deadline(months, Counting::Months), from, &calendar);
        let day = Calendar::months_after(calendar.date(from), months);
        prop_assert_eq!(calendar.date(end), day);
        prop_assert_eq!(calendar.date(end + 1.millisecond()), day.tomorrow().expect("a day"));
    }

    #[test]
    fn another_holiday_never_brings_a_deadline_forward(
        calendar in calendar(),
        from in moment(),
        holiday in day(),
        days in 1..90_i64,
    ) {
        let before = due(&deadline(days, Counting::WorkingDays), from, &calendar);
        let mut more = calendar.clone();
        more.holidays.insert(holiday);
        prop_assert!(due(&deadline(days, Counting::WorkingDays), from, &more) >= before);
    }

    #[test]
    fn nothing_is_due_before_it_begins(
        calendar in calendar(),
        from in moment(),
        within in 0..=10_000_i64,
        counting in select(Counting::ALL),
    ) {
        prop_assert!(due(&deadline(within, counting), from, &calendar) >= from);
    }

    #[test]
    fn more_time_is_never_due_sooner(
        calendar in calendar(),
        from in moment(),
        within in 0..2_000_i64,
        counting in select(Counting::ALL),
    ) {
        let sooner = due(&deadline(within, counting), from, &calendar);
        prop_assert!(due(&deadline(within + 1, counting), from, &calendar) > sooner);
    }

    #[test]
    fn working_days_are_exactly_so_many_and_none_is_a_weekend_or_holiday(
        calendar in calendar(),
        from in day(),
        days in 1..200_i64,
    ) {
        let end = calendar.working_days_after(from, days);
        prop_assert!(!is_weekend(end) && !calendar.holidays.contains(&end));
        let passed: BTreeSet<Date> = from.series(1.day()).skip(1).take_while(|day| *day <= end).collect();
        let working = passed.iter().filter(|day| !is_weekend(**day) && !calendar.holidays.contains(day));
        prop_assert_eq!(working.count() as i64, days);
    }

    #[test]
    fn a_deadline_in_working_days_closes_with_a_working_day(
        calendar in calendar(),
        from in moment(),
        days in 1..60_i64,
    ) {
        let end = due(&deadline(days, Counting::WorkingDays), from, &calendar);
        let day = calendar.date(end);
        prop_assert!(calendar.is_working_day(day));
        prop_assert_eq!(calendar.date(end + 1.millisecond()), day.tomorrow().expect("a day"));
    }

    #[test]
    fn months_keep_the_day_or_the_end_of_the_month(from in day(), months in 0..120_i64) {
        let end = Calendar::months_after(from, months);
        let passed = i64::from(end.year() - from.year()) * 12 + i64::from(end.month() - from.month());
        prop_assert_eq!(passed, months);
        prop_assert_eq!(end.day(), from.day().min(end.days_in_month()));
    }

    #[test]
    fn a_day_begins_and_closes_on_itself(calendar in calendar(), day in day()) {
        prop_assert_eq!(calendar.date(calendar.start_of(day)), day);
        prop_assert_eq!(calendar.date(calendar.close_of(day)), day);
        prop_assert!(calendar.start_of(day) < calendar.close_of(day));
        prop_assert!(calendar.close_of(day) < calendar.start_of(day.tomorrow().expect("a day")));
    }

    #[test]
    fn how_a_deadline_stands_only_ever_gets_worse(
        calendar in calendar(),
        due in moment(),
        hours in (-2_000..2_000_i64, 0..2_000_i64),
    ) {
        let now = due + SignedDuration::from_hours(hours.0);
        let later = now + SignedDuration::from_hours(hours.1);
        let (before, after) = (standing(due, None, now, &calendar), standing(due, None, later, &calendar));
        prop_assert!(order(before) <= order(after), "{before:?}, then {after:?}");
        prop_assert_eq!(matches!(before, Standing::Overdue { .. }), now > due);
        prop_assert!(order(before) >= 0);
    }

    #[test]
    fn what_was_done_stands_the_same_for_ever(
        calendar in calendar(),
        due in moment(),
        done in moment(),
        now in moment(),
    ) {
        let stands = standing(due, Some(done), now, &calendar);
        prop_assert_eq!(stands, if done <= due { Standing::Met } else { Standing::MetLate });
    }
}

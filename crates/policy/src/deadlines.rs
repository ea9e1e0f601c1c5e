//! When something is due, and how that reads at a given moment.

use jiff::{SignedDuration, Timestamp};

use crate::calendar::Calendar;
use crate::pack::Deadline;
use crate::words;

words! {
    /// The deadlines a pack may set.
    pub enum DeadlineKind {
        /// An incident is recorded, counted from when it happened.
        IncidentRecorded = "incident-recorded",
        /// An incident form reaches the office that decides, counted from when it happened.
        EscalationForm = "escalation-form",
        /// The manager reviews an incident, counted from when it was reported.
        IncidentReviewed = "incident-reviewed",
        /// A report to the police, counted from when it became due.
        PoliceReport = "police-report",
        /// Something the organisation did wrong is put right, counted from when it was recognised.
        Rectification = "rectification",
    }
}

words! {
    /// What a deadline counts.
    pub enum Counting {
        /// Hours on the elapsed clock.
        Hours = "hours",
        /// Days on the elapsed clock, to the same time of day.
        Days = "days",
        /// Working days of the organisation, to the close of the last.
        WorkingDays = "working-days",
        /// Calendar months, to the close of the last day.
        Months = "months",
    }
}

/// When something that began at `from` is due; the end of time where the calendar does not reach so far.
pub fn due(deadline: &Deadline, from: Timestamp, calendar: &Calendar) -> Timestamp {
    let within = deadline.within;
    let after = |hours: i64| {
        let time = SignedDuration::try_from_hours(hours).unwrap_or(SignedDuration::MAX);
        from.checked_add(time).unwrap_or(Timestamp::MAX)
    };
    let due = match deadline.counting {
        Counting::Hours => after(within),
        Counting::Days => after(within.saturating_mul(24)),
        Counting::WorkingDays => calendar.close_of(calendar.working_days_after(calendar.date(from), within)),
        Counting::Months => calendar.close_of(Calendar::months_after(calendar.date(from), within)),
    };
    // A day closes a millisecond before the next begins; what began in that millisecond is due at once.
    due.max(from)
}

/// How a deadline stands. Computed whenever it is asked, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is time.
    OnTime,
    /// It falls due before the organisation's day ends.
    DueToday,
    /// It has passed, by so many whole days of the organisation's calendar (0: earlier today).
    Overdue {
        /// Days since the due date.
        days: i32,
    },
    /// It was done in time.
    Met,
    /// It was done, late.
    MetLate,
}

/// How a deadline stands at `now`.
pub fn standing(due: Timestamp, done: Option<Timestamp>, now: Timestamp, calendar: &Calendar) -> Standing {
    if let Some(done) = done {
        return if done <= due { Standing::Met } else { Standing::MetLate };
    }
    let (due_on, today) = (calendar.date(due), calendar.date(now));
    if now > due {
        return Standing::Overdue { days: due_on.until(today).map_or(0, |span| span.get_days()) };
    }
    if due_on == today { Standing::DueToday } else { Standing::OnTime }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::pack::{Cite, Force};

    fn calendar() -> Calendar {
        Calendar::new(TimeZone::get("Australia/Sydney").unwrap())
    }

    fn at(text: &str) -> Timestamp {
        format!("{text}[Australia/Sydney]").parse::<jiff::ZonedDateTime>().unwrap().timestamp()
    }

    fn within(within: i64, counting: Counting) -> Deadline {
        let cite = Cite::default();
        Deadline { kind: DeadlineKind::IncidentRecorded, within, counting, force: Force::Must, cite }
    }

    #[test]
    fn hours_run_through_a_daylight_saving_change() {
        let due = due(&within(24, Counting::Hours), at("2026-10-03T12:00"), &calendar());
        assert_eq!(due, at("2026-10-04T13:00"));
    }

    #[test]
    fn working_days_and_months_end_with_the_day() {
        let friday = at("2027-03-12T09:00");
        assert_eq!(
            due(&within(2, Counting::WorkingDays), friday, &calendar()),
            at("2027-03-16T23:59:59.999")
        );
        let january = at("2027-01-31T09:00");
        assert_eq!(due(&within(1, Counting::Months), january, &calendar()), at("2027-02-28T23:59:59.999"));
    }

    #[test]
    fn standing_is_told_in_the_organisations_days() {
        let (due, calendar) = (at("2027-03-16T15:40"), calendar());
        let stands = |done, now| standing(due, done, at(now), &calendar);
        assert_eq!(stands(None, "2027-03-15T23:00"), Standing::OnTime);
        assert_eq!(stands(None, "2027-03-16T10:00"), Standing::DueToday);
        assert_eq!(stands(None, "2027-03-16T16:00"), Standing::Overdue { days: 0 });
        assert_eq!(stands(None, "2027-03-17T00:10"), Standing::Overdue { days: 1 });
        assert_eq!(stands(Some(due), "2027-04-01T00:00"), Standing::Met);
        assert_eq!(stands(Some(at("2027-03-16T15:41")), "2027-04-01T00:00"), Standing::MetLate);
    }
}

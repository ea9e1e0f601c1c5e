//! Working days and their minutes.

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};

use crate::scene::{Scene, working_day_before};

/// The working days of a history, oldest first; the last one is the last that is over.
pub(crate) struct Days<'a> {
    scene: &'a Scene,
    days: Vec<Date>,
}

/// Working days in a month, near enough.
pub(crate) const MONTH: usize = 21;

impl<'a> Days<'a> {
    pub(crate) fn of(scene: &'a Scene, months: usize) -> Days<'a> {
        let mut days = vec![scene.last];
        while days.len() < months * MONTH {
            let earliest = days[days.len() - 1];
            days.push(working_day_before(&scene.calendar, earliest));
        }
        days.reverse();
        Days { scene, days }
    }

    pub(crate) fn len(&self) -> usize {
        self.days.len()
    }

    /// A minute of a day. None after the last day: that is still to come.
    pub(crate) fn at(&self, day: usize, minute: i64) -> Option<Timestamp> {
        let day = *self.days.get(day)?;
        let minute = minute.clamp(0, 24 * 60 - 1);
        let time = Time::new((minute / 60) as i8, (minute % 60) as i8, 0, 0).ok()?;
        Some(self.scene.calendar.moment(day, time))
    }

    /// Whether offices are closed on the day after.
    pub(crate) fn ends_a_week(&self, day: usize) -> bool {
        self.days.get(day).is_some_and(|day| day.weekday() == Weekday::Friday)
    }
}

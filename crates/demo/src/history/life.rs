//! The life of an incident, from the report to the close, as it goes on ordinary days.

use evenhand_domain::StaffId;

use crate::draw::Draw;
use crate::history::History;
use crate::history::conduct::Happened;
use crate::history::days::Days;
use crate::history::deeds::{Deed, Step};
use crate::history::drawn::{Incident, PeopleSource, Person};
use crate::history::places::Post;

/// Incidents in a thousand whose customer is known.
const KNOWN: u64 = 760;
/// Of those, in a thousand, the ones of somebody who had one before: 60 to 70 % of people have one incident.
const AGAIN: u64 = 330;
/// Incidents in a thousand that are recorded late.
const LATE: u64 = 40;
/// Incidents in a thousand that are left open.
const LEFT_OPEN: u64 = 12;
/// The last minute of a day at which somebody begins a review.
const LAST: i64 = 17 * 60 + 40;

/// What is drawn for an organisation.
pub(crate) struct Drawing<'a> {
    pub days: Days<'a>,
    pub people: PeopleSource,
    pub closing: &'static [&'static str],
    pub history: History,
    times: Draw,
    ids: Draw,
    whose: Draw,
}

/// What goes on differently with one incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    Ordinary,
    /// Its review is missed by days; with a recorded reason, or without.
    Missed(Option<&'static str>),
}

impl<'a> Drawing<'a> {
    pub(crate) fn new(
        days: Days<'a>,
        people: PeopleSource,
        posts: Vec<Post>,
        closing: &'static [&'static str],
        (seed, slug): (u64, &str),
    ) -> Drawing<'a> {
        let of = |what: &str| Draw::of(seed, &format!("{slug}-{what}"));
        let history = History { posts, people: Vec::new(), incidents: Vec::new(), steps: Vec::new() };
        Drawing {
            days,
            people,
            closing,
            history,
            times: of("times"),
            ids: of("incidents"),
            whose: of("whose"),
        }
    }

    /// An incident at a post on a day, and all that follows.
    pub(crate) fn incident(&mut self, post: usize, day: usize, happened: Happened, course: Course) {
        let minute = self.times.between(8 * 60 + 35, 16 * 60 + 50);
        let Some(occurred_at) = self.days.at(day, minute) else { return };
        let person = self.person(post, day);
        let n = self.history.incidents.len();
        if let Some(person) = person {
            self.history.people[person].incidents.push(n);
        }
        let id = evenhand_domain::IncidentId::from_random(self.ids.id());
        self.history.incidents.push(Incident { id, post, person, occurred_at, happened: happened.clone() });
        let Post { staff, reviewer, .. } = self.history.posts[post].clone();
        let (day, minute) = if self.times.chance(LATE) {
            (day + 2, self.times.between(9 * 60, 11 * 60))
        } else {
            (day, minute + self.times.between(4, 50))
        };
        self.step(day, minute, &staff, Deed::Report(n));
        let finished = minute + self.times.between(3, 12);
        self.step(day, finished, &staff, Deed::Finish(n));
        if happened.contributed || self.times.chance(150) {
            self.step(day, minute + 14, &staff, Deed::Trigger(n));
        }
        self.reviewed(n, (day, minute), &reviewer, &happened, course);
    }

    fn reviewed(
        &mut self,
        n: usize,
        (day, minute): (usize, i64),
        reviewer: &StaffId,
        happened: &Happened,
        course: Course,
    ) {
        let the_same_day = self.days.ends_a_week(day) || self.times.chance(400);
        let (mut day, begin) = if the_same_day {
            (day, (minute + self.times.between(25, 150)).min(LAST).max(minute + 20))
        } else {
            (day + 1, self.times.between(8 * 60 + 40, 12 * 60))
        };
        if let Course::Missed(reason) = course {
            day += 4;
            if let Some(reason) = reason {
                self.step(day, begin - 5, reviewer, Deed::Note(n, reason));
            }
        }
        let needs_police = matches!(happened.happening, "followed" | "online")
            || (happened.severity.is_empty()
                && matches!(
                    happened.happening,
                    "personal-abuse" | "hurt" | "threat" | "threat-with-something"
                ));
        if happened.police || needs_police {
            self.step(day, begin - 4, reviewer, Deed::Police(n));
        }
        self.step(day, begin, reviewer, Deed::Open(n));
        if self.history.incidents[n].person.is_some() {
            self.step(day, begin + 6, reviewer, Deed::Search(n));
        }
        let decided = begin + self.times.between(15, 70);
        self.step(day, decided, reviewer, Deed::Decide(n));
        if !self.times.chance(LEFT_OPEN) {
            self.finished(n, (day, decided), reviewer, happened);
        }
    }

    fn finished(&mut self, n: usize, (day, minute): (usize, i64), reviewer: &StaffId, happened: &Happened) {
        if happened.contributed {
            self.step(day, minute + 20, reviewer, Deed::Rectify(n));
            self.step(day, minute + 31, reviewer, Deed::Apologise(n));
        }
        let day = day + 1 + self.times.below(4);
        let begin = self.times.between(9 * 60, 16 * 60);
        let mut tasks: Vec<String> = self.closing.iter().map(|task| (*task).to_owned()).collect();
        if happened.hurt && happened.severity.is_empty() {
            tasks.push("closing-offer-help-0".to_owned());
        }
        if happened.outcome != "no-action" {
            tasks.push(format!("outcome-{}", happened.outcome));
        }
        for (task, minutes) in tasks.into_iter().zip(0..) {
            self.step(day, begin + minutes * 3, reviewer, Deed::Task(n, task));
        }
        let close = (day + self.times.below(8), begin + 40);
        self.step(close.0, close.1, reviewer, Deed::Close(n));
    }

    /// Whose incident it is: somebody new, somebody who had one before, or nobody knows.
    fn person(&mut self, post: usize, day: usize) -> Option<usize> {
        if !self.whose.chance(KNOWN) {
            return None;
        }
        let again = self.whose.chance(AGAIN) && !self.history.incidents.is_empty();
        let before = self.whose.below(self.history.incidents.len());
        let known = self.history.incidents.get(before).and_then(|incident| incident.person);
        match known {
            Some(person) if again => Some(person),
            Some(_) | None => {
                let earlier = self.whose.below(220);
                Some(self.customer(post, day.saturating_sub(1 + earlier)))
            }
        }
    }

    /// Somebody who is entered on a day.
    pub(crate) fn customer(&mut self, post: usize, day: usize) -> usize {
        let person: Person = self.people.draw();
        let (n, need) = (self.history.people.len(), person.need.is_some());
        self.history.people.push(person);
        let Post { staff, reviewer, .. } = self.history.posts[post].clone();
        // Before the day's incidents: whoever has one on their first day is entered by then.
        let minute = self.times.between(7 * 60 + 30, 8 * 60 + 25);
        self.step(day, minute, &staff, Deed::Register(n));
        if need {
            self.step(day, minute + 3, &reviewer, Deed::Need(n));
        }
        n
    }

    pub(crate) fn step(&mut self, day: usize, minute: i64, who: &StaffId, deed: Deed) {
        // What would come after the last day has not happened yet.
        let Some(at) = self.days.at(day, minute) else { return };
        let n = self.history.steps.len();
        self.history.steps.push(Step { at, n, who: who.clone(), deed });
    }

    /// The history in the order of time.
    pub(crate) fn done(mut self) -> History {
        self.history.steps.sort_by_key(|step| (step.at, step.n));
        self.history
    }
}

//! Lets many stories happen in one stretch of time, each when its moment comes.
//!
//! A story is an ordinary async function that waits for moments of the story's clock. Only the story whose moment
//! is the earliest goes on, until it waits for its next one. So everything is recorded in the order in which it
//! happened, and the same stories always make the same record.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use evenhand_app::Clock;
use jiff::Timestamp;

use crate::DemoError;
use crate::ports::DemoClock;

/// A story that can be told.
pub(crate) struct Story<'a> {
    pub name: &'static str,
    pub told: Pin<Box<dyn Future<Output = Result<(), DemoError>> + 'a>>,
}

/// What stories wait with.
#[derive(Default)]
pub(crate) struct Turns {
    next: Cell<Option<Timestamp>>,
    until: Cell<Option<Timestamp>>,
}

/// What came of one turn of a story.
enum Turn {
    Waits(Timestamp),
    Over(Result<(), DemoError>),
}

impl Turns {
    /// Waits for a moment.
    pub(crate) fn wait(&self, at: Timestamp) -> Wait<'_> {
        Wait { turns: self, at: Some(at) }
    }

    /// The moment at which the next other story goes on; none if there is no other.
    pub(crate) fn until(&self) -> Option<Timestamp> {
        self.until.get()
    }
}

/// Waits for a moment: gives the turn away, and is ready when it comes back.
pub(crate) struct Wait<'a> {
    turns: &'a Turns,
    at: Option<Timestamp>,
}

impl Future for Wait<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        match self.at.take() {
            Some(at) => {
                self.turns.next.set(Some(at));
                Poll::Pending
            }
            None => Poll::Ready(()),
        }
    }
}

/// Tells stories side by side to their ends.
pub(crate) async fn tell(clock: &DemoClock, turns: &Turns, stories: Vec<Story<'_>>) -> Result<(), DemoError> {
    let begin = clock.now();
    let mut waiting: BTreeMap<(Timestamp, usize), Story<'_>> =
        stories.into_iter().enumerate().map(|(n, story)| ((begin, n), story)).collect();
    while let Some(((at, n), mut story)) = waiting.pop_first() {
        clock.set(at);
        turns.until.set(waiting.first_key_value().map(|((at, _), _)| *at));
        match poll_fn(|context| one_turn(&mut story, turns, context)).await {
            Turn::Waits(next) if next < clock.now() => {
                return Err(DemoError::Story { name: story.name, why: format!("it goes back to {next}") });
            }
            Turn::Waits(next) => _ = waiting.insert((next, n), story),
            Turn::Over(told) => told.map_err(|error| error.of(story.name, clock.now()))?,
        }
    }
    Ok(())
}

fn one_turn(story: &mut Story<'_>, turns: &Turns, context: &mut Context<'_>) -> Poll<Turn> {
    match story.told.as_mut().poll(context) {
        Poll::Ready(told) => Poll::Ready(Turn::Over(told)),
        // Where no moment is waited for, the story waits for the record; it goes on when that has answered.
        Poll::Pending => turns.next.take().map_or(Poll::Pending, |next| Poll::Ready(Turn::Waits(next))),
    }
}

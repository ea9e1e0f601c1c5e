//! Years of ordinary work around the stories: drawn first, then carried out as commands in the order of time.

mod agency;
mod conduct;
mod council;
mod days;
mod deeds;
mod drawn;
mod life;
mod places;
mod texts;

use evenhand_app::{Clock, Ordered};
use evenhand_domain::{CustomerId, IncidentId};

use crate::director::Story;
use crate::history::deeds::{Deed, Step};
use crate::history::drawn::{Incident, Person};
use crate::history::places::Post;
use crate::scene::Scene;
use crate::{DemoError, Options};

/// Commands carried out in one go, so that they share the way to the disk.
const AT_ONCE: usize = 1500;

/// What happened in an organisation, drawn but not carried out.
pub(crate) struct History {
    pub posts: Vec<Post>,
    pub people: Vec<Person>,
    pub incidents: Vec<Incident>,
    pub steps: Vec<Step>,
}

/// What became known of the incidents while they were carried out.
struct Known {
    numbers: Vec<Option<String>>,
    decided: Vec<bool>,
}

/// The history of an organisation, as a story among the others.
pub(crate) fn story<'a>(scene: &'a Scene, slug: &str, months: usize, options: &Options) -> Story<'a> {
    let (council, seed, progress) = (slug == "tarrowmere", options.seed, options.progress);
    let told = async move {
        let history = match council {
            true => council::draw(scene, seed, months).await?,
            false => agency::draw(scene, seed, months).await?,
        };
        carry_out(scene, &history, progress).await
    };
    Story { name: "all the other days", told: Box::pin(told) }
}

async fn carry_out(scene: &Scene, history: &History, progress: fn(&str)) -> Result<(), DemoError> {
    let mut known =
        Known { numbers: vec![None; history.incidents.len()], decided: vec![false; history.incidents.len()] };
    let (mut steps, mut year) = (history.steps.iter().peekable(), 0);
    while let Some(first) = steps.peek() {
        scene.turns.wait(first.at).await;
        let until = scene.turns.until();
        let mut now = Vec::new();
        while let Some(step) = steps.next_if(|step| {
            let mine = until.is_none_or(|until| step.at < until) || now.is_empty();
            mine && now.len() < AT_ONCE && !waits_for_a_number(step, history, &known, &now)
        }) {
            now.push(step);
        }
        perform(scene, history, &mut known, &now).await?;
        let reached = scene.calendar.date(scene.clock.now()).year();
        if reached != year {
            year = reached;
            progress(&format!("  {year} …"));
        }
    }
    Ok(())
}

/// Whether a look at a customer's history would miss an incident that is only now being carried out.
fn waits_for_a_number(step: &Step, history: &History, known: &Known, now: &[&Step]) -> bool {
    let Deed::Search(n) = step.deed else { return false };
    let earlier = history.earlier(n);
    let missing = |other: &usize| known.numbers.get(*other).is_none_or(Option::is_none);
    earlier.iter().any(|other| {
        missing(other) && now.iter().any(|step| matches!(step.deed, Deed::Report(n) if n == *other))
    })
}

async fn perform(
    scene: &Scene,
    history: &History,
    known: &mut Known,
    steps: &[&Step],
) -> Result<(), DemoError> {
    let mut ordered = Vec::with_capacity(steps.len());
    for step in steps {
        scene.clock.set(step.at);
        let who = scene.app.who(&step.who).await?;
        let who = who.ok_or(evenhand_app::AppError::NotFound)?;
        let (stream, command) = deeds::command(history, known, step, &who, &scene.calendar);
        ordered.push(Ordered { who, stream, command, key: format!("history-{}", step.n) });
    }
    let done = scene.app.perform_in_order(ordered).await?;
    for (step, done) in steps.iter().zip(done) {
        let done = done.map_err(|error| DemoError::History {
            what: format!("{:?}", step.deed),
            why: error.to_string(),
        })?;
        match step.deed {
            Deed::Report(n) => known.numbers[n] = done.number,
            Deed::Decide(n) => known.decided[n] = true,
            _ => {}
        }
    }
    Ok(())
}

impl History {
    /// Earlier incidents of the same customer, oldest first.
    fn earlier(&self, n: usize) -> Vec<usize> {
        let Some(person) = self.incidents.get(n).and_then(|incident| incident.person) else {
            return Vec::new();
        };
        self.people
            .get(person)
            .map(|person| person.incidents.iter().copied().filter(|other| *other < n).collect())
            .unwrap_or_default()
    }

    fn incident_id(&self, n: usize) -> IncidentId {
        self.incidents[n].id.clone()
    }

    fn customer_id(&self, n: usize) -> CustomerId {
        self.people[n].id.clone()
    }
}

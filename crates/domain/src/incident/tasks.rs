//! What is to be done about an incident, following from what happened to it.

use evenhand_policy::Pack;
use evenhand_policy::calendar::Calendar;
use evenhand_policy::deadlines::{DeadlineKind, due};
use evenhand_policy::pack::{Coded, TaskWhen, find};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Incident, InvolvedPart, Stage};
use crate::task::{Owner, Task};

impl Incident {
    /// Every task, open and done, in the order in which they arose.
    pub fn tasks(&self, pack: &Pack) -> Vec<Task> {
        let Some(report) = &self.report else { return Vec::new() };
        if self.stage == Stage::EnteredInError {
            return Vec::new();
        }
        let reviewed_at = self.decisions.first().map(|(_, at)| *at);
        let mut tasks = vec![
            self.task("review", "Review an incident", self.reported_at)
                .due(report.review_due_at)
                .done(reviewed_at),
            self.finishing(reviewed_at),
        ];
        tasks.extend(self.form.as_ref().map(|(_, at)| {
            self.task("consult", "Talk with the staff member about their form", *at)
                .done(self.consultation.as_ref().map(|(_, at)| *at))
        }));
        tasks.extend(self.care(pack));
        tasks.extend(self.police(pack));
        tasks.extend(self.putting_right());
        tasks.extend(self.outcomes(pack));
        tasks.extend(self.closing(pack));
        tasks.extend(self.follow_ups.iter().map(|(added, at)| {
            let owner = Owner::Person(added.owner.to_string());
            self.task(&format!("follow-up-{}", added.n), &added.what, *at)
                .owned(owner)
                .due(added.due_at)
                .blocking()
        }));
        tasks.extend(self.escalations.iter().enumerate().map(|(n, (escalated, at))| {
            let owner = Owner::Person(escalated.to.to_string());
            self.task(&format!("escalation-{n}"), "Look at an incident that was escalated to you", *at)
                .owned(owner)
        }));
        tasks.into_iter().map(|task| self.as_it_stands(task)).collect()
    }

    fn task(&self, key: &str, what: &str, opened_at: Timestamp) -> Task {
        let reviewer = self.reviewer.as_ref().map(ToString::to_string);
        Task {
            key: key.to_owned(),
            what: what.to_owned(),
            owner: Owner::Person(reviewer.unwrap_or_default()),
            unit: self.unit().map(ToString::to_string),
            opened_at,
            due_at: None,
            done_at: None,
            blocks_closing: false,
        }
    }

    /// Finishing the report: with its reporter, or with whoever they asked. It ends with the review at the latest.
    fn finishing(&self, reviewed_at: Option<Timestamp>) -> Task {
        let who = self.finisher.as_ref().map_or_else(|| self.recorder.clone(), ToString::to_string);
        self.task("finish", "Finish a report", self.reported_at)
            .owned(Owner::Person(who))
            .done(self.finished_at.or(reviewed_at))
    }

    fn care(&self, pack: &Pack) -> impl Iterator<Item = Task> {
        let flags = self.flags.iter().filter_map(|code| find(&pack.vocabulary.flags, code));
        let with_task = flags.filter_map(|flag| Some((flag.code(), flag.task.as_ref()?)));
        let tasks: Vec<Task> = with_task
            .map(|(code, what)| self.task(&format!("flag-{code}"), what, self.reported_at).blocking())
            .collect();
        tasks.into_iter()
    }

    fn police(&self, pack: &Pack) -> Option<Task> {
        let calls = |code: &String| {
            find(&pack.vocabulary.conduct_kinds, code).is_some_and(|kind| kind.police || kind.off_site)
        };
        self.conduct.kinds.iter().any(calls).then(|| {
            // A pack counts this limit on the elapsed clock, where every calendar says the same.
            let limit = pack.deadline(DeadlineKind::PoliceReport);
            let due = limit.map(|limit| due(limit, self.reported_at, &Calendar::new(TimeZone::UTC)));
            let done = self.police.first().map(|(_, at)| *at);
            self.task("police", "Report an incident to the police", self.reported_at).due(due).done(done)
        })
    }

    fn putting_right(&self) -> Vec<Task> {
        let since = self.decisions.iter().find(|(decided, _)| decided.answers.contributed == Some(true));
        let Some((decided, at)) = since else { return Vec::new() };
        vec![
            self.task("rectify", "Put right what we did wrong", *at)
                .due(decided.rectify_due_at)
                .done(self.rectified.first().map(|(_, at)| *at)),
            self.task("apologise", "Apologise to the customer", *at)
                .due(decided.rectify_due_at)
                .done(self.apologies.first().map(|(_, at)| *at)),
        ]
    }

    /// What the decision that counts calls for.
    fn outcomes(&self, pack: &Pack) -> Vec<Task> {
        let Some((decided, at)) = self.decisions.last() else { return Vec::new() };
        let chosen = decided.answers.outcomes.iter().filter_map(|code| find(&pack.reviewing.outcomes, code));
        let with_task = chosen.filter_map(|outcome| Some((outcome, outcome.task.as_ref()?)));
        with_task
            .map(|(outcome, what)| {
                let task = self.task(&format!("outcome-{}", outcome.code()), what, *at).blocking();
                match &outcome.goes_to {
                    Some(role) => task.owned(Owner::Role(role.clone())),
                    None => task,
                }
            })
            .collect()
    }

    /// What the policy wants done before an incident is closed.
    fn closing(&self, pack: &Pack) -> Vec<Task> {
        let affected: Vec<usize> = self
            .people
            .iter()
            .enumerate()
            .filter(|(_, person)| person.part == InvolvedPart::Affected)
            .map(|(n, _)| n)
            .collect();
        let since = self.decisions.first().map(|(_, at)| *at);
        let mut tasks = Vec::new();
        for closing in &pack.reviewing.closing_tasks {
            let applies = match closing.when {
                TaskWhen::Affected => !affected.is_empty(),
                TaskWhen::Hurt => self.somebody_was_hurt(),
                TaskWhen::Critical => self.critical.is_some(),
                TaskWhen::Reviewed => since.is_some(),
            };
            if !applies {
                continue;
            }
            let opened = match closing.when {
                TaskWhen::Reviewed => since.unwrap_or(self.reported_at),
                TaskWhen::Affected | TaskWhen::Hurt | TaskWhen::Critical => self.reported_at,
            };
            let code = closing.term.code();
            let one = |key: String| self.task(&key, closing.term.label(), opened).blocking();
            match closing.for_each {
                true => tasks.extend(affected.iter().map(|n| one(format!("closing-{code}-{n}")))),
                false => tasks.push(one(format!("closing-{code}"))),
            }
        }
        tasks
    }

    fn somebody_was_hurt(&self) -> bool {
        let said = self.report.as_ref().is_some_and(|report| report.said.harm.contains(&super::Harm::Hurt));
        said || self.people.iter().any(|person| person.physically || person.left_ill)
    }

    /// With what was done by hand, and with whoever has it now.
    fn as_it_stands(&self, mut task: Task) -> Task {
        if let Some((_, at)) = self.done.get(&task.key) {
            // A decision taken anew opens its tasks anew.
            if *at >= task.opened_at {
                task.done_at = task.done_at.or(Some(*at));
            }
        }
        if let Some(to) = self.reassigned.get(&task.key) {
            task.owner = Owner::Person(to.to_string());
        }
        task
    }
}

impl Task {
    fn owned(mut self, owner: Owner) -> Task {
        self.owner = owner;
        self
    }

    fn due(mut self, due_at: Option<Timestamp>) -> Task {
        self.due_at = due_at;
        self
    }

    fn done(mut self, done_at: Option<Timestamp>) -> Task {
        self.done_at = done_at;
        self
    }

    fn blocking(mut self) -> Task {
        self.blocks_closing = true;
        self
    }
}

//! The policy as a document that is looked after: suggestions of staff, copies for the public, its own reviews.

use evenhand_policy::{Pack, words};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::event::Recorded;
use crate::events;
use crate::refusal::Refusal;
use crate::task::{Owner, Task};
use crate::text::Checks;

words! {
    /// What came of a suggestion.
    pub enum Answer {
        /// It is kept for the next review.
        Kept = "kept-for-review",
        /// It is taken up.
        TakenUp = "taken-up",
        /// It is not taken up.
        Declined = "declined",
    }
}

words! {
    /// Why a review of the policy is opened.
    pub enum Ground {
        /// Its time has come.
        Due = "due",
        /// The law changed.
        Legislation = "legislative-change",
        /// Something happened that it should answer.
        Event = "event",
    }
}

events! {
    /// What happened to the policy as a document.
    pub enum PolicyEvent {
        /// Somebody suggested a change.
        Suggested(Suggested) = "policy.suggested", 1;
        /// The office that answers for the policy answered.
        Answered(Answered) = "policy.answered", 1;
        /// Somebody of the public asked for a copy.
        CopyRequested(CopyRequested) = "policy.copy-requested", 1;
        /// The copy was handed out.
        CopyIssued(CopyIssued) = "policy.copy-issued", 1;
        /// The date of the next review was set.
        NextReviewSet(NextReviewSet) = "policy.next-review-set", 1;
        /// A review was opened.
        ReviewOpened(ReviewOpened) = "policy.review-opened", 1;
        /// A review was completed.
        ReviewCompleted(ReviewCompleted) = "policy.review-completed", 1;
    }
}

/// A suggestion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggested {
    /// Its number, from 1. Set by the decision.
    #[serde(default)]
    pub n: u32,
    /// What should change and why.
    pub text: String,
}

/// The answer to a suggestion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// Which.
    pub n: u32,
    /// What came of it.
    pub answer: Answer,
    /// Why.
    pub because: String,
}

/// A request for a copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyRequested {
    /// Its number, from 1. Set by the decision.
    #[serde(default)]
    pub n: u32,
    /// Who asked, as far as they said.
    pub by: String,
    /// The fee under the schedule of fees, in cents.
    pub fee_cents: i64,
}

/// A copy handed out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyIssued {
    /// Which request.
    pub n: u32,
    /// The version of the policy handed out. Set by the decision.
    #[serde(default)]
    pub version: String,
}

/// When the policy is reviewed next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextReviewSet {
    /// The date.
    pub on: Date,
}

/// A review of the policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewOpened {
    /// Why.
    pub ground: Ground,
    /// More about it.
    pub note: Option<String>,
}

/// The end of a review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewCompleted {
    /// What was decided.
    pub outcome: String,
    /// The minute or decision.
    pub minute: Option<String>,
    /// The date of the next review. Set by the decision: the pack's interval from today.
    #[serde(default)]
    pub next_on: Option<Date>,
}

/// A review: why, when opened, when and how completed.
pub type Reviewed = (ReviewOpened, Timestamp, Option<(ReviewCompleted, Timestamp)>);

/// The policy's record as it stands.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PolicyRecord {
    /// Suggestions: what, by whom, when, the answer.
    pub suggestions: Vec<(Suggested, String, Timestamp, Option<Answered>)>,
    /// Requests for copies: what, when, the version handed out.
    pub copies: Vec<(CopyRequested, Timestamp, Option<String>)>,
    /// The date of the next review, where one was set here.
    pub next_review: Option<Date>,
    /// Its reviews.
    pub reviews: Vec<Reviewed>,
}

/// What can be asked of the policy's record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyCommand {
    /// Suggest a change.
    Suggest(Suggested),
    /// Answer a suggestion.
    Answer(Answered),
    /// Record a request for a copy.
    RequestCopy(CopyRequested),
    /// Hand out a copy.
    IssueCopy(CopyIssued),
    /// Set the date of the next review.
    SetNextReview(NextReviewSet),
    /// Open a review.
    OpenReview(ReviewOpened),
    /// Complete the open review.
    CompleteReview(ReviewCompleted),
}

impl PolicyRecord {
    pub(crate) fn apply(&mut self, recorded: &Recorded<&PolicyEvent>) {
        let at = recorded.at;
        match recorded.event.clone() {
            PolicyEvent::Suggested(suggested) => {
                self.suggestions.push((suggested, recorded.actor.clone(), at, None));
            }
            PolicyEvent::Answered(answered) => {
                let asked = self.suggestions.iter_mut().find(|(suggested, ..)| suggested.n == answered.n);
                asked.into_iter().for_each(|(.., answer)| *answer = Some(answered.clone()));
            }
            PolicyEvent::CopyRequested(requested) => self.copies.push((requested, at, None)),
            PolicyEvent::CopyIssued(issued) => {
                let asked = self.copies.iter_mut().find(|(requested, ..)| requested.n == issued.n);
                asked.into_iter().for_each(|(.., version)| *version = Some(issued.version.clone()));
            }
            PolicyEvent::NextReviewSet(set) => self.next_review = Some(set.on),
            PolicyEvent::ReviewOpened(opened) => self.reviews.push((opened, at, None)),
            PolicyEvent::ReviewCompleted(completed) => {
                self.next_review = completed.next_on.or(self.next_review);
                let open = self.reviews.iter_mut().find(|(.., completed)| completed.is_none());
                open.into_iter().for_each(|(.., end)| *end = Some((completed.clone(), at)));
            }
        }
    }

    /// When the policy is reviewed next: the date set here, else the earliest that its sources give.
    pub fn next_review_under(&self, pack: &Pack) -> Option<Date> {
        let given = pack.record.iter().flat_map(|record| &record.next_reviews).map(|(on, _)| *on);
        self.next_review.or_else(|| given.min())
    }

    /// The review that is under way.
    pub fn open_review(&self) -> Option<&Reviewed> {
        self.reviews.iter().find(|(.., completed)| completed.is_none())
    }

    /// What the office that answers for the policy has to do.
    pub fn tasks(&self, office: &str) -> Vec<Task> {
        let task = |key: String, what: &str, opened_at, done_at| Task {
            key,
            what: what.to_owned(),
            owner: Owner::Role(office.to_owned()),
            unit: None,
            opened_at,
            due_at: None,
            done_at,
            blocks_closing: false,
        };
        let suggestions = self.suggestions.iter().map(|(suggested, _, at, answer)| {
            let done = answer.as_ref().map(|_| *at);
            task(format!("suggestion-{}", suggested.n), "Answer a suggestion about the policy", *at, done)
        });
        let reviews = self.reviews.iter().enumerate().map(|(n, (_, at, completed))| {
            let done = completed.as_ref().map(|(_, at)| *at);
            task(format!("review-{n}"), "Complete the review of the policy", *at, done)
        });
        suggestions.chain(reviews).collect()
    }
}

pub(crate) fn decide(
    record: &PolicyRecord,
    command: &PolicyCommand,
    context: &Context<'_>,
) -> Result<Vec<PolicyEvent>, Refusal> {
    let mut checks = Checks::default();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1);
    let event: PolicyEvent = match command.clone() {
        PolicyCommand::Suggest(mut suggested) => {
            suggested.n = number(record.suggestions.len());
            suggested.text = checks.words("text", &suggested.text, "your suggestion");
            suggested.into()
        }
        PolicyCommand::Answer(mut answered) => {
            let known = record.suggestions.iter().any(|(suggested, ..)| suggested.n == answered.n);
            checks.require(known, "n", "unknown-choice", "There is no such suggestion");
            answered.because = checks.words("because", &answered.because, "why");
            answered.into()
        }
        PolicyCommand::RequestCopy(mut requested) => {
            requested.n = number(record.copies.len());
            requested.by = checks.line("by", &requested.by, "who asked");
            let sensible = (0..=100_000).contains(&requested.fee_cents);
            checks.require(sensible, "fee_cents", "out-of-range", "Enter a fee from 0 to 1,000 dollars");
            requested.into()
        }
        PolicyCommand::IssueCopy(mut issued) => {
            let waiting =
                record.copies.iter().any(|(asked, _, version)| asked.n == issued.n && version.is_none());
            checks.require(
                waiting,
                "n",
                "unknown-choice",
                "There is no such request, or it is already answered",
            );
            issued.version = context.pack.reference();
            issued.into()
        }
        PolicyCommand::SetNextReview(set) => {
            let today = context.directory.calendar().date(context.now);
            checks.require(set.on >= today, "on", "in-the-past", "The next review cannot be in the past");
            set.into()
        }
        PolicyCommand::OpenReview(mut opened) => {
            let none = record.open_review().is_none();
            checks.require(none, "", "already-open", "A review is already open; complete it first");
            opened.note = checks.maybe_words("note", opened.note.as_deref());
            opened.into()
        }
        PolicyCommand::CompleteReview(mut completed) => {
            let open = record.open_review().is_some();
            checks.require(open, "", "not-open", "No review is open");
            completed.outcome = checks.words("outcome", &completed.outcome, "what was decided");
            completed.minute = checks.maybe_line("minute", completed.minute.as_deref());
            let months = context.pack.record.as_ref().and_then(|record| record.review_months);
            let today = context.directory.calendar().date(context.now);
            completed.next_on =
                months.map(|months| evenhand_policy::calendar::Calendar::months_after(today, months));
            completed.into()
        }
    };
    checks.finish()?;
    Ok(vec![event])
}

//! What a manager weighs after an incident, and what can come of it.

use super::cite::Cite;
use super::reader::Section;
use super::vocabulary::{Coded, Term};
use crate::words;

words! {
    /// How a factor is answered.
    pub enum Answer {
        /// In words, or "not known".
        Words = "words",
        /// Yes, no or not known, with words.
        YesNo = "yes-no",
        /// By ticking circumstances of the pack, with words.
        Circumstances = "circumstances",
        /// By one of the pack's three degrees of proportionality, with words.
        Proportionality = "proportionality",
    }
}

/// A factor or criterion the review must consider.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Code and label.
    pub term: Term,
    /// The question put to the reviewer.
    pub ask: String,
    /// How it is answered.
    pub answer: Answer,
}

/// A degree of severity, in rising order.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Code, label and, where the organisation has supplied one, its meaning.
    pub term: Term,
    /// An incident of this level without a plan needs a reason (SA-PIC-109).
    pub plan_or_reason: bool,
}

/// What makes the system propose a level. A proposal is never a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Sign {
    /// The level proposed.
    pub level: String,
    /// Any of these kinds of conduct was recorded.
    pub kinds: Vec<String>,
    /// Somebody was hurt.
    pub hurt: bool,
    /// An ambulance was called.
    pub ambulance: bool,
    /// The source's clause, or the clause that leaves the definition open.
    pub cite: Cite,
}

words! {
    /// What can come of a review. Packs choose which are offered and name them.
    pub enum OutcomeKind {
        /// No further action towards the customer.
        NoAction = "no-action",
        /// A strategy staff may use on their own authority.
        Strategy = "strategy",
        /// Telephone the customer.
        Contact = "contact",
        /// Telephoning is not appropriate.
        NoContact = "no-contact",
        /// A formal warning.
        Warning = "warning",
        /// Restrictions at once, to be confirmed.
        ProvisionalPlan = "provisional-plan",
        /// A plan or restriction is proposed.
        Plan = "plan",
        /// The customer is not keeping to a plan in force.
        NonCompliance = "non-compliance",
        /// A plan in force should be reviewed.
        PlanReview = "plan-review",
        /// Mediation or conciliation.
        Adr = "adr",
        /// A trespass notice or an order.
        Legal = "legal",
    }
}

/// An outcome the reviewer can choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Code and label.
    pub term: Term,
    /// What it is, for the system.
    pub kind: OutcomeKind,
    /// The task it opens, in the words the task shows.
    pub task: Option<String>,
    /// The role that gets the task, where it is not the reviewer.
    pub goes_to: Option<String>,
    /// The reviewer only proposes it; somebody with authority decides.
    pub proposal: bool,
}

words! {
    /// When the policy wants something done before an incident is closed.
    pub enum TaskWhen {
        /// Somebody was affected.
        Affected = "affected",
        /// Somebody was hurt or left ill.
        Hurt = "hurt",
        /// The incident is critical.
        Critical = "critical",
        /// It was reviewed.
        Reviewed = "reviewed",
    }
}

/// Something the policy wants done before an incident is closed.
#[derive(Debug, Clone, PartialEq)]
pub struct ClosingTask {
    /// Code, and what to do as the task shows it.
    pub term: Term,
    /// When it applies.
    pub when: TaskWhen,
    /// Once for each person affected.
    pub for_each: bool,
}

/// A list to be gone through and signed.
#[derive(Debug, Clone, PartialEq)]
pub struct Checklist {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its items.
    pub items: Vec<Term>,
    /// The source's clause.
    pub cite: Cite,
}

/// Everything a review of an incident uses.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(missing_docs, reason = "each list is described at its type; the names are those of the glossary")]
pub struct Reviewing {
    pub factors: Vec<Factor>,
    pub severity_levels: Vec<Level>,
    pub severity_signs: Vec<Sign>,
    pub proportionality: Vec<Term>,
    pub risk_levels: Vec<Term>,
    pub likelihoods: Vec<Term>,
    pub outcomes: Vec<Outcome>,
    pub mechanisms: Vec<Term>,
    pub consultation_points: Vec<Term>,
    pub parts: Vec<Term>,
    pub referrals: Vec<Term>,
    pub escalation_questions: Vec<Term>,
    pub checklists: Vec<Checklist>,
    pub closing_tasks: Vec<ClosingTask>,
}

macro_rules! coded_by_term {
    ($($type:ty),+) => { $(impl Coded for $type {
        fn code(&self) -> &str {
            &self.term.code
        }
        fn label(&self) -> &str {
            &self.term.label
        }
    })+ };
}
coded_by_term!(Factor, Level, Outcome);

impl Reviewing {
    pub(super) fn read(s: &Section<'_>) -> Reviewing {
        Reviewing {
            factors: s.each("factor", |s| Factor {
                term: Term::read(s),
                ask: s.text("ask"),
                answer: s.word("answer"),
            }),
            severity_levels: s.each("severity_level", |s| Level {
                term: Term::read(s),
                plan_or_reason: s.flag("plan_or_reason"),
            }),
            severity_signs: s.each("severity_sign", |s| Sign {
                level: s.text("level"),
                kinds: s.texts("kinds"),
                hurt: s.flag("hurt"),
                ambulance: s.flag("ambulance"),
                cite: s.cite(),
            }),
            proportionality: s.each("proportionality", Term::read),
            risk_levels: s.each("risk_level", Term::read),
            likelihoods: s.each("likelihood", Term::read),
            outcomes: s.each("outcome", |s| Outcome {
                term: Term::read(s),
                kind: s.word("kind"),
                task: s.maybe_text("task"),
                goes_to: s.maybe_text("goes_to"),
                proposal: s.flag("proposal"),
            }),
            mechanisms: s.each("mechanism", Term::read),
            consultation_points: s.each("consultation_point", Term::read),
            parts: s.each("review_part", Term::read),
            referrals: s.each("referral", Term::read),
            escalation_questions: s.each("escalation_question", Term::read),
            checklists: s.each("checklist", |s| Checklist {
                code: s.code("code"),
                title: s.text("title"),
                items: s.each("item", Term::read),
                cite: s.cite(),
            }),
            closing_tasks: s.each("closing_task", |s| ClosingTask {
                term: Term::read(s),
                when: s.word("when"),
                for_each: s.flag("for_each"),
            }),
        }
    }
}

//! All that a rule may look at. What is not known is an `Option`, never a default that looks like an answer.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::words;

words! {
    /// The steps of an incident that rules are asked about.
    pub enum Step {
        /// It is reported.
        Report = "report",
        /// The incident form is submitted.
        SubmitForm = "submit-form",
        /// The reviewer decides.
        DecideReview = "decide-review",
        /// It is closed.
        Close = "close",
    }
}

words! {
    /// How the person who records an incident came to it.
    pub enum Part {
        /// It happened to them.
        Experienced = "experienced",
        /// They saw or heard it.
        Witnessed = "witnessed",
        /// They record it for somebody else.
        OnBehalf = "on-behalf",
    }
}

/// An incident as rules see it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IncidentFacts {
    /// Classes of conduct recorded.
    pub classes: BTreeSet<String>,
    /// Kinds of conduct recorded.
    pub kinds: BTreeSet<String>,
    /// Issues the conduct raises.
    pub issues: BTreeSet<String>,
    /// Who it affects.
    pub parties: BTreeSet<String>,
    /// The customer is capable of doing otherwise, as the recorder confirmed.
    pub capability_confirmed: Option<bool>,
    /// Nothing but a matter of care was reported; no conduct is classified.
    pub care_only: bool,
    /// How the recorder came to it.
    pub part: Option<Part>,
    /// Somebody affected, other than a mere witness, is named.
    pub affected_named: bool,
    /// Somebody was hurt or became unwell.
    pub hurt: bool,
    /// An ambulance was called.
    pub ambulance: bool,
    /// Services were called and their time or outcome is not yet recorded.
    pub services_without_details: usize,
    /// The incident form, if there is one.
    pub form: Option<FormFacts>,
    /// Points of the talk with the staff member that are recorded.
    pub consultation: Option<BTreeSet<String>>,
    /// The customer's history was opened for this review.
    pub history_searched: bool,
    /// There is a customer whose history could be opened.
    pub customer_known: bool,
    /// The review, if it has begun.
    pub review: ReviewFacts,
    /// What was done where the organisation contributed.
    pub rectification: RectificationFacts,
    /// Police reports made.
    pub police_reports: usize,
    /// A plan was proposed or is in force because of this incident.
    pub plan: bool,
    /// Titles of tasks that must be done first.
    pub open_tasks: Vec<String>,
}

/// An incident form as rules see it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FormFacts {
    /// It is signed, on screen or on the scanned original.
    pub signed: bool,
    /// Questions that are answered.
    pub answered: BTreeSet<String>,
}

/// A review as rules see it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReviewFacts {
    /// The reviewer is one of the affected.
    pub reviewer_affected: bool,
    /// Factors with an entry or "not known".
    pub factors: BTreeSet<String>,
    /// Severity chosen.
    pub severity: Option<String>,
    /// Severity the reporter felt.
    pub severity_felt: Option<String>,
    /// Why it is lower than felt or proposed.
    pub lower_because: Option<String>,
    /// Degree of proportionality chosen.
    pub proportionality: Option<String>,
    /// Risk level chosen.
    pub risk: Option<String>,
    /// Likelihood of repetition chosen.
    pub likelihood: Option<String>,
    /// Why the risk is rated so.
    pub risk_reasons: Option<String>,
    /// Outcomes chosen.
    pub outcomes: BTreeSet<String>,
    /// The reasons for the decision in this case.
    pub reasons: Option<String>,
    /// Parts of the review that hold something.
    pub parts: BTreeSet<String>,
    /// Why there is no plan.
    pub no_plan_because: Option<String>,
    /// The organisation contributed to the conduct.
    pub contributed: Option<bool>,
    /// The conduct, not a complaint, is the ground.
    pub conduct_is_ground: bool,
}

/// What was put right, as rules see it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RectificationFacts {
    /// The problem is put right.
    pub done: bool,
    /// An apology was made.
    pub apologised: bool,
}

impl ReviewFacts {
    /// The parts a review has, by the codes of a pack's `review_part`: what was found, what was done, referrals,
    /// contact with the customer, the reasons (SA-PIC-033).
    pub const PARTS: [&str; 5] = ["review", "actions", "referrals", "contact", "reasons"];
}

/// The emergency services a first report can say were called, by the codes of a pack's `emergency_service`.
pub const SERVICES_OF_A_REPORT: [&str; 2] = ["police", "ambulance"];

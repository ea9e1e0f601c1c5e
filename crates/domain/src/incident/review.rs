//! The manager's review: what is weighed, what is decided, and why in this case.

use std::collections::{BTreeMap, BTreeSet};

use evenhand_policy::deadlines::{DeadlineKind, due};
use evenhand_policy::facts::Step;
use evenhand_policy::pack::{Coded, Occasion, find};
use evenhand_policy::ruling::{Finding, evaluate};
use evenhand_policy::{severity, words};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Incident, OPEN, Stage};
use crate::context::Context;
use crate::ids::StaffId;
use crate::notice::{About, Told, told};
use crate::refusal::{Refusal, refuse_unless_permitted};
use crate::text::Checks;

words! {
    /// What the customer said to a referral.
    pub enum ReferralAnswer {
        /// They accepted it.
        Accepted = "accepted",
        /// They declined it.
        Declined = "declined",
        /// It was offered; there is no answer yet.
        Offered = "offered",
        /// It does not fit.
        NotSuitable = "not-suitable",
    }
}

/// That the review began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewOpened {
    /// Who reviews it from now on.
    pub reviewer: Option<StaffId>,
}

/// That the customer's history was searched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HistorySearched {
    /// What was found, an item a line: number, date, kind, severity, outcome. Set by the product.
    pub found: Vec<String>,
}

/// The talk with the staff member who reported or asked for access to be changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffConsulted {
    /// With whom.
    pub with: StaffId,
    /// What was said, by the pack's points.
    pub points: BTreeMap<String, String>,
}

/// The answer to one factor.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FactorAnswer {
    /// Nothing is known about it.
    pub not_known: bool,
    /// Yes or no, where it is such a question.
    pub yes: Option<bool>,
    /// In words.
    pub words: Option<String>,
}

/// Everything the reviewer writes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReviewAnswers {
    /// The factors, by the pack's codes.
    pub factors: BTreeMap<String, FactorAnswer>,
    /// Circumstances of the customer, by the pack's codes.
    pub circumstances: BTreeSet<String>,
    /// Severity.
    pub severity: Option<String>,
    /// Why it is lower than felt or proposed.
    pub lower_because: Option<String>,
    /// Proportionality of the customer's response.
    pub proportionality: Option<String>,
    /// Risk.
    pub risk: Option<String>,
    /// How likely a repetition is.
    pub likelihood: Option<String>,
    /// Why it is rated so.
    pub risk_reasons: Option<String>,
    /// Whether the organisation contributed.
    pub contributed: Option<bool>,
    /// How.
    pub contribution: Option<String>,
    /// Outcomes, by the pack's codes.
    pub outcomes: BTreeSet<String>,
    /// Management mechanisms, by the pack's codes.
    pub mechanisms: BTreeSet<String>,
    /// The conduct, not a concern the customer raised, is the ground.
    pub conduct_is_ground: bool,
    /// What the review found, in short.
    pub summary: Option<String>,
    /// What was done so far.
    pub actions_taken: Option<String>,
    /// Referrals, by the pack's codes.
    pub referrals: BTreeMap<String, ReferralAnswer>,
    /// Why no referral was offered.
    pub no_referral_because: Option<String>,
    /// Contact with the customer so far, or why there was none.
    pub contact_so_far: Option<String>,
    /// The reasons for the decision in this case.
    pub reasons: Option<String>,
    /// Why there is no plan.
    pub no_plan_because: Option<String>,
    /// Reasons for going on where a rule says "should", by rule.
    pub passed: BTreeMap<String, String>,
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewDecided {
    /// What the reviewer wrote.
    pub answers: ReviewAnswers,
    /// The severity the signs suggested.
    pub severity_proposed: Option<String>,
    /// By when what the organisation did wrong is put right, where it contributed and the policy sets a limit.
    #[serde(default)]
    pub rectify_due_at: Option<Timestamp>,
    /// What the rules found.
    pub findings: Vec<Finding>,
    /// Who was told.
    pub told: Vec<Told>,
}

impl Incident {
    pub(super) fn open_review(&self, context: &Context<'_>) -> Result<ReviewOpened, Refusal> {
        self.at_stage(OPEN)?;
        if self.review_opened_at.is_some() && self.stage != Stage::Reopened {
            return Err(Refusal::of("already-open", "The review is already open"));
        }
        Ok(ReviewOpened { reviewer: context.staff() })
    }

    pub(super) fn apply_review_opened(&mut self, opened: ReviewOpened, at: Timestamp) {
        self.reviewer = opened.reviewer.or_else(|| self.reviewer.take());
        self.review_opened_at = Some(at);
        if self.stage == Stage::Reported {
            self.stage = Stage::InAssessment;
        }
    }

    pub(super) fn search_history(&self, searched: HistorySearched) -> Result<HistorySearched, Refusal> {
        self.at_stage(OPEN)?;
        match self.customer {
            Some(_) => Ok(searched),
            None => Err(Refusal::of("customer-unknown", "Link the incident to a customer first")),
        }
    }

    pub(super) fn consult_staff(
        &self,
        mut consulted: StaffConsulted,
        context: &Context<'_>,
    ) -> Result<StaffConsulted, Refusal> {
        self.at_stage(OPEN)?;
        let mut checks = Checks::default();
        let known = context.directory.staff(&consulted.with).is_some();
        checks.require(known, "with", "unknown-staff", "Choose whom you talked with");
        let other = Some(&consulted.with) != context.staff().as_ref();
        checks.require(other, "with", "the-same-person", "Choose the staff member, not yourself");
        for point in &context.pack.reviewing.consultation_points {
            let text = consulted.points.get(&point.code).cloned().unwrap_or_default();
            let text = checks.words(&point.code, &text, &point.label.to_lowercase());
            consulted.points.insert(point.code.clone(), text);
        }
        let known = &context.pack.reviewing.consultation_points;
        consulted.points.retain(|code, _| find(known, code).is_some());
        checks.finish()?;
        Ok(consulted)
    }

    pub(super) fn decide_review(
        &self,
        answers: ReviewAnswers,
        context: &Context<'_>,
    ) -> Result<ReviewDecided, Refusal> {
        self.at_stage(&[Stage::InAssessment, Stage::ActionUnderWay, Stage::Reopened])?;
        let answers = checked(answers, context)?;
        let mut facts = super::facts(self, context.pack);
        super::facts::set_review(&mut facts, &answers, context.pack);
        facts.review.reviewer_affected =
            context.staff().is_some_and(|id| self.affected_staff().any(|a| *a == id));
        let ruling = evaluate(Step::DecideReview, &facts, context.pack, &answers.passed);
        refuse_unless_permitted(&ruling)?;
        let proposed = severity::proposed(&facts, context.pack).map(|(level, _)| level.code().to_owned());
        let limit = context.pack.deadline(DeadlineKind::Rectification);
        let calendar = context.directory.calendar();
        let limit = limit.filter(|_| answers.contributed == Some(true));
        let reporter = self.recorder.parse().ok();
        let about = About { staff: reporter, unit: self.unit().cloned(), ..About::default() };
        Ok(ReviewDecided {
            severity_proposed: proposed,
            rectify_due_at: limit.map(|limit| due(limit, context.now, &calendar)),
            findings: ruling.findings,
            told: told(Occasion::Reviewed, &about, context),
            answers,
        })
    }
}

fn checked(mut answers: ReviewAnswers, context: &Context<'_>) -> Result<ReviewAnswers, Refusal> {
    let (mut checks, r) = (Checks::default(), &context.pack.reviewing);
    for (field, text) in [
        ("lower_because", &mut answers.lower_because),
        ("risk_reasons", &mut answers.risk_reasons),
        ("contribution", &mut answers.contribution),
        ("summary", &mut answers.summary),
        ("actions_taken", &mut answers.actions_taken),
        ("no_referral_because", &mut answers.no_referral_because),
        ("contact_so_far", &mut answers.contact_so_far),
        ("reasons", &mut answers.reasons),
        ("no_plan_because", &mut answers.no_plan_because),
    ] {
        *text = checks.maybe_words(field, text.as_deref());
    }
    for (code, answer) in &mut answers.factors {
        answer.words = checks.maybe_words(&format!("factor-{code}"), answer.words.as_deref());
    }
    answers.factors.retain(|code, answer| {
        let empty = !answer.not_known && answer.yes.is_none() && answer.words.is_none();
        find(&r.factors, code).is_some() && !empty
    });
    answers.passed = checks.reasons(&answers.passed);
    let codes = |set: &BTreeSet<String>, known: &dyn Fn(&str) -> bool| set.iter().all(|code| known(code));
    let one =
        |code: &Option<String>, known: &dyn Fn(&str) -> bool| code.as_ref().is_none_or(|code| known(code));
    let circumstances = &context.pack.vocabulary.circumstances;
    for (field, known) in [
        ("circumstances", codes(&answers.circumstances, &|code| find(circumstances, code).is_some())),
        ("severity", one(&answers.severity, &|code| find(&r.severity_levels, code).is_some())),
        ("proportionality", one(&answers.proportionality, &|code| find(&r.proportionality, code).is_some())),
        ("risk", one(&answers.risk, &|code| find(&r.risk_levels, code).is_some())),
        ("likelihood", one(&answers.likelihood, &|code| find(&r.likelihoods, code).is_some())),
        ("outcomes", codes(&answers.outcomes, &|code| find(&r.outcomes, code).is_some())),
        ("mechanisms", codes(&answers.mechanisms, &|code| find(&r.mechanisms, code).is_some())),
        ("referrals", answers.referrals.keys().all(|code| find(&r.referrals, code).is_some())),
    ] {
        checks.require(known, field, "unknown-choice", "Choose from the list");
    }
    checks.finish()?;
    Ok(answers)
}

//! Plain words for the codes of a pack that no pack words itself.

use evenhand_policy::access::Authority;
use evenhand_policy::deadlines::{Counting, DeadlineKind};
use evenhand_policy::pack::{
    Completeness, Deadline, Dimension, Feature, Force, NoticeRule, Occasion, Pack, Recipient,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::words::counted;

/// How long something may take.
#[derive(Serialize, JsonSchema)]
pub(crate) struct DeadlineView {
    pub kind: String,
    /// What is due, and from when it is counted.
    pub what: String,
    /// How long it may take.
    pub within: String,
    /// How strongly the source says so: `must`, `should`, `may` or `derived`.
    pub force: String,
    pub source: String,
}

impl DeadlineView {
    pub(crate) fn new(pack: &Pack, deadline: &Deadline) -> DeadlineView {
        DeadlineView {
            kind: deadline.kind.to_string(),
            what: due(deadline.kind).to_owned(),
            within: within(deadline),
            force: deadline.force.to_string(),
            source: pack.cited(&deadline.cite),
        }
    }
}

/// What is due, and from when it is counted.
fn due(kind: DeadlineKind) -> &'static str {
    match kind {
        DeadlineKind::IncidentRecorded => "An incident is recorded, counted from when it happened",
        DeadlineKind::EscalationForm => "The incident form is sent, counted from when it happened",
        DeadlineKind::IncidentReviewed => "An incident is reviewed, counted from when it was reported",
        DeadlineKind::PoliceReport => "A report to the police, counted from when it became due",
        DeadlineKind::Rectification => {
            "Something we did wrong is put right, counted from when it was recognised"
        }
    }
}

fn within(deadline: &Deadline) -> String {
    let count = deadline.within;
    match deadline.counting {
        Counting::Hours | Counting::Days if count == 0 => "At once".to_owned(),
        Counting::WorkingDays if count == 0 => "The same working day".to_owned(),
        Counting::Months if count == 0 => "The same day".to_owned(),
        Counting::Hours => format!("Within {}", counted(count, "hour")),
        Counting::Days => format!("Within {}", counted(count, "day")),
        Counting::WorkingDays => format!("Within {}", counted(count, "working day")),
        Counting::Months => format!("Within {}", counted(count, "month")),
    }
}

/// How strongly a source says something, and what that means here.
pub(crate) fn force(force: Force) -> &'static str {
    match force {
        Force::Must => "Must",
        Force::Should => "Should: possible otherwise with a recorded reason",
        Force::May => "May: offered",
        Force::Derived => "Our reading: possible otherwise with a recorded reason",
    }
}

/// What an authority lets somebody do.
pub(crate) fn authority(authority: Authority) -> &'static str {
    match authority {
        Authority::GiveVerbalWarning => "Give a warning by word of mouth",
        Authority::SignWarning => "Sign a warning letter",
        Authority::SignReminder => "Sign a reminder letter",
        Authority::SendSms => "Send a text message about a warning or plan",
        Authority::ApproveProvisional => "Restrict access provisionally",
        Authority::ApprovePlan => "Change or restrict access",
        Authority::SignPlanLetter => "Sign the letter that tells of a restriction",
        Authority::Terminate => "End access altogether",
        Authority::DecideReview => "Decide a periodic review",
        Authority::SignReviewLetter => "Sign the letter about a review",
        Authority::SignOffAppeal => "Sign off the outcome of an appeal",
        Authority::ApproveRepresentative => "Approve a representative or support person",
        Authority::ApproveRemedy => "Approve money or measures for affected staff",
    }
}

/// What sets a notice off.
pub(crate) fn occasion(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::Reported => "An incident is reported",
        Occasion::Immediate => "An incident of a kind for immediate consideration is reported",
        Occasion::Managed => "An incident about a customer with a contact officer is reported",
        Occasion::Security => "An incident that interests security is reported",
        Occasion::Provider => "An incident about a provider is reported",
        Occasion::FormSubmitted => "An incident form is submitted",
        Occasion::HelpNeeded => "Somebody asks for help to get to them, or the person may come back",
        Occasion::Reviewed => "The review of an incident is decided",
        Occasion::Escalated => "An incident is escalated",
        Occasion::NotRecorded => "A known incident is noted as not recorded",
    }
}

/// Who gets a notice.
pub(crate) fn recipient(pack: &Pack, rule: &NoticeRule) -> String {
    match rule.to {
        Recipient::LineManager => {
            "The line manager of the person it happened to, or whoever reviews it".to_owned()
        }
        Recipient::UnitManager => "The reviewers of the unit, the nearest first".to_owned(),
        Recipient::Role => {
            let code = rule.role.as_deref().unwrap_or_default();
            let label = pack.role(code).map_or(code, |role| role.label.as_str());
            format!("{label}, the nearest to the unit first")
        }
        Recipient::ContactOfficer => "The customer's contact officer".to_owned(),
        Recipient::Reporter => "The person who reported it".to_owned(),
        Recipient::Site => "Everyone who works at the site".to_owned(),
        Recipient::Named => "The person it is given to, or whose incident it is".to_owned(),
    }
}

/// What a complete policy has.
pub(crate) fn part(part: Completeness) -> &'static str {
    match part {
        Completeness::Authorities => "Clear authorities of staff and senior managers",
        Completeness::Circumstances => "When and by which procedure access may be changed",
        Completeness::Restrictions => "Several kinds of restriction",
        Completeness::Factors => "Factors to weigh before deciding",
        Completeness::Letters => "Letters to tell the customer",
        Completeness::Recording => "Central recording and reporting",
        Completeness::ReviewPeriods => "Reviews with fixed periods",
        Completeness::ReviewCriteria => "Reviews by fixed criteria",
    }
}

/// A part of the system that an organisation switches on or off.
pub(crate) fn feature(feature: Feature) -> &'static str {
    match feature {
        Feature::Severity => "Severity is graded in the review",
        Feature::Proportionality => "Proportionality of the customer's response is rated in the review",
        Feature::Risk => "The risk is rated in the review",
        Feature::EscalationForm => "A form asks for access to be changed",
        Feature::Contact => "The manager telephones the customer after an incident",
        Feature::Sms => "Text messages accompany letters",
        Feature::Provisional => "A plan can start at once and be confirmed later",
        Feature::Termination => "Access can be ended altogether",
        Feature::Appeal => "A decision can be appealed inside the organisation",
        Feature::Adr => "Mediation and conciliation are offered",
        Feature::Remedies => "Money and measures for affected staff",
    }
}

/// What a restriction limits.
pub(crate) fn dimension(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Who => "Who the customer deals with",
        Dimension::What => "What they can raise",
        Dimension::When => "When, how long and how often",
        Dimension::Where => "Where they can be met",
        Dimension::How => "By which means",
    }
}

#[cfg(test)]
mod tests {
    use evenhand_policy::pack::Cite;

    use super::*;

    #[test]
    fn a_deadline_of_nothing_is_at_once() {
        let deadline = |within, counting| Deadline {
            kind: DeadlineKind::IncidentRecorded,
            within,
            counting,
            force: Force::Must,
            cite: Cite::default(),
        };
        assert_eq!(within(&deadline(0, Counting::Hours)), "At once");
        assert_eq!(within(&deadline(0, Counting::WorkingDays)), "The same working day");
        assert_eq!(within(&deadline(24, Counting::Hours)), "Within 24 hours");
        assert_eq!(within(&deadline(1, Counting::WorkingDays)), "Within 1 working day");
    }
}

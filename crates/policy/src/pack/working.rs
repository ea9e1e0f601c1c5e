//! The parts of a pack that make things happen: deadlines, notices, rules in use, links and contacts.

use super::cite::Cite;
use super::reader::Section;
use super::vocabulary::Coded;
use crate::deadlines::{Counting, DeadlineKind};
use crate::words;

words! {
    /// How strongly the source says something.
    pub enum Force {
        /// It is enforced.
        Must = "must",
        /// It is enforced, but a recorded reason lets the actor go on.
        Should = "should",
        /// It is offered.
        May = "may",
        /// It is our reading; it is enforced softly until the organisation confirms it.
        Derived = "derived",
    }
}

/// How long something may take.
#[derive(Debug, Clone, PartialEq)]
pub struct Deadline {
    /// Which deadline.
    pub kind: DeadlineKind,
    /// How long, in units of `counting`.
    pub within: i64,
    /// What is counted.
    pub counting: Counting,
    /// How strongly the source says so.
    pub force: Force,
    /// The source's clause.
    pub cite: Cite,
}

words! {
    /// What sets off a notice to staff.
    pub enum Occasion {
        /// An incident was reported.
        Reported = "incident-reported",
        /// An incident of a kind for immediate consideration was reported.
        Immediate = "immediate-kind-reported",
        /// An incident about a customer who has a contact officer was reported.
        Managed = "managed-customer-reported",
        /// An incident with characteristics that interest security was reported.
        Security = "security-interest-reported",
        /// An incident about a provider was reported.
        Provider = "provider-reported",
        /// An incident form was submitted.
        FormSubmitted = "form-submitted",
        /// Somebody asked for help to get to them, or the person may come back.
        HelpNeeded = "help-needed",
        /// The reviewer decided.
        Reviewed = "incident-reviewed",
        /// An incident was escalated.
        Escalated = "incident-escalated",
        /// A known incident was noted as not yet recorded.
        NotRecorded = "incident-not-recorded",
    }
}

words! {
    /// Who a notice goes to.
    pub enum Recipient {
        /// The reporter's line manager.
        LineManager = "line-manager",
        /// The reviewers of the reporter's unit.
        UnitManager = "unit-manager",
        /// The role named beside it, within the incident's unit or above.
        Role = "role",
        /// The customer's contact officer.
        ContactOfficer = "contact-officer",
        /// The person who reported.
        Reporter = "reporter",
        /// Everyone on duty at the incident's site.
        Site = "site",
        /// The person it was escalated to, or whom it is about.
        Named = "named",
    }
}

/// A notice the system sends by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct NoticeRule {
    /// Its code.
    pub code: String,
    /// What sets it off.
    pub on: Occasion,
    /// Only in these business lines; in all if empty.
    pub business_lines: Vec<String>,
    /// Who it goes to.
    pub to: Recipient,
    /// Which role, where `to` is a role.
    pub role: Option<String>,
    /// What it says. It holds no name and no detail; those are behind the sign-in.
    pub text: String,
    /// The source's clause.
    pub cite: Cite,
}

/// A rule the organisation uses, by the slug of the rule in the code.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleUse {
    /// The rule.
    pub slug: String,
    /// How strongly the source says it.
    pub force: Force,
    /// The source's clause.
    pub cite: Cite,
}

words! {
    /// What a link is for, and so where it is shown.
    pub enum LinkKind {
        /// What to do while an incident is happening.
        Emergency = "emergency",
        /// A related procedure.
        Procedure = "procedure",
        /// Templates, systems and public pages.
        Resource = "resource",
        /// Public information that can be put into letters and notes.
        Public = "public",
        /// Support of staff.
        Support = "support",
        /// Legal guidance.
        Legal = "legal",
    }
}

/// A link to something outside the system. The organisation sets and changes where it leads.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Its code.
    pub code: String,
    /// What people read.
    pub label: String,
    /// Where it is shown.
    pub kind: LinkKind,
    /// Where it leads, if the source says so.
    pub target: Option<String>,
    /// The source's clause.
    pub cite: Cite,
}

/// Whether a text is an address that a link may lead to: a page, a mail box or a telephone, never a script.
pub fn is_address(target: &str) -> bool {
    let here = target.starts_with('/') && !target.starts_with("//");
    here || ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| target.starts_with(scheme))
}

/// A person or service to turn to, as the source names it.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: String,
    /// What for.
    pub purpose: String,
    /// Telephone, where the source gives one.
    pub phone: Option<String>,
    /// Each site or region has its own; the organisation enters them.
    pub by_site: bool,
    /// Part of the support of staff.
    pub support: bool,
    /// Advises managers on a case, and is suggested there.
    pub advises: bool,
    /// The source's clause.
    pub cite: Cite,
}

macro_rules! coded {
    ($($type:ty),+) => { $(impl Coded for $type {
        fn code(&self) -> &str {
            &self.code
        }
        fn label(&self) -> &str {
            &self.label
        }
    })+ };
}
coded!(Link, Contact);

impl Deadline {
    pub(super) fn read(s: &Section<'_>) -> Deadline {
        Deadline {
            kind: s.word("kind"),
            within: s.number("within", 0..=10_000),
            counting: s.word("counting"),
            force: s.word("force"),
            cite: s.cite(),
        }
    }
}

impl NoticeRule {
    pub(super) fn read(s: &Section<'_>) -> NoticeRule {
        NoticeRule {
            code: s.code("code"),
            on: s.word("on"),
            business_lines: s.texts("business_lines"),
            to: s.word("to"),
            role: s.maybe_text("role"),
            text: s.text("text"),
            cite: s.cite(),
        }
    }
}

impl RuleUse {
    pub(super) fn read(s: &Section<'_>) -> RuleUse {
        RuleUse { slug: s.code("slug"), force: s.word("force"), cite: s.cite() }
    }
}

impl Link {
    pub(super) fn read(s: &Section<'_>) -> Link {
        Link {
            code: s.code("code"),
            label: s.text("label"),
            kind: s.word("kind"),
            target: s.maybe_text("target"),
            cite: s.cite(),
        }
    }
}

impl Contact {
    pub(super) fn read(s: &Section<'_>) -> Contact {
        Contact {
            code: s.code("code"),
            label: s.text("label"),
            purpose: s.text("purpose"),
            phone: s.maybe_text("phone"),
            by_site: s.flag("by_site"),
            support: s.flag("support"),
            advises: s.flag("advises"),
            cite: s.cite(),
        }
    }
}

//! What a pack is, whose policy it states, and how it reads that policy where it contradicts itself.

use jiff::Timestamp;
use jiff::civil::Date;

use super::cite::Cite;
use super::reader::{MONTHS, Section};
use crate::words;

/// Name, version, validity and title of a pack.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Identity {
    /// The pack's name; the same in all its versions.
    pub name: String,
    /// This version, as people write it.
    pub version: String,
    /// From when this version applies, once it is activated.
    pub valid_from: Timestamp,
    /// The policy's title as the organisation prints it.
    pub title: String,
    /// Whose law applies, as in `South Australia`.
    pub jurisdiction: String,
}

/// A document the policy is taken from.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The word cites use for it.
    pub code: String,
    /// The owner's identifier, as in `104-07020070`.
    pub identifier: String,
    /// Its title.
    pub title: String,
    /// From when it is valid, as the owner states it.
    pub valid_from: Timestamp,
    /// All its clauses that a pack may cite.
    pub clauses: Vec<String>,
    /// Clauses that state nothing a system could do, and so need no cite.
    pub background: Vec<String>,
    /// Where the source stands in the pack.
    pub cite: Cite,
}

/// A law the organisation relies on.
#[derive(Debug, Clone, PartialEq)]
pub struct Legislation {
    /// Code for links and letters.
    pub code: String,
    /// The title as cited.
    pub title: String,
    /// Whose law it is.
    pub jurisdiction: String,
    /// What should be checked before relying on it.
    pub note: Option<String>,
    /// Where the source cites it.
    pub cite: Cite,
}

/// A text of the organisation that the pack carries.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its code, which is also its address.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The file in the pack's `documents` folder.
    pub file: String,
    /// The source's clause.
    pub cite: Cite,
}

/// The register entry of the policy itself (MG-DOC-01, MG-DOC-02).
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The organisation's file reference.
    pub file_reference: Option<String>,
    /// The version the organisation gives it.
    pub version: String,
    /// Date of issue.
    pub issued: Option<Date>,
    /// Date from which it applies.
    pub effective: Option<Date>,
    /// Date of the last revision.
    pub revised: Option<Date>,
    /// Every next-review date the sources give; the earliest governs.
    pub next_reviews: Vec<(Date, String)>,
    /// Months between reviews.
    pub review_months: Option<i64>,
    /// The office that answers for the policy, by role code.
    pub office: Option<String>,
    /// The minute or decision that adopted it.
    pub minute: Option<String>,
    /// What happened to it, line by line.
    pub history: Vec<String>,
    /// Related policies, procedures, documents and plans, by title.
    pub related: Vec<String>,
    /// The source's clause.
    pub cite: Cite,
}

/// A contradiction in or between the sources, and the reading this pack takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Code by which rules ask for the reading.
    pub code: String,
    /// Number in the list of known contradictions.
    pub number: i64,
    /// What the sources disagree about.
    pub topic: String,
    /// The reading taken, as a code where the system acts on it, else in words.
    pub chosen: String,
    /// Why this one.
    pub because: String,
    /// A clause that is part of the contradiction.
    pub cite: Cite,
}

words! {
    /// A part of the system that an organisation switches on or off.
    pub enum Feature {
        /// Severity is graded in the review.
        Severity = "severity",
        /// Proportionality of the customer's response is rated in the review.
        Proportionality = "proportionality",
        /// The risk a customer poses is rated in the review.
        Risk = "risk",
        /// A form asks for access to be changed (Appendix B).
        EscalationForm = "escalation-form",
        /// The manager telephones the customer after an incident.
        Contact = "contact",
        /// Text messages accompany letters.
        Sms = "sms",
        /// A plan can start at once and be confirmed later.
        Provisional = "provisional",
        /// Access can be ended altogether.
        Termination = "termination",
        /// A decision can be appealed inside the organisation.
        Appeal = "appeal",
        /// Mediation and conciliation are offered.
        Adr = "adr",
        /// Money and measures for affected staff.
        Remedies = "remedies",
    }
}

words! {
    /// What a complete policy has (MG-CAV-01), as [`super::check`] looks for it.
    pub enum Completeness {
        /// Clear authority of frontline staff and senior managers.
        Authorities = "authorities",
        /// When and by which procedure access may be changed.
        Circumstances = "circumstances",
        /// Several kinds of restriction, not only one.
        Restrictions = "restrictions",
        /// Factors to weigh before deciding.
        Factors = "factors",
        /// Letters to tell the customer.
        Letters = "letters",
        /// Central recording and reporting.
        Recording = "recording",
        /// Reviews with fixed periods.
        ReviewPeriods = "review-periods",
        /// Reviews by fixed criteria.
        ReviewCriteria = "review-criteria",
    }
}

/// Something a complete policy has and this one has not, with the reason it can do without for now.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingPart {
    /// What is missing.
    pub part: Completeness,
    /// Why, and who is to supply it.
    pub because: String,
    /// The source's clause that points to it.
    pub cite: Cite,
}

impl Identity {
    pub(super) fn read(s: &Section<'_>) -> Identity {
        Identity {
            name: s.code("name"),
            version: s.text("version"),
            valid_from: s.moment("valid_from"),
            title: s.text("title"),
            jurisdiction: s.text("jurisdiction"),
        }
    }
}

impl Source {
    pub(super) fn read(s: &Section<'_>) -> Source {
        let code = s.code("code");
        Source {
            identifier: s.text("identifier"),
            title: s.text("title"),
            valid_from: s.moment("valid_from"),
            clauses: s.texts("clauses"),
            background: s.texts("background"),
            cite: Cite { source: code.clone(), clause: String::new(), at: s.at() },
            code,
        }
    }
}

impl Legislation {
    pub(super) fn read(s: &Section<'_>) -> Legislation {
        Legislation {
            code: s.code("code"),
            title: s.text("title"),
            jurisdiction: s.text("jurisdiction"),
            note: s.maybe_text("note"),
            cite: s.cite(),
        }
    }
}

impl Document {
    pub(super) fn read(s: &Section<'_>) -> Document {
        Document { code: s.code("code"), title: s.text("title"), file: s.text("file"), cite: s.cite() }
    }
}

impl Record {
    pub(super) fn read(s: &Section<'_>) -> Record {
        Record {
            file_reference: s.maybe_text("file_reference"),
            version: s.text("version"),
            issued: s.maybe_date("issued"),
            effective: s.maybe_date("effective"),
            revised: s.maybe_date("revised"),
            next_reviews: s.each("next_review", |s| (s.date("on"), s.text("where"))),
            review_months: s.maybe_number("review_months", MONTHS),
            office: s.maybe_text("office"),
            minute: s.maybe_text("minute"),
            history: s.texts("history"),
            related: s.texts("related"),
            cite: s.cite(),
        }
    }
}

impl Reading {
    pub(super) fn read(s: &Section<'_>) -> Reading {
        Reading {
            code: s.code("code"),
            number: s.number("number", 1..=1_000),
            topic: s.text("topic"),
            chosen: s.text("chosen"),
            because: s.text("because"),
            cite: s.cite(),
        }
    }
}

impl MissingPart {
    pub(super) fn read(s: &Section<'_>) -> MissingPart {
        MissingPart { part: s.word("part"), because: s.text("because"), cite: s.cite() }
    }
}

//! A policy pack: one organisation's policy as data, in versions.
//!
//! A pack is a folder of TOML files and texts. [`Pack::read`] takes the files, reports every mistake at once, and
//! gives a pack only if there is none. [`check`] holds what a single file cannot show: that references lead
//! somewhere, that every clause is cited, that nothing a complete policy needs is missing.

pub mod check;
pub mod cite;
pub mod identity;
pub mod measures;
pub mod reader;
pub mod reviewing;
pub mod roles;
pub mod vocabulary;
pub mod working;

use std::collections::BTreeMap;

pub use cite::Cite;
pub use identity::{
    Completeness, Document, Feature, Identity, Legislation, MissingPart, Reading, Record, Source,
};
pub use measures::{Dimension, LetterKind, RestrictionKind, Reviews};
pub use reader::{At, Problem};
pub use reviewing::{
    Answer, Checklist, ClosingTask, Factor, Level, Outcome, OutcomeKind, Reviewing, Sign, TaskWhen,
};
pub use roles::{AuthorityRule, Role};
pub use vocabulary::{
    BusinessLine, Channel, Coded, ConductClass, ConductKind, CustomerType, Flag, Happening, Need, SiteKind,
    Term, Vocabulary, find, label,
};
pub use working::{
    Contact, Deadline, Force, Link, LinkKind, NoticeRule, Occasion, Recipient, RuleUse, is_address,
};

use crate::access::Authority;
use crate::deadlines::DeadlineKind;
use reader::{File, Problems};

/// The files of a pack by their path inside it.
pub type Files = BTreeMap<String, String>;

/// The files every pack has, besides its documents.
pub const FILES: &[&str] =
    &["pack.toml", "vocabulary.toml", "roles.toml", "reviewing.toml", "measures.toml", "working.toml"];

/// One version of an organisation's policy.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(missing_docs, reason = "each part is described at its type; the names are those of the glossary")]
pub struct Pack {
    pub identity: Identity,
    pub features: Vec<Feature>,
    pub sources: Vec<Source>,
    pub legislation: Vec<Legislation>,
    pub documents: Vec<Document>,
    pub record: Option<Record>,
    pub readings: Vec<Reading>,
    pub missing_parts: Vec<MissingPart>,
    pub vocabulary: Vocabulary,
    pub roles: Vec<Role>,
    pub authorities: Vec<AuthorityRule>,
    pub reviewing: Reviewing,
    pub restriction_kinds: Vec<RestrictionKind>,
    pub letter_kinds: Vec<LetterKind>,
    pub reviews: Reviews,
    pub deadlines: Vec<Deadline>,
    pub notices: Vec<NoticeRule>,
    pub rules: Vec<RuleUse>,
    pub links: Vec<Link>,
    pub contacts: Vec<Contact>,
    /// The texts of the documents, by file.
    pub texts: BTreeMap<String, String>,
    /// A hash over all files, given by whoever loaded them.
    pub digest: String,
}

impl Pack {
    /// Reads a pack from its files. Every mistake is reported, or there is none. How the files fit together is
    /// judged once all of them can be read; until then it would only repeat what is missing.
    pub fn read(files: &Files) -> Result<Pack, Vec<Problem>> {
        let problems = Problems::default();
        let mut pack = Pack::default();
        for (name, text) in files {
            pack.take(name, text, &problems);
        }
        for file in FILES {
            if !files.contains_key(*file) {
                let at = At { file: (*file).to_owned(), line: 1 };
                problems.add_unread(at, "this file of the pack is missing");
            }
        }
        if !problems.is_something_unread() {
            check::check(&pack, &problems);
        }
        let found = problems.into_sorted();
        if found.is_empty() { Ok(pack) } else { Err(found) }
    }

    /// Name and version, as events keep it: `mount-gambier@1.0#3fa1b2c4`.
    pub fn reference(&self) -> String {
        let short = self.digest.get(..8).unwrap_or_default();
        format!("{}@{}#{short}", self.identity.name, self.identity.version)
    }

    /// Whether the organisation uses this part of the system.
    pub fn has(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }

    /// How strongly, and by which clause, the organisation uses a rule; `None` if it does not.
    pub fn rule(&self, slug: &str) -> Option<&RuleUse> {
        self.rules.iter().find(|rule| rule.slug == slug)
    }

    /// A deadline, if the organisation has it.
    pub fn deadline(&self, kind: DeadlineKind) -> Option<&Deadline> {
        self.deadlines.iter().find(|deadline| deadline.kind == kind)
    }

    /// A role by its code.
    pub fn role(&self, code: &str) -> Option<&Role> {
        find(&self.roles, code)
    }

    /// Who holds an authority; `None` where the organisation has no such thing.
    pub fn authority(&self, authority: Authority) -> Option<&AuthorityRule> {
        self.authorities.iter().find(|rule| rule.authority == authority)
    }

    /// The reading the pack takes of a contradiction.
    pub fn reading(&self, code: &str) -> Option<&str> {
        self.readings.iter().find(|reading| reading.code == code).map(|reading| reading.chosen.as_str())
    }

    /// A link by its code.
    pub fn link(&self, code: &str) -> Option<&Link> {
        find(&self.links, code)
    }

    /// The text of a document.
    pub fn text(&self, document: &Document) -> &str {
        self.texts.get(&document.file).map_or("", String::as_str)
    }

    /// The identifier and title of the source a cite points to, and the clause.
    pub fn cited(&self, cite: &Cite) -> String {
        match self.sources.iter().find(|source| source.code == cite.source) {
            Some(source) => format!("{}, {}", source.title, cite.clause),
            None => cite.to_string(),
        }
    }

    fn take(&mut self, name: &str, text: &str, problems: &Problems) {
        let file = File::new(name, text, problems);
        match name {
            "pack.toml" => file.read(|s| {
                self.identity = Identity::read(s);
                self.features = s.words("features");
                self.sources = s.each("source", Source::read);
                self.legislation = s.each("legislation", Legislation::read);
                self.documents = s.each("document", Document::read);
                self.record = s.table("record", Record::read);
                self.readings = s.each("reading", Reading::read);
                self.missing_parts = s.each("missing_part", MissingPart::read);
            }),
            "vocabulary.toml" => self.vocabulary = file.read(Vocabulary::read),
            "roles.toml" => file.read(|s| {
                self.roles = s.each("role", Role::read);
                self.authorities = s.each("authority", AuthorityRule::read);
            }),
            "reviewing.toml" => self.reviewing = file.read(Reviewing::read),
            "measures.toml" => file.read(|s| {
                self.restriction_kinds = s.each("restriction", RestrictionKind::read);
                self.letter_kinds = s.each("letter", LetterKind::read);
                self.reviews = s.table("reviews", Reviews::read).unwrap_or_default();
            }),
            "working.toml" => file.read(|s| {
                self.deadlines = s.each("deadline", Deadline::read);
                self.notices = s.each("notice", NoticeRule::read);
                self.rules = s.each("rule", RuleUse::read);
                self.links = s.each("link", Link::read);
                self.contacts = s.each("contact", Contact::read);
            }),
            _ => match name.strip_prefix("documents/") {
                Some(file) => _ = self.texts.insert(file.to_owned(), text.to_owned()),
                None => {
                    let known = FILES.join(", ");
                    let what = format!("a pack has no such file; it has {known} and documents/…");
                    problems.add(At { file: name.to_owned(), line: 1 }, what);
                }
            },
        }
    }
}

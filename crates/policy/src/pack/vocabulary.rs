//! The organisation's lists of words: what can be chosen, and what each choice brings with it.

use super::cite::Cite;
use super::reader::Section;
use crate::words;

/// A choice in a list: a code for the record, a label for people.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The code kept in events.
    pub code: String,
    /// What people read.
    pub label: String,
    /// A sentence of help.
    pub hint: Option<String>,
    /// The source's clause.
    pub cite: Cite,
}

/// The first level of classification: a behaviour class or a category of conduct.
#[derive(Debug, Clone, PartialEq)]
pub struct ConductClass {
    /// Code, label, meaning.
    pub term: Term,
    /// Where the practice manual has more examples, as in `77-85`.
    pub manual_pages: Option<String>,
    /// Unreasonable whatever the circumstances, so mitigation does not lower it (MG-3.6-02).
    pub in_all_circumstances: bool,
}

/// The second level: a kind or example of conduct.
#[derive(Debug, Clone, PartialEq)]
pub struct ConductKind {
    /// Code and label.
    pub term: Term,
    /// The class it belongs to; none where kinds stand beside classes.
    pub class: Option<String>,
    /// It counts only if the customer is capable of doing otherwise (MG-3.4-02).
    pub needs_capability: bool,
    /// It is stalking or harassment away from work, which the police must hear of (SA-PIC-046).
    pub off_site: bool,
    /// It calls for a report to the police under zero tolerance (MG-3.6-03).
    pub police: bool,
    /// It interests the security team (SA-SUP-069).
    pub security: bool,
    /// A manager hears of it at once (MG-4.1-08).
    pub immediate: bool,
    /// The link to guidance that helps with it.
    pub guidance: Option<String>,
}

/// A box of the first report, in plain words, and what ticking it records.
#[derive(Debug, Clone, PartialEq)]
pub struct Happening {
    /// Code and label.
    pub term: Term,
    /// Kinds of conduct it stands for.
    pub kinds: Vec<String>,
    /// Classes of conduct it stands for.
    pub classes: Vec<String>,
    /// Issues it raises, where the pack records issues.
    pub issues: Vec<String>,
    /// Who it affects, where the pack records that.
    pub parties: Vec<String>,
    /// Flags it sets.
    pub flags: Vec<String>,
    /// It goes to a handler of the reporter's choice and stays out of the customer's record.
    pub private: bool,
}

/// A kind of place, and the emergency procedure that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteKind {
    /// Code and label.
    pub term: Term,
    /// The link shown first when an incident is still happening.
    pub emergency: String,
    /// Outside the organisation's own workplaces.
    pub outside_work: bool,
}

/// A mark on an incident that opens a procedure and a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Flag {
    /// Code and label.
    pub term: Term,
    /// The procedure's link.
    pub link: String,
    /// The task it opens, in the words the task shows; none where the procedure is enough.
    pub task: Option<String>,
    /// A mark of care, never a ground for a restriction.
    pub care: bool,
}

/// A part of the organisation with record rules of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct BusinessLine {
    /// Code and label.
    pub term: Term,
    /// The record systems it also uses, by name.
    pub systems: Vec<String>,
    /// What the customer's number is called here.
    pub number_label: String,
}

/// Who or what a customer is towards the organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerType {
    /// Code and label.
    pub term: Term,
    /// The role that makes contact after an incident, where it is not the line manager (SA-PIC-026).
    pub contact_role: Option<String>,
}

/// Something a person needs so that they can be served.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// Code and label.
    pub term: Term,
    /// What the contact card says to do.
    pub say: String,
    /// Ways of contact this person cannot use.
    pub closes: Vec<Channel>,
}

words! {
    /// A way a customer and the organisation meet.
    pub enum Channel {
        /// At a counter or office.
        InPerson = "in-person",
        /// By telephone.
        Phone = "phone",
        /// By letter or e-mail.
        Writing = "writing",
        /// Online.
        Online = "online",
        /// Staff visit the customer.
        Field = "field",
    }
}

/// Every list of one pack.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(missing_docs, reason = "each list is described at its type; the names are those of the glossary")]
pub struct Vocabulary {
    pub conduct_classes: Vec<ConductClass>,
    pub conduct_kinds: Vec<ConductKind>,
    pub happenings: Vec<Happening>,
    pub issue_types: Vec<Term>,
    pub affected_parties: Vec<Term>,
    pub site_kinds: Vec<SiteKind>,
    pub flags: Vec<Flag>,
    pub business_lines: Vec<BusinessLine>,
    pub customer_types: Vec<CustomerType>,
    pub needs: Vec<Need>,
    pub circumstances: Vec<Term>,
    pub roles_at_time: Vec<Term>,
    pub learned_by: Vec<Term>,
    pub emergency_services: Vec<Term>,
    pub critical_examples: Vec<Term>,
    pub escalation_levels: Vec<Term>,
    pub triggers: Vec<Term>,
}

/// Something with a code, so that one function finds it in its list.
pub trait Coded {
    /// The code kept in events.
    fn code(&self) -> &str;
    /// What people read.
    fn label(&self) -> &str;
}

impl Coded for Term {
    fn code(&self) -> &str {
        &self.code
    }
    fn label(&self) -> &str {
        &self.label
    }
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
coded_by_term!(ConductClass, ConductKind, Happening, SiteKind, Flag, BusinessLine, CustomerType, Need);

/// The item with this code.
pub fn find<'a, T: Coded>(list: &'a [T], code: &str) -> Option<&'a T> {
    list.iter().find(|item| item.code() == code)
}

/// The label of the item with this code; the code itself where a later pack dropped the item.
pub fn label<'a, T: Coded>(list: &'a [T], code: &'a str) -> &'a str {
    find(list, code).map_or(code, Coded::label)
}

impl Term {
    pub(super) fn read(s: &Section<'_>) -> Term {
        Term { code: s.code("code"), label: s.text("label"), hint: s.maybe_text("hint"), cite: s.cite() }
    }
}

impl Vocabulary {
    pub(super) fn read(s: &Section<'_>) -> Vocabulary {
        Vocabulary {
            conduct_classes: s.each("conduct_class", |s| ConductClass {
                term: Term::read(s),
                manual_pages: s.maybe_text("manual_pages"),
                in_all_circumstances: s.flag("in_all_circumstances"),
            }),
            conduct_kinds: s.each("conduct_kind", |s| ConductKind {
                term: Term::read(s),
                class: s.maybe_text("class"),
                needs_capability: s.flag("needs_capability"),
                off_site: s.flag("off_site"),
                police: s.flag("police"),
                security: s.flag("security"),
                immediate: s.flag("immediate"),
                guidance: s.maybe_text("guidance"),
            }),
            happenings: s.each("happening", |s| Happening {
                term: Term::read(s),
                kinds: s.texts("kinds"),
                classes: s.texts("classes"),
                issues: s.texts("issues"),
                parties: s.texts("parties"),
                flags: s.texts("flags"),
                private: s.flag("private"),
            }),
            issue_types: s.each("issue_type", Term::read),
            affected_parties: s.each("affected_party", Term::read),
            site_kinds: s.each("site_kind", |s| SiteKind {
                term: Term::read(s),
                emergency: s.text("emergency"),
                outside_work: s.flag("outside_work"),
            }),
            flags: s.each("flag", |s| Flag {
                term: Term::read(s),
                link: s.text("link"),
                task: s.maybe_text("task"),
                care: s.flag("care"),
            }),
            business_lines: s.each("business_line", |s| BusinessLine {
                term: Term::read(s),
                systems: s.texts("systems"),
                number_label: s.text("number_label"),
            }),
            customer_types: s.each("customer_type", |s| CustomerType {
                term: Term::read(s),
                contact_role: s.maybe_text("contact_role"),
            }),
            needs: s.each("need", |s| Need {
                term: Term::read(s),
                say: s.text("say"),
                closes: s.words("closes"),
            }),
            circumstances: s.each("circumstance", Term::read),
            roles_at_time: s.each("role_at_time", Term::read),
            learned_by: s.each("learned_by", Term::read),
            emergency_services: s.each("emergency_service", Term::read),
            critical_examples: s.each("critical_example", Term::read),
            escalation_levels: s.each("escalation_level", Term::read),
            triggers: s.each("trigger", Term::read),
        }
    }
}

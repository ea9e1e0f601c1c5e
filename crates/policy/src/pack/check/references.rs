//! Codes stand once, references lead somewhere, clauses are cited.

use std::collections::{BTreeMap, BTreeSet};

use super::Check;
use crate::pack::reader::At;
use crate::pack::{Cite, Coded, Recipient, find};

impl Check<'_> {
    pub(super) fn codes_stand_once(&self) {
        let pack = self.pack;
        let mut seen = BTreeSet::new();
        let mut once = |list: String, code: &str, at: &At| {
            // A code that is missing was noted when it was read.
            if !code.is_empty() && !seen.insert((list.clone(), code.to_owned())) {
                self.problem(at, format!("the {list} `{code}` stands twice; each needs its own"));
            }
        };
        for (list, code, cite) in self.items() {
            once(list.to_owned(), code, &cite.at);
        }
        for source in &pack.sources {
            once("source".to_owned(), &source.code, &source.cite.at);
        }
        for feature in &pack.features {
            once("feature".to_owned(), feature.as_str(), &At { file: "pack.toml".to_owned(), line: 1 });
        }
        for part in &pack.missing_parts {
            once("missing_part".to_owned(), part.part.as_str(), &part.cite.at);
        }
        for deadline in &pack.deadlines {
            once("deadline".to_owned(), deadline.kind.as_str(), &deadline.cite.at);
        }
        for rule in &pack.rules {
            once("rule".to_owned(), &rule.slug, &rule.cite.at);
        }
        for list in &pack.reviewing.checklists {
            for item in &list.items {
                once(format!("item of the checklist `{}`", list.code), &item.code, &item.cite.at);
            }
        }
        for letter in &pack.letter_kinds {
            for element in &letter.elements {
                once(
                    format!("element of the letter `{}`", letter.term.code),
                    &element.code,
                    &element.cite.at,
                );
            }
        }
    }

    pub(super) fn references_lead_somewhere(&self) {
        let (pack, v, r) = (self.pack, &self.pack.vocabulary, &self.pack.reviewing);
        for kind in &v.conduct_kinds {
            self.refer(&kind.term.cite, "conduct_class", kind.class.iter(), &v.conduct_classes);
            self.refer(&kind.term.cite, "link", kind.guidance.iter(), &pack.links);
        }
        for happening in &v.happenings {
            let cite = &happening.term.cite;
            self.refer(cite, "conduct_kind", &happening.kinds, &v.conduct_kinds);
            self.refer(cite, "conduct_class", &happening.classes, &v.conduct_classes);
            self.refer(cite, "issue_type", &happening.issues, &v.issue_types);
            self.refer(cite, "affected_party", &happening.parties, &v.affected_parties);
            self.refer(cite, "flag", &happening.flags, &v.flags);
        }
        for place in &v.site_kinds {
            self.refer(&place.term.cite, "link", [&place.emergency], &pack.links);
        }
        for flag in &v.flags {
            self.refer(&flag.term.cite, "link", [&flag.link], &pack.links);
        }
        for kind in &v.customer_types {
            self.refer(&kind.term.cite, "role", kind.contact_role.iter(), &pack.roles);
        }
        for rule in &pack.authorities {
            self.refer(&rule.cite, "role", &rule.offices, &pack.roles);
            for office in rule.preferred.iter().filter(|office| !rule.offices.contains(office)) {
                let what = format!("the preferred office `{office}` must be one of the `offices`");
                self.problem(&rule.cite.at, what);
            }
        }
        for sign in &r.severity_signs {
            self.refer(&sign.cite, "severity_level", [&sign.level], &r.severity_levels);
            self.refer(&sign.cite, "conduct_kind", &sign.kinds, &v.conduct_kinds);
        }
        for outcome in &r.outcomes {
            self.refer(&outcome.term.cite, "role", outcome.goes_to.iter(), &pack.roles);
        }
        for notice in &pack.notices {
            self.refer(&notice.cite, "business_line", &notice.business_lines, &v.business_lines);
            self.refer(&notice.cite, "role", notice.role.iter(), &pack.roles);
            if (notice.to == Recipient::Role) != notice.role.is_some() {
                self.problem(
                    &notice.cite.at,
                    "`role` goes with `to = \"role\"`, and only with it".to_owned(),
                );
            }
        }
        for letter in &pack.letter_kinds {
            for law in
                letter.laws.iter().filter(|law| pack.legislation.iter().all(|known| known.code != **law))
            {
                let what = format!("there is no legislation `{law}`: add it, or correct the code");
                self.problem(&letter.term.cite.at, what);
            }
        }
        if let Some(record) = &pack.record {
            self.refer(&record.cite, "role", record.office.iter(), &pack.roles);
        }
    }

    fn refer<'c, T: Coded>(
        &self,
        cite: &Cite,
        list: &str,
        codes: impl IntoIterator<Item = &'c String>,
        known: &[T],
    ) {
        for code in codes {
            if find(known, code).is_none() {
                self.problem(&cite.at, format!("there is no {list} `{code}`: add it, or correct the code"));
            }
        }
    }

    /// Every document has its text, and no text lies about unnamed.
    pub(super) fn documents_have_their_texts(&self) {
        let pack = self.pack;
        for document in &pack.documents {
            if pack.text(document).trim().is_empty() {
                self.problem(&document.cite.at, format!("documents/{} is missing or empty", document.file));
            }
        }
        let named = |file: &String| pack.documents.iter().any(|document| document.file == *file);
        for file in pack.texts.keys().filter(|file| !named(file)) {
            let at = At { file: format!("documents/{file}"), line: 1 };
            self.problem(&at, "no [[document]] in pack.toml names this file".to_owned());
        }
    }

    pub(super) fn clauses_are_cited(&self) {
        let mut cited: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        // A cite that names no clause was noted when it was read.
        for cite in self.cites().into_iter().filter(|cite| !cite.clause.is_empty()) {
            let source = self.pack.sources.iter().find(|source| source.code == cite.source);
            let what = match source {
                None => Some(format!("there is no source `{}` to cite", cite.source)),
                Some(source) if !source.clauses.contains(&cite.clause) => Some(format!(
                    "the source `{}` has no clause `{}`: correct the cite, or add it to `clauses`",
                    source.code, cite.clause
                )),
                Some(_) => None,
            };
            what.into_iter().for_each(|what| self.problem(&cite.at, what));
            cited.entry(&cite.source).or_default().insert(&cite.clause);
        }
        for source in &self.pack.sources {
            let of_this = cited.get(source.code.as_str()).cloned().unwrap_or_default();
            for clause in &source.clauses {
                let background = source.background.contains(clause);
                if background == of_this.contains(clause.as_str()) {
                    let what = match background {
                        true => "is cited, so it is no `background`",
                        false => "is cited nowhere: cite it where it is used, or name it in `background`",
                    };
                    self.problem(
                        &source.cite.at,
                        format!("the clause `{clause}` of `{}` {what}", source.code),
                    );
                }
            }
            for clause in source.background.iter().filter(|clause| !source.clauses.contains(clause)) {
                let what = format!("the background clause `{clause}` is not a clause of `{}`", source.code);
                self.problem(&source.cite.at, what);
            }
        }
    }

    /// A law of somewhere else may be shown as the source cites it, but never without a warning (MG-5.6-07).
    pub(super) fn laws_are_of_the_jurisdiction(&self) {
        let here = &self.pack.identity.jurisdiction;
        for law in self.pack.legislation.iter().filter(|law| law.jurisdiction != *here && law.note.is_none())
        {
            let elsewhere = &law.jurisdiction;
            let what = format!(
                "`{}` is law of {elsewhere}, not of {here}: a `note` must say what to check before relying on it",
                law.title
            );
            self.problem(&law.cite.at, what);
        }
    }
}

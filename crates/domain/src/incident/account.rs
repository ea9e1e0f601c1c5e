//! What people say about an incident: added, dated, attributed; never overwritten.

use evenhand_policy::pack::find;
use evenhand_policy::words;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Incident, KEPT, OPEN};
use crate::context::Context;
use crate::ids::SiteId;
use crate::refusal::Refusal;
use crate::text::Checks;

words! {
    /// What kind of words they are.
    pub enum AccountKind {
        /// What happened, in the writer's own words.
        Account = "account",
        /// The words the customer used, exactly; shown folded.
        WordsUsed = "words-used",
        /// What a witness saw and heard.
        Statement = "statement",
        /// What happened before and what led to it.
        Before = "before",
        /// How it felt to the reporter, severity included.
        Felt = "felt",
        /// A note of the people who work on the case.
        Note = "note",
    }
}

/// Words about an incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordsAdded {
    /// What kind of words.
    pub kind: AccountKind,
    /// The words.
    pub text: String,
    /// How severe it felt to the reporter, by the pack's code; only with `felt`.
    pub severity_felt: Option<String>,
}

/// A correction of a fact of the first report. The first account stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrected {
    /// When it happened.
    pub occurred_at: Option<Timestamp>,
    /// At which site.
    pub site: Option<SiteId>,
    /// Where exactly.
    pub place: Option<String>,
    /// What the record said before, in words. Set by the decision.
    pub before: String,
    /// Why.
    pub because: String,
}

/// A file beside an incident. The bytes are kept apart, found by their hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileAttached {
    /// SHA-256 of the bytes, in hexadecimal.
    pub hash: String,
    /// Its name as it came, cleaned.
    pub name: String,
    /// What it is, found from its content.
    pub media_type: String,
    /// Its size in bytes.
    pub size: u64,
    /// What it shows.
    pub what: String,
}

impl Incident {
    pub(super) fn add_words(
        &self,
        mut words: WordsAdded,
        context: &Context<'_>,
    ) -> Result<WordsAdded, Refusal> {
        self.at_stage(KEPT)?;
        let mut checks = Checks::default();
        let levels = &context.pack.reviewing.severity_levels;
        let known = words.severity_felt.as_ref().is_none_or(|level| find(levels, level).is_some());
        checks.require(known, "severity_felt", "unknown-choice", "Choose how severe it felt");
        let felt = words.severity_felt.is_none() || words.kind == AccountKind::Felt;
        checks.require(felt, "severity_felt", "only-with-felt", "This goes with “How it felt” only");
        words.text = checks.words("text", &words.text, "the words");
        checks.finish()?;
        Ok(words)
    }

    pub(super) fn attach_file(&self, mut file: FileAttached) -> Result<FileAttached, Refusal> {
        self.at_stage(KEPT)?;
        let mut checks = Checks::default();
        file.what = checks.line("what", &file.what, "what the file shows");
        let new = self.files.iter().all(|known| known.hash != file.hash);
        checks.require(new, "file", "already-there", "This file is already attached");
        checks.require(self.files.len() < 50, "file", "too-many", "An incident holds at most 50 files");
        checks.finish()?;
        Ok(file)
    }

    pub(super) fn correct(
        &self,
        mut correction: Corrected,
        context: &Context<'_>,
    ) -> Result<Corrected, Refusal> {
        self.at_stage(OPEN)?;
        let said = &self.reported()?.said;
        let mut checks = Checks::default();
        correction.because = checks.words("because", &correction.because, "why it is corrected");
        correction.place = checks.maybe_line("place", correction.place.as_deref());
        let changes =
            correction.occurred_at.is_some() || correction.site.is_some() || correction.place.is_some();
        checks.require(changes, "occurred_at", "nothing-changed", "Enter what is to be corrected");
        let past = correction.occurred_at.is_none_or(|at| at <= context.now);
        checks.require(past, "occurred_at", "in-the-future", "It cannot have happened in the future");
        let sites = &context.directory.organisation().sites;
        let known = correction.site.as_ref().is_none_or(|site| sites.contains_key(site));
        checks.require(known, "site", "unknown-site", "Choose a site that exists");
        checks.finish()?;
        let site = said.site.as_ref().and_then(|site| sites.get(site)).map_or("no site", |site| &site.name);
        let place = said.place.as_deref().unwrap_or("no place");
        let when = said.occurred_at.to_zoned_datetime(context.directory.calendar().zone);
        correction.before = format!("{}, {site}, {place}", when.strftime("%-d %B %Y, %-I:%M%P"));
        Ok(correction)
    }

    pub(super) fn apply_correction(&mut self, corrected: &Corrected) {
        let Some(report) = &mut self.report else { return };
        let said = &mut report.said;
        said.occurred_at = corrected.occurred_at.unwrap_or(said.occurred_at);
        said.site = corrected.site.clone().or_else(|| said.site.take());
        said.place = corrected.place.clone().or_else(|| said.place.take());
    }
}

//! The policy in force as a document: what it is, where it comes from, its texts, and how it is looked after.

mod copies;
mod document;
pub(crate) mod labels;
pub(crate) mod markdown;
mod record;
mod reviews;
mod suggestions;

use evenhand_policy::Action;
use evenhand_policy::pack::{Legislation, LinkKind, Pack};
use evenhand_ui::{Html, ScrollRegion, SummaryList, Table, WarningText};
use schemars::JsonSchema;
use serde::Serialize;

use crate::body::{Body, action, link};
use crate::cx::Cx;
use crate::respond::{Answer, Failure};
use crate::words;

pub(crate) use copies::{COPY, copies, issue_copy, request_copy};
pub(crate) use document::{document, marks};
pub(crate) use record::{RecordView, record};
pub(crate) use reviews::{COMPLETION, NEXT, REVIEW, complete_review, next_review, open_review, reviews};
pub(crate) use suggestions::{ANSWER, SUGGESTION, answer, suggest, suggestions};

/// The policy in force.
#[derive(Serialize, JsonSchema)]
pub(crate) struct PolicyView {
    /// The title as the organisation prints it.
    pub title: String,
    /// The pack's name.
    pub name: String,
    /// The pack's version.
    pub version: String,
    /// Name, version and the beginning of the hash over all files, as decisions keep it.
    pub reference: String,
    /// From when it applies.
    pub valid_from: String,
    /// Whose law applies.
    pub jurisdiction: String,
    pub sources: Vec<SourceView>,
    pub legislation: Vec<LawView>,
    pub documents: Vec<DocumentView>,
    /// Where the sources contradict themselves or leave a gap, and how they are read here.
    pub readings: Vec<ReadingView>,
    /// What a complete policy has and this one has not.
    pub missing_parts: Vec<MissingView>,
    /// The policy's register entry, where its sources have one.
    pub record: Option<RecordView>,
}

/// A document that the policy is taken from.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SourceView {
    /// The word that cites use for it.
    pub code: String,
    pub identifier: String,
    pub title: String,
    pub valid_from: String,
    #[serde(skip)]
    valid_from_words: String,
}

/// A law that the organisation relies on.
#[derive(Serialize, JsonSchema)]
pub(crate) struct LawView {
    pub title: String,
    pub jurisdiction: String,
    /// What should be checked before relying on it.
    pub note: Option<String>,
    /// Where it can be read, once the organisation has said so.
    pub target: Option<String>,
    /// The letters and documents that cite it.
    pub cited_in: Vec<String>,
    pub source: String,
    #[serde(skip)]
    code: String,
}

/// A text of the policy.
#[derive(Serialize, JsonSchema)]
pub(crate) struct DocumentView {
    pub code: String,
    pub title: String,
    pub source: String,
}

/// A contradiction or gap, and its reading.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ReadingView {
    pub number: i64,
    pub topic: String,
    pub chosen: String,
    pub because: String,
    pub source: String,
}

/// Something the policy lacks.
#[derive(Serialize, JsonSchema)]
pub(crate) struct MissingView {
    pub part: String,
    /// What is missing, in words.
    pub what: String,
    pub because: String,
    pub source: String,
}

impl PolicyView {
    pub(crate) fn new(cx: &Cx, pack: &Pack, record: Option<RecordView>) -> PolicyView {
        let (identity, calendar) = (&pack.identity, cx.calendar());
        let set = &cx.who.directory().organisation().links;
        let source = |source: &evenhand_policy::pack::Source| SourceView {
            code: source.code.clone(),
            identifier: source.identifier.clone(),
            title: source.title.clone(),
            valid_from: words::machine(source.valid_from, &calendar),
            valid_from_words: words::moment(source.valid_from, &calendar),
        };
        let law = |law: &evenhand_policy::pack::Legislation| LawView {
            title: law.title.clone(),
            jurisdiction: law.jurisdiction.clone(),
            note: law.note.clone(),
            target: set
                .get(&law.code)
                .map(|(target, _)| target.clone())
                .or_else(|| pack.link(&law.code)?.target.clone()),
            cited_in: cited_in(pack, law),
            source: pack.cited(&law.cite),
            code: law.code.clone(),
        };
        let document = |document: &evenhand_policy::pack::Document| DocumentView {
            code: document.code.clone(),
            title: document.title.clone(),
            source: pack.cited(&document.cite),
        };
        let reading = |reading: &evenhand_policy::pack::Reading| ReadingView {
            number: reading.number,
            topic: reading.topic.clone(),
            chosen: reading.chosen.clone(),
            because: reading.because.clone(),
            source: pack.cited(&reading.cite),
        };
        let missing = |missing: &evenhand_policy::pack::MissingPart| MissingView {
            part: missing.part.to_string(),
            what: labels::part(missing.part).to_owned(),
            because: missing.because.clone(),
            source: pack.cited(&missing.cite),
        };
        PolicyView {
            title: identity.title.clone(),
            name: identity.name.clone(),
            version: identity.version.clone(),
            reference: pack.reference(),
            valid_from: words::machine(identity.valid_from, &calendar),
            jurisdiction: identity.jurisdiction.clone(),
            sources: pack.sources.iter().map(source).collect(),
            legislation: pack.legislation.iter().map(law).collect(),
            documents: pack.documents.iter().map(document).collect(),
            readings: pack.readings.iter().map(reading).collect(),
            missing_parts: pack.missing_parts.iter().map(missing).collect(),
            record,
        }
    }
}

pub(crate) async fn show(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::ReadGuidance, &Default::default())?;
    let pack = cx.who.pack();
    let view = PolicyView::new(cx, pack, record::view(cx).await?);
    Ok(Answer::view(view.title.clone(), &view, || {
        let identity = SummaryList::new()
            .row("Version", view.reference.as_str())
            .row("Applies from", words::moment(pack.identity.valid_from, &cx.calendar()))
            .row("Law of", view.jurisdiction.as_str());
        let documents = view.documents.iter();
        let documents = documents.map(|d| (d.title.as_str(), format!("/policy/documents/{}", d.code)));
        let body = Body::new()
            .h1(&view.title)
            .add(&overdue(&view))
            .h2("Documents")
            .links(documents)
            .h2("This policy here")
            .add(&identity)
            .h2("Where it comes from")
            .add(&sources(&view))
            .h2("Law it relies on")
            .add(&legislation(cx, &view))
            .add(&guidance(cx, &view))
            .h2("How it is read where it contradicts itself or leaves a gap")
            .add(&readings(&view));
        let body = match view.missing_parts.is_empty() {
            true => body,
            false => body.h2("What is missing").add(&missing(&view)),
        };
        body.h2("More").links(more(cx)).done()
    }))
}

/// A warning where the policy itself should have been reviewed by now.
fn overdue(view: &PolicyView) -> Html {
    match view.record.as_ref().filter(|record| record.overdue) {
        Some(record) => {
            let due = record.next_review_words.as_deref().unwrap_or_default();
            Html::of(&WarningText::new(format!("The review of this policy was due on {due}.")))
        }
        None => Html::default(),
    }
}

pub(crate) fn sources(view: &PolicyView) -> ScrollRegion {
    let caption = "Where the policy comes from";
    let mut table =
        Table::new(caption).hide_caption().head(["Cited as", "Identifier", "Title", "Valid from"]);
    for source in &view.sources {
        table = table.row([&source.code, &source.identifier, &source.title, &source.valid_from_words]);
    }
    ScrollRegion::new(caption, table)
}

/// The letters that rely on a law, and the documents that name it.
fn cited_in(pack: &Pack, law: &Legislation) -> Vec<String> {
    let letters = pack.letter_kinds.iter().filter(|letter| letter.laws.contains(&law.code));
    let documents = pack.documents.iter().filter(|document| pack.text(document).contains(&law.title));
    let letters = letters.map(|letter| letter.term.label.clone());
    letters.chain(documents.map(|document| document.title.clone())).collect()
}

fn legislation(cx: &Cx, view: &PolicyView) -> ScrollRegion {
    let caption = "Law the policy relies on";
    let head =
        ["Law", "Whose law", "Before you rely on it", "Letters and documents that cite it", "Named in"];
    let mut table = Table::new(caption).hide_caption().head(head);
    for law in &view.legislation {
        let title = match (&law.target, cx.who.pack().link(&law.code)) {
            (Some(target), _) => link(&law.title, target),
            (None, Some(_)) => Html::escaped(&format!("{} (link not set yet)", law.title)),
            (None, None) => Html::escaped(&law.title),
        };
        let cited = if law.cited_in.is_empty() { "None".to_owned() } else { law.cited_in.join("; ") };
        table = table.row([
            title,
            Html::escaped(&law.jurisdiction),
            Html::escaped(law.note.as_deref().unwrap_or_default()),
            Html::escaped(&cited),
            Html::escaped(&law.source),
        ]);
    }
    ScrollRegion::new(caption, table)
}

/// Legal guidance that the policy links, under the law that applies here.
fn guidance(cx: &Cx, view: &PolicyView) -> Html {
    let links = cx.who.links(&[LinkKind::Legal]);
    if links.is_empty() {
        return Html::default();
    }
    let edits = cx.who.may(Action::EditLinks);
    let items = links.iter().map(|now| {
        let shown = crate::help::link_now(now);
        let change = action("Change", &now.link.label, &format!("/resources/links/{}", now.link.code));
        if edits { shown.and(&Html::escaped(" ")).and(&change) } else { shown }
    });
    Body::new()
        .h2("Legal guidance")
        .p(&format!("The law of {} applies here.", view.jurisdiction))
        .list(items.collect::<Vec<_>>())
        .done()
}

pub(crate) fn readings(view: &PolicyView) -> ScrollRegion {
    let caption = "How contradictions and gaps are read";
    let mut table =
        Table::new(caption).hide_caption().head(["No.", "The sources", "Read as", "Because", "Clause"]);
    for reading in &view.readings {
        let (number, chosen) = (reading.number.to_string(), in_words(&reading.chosen));
        table = table.row([&number, &reading.topic, &chosen, &reading.because, &reading.source]);
    }
    ScrollRegion::new(caption, table)
}

/// A reading that the system acts on is a code; people read it as words.
fn in_words(chosen: &str) -> String {
    if chosen.contains(' ') { chosen.to_owned() } else { words::sentence(&chosen.replace('-', " ")) }
}

pub(crate) fn missing(view: &PolicyView) -> ScrollRegion {
    let caption = "What a complete policy has and this one has not";
    let mut table = Table::new(caption).hide_caption().head(["Part", "Why it can do without", "Clause"]);
    for part in &view.missing_parts {
        table = table.row([&part.what, &part.because, &part.source]);
    }
    ScrollRegion::new(caption, table)
}

fn more(cx: &Cx) -> Vec<(&'static str, String)> {
    let mut links = vec![
        ("The policy's register entry", "/policy/record".to_owned()),
        ("Staff guide", "/help/guide".to_owned()),
        ("Suggest a change", "/policy/suggestions".to_owned()),
    ];
    if cx.who.may(Action::RecordCopyRequest) {
        links.push(("Copies for the public", "/policy/copies".to_owned()));
    }
    if cx.who.may(Action::KeepPolicy) {
        links.push(("Reviews of the policy", "/policy/reviews".to_owned()));
    }
    if cx.who.may(Action::ReadPacks) {
        links.push(("Versions of the policy pack", "/admin/policy".to_owned()));
    }
    links
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn a_reading_is_shown_in_words() {
        assert_eq!(in_words("two-deadlines"), "Two deadlines");
        assert_eq!(in_words("There is no part 16."), "There is no part 16.");
    }
}

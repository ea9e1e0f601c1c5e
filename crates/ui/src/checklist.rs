//! Points to weigh, each with an answer, a note and its evidence.

use askama::Template;

use crate::component::component;
use crate::html::Html;
use crate::input::Input;
use crate::label::Label;
use crate::link::Link;
use crate::radios::Radios;

/// Points to weigh, each with an answer, a note and its evidence.
///
/// In a form, the point `merit` of the list `factors` sends `factors-merit` and `factors-merit-note`.
#[derive(Debug, Clone, Template)]
#[template(path = "checklist.html")]
pub struct Checklist {
    name: String,
    items: Vec<ChecklistItem>,
    is_read_only: bool,
}

component!(Checklist);

/// One point.
#[derive(Debug, Clone)]
pub struct ChecklistItem {
    key: String,
    question: String,
    hint: Option<String>,
    choices: Vec<(String, String)>,
    answer: Option<String>,
    note: String,
    evidence: Vec<Link>,
    error: Option<String>,
}

impl Checklist {
    /// A list to fill in, without points yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), items: Vec::new(), is_read_only: false }
    }

    /// Shows the answers instead of asking for them.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.is_read_only = true;
        self
    }

    /// Adds a point.
    #[must_use]
    pub fn item(mut self, item: ChecklistItem) -> Self {
        self.items.push(item);
        self
    }

    /// How many points have an answer, such as "5 of 10 answered".
    fn progress(&self) -> String {
        let answered = self.items.iter().filter(|item| item.answer.is_some()).count();
        format!("{answered} of {} answered", self.items.len())
    }

    fn choices(&self, item: &ChecklistItem) -> Radios {
        let name = format!("{}-{}", self.name, item.key);
        let radios = Radios::new(name, item.question.as_str()).inline().small();
        let radios = item.choices.iter().fold(radios, |radios, (value, text)| radios.item(value, text));
        let radios = radios.chosen(item.answer.as_deref()).error(item.error.as_deref());
        match &item.hint {
            Some(hint) => radios.hint(hint.as_str()),
            None => radios,
        }
    }

    /// The box for a note. A screen reader hears which point it belongs to.
    fn note(&self, item: &ChecklistItem) -> Input {
        let about = Html::escaped(&item.question);
        let label = Html::trusted(format!(r#"Note<span class="govuk-visually-hidden"> on: {about}</span>"#));
        Input::new(format!("{}-{}-note", self.name, item.key), Label::of_html(label))
            .value(item.note.as_str())
    }
}

impl ChecklistItem {
    /// A point answered with yes, no or not known.
    pub fn new(key: impl Into<String>, question: impl Into<String>) -> Self {
        let choices = [("yes", "Yes"), ("no", "No"), ("not-known", "Not known")];
        Self {
            key: key.into(),
            question: question.into(),
            hint: None,
            choices: choices.map(|(value, text)| (value.into(), text.into())).into(),
            answer: None,
            note: String::new(),
            evidence: Vec::new(),
            error: None,
        }
    }

    /// Replaces the choices, as pairs of value and text.
    #[must_use]
    pub fn choices<V: Into<String>, T: Into<String>>(
        mut self,
        choices: impl IntoIterator<Item = (V, T)>,
    ) -> Self {
        self.choices = choices.into_iter().map(|(value, text)| (value.into(), text.into())).collect();
        self
    }

    /// Adds help to the point.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Fills in the answer, if there is one.
    #[must_use]
    pub fn answer<'a>(mut self, value: impl Into<Option<&'a str>>) -> Self {
        self.answer = value.into().map(str::to_owned);
        self
    }

    /// Fills in the note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Adds a link to what the answer rests on.
    #[must_use]
    pub fn evidence(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.evidence.push(Link::new(text, href));
        self
    }

    /// Says what is wrong with the answer, if anything is.
    #[must_use]
    pub fn error<'a>(mut self, message: impl Into<Option<&'a str>>) -> Self {
        self.error = message.into().map(str::to_owned);
        self
    }

    fn answer_words(&self) -> &str {
        let chosen = self.choices.iter().find(|(value, _)| Some(value) == self.answer.as_ref());
        chosen.map_or("Not answered", |(_, text)| text)
    }
}

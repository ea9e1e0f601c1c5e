//! Several lines of text with a limit.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::error_message::ErrorMessage;
use crate::form_group::FormGroup;
use crate::hint::Hint;
use crate::html::Html;
use crate::label::Label;
use crate::options;
use crate::question::labelled;
use crate::textarea::Textarea;

/// A question answered in sentences up to a length. Without script the limit is a hint; with it, it counts down.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct CharacterCount {
    id: Option<String>,
    name: String,
    rows: Option<u32>,
    #[serde(deserialize_with = "options::text")]
    value: Option<String>,
    maxlength: Option<u32>,
    maxwords: Option<u32>,
    threshold: Option<u32>,
    count_type: Option<String>,
    label: Label,
    hint: Option<Hint>,
    error_message: Option<ErrorMessage>,
    form_group: FormGroup,
    classes: Classes,
    attributes: Attributes,
    spellcheck: Option<bool>,
    count_message: CountMessage,
    textarea_description_text: Option<String>,
    characters_under_limit_text: BTreeMap<String, String>,
    characters_at_limit_text: Option<String>,
    characters_over_limit_text: BTreeMap<String, String>,
    words_under_limit_text: BTreeMap<String, String>,
    words_at_limit_text: Option<String>,
    words_over_limit_text: BTreeMap<String, String>,
}

component!(CharacterCount);
open_to_callers!(CharacterCount);
labelled!(CharacterCount);

/// The line that says how much is left.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct CountMessage {
    classes: Classes,
}

impl CharacterCount {
    /// Allows so many characters.
    #[must_use]
    pub fn max_characters(mut self, count: u32) -> Self {
        self.maxlength = Some(count);
        self
    }

    /// Allows so many words.
    #[must_use]
    pub fn max_words(mut self, count: u32) -> Self {
        self.maxwords = Some(count);
        self
    }

    /// Fills it in, as it was typed.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Shows so many lines; five if this is not said.
    #[must_use]
    pub fn rows(mut self, rows: u32) -> Self {
        self.rows = Some(rows);
        self
    }

    fn textarea(&self) -> Textarea {
        let id = self.control_id();
        Textarea {
            id: Some(id.into()),
            name: self.name.clone(),
            described_by: Some(format!("{id}-info")),
            rows: self.rows,
            spellcheck: self.spellcheck,
            value: self.value.clone(),
            form_group: FormGroup {
                classes: self.form_group.classes.after("govuk-character-count"),
                attributes: self.data(),
                before: self.form_group.before.clone(),
                after: Html::of(&self.count_line(id)).and(&self.form_group.after).into(),
            },
            classes: self.classes.after("govuk-js-character-count"),
            label: self.label.clone(),
            hint: self.hint.clone(),
            error_message: self.error_message.clone(),
            attributes: self.attributes.clone(),
            ..Textarea::default()
        }
    }

    fn count_line(&self, id: &str) -> Hint {
        let text = self.limit().map(|limit| self.description_text().replace("%{count}", &limit.to_string()));
        Hint::new(text.unwrap_or_default())
            .id(format!("{id}-info"))
            .classes(self.count_message.classes.after("govuk-character-count__message").as_str())
    }

    fn limit(&self) -> Option<u32> {
        self.maxwords.or(self.maxlength)
    }

    fn count_type(&self) -> Option<&str> {
        self.count_type.as_deref().or(self.maxwords.map(|_| "words"))
    }

    fn description_text(&self) -> String {
        let unit = if self.count_type() == Some("words") { "words" } else { "characters" };
        self.textarea_description_text
            .clone()
            .unwrap_or_else(|| format!("You can enter up to %{{count}} {unit}"))
    }

    /// What the script needs to know.
    fn data(&self) -> Attributes {
        let mut data = Attributes::default();
        data.add("data-module", "govuk-character-count");
        for (name, number) in [
            ("data-maxlength", self.maxlength),
            ("data-maxwords", self.maxwords),
            ("data-threshold", self.threshold),
        ] {
            data.add_some(name, number.map(|number| number.to_string()));
        }
        data.add_some("data-count-type", self.count_type());
        if self.limit().is_none() {
            data.add_some("data-i18n.textarea-description.other", self.textarea_description_text.as_deref());
        }
        data.add_plurals("characters-under-limit", &self.characters_under_limit_text);
        data.add_some("data-i18n.characters-at-limit", self.characters_at_limit_text.as_deref());
        data.add_plurals("characters-over-limit", &self.characters_over_limit_text);
        data.add_plurals("words-under-limit", &self.words_under_limit_text);
        data.add_some("data-i18n.words-at-limit", self.words_at_limit_text.as_deref());
        data.add_plurals("words-over-limit", &self.words_over_limit_text);
        data.extend(&self.form_group.attributes);
        data
    }
}

impl fmt::Display for CharacterCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.textarea().fmt(f)
    }
}

//! Any of a list.

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::choice::{Conditional, item_id};
use crate::component::{component, open_to_callers};
use crate::content::either;
use crate::error_message::ErrorMessage;
use crate::fieldset::{Fieldset, Legend};
use crate::form_group::FormGroup;
use crate::hint::Hint;
use crate::html::Html;
use crate::label::Label;
use crate::options::{self, Items};
use crate::question::{described_by, question};

/// A question answered by choosing any of a list.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "checkboxes.html")]
pub struct Checkboxes {
    described_by: Option<String>,
    fieldset: Option<Fieldset>,
    hint: Option<Hint>,
    error_message: Option<ErrorMessage>,
    form_group: FormGroup,
    id_prefix: Option<String>,
    name: String,
    items: Items<CheckboxItem>,
    values: Vec<String>,
    classes: Classes,
    attributes: Attributes,
}

component!(Checkboxes);
open_to_callers!(Checkboxes);
question!(Checkboxes);

impl Checkboxes {
    /// Asks for `name`, in these words.
    pub fn new(name: impl Into<String>, legend: impl Into<Legend>) -> Self {
        Self { name: name.into(), fieldset: Some(Fieldset::around(legend)), ..Self::default() }
    }

    /// One box that says all itself, such as "I have read this letter as the customer will receive it".
    pub fn single(name: impl Into<String>, value: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }.item(value, text)
    }

    /// Adds a choice.
    #[must_use]
    pub fn item(self, value: impl Into<String>, text: impl Into<String>) -> Self {
        self.with(CheckboxItem::new(value, text))
    }

    /// Adds a choice that has a hint or reveals more.
    #[must_use]
    pub fn with(mut self, item: impl Into<Option<CheckboxItem>>) -> Self {
        self.items.push(item);
        self
    }

    /// Puts a word such as "or" between choices.
    #[must_use]
    pub fn divider(self, word: impl Into<String>) -> Self {
        self.with(CheckboxItem { divider: Some(word.into()), ..CheckboxItem::default() })
    }

    /// Chooses the items with these values.
    #[must_use]
    pub fn chosen<V: Into<String>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.values = values.into_iter().map(Into::into).collect();
        self
    }

    /// Gives the inputs other ids than the name, where a page asks for the same name twice.
    #[must_use]
    pub fn id_prefix(mut self, id: impl Into<String>) -> Self {
        self.id_prefix = Some(id.into());
        self
    }

    /// Makes the boxes smaller, for a panel beside the main matter.
    #[must_use]
    pub fn small(self) -> Self {
        self.classes("govuk-checkboxes--small")
    }

    fn control_id(&self) -> &str {
        self.id_prefix.as_deref().unwrap_or(&self.name)
    }

    fn described_fieldset(&self) -> Option<Fieldset> {
        Some(Fieldset { described_by: self.description(), ..self.fieldset.clone()? })
    }

    fn description(&self) -> Option<String> {
        let fieldset = self.fieldset.as_ref().and_then(|fieldset| fieldset.described_by.as_deref());
        let base = fieldset.or(self.described_by.as_deref());
        described_by(base, self.control_id(), self.hint.is_some(), self.error_message.is_some())
    }

    /// Without a fieldset around them, all boxes carry the description of the question.
    fn item_description(&self, hint: Option<&Hint>, id: &str) -> Option<String> {
        let question = if self.fieldset.is_none() { self.description() } else { None };
        let ids: Vec<String> = question.into_iter().chain(hint.map(|_| format!("{id}-item-hint"))).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn item_id(&self, item: &CheckboxItem, number: usize) -> String {
        item_id(item.id.as_deref(), self.control_id(), number)
    }

    fn item_name<'a>(&'a self, item: &'a CheckboxItem) -> &'a str {
        item.name.as_deref().unwrap_or(&self.name)
    }

    fn is_checked(&self, item: &CheckboxItem) -> bool {
        let listed = || item.value.as_ref().is_some_and(|value| self.values.contains(value));
        item.checked.unwrap_or_else(listed)
    }
}

/// One choice.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckboxItem {
    text: Option<String>,
    html: Option<Html>,
    id: Option<String>,
    name: Option<String>,
    #[serde(deserialize_with = "options::text")]
    value: Option<String>,
    label: Option<Label>,
    hint: Option<Hint>,
    divider: Option<String>,
    checked: Option<bool>,
    conditional: Conditional,
    behaviour: Option<String>,
    disabled: bool,
    attributes: Attributes,
}

impl CheckboxItem {
    /// A choice of plain words.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self { value: Some(value.into()), text: Some(text.into()), ..Self::default() }
    }

    /// Adds help to this choice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Hint>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Asks more if this is chosen. Without script the further question always shows.
    #[must_use]
    pub fn reveal(mut self, question: impl Into<Html>) -> Self {
        self.conditional = Conditional::showing(question.into());
        self
    }

    /// Makes it a "none of these": the script clears the others when it is chosen.
    #[must_use]
    pub fn exclusive(mut self) -> Self {
        self.behaviour = Some("exclusive".into());
        self
    }

    /// Shows the choice, but does not let it be made. The hint says why.
    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }

    fn label(&self, id: &str) -> Label {
        Label::of_item("govuk-checkboxes__label", id, either(&self.html, &self.text), self.label.as_ref())
    }

    fn item_hint(&self, id: &str) -> Option<Hint> {
        let hint = self.hint.as_ref().filter(|hint| !hint.content().is_empty())?;
        Some(hint.of_item("govuk-checkboxes__hint", id))
    }
}

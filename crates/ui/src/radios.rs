//! One of a short list.

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

/// A question answered by choosing one of a short list.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "radios.html")]
pub struct Radios {
    fieldset: Option<Fieldset>,
    hint: Option<Hint>,
    error_message: Option<ErrorMessage>,
    form_group: FormGroup,
    id_prefix: Option<String>,
    name: String,
    items: Items<RadioItem>,
    #[serde(deserialize_with = "options::text")]
    value: Option<String>,
    classes: Classes,
    attributes: Attributes,
}

component!(Radios);
open_to_callers!(Radios);
question!(Radios);

impl Radios {
    /// Asks for `name`, in these words.
    pub fn new(name: impl Into<String>, legend: impl Into<Legend>) -> Self {
        Self { name: name.into(), fieldset: Some(Fieldset::around(legend)), ..Self::default() }
    }

    /// Adds a choice.
    #[must_use]
    pub fn item(self, value: impl Into<String>, text: impl Into<String>) -> Self {
        self.with(RadioItem::new(value, text))
    }

    /// Adds a choice that has a hint or reveals more.
    #[must_use]
    pub fn with(mut self, item: impl Into<Option<RadioItem>>) -> Self {
        self.items.push(item);
        self
    }

    /// Puts a word such as "or" between choices.
    #[must_use]
    pub fn divider(self, word: impl Into<String>) -> Self {
        self.with(RadioItem { divider: Some(word.into()), ..RadioItem::default() })
    }

    /// Chooses the item with this value, if there is one.
    #[must_use]
    pub fn chosen<'a>(mut self, value: impl Into<Option<&'a str>>) -> Self {
        self.value = value.into().map(str::to_owned);
        self
    }

    /// Gives the inputs other ids than the name, where a page asks for the same name twice.
    #[must_use]
    pub fn id_prefix(mut self, id: impl Into<String>) -> Self {
        self.id_prefix = Some(id.into());
        self
    }

    /// Puts two short choices side by side.
    #[must_use]
    pub fn inline(self) -> Self {
        self.classes("govuk-radios--inline")
    }

    /// Makes the circles smaller, for a panel beside the main matter.
    #[must_use]
    pub fn small(self) -> Self {
        self.classes("govuk-radios--small")
    }

    fn control_id(&self) -> &str {
        self.id_prefix.as_deref().unwrap_or(&self.name)
    }

    fn described_fieldset(&self) -> Option<Fieldset> {
        let fieldset = self.fieldset.as_ref()?;
        let ids = described_by(
            fieldset.described_by.as_deref(),
            self.control_id(),
            self.hint.is_some(),
            self.error_message.is_some(),
        );
        Some(Fieldset { described_by: ids, ..fieldset.clone() })
    }

    fn item_id(&self, item: &RadioItem, number: usize) -> String {
        item_id(item.id.as_deref(), self.control_id(), number)
    }

    fn is_checked(&self, item: &RadioItem) -> bool {
        item.checked.unwrap_or_else(|| self.value.is_some() && item.value == self.value)
    }
}

/// One choice.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct RadioItem {
    text: Option<String>,
    html: Option<Html>,
    id: Option<String>,
    #[serde(deserialize_with = "options::text")]
    value: Option<String>,
    label: Option<Label>,
    hint: Option<Hint>,
    divider: Option<String>,
    checked: Option<bool>,
    conditional: Conditional,
    disabled: bool,
    attributes: Attributes,
}

impl RadioItem {
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

    /// Shows the choice, but does not let it be made. The hint says why.
    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }

    fn label(&self, id: &str) -> Label {
        Label::of_item("govuk-radios__label", id, either(&self.html, &self.text), self.label.as_ref())
    }

    fn item_hint(&self, id: &str) -> Option<Hint> {
        let hint = self.hint.as_ref().filter(|hint| !hint.content().is_empty())?;
        Some(hint.of_item("govuk-radios__hint", id))
    }
}

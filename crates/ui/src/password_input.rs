//! A secret, hidden while it is typed.

use std::fmt;

use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::button::Button;
use crate::component::{component, open_to_callers};
use crate::error_message::ErrorMessage;
use crate::form_group::FormGroup;
use crate::hint::Hint;
use crate::html::Html;
use crate::input::{Input, Wrapper};
use crate::label::Label;
use crate::question::labelled;

/// A question answered with a secret. The script adds a button that shows what was typed; pasting always works.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct PasswordInput {
    id: Option<String>,
    name: String,
    value: Option<String>,
    disabled: bool,
    described_by: Option<String>,
    label: Label,
    hint: Option<Hint>,
    error_message: Option<ErrorMessage>,
    form_group: FormGroup,
    classes: Classes,
    autocomplete: Option<String>,
    attributes: Attributes,
    show_password_text: Option<String>,
    hide_password_text: Option<String>,
    show_password_aria_label_text: Option<String>,
    hide_password_aria_label_text: Option<String>,
    password_shown_announcement_text: Option<String>,
    password_hidden_announcement_text: Option<String>,
    button: ToggleLooks,
}

component!(PasswordInput);
open_to_callers!(PasswordInput);
labelled!(PasswordInput);

/// The looks of the button that shows the secret.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ToggleLooks {
    classes: Classes,
}

impl PasswordInput {
    /// Says that the secret is a new one, so that a password manager may offer to make it.
    #[must_use]
    pub fn new_password(mut self) -> Self {
        self.autocomplete = Some("new-password".into());
        self
    }

    fn input(&self) -> Input {
        let id = self.control_id();
        Input {
            id: Some(id.into()),
            name: self.name.clone(),
            kind: Some("password".into()),
            value: self.value.clone(),
            disabled: self.disabled,
            described_by: self.described_by.clone(),
            label: self.label.clone(),
            hint: self.hint.clone(),
            error_message: self.error_message.clone(),
            form_group: FormGroup {
                classes: self.form_group.classes.after("govuk-password-input"),
                attributes: self.data(),
                before: self.form_group.before.clone(),
                after: Html::of(&self.toggle(id)).and(&self.form_group.after).into(),
            },
            classes: self.classes.after("govuk-password-input__input govuk-js-password-input-input"),
            autocomplete: Some(self.autocomplete.clone().unwrap_or_else(|| "current-password".into())),
            spellcheck: Some(false),
            autocapitalize: Some("none".into()),
            input_wrapper: Wrapper { classes: "govuk-password-input__wrapper".into(), ..Wrapper::default() },
            attributes: self.attributes.clone(),
            ..Input::default()
        }
    }

    fn toggle(&self, id: &str) -> Button {
        let base = "govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle";
        let mut attributes = Attributes::default();
        attributes.add("aria-controls", id);
        attributes
            .add("aria-label", self.show_password_aria_label_text.as_deref().unwrap_or("Show password"));
        attributes.add_bare("hidden");
        Button {
            text: Some(self.show_password_text.clone().unwrap_or_else(|| "Show".into())),
            kind: Some("button".into()),
            classes: self.button.classes.after(base),
            attributes,
            ..Button::default()
        }
    }

    /// What the script needs to know.
    fn data(&self) -> Attributes {
        let mut data = Attributes::default();
        data.add("data-module", "govuk-password-input");
        data.add_some("data-i18n.show-password", self.show_password_text.as_deref());
        data.add_some("data-i18n.hide-password", self.hide_password_text.as_deref());
        data.add_some("data-i18n.show-password-aria-label", self.show_password_aria_label_text.as_deref());
        data.add_some("data-i18n.hide-password-aria-label", self.hide_password_aria_label_text.as_deref());
        data.add_some(
            "data-i18n.password-shown-announcement",
            self.password_shown_announcement_text.as_deref(),
        );
        data.add_some(
            "data-i18n.password-hidden-announcement",
            self.password_hidden_announcement_text.as_deref(),
        );
        data.extend(&self.form_group.attributes);
        data
    }
}

impl fmt::Display for PasswordInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.input().fmt(f)
    }
}

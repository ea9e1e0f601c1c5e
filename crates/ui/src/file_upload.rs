//! A file from the officer's computer.

use std::collections::BTreeMap;

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::error_message::ErrorMessage;
use crate::form_group::FormGroup;
use crate::hint::Hint;
use crate::label::Label;
use crate::question::{described, labelled};

/// A question answered with a file. A browser never fills it in again, so there is no value.
#[derive(Debug, Clone, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "file-upload.html")]
pub struct FileUpload {
    name: String,
    id: Option<String>,
    disabled: bool,
    multiple: bool,
    described_by: Option<String>,
    label: Label,
    hint: Option<Hint>,
    error_message: Option<ErrorMessage>,
    form_group: FormGroup,
    javascript: bool,
    choose_files_button_text: Option<String>,
    drop_instruction_text: Option<String>,
    multiple_files_chosen_text: BTreeMap<String, String>,
    no_file_chosen_text: Option<String>,
    entered_drop_zone_text: Option<String>,
    left_drop_zone_text: Option<String>,
    classes: Classes,
    attributes: Attributes,
    wrapper_classes: Classes,
    wrapper_attributes: Attributes,
}

component!(FileUpload);
open_to_callers!(FileUpload);
labelled!(FileUpload);
described!(FileUpload);

impl FileUpload {
    /// Allows several files at once.
    #[must_use]
    pub fn multiple(mut self) -> Self {
        self.multiple = true;
        self
    }

    /// Says which kinds of file the browser should offer, such as `.pdf,image/*`.
    #[must_use]
    pub fn accept(self, kinds: &str) -> Self {
        self.attribute("accept", kinds)
    }

    /// The words of the drop zone's script.
    fn words(&self) -> Attributes {
        let mut words = Attributes::default();
        words.add_some("data-i18n.choose-files-button", self.choose_files_button_text.as_deref());
        words.add_some("data-i18n.no-file-chosen", self.no_file_chosen_text.as_deref());
        words.add_plurals("multiple-files-chosen", &self.multiple_files_chosen_text);
        words.add_some("data-i18n.drop-instruction", self.drop_instruction_text.as_deref());
        words.add_some("data-i18n.entered-drop-zone", self.entered_drop_zone_text.as_deref());
        words.add_some("data-i18n.left-drop-zone", self.left_drop_zone_text.as_deref());
        words
    }
}

//! A date someone knows.

use std::collections::BTreeMap;

use askama::Template;
use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::component::{component, open_to_callers};
use crate::error_message::ErrorMessage;
use crate::fieldset::{Fieldset, Legend};
use crate::form_group::FormGroup;
use crate::hint::Hint;
use crate::input::Input;
use crate::label::Label;
use crate::options::{self, Items};
use crate::question::{described_by, question};

/// A date someone knows, in three boxes that keep what was typed.
#[derive(Debug, Clone, Deserialize, Template)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[template(path = "date-input.html")]
pub struct DateInput {
    id: String,
    name_prefix: Option<String>,
    items: Items<DateBox>,
    hint: Option<Hint>,
    error_message: Option<ErrorMessage>,
    form_group: FormGroup,
    fieldset: Option<Fieldset>,
    #[serde(deserialize_with = "options::item")]
    day: Option<DateBox>,
    #[serde(deserialize_with = "options::item")]
    month: Option<DateBox>,
    #[serde(deserialize_with = "options::item")]
    year: Option<DateBox>,
    #[serde(deserialize_with = "options::texts")]
    values: BTreeMap<String, String>,
    classes: Classes,
    attributes: Attributes,
}

component!(DateInput);
open_to_callers!(DateInput);
question!(DateInput);

/// A part of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatePart {
    /// The day of the month.
    Day,
    /// The month, as a number or by its name.
    Month,
    /// The year, in four digits.
    Year,
}

impl DatePart {
    const ALL: [Self; 3] = [Self::Day, Self::Month, Self::Year];

    fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    fn named(name: Option<&str>) -> Option<Self> {
        Self::ALL.into_iter().find(|part| Some(part.name()) == name)
    }

    fn width(self) -> u8 {
        match self {
            Self::Day | Self::Month => 2,
            Self::Year => 4,
        }
    }
}

impl Default for DateInput {
    fn default() -> Self {
        Self {
            id: String::new(),
            name_prefix: None,
            items: Items::default(),
            hint: None,
            error_message: None,
            form_group: FormGroup::default(),
            fieldset: None,
            day: Some(DateBox::default()),
            month: Some(DateBox::default()),
            year: Some(DateBox::default()),
            values: BTreeMap::new(),
            classes: Classes::default(),
            attributes: Attributes::default(),
        }
    }
}

impl DateInput {
    /// Asks for `name-day`, `name-month` and `name-year`, in these words. An error summary leads to `#name-day`.
    pub fn new(name: impl Into<String>, legend: impl Into<Legend>) -> Self {
        let name = name.into();
        // A month may be typed by its name, so that box must not ask a phone for number keys.
        let month = Some(DateBox {
            inputmode: Some("text".into()),
            classes: "govuk-input--width-3".into(),
            ..DateBox::default()
        });
        Self {
            id: name.clone(),
            name_prefix: Some(name),
            fieldset: Some(Fieldset::around(legend)),
            month,
            ..Self::default()
        }
    }

    /// Fills the boxes in, as they were typed.
    #[must_use]
    pub fn values(
        mut self,
        day: impl Into<String>,
        month: impl Into<String>,
        year: impl Into<String>,
    ) -> Self {
        for (part, value) in DatePart::ALL.into_iter().zip([day.into(), month.into(), year.into()]) {
            self.values.insert(part.name().into(), value);
        }
        self
    }

    /// Marks only these boxes as wrong; without this, an error marks all three.
    #[must_use]
    pub fn error_in(mut self, parts: impl IntoIterator<Item = DatePart>) -> Self {
        for part in parts {
            let place = match part {
                DatePart::Day => &mut self.day,
                DatePart::Month => &mut self.month,
                DatePart::Year => &mut self.year,
            };
            if let Some(place) = place {
                place.error = Some(true);
            }
        }
        self
    }

    fn control_id(&self) -> &str {
        &self.id
    }

    fn described_fieldset(&self) -> Option<Fieldset> {
        let fieldset = self.fieldset.as_ref()?;
        let ids = described_by(
            fieldset.described_by.as_deref(),
            &self.id,
            self.hint.is_some(),
            self.error_message.is_some(),
        );
        // Some screen readers do not read the description of text inputs in a fieldset unless it is called a group.
        Some(Fieldset { described_by: ids, role: Some("group".into()), ..fieldset.clone() })
    }

    fn inputs(&self) -> Vec<Input> {
        let boxes = self.boxes();
        let any_error = boxes.iter().any(|(_, place)| place.has_error());
        boxes.into_iter().map(|(part, place)| self.input(part, place, any_error)).collect()
    }

    fn boxes(&self) -> Vec<(Option<DatePart>, &DateBox)> {
        if !self.items.is_empty() {
            return self.items.iter().map(|place| (DatePart::named(place.name.as_deref()), place)).collect();
        }
        let places = [&self.day, &self.month, &self.year];
        DatePart::ALL
            .into_iter()
            .zip(places)
            .filter_map(|(part, place)| Some((Some(part), place.as_ref()?)))
            .collect()
    }

    fn input(&self, part: Option<DatePart>, place: &DateBox, any_error: bool) -> Input {
        let name = place.name.as_deref().or(part.map(DatePart::name)).unwrap_or_default();
        let full_name =
            self.name_prefix.as_ref().map_or_else(|| name.to_owned(), |prefix| format!("{prefix}-{name}"));
        let value = place
            .value
            .as_ref()
            .or_else(|| self.default_value(part?))
            .or_else(|| self.values.get(&full_name));
        Input {
            label: Label::plain(place.label.clone().unwrap_or_else(|| capitalised(name)))
                .classes("govuk-date-input__label"),
            id: Some(place.id.clone().unwrap_or_else(|| format!("{}-{name}", self.id))),
            classes: self.box_classes(part, place, any_error),
            value: value.cloned(),
            name: full_name,
            inputmode: Some(place.inputmode.clone().unwrap_or_else(|| "numeric".into())),
            autocomplete: place.autocomplete.clone(),
            pattern: place.pattern.clone(),
            attributes: place.attributes.clone(),
            ..Input::default()
        }
    }

    fn default_value(&self, part: DatePart) -> Option<&String> {
        let place = match part {
            DatePart::Day => &self.day,
            DatePart::Month => &self.month,
            DatePart::Year => &self.year,
        };
        place.as_ref().and_then(|place| place.value.as_ref()).or_else(|| self.values.get(part.name()))
    }

    fn box_classes(&self, part: Option<DatePart>, place: &DateBox, any_error: bool) -> Classes {
        let mut classes = Classes::from("govuk-date-input__input");
        let shares_error = place.error != Some(false) && self.error_message.is_some() && !any_error;
        if !place.classes.contain("govuk-input--error") && (place.has_error() || shares_error) {
            classes.add("govuk-input--error");
        }
        if !place.classes.contain("govuk-input--width-") {
            classes.add(&format!("govuk-input--width-{}", part.map_or(2, DatePart::width)));
        }
        classes.add(place.classes.as_str());
        classes
    }
}

/// One of the boxes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct DateBox {
    id: Option<String>,
    name: Option<String>,
    label: Option<String>,
    #[serde(deserialize_with = "options::text")]
    value: Option<String>,
    error: Option<bool>,
    inputmode: Option<String>,
    autocomplete: Option<String>,
    pattern: Option<String>,
    classes: Classes,
    attributes: Attributes,
}

impl DateBox {
    fn has_error(&self) -> bool {
        self.error == Some(true) || self.classes.contain("govuk-input--error")
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect()
    })
}

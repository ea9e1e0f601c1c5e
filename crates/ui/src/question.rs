//! What all questions share: a hint, an error, and the ids that tie both to the input.

/// The ids a screen reader reads out with an input.
pub(crate) fn described_by(base: Option<&str>, id: &str, has_hint: bool, has_error: bool) -> Option<String> {
    let hint = has_hint.then(|| format!("{id}-hint"));
    let error = has_error.then(|| format!("{id}-error"));
    let ids: Vec<String> = [base.map(str::to_owned), hint, error].into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// Gives a question its hint and its error.
macro_rules! question {
    ($($name:ident),+) => {$(
        impl $name {
            /// Adds help that is read out with the question.
            #[must_use]
            pub fn hint(mut self, hint: impl Into<$crate::Hint>) -> Self {
                self.hint = Some(hint.into());
                self
            }

            /// Says what is wrong with the answer, if anything is.
            #[must_use]
            pub fn error<'a>(mut self, message: impl Into<Option<&'a str>>) -> Self {
                self.error_message = message.into().map($crate::ErrorMessage::new);
                self
            }
        }
    )+};
}

/// Gives a question that is one labelled input its id and its description.
macro_rules! labelled {
    ($($name:ident),+) => {$(
        $crate::question::question!($name);

        impl $name {
            /// Asks for `name`, in these words.
            pub fn new(name: impl Into<String>, label: impl Into<$crate::Label>) -> Self {
                Self { name: name.into(), label: label.into(), ..Self::default() }
            }

            /// Gives the input another id than its name, where a page asks for the same name twice.
            #[must_use]
            pub fn id(mut self, id: impl Into<String>) -> Self {
                self.id = Some(id.into());
                self
            }

            fn control_id(&self) -> &str {
                self.id.as_deref().unwrap_or(&self.name)
            }
        }
    )+};
}

/// Says by which elements a labelled input is described.
macro_rules! described {
    ($($name:ident),+) => {$(
        impl $name {
            fn description(&self) -> Option<String> {
                let base = self.described_by.as_deref();
                $crate::question::described_by(base, self.control_id(), self.hint.is_some(), self.error_message.is_some())
            }
        }
    )+};
}

pub(crate) use {described, labelled, question};

//! The box around a question.

use serde::Deserialize;

use crate::attributes::{Attributes, Classes};
use crate::content::Content;

/// The box around a question, and what may stand just before and after its inputs.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FormGroup {
    pub classes: Classes,
    pub attributes: Attributes,
    #[serde(rename = "beforeInput", alias = "beforeInputs")]
    pub before: Content,
    #[serde(rename = "afterInput", alias = "afterInputs")]
    pub after: Content,
}

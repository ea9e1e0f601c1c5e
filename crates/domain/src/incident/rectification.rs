//! Where the organisation contributed: putting it right, and saying sorry.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Incident, KEPT};
use crate::context::Context;
use crate::refusal::Refusal;
use crate::text::Checks;

/// Something put right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rectified {
    /// What was wrong and what was done about it.
    pub what: String,
    /// The day it was done.
    pub done_on: Date,
}

/// An apology.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apologised {
    /// In what form: by telephone, in person, by letter.
    pub form: String,
    /// The day.
    pub made_on: Date,
    /// What was said sorry for.
    pub what_for: String,
}

impl Incident {
    pub(super) fn rectify(
        &self,
        mut rectified: Rectified,
        context: &Context<'_>,
    ) -> Result<Rectified, Refusal> {
        self.at_stage(KEPT)?;
        let mut checks = Checks::default();
        rectified.what = checks.words("what", &rectified.what, "what was put right");
        not_after_today(rectified.done_on, "done_on", context, &mut checks);
        checks.finish()?;
        Ok(rectified)
    }

    pub(super) fn apologise(
        &self,
        mut apology: Apologised,
        context: &Context<'_>,
    ) -> Result<Apologised, Refusal> {
        self.at_stage(KEPT)?;
        let mut checks = Checks::default();
        apology.form = checks.line("form", &apology.form, "how the apology was made");
        apology.what_for = checks.words("what_for", &apology.what_for, "what the apology was for");
        not_after_today(apology.made_on, "made_on", context, &mut checks);
        checks.finish()?;
        Ok(apology)
    }
}

fn not_after_today(day: Date, field: &str, context: &Context<'_>, checks: &mut Checks) {
    let today = context.directory.calendar().date(context.now);
    checks.require(day <= today, field, "in-the-future", "This cannot have been done after today");
}

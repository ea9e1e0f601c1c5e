//! Shapes that say without colour what words beside them say.

use std::fmt;

use askama::filters::HtmlSafe;

/// A shape of 24 by 24, drawn in the colour of the text around it. Never read out: the words say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Icon(&'static str);

impl Icon {
    pub const TICK_IN_CIRCLE: Self =
        Self(r#"<circle cx="12" cy="12" r="10"/><path d="m7 12.5 3.5 3.5L17 8.5"/>"#);
    pub const HALF_CIRCLE: Self =
        Self(r#"<circle cx="12" cy="12" r="10"/><path class="ucc-icon__fill" d="M12 2a10 10 0 0 1 0 20z"/>"#);
    pub const ARROW: Self = Self(r#"<path d="M2 12h19M13 4l8 8-8 8"/>"#);
    pub const CROSS: Self = Self(r#"<path d="m4 4 16 16M20 4 4 20"/>"#);
    pub const TRIANGLE: Self = Self(r#"<path d="M12 3 22.5 21h-21zM12 10v5m0 2.5v.5"/>"#);
    pub const QUESTION: Self = Self(r#"<path d="M7 8.5a5 5 0 1 1 7.2 4.5c-1.5.8-2.2 1.5-2.2 3v.5m0 4v.5"/>"#);
    pub const CIRCLE: Self = Self(r#"<circle cx="12" cy="12" r="9"/>"#);
    pub const FULL_CIRCLE: Self = Self(r#"<circle class="ucc-icon__fill" cx="12" cy="12" r="10"/>"#);
    pub const DIAMOND: Self = Self(r#"<path class="ucc-icon__fill" d="m12 2 10 10-10 10L2 12z"/>"#);
    pub const PAUSE: Self = Self(r#"<path d="M7 3v18M17 3v18"/>"#);
    pub const TICK: Self = Self(r#"<path d="m3 13 6 6L21 5"/>"#);
    pub const TICK_OVER_LINE: Self = Self(r#"<path d="m4 10 5 5L20 3M3 21h18"/>"#);
    pub const CROSS_IN_SQUARE: Self = Self(r#"<path d="M3 3h18v18H3zm5 5 8 8m0-8-8 8"/>"#);
    pub const PENCIL: Self = Self(r#"<path d="m3 21 1-5L16 4l4 4L8 20zM13 7l4 4"/>"#);
    pub const INFORMATION: Self = Self(r#"<circle cx="12" cy="12" r="10"/><path d="M12 11v6m0-10v.5"/>"#);
    pub const BARRED: Self = Self(r#"<circle cx="12" cy="12" r="10"/><path d="m5 5 14 14"/>"#);
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            r#"<svg class="ucc-icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">{}</svg>"#,
            self.0
        )
    }
}

impl HtmlSafe for Icon {}

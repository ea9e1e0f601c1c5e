//! An organisation's own colour.

use std::error::Error;
use std::fmt;

/// What text in one colour on white needs, and white text on that colour.
const LEAST_CONTRAST: f64 = 7.0;

/// A style sheet that puts an organisation's colour, such as `#1f4e5f`, in the place of ours.
pub fn theme_css(brand: &str) -> Result<String, ThemeError> {
    let colour = Colour::parse(brand).ok_or_else(|| ThemeError::NotAColour(brand.into()))?;
    let contrast = colour.contrast_with_white();
    if contrast < LEAST_CONTRAST {
        return Err(ThemeError::TooLight { brand: brand.into(), contrast });
    }
    Ok(format!(":root{{--govuk-brand-colour:{colour}}}\n"))
}

/// Why a colour cannot be an organisation's.
#[derive(Debug, Clone, PartialEq)]
pub enum ThemeError {
    /// It is not written as `#` and six digits.
    NotAColour(String),
    /// It cannot be read on white, nor white on it.
    TooLight {
        /// The colour.
        brand: String,
        /// Its contrast with white, to 1.
        contrast: f64,
    },
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAColour(brand) => write!(f, "`{brand}` is not a colour like `#1f4e5f`"),
            // Rounded down, so that a colour just too light is not said to be good enough.
            Self::TooLight { brand, contrast } => {
                let contrast = (contrast * 100.0).floor() / 100.0;
                write!(
                    f,
                    "`{brand}` has a contrast of {contrast:.2} to 1 with white, and {LEAST_CONTRAST} to 1 is needed"
                )
            }
        }
    }
}

impl Error for ThemeError {}

/// Red, green and blue.
#[derive(Debug, Clone, Copy)]
struct Colour([u8; 3]);

impl Colour {
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let number = u32::from_str_radix(digits, 16)
            .ok()
            .filter(|_| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    /// As WCAG 2.2 defines it.
    fn contrast_with_white(self) -> f64 {
        1.05 / (self.luminance() + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = self.0.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        let [red, green, blue] = linear;
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dark_colour_becomes_a_style_sheet() {
        assert_eq!(theme_css("#1F4E5F").as_deref(), Ok(":root{--govuk-brand-colour:#1f4e5f}\n"));
    }

    #[test]
    fn the_lightest_grey_that_will_do_is_the_known_one() {
        assert!(theme_css("#595959").is_ok());
        assert!(theme_css("#5a5a5a").is_err());
    }

    #[test]
    fn a_light_colour_is_refused_with_its_contrast() {
        let refused = theme_css("#767676").expect_err("too light").to_string();
        assert_eq!(refused, "`#767676` has a contrast of 4.54 to 1 with white, and 7 to 1 is needed");
    }

    #[test]
    fn what_is_not_a_colour_never_reaches_a_style_sheet() {
        for brand in ["", "red", "#fff", "#+12345", "#1f4e5f;}", "1f4e5f", "#1f4e5é"] {
            assert_eq!(theme_css(brand), Err(ThemeError::NotAColour(brand.into())));
        }
    }
}

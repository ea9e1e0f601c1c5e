//! What every component has beside its options.

/// Makes components safe to write into a page, and usable wherever text or markup is asked for.
macro_rules! component {
    ($($name:ident),+) => {$(
        impl askama::filters::HtmlSafe for $name {}

        impl From<$name> for $crate::Html {
            fn from(component: $name) -> Self {
                Self::of(&component)
            }
        }

        impl From<$name> for $crate::Content {
            fn from(component: $name) -> Self {
                $crate::Html::from(component).into()
            }
        }
    )+};
}

/// Lets a caller add classes and attributes to the outer element, as upstream's options do.
macro_rules! open_to_callers {
    ($($name:ident),+) => {$(
        impl $name {
            /// Adds classes to its element.
            #[must_use]
            pub fn classes(mut self, classes: &str) -> Self {
                self.classes.add(classes);
                self
            }

            /// Adds an attribute to its element.
            #[must_use]
            pub fn attribute(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.attributes.add(name, value);
                self
            }
        }
    )+};
}

pub(crate) use {component, open_to_callers};

//! Classes and other attributes that a caller adds to an element.

use std::collections::BTreeMap;
use std::fmt;

use askama::filters::HtmlSafe;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use crate::html::Escaped;
use crate::options::Text;

/// More classes for an element. Shows itself with a space in front, so that it stands right behind a fixed class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Classes(String);

impl Classes {
    /// Adds one class, or several with spaces between.
    pub fn add(&mut self, classes: &str) {
        if !self.0.is_empty() && !classes.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(classes);
    }

    /// Whether `part` stands anywhere in the classes.
    pub fn contain(&self, part: &str) -> bool {
        self.0.contains(part)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These classes behind some fixed ones.
    pub(crate) fn after(&self, first: &str) -> Self {
        let mut all = Self(first.to_owned());
        all.add(&self.0);
        all
    }

    /// The classes, without the space in front.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Classes {
    fn from(classes: &str) -> Self {
        Self(classes.to_owned())
    }
}

impl fmt::Display for Classes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, " {}", Escaped(&self.0)) }
    }
}

impl HtmlSafe for Classes {}

impl<'de> Deserialize<'de> for Classes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Option::<String>::deserialize(deserializer)?.unwrap_or_default()))
    }
}

/// More attributes for an element, in order. Shows itself with a space before each; a value is escaped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(String, Option<String>)>);

impl Attributes {
    /// Adds a name with a value.
    pub fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), Some(value.into())));
    }

    /// Adds a name that stands for itself, such as `hidden`.
    pub fn add_bare(&mut self, name: impl Into<String>) {
        self.0.push((name.into(), None));
    }

    pub(crate) fn add_some(&mut self, name: &str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    /// Adds words for the script, one for each plural form.
    pub(crate) fn add_plurals(&mut self, key: &str, messages: &BTreeMap<String, String>) {
        for (form, message) in messages {
            self.add(format!("data-i18n.{key}.{form}"), message);
        }
    }

    pub(crate) fn extend(&mut self, more: &Self) {
        self.0.extend(more.0.iter().cloned());
    }
}

impl fmt::Display for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.0 {
            write!(f, " {}", Escaped(name))?;
            if let Some(value) = value {
                write!(f, "=\"{}\"", Escaped(value))?;
            }
        }
        Ok(())
    }
}

impl HtmlSafe for Attributes {}

impl<'de> Deserialize<'de> for Attributes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> Visitor<'de> for Map {
            type Value = Attributes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of attributes")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Attributes, A::Error> {
                let mut attributes = Attributes::default();
                while let Some((name, Text(value))) = map.next_entry::<String, _>()? {
                    attributes.add(name, value.unwrap_or_default());
                }
                Ok(attributes)
            }
        }
        deserializer.deserialize_map(Map)
    }
}

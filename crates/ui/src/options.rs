//! Reads options as loosely as upstream's templates do: a number may stand for text, and a list may have gaps.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::html::Html;

/// A list in which a caller may leave gaps, so that `condition.then(|| item)` needs no filter. Gaps keep their number,
/// as upstream's do, so that the ids behind them stay.
#[derive(Debug, Clone)]
pub struct Items<T>(Vec<Option<T>>);

impl<T> Items<T> {
    /// Adds an item at the end.
    pub fn push(&mut self, item: impl Into<Option<T>>) {
        self.0.push(item.into());
    }

    /// The items with their numbers, from 1.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, &T)> {
        (1..).zip(&self.0).filter_map(|(number, item)| Some((number, item.as_ref()?)))
    }

    /// The items.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().flatten()
    }

    /// The last item that was added.
    pub fn last_mut(&mut self) -> Option<&mut T> {
        self.0.last_mut()?.as_mut()
    }

    /// How many items there are, without gaps.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there are only gaps.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

impl<T> Default for Items<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> FromIterator<T> for Items<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().map(Some).collect())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let slots = Vec::<Slot<T>>::deserialize(deserializer)?;
        Ok(Self(slots.into_iter().map(|slot| slot.0).collect()))
    }
}

/// One place in a list: an item, or what JavaScript counts as nothing.
struct Slot<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Slot<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SlotVisitor(PhantomData))
    }
}

struct SlotVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for SlotVisitor<T> {
    type Value = Slot<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an item or nothing")
    }

    fn visit_unit<E: Error>(self) -> Result<Slot<T>, E> {
        Ok(Slot(None))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Slot<T>, E> {
        Ok(Slot(None))
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Slot<T>, E> {
        Ok(Slot(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Slot<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some).map(Slot)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Slot<T>, A::Error> {
        T::deserialize(SeqAccessDeserializer::new(seq)).map(Some).map(Slot)
    }
}

/// Text, or a number or a truth that is shown as text.
pub(crate) struct Text(pub Option<String>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor).map(Self)
    }
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, a number or nothing")
    }

    fn visit_unit<E: Error>(self) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<String>, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Option<String>, E> {
        Ok(Some(truth.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Option<String>, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Option<String>, E> {
        Ok(Some(number.to_string()))
    }
}

pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    deserializer.deserialize_any(TextVisitor)
}

pub(crate) fn texts<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let texts = BTreeMap::<String, Text>::deserialize(deserializer)?;
    Ok(texts.into_iter().filter_map(|(name, text)| Some((name, text.0?))).collect())
}

/// Markup, or `false` for none.
pub(crate) fn html<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Html>, D::Error> {
    let text = text(deserializer)?;
    Ok(text.filter(|text| text != "false").map(Html::trusted))
}

/// An item, or what JavaScript counts as nothing.
pub(crate) fn item<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Ok(Slot::deserialize(deserializer)?.0)
}

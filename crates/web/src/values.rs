//! What came with a request: names and values, from a form, an address or JSON, read in one way.
//!
//! JSON objects are flattened with hyphens (`{"factor": {"risk": …}}` is `factor-risk`), lists become repeated names,
//! `true` is `yes`. The three boxes of a date (`born_on-day`, …) become one value in the form that JSON uses.

use evenhand_app::lookup::civil_date;
use evenhand_domain::{Problem, Refusal};
use evenhand_policy::calendar::Calendar;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde_json::{Map, Value as Json};

/// Names and values, in the order they came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Values(Vec<(String, String)>);

impl Values {
    pub(crate) fn new(pairs: Vec<(String, String)>) -> Values {
        Values(pairs)
    }

    /// Reads the form of an address or a form body. What is not UTF-8 is replaced, never dropped silently.
    pub(crate) fn urlencoded(bytes: &[u8]) -> Values {
        let decode = |part: &[u8]| {
            let spaced: Vec<u8> = part.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
            percent_encoding::percent_decode(&spaced).decode_utf8_lossy().into_owned()
        };
        let pairs = bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
            let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let (name, value) = pair.split_at(at);
            (decode(name), decode(value.get(1..).unwrap_or_default()))
        });
        Values(pairs.collect())
    }

    /// Reads JSON, and gives it back as it was sent too. Anything but an object is refused.
    pub(crate) fn json(bytes: &[u8]) -> Result<(Values, Map<String, Json>), Problem> {
        let value: Json = if bytes.is_empty() {
            Json::Object(Default::default())
        } else {
            serde_json::from_slice(bytes)
                .map_err(|why| Problem::field("", "not-json", format!("This is not JSON: {why}")))?
        };
        let mut pairs = Vec::new();
        flatten(String::new(), &value, &mut pairs);
        match value {
            Json::Object(sent) => Ok((Values(pairs), sent)),
            _ => Err(Problem::field("", "not-json", "Send a JSON object")),
        }
    }

    pub(crate) fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// Every answer by its name, without what the form itself carries.
    pub(crate) fn answers(&self) -> std::collections::BTreeMap<String, String> {
        self.0.iter().filter(|(name, _)| !name.starts_with('_')).cloned().collect()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first value of a name, as it was typed.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.maybe(name).unwrap_or_default()
    }

    /// The first value of a name; none where it is missing or nothing but space.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.maybe(name).filter(|value| !value.trim().is_empty()).map(str::to_owned)
    }

    /// Every value of a name.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        let of_name = self.0.iter().filter(|(known, value)| known == name && !value.is_empty());
        of_name.map(|(_, value)| value.clone()).collect()
    }

    /// Whether a box was ticked.
    pub(crate) fn flag(&self, name: &str) -> bool {
        matches!(self.raw(name), "yes" | "true" | "on" | "1")
    }

    /// Yes, no, or not answered.
    pub(crate) fn answer(&self, name: &str) -> Option<bool> {
        match self.raw(name) {
            "yes" | "true" => Some(true),
            "no" | "false" => Some(false),
            _ => None,
        }
    }

    /// One of the words a type knows; none where nothing was chosen.
    pub(crate) fn word<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        text.parse()
            .map(Some)
            .map_err(|_| Problem::field(name, "unknown-choice", "Choose from the list").into())
    }

    /// One of the words a type knows, which must be chosen.
    pub(crate) fn must<T: std::str::FromStr>(&self, name: &str, what: &str) -> Result<T, Refusal> {
        let chosen = self.word(name)?;
        chosen.ok_or_else(|| Problem::field(name, "empty", format!("Choose {what}")).into())
    }

    /// A date, from three boxes or one text; none where nothing was entered.
    pub(crate) fn date(&self, name: &str) -> Result<Option<Date>, Refusal> {
        let [day, month, year] = self.boxes(name);
        let impossible = || Problem::field(name, "impossible-date", "Enter a real date, such as 27 3 2027");
        if [day, month, year].iter().all(|part| part.trim().is_empty()) {
            let Some(text) = self.text(name) else { return Ok(None) };
            return evenhand_app::lookup::parse_date(&text).map(Some).ok_or_else(|| impossible().into());
        }
        civil_date(day, month, year).map(Some).ok_or_else(|| impossible().into())
    }

    /// A date that must be entered.
    pub(crate) fn must_date(&self, name: &str, what: &str) -> Result<Date, Refusal> {
        self.date(name)?.ok_or_else(|| Problem::field(name, "empty", format!("Enter {what}")).into())
    }

    /// A moment: a time of day `{name}-time` on a date, or the whole as JSON has it. The time is the organisation's.
    pub(crate) fn moment(&self, name: &str, calendar: &Calendar) -> Result<Option<Timestamp>, Refusal> {
        if let Some(moment) = self.text(name).and_then(|text| text.parse().ok()) {
            return Ok(Some(moment));
        }
        let time = self.text(&format!("{name}-time"));
        let date = self.date(name)?;
        match (date, time) {
            (None, None) => Ok(None),
            (Some(date), Some(time)) => {
                let time = parse_time(&time).ok_or_else(|| {
                    Problem::field(
                        &format!("{name}-time"),
                        "impossible-time",
                        "Enter a time, such as 10:08am or 14:30",
                    )
                })?;
                Ok(Some(calendar.moment(date, time)))
            }
            (None, Some(_)) => Err(Problem::field(name, "empty", "Enter the date too").into()),
            (Some(_), None) => {
                Err(Problem::field(&format!("{name}-time"), "empty", "Enter the time too").into())
            }
        }
    }

    /// A moment that must be entered.
    pub(crate) fn must_moment(
        &self,
        name: &str,
        calendar: &Calendar,
        what: &str,
    ) -> Result<Timestamp, Refusal> {
        self.moment(name, calendar)?
            .ok_or_else(|| Problem::field(name, "empty", format!("Enter {what}")).into())
    }

    /// The three boxes of a date, as typed.
    pub(crate) fn boxes(&self, name: &str) -> [&str; 3] {
        ["day", "month", "year"].map(|part| self.maybe(&format!("{name}-{part}")).unwrap_or_default())
    }

    fn maybe(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl<'a> FromIterator<(&'a str, String)> for Values {
    fn from_iter<I: IntoIterator<Item = (&'a str, String)>>(pairs: I) -> Values {
        Values(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

/// A time of day as people write it: `10:08am`, `2.30 pm`, `14:30`, `9am`.
pub(crate) fn parse_time(text: &str) -> Option<Time> {
    let text = text.trim().to_lowercase().replace(' ', "");
    let (clock, half) =
        match text.strip_suffix("am").map(|t| (t, 0)).or(text.strip_suffix("pm").map(|t| (t, 12))) {
            Some((clock, half)) => (clock.to_owned(), Some(half)),
            None => (text, None),
        };
    let (hour, minute) = clock.split_once([':', '.']).unwrap_or((clock.as_str(), "0"));
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None if clock.contains([':', '.']) => hour,
        None => return None,
    };
    Time::new(hour, minute, 0, 0).ok()
}

fn flatten(name: String, value: &Json, pairs: &mut Vec<(String, String)>) {
    match value {
        Json::Null => {}
        Json::Bool(yes) => pairs.push((name, if *yes { "yes" } else { "no" }.to_owned())),
        Json::Number(number) => pairs.push((name, number.to_string())),
        Json::String(text) => pairs.push((name, text.clone())),
        Json::Array(items) => items.iter().for_each(|item| flatten(name.clone(), item, pairs)),
        Json::Object(map) => {
            for (key, item) in map {
                let inner = if name.is_empty() { key.clone() } else { format!("{name}-{key}") };
                flatten(inner, item, pairs);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_and_json_are_read_alike() {
        let form =
            Values::urlencoded(b"happenings=shouting&happenings=threat&words=a+b%0Ac&safe=yes&factor-risk=x");
        let json = br#"{"happenings": ["shouting", "threat"], "words": "a b\nc", "safe": true, "factor": {"risk": "x"}}"#;
        let (json, _) = Values::json(json).unwrap();
        for values in [form, json] {
            assert_eq!(values.all("happenings"), ["shouting", "threat"]);
            assert_eq!(values.text("words").as_deref(), Some("a b\nc"));
            assert!(values.flag("safe"));
            assert_eq!(values.raw("factor-risk"), "x");
        }
    }

    #[test]
    fn a_date_comes_in_three_boxes_or_one() {
        let boxes = Values::urlencoded(b"on-day=29&on-month=February&on-year=2028");
        assert_eq!(boxes.date("on").unwrap(), Some(jiff::civil::date(2028, 2, 29)));
        assert_eq!(Values::urlencoded(b"on=2028-02-29").date("on"), boxes.date("on"));
        assert_eq!(Values::urlencoded(b"on-day=&on-month=&on-year=").date("on"), Ok(None));
        let wrong = Values::urlencoded(b"on-day=29&on-month=2&on-year=2027").date("on").unwrap_err();
        assert_eq!(wrong.problems[0].code, "impossible-date");
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        let read = |text| parse_time(text).map(|time| (time.hour(), time.minute()));
        assert_eq!(read("10:08am"), Some((10, 8)));
        assert_eq!(read("12.05 am"), Some((0, 5)));
        assert_eq!(read("12pm"), Some((12, 0)));
        assert_eq!(read("14:30"), Some((14, 30)));
        for text in ["14", "25:00", "13pm", "10:61", "", "noon"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_do_not_vanish() {
        assert_eq!(Values::urlencoded(b"words=%ff").raw("words"), "\u{fffd}");
        assert!(Values::json(b"[1]").is_err());
        assert!(Values::json(b"{").is_err());
    }
}

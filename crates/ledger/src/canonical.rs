//! One way to write a JSON value, so that the same value always has the same hash.
//!
//! The form is RFC 8785 (JCS) narrowed to what events need: keys are ASCII, numbers are whole and within
//! ±(2^53 − 1), nesting has a limit. With those limits every JSON library that sorts keys and writes no white space
//! agrees.

use serde_json::Value;

/// The largest whole number that every JSON reader keeps exactly.
pub const LARGEST_NUMBER: i64 = (1 << 53) - 1;
/// How many lists and objects may stand one inside another: readers differ in how many they bear.
pub const DEEPEST: usize = 64;

/// A value that has no canonical form. It is refused when it is written, never guessed at when it is read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    #[error("the number `{0}` is not a whole number within ±(2^53 - 1)")]
    Number(String),
    #[error("the key `{0}` is not plain ASCII or begins with `$`")]
    Key(String),
    #[error("lists and objects are nested more than {DEEPEST} deep")]
    Depth,
}

/// The canonical text of a value.
pub fn canonical(value: &Value) -> Result<String, NotCanonical> {
    within(DEEPEST, value)
}

/// The canonical text of a value that is nested at most `depth` deep.
pub(crate) fn within(depth: usize, value: &Value) -> Result<String, NotCanonical> {
    let mut text = String::new();
    write(value, depth, &mut text)?;
    Ok(text)
}

/// Every scalar of a value (and every empty list or object) with its JSON Pointer (RFC 6901), sorted by
/// pointer. These are the fields that are committed to one by one.
pub fn fields(value: &Value) -> Result<Vec<(String, String)>, NotCanonical> {
    let mut found = Vec::new();
    flatten(value, DEEPEST, &mut String::new(), &mut found)?;
    found.sort();
    Ok(found)
}

fn write(value: &Value, depth: usize, out: &mut String) -> Result<(), NotCanonical> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(&whole(number)?.to_string()),
        Value::String(text) => string(text, out),
        Value::Array(items) => {
            let depth = inside(depth)?;
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(item, depth, out)?;
            }
            out.push(']');
        }
        Value::Object(map) => {
            let depth = inside(depth)?;
            let mut members: Vec<(&String, &Value)> = map.iter().collect();
            members.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (at, (key, item)) in members.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                string(plain(key)?, out);
                out.push(':');
                write(item, depth, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

fn flatten(
    value: &Value,
    depth: usize,
    path: &mut String,
    found: &mut Vec<(String, String)>,
) -> Result<(), NotCanonical> {
    let length = path.len();
    match value {
        Value::Object(map) if !map.is_empty() => {
            let depth = inside(depth)?;
            for (key, item) in map {
                path.push('/');
                path.push_str(&plain(key)?.replace('~', "~0").replace('/', "~1"));
                flatten(item, depth, path, found)?;
                path.truncate(length);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let depth = inside(depth)?;
            for (at, item) in items.iter().enumerate() {
                path.push('/');
                path.push_str(&at.to_string());
                flatten(item, depth, path, found)?;
                path.truncate(length);
            }
        }
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Array(_)
        | Value::Object(_) => found.push((path.clone(), within(depth, value)?)),
    }
    Ok(())
}

/// How deep a value inside another may still be nested.
fn inside(depth: usize) -> Result<usize, NotCanonical> {
    depth.checked_sub(1).ok_or(NotCanonical::Depth)
}

fn whole(number: &serde_json::Number) -> Result<i64, NotCanonical> {
    number
        .as_i64()
        .filter(|n| n.abs() <= LARGEST_NUMBER)
        .ok_or_else(|| NotCanonical::Number(number.to_string()))
}

/// Keys that begin with `$` are refused because JSON libraries give some of them a meaning of their own, this
/// project's among them.
fn plain(key: &str) -> Result<&str, NotCanonical> {
    match key.is_ascii() && !key.starts_with('$') {
        true => Ok(key),
        false => Err(NotCanonical::Key(key.to_owned())),
    }
}

/// JSON string escapes of RFC 8785 section 3.2.2.2: the two-character ones where they exist, `\u00xx` for the
/// other control characters, everything else as it is.
pub(crate) fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\0'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_are_sorted_and_nothing_else_is_added() {
        let value = json!({"b": [1, true, null], "a": {"z": "\u{1}\n\"é", "y": {}}});
        assert_eq!(
            canonical(&value).unwrap(),
            "{\"a\":{\"y\":{},\"z\":\"\\u0001\\n\\\"é\"},\"b\":[1,true,null]}"
        );
    }

    #[test]
    fn every_scalar_is_a_field_with_its_pointer() {
        let value = json!({"who": [{"a/b": 1}], "none": [], "text": "x"});
        let expected = [("/none", "[]"), ("/text", "\"x\""), ("/who/0/a~1b", "1")];
        let expected: Vec<_> = expected.iter().map(|(p, v)| (p.to_string(), v.to_string())).collect();
        assert_eq!(fields(&value).unwrap(), expected);
    }

    #[test]
    fn numbers_that_readers_may_round_are_refused() {
        assert!(canonical(&json!(LARGEST_NUMBER)).is_ok());
        assert!(canonical(&json!(LARGEST_NUMBER + 1)).is_err());
        assert!(canonical(&json!(0.5)).is_err());
    }

    #[test]
    fn keys_that_readers_may_take_for_something_else_are_refused() {
        for key in ["naïve", "$serde_json::private::Number", "$ref"] {
            assert_eq!(canonical(&json!({ key: 1 })), Err(NotCanonical::Key(key.to_owned())));
            assert_eq!(fields(&json!([{ key: 1 }])), Err(NotCanonical::Key(key.to_owned())));
        }
        assert!(canonical(&json!({"a$": 1, "": 2})).is_ok());
    }

    #[test]
    fn nesting_beyond_what_every_reader_bears_is_refused() {
        let nested = |depth| (1..depth).fold(json!([]), |inner, _| json!([inner]));
        assert!(canonical(&nested(DEEPEST)).is_ok() && fields(&nested(DEEPEST)).is_ok());
        assert_eq!(canonical(&nested(DEEPEST + 1)), Err(NotCanonical::Depth));
        assert_eq!(fields(&nested(DEEPEST + 1)), Err(NotCanonical::Depth));
        assert_eq!(fields(&json!([nested(DEEPEST)])), Err(NotCanonical::Depth));
    }
}

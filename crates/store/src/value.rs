//! The few kinds of values both databases hold alike, and rows of them.

use crate::error::StoreError;

/// One value of a row or parameter. Times are milliseconds since 1970; yes and no are 1 and 0.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    Null,
    Int(i64),
    Text(String),
    Blob(Vec<u8>),
}

/// A row as it came from the database.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row(pub Vec<Value>);

impl Row {
    pub fn text(&self, at: usize) -> Result<String, StoreError> {
        self.maybe_text(at)?.ok_or_else(|| self.wrong(at, "text"))
    }

    pub fn maybe_text(&self, at: usize) -> Result<Option<String>, StoreError> {
        match self.0.get(at) {
            Some(Value::Text(text)) => Ok(Some(text.clone())),
            Some(Value::Null) => Ok(None),
            _ => Err(self.wrong(at, "text")),
        }
    }

    pub fn int(&self, at: usize) -> Result<i64, StoreError> {
        self.maybe_int(at)?.ok_or_else(|| self.wrong(at, "a number"))
    }

    pub fn maybe_int(&self, at: usize) -> Result<Option<i64>, StoreError> {
        match self.0.get(at) {
            Some(Value::Int(number)) => Ok(Some(*number)),
            Some(Value::Null) => Ok(None),
            _ => Err(self.wrong(at, "a number")),
        }
    }

    pub fn size(&self, at: usize) -> Result<u64, StoreError> {
        u64::try_from(self.int(at)?).map_err(|_| self.wrong(at, "a positive number"))
    }

    pub fn flag(&self, at: usize) -> Result<bool, StoreError> {
        Ok(self.int(at)? != 0)
    }

    pub fn blob(&self, at: usize) -> Result<&[u8], StoreError> {
        match self.0.get(at) {
            Some(Value::Blob(bytes)) => Ok(bytes),
            _ => Err(self.wrong(at, "bytes")),
        }
    }

    /// A moment from milliseconds.
    pub fn time(&self, at: usize) -> Result<jiff::Timestamp, StoreError> {
        self.maybe_time(at)?.ok_or_else(|| self.wrong(at, "a time"))
    }

    pub fn maybe_time(&self, at: usize) -> Result<Option<jiff::Timestamp>, StoreError> {
        let moment = |ms| jiff::Timestamp::from_millisecond(ms).map_err(|_| self.wrong(at, "a time"));
        self.maybe_int(at)?.map(moment).transpose()
    }

    /// A value kept as JSON.
    pub fn json<T: serde::de::DeserializeOwned>(&self, at: usize) -> Result<T, StoreError> {
        serde_json::from_str(&self.text(at)?).map_err(|why| StoreError::Corrupt(why.to_string()))
    }

    fn wrong(&self, at: usize, what: &str) -> StoreError {
        StoreError::Corrupt(format!("column {at} does not hold {what}"))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Int(number)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Value {
        Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Value {
        Value::Int(yes.into())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Value {
        Value::Blob(bytes)
    }
}

impl From<jiff::Timestamp> for Value {
    fn from(at: jiff::Timestamp) -> Value {
        Value::Int(at.as_millisecond())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// A list of parameters.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { vec![$($crate::value::Value::from($value)),*] };
}

/// A statement and its parameters. `$1` is the first.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    pub sql: &'static str,
    pub params: Vec<Value>,
}

impl Statement {
    pub fn new(sql: &'static str, params: Vec<Value>) -> Statement {
        Statement { sql, params }
    }
}

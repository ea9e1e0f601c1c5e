//! Who looked at what: the log of looks, found by what was looked at and by who looked.

use std::sync::LazyLock;

use jiff::Timestamp;

use super::{Projected, Table, table};
use crate::params;
use crate::value::Statement;

pub(super) static LOOKS: LazyLock<Table> =
    LazyLock::new(|| table!("look_list", key ["seq"], columns ["about", "actor", "at", "type"]));

/// The row of a look whose place is still to be given: the writer puts it first.
pub(crate) fn row(about: &str, actor: &str, at: Timestamp, kind: &str) -> Statement {
    let mut put =
        Projected { table: &LOOKS, key: params![0_i64], values: params![about, actor, at, kind] }.put();
    put.params.remove(0);
    put
}

//! What truly differs between the two databases, side by side.

use crate::db::Db;
use crate::params;
use crate::value::Statement;

/// Customers whose search text holds every one of some pieces, at most `limit`. SQLite has an index of groups of
/// three letters beside the table, PostgreSQL one on it; each is asked in its own way.
pub(crate) fn customers_with(
    db: &Db,
    pieces: &[String],
    born_on: Option<&str>,
    viewer: &str,
    limit: u64,
) -> Statement {
    const SQLITE: &str = "select c.id, c.reference, c.name, c.born_on, c.born_year, c.suburb, c.search \
        from customer_search s join customers c on c.n = s.rowid \
        where customer_search match $1 and ($2 is null or c.born_on = $2) and (c.sealed = 0 or exists \
        (select 1 from customer_seals x where x.customer = c.id and x.staff = $3)) limit $4";
    const POSTGRES: &str = "select c.id, c.reference, c.name, c.born_on, c.born_year, c.suburb, c.search \
        from customers c where c.search like all (select '%' || replace(replace(value, '%', ''), '_', '') || '%' \
        from json_each($1)) and ($2::text is null or c.born_on = $2) and (c.sealed = 0 or exists \
        (select 1 from customer_seals x where x.customer = c.id and x.staff = $3)) limit $4";
    match db {
        Db::Sqlite(_) => {
            let quoted: Vec<String> = pieces.iter().map(|p| format!("\"{}\"", p.replace('"', ""))).collect();
            Statement::new(SQLITE, params![quoted.join(" AND "), born_on, viewer, limit])
        }
        Db::Postgres(_) => {
            let list = serde_json::to_string(pieces).unwrap_or_default();
            Statement::new(POSTGRES, params![list, born_on, viewer, limit])
        }
    }
}

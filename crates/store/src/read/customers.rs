//! Customers: by id, by an identifier, by part of a name.

use evenhand_domain::customer::Customer;

use super::Reader;
use crate::dialect::customers_with;
use crate::error::StoreError;
use crate::params;
use crate::projections::customers::{sound, words};
use crate::value::{Row, Statement};

/// A customer, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub id: String,
    pub version: u64,
    pub customer: Customer,
}

/// A possible match: enough to tell people apart, nothing about arrangements.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    pub id: String,
    pub reference: String,
    pub name: String,
    pub born_on: Option<String>,
    pub born_year: Option<String>,
    pub suburb: Option<String>,
    /// How well it matches; higher is better.
    pub score: u32,
}

/// The most candidates that are ranked.
const CANDIDATES: u64 = 200;

impl Reader {
    /// A customer by id, if this viewer may know that they exist.
    pub async fn customer(&self, id: &str) -> Result<Option<Found>, StoreError> {
        const SQL: &str = "select c.id, c.version, c.state from customers c where c.id = $1 and (c.sealed = 0 \
            or exists (select 1 from customer_seals s where s.customer = c.id and s.staff = $2))";
        let rows = self.store.query(Statement::new(SQL, params![id, self.viewer.staff.as_str()])).await?;
        rows.first().map(found).transpose()
    }

    /// Customers by an identifier: reference, number, telephone or e-mail, written as the key wants it.
    pub async fn customers_by_key(&self, kind: &str, key: &str) -> Result<Vec<Found>, StoreError> {
        const SQL: &str = "select c.id, c.version, c.state from customer_keys k join customers c on c.id = k.customer \
            where k.kind = $1 and k.key = $2 and (c.sealed = 0 \
            or exists (select 1 from customer_seals s where s.customer = c.id and s.staff = $3)) \
            order by c.name limit 20";
        let query = Statement::new(SQL, params![kind, key, self.viewer.staff.as_str()]);
        self.store.query(query).await?.iter().map(found).collect()
    }

    /// Customers by part of a name, best first: beginnings of words, then parts of words, then what sounds alike.
    pub async fn customers_like(&self, name: &str, born_on: Option<&str>) -> Result<Vec<Match>, StoreError> {
        let words = words(name);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let beginnings: Vec<String> = words.iter().map(|word| format!(" {word}")).collect();
        let parts: Vec<String> = words.iter().filter(|word| word.chars().count() >= 3).cloned().collect();
        let sounds: Vec<String> = words.iter().filter_map(|w| sound(w)).map(|s| format!("~{s}")).collect();
        let mut found: Vec<Match> = Vec::new();
        for (pieces, score) in [(beginnings, 300), (parts, 200), (sounds, 100)] {
            let searchable = !pieces.is_empty() && pieces.iter().all(|piece| piece.chars().count() >= 3);
            if !searchable || found.len() >= 20 {
                continue;
            }
            let query = customers_with(&self.store.db, &pieces, born_on, &self.viewer.staff, CANDIDATES);
            for row in self.store.query(query).await? {
                let candidate = candidate(&row, score, &words)?;
                if found.iter().all(|known| known.id != candidate.id) {
                    found.push(candidate);
                }
            }
        }
        found.sort_by(|a, b| {
            b.score.cmp(&a.score).then_with(|| a.name.cmp(&b.name)).then_with(|| a.id.cmp(&b.id))
        });
        Ok(found)
    }

    /// Customers in the order of their names, from a name on.
    pub async fn customers_from(&self, name: &str, limit: u64) -> Result<Vec<Match>, StoreError> {
        const SQL: &str = "select c.id, c.reference, c.name, c.born_on, c.born_year, c.suburb, c.search \
            from customers c where c.name >= $1 and (c.sealed = 0 or exists (select 1 from customer_seals s \
            where s.customer = c.id and s.staff = $2)) order by c.name, c.id limit $3";
        let query = Statement::new(SQL, params![name, self.viewer.staff.as_str(), limit]);
        self.store.query(query).await?.iter().map(|row| candidate(row, 0, &[])).collect()
    }

    /// Customers whole, in the order of their ids, from behind one on: all of them, page by page.
    pub async fn customers_after(&self, id: &str, limit: u64) -> Result<Vec<Found>, StoreError> {
        const SQL: &str = "select c.id, c.version, c.state from customers c where c.id > $1 and (c.sealed = 0 \
            or exists (select 1 from customer_seals s where s.customer = c.id and s.staff = $2)) \
            order by c.id limit $3";
        let query = Statement::new(SQL, params![id, self.viewer.staff.as_str(), limit]);
        self.store.query(query).await?.iter().map(found).collect()
    }

    /// How many records this viewer may know of hold a telephone number or e-mail: more than one, and it is nobody's
    /// alone.
    pub async fn sharers(&self, kind: &str, key: &str) -> Result<u64, StoreError> {
        const SQL: &str = "select count(*) from customer_keys k join customers c on c.id = k.customer \
            where k.kind = $1 and k.key = $2 and (c.sealed = 0 \
            or exists (select 1 from customer_seals s where s.customer = c.id and s.staff = $3))";
        let params = params![kind, key, self.viewer.staff.as_str()];
        let rows = self.store.query(Statement::new(SQL, params)).await?;
        rows.first().map_or(Ok(0), |row| row.size(0))
    }
}

fn found(row: &Row) -> Result<Found, StoreError> {
    Ok(Found { id: row.text(0)?, version: row.size(1)?, customer: row.json(2)? })
}

fn candidate(row: &Row, score: u32, wanted: &[String]) -> Result<Match, StoreError> {
    let (name, search) = (row.text(2)?, row.text(6)?);
    // A word that is there whole counts more than one that is only begun.
    let whole = wanted.iter().filter(|word| search.contains(&format!(" {word} "))).count();
    Ok(Match {
        id: row.text(0)?,
        reference: row.text(1)?,
        name,
        born_on: row.maybe_text(3)?,
        born_year: row.maybe_text(4)?,
        suburb: row.maybe_text(5)?,
        score: score + u32::try_from(whole).unwrap_or(0) * 10,
    })
}

//! Reading protected data leaves a record, and the record is on the disk before the answer leaves.

use evenhand_ledger::{Hash, Header};
use evenhand_policy::Permit;
use jiff::Timestamp;
use serde_json::Value as Json;
use tokio::sync::oneshot;

use crate::Store;
use crate::error::StoreError;
use crate::log::PreparedEntry;
use crate::params;
use crate::projections::look_row;
use crate::value::Statement;
use crate::writer::Job;

/// A look at protected data.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// What kind, as in `look.card`.
    pub kind: &'static str,
    /// What was looked at, as in `customer:…`.
    pub about: String,
    /// What was shown, on which relation, for which purpose, from where.
    pub content: Json,
    /// When.
    pub at: Timestamp,
    /// The pack version in force.
    pub pack: String,
}

/// A look as it is listed.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    pub seq: u64,
    pub about: String,
    pub actor: String,
    pub at: Timestamp,
    pub kind: String,
}

impl Store {
    /// Records looks. Returns once they are on the disk.
    pub async fn look(&self, permit: &Permit, looks: Vec<Look>) -> Result<u64, StoreError> {
        let mut prepared = Vec::with_capacity(looks.len());
        for look in looks {
            let header = Header {
                actor: permit.actor().to_owned(),
                at: look.at.as_millisecond(),
                command: Hash::of(b""),
                delegation: permit.delegation().map(str::to_owned),
                pack: look.pack,
                payload: Hash([0; 32]),
                role: permit.role().to_owned(),
                seq: 0,
                stream: "looks:all".to_owned(),
                kind: look.kind.to_owned(),
                v: 1,
                version: 0,
            };
            let mut content = look.content;
            if let Json::Object(fields) = &mut content {
                fields.insert("about".to_owned(), look.about.as_str().into());
                fields.insert("relation".to_owned(), permit.relation().as_str().into());
            }
            let row = look_row(&look.about, permit.actor(), look.at, look.kind);
            prepared.push((PreparedEntry::new(header, (self.ports.salt)(), &content)?, Some(row)));
        }
        let (reply, answer) = oneshot::channel();
        self.send(Job::Looks(prepared, reply), answer).await
    }

    /// Who looked at something, newest first.
    pub async fn looks_at(&self, about: &str, limit: u64) -> Result<Vec<Listed>, StoreError> {
        const SQL: &str = "select seq, about, actor, at, type from look_list where about = $1 \
            order by at desc, seq desc limit $2";
        self.listed(Statement::new(SQL, params![about, limit])).await
    }

    /// What somebody looked at, newest first.
    pub async fn looks_by(&self, actor: &str, limit: u64) -> Result<Vec<Listed>, StoreError> {
        const SQL: &str = "select seq, about, actor, at, type from look_list where actor = $1 \
            order by at desc, seq desc limit $2";
        self.listed(Statement::new(SQL, params![actor, limit])).await
    }

    async fn listed(&self, query: Statement) -> Result<Vec<Listed>, StoreError> {
        let listed = |row: &crate::Row| {
            Ok(Listed {
                seq: row.size(0)?,
                about: row.text(1)?,
                actor: row.text(2)?,
                at: row.time(3)?,
                kind: row.text(4)?,
            })
        };
        self.query(query).await?.iter().map(listed).collect()
    }
}

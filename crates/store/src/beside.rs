//! What is kept beside the log: drafts, preferences, the inbox, files, packs as they were loaded, settings.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::Store;
use crate::error::StoreError;
use crate::params;
use crate::value::{Row, Statement};

/// What somebody is still typing.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub id: String,
    /// The page it belongs to.
    pub page: String,
    /// Names and values as typed, in order.
    pub fields: Vec<(String, String)>,
    pub saved_at: Timestamp,
}

/// Something somebody was told.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    pub id: String,
    /// The stream it is about.
    pub about: String,
    pub text: String,
    pub at: Timestamp,
    pub read_at: Option<Timestamp>,
}

/// A file.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    pub hash: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// A pack as it was loaded.
#[derive(Debug, Clone, PartialEq)]
pub struct PackFiles {
    pub name: String,
    pub version: String,
    pub digest: String,
    pub files: BTreeMap<String, String>,
}

impl Store {
    pub async fn draft(&self, staff: &str, id: &str) -> Result<Option<Draft>, StoreError> {
        const SQL: &str = "select id, page, fields, saved_at from drafts where staff = $1 and id = $2";
        let rows = self.query(Statement::new(SQL, params![staff, id])).await?;
        rows.first().map(draft).transpose()
    }

    /// Somebody's drafts, newest first.
    pub async fn drafts(&self, staff: &str) -> Result<Vec<Draft>, StoreError> {
        const SQL: &str =
            "select id, page, fields, saved_at from drafts where staff = $1 order by saved_at desc limit 50";
        self.query(Statement::new(SQL, params![staff])).await?.iter().map(draft).collect()
    }

    pub async fn preferences(&self, staff: &str) -> Result<BTreeMap<String, String>, StoreError> {
        const SQL: &str = "select chosen from preferences where staff = $1";
        let rows = self.query(Statement::new(SQL, params![staff])).await?;
        rows.first().map_or(Ok(BTreeMap::new()), |row| row.json(0))
    }

    /// What somebody was told, newest first.
    pub async fn notices(&self, staff: &str, limit: u64) -> Result<Vec<Notice>, StoreError> {
        const SQL: &str =
            "select id, about, text, at, read_at from inbox where staff = $1 order by at desc, id limit $2";
        self.query(Statement::new(SQL, params![staff, limit])).await?.iter().map(notice).collect()
    }

    pub async fn file(&self, hash: &str) -> Result<Option<File>, StoreError> {
        const SQL: &str = "select hash, media_type, bytes from files where hash = $1";
        let rows = self.query(Statement::new(SQL, params![hash])).await?;
        let file = |row: &Row| {
            Ok(File { hash: row.text(0)?, media_type: row.text(1)?, bytes: row.blob(2)?.to_vec() })
        };
        rows.first().map(file).transpose()
    }

    pub async fn pack_files(&self) -> Result<Vec<PackFiles>, StoreError> {
        const SQL: &str = "select name, version, digest, files from pack_files order by name, version";
        let pack = |row: &Row| {
            Ok(PackFiles {
                name: row.text(0)?,
                version: row.text(1)?,
                digest: row.text(2)?,
                files: row.json(3)?,
            })
        };
        self.query(Statement::new(SQL, params![])).await?.iter().map(pack).collect()
    }

    pub async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        const SQL: &str = "select value from settings where name = $1";
        let rows = self.query(Statement::new(SQL, params![name])).await?;
        rows.first().map(|row| row.text(0)).transpose()
    }
}

pub fn put_draft(staff: &str, draft: &Draft) -> Statement {
    const SQL: &str = "insert into drafts (id, staff, page, fields, saved_at) values ($1, $2, $3, $4, $5) \
        on conflict (id) do update set fields = excluded.fields, saved_at = excluded.saved_at \
        where drafts.staff = excluded.staff";
    let fields = serde_json::to_string(&draft.fields).unwrap_or_default();
    Statement::new(SQL, params![draft.id.as_str(), staff, draft.page.as_str(), fields, draft.saved_at])
}

pub fn drop_draft(staff: &str, id: &str) -> Statement {
    const SQL: &str = "delete from drafts where staff = $1 and id = $2";
    Statement::new(SQL, params![staff, id])
}

pub fn put_preferences(staff: &str, chosen: &BTreeMap<String, String>) -> Statement {
    const SQL: &str = "insert into preferences (staff, chosen) values ($1, $2) \
        on conflict (staff) do update set chosen = excluded.chosen";
    Statement::new(SQL, params![staff, serde_json::to_string(chosen).unwrap_or_default()])
}

/// Delivers a notice. The same one is never delivered twice.
pub fn deliver(staff: &str, notice: &Notice) -> Statement {
    const SQL: &str = "insert into inbox (id, staff, about, text, at, read_at) values ($1, $2, $3, $4, $5, null) \
        on conflict (id) do nothing";
    let n = notice;
    Statement::new(SQL, params![n.id.as_str(), staff, n.about.as_str(), n.text.as_str(), n.at])
}

/// Marks everything somebody was told up to now as read.
pub fn notices_read(staff: &str, at: Timestamp) -> Statement {
    const SQL: &str = "update inbox set read_at = $2 where staff = $1 and read_at is null and at <= $2";
    Statement::new(SQL, params![staff, at])
}

pub fn put_file(file: &File, at: Timestamp) -> Statement {
    const SQL: &str = "insert into files (hash, media_type, bytes, at) values ($1, $2, $3, $4) on conflict (hash) do nothing";
    Statement::new(SQL, params![file.hash.as_str(), file.media_type.as_str(), file.bytes.clone(), at])
}

pub fn put_pack(pack: &PackFiles) -> Statement {
    const SQL: &str = "insert into pack_files (name, version, digest, files) values ($1, $2, $3, $4) \
        on conflict (name, version) do nothing";
    let files = serde_json::to_string(&pack.files).unwrap_or_default();
    Statement::new(SQL, params![pack.name.as_str(), pack.version.as_str(), pack.digest.as_str(), files])
}

pub fn put_setting(name: &str, value: &str) -> Statement {
    const SQL: &str = "insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value";
    Statement::new(SQL, params![name, value])
}

fn draft(row: &Row) -> Result<Draft, StoreError> {
    Ok(Draft { id: row.text(0)?, page: row.text(1)?, fields: row.json(2)?, saved_at: row.time(3)? })
}

fn notice(row: &Row) -> Result<Notice, StoreError> {
    Ok(Notice {
        id: row.text(0)?,
        about: row.text(1)?,
        text: row.text(2)?,
        at: row.time(3)?,
        read_at: row.maybe_time(4)?,
    })
}

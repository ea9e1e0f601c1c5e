//! How people sign in: accounts, sessions, invitations. Secrets are kept hashed; nothing here is history.

use jiff::Timestamp;

use crate::Store;
use crate::error::StoreError;
use crate::params;
use crate::value::{Row, Statement};

/// An account.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Whose it is.
    pub staff: String,
    /// The name they sign in with.
    pub name: String,
    /// The hash of the password; none before one is chosen.
    pub password: Option<String>,
    /// Failed attempts in a row.
    pub failures: i64,
    /// No attempt counts before this.
    pub locked_until: Option<Timestamp>,
    /// It cannot be used.
    pub disabled: bool,
    /// A new password must be chosen first.
    pub must_change: bool,
    /// When the password was chosen.
    pub changed_at: Timestamp,
    /// When it was last used.
    pub signed_in_at: Option<Timestamp>,
}

/// A session, found by the hash of its token.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    pub token: Vec<u8>,
    pub staff: String,
    pub csrf: String,
    pub created_at: Timestamp,
    pub seen_at: Timestamp,
    pub locked: bool,
}

macro_rules! account_columns {
    () => {
        "select staff, name, password, failures, locked_until, disabled, must_change, changed_at, signed_in_at \
        from accounts "
    };
}

impl Store {
    pub async fn account_by_name(&self, name: &str) -> Result<Option<Account>, StoreError> {
        const SQL: &str = concat!(account_columns!(), "where name = $1");
        let rows = self.query(Statement::new(SQL, params![name])).await?;
        rows.first().map(account).transpose()
    }

    pub async fn account_of(&self, staff: &str) -> Result<Option<Account>, StoreError> {
        const SQL: &str = concat!(account_columns!(), "where staff = $1");
        let rows = self.query(Statement::new(SQL, params![staff])).await?;
        rows.first().map(account).transpose()
    }

    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        const SQL: &str = concat!(account_columns!(), "order by name");
        self.query(Statement::new(SQL, params![])).await?.iter().map(account).collect()
    }

    pub async fn session(&self, token: &[u8]) -> Result<Option<Session>, StoreError> {
        const SQL: &str =
            "select token, staff, csrf, created_at, seen_at, locked from sessions where token = $1";
        let rows = self.query(Statement::new(SQL, params![token.to_vec()])).await?;
        rows.first().map(session).transpose()
    }

    /// The session of a token whose account can be used, and whether a new password must be chosen first: in one
    /// question, for it is asked at every request.
    pub async fn usable_session(&self, token: &[u8]) -> Result<Option<(Session, bool)>, StoreError> {
        const SQL: &str = "select s.token, s.staff, s.csrf, s.created_at, s.seen_at, s.locked, a.must_change \
            from sessions s join accounts a on a.staff = s.staff where s.token = $1 and a.disabled = 0";
        let rows = self.query(Statement::new(SQL, params![token.to_vec()])).await?;
        rows.first().map(|row| Ok((session(row)?, row.flag(6)?))).transpose()
    }

    /// Whose an invitation is, if it still counts.
    pub async fn invited(&self, token: &[u8], now: Timestamp) -> Result<Option<String>, StoreError> {
        const SQL: &str = "select staff from invitations where token = $1 and expires_at > $2";
        let rows = self.query(Statement::new(SQL, params![token.to_vec(), now])).await?;
        rows.first().map(|row| row.text(0)).transpose()
    }
}

/// Enters or changes an account.
pub fn put_account(account: &Account) -> Statement {
    const SQL: &str = "insert into accounts (staff, name, password, failures, locked_until, disabled, must_change, \
        changed_at, signed_in_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (staff) do update set \
        name = excluded.name, password = excluded.password, failures = excluded.failures, \
        locked_until = excluded.locked_until, disabled = excluded.disabled, must_change = excluded.must_change, \
        changed_at = excluded.changed_at, signed_in_at = excluded.signed_in_at";
    let a = account;
    Statement::new(
        SQL,
        params![
            a.staff.as_str(),
            a.name.as_str(),
            a.password.clone(),
            a.failures,
            a.locked_until,
            a.disabled,
            a.must_change,
            a.changed_at,
            a.signed_in_at,
        ],
    )
}

/// Counts a failed attempt; says from when on the next counts.
pub fn count_failure(staff: &str, locked_until: Option<Timestamp>) -> Statement {
    const SQL: &str = "update accounts set failures = failures + 1, locked_until = $2 where staff = $1";
    Statement::new(SQL, params![staff, locked_until])
}

/// A successful sign-in.
pub fn signed_in(staff: &str, at: Timestamp) -> Statement {
    const SQL: &str =
        "update accounts set failures = 0, locked_until = null, signed_in_at = $2 where staff = $1";
    Statement::new(SQL, params![staff, at])
}

pub fn put_session(session: &Session) -> Statement {
    const SQL: &str = "insert into sessions (token, staff, csrf, created_at, seen_at, locked) \
        values ($1, $2, $3, $4, $5, $6) on conflict (token) do update set seen_at = excluded.seen_at, \
        locked = excluded.locked";
    let s = session;
    Statement::new(
        SQL,
        params![s.token.clone(), s.staff.as_str(), s.csrf.as_str(), s.created_at, s.seen_at, s.locked],
    )
}

pub fn end_session(token: &[u8]) -> Statement {
    const SQL: &str = "delete from sessions where token = $1";
    Statement::new(SQL, params![token.to_vec()])
}

/// Ends every session of somebody, but for one.
pub fn end_sessions_of(staff: &str, but: &[u8]) -> Statement {
    const SQL: &str = "delete from sessions where staff = $1 and token <> $2";
    Statement::new(SQL, params![staff, but.to_vec()])
}

/// Sweeps away what nobody can use any more.
pub fn sweep(sessions_before: Timestamp, now: Timestamp) -> [Statement; 2] {
    const SESSIONS: &str = "delete from sessions where created_at < $1";
    const INVITATIONS: &str = "delete from invitations where expires_at < $1";
    [Statement::new(SESSIONS, params![sessions_before]), Statement::new(INVITATIONS, params![now])]
}

/// An invitation to choose a password; it replaces any before it.
pub fn invite(staff: &str, token: &[u8], expires_at: Timestamp) -> [Statement; 2] {
    const PUT: &str = "insert into invitations (token, staff, expires_at) values ($1, $2, $3)";
    [uninvite(staff), Statement::new(PUT, params![token.to_vec(), staff, expires_at])]
}

/// Takes invitations back; each is used once.
pub fn uninvite(staff: &str) -> Statement {
    const SQL: &str = "delete from invitations where staff = $1";
    Statement::new(SQL, params![staff])
}

fn account(row: &Row) -> Result<Account, StoreError> {
    Ok(Account {
        staff: row.text(0)?,
        name: row.text(1)?,
        password: row.maybe_text(2)?,
        failures: row.int(3)?,
        locked_until: row.maybe_time(4)?,
        disabled: row.flag(5)?,
        must_change: row.flag(6)?,
        changed_at: row.time(7)?,
        signed_in_at: row.maybe_time(8)?,
    })
}

fn session(row: &Row) -> Result<Session, StoreError> {
    Ok(Session {
        token: row.blob(0)?.to_vec(),
        staff: row.text(1)?,
        csrf: row.text(2)?,
        created_at: row.time(3)?,
        seen_at: row.time(4)?,
        locked: row.flag(5)?,
    })
}

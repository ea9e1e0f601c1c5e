//! Signing in: passwords, sessions, invitations. Secrets are never kept as they are, only their hashes.

use std::collections::HashMap;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use evenhand_domain::StaffId;
use evenhand_ledger::Hash;
use evenhand_policy::Action;
use evenhand_store::accounts::{self, Account, Session};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::access::Who;
use crate::app::App;
use crate::error::AppError;

/// The shortest password, in characters.
pub const PASSWORD_MIN: usize = 15;
/// The longest password, in characters: more only costs time.
pub const PASSWORD_MAX: usize = 256;
/// Without activity for this long, a session asks for the password again.
pub const IDLE: SignedDuration = SignedDuration::from_mins(15);
/// A session ends after this, whatever happens.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// An invitation to choose a password counts this long.
const INVITED: SignedDuration = SignedDuration::from_hours(24);
/// Failed attempts in a row before an account makes its next attempt wait.
const FREE_FAILURES: i64 = 5;
/// Passwords hashed at the same time; each takes 46 MiB.
static HASHING: Semaphore = Semaphore::const_new(2);

/// A session as its owner holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedIn {
    /// The token of the cookie. It is known to nobody but the browser.
    pub token: String,
    /// The value that forms carry.
    pub csrf: String,
    /// Whose it is.
    pub staff: StaffId,
    /// A new password must be chosen before anything else.
    pub must_change: bool,
}

/// A session as a request finds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Current {
    /// Whose it is.
    pub staff: StaffId,
    /// The value that forms carry.
    pub csrf: String,
    /// It was left alone too long: only the password opens it again.
    pub locked: bool,
    /// It has ended: it is good for nothing but to keep what was typed.
    pub ended: bool,
    /// A new password must be chosen before anything else.
    pub must_change: bool,
}

/// Why somebody could not sign in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The name or the password is not right; which one is not said.
    #[error("the name or the password is not right")]
    Wrong,
    /// Too many attempts failed; the next counts from then on.
    #[error("too many attempts; the next counts from {0}")]
    Wait(Timestamp),
    /// Something else.
    #[error(transparent)]
    App(#[from] AppError),
}

/// What is wrong with a password somebody wants to choose.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    #[error("use at least {PASSWORD_MIN} characters; this has {0}")]
    Short(usize),
    #[error("use at most {PASSWORD_MAX} characters")]
    Long,
    #[error("this is easy to guess: it is common, repeats itself, or holds your name or ours")]
    Guessable,
}

impl App {
    /// Signs somebody in.
    pub async fn sign_in(&self, name: &str, password: &str) -> Result<SignedIn, SignInError> {
        let (now, name) = (self.now(), name.trim().to_lowercase());
        let account = self.store().account_by_name(&name).await.map_err(AppError::from)?;
        let Some(account) = account.filter(|account| !account.disabled) else {
            return Err(self.stranger(&name, password).await?);
        };
        self.proven(&account, password).await?;
        let staff: StaffId = account.staff.parse().map_err(|()| SignInError::Wrong)?;
        // Somebody who has left has an account no more, whatever the account says.
        self.who(&staff).await?.ok_or(SignInError::Wrong)?;
        Ok(self.begin_session(&account, staff, now).await?)
    }

    /// Whether a password is an account's. Failures count, and make the next attempt wait.
    async fn proven(&self, account: &Account, password: &str) -> Result<(), SignInError> {
        let now = self.now();
        if let Some(until) = account.locked_until.filter(|until| *until > now) {
            return Err(SignInError::Wait(until));
        }
        if matches(account.password.clone(), password.to_owned()).await? {
            return Ok(());
        }
        let count = accounts::count_failure(&account.staff, wait_until(account.failures + 1, now));
        self.store().write_beside(vec![count]).await.map_err(AppError::from)?;
        Err(SignInError::Wrong)
    }

    /// What somebody hears who tries a name that no account has: the same, in the same time, with the same waits.
    async fn stranger(&self, name: &str, password: &str) -> Result<SignInError, AppError> {
        let now = self.now();
        if let Some(until) = self.strangers().wait(name, now) {
            return Ok(SignInError::Wait(until));
        }
        matches(None, password.to_owned()).await?;
        self.strangers().failed(name, now);
        Ok(SignInError::Wrong)
    }

    async fn begin_session(
        &self,
        account: &Account,
        staff: StaffId,
        now: Timestamp,
    ) -> Result<SignedIn, AppError> {
        let token = hex(&self.ports().random::<32>());
        let session = Session {
            token: token_hash(&token),
            staff: account.staff.clone(),
            csrf: hex(&self.ports().random::<16>()),
            created_at: now,
            seen_at: now,
            locked: false,
        };
        let csrf = session.csrf.clone();
        let writes = vec![accounts::signed_in(&account.staff, now), accounts::put_session(&session)];
        self.store().write_beside(writes).await?;
        Ok(SignedIn { token, csrf, staff, must_change: account.must_change })
    }

    /// The session a token belongs to; none if there is none, or it has ended.
    pub async fn session(&self, token: &str) -> Result<Option<Current>, AppError> {
        let (now, hash) = (self.now(), token_hash(token));
        let usable = self.store().usable_session(&hash).await?;
        let Some((mut session, must_change)) = usable else { return Ok(None) };
        let ended = now.duration_since(session.created_at) > LONGEST;
        let idle = now.duration_since(session.seen_at);
        let locks = !session.locked && idle > IDLE;
        session.locked |= locks;
        if !ended && (locks || (!session.locked && idle > SignedDuration::from_secs(60))) {
            session.seen_at = if locks { session.seen_at } else { now };
            // A full disk must not sign anybody out.
            if let Err(error) = self.store().write_beside(vec![accounts::put_session(&session)]).await {
                tracing::debug!(%error, "the time of a session could not be kept");
            }
        }
        let Ok(staff) = session.staff.parse() else { return Ok(None) };
        Ok(Some(Current { staff, csrf: session.csrf, locked: session.locked, ended, must_change }))
    }

    /// Opens a locked session again: the same person, a new token.
    pub async fn unlock(&self, token: &str, password: &str) -> Result<SignedIn, SignInError> {
        let hash = token_hash(token);
        let session = self.store().session(&hash).await.map_err(AppError::from)?.ok_or(SignInError::Wrong)?;
        let account = self.store().account_of(&session.staff).await.map_err(AppError::from)?;
        let account = account.ok_or(SignInError::Wrong)?;
        let signed_in = self.sign_in(&account.name, password).await?;
        self.store().write_beside(vec![accounts::end_session(&hash)]).await.map_err(AppError::from)?;
        Ok(signed_in)
    }

    /// Locks a session: only the password opens it again.
    pub async fn lock(&self, token: &str) -> Result<(), AppError> {
        let Some(session) = self.store().session(&token_hash(token)).await? else { return Ok(()) };
        let session = Session { locked: true, ..session };
        Ok(self.store().write_beside(vec![accounts::put_session(&session)]).await?)
    }

    /// The accounts of a demonstration, which shows them on its sign-in page.
    pub async fn demonstration_accounts(&self) -> Result<Vec<Account>, AppError> {
        Ok(self.store().accounts().await?)
    }

    /// Ends a session.
    pub async fn sign_out(&self, token: &str) -> Result<(), AppError> {
        Ok(self.store().write_beside(vec![accounts::end_session(&token_hash(token))]).await?)
    }

    /// Changes one's own password. The old one is asked for; every other session of theirs ends.
    pub async fn change_password(
        &self,
        who: &Who,
        token: &str,
        old: &str,
        new: &str,
    ) -> Result<Result<SignedIn, WeakPassword>, SignInError> {
        let account = self.store().account_of(&who.actor.id).await.map_err(AppError::from)?;
        let account = account.ok_or(SignInError::Wrong)?;
        self.proven(&account, old).await?;
        if let Err(weak) = self.strong_enough(who, &account.name, new) {
            return Ok(Err(weak));
        }
        self.set_password(&account, new).await?;
        let staff: StaffId = account.staff.parse().map_err(|()| SignInError::Wrong)?;
        let account = Account { must_change: false, ..account };
        let signed_in = self.begin_session(&account, staff, self.now()).await?;
        let others = accounts::end_sessions_of(&account.staff, &token_hash(&signed_in.token));
        self.store()
            .write_beside(vec![others, accounts::end_session(&token_hash(token))])
            .await
            .map_err(AppError::from)?;
        Ok(Ok(signed_in))
    }

    /// Opens an account for a staff member and gives the token of an invitation to choose a password.
    pub async fn invite(&self, who: &Who, staff: &StaffId, name: &str) -> Result<String, AppError> {
        who.permit(Action::EditStaff, &Default::default())?;
        who.directory().staff(staff).ok_or(AppError::NotFound)?;
        let name = name.trim().to_lowercase();
        let taken =
            self.store().account_by_name(&name).await?.is_some_and(|known| known.staff != staff.as_str());
        let sound = (2..=64).contains(&name.chars().count()) && !name.contains(char::is_whitespace);
        if taken || !sound {
            let says = if taken { "This name is taken" } else { "Use 2 to 64 characters without spaces" };
            return Err(evenhand_domain::Problem::field("name", "account-name", says).into_error());
        }
        let token = hex(&self.ports().random::<32>());
        let known = self.store().account_of(staff.as_str()).await?;
        let account = Account {
            staff: staff.to_string(),
            name,
            password: known.as_ref().and_then(|known| known.password.clone()),
            failures: 0,
            locked_until: None,
            disabled: false,
            must_change: false,
            changed_at: known.as_ref().map_or(self.now(), |known| known.changed_at),
            signed_in_at: known.and_then(|known| known.signed_in_at),
        };
        let expires = self.now().saturating_add(INVITED).unwrap_or(Timestamp::MAX);
        let [first, second] = accounts::invite(staff.as_str(), &token_hash(&token), expires);
        self.store().write_beside(vec![accounts::put_account(&account), first, second]).await?;
        Ok(token)
    }

    /// Whose an invitation is, by the name they will sign in with.
    pub async fn invited(&self, token: &str) -> Result<Option<String>, AppError> {
        let Some(staff) = self.store().invited(&token_hash(token), self.now()).await? else {
            return Ok(None);
        };
        Ok(self.store().account_of(&staff).await?.map(|account| account.name))
    }

    /// Takes an invitation up with a password of one's own choice.
    pub async fn accept_invitation(
        &self,
        token: &str,
        password: &str,
    ) -> Result<Result<(), WeakPassword>, AppError> {
        let staff = self.store().invited(&token_hash(token), self.now()).await?.ok_or(AppError::NotFound)?;
        let account = self.store().account_of(&staff).await?.ok_or(AppError::NotFound)?;
        let who =
            self.who(&staff.parse().map_err(|()| AppError::NotFound)?).await?.ok_or(AppError::NotFound)?;
        if let Err(weak) = self.strong_enough(&who, &account.name, password) {
            return Ok(Err(weak));
        }
        self.set_password(&account, password).await?;
        let ends = vec![accounts::uninvite(&staff), accounts::end_sessions_of(&staff, &[])];
        self.store().write_beside(ends).await?;
        Ok(Ok(()))
    }

    /// Closes or opens an account; every session of it ends.
    pub async fn disable_account(&self, who: &Who, staff: &StaffId, disabled: bool) -> Result<(), AppError> {
        who.permit(Action::EditStaff, &Default::default())?;
        let account = self.store().account_of(staff.as_str()).await?.ok_or(AppError::NotFound)?;
        let account = Account { disabled, failures: 0, locked_until: None, ..account };
        let ends = accounts::end_sessions_of(staff.as_str(), &[]);
        Ok(self.store().write_beside(vec![accounts::put_account(&account), ends]).await?)
    }

    /// The accounts, for those who keep them.
    pub async fn accounts(&self, who: &Who) -> Result<Vec<Account>, AppError> {
        who.permit(Action::EditStaff, &Default::default())?;
        Ok(self.store().accounts().await?)
    }

    /// Enters an account with a password, in first set-up, demonstration and tests: there is nobody yet who could
    /// invite.
    pub async fn put_account(&self, staff: &StaffId, name: &str, password: &str) -> Result<(), AppError> {
        let account = Account {
            staff: staff.to_string(),
            name: name.to_lowercase(),
            password: None,
            failures: 0,
            locked_until: None,
            disabled: false,
            must_change: false,
            changed_at: self.now(),
            signed_in_at: None,
        };
        self.set_password(&account, password).await
    }

    async fn set_password(&self, account: &Account, password: &str) -> Result<(), AppError> {
        let hashed = hashed(password.to_owned(), self.ports().random()).await?;
        let account = Account {
            password: Some(hashed),
            failures: 0,
            locked_until: None,
            must_change: false,
            changed_at: self.now(),
            ..account.clone()
        };
        Ok(self.store().write_beside(vec![accounts::put_account(&account)]).await?)
    }

    fn strong_enough(&self, who: &Who, name: &str, password: &str) -> Result<(), WeakPassword> {
        let staff = who.staff().and_then(|id| who.directory().staff(&id).map(|s| s.details.name.clone()));
        let organisation = who.directory().organisation().name().to_owned();
        let ours = [name, &staff.unwrap_or_default(), &organisation, "evenhand"].map(str::to_owned);
        strong_enough(password, &ours)
    }
}

/// Whether a password may be chosen: long enough, and not one that is guessed early. `ours` are words that an
/// attacker would try first: names of the person and the organisation.
pub fn strong_enough(password: &str, ours: &[String]) -> Result<(), WeakPassword> {
    let length = password.chars().count();
    if length < PASSWORD_MIN {
        return Err(WeakPassword::Short(length));
    }
    if length > PASSWORD_MAX {
        return Err(WeakPassword::Long);
    }
    let ours: Vec<String> = ours.iter().map(|text| text.to_lowercase()).collect();
    let words: Vec<&str> = ours.iter().flat_map(|text| text.split([' ', '.'])).collect();
    let strength = zxcvbn::zxcvbn(password, &words);
    let guessed = strength.score() < zxcvbn::Score::Four || without(password, &words) < OWN_MIN;
    if guessed { Err(WeakPassword::Guessable) } else { Ok(()) }
}

/// Letters and digits that must be left of a password without the names of the person and the organisation.
const OWN_MIN: usize = 8;

/// How many letters and digits are left of a password without these words.
fn without(password: &str, words: &[&str]) -> usize {
    let names = words.iter().filter(|word| word.chars().count() >= 3);
    let rest = names.fold(password.to_lowercase(), |rest, name| rest.replace(name, ""));
    rest.chars().filter(|c| c.is_alphanumeric()).count()
}

/// How long an account makes its next attempt wait: a minute, then twice as long each time, at most an hour.
fn wait_after(failures: i64) -> Option<SignedDuration> {
    let beyond = u32::try_from(failures - FREE_FAILURES).ok()?;
    Some(SignedDuration::from_mins(1 << beyond.min(6)).min(SignedDuration::from_hours(1)))
}

/// From when on the next attempt counts, after so many failures in a row.
fn wait_until(failures: i64, now: Timestamp) -> Option<Timestamp> {
    wait_after(failures).map(|wait| now.saturating_add(wait).unwrap_or(now))
}

/// Failed attempts with names that no account has. They are kept in memory only, and by hash: what was typed may be
/// a password in the wrong box.
#[derive(Default)]
pub(crate) struct Strangers(std::sync::Mutex<HashMap<Hash, (i64, Option<Timestamp>)>>);

/// Names that are remembered; beyond it all are forgotten.
const STRANGERS: usize = 10_000;

impl Strangers {
    fn wait(&self, name: &str, now: Timestamp) -> Option<Timestamp> {
        let known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.get(&Hash::of(name.as_bytes())).and_then(|(_, until)| *until).filter(|until| *until > now)
    }

    fn failed(&self, name: &str, now: Timestamp) {
        let mut known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if known.len() >= STRANGERS {
            known.clear();
        }
        let (failures, until) = known.entry(Hash::of(name.as_bytes())).or_default();
        *failures += 1;
        *until = wait_until(*failures, now);
    }
}

fn argon2() -> Argon2<'static> {
    // OWASP ASVS 5.0, appendix C: 46 MiB, one pass, one lane.
    let params = Params::new(46 * 1024, 1, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

async fn hashed(password: String, salt: [u8; 16]) -> Result<String, AppError> {
    in_turn(move || {
        let hash = argon2().hash_password_with_salt(password.as_bytes(), &salt);
        hash.map(|hash| hash.to_string()).map_err(|why| AppError::Unavailable(why.to_string()))
    })
    .await?
}

/// Whether a password is the one that was chosen. Takes as long when there is none.
async fn matches(kept: Option<String>, password: String) -> Result<bool, AppError> {
    in_turn(move || match kept {
        Some(kept) => PasswordHash::new(&kept)
            .is_ok_and(|kept| argon2().verify_password(password.as_bytes(), &kept).is_ok()),
        None => {
            let _ = argon2().hash_password_with_salt(password.as_bytes(), &[0; 16]);
            false
        }
    })
    .await
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    let unavailable = |why: &dyn std::fmt::Display| AppError::Unavailable(why.to_string());
    let _turn = HASHING.acquire().await.map_err(|why| unavailable(&why))?;
    spawn_blocking(work).await.map_err(|why| unavailable(&why))
}

fn token_hash(token: &str) -> Vec<u8> {
    Hash::of(token.as_bytes()).0.to_vec()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A problem as an error of the whole use case.
pub(crate) trait IntoError {
    fn into_error(self) -> AppError;
}

impl IntoError for evenhand_domain::Problem {
    fn into_error(self) -> AppError {
        AppError::Refused(self.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_not_guessed_early() {
        let ours = ["p.wren".to_owned(), "City of Tarrowmere".to_owned()];
        assert_eq!(strong_enough("short", &ours), Err(WeakPassword::Short(5)));
        assert_eq!(strong_enough("passwordpassword", &ours), Err(WeakPassword::Guessable));
        assert_eq!(strong_enough("aaaaaaaaaaaaaaaaaaaa", &ours), Err(WeakPassword::Guessable));
        assert_eq!(strong_enough("tarrowmere tarrowmere", &ours), Err(WeakPassword::Guessable));
        assert_eq!(strong_enough("P.Wren of Tarrowmere 1971", &ours), Err(WeakPassword::Guessable));
        assert_eq!(strong_enough(&"x".repeat(300), &ours), Err(WeakPassword::Long));
        assert_eq!(strong_enough("heron brisk lantern 41 quay", &ours), Ok(()));
    }

    #[test]
    fn each_failure_beyond_five_waits_twice_as_long_up_to_an_hour() {
        let minutes: Vec<_> = (4..14).map(|n| wait_after(n).map(|wait| wait.as_mins())).collect();
        let expected =
            [None, Some(1), Some(2), Some(4), Some(8), Some(16), Some(32), Some(60), Some(60), Some(60)];
        assert_eq!(minutes, expected);
    }
}

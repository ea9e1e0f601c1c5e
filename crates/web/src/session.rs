//! Signing in and out, and the first hour of an installation.

pub(crate) mod invitation;
pub(crate) mod password;
pub(crate) mod set_up;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod unlock;

use evenhand_app::accounts::SignedIn;
use serde_json::json;

use crate::dispatch::cookie_name;
use crate::respond::Answer;

/// Goes to a page with a new session.
fn begin(slug: &str, signed_in: &SignedIn, to: &str, secure: bool) -> Answer {
    let name = cookie_name(secure);
    let mark = if secure { "; Secure" } else { "" };
    let cookie = format!("{name}={slug}.{}; Path=/; HttpOnly; SameSite=Strict{mark}", signed_in.token);
    let location = if signed_in.must_change { "/me/password".to_owned() } else { here(to) };
    Answer::Session {
        location,
        cookie,
        made: json!({ "csrf": signed_in.csrf, "staff": signed_in.staff.as_str() }),
    }
}

/// Goes to a page without a session.
fn end(to: &str, secure: bool) -> Answer {
    let name = cookie_name(secure);
    let mark = if secure { "; Secure" } else { "" };
    let cookie = format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict{mark}");
    Answer::Session { location: to.to_owned(), cookie, made: json!({}) }
}

/// An address of ours, never one of somebody else's.
fn here(to: &str) -> String {
    let ours =
        to.starts_with('/') && !to.starts_with("//") && !to.contains('\\') && !to.contains(char::is_control);
    if ours { to.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::here;

    #[test]
    fn nobody_is_sent_elsewhere_after_signing_in() {
        assert_eq!(here("/incidents/new?customer=x"), "/incidents/new?customer=x");
        for away in
            ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/\n"]
        {
            assert_eq!(here(away), "/", "{away}");
        }
    }
}

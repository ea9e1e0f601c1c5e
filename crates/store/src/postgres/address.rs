//! The address of a server, as an operator writes it: a URL or `key=value` settings. What concerns protection is
//! read here, the rest by the library.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

use crate::error::StoreError;

/// How a connection is protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Protection {
    /// It does not leave this machine, or the operator answers for the network.
    None,
    /// TLS with the server's certificate and name checked, against these authorities or the system's.
    Tls { authorities: Option<PathBuf> },
}

/// Reads an address.
pub(super) fn read(address: &str) -> Result<(Config, Protection), StoreError> {
    let (rest, mode, authorities) = split(address)?;
    let mut config: Config = rest.parse().map_err(super::failure)?;
    let protection = protection(mode.as_deref(), authorities, &config)?;
    config.ssl_mode(if protection == Protection::None { SslMode::Disable } else { SslMode::Require });
    // Only the server that takes writes: what another one says may be old.
    config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    notice_loss(&mut config);
    if config.get_application_name().is_none() {
        config.application_name("evenhand");
    }
    Ok((config, protection))
}

fn protection(
    mode: Option<&str>,
    authorities: Option<String>,
    config: &Config,
) -> Result<Protection, StoreError> {
    let refuse = |why: &str| Err(StoreError::Unavailable(why.to_owned()));
    // Where it is left to us, or to the system's own authorities.
    let authorities = authorities.filter(|path| path != "system").map(PathBuf::from);
    match mode {
        Some("disable") => Ok(Protection::None),
        Some("require" | "verify-full") => Ok(Protection::Tls { authorities }),
        Some("verify-ca") => refuse("`sslmode=verify-ca` does not check who answers; say `verify-full`"),
        Some("prefer" | "allow") => {
            refuse("`sslmode=prefer` may send everything in the clear; say `verify-full` or `disable`")
        }
        Some(_) => refuse("`sslmode` must be `verify-full` or `disable`"),
        None if is_local(config) => Ok(Protection::None),
        None => Ok(Protection::Tls { authorities }),
    }
}

fn is_local(config: &Config) -> bool {
    let loopback = |name: &str| name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    let local = |host: &Host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => name == "localhost" || loopback(name),
    };
    config.get_hosts().iter().all(local) && config.get_hostaddrs().iter().all(IpAddr::is_loopback)
}

/// A server that is gone without a word must be noticed in seconds, not in the hours that systems allow.
fn notice_loss(config: &mut Config) {
    const PATIENCE: Duration = Duration::from_secs(5);
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(PATIENCE * 3);
    }
    if config.get_keepalives_interval().is_none() {
        config.keepalives_idle(PATIENCE).keepalives_interval(PATIENCE).keepalives_retries(2);
    }
}

/// The address without what concerns protection; `sslmode` and `sslrootcert` for themselves.
fn split(address: &str) -> Result<(String, Option<String>, Option<String>), StoreError> {
    let is_url = address.starts_with("postgres://") || address.starts_with("postgresql://");
    let (base, settings) = if is_url { of_url(address)? } else { (None, of_text(address)) };
    let (mut mode, mut authorities, mut rest) = (None, None, Vec::new());
    for Setting { key, value, written } in settings {
        match key.as_str() {
            "sslmode" => mode = Some(value),
            "sslrootcert" => authorities = Some(value),
            _ => rest.push(written),
        }
    }
    let rest = match base {
        Some(base) if rest.is_empty() => base,
        Some(base) => format!("{base}?{}", rest.join("&")),
        None => rest.join(" "),
    };
    Ok((rest, mode, authorities))
}

/// One setting, and how it was written.
struct Setting {
    key: String,
    value: String,
    written: String,
}

fn of_url(address: &str) -> Result<(Option<String>, Vec<Setting>), StoreError> {
    let Some((base, query)) = address.split_once('?') else {
        return Ok((Some(address.to_owned()), Vec::new()));
    };
    let setting = |written: &str| {
        let (key, value) = written.split_once('=').unwrap_or((written, ""));
        let value = percent_encoding::percent_decode_str(value).decode_utf8();
        let value = value.map_err(|_| StoreError::Unavailable(format!("`{key}` cannot be read")))?;
        Ok(Setting { key: key.to_owned(), value: value.into_owned(), written: written.to_owned() })
    };
    let settings: Result<_, StoreError> = query.split('&').map(setting).collect();
    Ok((Some(base.to_owned()), settings?))
}

/// `key = value` pairs; a value in quotes may hold spaces, and `\` takes away the meaning of what follows.
fn of_text(text: &str) -> Vec<Setting> {
    let mut settings = Vec::new();
    let mut rest = text.trim_start();
    while let Some((key, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let (value, length) = value(after);
        let key = key.trim().to_owned();
        let (raw, next) = after.split_at(length);
        settings.push(Setting { written: format!("{key}={raw}"), key, value });
        rest = next.trim_start();
    }
    settings
}

/// The value a text begins with, and how many bytes of the text it takes.
fn value(text: &str) -> (String, usize) {
    let quoted = text.starts_with('\'');
    let (mut value, mut escaped) = (String::new(), false);
    for (at, c) in text.char_indices().skip(usize::from(quoted)) {
        match c {
            _ if escaped => {
                value.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '\'' if quoted => return (value, at + 1),
            c if !quoted && c.is_whitespace() => return (value, at),
            c => value.push(c),
        }
    }
    (value, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn protection_of(address: &str) -> Result<Protection, String> {
        read(address).map(|(_, protection)| protection).map_err(|error| error.to_string())
    }

    fn tls(authorities: Option<&str>) -> Result<Protection, String> {
        Ok(Protection::Tls { authorities: authorities.map(PathBuf::from) })
    }

    #[test]
    fn what_leaves_the_machine_is_protected_unless_the_operator_answers_for_it() {
        for address in [
            "postgres://u@localhost/d",
            "postgres://u@127.0.0.1:5432/d",
            "host=::1 user=u",
            "host=/run/postgresql user=u",
            "postgres://u@db.example/d?sslmode=disable",
        ] {
            assert_eq!(protection_of(address), Ok(Protection::None), "{address}");
        }
        for address in [
            "postgres://u@db.example/d",
            "postgres://u@db.example/d?sslmode=require",
            "postgres://u@localhost/d?sslmode=verify-full",
            "host=10.1.2.3 user=u",
            "host=localhost,db.example user=u",
            "host=db.example user=u sslmode=verify-full sslrootcert=system",
        ] {
            assert_eq!(protection_of(address), tls(None), "{address}");
        }
    }

    #[test]
    fn protection_that_protects_nobody_is_refused() {
        for mode in ["prefer", "allow", "verify-ca", "sometimes"] {
            let outcome = protection_of(&format!("postgres://u@db.example/d?sslmode={mode}"));
            assert!(outcome.as_ref().is_err_and(|why| why.contains("verify-full")), "{outcome:?}");
        }
    }

    #[test]
    fn the_authorities_may_be_in_a_file_of_any_name() {
        let url = "postgres://u@db.example/d?sslrootcert=/etc/our%20ca.pem&connect_timeout=9";
        assert_eq!(protection_of(url), tls(Some("/etc/our ca.pem")));
        let text = r"host = db.example user='o\'neil' sslrootcert = '/etc/our ca.pem' connect_timeout=9";
        assert_eq!(protection_of(text), tls(Some("/etc/our ca.pem")));
        let config_of = |address| read(address).map(|(config, _)| config);
        for address in [url, text] {
            let config = config_of(address).expect("it can be read");
            assert_eq!(config.get_connect_timeout(), Some(&Duration::from_secs(9)));
        }
        assert_eq!(config_of(text).expect("it can be read").get_user(), Some("o'neil"));
    }
}

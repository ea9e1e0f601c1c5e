//! Headers that every response carries, errors and files included.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, header};
use evenhand_ui::INLINE_SCRIPT_HASH;

/// A browser keeps to this for a year.
const HSTS: &str = "max-age=31536000; includeSubDomains";

/// Adds the headers. `lasting` is for files whose address changes with their content.
pub(crate) fn add(response: &mut Response<Body>, secure: bool, lasting: bool) {
    let policy = format!(
        "default-src 'none'; script-src 'self' {INLINE_SCRIPT_HASH}; style-src 'self'; img-src 'self'; font-src 'none'; \
        connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
        require-trusted-types-for 'script'"
    );
    let cache = if lasting { "public, max-age=31536000, immutable" } else { "no-store" };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy.as_str()),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, cache),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
}

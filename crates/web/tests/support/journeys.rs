//! Steps that many journeys share: reporting through the page, reviewing, attaching a file.

use axum::http::{HeaderMap, Method, header};
use evenhand_domain::customer::{Details, Registered};
use serde_json::Value as Json;

use super::{Browser, Response, Site};

/// A form as it is filled in, field by field.
#[derive(Debug, Clone, Default)]
pub struct Filled(Vec<(String, String)>);

impl Filled {
    /// With a field; once more for a list.
    pub fn with(mut self, name: &str, value: &str) -> Filled {
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a field in place of what stood there.
    pub fn instead(mut self, name: &str, value: &str) -> Filled {
        self.0.retain(|(known, _)| known != name);
        self.with(name, value)
    }

    /// Without a field.
    pub fn without(mut self, name: &str) -> Filled {
        self.0.retain(|(known, _)| known != name);
        self
    }

    /// Fields as they are sent.
    pub fn fields(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

/// What the page of a first report sends when nothing but the boxes is filled in by hand.
pub fn report(site_kind: &str, happening: &str) -> Filled {
    let fields = [
        ("safe", "yes"),
        ("when", "now"),
        ("channel", "in-person"),
        ("site_kind", site_kind),
        ("presence", "gone"),
        ("happenings", happening),
    ];
    fields.iter().fold(Filled::default(), |filled, (name, value)| filled.with(name, value))
}

/// A first report at the council.
pub fn council_report(happening: &str) -> Filled {
    report("office", happening)
}

/// A first report at the agency.
pub fn agency_report(happening: &str) -> Filled {
    report("service-centre", happening).with("business_line", "centrelink")
}

/// A complete review of the council: no action, everything weighed.
pub fn council_review() -> Filled {
    let mut filled = Filled::default();
    for factor in [
        "conduct",
        "merit",
        "effect-of-warning",
        "effect-of-restriction",
        "obligations",
        "undue-impact",
        "personal-circumstances",
        "statutory-limits",
    ] {
        filled = filled.with(&format!("factor-{factor}_unknown"), "yes");
    }
    filled
        .with("proportionality", "moderately")
        .with("contributed", "no")
        .with("outcomes", "no-action")
        .with("conduct_is_ground", "yes")
        .with("reasons", "It was said once, and taken back at once.")
}

/// A complete review of the agency: a minor incident, followed by a call.
pub fn agency_review() -> Filled {
    let mut filled = Filled::default();
    for factor in ["place", "people", "details", "risk", "history", "circumstances"] {
        filled = filled.with(&format!("factor-{factor}_unknown"), "yes");
    }
    filled
        .with("factor-isolated_yes", "yes")
        .with("factor-mitigating", "He had waited for two hours.")
        .with("factor-recent-decisions", "His payment was stopped on Monday.")
        .with("severity", "minor")
        .with("risk", "low")
        .with("likelihood", "unlikely")
        .with("risk_reasons", "He apologised before he left.")
        .with("contributed", "no")
        .with("summary", "He raised his voice after a long wait.")
        .with("actions_taken", "The payment was looked at on the spot.")
        .with("contact_so_far", "None yet.")
        .with("no_referral_because", "He has the help he wants.")
        .with("outcomes", "phone-contact")
        .with("conduct_is_ground", "yes")
        .with("reasons", "It was out of character and is resolved.")
}

/// The id that an address holds in its third part: `/incidents/<id>/sent`.
pub fn id_in(location: &str) -> String {
    location.split(['/', '?']).nth(2).unwrap_or_default().to_owned()
}

/// The part of a page between two texts.
#[track_caller]
pub fn between(page: &str, from: &str, to: &str) -> String {
    let Some((_, rest)) = page.split_once(from) else { panic!("`{from}` is not in:\n{page}") };
    rest.split_once(to).map_or(rest, |(part, _)| part).to_owned()
}

/// The value of a row of a summary list, as text.
#[track_caller]
pub fn row(page: &str, key: &str) -> String {
    let key = key.replace('\'', "&#39;");
    let Some((_, rest)) = page.split_once(&format!(">{key}</dt>")).or_else(|| {
        // The design system writes keys on lines of their own.
        page.split_once(&format!("{key}\n")).filter(|(before, _)| before.trim_end().ends_with('>'))
    }) else {
        panic!("there is no row `{key}` in:\n{page}")
    };
    let value =
        rest.split_once("<dd").and_then(|(_, rest)| rest.split_once('>')).map_or("", |(_, rest)| rest);
    text(value.split("</dd>").next().unwrap_or_default())
}

/// Markup without its marks.
pub fn text(markup: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for c in markup.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                plain.push(' ');
            }
            _ if inside => {}
            c => plain.push(c),
        }
    }
    let plain = plain.replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Site {
    /// A customer of the agency.
    pub async fn client(&self, family_name: &str, customer_type: &str) -> String {
        let org = &self.home.nas;
        let registered = Registered {
            reference: String::new(),
            details: Details {
                given_names: "Darnell".to_owned(),
                family_name: family_name.to_owned(),
                customer_type: customer_type.to_owned(),
                ..Details::default()
            },
            source: "a test".to_owned(),
        };
        let who = org.who("w.lane").await;
        let done = org.app.register_customer(&who, registered, &org.request()).await.unwrap();
        done.stream.trim_start_matches("customer:").to_owned()
    }
}

impl Browser<'_> {
    /// Sends a form.
    pub async fn send_form(&self, path: &str, filled: &Filled) -> Response {
        self.post(path, &filled.fields()).await
    }

    /// Reports through the page; gives the incident's id.
    pub async fn reports(&self, filled: &Filled) -> String {
        let sent = self.send_form("/incidents/new", filled).await;
        id_in(&sent.is(303).location())
    }

    /// An incident, in JSON.
    pub async fn incident(&self, id: &str) -> Json {
        self.get(&format!("/api/v1/incidents/{id}")).await.is(200).json()
    }

    /// The page of an incident, as it is.
    pub async fn incident_page(&self, id: &str) -> String {
        self.get(&format!("/incidents/{id}")).await.is(200).text()
    }

    /// Begins the review, looks at the history where there is a customer, and decides.
    pub async fn reviews(&self, id: &str, filled: &Filled) {
        self.post(&format!("/incidents/{id}/review-opening"), &[]).await.is(303);
        if !self.incident(id).await["customer"].is_null() {
            self.post(&format!("/incidents/{id}/history-search"), &[]).await.is(303);
        }
        self.send_form(&format!("/incidents/{id}/review"), filled).await.is(303);
    }

    /// Attaches a file, as the page sends it.
    pub async fn attaches(&self, id: &str, name: &str, bytes: &[u8], what: &str) -> Response {
        let mut body = Vec::new();
        for (field, value) in [("_csrf", self.csrf()), ("what", what.to_owned())] {
            let part =
                format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let part =
            format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, "multipart/form-data; boundary=edge".parse().unwrap());
        self.request(Method::POST, &format!("/incidents/{id}/files"), headers, body).await
    }
}

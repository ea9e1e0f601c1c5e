//! The API's document: fresh, sound, and true of what is answered.

#![expect(clippy::panic, reason = "a test that cannot be set up should stop at once")]

mod support;

use std::collections::BTreeSet;

use evenhand_web::{Method, Mounts, ROUTES};
use serde_json::{Value as Json, json};
use support::Site;
use support::scene::COUNCIL;

/// Where the document is kept.
const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");

#[expect(clippy::disallowed_methods, reason = "the command that makes documents says so in the environment")]
fn update() -> bool {
    std::env::var("UPDATE").is_ok()
}

#[test]
fn the_document_of_the_api_is_as_it_is_kept() {
    let made = format!("{:#}\n", evenhand_web::document());
    if update() {
        std::fs::write(KEPT, &made).unwrap();
    }
    let kept = std::fs::read_to_string(KEPT).unwrap_or_default();
    assert!(kept == made, "docs/openapi.json is not fresh: run `cargo xtask documents`");
}

#[test]
fn the_document_is_sound() {
    let document = evenhand_web::document();
    assert_eq!(document["openapi"], "3.1.0");
    for name in ["title", "version"] {
        assert!(document["info"][name].as_str().is_some_and(|text| !text.is_empty()), "info has no {name}");
    }
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let placed: BTreeSet<&str> =
            path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        let parameters = item["parameters"].as_array().into_iter().flatten();
        let described: BTreeSet<&str> =
            parameters.filter_map(|parameter| parameter["name"].as_str()).collect();
        assert_eq!(placed, described, "{path}");
        for (method, operation) in item.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters")
        {
            assert!(matches!(method.as_str(), "get" | "post"), "{path} {method}");
            assert!(ids.insert(operation["operationId"].as_str().unwrap()), "{path} {method}");
            assert!(operation["responses"]["default"]["$ref"].is_string(), "{path} {method}");
            assert_eq!(method == "post", operation["requestBody"].is_object(), "{path} {method}");
        }
    }
    assert!(ids.len() > 100, "{}", ids.len());
    every_reference_resolves(&document, &document);
}

fn every_reference_resolves(document: &Json, value: &Json) {
    match value {
        Json::Object(map) => {
            if let Some(reference) = map.get("$ref").and_then(Json::as_str) {
                resolved(document, reference);
            }
            map.values().for_each(|value| every_reference_resolves(document, value));
        }
        Json::Array(items) => items.iter().for_each(|value| every_reference_resolves(document, value)),
        _ => {}
    }
}

fn resolved<'a>(document: &'a Json, reference: &str) -> &'a Json {
    let pointer = reference.strip_prefix('#').unwrap_or_else(|| panic!("{reference} leads outside"));
    document.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"))
}

#[tokio::test]
async fn every_answer_in_json_is_as_the_document_says() {
    let site = Site::open().await;
    let scene = COUNCIL.set(&site).await;
    let document = evenhand_web::document();
    let mut compared = BTreeSet::new();
    for (.., account) in COUNCIL.columns {
        let browser = match account.is_empty() {
            true => site.browser(),
            false => COUNCIL.browser(&site, account).await,
        };
        for route in ROUTES.iter().filter(|route| !matches!(route.mounts, Mounts::Page)) {
            let path = route
                .path
                .replace("{incident}", &scene.incident)
                .replace("{customer}", &scene.customer)
                .replace("{staff}", &scene.target)
                .replace("{version}", &scene.version)
                .replace("{obligation}", &scene.obligation);
            if route.path == "/sign-out" || path.contains("password") {
                continue;
            }
            let (method, response) = match route.method {
                Method::Get => ("get", browser.get(&format!("/api/v1{path}")).await),
                Method::Post => {
                    site.home.clock.pass(jiff::SignedDuration::from_secs(6));
                    // What is sent is empty: most of it is refused, and refusals have a shape too.
                    ("post", browser.json(&format!("/api/v1{path}"), &json!({})).await)
                }
            };
            let operation = &document["paths"][format!("/api/v1{}", route.path)][method];
            let responses = &operation["responses"];
            let status = response.status.as_u16().to_string();
            let described = responses.get(&status).unwrap_or(&responses["default"]);
            let described = match described["$ref"].as_str() {
                Some(reference) => resolved(&document, reference),
                None => described,
            };
            assert!(response.status.as_u16() >= 400 || responses.get(&status).is_some(), "{path}: {status}");
            let answer = response.json();
            let at = format!("{method} {path} {status} for {account}");
            fits(&document, &described["content"]["application/json"]["schema"], &answer, &at);
            compared.insert((route.path, method, status));
        }
    }
    let shown = compared.iter().filter(|(_, _, status)| status == "200").count();
    assert!(shown > 20, "only {shown} answers had something in them: {compared:?}");
    assert!(compared.len() > 150, "{}", compared.len());
}

/// Whether a value fits a schema. A keyword that is not known here fails, so that nothing goes unchecked.
#[track_caller]
fn fits(document: &Json, schema: &Json, value: &Json, at: &str) {
    if let Err(why) = check(document, schema, value) {
        panic!("{at}: {why}");
    }
}

fn check(document: &Json, schema: &Json, value: &Json) -> Result<(), String> {
    let keywords = match schema {
        Json::Bool(true) => return Ok(()),
        Json::Object(keywords) => keywords,
        other => return Err(format!("{other} is no schema")),
    };
    for (keyword, says) in keywords {
        let holds = match keyword.as_str() {
            "$ref" => check(document, resolved(document, says.as_str().unwrap_or_default()), value),
            "type" => of_type(says, value),
            "properties" => properties(document, says, value),
            "required" => required(says, value),
            "additionalProperties" => additional(document, keywords, says, value),
            "items" => each(value.as_array(), |item| check(document, says, item)),
            "anyOf" => some_of(document, says, value, 1..=usize::MAX),
            "oneOf" => some_of(document, says, value, 1..=1),
            "allOf" => each(says.as_array(), |part| check(document, part, value)),
            "const" => {
                if says == value {
                    Ok(())
                } else {
                    Err(format!("{value} is not {says}"))
                }
            }
            "enum" => match says.as_array().is_some_and(|all| all.contains(value)) {
                true => Ok(()),
                false => Err(format!("{value} is none of {says}")),
            },
            "minimum" => match value.as_f64().zip(says.as_f64()) {
                Some((value, least)) if value < least => Err(format!("{value} is below {least}")),
                _ => Ok(()),
            },
            "description" | "title" | "format" | "default" | "examples" => Ok(()),
            other => Err(format!("the keyword `{other}` is not known here")),
        };
        holds.map_err(|why| if keyword == "$ref" { format!("{}: {why}", says) } else { why })?;
    }
    Ok(())
}

fn each<'a>(
    items: Option<&'a Vec<Json>>,
    fits: impl FnMut(&'a Json) -> Result<(), String>,
) -> Result<(), String> {
    items.into_iter().flatten().try_for_each(fits)
}

fn of_type(says: &Json, value: &Json) -> Result<(), String> {
    let is = |name: &Json| match name.as_str().unwrap_or_default() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    let fits = match says {
        Json::Array(names) => names.iter().any(is),
        name => is(name),
    };
    if fits { Ok(()) } else { Err(format!("{value} is not of type {says}")) }
}

fn properties(document: &Json, says: &Json, value: &Json) -> Result<(), String> {
    let (Some(says), Some(value)) = (says.as_object(), value.as_object()) else { return Ok(()) };
    for (name, schema) in says {
        if let Some(value) = value.get(name) {
            check(document, schema, value).map_err(|why| format!("{name}: {why}"))?;
        }
    }
    // What the document does not name should not be sent.
    match value.keys().find(|name| !says.contains_key(*name)) {
        Some(name) => Err(format!("`{name}` is not in the document")),
        None => Ok(()),
    }
}

fn required(says: &Json, value: &Json) -> Result<(), String> {
    let Some(value) = value.as_object() else { return Ok(()) };
    let mut names = says.as_array().into_iter().flatten().filter_map(Json::as_str);
    match names.find(|name| !value.contains_key(*name)) {
        Some(name) => Err(format!("`{name}` is missing")),
        None => Ok(()),
    }
}

fn additional(
    document: &Json,
    keywords: &serde_json::Map<String, Json>,
    says: &Json,
    value: &Json,
) -> Result<(), String> {
    let Some(value) = value.as_object() else { return Ok(()) };
    let named = keywords.get("properties").and_then(Json::as_object);
    let more = value.iter().filter(|(name, _)| !named.is_some_and(|named| named.contains_key(*name)));
    for (name, value) in more {
        match says {
            Json::Bool(false) => return Err(format!("`{name}` should not be there")),
            schema => check(document, schema, value)?,
        }
    }
    Ok(())
}

fn some_of(
    document: &Json,
    says: &Json,
    value: &Json,
    wanted: std::ops::RangeInclusive<usize>,
) -> Result<(), String> {
    let parts: Vec<&Json> = says.as_array().into_iter().flatten().collect();
    let outcomes: Vec<_> = parts.iter().map(|part| check(document, part, value)).collect();
    let fitting = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    if wanted.contains(&fitting) {
        Ok(())
    } else {
        Err(format!("{fitting} of {} fit: {outcomes:?}", parts.len()))
    }
}

#[test]
fn the_validator_sees_what_does_not_fit() {
    let document = json!({ "components": { "schemas": { "Pair": {
        "type": "object", "required": ["a"],
        "properties": { "a": { "type": "string" }, "b": { "type": ["integer", "null"], "minimum": 0 } },
    } } } });
    let pair = json!({ "$ref": "#/components/schemas/Pair" });
    assert_eq!(check(&document, &pair, &json!({ "a": "x", "b": null })), Ok(()));
    for wrong in
        [json!({}), json!({ "a": 1 }), json!({ "a": "x", "b": -1 }), json!({ "a": "x", "c": 1 }), json!([])]
    {
        assert!(check(&document, &pair, &wrong).is_err(), "{wrong}");
    }
    let one = json!({ "oneOf": [pair, { "type": "null" }] });
    assert_eq!(check(&document, &one, &Json::Null), Ok(()));
    assert!(check(&document, &one, &json!(7)).is_err());
    assert!(check(&document, &json!({ "strange": 1 }), &Json::Null).is_err());
}

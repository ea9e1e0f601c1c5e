//! The API's document (OpenAPI 3.1), made from the list of routes: what is answered, by whom, to what, with what.

use std::collections::BTreeSet;

use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value as Json, json};

use crate::cx::{Format, OpenCx};
use crate::dispatch::API;
use crate::form::{Field, Form, Kind};
use crate::respond::{Answer, ErrorBody, Failure};
use crate::routes::{Access, Method, Mounts, ROUTES, Route};

pub(crate) async fn show(cx: &OpenCx) -> Result<Answer, Failure> {
    let document = document();
    Ok(match cx.format {
        Format::Json => Answer::view("OpenAPI", &document, evenhand_ui::Html::default),
        Format::Page => Answer::Download {
            bytes: format!("{document:#}").into_bytes(),
            media_type: "application/json; charset=utf-8".to_owned(),
            name: "openapi.json".to_owned(),
        },
    })
}

/// The document.
pub fn document() -> Json {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let settings = settings.with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut generator = settings.into_generator();
    let error = generator.subschema_for::<ErrorBody>();
    let mut paths: Map<String, Json> = Map::new();
    for route in in_api() {
        let path = paths.entry(format!("{API}{}", route.path)).or_insert_with(|| shared(route));
        if let Json::Object(path) = path {
            path.insert(method(route).to_owned(), operation(route, &mut generator));
        }
    }
    let mut schemas = generator.take_definitions(true);
    schemas.insert("Done".to_owned(), done());
    schemas.insert("Begun".to_owned(), begun());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Evenhand",
            "version": env!("CARGO_PKG_VERSION"),
            "description": DESCRIPTION,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "tags": tags(),
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": parameters(),
            "responses": { "Problem": {
                "description": "It was not done. `error` is a stable word, `problems` say what stands in the way.",
                "content": { "application/json": { "schema": error } },
            } },
            "securitySchemes": security_schemes(),
        },
    })
}

const DESCRIPTION: &str = "Pages and this API are answered by the same handlers. Sign in at `/sign-in`; the cookie that \
comes back, and the value `csrf` as the header `X-CSRF-Token`, go with every request that changes something. Give each \
such request an `Idempotency-Key`: sent again with the same key and content, it is carried out once. Send `If-Match` \
with the version you saw, and you hear of changes that somebody else made since. Choices are codes of the \
organisation's policy. Fields that there are not, and values of another kind than their field's, are refused.";

/// The routes that stand in the API.
fn in_api() -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().filter(|route| matches!(route.mounts, Mounts::Both | Mounts::Api))
}

fn method(route: &Route) -> &'static str {
    match route.method {
        Method::Get => "get",
        Method::Post => "post",
    }
}

/// The parts of an address that stand for things.
fn params(route: &Route) -> impl Iterator<Item = &'static str> {
    route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

/// What all methods of an address share.
fn shared(route: &Route) -> Json {
    let params: Vec<Json> = params(route)
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    if params.is_empty() { json!({}) } else { json!({ "parameters": params }) }
}

fn operation(route: &Route, generator: &mut SchemaGenerator) -> Json {
    let mut operation = json!({
        "operationId": operation_id(route),
        "summary": route.summary,
        "tags": [tag(route)],
        "security": security(route),
        "responses": responses(route, generator),
    });
    let Json::Object(fields) = &mut operation else { return operation };
    if let Some(description) = description(route) {
        fields.insert("description".to_owned(), json!(description));
    }
    if route.method == Method::Post {
        fields.insert(
            "parameters".to_owned(),
            json!([
                { "$ref": "#/components/parameters/IdempotencyKey" },
                { "$ref": "#/components/parameters/IfMatch" },
            ]),
        );
        fields.insert("requestBody".to_owned(), request_body(route));
    }
    operation
}

/// A name that no other operation has: the method and the address.
fn operation_id(route: &Route) -> String {
    let words = route.path.split(['/', '{', '}', '.', '-', '_']).filter(|word| !word.is_empty());
    std::iter::once(method(route)).chain(words).collect::<Vec<_>>().join("-")
}

/// What an address is about: its first word.
fn tag(route: &Route) -> &'static str {
    route.path.split('/').nth(1).filter(|word| !word.is_empty()).unwrap_or("home")
}

fn tags() -> Vec<Json> {
    let tags: BTreeSet<&str> = in_api().map(tag).collect();
    tags.into_iter().map(|tag| json!({ "name": tag })).collect()
}

fn description(route: &Route) -> Option<String> {
    let needs = match route.access {
        Access::Open => None,
        Access::SignedIn => Some("For everybody who is signed in.".to_owned()),
        Access::Needs(action) => Some(format!("Needs leave for `{action}`.")),
    };
    let counted = route.throttled.then(|| "Attempts are counted; too many are answered with 429.".to_owned());
    let all: Vec<String> = needs.into_iter().chain(counted).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

fn security(route: &Route) -> Json {
    match (route.access, route.method) {
        (Access::Open, _) => json!([]),
        (_, Method::Get) => json!([{ "session": [] }]),
        (_, Method::Post) => json!([{ "session": [], "csrf": [] }]),
    }
}

fn responses(route: &Route, generator: &mut SchemaGenerator) -> Json {
    let (code, description, schema) = match (route.gives, route.access, route.method) {
        (Some(gives), ..) => ("200", "What was asked for.", json!(gives(generator))),
        (None, Access::Open, Method::Post) => {
            ("201", "Signed in.", json!({ "$ref": "#/components/schemas/Begun" }))
        }
        (None, ..) => {
            let done = json!({ "oneOf": [{ "$ref": "#/components/schemas/Done" }, { "type": "null" }] });
            ("201", "Done. `Location` says where to look.", done)
        }
    };
    json!({
        code: { "description": description, "content": { "application/json": { "schema": schema } } },
        "default": { "$ref": "#/components/responses/Problem" },
    })
}

fn request_body(route: &Route) -> Json {
    let Some(form) = route.form else {
        let free = json!({ "type": "object", "patternProperties": passes() });
        return json!({ "content": { "application/json": { "schema": free } } });
    };
    let media_type = match form.fields.iter().any(|field| matches!(field.kind, Kind::File)) {
        true => "multipart/form-data",
        false => "application/json",
    };
    let required = form.fields.iter().any(required);
    json!({ "required": required, "content": { media_type: { "schema": form_schema(form) } } })
}

/// A form as a schema: its fields by their names.
fn form_schema(form: &Form) -> Json {
    let properties: Map<String, Json> =
        form.fields.iter().map(|field| (field.name.to_owned(), field_schema(field))).collect();
    let required: Vec<&str> =
        form.fields.iter().filter(|field| required(field)).map(|field| field.name).collect();
    let mut schema = json!({ "type": "object", "properties": properties, "patternProperties": passes() });
    if let Json::Object(schema) = &mut schema
        && !required.is_empty()
    {
        schema.insert("required".to_owned(), json!(required));
    }
    schema
}

/// Whether a field must be sent. A box to tick need not be: it is then not ticked.
fn required(field: &Field) -> bool {
    !field.optional && !matches!(field.kind, Kind::Tick)
}

fn field_schema(field: &Field) -> Json {
    let mut schema = match field.kind {
        Kind::Line | Kind::Short | Kind::Words => json!({ "type": "string" }),
        Kind::Password | Kind::NewPassword => {
            json!({ "type": "string", "format": "password", "writeOnly": true })
        }
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Moment => json!({ "type": "string", "format": "date-time" }),
        Kind::Tick | Kind::YesNo => json!({ "type": "boolean" }),
        Kind::One(_) | Kind::Pick(_) => json!({ "type": "string" }),
        Kind::Any(_) => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::File => json!({ "type": "string", "contentMediaType": "application/octet-stream" }),
    };
    if let Json::Object(schema) = &mut schema {
        schema.insert("title".to_owned(), json!(field.label));
        if !field.hint.is_empty() {
            schema.insert("description".to_owned(), json!(field.hint));
        }
    }
    schema
}

/// Where a rule only says "should", a reason lets the sender go on.
fn passes() -> Json {
    json!({ "^pass-": { "type": "string", "description": "Why to go on without what the rule of this name asks for" } })
}

fn parameters() -> Json {
    let header = |name: &str, description: &str| {
        json!({
            "name": name, "in": "header", "required": false, "description": description,
            "schema": { "type": "string", "maxLength": 200 },
        })
    };
    json!({
        "IdempotencyKey": header("Idempotency-Key", "The same key with the same content is carried out once, however often it comes"),
        "IfMatch": header("If-Match", "The version you saw. If it is another by now, nothing is changed and 409 says which"),
    })
}

fn security_schemes() -> Json {
    json!({
        "session": {
            "type": "apiKey", "in": "cookie", "name": "__Host-session",
            "description": "Given at `/sign-in`. Over plain http, on one's own machine, its name is `session`.",
        },
        "csrf": {
            "type": "apiKey", "in": "header", "name": "X-CSRF-Token",
            "description": "The value `csrf` that came with the session.",
        },
    })
}

/// What is answered when something was done.
fn done() -> Json {
    json!({
        "type": "object",
        "description": "What was carried out.",
        "properties": {
            "stream": { "type": "string", "description": "What was changed: its kind and id" },
            "number": { "type": ["string", "null"], "description": "The number it got, if it got one" },
            "version": { "type": "integer", "format": "uint64", "minimum": 0, "description": "Its version now" },
        },
        "required": ["stream", "version"],
    })
}

/// What is answered when somebody signed in.
fn begun() -> Json {
    json!({
        "type": "object",
        "description": "A session that began. Its cookie comes with the answer.",
        "properties": {
            "csrf": { "type": "string", "description": "Send it as `X-CSRF-Token` with every request that changes something" },
            "staff": { "type": "string", "description": "Who signed in" },
        },
        "required": ["csrf", "staff"],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refs<'a>(value: &'a Json, found: &mut Vec<&'a str>) {
        match value {
            Json::Object(map) => {
                found.extend(map.get("$ref").and_then(Json::as_str));
                map.values().for_each(|value| refs(value, found));
            }
            Json::Array(items) => items.iter().for_each(|item| refs(item, found)),
            _ => {}
        }
    }

    #[test]
    fn every_route_of_the_api_is_in_the_document() {
        let document = document();
        let routes: Vec<&Route> = in_api().collect();
        assert!(routes.len() > 50, "{}", routes.len());
        for route in &routes {
            let operation = &document["paths"][format!("{API}{}", route.path)][method(route)];
            assert_eq!(operation["summary"], route.summary, "{} {}", method(route), route.path);
            let params: Vec<&str> = params(route).collect();
            let described = document["paths"][format!("{API}{}", route.path)]["parameters"].as_array();
            let described: Vec<&str> =
                described.into_iter().flatten().filter_map(|p| p["name"].as_str()).collect();
            assert_eq!(described, params, "{}", route.path);
        }
        let paths = document["paths"].as_object().unwrap();
        let operations: usize = paths
            .values()
            .map(|path| path.as_object().unwrap().keys().filter(|k| *k != "parameters").count())
            .sum();
        assert_eq!(operations, routes.len());
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document();
        let mut found = Vec::new();
        refs(&document, &mut found);
        assert!(found.len() > 100, "{}", found.len());
        for reference in found {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
        }
    }

    #[test]
    fn operations_have_names_of_their_own() {
        let mut seen = BTreeSet::new();
        for route in in_api() {
            assert!(seen.insert(operation_id(route)), "{}", operation_id(route));
        }
    }

    #[test]
    fn what_changes_something_asks_for_proof_of_where_it_comes_from() {
        let document = document();
        for route in in_api().filter(|route| route.method == Method::Post && route.access != Access::Open) {
            let operation = &document["paths"][format!("{API}{}", route.path)]["post"];
            assert_eq!(operation["security"], json!([{ "session": [], "csrf": [] }]), "{}", route.path);
        }
    }

    #[test]
    fn a_form_is_a_schema_of_its_fields() {
        const FORM: Form = Form {
            title: "A form",
            lead: "",
            fields: &[
                Field::new("name", "Name", Kind::Line),
                Field::new("on", "When", Kind::Date).optional(),
                Field::new("sure", "I am sure", Kind::Tick),
                Field::new("units", "Units", Kind::Any(|_| Vec::new())).hint("All of them if none"),
            ],
            button: "Send",
        };
        let schema = form_schema(&FORM);
        assert_eq!(schema["required"], json!(["name", "units"]));
        assert_eq!(
            schema["properties"]["on"],
            json!({ "type": "string", "format": "date", "title": "When" })
        );
        assert_eq!(schema["properties"]["sure"]["type"], "boolean");
        assert_eq!(schema["properties"]["units"]["items"]["type"], "string");
        assert_eq!(schema["properties"]["units"]["description"], "All of them if none");
    }
}

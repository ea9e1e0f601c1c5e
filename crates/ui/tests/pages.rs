//! Every page of the gallery is sound: its markup, its script and its files.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use evenhand_ui::{
    Answer, Button, ContactCard, Frame, Html, INLINE_SCRIPT_HASH, Input, Radios, Table, Timeline,
    TimelineItem, assets,
};
use sha2::{Digest, Sha256};

use markup::Piece;

mod markup;
#[path = "../examples/gallery/pages.rs"]
mod pages;

/// What a person could type to break out of a page.
const HOSTILE: &str = r#""><script>alert('x')</script>"#;

/// The attributes of an element, by their names.
type Attributes = BTreeMap<String, String>;

#[test]
fn every_page_has_one_heading_a_language_and_a_main_part() {
    for (name, page) in pages::all() {
        let elements = elements(&page);
        let count = |wanted: &str| elements.iter().filter(|(element, _)| element == wanted).count();
        assert_eq!(count("h1"), 1, "{name}");
        assert_eq!(count("main"), 1, "{name}");
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en-AU\""), "{name}");
    }
}

#[test]
fn no_page_needs_more_than_the_content_security_policy_allows() {
    for (name, page) in pages::all() {
        for (element, attributes) in elements(&page) {
            assert!(
                attributes.keys().all(|name| name != "style" && !name.starts_with("on")),
                "{name}: {element} {attributes:?}"
            );
            let address = attributes.get("src").or(attributes.get("href")).map_or("", String::as_str);
            assert!(!address.contains("//"), "{name}: {address}");
        }
    }
}

#[test]
fn every_id_is_there_once_and_every_reference_has_its_id() {
    for (name, page) in pages::all() {
        let elements = elements(&page);
        let ids: Vec<&String> = elements.iter().filter_map(|(_, attributes)| attributes.get("id")).collect();
        let unique: BTreeSet<&String> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: {ids:?}");

        for (element, attributes) in &elements {
            let references =
                ["for", "aria-describedby", "aria-labelledby", "aria-controls", "data-aria-controls"];
            let references = references.iter().filter_map(|reference| attributes.get(*reference));
            for id in references.flat_map(|ids| ids.split(' ')) {
                assert!(unique.contains(&id.to_owned()), "{name}: {element} refers to `{id}`");
            }
        }
    }
}

#[test]
fn every_input_has_a_label() {
    for (name, page) in pages::all() {
        let elements = elements(&page);
        let labelled: BTreeSet<&String> =
            elements.iter().filter_map(|(_, attributes)| attributes.get("for")).collect();
        for (element, attributes) in &elements {
            let is_hidden = attributes.get("type").is_some_and(|kind| kind == "hidden");
            if ["input", "select", "textarea"].contains(&element.as_str()) && !is_hidden {
                assert!(
                    attributes.get("id").is_some_and(|id| labelled.contains(id)),
                    "{name}: {attributes:?}"
                );
            }
        }
    }
}

#[test]
fn the_hash_of_the_inline_script_is_the_one_the_policy_names() {
    let page = Frame::new("City of Tarrowmere").page("Sign in", Html::default()).to_string();
    let (_, behind) = page.split_once("<script>").expect("an inline script");
    let (script, rest) = behind.split_once("</script>").expect("its end");
    assert_eq!(INLINE_SCRIPT_HASH, format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script))));
    assert!(!rest.contains("<script>"), "there is only one");
}

#[test]
fn what_a_person_typed_never_becomes_markup() {
    let radios =
        Radios::new(HOSTILE, HOSTILE).item(HOSTILE, HOSTILE).hint(HOSTILE).error(HOSTILE).chosen(HOSTILE);
    let card = ContactCard::not_by(HOSTILE)
        .need(HOSTILE)
        .say(HOSTILE)
        .step(HOSTILE)
        .fact(HOSTILE)
        .not_yet_told(HOSTILE)
        .channel(HOSTILE, Answer::PassTo, HOSTILE, HOSTILE);
    let parts = [
        Html::from(
            Input::new(HOSTILE, HOSTILE)
                .value(HOSTILE)
                .hint(HOSTILE)
                .error(HOSTILE)
                .attribute("data-x", HOSTILE),
        ),
        Html::from(radios),
        Html::from(Table::new(HOSTILE).head([HOSTILE]).row([HOSTILE])),
        Html::from(
            Timeline::new(2)
                .item(TimelineItem::new(HOSTILE, HOSTILE, HOSTILE, HOSTILE).by(HOSTILE).text(HOSTILE)),
        ),
        Html::from(card),
    ];
    for part in parts {
        let page = Frame::new(HOSTILE).person(HOSTILE).page(HOSTILE, part).to_string();
        assert!(!page.contains("<script>alert"), "{page}");
        assert!(page.contains("&lt;script&gt;alert") || page.contains("&#60;script&#62;alert"));
    }
}

#[test]
fn a_template_shows_a_component_as_markup() {
    #[derive(Template)]
    #[template(source = "<p>{{ words }} {{ button }}</p>", ext = "html")]
    struct Page {
        words: &'static str,
        button: Button,
    }
    let page = Page { words: "a < b", button: Button::new("Save & send") };
    let markup = Html::render(&page).expect("a page").to_string();
    assert!(markup.starts_with("<p>a &#60; b <button type=\"submit\" class=\"govuk-button\""), "{markup}");
    assert!(markup.contains("Save &amp; send"), "{markup}");
}

#[test]
fn the_address_of_a_file_holds_its_hash() {
    for asset in assets() {
        let hash: String =
            Sha256::digest(&asset.bytes).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        assert!(asset.path.contains(&format!(".{hash}.")), "{}", asset.path);
    }
}

#[test]
fn every_page_and_script_asks_only_for_files_that_are_served() {
    let served: BTreeSet<&str> = assets().iter().map(|asset| asset.path.as_str()).collect();
    let scripts = assets()
        .iter()
        .filter(|asset| asset.path.ends_with(".js"))
        .map(|asset| String::from_utf8_lossy(&asset.bytes).into_owned());
    for text in pages::all().into_iter().map(|(_, page)| page).chain(scripts) {
        for (_, behind) in text.match_indices("/assets/").map(|(at, _)| text.split_at(at)) {
            let address: String = behind.chars().take_while(|c| !"\"'".contains(*c)).collect();
            assert!(served.contains(address.as_str()), "{address}");
        }
        assert!(!text.contains("../vendor"), "an import that is not served");
    }
}

#[test]
fn the_method_our_script_replaces_is_still_there() {
    let script = |start: &str| {
        let asset = assets().iter().find(|asset| asset.path.contains(start)).expect("a script");
        String::from_utf8_lossy(&asset.bytes).into_owned()
    };
    for name in ["/boot.", "/govuk-frontend."] {
        assert!(script(name).contains("syncConditionalRevealWithInputState("), "{name}");
    }
}

#[test]
fn our_own_files_stay_small() {
    let size = |start: &str| {
        assets().iter().find(|asset| asset.path.contains(start)).map_or(0, |asset| asset.bytes.len())
    };
    assert!((1..9_000).contains(&size("/app.")), "app.js has {} bytes", size("/app."));
    assert!((1..2_000).contains(&size("/boot.")), "boot.js has {} bytes", size("/boot."));
    assert!((1..150_000).contains(&size("/evenhand.")), "the style sheet has {} bytes", size("/evenhand."));
}

fn elements(page: &str) -> Vec<(String, Attributes)> {
    let start = |piece| match piece {
        Piece::Start { name, attributes } => {
            let attributes =
                attributes.into_iter().map(|(name, value)| (name, value.unwrap_or_default())).collect();
            Some((name, attributes))
        }
        Piece::End(_) | Piece::Text(_) => None,
    };
    markup::normalised(page).into_iter().filter_map(start).collect()
}

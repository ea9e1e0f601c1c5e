//! All links and contacts of the policy: where they lead now, since when, and which nobody has entered yet.

use evenhand_app::guidance::{ContactNow, LinkNow};
use evenhand_domain::organisation::{ContactSet, LinkSet, OrganisationCommand};
use evenhand_policy::Action;
use evenhand_policy::pack::{Contact, LinkKind, find};
use evenhand_ui::{Html, ScrollRegion, Table};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{ContactView, LinkView, kind_words, link_now, place_name, reached};
use crate::body::{Body, action};
use crate::cx::Cx;
use crate::form::{self, Field, Form, Items, Kind};
use crate::respond::{Answer, Failure};
use crate::values::Values;
use crate::words;

/// All links and contacts.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Resources {
    pub links: Vec<LinkView>,
    pub contacts: Vec<ContactView>,
    /// How many links lead nowhere yet.
    pub links_not_set: usize,
    /// How many contacts nobody has entered yet.
    pub contacts_not_set: usize,
}

pub(crate) const LINK: Form = Form {
    title: "Change a link",
    lead: "It counts at once, everywhere, for old cases too.",
    fields: &[Field::new("target", "Where it leads", Kind::Line)
        .hint("An address that begins with https://, or mailto: or tel:")],
    button: "Save",
};

pub(crate) const CONTACT: Form = Form {
    title: "Enter a contact",
    lead: "It is shown to staff at once.",
    fields: &[
        Field::new("place", "For which site or region", Kind::Pick(places))
            .hint("Choose none for the whole organisation")
            .optional(),
        Field::new("name", "Who it is", Kind::Line).hint("A person, a team or a provider"),
        Field::new("phone", "Telephone", Kind::Line).optional(),
        Field::new("email", "E-mail", Kind::Line).optional(),
    ],
    button: "Save",
};

/// Sites by their ids, then regions by their names.
fn places(cx: &Cx) -> Items {
    let sites = &cx.who.directory().organisation().sites;
    let mut items: Items =
        sites.iter().map(|(id, site)| (id.to_string(), site.name.clone(), String::new())).collect();
    items.sort_by(|a, b| a.1.cmp(&b.1));
    let regions: std::collections::BTreeSet<&String> =
        sites.values().filter_map(|site| site.region.as_ref()).collect();
    items.extend(
        regions.into_iter().map(|region| (region.clone(), format!("Region {region}"), String::new())),
    );
    items
}

pub(crate) async fn resources(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::ReadGuidance, &Default::default())?;
    let links = cx.who.links(LinkKind::ALL);
    let contacts = cx.who.contacts(None);
    let is_set = |now: &&ContactNow| now.name.is_some() || now.phone.is_some();
    let view = Resources {
        links: links.iter().map(|now| LinkView::new(cx, now)).collect(),
        contacts: contacts.iter().map(|now| ContactView::new(cx, now)).collect(),
        links_not_set: links.iter().filter(|now| now.target.is_none()).count(),
        contacts_not_set: contacts.len() - contacts.iter().filter(is_set).count(),
    };
    Ok(Answer::view("Links and contacts", &view, || {
        let body = Body::new().h1("Links and contacts").p(&format!(
            "{} lead nowhere yet, and {} are not entered yet.",
            words::counted(view.links_not_set as i64, "link"),
            words::counted(view.contacts_not_set as i64, "contact"),
        ));
        let body = LinkKind::ALL.iter().fold(body, |body, kind| {
            let of_kind: Vec<&LinkNow> = links.iter().filter(|now| now.link.kind == *kind).collect();
            if of_kind.is_empty() {
                body
            } else {
                body.h2(kind_words(*kind)).add(&link_table(cx, *kind, &of_kind))
            }
        });
        body.h2("Contacts").add(&contact_table(cx, &contacts)).done()
    }))
}

fn link_table(cx: &Cx, kind: LinkKind, links: &[&LinkNow]) -> ScrollRegion {
    let (caption, edits) = (kind_words(kind), cx.who.may(Action::EditLinks));
    let mut head = vec!["Link", "Changed here", "Clause"];
    head.extend(edits.then_some("Change"));
    let mut table = Table::new(caption).hide_caption().head(head);
    for now in links {
        let mut cells = vec![
            link_now(now),
            Html::escaped(&changed(cx, now.set_at)),
            Html::escaped(&cx.who.pack().cited(&now.link.cite)),
        ];
        if edits {
            cells.push(action("Change", &now.link.label, &format!("/resources/links/{}", now.link.code)));
        }
        table = table.row(cells);
    }
    ScrollRegion::new(caption, table)
}

fn contact_table(cx: &Cx, contacts: &[ContactNow]) -> ScrollRegion {
    let edits = cx.who.may(Action::EditLinks);
    let mut head = vec!["Contact", "What for", "Where", "Reached by", "Changed here"];
    head.extend(edits.then_some("Change"));
    let mut table = Table::new("Contacts").hide_caption().head(head);
    for now in contacts {
        let place =
            now.place.as_ref().map_or_else(|| everywhere(now).to_owned(), |place| place_name(cx, place));
        let mut cells = vec![
            Html::escaped(&now.contact.label),
            Html::escaped(&now.contact.purpose),
            Html::escaped(&place),
            reached(now),
            Html::escaped(&changed(cx, now.set_at)),
        ];
        if edits {
            cells.push(action("Enter", &format!("{}, {place}", now.contact.label), &contact_page(now)));
        }
        table = table.row(cells);
    }
    ScrollRegion::new("Contacts", table)
}

fn everywhere(now: &ContactNow) -> &'static str {
    if now.contact.by_site && now.name.is_none() { "Each site has its own" } else { "Everywhere" }
}

fn contact_page(now: &ContactNow) -> String {
    let page = format!("/resources/contacts/{}", now.contact.code);
    match &now.place {
        Some(place) => {
            let place = percent_encoding::utf8_percent_encode(place, percent_encoding::NON_ALPHANUMERIC);
            format!("{page}?place={place}")
        }
        None => page,
    }
}

fn changed(cx: &Cx, at: Option<Timestamp>) -> String {
    at.map_or_else(String::new, |at| words::moment(at, &cx.calendar()))
}

pub(crate) async fn edit_link(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::EditLinks, &Default::default())?;
    let now = cx.who.link(cx.param("code")).ok_or(Failure::NotFound)?;
    let mut known = Values::default();
    known.push("target", now.target.clone().unwrap_or_default());
    cx.fill(known);
    let body = Body::new()
        .h1(&format!("Change a link: {}", now.link.label))
        .p(LINK.lead)
        .p(&format!("Named in {}.", cx.who.pack().cited(&now.link.cite)))
        .add(&form::markup(cx, &LINK, &cx.path));
    Ok(Answer::page(LINK.title, body.done()).back("/resources"))
}

pub(crate) async fn set_link(cx: &Cx) -> Result<Answer, Failure> {
    let code = cx.who.link(cx.param("code")).ok_or(Failure::NotFound)?.link.code;
    let set = LinkSet { code, target: cx.values.raw("target").trim().to_owned() };
    save(cx, OrganisationCommand::SetLink(set)).await
}

pub(crate) async fn edit_contact(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::EditLinks, &Default::default())?;
    let contact = contact(cx)?;
    let place = cx.query.text("place");
    if let Some(now) =
        cx.who.contacts(None).into_iter().find(|now| now.contact.code == contact.code && now.place == place)
    {
        cx.fill(filled(&now));
    }
    let body = Body::new()
        .h1(&format!("Enter a contact: {}", contact.label))
        .p(&contact.purpose)
        .p(&format!("Named in {}. {}", cx.who.pack().cited(&contact.cite), CONTACT.lead))
        .add(&form::markup(cx, &CONTACT, &cx.path));
    Ok(Answer::page(CONTACT.title, body.done()).back("/resources"))
}

/// The contact of the address.
fn contact(cx: &Cx) -> Result<&Contact, Failure> {
    find(&cx.who.pack().contacts, cx.param("code")).ok_or(Failure::NotFound)
}

/// What is known, as the form holds it.
fn filled(now: &ContactNow) -> Values {
    let mut values = Values::default();
    for (name, value) in
        [("place", &now.place), ("name", &now.name), ("phone", &now.phone), ("email", &now.email)]
    {
        values.push(name, value.clone().unwrap_or_default());
    }
    values
}

pub(crate) async fn set_contact(cx: &Cx) -> Result<Answer, Failure> {
    let set = ContactSet {
        code: contact(cx)?.code.clone(),
        place: cx.values.text("place"),
        name: cx.values.raw("name").to_owned(),
        phone: cx.values.text("phone"),
        email: cx.values.text("email"),
    };
    save(cx, OrganisationCommand::SetContact(set)).await
}

async fn save(cx: &Cx, command: OrganisationCommand) -> Result<Answer, Failure> {
    let done = cx.app.change_organisation(&cx.who, command, &cx.unversioned()).await?;
    Ok(Answer::see("/resources?news=saved", &done))
}

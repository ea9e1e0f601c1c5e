//! Help: what to do, whom to ask, what the words mean, and where everything that the policy links to leads now.

mod accessibility;
mod emergency;
mod glossary;
mod guide;
mod index;
pub(crate) mod messages;
mod recording;
pub(crate) mod reporting;
mod resources;
mod status;
mod support;

use evenhand_app::guidance::{ContactNow, LinkNow};
use evenhand_domain::SiteId;
use evenhand_policy::pack::LinkKind;
use evenhand_ui::Html;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::body::link;
use crate::cx::Cx;
use crate::words;

pub(crate) use accessibility::accessibility;
pub(crate) use emergency::emergency;
pub(crate) use glossary::words;
pub(crate) use guide::guide;
pub(crate) use index::{index, keys};
pub(crate) use messages::{Messages, messages};
pub(crate) use recording::recording;
pub(crate) use reporting::{Reporting, reporting};
pub(crate) use resources::{
    CONTACT, LINK, Resources, edit_contact, edit_link, resources, set_contact, set_link,
};
pub(crate) use status::{Status, Version, status, version};
pub(crate) use support::{notice, support};

/// A link of the policy, where it leads now.
#[derive(Serialize, JsonSchema)]
pub(crate) struct LinkView {
    pub code: String,
    pub label: String,
    /// What it is for: `emergency`, `procedure`, `resource`, `public`, `support` or `legal`.
    pub kind: String,
    /// Where it leads; none until the organisation says so.
    pub target: Option<String>,
    /// When the organisation set it.
    pub set_at: Option<String>,
    /// The clause that names it.
    pub source: String,
}

/// A contact of the policy, as the organisation entered it.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ContactView {
    pub code: String,
    pub label: String,
    /// What for.
    pub purpose: String,
    /// The site or region it is for; none for the whole organisation.
    pub place: Option<String>,
    /// Who it is here; none until the organisation says so.
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// Part of the support of staff.
    pub support: bool,
    /// When the organisation entered it.
    pub set_at: Option<String>,
    /// The clause that names it.
    pub source: String,
}

impl LinkView {
    fn new(cx: &Cx, now: &LinkNow) -> LinkView {
        LinkView {
            code: now.link.code.clone(),
            label: now.link.label.clone(),
            kind: now.link.kind.to_string(),
            target: now.target.clone(),
            set_at: set_at(cx, now.set_at),
            source: cx.who.pack().cited(&now.link.cite),
        }
    }
}

impl ContactView {
    fn new(cx: &Cx, now: &ContactNow) -> ContactView {
        ContactView {
            code: now.contact.code.clone(),
            label: now.contact.label.clone(),
            purpose: now.contact.purpose.clone(),
            place: now.place.as_ref().map(|place| place_name(cx, place)),
            name: now.name.clone(),
            phone: now.phone.clone(),
            email: now.email.clone(),
            support: now.contact.support,
            set_at: set_at(cx, now.set_at),
            source: cx.who.pack().cited(&now.contact.cite),
        }
    }
}

fn set_at(cx: &Cx, at: Option<Timestamp>) -> Option<String> {
    at.map(|at| words::machine(at, &cx.calendar()))
}

/// What a kind of link is for, as a heading.
fn kind_words(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Emergency => "In an emergency",
        LinkKind::Procedure => "Procedures",
        LinkKind::Resource => "Templates, systems and training",
        LinkKind::Public => "For the public",
        LinkKind::Support => "Support of staff",
        LinkKind::Legal => "Law",
    }
}

/// A link where it leads now, or its name and that nobody has said yet where it leads.
pub(crate) fn link_now(now: &LinkNow) -> Html {
    match &now.target {
        Some(target) => link(&now.link.label, target),
        None => Html::escaped(&format!("{} (not set yet)", now.link.label)),
    }
}

/// How somebody is reached, in one line. A telephone number can be called from the page.
pub(crate) fn reached(now: &ContactNow) -> Html {
    let mut parts: Vec<Html> = now.name.iter().map(|name| Html::escaped(name)).collect();
    parts.extend(now.phone.iter().map(|phone| link(phone, &format!("tel:{}", dialled(phone)))));
    parts.extend(now.email.iter().map(|email| link(email, &format!("mailto:{email}"))));
    let mut parts = parts.into_iter();
    let Some(first) = parts.next() else { return Html::escaped("Not entered yet: ask your administrator") };
    parts.fold(first, |all, part| all.and(&Html::escaped(", ")).and(&part))
}

/// A telephone number as it is dialled.
fn dialled(phone: &str) -> String {
    phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// A site or region by its name.
fn place_name(cx: &Cx, place: &str) -> String {
    let sites = &cx.who.directory().organisation().sites;
    let site = place.parse().ok().and_then(|id| sites.get(&id));
    site.map_or_else(|| place.to_owned(), |site| site.name.clone())
}

/// Contacts as they concern the reader: those of their site and region, and those of the whole organisation. One that
/// is entered for other places only is shown as not entered.
fn contacts_here(cx: &Cx) -> Vec<ContactNow> {
    let own = cx.who.directory().staff(&cx.staff).and_then(|staff| staff.details.site.clone());
    contacts_at(cx, own)
}

/// Contacts as they concern a site.
pub(crate) fn contacts_at(cx: &Cx, site: Option<SiteId>) -> Vec<ContactNow> {
    let directory = cx.who.directory();
    let region = site
        .as_ref()
        .and_then(|id| directory.organisation().sites.get(id))
        .and_then(|site| site.region.clone());
    let here = [site.map(String::from), region];
    let all = cx.who.contacts(None);
    let concerns = |now: &&ContactNow| now.place.is_none() || here.contains(&now.place);
    let mut found: Vec<ContactNow> = all.iter().filter(concerns).cloned().collect();
    for contact in &cx.who.pack().contacts {
        if !found.iter().any(|now| now.contact.code == contact.code) {
            let phone = contact.phone.clone();
            found.push(ContactNow {
                contact: contact.clone(),
                place: None,
                name: None,
                phone,
                email: None,
                set_at: None,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::dialled;

    #[test]
    fn a_number_is_dialled_without_its_spaces() {
        assert_eq!(dialled("(08) 5550 1000"), "0855501000");
        assert_eq!(dialled("+61 8 5550 1000"), "+61855501000");
    }
}

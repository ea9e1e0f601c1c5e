//! What to do while something is happening: the next step first, then the procedure of each kind of place.

use evenhand_policy::pack::{LinkKind, SiteKind, find};
use evenhand_ui::{Html, ScrollRegion, Table, WarningText};

use super::{contacts_here, link_now, reached};
use crate::body::Body;
use crate::cx::Cx;
use crate::policy::markdown;
use crate::respond::{Answer, Failure};

/// The code by which a pack gives its own steps for immediate danger, if its source has any.
const STEPS: &str = "immediate-danger";

pub(crate) async fn emergency(cx: &Cx) -> Result<Answer, Failure> {
    let pack = cx.who.pack();
    let own = own_site(cx);
    let steps = pack.documents.iter().find(|document| document.code == STEPS);
    let steps = steps.map(|document| markdown::excerpt(&cx.filled(pack.text(document)), 2));
    let mut table =
        Table::new("Procedures by kind of place").hide_caption().head(["Where", "What to do there"]);
    for kind in &pack.vocabulary.site_kinds {
        table = table.row([Html::escaped(&kind.term.label), procedure(cx, kind)]);
    }
    let here = own.as_ref().map(|(name, kind)| {
        Body::new()
            .h2(&format!("Where you work: {name}"))
            .html("<p class=\"govuk-body\">")
            .add(&procedure(cx, kind))
            .html("</p>")
            .done()
    });
    let of_places: Vec<&str> =
        pack.vocabulary.site_kinds.iter().map(|kind| kind.emergency.as_str()).collect();
    let others = cx.who.links(&[LinkKind::Emergency]);
    let others = others.iter().filter(|now| !of_places.contains(&now.link.code.as_str())).map(link_now);
    let others: Vec<Html> = others.collect();
    let contacts = contacts_here(cx);
    let contacts = contacts.iter().filter(|now| now.name.is_some() || now.phone.is_some());
    let contacts = contacts.map(|now| Html::escaped(&format!("{}: ", now.contact.label)).and(&reached(now)));
    let body = Body::new()
        .h1("What to do in an emergency")
        .add(&WarningText::new("Somebody is in danger: press the duress button, or call 000."))
        .maybe(steps)
        .maybe(here)
        .h2("By kind of place")
        .add(&ScrollRegion::new("Procedures by kind of place", table))
        .when(!others.is_empty(), |body| body.h2("Other emergencies").list(others))
        .h2("Contacts")
        .list(contacts.collect::<Vec<_>>())
        .h2("Afterwards")
        .links([
            ("Record what happened", "/incidents/new".to_owned()),
            ("Support for me", "/support".to_owned()),
        ]);
    Ok(Answer::page("What to do in an emergency", body.done()).back("/help"))
}

/// The site where the reader works, with its kind.
fn own_site(cx: &Cx) -> Option<(String, &SiteKind)> {
    let directory = cx.who.directory();
    let site = directory.organisation().sites.get(directory.staff(&cx.staff)?.details.site.as_ref()?)?;
    let kind = find(&cx.who.pack().vocabulary.site_kinds, &site.kind)?;
    Some((site.name.clone(), kind))
}

fn procedure(cx: &Cx, kind: &SiteKind) -> Html {
    cx.who.link(&kind.emergency).map_or_else(Html::default, |now| link_now(&now))
}

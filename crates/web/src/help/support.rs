//! Support for whoever is reading: whom they can turn to by themselves. Nothing about it is kept anywhere: no look,
//! no entry in a case.

use evenhand_app::guidance::ContactNow;
use evenhand_policy::pack::LinkKind;
use evenhand_ui::{Html, SummaryList};

use super::{contacts_here, link_now, reached};
use crate::body::Body;
use crate::cx::Cx;
use crate::respond::{Answer, Failure};

pub(crate) async fn support(cx: &Cx) -> Result<Answer, Failure> {
    let links = cx.who.links(&[LinkKind::Support]);
    let body = Body::new()
        .h1("Support for me")
        .p("It is normal to be shaken by what happens at work. You can turn to everybody on this page by yourself.")
        .p("Nobody has to agree to it, and that you read this page or call somebody is not recorded.")
        .h2("Whom you can turn to");
    let body = support_contacts(cx).into_iter().fold(body, |body, now| {
        body.h3(&now.contact.label)
            .p(&now.contact.purpose)
            .html("<p class=\"govuk-body\">")
            .add(&reached(&now))
            .html("</p>")
    });
    let body = body
        .when(!links.is_empty(), |body| body.h2("Read more").list(links.iter().map(link_now)))
        .h2("For others")
        .links([
            ("Support notice to print, for a notice board", "/support/notice".to_owned()),
            ("What to do in an emergency", "/help/emergency".to_owned()),
        ]);
    Ok(Answer::page("Support for me", body.done()))
}

/// The contacts that support staff, as they concern the reader.
fn support_contacts(cx: &Cx) -> Vec<ContactNow> {
    contacts_here(cx).into_iter().filter(|now| now.contact.support).collect()
}

pub(crate) async fn notice(cx: &Cx) -> Result<Answer, Failure> {
    let organisation = cx.who.directory().organisation().name();
    // What nobody has entered yet is of no use on a wall.
    let entered = support_contacts(cx).into_iter().filter(|now| now.name.is_some() || now.phone.is_some());
    let list = entered.fold(SummaryList::new(), |list, now| {
        let text = Html::escaped(&now.contact.purpose).and(&Html::trusted("<br>")).and(&reached(&now));
        list.row(now.contact.label.as_str(), text)
    });
    let body = Body::new()
        .h1("Support for staff")
        .p(&format!("For everybody who works here: {organisation}."))
        .p("You can call them yourself. Nobody has to agree to it, and it is not recorded.")
        .add(&list)
        .p("In danger? Duress button or 000.");
    Ok(Answer::page("Support for staff", body.done()).back("/support"))
}

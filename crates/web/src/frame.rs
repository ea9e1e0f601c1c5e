//! The frame around a page: header, menu by role, the help line that is always in the same place.

use evenhand_policy::Action;
use evenhand_ui::{Frame, HelpLine, NotificationBanner, ServiceNavigation};

use crate::body::Body;
use crate::cx::{Cx, OpenCx};
use crate::dispatch::Settings;
use crate::form;
use crate::respond::View;
use crate::words;

/// A link of the menu: where, what, and the action that makes it somebody's.
const MENU: &[(&str, &str, Action)] = &[
    ("/counter", "Look up", Action::LookUpCustomer),
    ("/incidents/new", "Record", Action::ReportIncident),
    ("/tasks", "My work", Action::ReadOwnWork),
    ("/incidents", "Incidents", Action::ListIncidents),
    ("/customers", "Customers", Action::ListCustomers),
    ("/admin/people", "People", Action::EditStaff),
    ("/admin/policy", "Policy packs", Action::ReadPacks),
    ("/policy/suggestions", "Policy", Action::KeepPolicy),
    ("/audit/verify", "Record check", Action::VerifyRecord),
];
/// What a menu of anybody holds at most.
const MENU_MAX: usize = 6;

/// What happened just now, in words, by the code that the address carries.
const NEWS: &[(&str, &str)] = &[
    ("saved", "Saved."),
    ("added", "Added."),
    ("sent", "Sent."),
    ("closed", "The incident is closed."),
    ("reopened", "The incident is open again."),
    ("reviewed", "The review is decided. The reporter is told."),
    ("submitted", "The form is submitted."),
    ("draft-discarded", "The draft is thrown away."),
    ("draft-saved", "Saved. You find it under My work, Drafts."),
    ("password-changed", "Your password is changed. Every other sign-in of yours has ended."),
    ("signed-out", "You are signed out. What you were typing is kept."),
    ("set-up", "The organisation is set up. Sign in with the account you chose."),
    ("password-chosen", "Your password is chosen. Sign in with it."),
];

/// A page for somebody who is signed in.
pub(crate) fn signed_in(cx: &Cx, view: View) -> String {
    let organisation = cx.who.directory().organisation();
    if view.bare {
        return Frame::new(organisation.name()).page(view.title, view.html).to_string();
    }
    let staff = cx.who.directory().staff(&cx.staff);
    let site = staff.and_then(|s| s.details.site.as_ref()).map(|site| cx.site(site.as_str()));
    let person = staff.map_or_else(String::new, |staff| match site {
        Some(site) => format!("{}, {site}", staff.details.display_name),
        None => staff.details.display_name.clone(),
    });
    let printed =
        format!("Printed by {} on {}", cx.name(cx.staff.as_str()), words::moment(cx.now(), &cx.calendar()));
    let printed = match view.marks {
        Some(marks) => format!("{marks} {printed}."),
        None => printed,
    };
    let mut frame = Frame::new(organisation.name())
        .person(person)
        .preferences("/me")
        .sign_out("/sign-out", [("_csrf", cx.csrf.clone())])
        .navigation(menu(cx))
        .help(help_line())
        .print_line(printed);
    if let Some(set_up) = &organisation.set_up {
        frame = frame.theme(format!("/theme/{}.css", set_up.brand.trim_start_matches('#')));
    }
    if cx.settings.demonstration.is_some() {
        frame = frame.demonstration("Demonstration: nobody and nothing here is real");
    }
    let mut page = frame.page(view.title, view.html).errors(form::summary(&cx.problems));
    if let Some(back) = view.back {
        page = page.back(back);
    }
    if let Some((_, says)) = NEWS.iter().find(|(code, _)| *code == cx.query.raw("news")) {
        page = page.news(evenhand_ui::Html::of(&NotificationBanner::success(*says)));
    }
    if let Some(draft) = &cx.draft {
        page = page.news(draft_banner(cx, draft));
    }
    page.to_string()
}

/// A page for nobody in particular.
pub(crate) fn open(cx: &OpenCx, view: View) -> String {
    let mut frame = Frame::new("Evenhand").help(help_line());
    if cx.settings.demonstration.is_some() {
        frame = frame.demonstration("Demonstration: nobody and nothing here is real");
    }
    let mut page = frame.page(view.title, view.html).errors(form::summary(&cx.problems));
    if let Some((_, says)) = NEWS.iter().find(|(code, _)| *code == cx.query.raw("news")) {
        page = page.news(evenhand_ui::Html::of(&NotificationBanner::success(*says)));
    }
    page.to_string()
}

/// A page before it is known who asks.
pub(crate) fn nobody(_: &Settings, view: View) -> String {
    Frame::new("Evenhand").help(help_line()).page(view.title, view.html).to_string()
}

fn help_line() -> HelpLine {
    HelpLine::new("Emergency: duress button or 000").help("/help").support("/support").cover("/cover")
}

/// The menu of somebody's roles, the current page marked.
fn menu(cx: &Cx) -> ServiceNavigation {
    let theirs = MENU.iter().filter(|(.., action)| cx.who.may_somewhere(*action)).take(MENU_MAX);
    let mut menu = ServiceNavigation::new();
    let current =
        MENU.iter().filter(|(href, ..)| cx.path.starts_with(href)).max_by_key(|(href, ..)| href.len());
    for (href, text, _) in theirs {
        menu = menu.link(*text, *href);
        if current.is_some_and(|(current, ..)| current == href) {
            menu = if cx.path == *href { menu.is_current() } else { menu.is_active() };
        }
    }
    menu
}

/// Says that what was typed before is filled in, and lets it be thrown away.
fn draft_banner(cx: &Cx, draft: &evenhand_store::beside::Draft) -> evenhand_ui::Html {
    let when = words::near(draft.saved_at, cx.now(), &cx.calendar());
    let discard = form::button(
        cx,
        &format!("/drafts/{}/discard", draft.id),
        evenhand_ui::Button::new("Discard this draft").secondary(),
    );
    let body = Body::new().p(&format!("This is what you typed before, saved {when}.")).add(&discard).done();
    evenhand_ui::Html::of(&NotificationBanner::new(body).title("Draft"))
}

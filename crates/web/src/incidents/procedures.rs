//! What to do now: the procedure of the kind of place, and those that marks open. They are always the current ones.

use evenhand_policy::pack::{LinkKind, SiteKind, find};
use evenhand_ui::Html;

use crate::cx::Cx;
use crate::help::link_now;

/// The procedure of a kind of place.
pub(super) fn of_place(cx: &Cx, site_kind: &str) -> Option<Html> {
    of_kind(cx, find(&cx.pack().vocabulary.site_kinds, site_kind)?)
}

pub(super) fn of_kind(cx: &Cx, kind: &SiteKind) -> Option<Html> {
    cx.who.link(&kind.emergency).map(|now| link_now(&now))
}

/// Emergency procedures that belong to no kind of place, such as talk of suicide.
pub(super) fn of_no_place(cx: &Cx) -> Vec<Html> {
    let places = &cx.pack().vocabulary.site_kinds;
    let links = cx.who.links(&[LinkKind::Emergency]);
    let others = links.iter().filter(|now| places.iter().all(|kind| kind.emergency != now.link.code));
    others.map(link_now).collect()
}

/// Guidance on the kinds of conduct that have some.
pub(super) fn of_conduct<'a>(cx: &Cx, kinds: impl IntoIterator<Item = &'a String>) -> Vec<Html> {
    let known = &cx.pack().vocabulary.conduct_kinds;
    let codes = kinds.into_iter().filter_map(|kind| find(known, kind)?.guidance.as_ref());
    codes.filter_map(|code| cx.who.link(code)).map(|now| link_now(&now)).collect()
}

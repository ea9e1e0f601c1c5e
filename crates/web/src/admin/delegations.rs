//! The register of authorities: who may decide what, by office or by name, and who acts for whom.

use evenhand_domain::DelegationId;
use evenhand_domain::delegation::{ActingArranged, Delegation, DelegationCommand, Ended, Gives, Granted};
use evenhand_policy::Action;
use evenhand_policy::access::Authority;
use evenhand_policy::pack::AuthorityRule;
use evenhand_ui::{Html, ScrollRegion, Table};
use schemars::JsonSchema;
use serde::Serialize;

use super::{period, role_label, roles, state, today};
use crate::body::{Body, action};
use crate::customers::everyone;
use crate::cx::Cx;
use crate::form::{self, Field, Form, Items, Kind};
use crate::policy::labels;
use crate::respond::{Answer, Failure};
use crate::words;
use crate::work::is_chosen;

/// The register, in JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct List {
    pub authorities: Vec<AuthorityView>,
    pub delegations: Vec<DelegationView>,
}

/// Who holds an authority.
#[derive(Serialize, JsonSchema)]
pub(crate) struct AuthorityView {
    pub authority: String,
    /// What may be done.
    pub what: String,
    /// The offices that hold it by themselves.
    pub offices: Vec<String>,
    /// The office the source prefers.
    pub preferred: Option<String>,
    /// All the offices must agree, each a different person.
    pub jointly: bool,
    /// Those to whom it is given by name and counts today.
    pub people: Vec<String>,
    /// Neither an office nor a person holds it.
    pub nobody: bool,
    /// What the source withholds or leaves open.
    pub note: Option<String>,
    pub source: String,
}

/// An authority given by name, or an acting arrangement.
#[derive(Serialize, JsonSchema)]
pub(crate) struct DelegationView {
    pub id: String,
    /// `authority` or `acting`.
    pub kind: String,
    /// Who holds it.
    pub who: String,
    /// What they may decide, or the role they act in.
    pub what: String,
    /// In whose place they act.
    pub in_place_of: Option<String>,
    pub from: String,
    pub until: Option<String>,
    /// The paper it rests on, or why somebody acts.
    pub instrument: String,
    /// `now`, `not yet` or `ended`.
    pub state: String,
    /// Why it ended early.
    pub ended_because: Option<String>,
    #[serde(skip)]
    when: String,
}

pub(crate) const GRANT: Form = Form {
    title: "Give an authority",
    lead: "It is given to a person by name, beside the offices that hold it.",
    fields: &[
        Field::new("to", "To whom", Kind::Pick(everyone)),
        Field::new("authority", "What they may decide", Kind::Pick(authorities)),
        Field::new("from", "First day", Kind::Date),
        Field::new("until", "Last day", Kind::Date).optional(),
        Field::new("instrument", "The paper it rests on", Kind::Line)
            .hint("For example: instrument of delegation of 3 March 2027"),
    ],
    button: "Give this authority",
};

pub(crate) const ACTING: Form = Form {
    title: "Acting arrangement",
    lead: "Somebody takes the place of somebody else in one of their roles. What bars the one bars the other too.",
    fields: &[
        Field::new("who", "Who acts", Kind::Pick(everyone)),
        Field::new("in_place_of", "In whose place", Kind::Pick(everyone)),
        Field::new("role", "In which of their roles", Kind::Pick(roles)),
        Field::new("from", "First day", Kind::Date),
        Field::new("until", "Last day", Kind::Date),
        Field::new("because", "Why", Kind::Line).hint("For example: annual leave"),
    ],
    button: "Save",
};

pub(crate) const END: Form = Form {
    title: "End it early",
    lead: "",
    fields: &[Field::new("on", "Last day", Kind::Date), Field::new("because", "Why", Kind::Line)],
    button: "End it",
};

fn authorities(cx: &Cx) -> Items {
    let rules = cx.who.pack().authorities.iter();
    rules
        .map(|rule| (rule.authority.to_string(), labels::authority(rule.authority).to_owned(), String::new()))
        .collect()
}

pub(crate) async fn index(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::EditDelegations, &Default::default())?;
    let mut delegations: Vec<DelegationView> = cx
        .who
        .directory()
        .delegations()
        .filter_map(|(id, delegation)| delegation_view(cx, id, delegation))
        .collect();
    delegations.sort_by(|a, b| (order(&a.state), &a.who, &a.from).cmp(&(order(&b.state), &b.who, &b.from)));
    let authorities = cx.who.pack().authorities.iter().map(|rule| authority_view(cx, rule)).collect();
    let view = List { authorities, delegations };
    Ok(Answer::view("Delegations", &view, || {
        let body = Body::new()
            .h1("Delegations")
            .links([
                ("Give an authority", "/delegations/new".to_owned()),
                ("Enter an acting arrangement", "/delegations/acting".to_owned()),
            ])
            .add(&ending(cx, &view))
            .h2("Who may decide what")
            .add(&authority_table(&view))
            .h2("Register");
        let body = match view.delegations.is_empty() {
            true => body.p("Nothing is entered."),
            false => body.add(&register(&view)),
        };
        body.done()
    })
    .back("/admin/people"))
}

/// What counts today stands first, what ended last.
fn order(state: &str) -> u8 {
    match state {
        "now" => 0,
        "not yet" => 1,
        _ => 2,
    }
}

fn authority_view(cx: &Cx, rule: &AuthorityRule) -> AuthorityView {
    let today = today(cx);
    let named = |delegation: &Delegation| match &delegation.gives {
        Some(Gives::Authority(granted))
            if granted.authority == rule.authority && delegation.counts_on(today) =>
        {
            Some(cx.name(granted.to.as_str()))
        }
        Some(Gives::Authority(_) | Gives::Acting(_)) | None => None,
    };
    let people: Vec<String> =
        cx.who.directory().delegations().filter_map(|(_, delegation)| named(delegation)).collect();
    AuthorityView {
        authority: rule.authority.to_string(),
        what: labels::authority(rule.authority).to_owned(),
        offices: rule.offices.iter().map(|code| role_label(cx, code)).collect(),
        preferred: rule.preferred.as_ref().map(|code| role_label(cx, code)),
        jointly: rule.jointly,
        nobody: rule.offices.is_empty() && people.is_empty(),
        people,
        note: rule.note.clone(),
        source: cx.who.pack().cited(&rule.cite),
    }
}

fn delegation_view(cx: &Cx, id: &DelegationId, delegation: &Delegation) -> Option<DelegationView> {
    let (from, until) = delegation.period()?;
    let (kind, who, what, in_place_of, instrument) = match delegation.gives.as_ref()? {
        Gives::Authority(granted) => {
            let what = labels::authority(granted.authority).to_owned();
            ("authority", &granted.to, what, None, &granted.instrument)
        }
        Gives::Acting(acting) => {
            let place = Some(cx.name(acting.in_place_of.as_str()));
            ("acting", &acting.who, role_label(cx, &acting.role), place, &acting.because)
        }
    };
    Some(DelegationView {
        id: id.to_string(),
        kind: kind.to_owned(),
        who: cx.name(who.as_str()),
        what,
        in_place_of,
        from: from.to_string(),
        until: until.map(|until| until.to_string()),
        instrument: instrument.clone(),
        state: state(from, until, today(cx)).to_owned(),
        ended_because: delegation.ended.as_ref().map(|ended| ended.because.clone()),
        when: period(from, until),
    })
}

fn authority_table(view: &List) -> ScrollRegion {
    let caption = "Who may decide what";
    let mut table = Table::new(caption).hide_caption().head([
        "What",
        "Offices",
        "People by name today",
        "What the source says",
        "Clause",
    ]);
    for authority in &view.authorities {
        let offices = match (authority.offices.as_slice(), authority.jointly) {
            ([], _) => "None".to_owned(),
            (offices, true) => format!("{} together", offices.join(" and ")),
            (offices, false) => offices.join(", "),
        };
        let preferred = authority
            .preferred
            .as_ref()
            .map_or_else(String::new, |office| format!(" (preferably: {office})"));
        let people = match (authority.people.as_slice(), authority.nobody) {
            (_, true) => "Nobody may, unless somebody is entered here".to_owned(),
            ([], false) => "None".to_owned(),
            (people, false) => people.join(", "),
        };
        let note = authority.note.clone().unwrap_or_default();
        table = table.row([
            authority.what.clone(),
            format!("{offices}{preferred}"),
            people,
            note,
            authority.source.clone(),
        ]);
    }
    ScrollRegion::new(caption, table)
}

fn register(view: &List) -> ScrollRegion {
    let mut table =
        Table::new("Register").hide_caption().head(["Who", "What", "Rests on", "When", "State", "Change"]);
    for delegation in &view.delegations {
        let what = match &delegation.in_place_of {
            Some(person) => format!("Acts as {} in place of {person}", delegation.what),
            None => delegation.what.clone(),
        };
        let state = match &delegation.ended_because {
            Some(because) => format!("{}, ended early: {because}", words::sentence(&delegation.state)),
            None => words::sentence(&delegation.state),
        };
        let can_end = delegation.state != "ended" && delegation.ended_because.is_none();
        let about = format!("{}, {what}", delegation.who);
        let end = action("End it early", &about, &format!("/delegations?item={}", delegation.id));
        let text = |text: &str| Html::escaped(text);
        table = table.row([
            text(&delegation.who),
            text(&what),
            text(&delegation.instrument),
            text(&delegation.when),
            text(&state),
            if can_end { end } else { Html::default() },
        ]);
    }
    ScrollRegion::new("Register", table)
}

/// The form that ends what was chosen.
fn ending(cx: &Cx, view: &List) -> Html {
    let chosen = view.delegations.iter().find(|delegation| is_chosen(cx, "delegation", &delegation.id));
    let Some(chosen) = chosen else { return Html::default() };
    Body::new()
        .h2(&format!("End early: {}, {}", chosen.who, chosen.what))
        .add(&form::markup(cx, &END, &format!("/delegations/{}/end", chosen.id)))
        .done()
}

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::EditDelegations, &Default::default())?;
    Ok(form::page(cx, &GRANT, Body::new(), "/delegations"))
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    let granted = Granted {
        to: cx.values.must("to", "to whom it is given")?,
        authority: cx.values.must::<Authority>("authority", "what they may decide")?,
        from: cx.values.must_date("from", "the first day")?,
        until: cx.values.date("until")?,
        instrument: cx.values.raw("instrument").to_owned(),
    };
    change(cx, None, DelegationCommand::Grant(granted)).await
}

pub(crate) async fn acting(cx: &Cx) -> Result<Answer, Failure> {
    cx.who.permit(Action::EditDelegations, &Default::default())?;
    Ok(form::page(cx, &ACTING, Body::new(), "/delegations"))
}

pub(crate) async fn arrange(cx: &Cx) -> Result<Answer, Failure> {
    let arranged = ActingArranged {
        who: cx.values.must("who", "who acts")?,
        in_place_of: cx.values.must("in_place_of", "in whose place")?,
        role: cx.values.raw("role").to_owned(),
        from: cx.values.must_date("from", "the first day")?,
        until: cx.values.must_date("until", "the last day")?,
        because: cx.values.raw("because").to_owned(),
    };
    change(cx, None, DelegationCommand::ArrangeActing(arranged)).await
}

pub(crate) async fn end(cx: &Cx) -> Result<Answer, Failure> {
    let ended = Ended {
        on: cx.values.must_date("on", "the last day")?,
        because: cx.values.raw("because").to_owned(),
    };
    let id: DelegationId = cx.id("delegation")?;
    change(cx, Some(&id), DelegationCommand::End(ended)).await
}

async fn change(cx: &Cx, id: Option<&DelegationId>, command: DelegationCommand) -> Result<Answer, Failure> {
    let done = cx.app.change_delegation(&cx.who, id, command, &cx.unversioned()).await?;
    Ok(Answer::see("/delegations?news=saved", &done))
}

//! People: who works here, in which unit and roles, from when to when, and whether they can sign in.

mod account;
mod entry;
mod roles;

use std::collections::BTreeMap;

use evenhand_app::Request;
use evenhand_domain::StaffId;
use evenhand_domain::staff::{Left, Staff, StaffCommand};
use evenhand_policy::Action;
use evenhand_store::accounts::Account;
use evenhand_ui::{Html, ScrollRegion, SummaryList, Table};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{period, role_label, state, today, unit_names};
use crate::body::{Body, link};
use crate::cx::Cx;
use crate::form::{self, Field, Form, Kind};
use crate::policy::labels;
use crate::respond::{Answer, Failure};
use crate::words;
use crate::work::is_chosen;

pub(crate) use account::{INVITE, account, disable, invite};
pub(crate) use entry::{DETAILS, create, edit, new, update};
pub(crate) use roles::{END, ROLE, end_role, give_role, roles};

/// People, in JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct List {
    pub people: Vec<Listed>,
}

/// Somebody in the list.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Listed {
    pub id: String,
    /// Their name, for colleagues only.
    pub name: String,
    /// The name shown outside.
    pub display_name: String,
    pub unit: Option<String>,
    pub site: Option<String>,
    /// The roles they hold today.
    pub roles: Vec<String>,
    /// Whether they work here today.
    pub works_here: bool,
    /// `none`, `invited`, `open`, `waiting` or `closed`; left out for those who do not keep accounts.
    pub account: Option<String>,
}

pub(crate) async fn index(cx: &Cx) -> Result<Answer, Failure> {
    let entries = cx.app.staff_entries(&cx.who)?;
    let keeps = cx.who.may(Action::EditStaff);
    let accounts: Option<BTreeMap<String, Account>> = match keeps {
        true => Some(
            cx.app
                .accounts(&cx.who)
                .await?
                .into_iter()
                .map(|account| (account.staff.clone(), account))
                .collect(),
        ),
        false => None,
    };
    let today = today(cx);
    let listed = |(id, staff): &(StaffId, Staff)| Listed {
        id: id.to_string(),
        name: staff.details.name.clone(),
        display_name: staff.details.display_name.clone(),
        unit: staff.details.unit.as_ref().map(|unit| cx.unit(unit.as_str())),
        site: staff.details.site.as_ref().map(|site| cx.site(site.as_str())),
        roles: staff.roles_on(today).map(|role| role_label(cx, &role.role)).collect(),
        works_here: staff.works_on(today),
        account: accounts.as_ref().map(|all| account_state(all.get(id.as_str()), cx.now()).to_owned()),
    };
    let view = List { people: entries.iter().map(listed).collect() };
    Ok(Answer::view("People", &view, || {
        let mut head = vec!["Name", "Shown outside as", "Unit", "Site", "Roles today"];
        head.extend(keeps.then_some("Account"));
        let mut table = Table::new("People").hide_caption().head(head);
        for person in &view.people {
            let left = if person.works_here { "" } else { " (left)" };
            let name = link(&person.name, &format!("/admin/people/{}", person.id)).and(&Html::escaped(left));
            let text = |text: &Option<String>| Html::escaped(text.as_deref().unwrap_or_default());
            let roles = Html::escaped(&person.roles.join(", "));
            let mut cells = vec![
                name,
                Html::escaped(&person.display_name),
                text(&person.unit),
                text(&person.site),
                roles,
            ];
            cells.extend(person.account.as_ref().map(|state| Html::escaped(&words::sentence(state))));
            table = table.row(cells);
        }
        Body::new()
            .h1("People")
            .when(keeps, |body| body.link("Enter somebody", "/admin/people/new"))
            .add(&ScrollRegion::new("People", table))
            .h2("More")
            .links(more(cx))
            .done()
    }))
}

/// Other pages of administration that the reader may open.
fn more(cx: &Cx) -> Vec<(&'static str, String)> {
    let pages = [
        ("Delegations", "/delegations", Action::EditDelegations),
        ("Sites, units, closed days", "/admin/places", Action::EditOrganisation),
        ("Who may do what", "/admin/rights", Action::ReadRights),
        ("Policy packs", "/admin/policy", Action::ReadPacks),
        ("Links and contacts", "/resources", Action::ReadGuidance),
        ("Is the record intact?", "/audit/verify", Action::VerifyRecord),
    ];
    let open = pages.into_iter().filter(|(.., action)| cx.who.may(*action));
    open.map(|(text, href, _)| (text, href.to_owned())).collect()
}

/// How an account stands.
fn account_state(account: Option<&Account>, now: Timestamp) -> &'static str {
    match account {
        None => "none",
        Some(account) if account.disabled => "closed",
        Some(account) if account.password.is_none() => "invited",
        Some(account) if account.locked_until.is_some_and(|until| until > now) => "waiting",
        Some(_) => "open",
    }
}

/// A staff member, in JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Person {
    pub id: String,
    pub version: u64,
    pub name: String,
    pub display_name: String,
    /// `employee`, `contractor`, `labour-hire` or `agent`.
    pub engagement: String,
    pub unit: Option<String>,
    pub site: Option<String>,
    pub line_manager: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// Their last day, if they left.
    pub left_on: Option<String>,
    pub roles: Vec<RoleView>,
    /// Authorities given to them by name that count today.
    pub authorities: Vec<String>,
    /// `none`, `invited`, `open`, `waiting` or `closed`; left out for those who do not keep accounts.
    pub account: Option<String>,
}

/// A role somebody holds, held or will hold.
#[derive(Serialize, JsonSchema)]
pub(crate) struct RoleView {
    pub n: u32,
    pub role: String,
    /// The units it covers, those below included; everywhere if empty.
    pub units: Vec<String>,
    pub from: String,
    pub to: Option<String>,
    /// `now`, `not yet` or `ended`.
    pub state: String,
}

pub(crate) const LEAVE: Form = Form {
    title: "They left",
    lead: "",
    fields: &[Field::new("on", "Their last day", Kind::Date)],
    button: "Enter that they left",
};

pub(crate) async fn show(cx: &Cx) -> Result<Answer, Failure> {
    let id: StaffId = cx.id("staff")?;
    let (staff, version) = cx.app.staff_entry(&cx.who, &id).await?;
    let keeps = cx.who.may(Action::EditStaff);
    let account = match keeps {
        true => Some(account_state(cx.app.account_of(&cx.who, &id).await?.as_ref(), cx.now())),
        false => None,
    };
    let view = person(cx, &id, &staff, version, account);
    Ok(Answer::view(view.name.clone(), &view, || {
        let body = Body::new().h1(&view.name).add(&summary(cx, &staff, &view)).h2("Roles");
        let body = match view.roles.is_empty() {
            true => body.p("No role is given to them."),
            false => body.add(&role_table(cx, &staff, &view)),
        };
        let body = match view.authorities.is_empty() {
            true => body,
            false => body.h2("Given by name").items(view.authorities.iter().map(String::as_str)),
        };
        body.when(keeps, |body| changes(cx, body, &view, &staff)).done()
    })
    .back("/admin/people"))
}

fn person(cx: &Cx, id: &StaffId, staff: &Staff, version: u64, account: Option<&str>) -> Person {
    let (details, today) = (&staff.details, today(cx));
    let role = |role: &evenhand_domain::staff::RoleGiven| RoleView {
        n: role.n,
        role: role_label(cx, &role.role),
        units: role.units.iter().map(|unit| cx.unit(unit.as_str())).collect(),
        from: role.from.to_string(),
        to: role.to.map(|to| to.to_string()),
        state: state(role.from, role.to, today).to_owned(),
    };
    let actor = cx.who.directory().actor(id, cx.now(), cx.who.pack());
    let delegated = actor.iter().flat_map(|actor| &actor.delegated);
    Person {
        id: id.to_string(),
        version,
        name: details.name.clone(),
        display_name: details.display_name.clone(),
        engagement: details.engagement.to_string(),
        unit: details.unit.as_ref().map(|unit| cx.unit(unit.as_str())),
        site: details.site.as_ref().map(|site| cx.site(site.as_str())),
        line_manager: details.line_manager.as_ref().map(|id| cx.name(id.as_str())),
        email: details.email.clone(),
        phone: details.phone.clone(),
        left_on: staff.left_on.map(|on| on.to_string()),
        roles: staff.roles.iter().map(role).collect(),
        authorities: delegated.map(|(authority, _)| labels::authority(*authority).to_owned()).collect(),
        account: account.map(str::to_owned),
    }
}

fn summary(cx: &Cx, staff: &Staff, view: &Person) -> SummaryList {
    let known = |text: &Option<String>| text.clone().unwrap_or_else(|| "Not entered".to_owned());
    let list = SummaryList::new()
        .row("Shown outside as", view.display_name.as_str())
        .row("Works here as", entry::engagement(staff.details.engagement))
        .row("Unit", known(&view.unit))
        .row("Site", known(&view.site))
        .row("Line manager", known(&view.line_manager))
        .row("E-mail", known(&view.email))
        .row("Telephone", known(&view.phone));
    let list = match staff.left_on {
        Some(on) => list.row(if on < today(cx) { "Left" } else { "Leaves" }, words::date(on)),
        None => list,
    };
    match &view.account {
        Some(state) => list.row("Account", words::sentence(state)),
        None => list,
    }
}

fn role_table(cx: &Cx, staff: &Staff, view: &Person) -> ScrollRegion {
    let mut table = Table::new("Roles").hide_caption().head(["Role", "Covers", "When", "State"]);
    for (given, shown) in staff.roles.iter().zip(&view.roles) {
        let covers = unit_names(cx, &given.units);
        table = table.row([
            shown.role.clone(),
            covers,
            period(given.from, given.to),
            words::sentence(&shown.state),
        ]);
    }
    ScrollRegion::new("Roles", table)
}

/// What can be changed about somebody: links, or the form of what was chosen.
fn changes(cx: &Cx, body: Body, view: &Person, staff: &Staff) -> Body {
    let page = format!("/admin/people/{}", view.id);
    let mut links = vec![
        ("Change details".to_owned(), format!("{page}/details")),
        ("Give a role".to_owned(), format!("{page}/roles")),
        ("Account".to_owned(), format!("{page}/account")),
    ];
    let ends =
        view.roles.iter().filter(|role| role.state != "ended" && !is_chosen(cx, "n", &role.n.to_string()));
    links.extend(ends.map(|role| (format!("End the role {}", role.role), format!("{page}?item={}", role.n))));
    let leaving =
        staff.left_on.is_none() && (cx.query.raw("item") == "leaving" || cx.path.ends_with("/leaving"));
    if staff.left_on.is_none() && !leaving {
        links.push(("They left".to_owned(), format!("{page}?item=leaving")));
    }
    let body = body.h2("Change").links(links.iter().map(|(text, href)| (text.as_str(), href.clone())));
    let chosen = view.roles.iter().find(|role| is_chosen(cx, "n", &role.n.to_string()));
    match chosen {
        Some(role) => body.h2(&format!("End the role {}", role.role)).add(&form::markup(
            cx,
            &END,
            &format!("{page}/roles/{}/end", role.n),
        )),
        None if leaving => body.h2(LEAVE.title).add(&form::markup(cx, &LEAVE, &format!("{page}/leaving"))),
        None => body,
    }
}

pub(crate) async fn leave(cx: &Cx) -> Result<Answer, Failure> {
    let left = Left { on: cx.values.must_date("on", "their last day")? };
    change(cx, StaffCommand::Leave(left), &cx.unversioned()).await
}

/// Changes the entry of the address and goes back to its page.
async fn change(cx: &Cx, command: StaffCommand, request: &Request) -> Result<Answer, Failure> {
    let id: StaffId = cx.id("staff")?;
    let done = cx.app.change_staff(&cx.who, Some(&id), command, request).await?;
    Ok(Answer::see(format!("/admin/people/{id}?news=saved"), &done))
}

//! Signing in with name and password.

use evenhand_ui::{Button, Html, Input, PasswordInput, Select};

use super::begin;
use crate::body::Body;
use crate::cx::OpenCx;
use crate::form::{Field, Form, Kind, error_of};
use crate::respond::{Answer, Failure};

pub(crate) const FORM: Form = Form {
    title: "Sign in",
    lead: "",
    fields: &[
        Field::new("organisation", "Organisation", Kind::Line).optional(),
        Field::new("name", "Name", Kind::Line),
        Field::new("password", "Password", Kind::Password),
    ],
    button: "Sign in",
};

pub(crate) async fn new(cx: &OpenCx) -> Result<Answer, Failure> {
    let apps = cx.installation.apps().await;
    if cx.installation.is_empty().await {
        return Ok(Answer::see("/setup", &()));
    }
    let mut organisations = Vec::new();
    for (slug, app) in &apps {
        let name = app.itself().await?.directory().organisation().name().to_owned();
        organisations.push((slug.clone(), name));
    }
    let to = cx.query.text("to").or_else(|| cx.values.text("to")).unwrap_or_default();
    let mut fields =
        Body::new().html("<input type=\"hidden\" name=\"to\" value=\"").add(&Html::escaped(&to)).html("\">");
    if organisations.len() > 1 {
        let chosen = cx.values.text("organisation").or_else(|| cx.query.text("organisation"));
        let select =
            organisations.iter().fold(Select::new("organisation", "Organisation"), |select, (slug, name)| {
                select.item(slug.as_str(), name.as_str())
            });
        fields = fields.add(&select.chosen(chosen.as_deref()));
    }
    let name = Input::new("name", "Name").value(cx.values.raw("name")).autocomplete("username");
    let password = PasswordInput::new("password", "Password");
    let fields = fields
        .add(&name.error(error_of(cx, "name").as_deref()))
        .add(&password.error(error_of(cx, "password").as_deref()))
        .add(&Button::new("Sign in").once());
    let body = Body::new()
        .h1("Sign in")
        .when(!to.is_empty() && to != "/", |body| body.p(kept(cx)))
        .html("<form method=\"post\" action=\"/sign-in\" novalidate>")
        .add(&fields.done())
        .html("</form>");
    let body = match &cx.settings.demonstration {
        Some(password) => body.add(&demonstration(cx, password).await?),
        None => body,
    };
    Ok(Answer::page("Sign in", body.done()))
}

/// What became of the words of somebody who was sent here.
fn kept(cx: &OpenCx) -> &'static str {
    match cx.query.flag("lost") {
        true => "You were signed out before this was sent, so it is not saved. Sign in and send it again.",
        false => "Sign in to go on. What you were typing is kept and will be there again.",
    }
}

/// The accounts of a demonstration, to choose from.
async fn demonstration(cx: &OpenCx, password: &str) -> Result<Html, Failure> {
    let mut body = Body::new().h2("Accounts of this demonstration");
    body = body.p(&format!("Every account has the same password: {password}"));
    for app in cx.installation.apps().await.into_values() {
        let who = app.itself().await?;
        let directory = who.directory();
        let mut table = evenhand_ui::Table::new(directory.organisation().name()).head([
            "Name to sign in with",
            "Who",
            "Role",
        ]);
        for account in app.demonstration_accounts().await? {
            let Some(staff) = account.staff.parse().ok().and_then(|id| directory.staff(&id)) else {
                continue;
            };
            let label = |role: &evenhand_domain::staff::RoleGiven| {
                who.pack().role(&role.role).map(|r| r.label.clone())
            };
            let roles: Vec<String> = staff.roles.iter().filter_map(label).collect();
            table = table.row([account.name, staff.details.display_name.clone(), roles.join(", ")]);
        }
        body = body.add(&evenhand_ui::ScrollRegion::new(directory.organisation().name(), table));
    }
    Ok(body.done())
}

pub(crate) async fn create(cx: &OpenCx) -> Result<Answer, Failure> {
    let apps = cx.installation.apps().await;
    let chosen = cx.values.text("organisation");
    let app = match &chosen {
        Some(slug) => apps.get(slug),
        None if apps.len() == 1 => apps.values().next(),
        None => None,
    };
    let app = app.ok_or_else(|| {
        evenhand_domain::Problem::field("organisation", "empty", "Choose your organisation")
    })?;
    let signed_in = app.sign_in(cx.values.raw("name"), cx.values.raw("password")).await?;
    end_before(cx).await?;
    Ok(begin(app.slug(), &signed_in, cx.values.raw("to"), cx.settings.secure))
}

/// Ends the session that this browser had before: whoever had planted or kept its cookie holds nothing.
async fn end_before(cx: &OpenCx) -> Result<(), Failure> {
    let Some((slug, token)) = &cx.session else { return Ok(()) };
    match cx.installation.app(slug).await {
        Some(app) => Ok(app.sign_out(token).await?),
        None => Ok(()),
    }
}

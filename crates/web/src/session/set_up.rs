//! First set-up: the organisation's name, its policy, its first administrator. It closes for ever once there is an
//! organisation.

use evenhand_app::accounts::strong_enough;
use evenhand_domain::organisation::SetUp;
use evenhand_domain::text::Checks;
use evenhand_ui::{Button, Input, PasswordInput, Select};

use super::invitation::rule;
use crate::body::Body;
use crate::cx::OpenCx;
use crate::form::error_of;
use crate::respond::{Answer, Failure};

/// Time zones an organisation in Australia may be in, then any other by its name.
const ZONES: &[&str] = &[
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Broken_Hill",
    "Australia/Darwin",
    "Australia/Hobart",
    "Australia/Lord_Howe",
    "Australia/Melbourne",
    "Australia/Perth",
    "Australia/Sydney",
];

pub(crate) async fn new(cx: &OpenCx) -> Result<Answer, Failure> {
    open(cx).await?;
    let input = |name: &str, label: &str, hint: &str| {
        let input = Input::new(name, label).value(cx.values.raw(name)).error(error_of(cx, name).as_deref());
        if hint.is_empty() { input } else { input.hint(hint) }
    };
    let select = |name: &str, label: &str, items: Vec<String>| {
        let select = items
            .into_iter()
            .fold(Select::new(name, label), |select, item| select.item(item.as_str(), item.as_str()));
        select.chosen(Some(cx.values.raw(name))).error(error_of(cx, name).as_deref())
    };
    let password = PasswordInput::new("password", "Password").new_password().hint(rule());
    let body = Body::new()
        .h1("Set up Evenhand")
        .p("This is done once. It makes your organisation and its first administrator; everybody else is invited later.")
        .html("<form method=\"post\" action=\"/setup\" novalidate>")
        .add(&input("code", "Set-up code", "The program wrote it to its log when it started"))
        .h2("Your organisation")
        .add(&input("name", "Name", ""))
        .add(&input("slug", "Short name", "Lower case letters and digits; it names the files"))
        .add(&select("zone", "Time zone", ZONES.iter().map(|zone| (*zone).to_owned()).collect()))
        .add(&input("jurisdiction", "Whose law applies", "For example South Australia"))
        .add(&select("pack", "Policy to begin with", evenhand_app::packs::shipped()))
        .h2("The first administrator")
        .add(&input("administrator", "Their name", ""))
        .add(&input("account", "Name to sign in with", ""))
        .add(&password.error(error_of(cx, "password").as_deref()))
        .add(&Button::new("Set up").once())
        .html("</form>");
    Ok(Answer::page("Set up Evenhand", body.done()))
}

pub(crate) async fn create(cx: &OpenCx) -> Result<Answer, Failure> {
    let code = open(cx).await?;
    let values = &cx.values;
    let mut checks = Checks::default();
    checks.require(values.raw("code").trim() == code, "code", "wrong-code", "This is not the set-up code");
    let administrator = checks.line("administrator", values.raw("administrator"), "their name");
    let account = checks.line("account", values.raw("account"), "a name to sign in with");
    let name = checks.line("name", values.raw("name"), "the organisation's name");
    let slug = checks.line("slug", values.raw("slug"), "a short name");
    let sound = slug.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_');
    checks.require(sound, "slug", "not-a-short-name", "Use lower case letters and digits only");
    let jurisdiction = checks.line("jurisdiction", values.raw("jurisdiction"), "whose law applies");
    let zone = values.raw("zone").to_owned();
    checks.require(ZONES.contains(&zone.as_str()), "zone", "unknown-choice", "Choose a time zone");
    let pack = values.raw("pack").to_owned();
    let files = evenhand_app::packs::shipped_files(&pack);
    checks.require(files.is_some(), "pack", "unknown-choice", "Choose a policy");
    let password = values.raw("password");
    if let Err(weak) = strong_enough(password, &[name.clone(), administrator.clone(), account.clone()]) {
        checks.add("password", "weak-password", crate::words::sentence(&weak.to_string()));
    }
    checks.finish()?;
    let unavailable = |why: &dyn std::fmt::Display| Failure::Unavailable(why.to_string());
    let app = cx.installation.open_one(&slug).await.map_err(|why| unavailable(&why))?;
    let set_up = SetUp { name, zone, jurisdiction, pack, brand: "#1f4e5f".to_owned() };
    app.set_up(set_up, files.unwrap_or_default()).await.map_err(|why| unavailable(&why))?;
    app.first_administrator(&administrator, &account, password).await?;
    Ok(Answer::see("/sign-in?news=set-up", &()))
}

/// The code that first set-up asks for. Once there is an organisation, this page does not exist.
async fn open(cx: &OpenCx) -> Result<String, Failure> {
    let none_yet = cx.installation.is_empty().await;
    match &cx.settings.set_up_code {
        Some(code) if none_yet => Ok(code.clone()),
        _ => Err(Failure::NotFound),
    }
}

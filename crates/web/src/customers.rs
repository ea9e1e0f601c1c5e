//! Customers: list, file, timeline, details, who looked.

pub(crate) mod needs;

use evenhand_domain::customer::{
    Address, ContactOfficerAssigned, CustomerCommand, Details, DetailsChanged, Registered, Sealed, Standing,
    Unsealed,
};
use evenhand_domain::timeline::Item;
use evenhand_policy::Action;
use evenhand_policy::access::Duty;
use evenhand_policy::pack::{find, label};
use evenhand_store::read::Match;
use evenhand_ui::{Button, Html, Input, PersonBar, ScrollRegion, Subnav, SummaryList, Table, Tag};
use schemars::JsonSchema;
use serde::Serialize;

use crate::body::{Body, link};
use crate::cx::Cx;
use crate::form::{self, Field, Form, Kind};
use crate::incidents::index::{Row, table};
use crate::respond::{Answer, Failure};
use crate::values::Values;
use crate::words;

/// Customers found.
#[derive(Serialize, JsonSchema)]
pub(crate) struct List {
    pub customers: Vec<Listed>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Listed {
    pub id: String,
    pub reference: String,
    pub name: String,
    pub year_of_birth: Option<String>,
    pub suburb: Option<String>,
}

pub(crate) const FIND: Form = Form {
    title: "Find customers",
    lead: "",
    fields: &[Field::new("q", "Part of a name", Kind::Line)],
    button: "Find",
};

pub(crate) async fn index(cx: &Cx) -> Result<Answer, Failure> {
    list(cx, "").await
}

pub(crate) async fn search(cx: &Cx) -> Result<Answer, Failure> {
    list(cx, cx.values.raw("q")).await
}

async fn list(cx: &Cx, name: &str) -> Result<Answer, Failure> {
    let found = cx.app.customers_from(&cx.who, name).await?;
    let listed = |m: &Match| Listed {
        id: m.id.clone(),
        reference: m.reference.clone(),
        name: m.name.clone(),
        year_of_birth: m.born_year.clone(),
        suburb: m.suburb.clone(),
    };
    let view = List { customers: found.iter().map(listed).collect() };
    let opens = cx.who.may(Action::ReadCustomer);
    Ok(Answer::view("Customers", &view, || {
        let input = Input::new("q", "Part of a name").value(name);
        let search = Body::new().add(&input).add(&Button::new("Find"));
        let mut table = Table::new("Customers").hide_caption().head(["Name", "Reference", "Born", "Suburb"]);
        for customer in &view.customers {
            let name: Html = match opens {
                true => link(&customer.name, &format!("/customers/{}", customer.id)),
                false => Html::escaped(&customer.name),
            };
            let known = |text: &Option<String>| Html::escaped(text.as_deref().unwrap_or("not known"));
            let reference = Html::escaped(&customer.reference);
            table = table.row([name, reference, known(&customer.year_of_birth), known(&customer.suburb)]);
        }
        Body::new()
            .h1("Customers")
            .add(&form::wrap(cx, "/customers", search.done(), false))
            .when(cx.who.may(Action::RegisterCustomer), |body| {
                body.link("Enter a customer", "/customers/new")
            })
            .when(view.customers.is_empty(), |body| body.p("Nobody is found."))
            .when(!view.customers.is_empty(), |body| body.add(&ScrollRegion::new("Customers", table)))
            .done()
    }))
}

/// What is asked of a person, whoever they are; a form may ask for more.
macro_rules! of_a_person {
    ($($more:expr)?) => {
        &[
            Field::new("given_names", "Given names", Kind::Line).optional(),
            Field::new("family_name", "Family name", Kind::Line).optional(),
            Field::new("other_names", "Other names they are known by", Kind::Words)
                .hint("One on each line")
                .optional(),
            Field::new("born_on", "Date of birth", Kind::Date).optional(),
            Field::new("customer_type", "They are", Kind::Pick(types)),
            Field::new("standing", "They are a customer", Kind::One(standings)),
            Field::new("numbers", "Numbers", Kind::Words)
                .hint("One on each line: what it is of, a colon, the number")
                .optional(),
            Field::new("phones", "Telephone numbers", Kind::Words).hint("One on each line").optional(),
            Field::new("emails", "E-mail addresses", Kind::Words).hint("One on each line").optional(),
            Field::new("street", "Street or box", Kind::Line).optional(),
            Field::new("suburb", "Suburb or town", Kind::Line).optional(),
            Field::new("state", "State and postcode", Kind::Line).optional(),
            Field::new("zone", "Time zone", Kind::Line)
                .hint("Only where it is not ours, such as Australia/Perth")
                .optional(),
            Field::new("language", "Language they prefer", Kind::Line).optional(),
            $($more)?
        ]
    };
}

pub(crate) const DETAILS: Form = Form {
    title: "Enter a customer",
    lead: "Enter what is known. Everything but one name can be left out.",
    fields: of_a_person!(),
    button: "Save",
};

pub(crate) const CHANGE: Form = Form {
    title: "Change details",
    lead: "",
    fields: of_a_person!(Field::new("because", "Why the details change", Kind::Line)),
    button: "Save",
};

fn types(cx: &Cx) -> Vec<(String, String, String)> {
    let kinds = cx.who.pack().vocabulary.customer_types.iter();
    kinds.map(|kind| (kind.term.code.clone(), kind.term.label.clone(), String::new())).collect()
}

fn standings(_: &Cx) -> Vec<(String, String, String)> {
    [("current", "Now"), ("former", "Not any more")]
        .map(|(c, l)| (c.to_owned(), l.to_owned(), String::new()))
        .into()
}

pub(crate) async fn new(cx: &Cx) -> Result<Answer, Failure> {
    Ok(form::page(cx, &DETAILS, Body::new(), "/counter"))
}

pub(crate) async fn create(cx: &Cx) -> Result<Answer, Failure> {
    let registered = Registered {
        reference: String::new(),
        details: details(cx)?,
        source: format!("entered by {}", cx.name(cx.staff.as_str())),
    };
    let done = cx.app.register_customer(&cx.who, registered, &cx.unversioned()).await?;
    let id = done.stream.trim_start_matches("customer:").to_owned();
    let next = match cx.who.may(Action::ReadCustomer) {
        true => format!("/customers/{id}?news=saved"),
        false => format!("/customers/{id}/now?news=saved"),
    };
    Ok(Answer::see(next, &done))
}

fn details(cx: &Cx) -> Result<Details, Failure> {
    let values = &cx.values;
    let lines = |name: &str| {
        let all = values.all(name);
        all.iter()
            .flat_map(|text| text.lines())
            .map(|line| line.trim().to_owned())
            .filter(|l| !l.is_empty())
            .collect()
    };
    let number = |line: &String| match line.split_once(':') {
        Some((system, number)) => (system.trim().to_owned(), number.trim().to_owned()),
        None => ("number".to_owned(), line.clone()),
    };
    let numbers: Vec<String> = lines("numbers");
    Ok(Details {
        given_names: values.raw("given_names").to_owned(),
        family_name: values.raw("family_name").to_owned(),
        other_names: lines("other_names"),
        born_on: values.date("born_on")?,
        customer_type: values.raw("customer_type").to_owned(),
        standing: values.word::<Standing>("standing")?.unwrap_or_default(),
        numbers: numbers.iter().map(number).collect(),
        phones: lines("phones"),
        emails: lines("emails"),
        addresses: vec![Address {
            street: values.raw("street").to_owned(),
            suburb: values.raw("suburb").to_owned(),
            state: values.raw("state").to_owned(),
        }],
        zone: values.text("zone"),
        language: values.text("language"),
    })
}

/// A person file, in JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct File {
    pub id: String,
    pub version: u64,
    pub reference: String,
    pub name: String,
    pub born_on: Option<String>,
    pub customer_type: String,
    pub standing: String,
    pub phones: Vec<String>,
    pub emails: Vec<String>,
    /// Telephone numbers and e-mails that stand on other records too: they are nobody's alone.
    pub shared: Vec<String>,
    pub needs: Vec<String>,
    pub circumstances: Vec<String>,
    pub contact_officer: Option<String>,
    pub sealed: bool,
    pub incidents: Vec<Row>,
}

pub(crate) async fn show(cx: &Cx) -> Result<Answer, Failure> {
    let file = cx.app.customer_file(&cx.who, cx.param("customer")).await?;
    cx.shows(file.version);
    let (customer, details) = (&file.customer, &file.customer.details);
    let v = &cx.who.pack().vocabulary;
    let need = |need: &evenhand_domain::customer::NeedRecorded| {
        let says = label(&v.needs, &need.need).to_owned();
        need.note.as_ref().map_or_else(|| says.clone(), |note| format!("{says}: {note}"))
    };
    let officer = customer.contact_officer.as_ref().map(|id| cx.name(id.as_str()));
    let rows: Vec<Row> = file.incidents.iter().map(|row| Row::new(cx, row)).collect();
    let view = File {
        id: file.id.to_string(),
        version: file.version,
        reference: customer.reference.clone(),
        name: details.name(),
        born_on: details.born_on.map(|born| born.to_string()),
        customer_type: label(&v.customer_types, &details.customer_type).to_owned(),
        standing: details.standing.to_string(),
        phones: details.phones.clone(),
        emails: details.emails.clone(),
        shared: file.shared.clone(),
        needs: customer.needs.iter().map(need).collect(),
        circumstances: customer
            .circumstances
            .iter()
            .map(|(known, _)| label(&v.circumstances, &known.circumstance).to_owned())
            .collect(),
        contact_officer: officer,
        sealed: customer.sealed_to.is_some(),
        incidents: rows,
    };
    Ok(Answer::view(view.name.clone(), &view, || {
        let id = file.id.as_str();
        let mut body =
            Body::new().add(&bar(cx, id, customer)).add(&subnav(cx, id, "file", &file.offers)).h1(&view.name);
        if !view.needs.is_empty() {
            body = body.h2("Needs").items(view.needs.iter().map(String::as_str));
        }
        body = body.h2("Now").p("No arrangement is in force. Serve this person as usual.");
        if let Some(officer) = &view.contact_officer {
            body = body.p(&format!("{officer} usually serves this person."));
        }
        body = body.h2("Incidents");
        body = match view.incidents.is_empty() {
            true => body.p("There are none that you may see."),
            false => body.add(&table(cx, "Incidents of this person", &view.incidents)),
        };
        body.h2("Details").add(&summary(cx, &file, &view)).done()
    }))
}

fn summary(cx: &Cx, file: &evenhand_app::customers::CustomerFile, view: &File) -> SummaryList {
    let details = &file.customer.details;
    let marked = |list: &[String]| {
        let line = |item: &String| match file.shared.contains(item) {
            true => {
                format!("{item} (on more than one record: it confirms nobody, and no message may go to it)")
            }
            false => item.clone(),
        };
        let lines: Vec<String> = list.iter().map(line).collect();
        if lines.is_empty() { "Not known".to_owned() } else { lines.join("; ") }
    };
    let or_unknown = |text: Option<String>| text.unwrap_or_else(|| "Not known".to_owned());
    let address = details.addresses.first().map(|address| {
        let parts = [&address.street, &address.suburb, &address.state];
        parts.iter().filter(|part| !part.is_empty()).map(|part| part.as_str()).collect::<Vec<_>>().join(", ")
    });
    let numbers: Vec<String> =
        details.numbers.iter().map(|(system, number)| format!("{system}: {number}")).collect();
    let circumstances = Some(view.circumstances.join("; ")).filter(|text| !text.is_empty());
    let row = |list: SummaryList, key: &str, value: String| list.row(key, value.as_str());
    let mut list = SummaryList::new();
    for (key, value) in [
        ("Reference", view.reference.clone()),
        ("Date of birth", or_unknown(details.born_on.map(words::date))),
        ("They are", format!("{}, {} customer", view.customer_type, view.standing)),
        ("Other names", or_unknown(Some(details.other_names.join("; ")).filter(|t| !t.is_empty()))),
        ("Numbers", or_unknown(Some(numbers.join("; ")).filter(|t| !t.is_empty()))),
        ("Telephone", marked(&details.phones)),
        ("E-mail", marked(&details.emails)),
        ("Address", or_unknown(address)),
        ("Language", or_unknown(details.language.clone())),
        ("Circumstances", or_unknown(circumstances)),
        (
            "Entered",
            format!(
                "{}, {}",
                words::moment(file.customer.registered_at, &cx.calendar()),
                file.customer.source
            ),
        ),
    ] {
        list = row(list, key, value);
    }
    list
}

/// The bar that is the same on every page about a person.
pub(crate) fn bar(cx: &Cx, id: &str, customer: &evenhand_domain::customer::Customer) -> PersonBar {
    let mut bar = PersonBar::new(customer.details.name(), customer.reference.as_str());
    if customer.sealed_to.is_some() {
        bar = bar.state(Html::of(&Tag::new("sealed")));
    }
    if let Some(born) = customer.details.born_on {
        bar = bar.identifier(format!("born {}", words::date(born)));
    }
    if cx.who.may(Action::LookUpCustomer) {
        bar = bar.link("Contact card", format!("/customers/{id}/now"));
    }
    bar
}

fn subnav(cx: &Cx, id: &str, here: &str, offers: &[Action]) -> Subnav {
    let may = |action: Action| offers.contains(&action);
    let mut subnav = Subnav::new("This person");
    let links = [
        ("file", "File", "", true),
        ("timeline", "Timeline", "/timeline", true),
        ("needs", "Needs", "/needs", may(Action::EditCustomer)),
        ("details", "Details", "/details", may(Action::EditCustomer)),
        ("officer", "Contact officer", "/officer", may(Action::EditCustomer)),
        ("seal", "Seal", "/seal", may(Action::SealCustomer)),
        ("looks", "Who looked", "/looks", may(Action::ReadLooks)),
    ];
    let _ = cx;
    for (name, text, path, shown) in links {
        if shown {
            subnav = subnav.link(text, format!("/customers/{id}{path}"));
            subnav = if name == here { subnav.is_current() } else { subnav };
        }
    }
    subnav
}

/// Everything that happened to a person, in JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct TimelineView {
    pub items: Vec<TimelineEntry>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct TimelineEntry {
    /// The number of the incident it belongs to; empty for the person's own entry.
    pub about: String,
    pub at: String,
    pub by: String,
    pub title: String,
    pub text: Vec<String>,
}

impl TimelineEntry {
    pub(crate) fn new(cx: &Cx, item: &Item, about: &str) -> TimelineEntry {
        TimelineEntry {
            about: about.to_owned(),
            at: words::machine(item.at, &cx.calendar()),
            by: item.by.clone(),
            title: item.title.clone(),
            text: item.text.clone(),
        }
    }
}

pub(crate) async fn timeline(cx: &Cx) -> Result<Answer, Failure> {
    let id = cx.param("customer").to_owned();
    let (customer, items) = cx.app.customer_timeline(&cx.who, &id).await?;
    let entry = |(about, item): &(String, Item)| TimelineEntry::new(cx, item, about);
    let view = TimelineView { items: items.iter().map(entry).collect() };
    let title = format!("Timeline: {}", customer.details.name());
    Ok(Answer::view(title.clone(), &view, || {
        let drawn = items.iter().take(200).fold(evenhand_ui::Timeline::new(2), |timeline, (about, item)| {
            timeline.item(crate::incidents::show::timeline_item(
                cx,
                item,
                Some(about.as_str()).filter(|a| !a.is_empty()),
            ))
        });
        Body::new()
            .add(&bar(cx, &id, &customer))
            .add(&subnav(cx, &id, "timeline", &[]))
            .h1(&title)
            .p("Staff support and private reports are not in it.")
            .add(&drawn)
            .done()
    }))
}

pub(crate) async fn edit(cx: &Cx) -> Result<Answer, Failure> {
    let file = cx.app.customer_file(&cx.who, cx.param("customer")).await?;
    cx.shows(file.version);
    cx.fill(filled(&file.customer.details));
    let body = Body::new().add(&bar(cx, file.id.as_str(), &file.customer));
    Ok(form::page(cx, &CHANGE, body, &format!("/customers/{}", file.id)))
}

/// What is known, as the form holds it.
fn filled(details: &Details) -> Values {
    let mut values = Values::default();
    let address = details.addresses.first().cloned().unwrap_or_default();
    let numbers: Vec<String> = details.numbers.iter().map(|(s, n)| format!("{s}: {n}")).collect();
    for (name, value) in [
        ("given_names", details.given_names.clone()),
        ("family_name", details.family_name.clone()),
        ("other_names", details.other_names.join("\n")),
        ("born_on", details.born_on.map(|born| born.to_string()).unwrap_or_default()),
        ("customer_type", details.customer_type.clone()),
        ("standing", details.standing.to_string()),
        ("numbers", numbers.join("\n")),
        ("phones", details.phones.join("\n")),
        ("emails", details.emails.join("\n")),
        ("street", address.street),
        ("suburb", address.suburb),
        ("state", address.state),
        ("zone", details.zone.clone().unwrap_or_default()),
        ("language", details.language.clone().unwrap_or_default()),
    ] {
        values.push(name, value);
    }
    values
}

pub(crate) async fn update(cx: &Cx) -> Result<Answer, Failure> {
    let changed = DetailsChanged { details: details(cx)?, because: cx.values.raw("because").to_owned() };
    change(cx, CustomerCommand::ChangeDetails(changed), "").await
}

/// Changes the customer of the address and goes back to one of their pages.
pub(crate) async fn change(cx: &Cx, command: CustomerCommand, page: &str) -> Result<Answer, Failure> {
    let id = cx.param("customer");
    let done = cx.app.change_customer(&cx.who, id, command, &cx.request()).await?;
    Ok(Answer::see(format!("/customers/{id}{page}?news=saved"), &done))
}

pub(crate) const OFFICER: Form = Form {
    title: "Contact officer",
    lead: "The officer who serves this person as a rule. They are told at once of every incident.",
    fields: &[
        Field::new("officer", "Officer", Kind::Pick(officers))
            .hint("Choose nobody to end the assignment")
            .optional(),
        Field::new("because", "Why", Kind::Line),
    ],
    button: "Save",
};

fn officers(cx: &Cx) -> Vec<(String, String, String)> {
    let directory = cx.who.directory();
    let able = directory.with_duty(Duty::ContactOfficer, None, cx.now(), cx.who.pack());
    able.iter().map(|id| (id.to_string(), directory.name(id.as_str()), String::new())).collect()
}

pub(crate) async fn officer(cx: &Cx) -> Result<Answer, Failure> {
    with_bar(cx, &OFFICER).await
}

/// A form under the bar of the person of the address.
pub(crate) async fn with_bar(cx: &Cx, form: &Form) -> Result<Answer, Failure> {
    let file = cx.app.customer_file(&cx.who, cx.param("customer")).await?;
    cx.shows(file.version);
    let body = Body::new().add(&bar(cx, file.id.as_str(), &file.customer));
    Ok(form::page(cx, form, body, &format!("/customers/{}", file.id)))
}

pub(crate) async fn assign(cx: &Cx) -> Result<Answer, Failure> {
    let officer = cx.values.word("officer")?;
    let assigned = ContactOfficerAssigned { officer, because: cx.values.raw("because").to_owned() };
    change(cx, CustomerCommand::AssignContactOfficer(assigned), "").await
}

pub(crate) const SEAL: Form = Form {
    title: "Seal this person",
    lead: "For everybody but those you name, this person does not exist: not in any list, search or count. You are always among the named.",
    fields: &[
        Field::new("named", "Who may see them", Kind::Any(everyone)),
        Field::new("because", "Why", Kind::Words),
    ],
    button: "Seal",
};

pub(crate) const UNSEAL: Form = Form {
    title: "Lift the seal",
    lead: "",
    fields: &[Field::new("because", "Why", Kind::Words)],
    button: "Lift the seal",
};

/// Everybody who works here, by name.
pub(crate) fn everyone(cx: &Cx) -> Vec<(String, String, String)> {
    let directory = cx.who.directory();
    let today = directory.calendar().date(cx.now());
    let here = directory.everyone().filter(|(_, staff)| staff.works_on(today));
    let mut all: Vec<_> =
        here.map(|(id, s)| (id.to_string(), s.details.display_name.clone(), String::new())).collect();
    all.sort_by(|a, b| a.1.cmp(&b.1));
    all
}

pub(crate) async fn seal(cx: &Cx) -> Result<Answer, Failure> {
    let id = cx.param("customer");
    let (customer, version) = cx.app.customer_to_seal(&cx.who, id).await?;
    cx.shows(version);
    let body = Body::new().add(&bar(cx, id, &customer));
    let back = format!("/customers/{id}");
    match &customer.sealed_to {
        None => Ok(form::page(cx, &SEAL, body, &back)),
        Some(named) => {
            let names: Vec<String> = named.iter().map(|id| cx.name(id.as_str())).collect();
            let body = body.p(&format!("This person is sealed. They can be seen by: {}.", names.join(", ")));
            let body =
                body.h1(UNSEAL.title).add(&form::markup(cx, &UNSEAL, &format!("/customers/{id}/unseal")));
            Ok(Answer::page(UNSEAL.title, body.done()).back(back))
        }
    }
}

pub(crate) async fn create_seal(cx: &Cx) -> Result<Answer, Failure> {
    let named = cx.values.all("named").iter().filter_map(|id| id.parse().ok()).collect();
    let sealed = Sealed { named, because: cx.values.raw("because").to_owned() };
    change(cx, CustomerCommand::Seal(sealed), "/seal").await
}

pub(crate) async fn unseal(cx: &Cx) -> Result<Answer, Failure> {
    let unsealed = Unsealed { because: cx.values.raw("because").to_owned() };
    change(cx, CustomerCommand::Unseal(unsealed), "/seal").await
}

/// Who looked, in JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Looks {
    pub looks: Vec<LookView>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct LookView {
    pub at: String,
    pub by: String,
    pub kind: String,
}

pub(crate) async fn looks(cx: &Cx) -> Result<Answer, Failure> {
    let id = cx.param("customer");
    let (customer, looks) = cx.app.looks_at_customer(&cx.who, id).await?;
    let calendar = cx.calendar();
    let look = |look: &evenhand_store::looks::Listed| LookView {
        at: words::machine(look.at, &calendar),
        by: cx.name(&look.actor),
        kind: look.kind.clone(),
    };
    let view = Looks { looks: looks.iter().map(look).collect() };
    Ok(Answer::view("Who looked", &view, || {
        let mut table = Table::new("Looks").hide_caption().head(["When", "Who", "What they saw"]);
        for look in &looks {
            let when = words::moment(look.at, &calendar);
            table = table.row([when, cx.name(&look.actor), crate::home::look_label(&look.kind).to_owned()]);
        }
        let body = Body::new().add(&bar(cx, id, &customer)).h1("Who looked");
        body.p("The newest 200 looks at this person's record.").add(&ScrollRegion::new("Looks", table)).done()
    })
    .back(format!("/customers/{id}")))
}

/// Whether a need closes something for this person, as the pack says.
pub(crate) fn need_says(cx: &Cx, code: &str) -> String {
    find(&cx.who.pack().vocabulary.needs, code).map_or_else(String::new, |need| need.say.clone())
}

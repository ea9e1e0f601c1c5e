//! The record that is measured: made once through the write path, in batches, and kept for the next run.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use evenhand_app::installation::Home;
use evenhand_app::set_up::describe;
use evenhand_app::{App, Installation, Ordered, Who};
use evenhand_domain::customer::{Address, CustomerCommand, Details, Registered, Standing};
use evenhand_domain::incident::{
    CustomerRef, FactorAnswer, HistorySearched, IncidentCommand, Report, ReviewAnswers,
};
use evenhand_domain::organisation::SetUp;
use evenhand_domain::{Command, CustomerId, IncidentId, StreamId, StreamKind};
use evenhand_policy::Pack;
use evenhand_policy::facts::Part;
use evenhand_policy::pack::Coded;
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};

use crate::Run;
use crate::dice::Dice;
use crate::ports::{MadeClock, made, on_fatal};

/// The organisation of the record.
pub const SLUG: &str = "tarrowmere";
/// The password of its accounts.
pub const PASSWORD: &str = "heron brisk lantern 41 quay";
/// Commands of one batch.
const BATCH: usize = 4_000;
/// Raised whenever records must be made anew.
const SHAPE: u32 = 2;

/// A record that is there.
pub struct Data {
    pub folder: PathBuf,
    pub customers: usize,
    pub incidents: usize,
}

impl Data {
    /// The record of a run, made if it is not there yet.
    pub async fn of(run: &Run) -> Result<Data> {
        let name = format!("record-{SHAPE}-{}-{}", run.customers, run.incidents);
        let folder = run.folder.join(name);
        let data = Data { folder: folder.clone(), customers: run.customers, incidents: run.incidents };
        if !folder.join("complete").exists() {
            if folder.exists() && !folder.join("customers").exists() {
                fs::remove_dir_all(&folder).context("what was begun could not be removed")?;
            }
            data.make(&folder, Home::Files).await?;
            fs::write(folder.join("complete"), "")?;
        }
        Ok(data)
    }

    /// A small record of its own somewhere else, for what is written to.
    pub async fn small(folder: &Path, home: Home) -> Result<Data> {
        let data = Data { folder: folder.to_owned(), customers: 5_000, incidents: 0 };
        data.make(folder, home).await?;
        Ok(data)
    }

    async fn make(&self, folder: &Path, home: Home) -> Result<()> {
        let clock = Arc::new(MadeClock::default());
        clock.set(SignedDuration::from_hours(3 * 366 * 24));
        let installation = Installation::open(folder, home, made(clock.clone()), on_fatal()).await?;
        let app = installation.open_one(SLUG).await?;
        // Customers take longest; whoever was interrupted after them goes on from there.
        let made = folder.join("customers");
        if !made.exists() {
            organisation(&app).await?;
            customers(&app, self.customers).await?;
            fs::write(&made, "")?;
        }
        incidents(&app, &clock, self.customers, self.incidents).await?;
        clock.set(SignedDuration::ZERO);
        app.run("deliver").await?;
        app.run("seal").await?;
        Ok(())
    }
}

async fn organisation(app: &App) -> Result<()> {
    let description = describe(include_str!("../../crates/demo/organisations/tarrowmere.toml"))?;
    let set_up = SetUp {
        name: description.name.clone(),
        zone: description.zone.clone(),
        jurisdiction: description.jurisdiction.clone(),
        pack: description.pack.clone(),
        brand: description.brand.clone(),
    };
    let files = evenhand_app::packs::shipped_files(&description.pack).context("the pack ships")?;
    app.set_up(set_up, files).await?;
    let from = Date::new(2015, 1, 1)?;
    app.enter(&description, from, Some(PASSWORD)).await?;
    Ok(())
}

/// The id of the customer with a number.
pub fn customer_id(n: usize) -> String {
    CustomerId::from_random((n as u128).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835).to_be_bytes())
        .to_string()
}

/// The id of the incident with a number.
pub fn incident_id(n: usize) -> String {
    IncidentId::from_random(
        (n as u128 + 7).wrapping_mul(0xBF58_476D_1CE4_E5B9_94D0_49BB_1331_11EB).to_be_bytes(),
    )
    .to_string()
}

const BEGIN: [&str; 40] = [
    "Ma", "Jo", "Ka", "Li", "Sa", "An", "Be", "Ce", "Do", "El", "Fa", "Ge", "Ha", "Is", "Ju", "Ke", "La",
    "Mi", "No", "Ol", "Pa", "Qu", "Ro", "Si", "Ta", "Um", "Vi", "Wa", "Xi", "Ya", "Ze", "Al", "Br", "Cla",
    "Da", "Er", "Fre", "Gra", "Hel", "Ir",
];
const MIDDLE: [&str; 24] = [
    "ri", "na", "le", "mo", "ta", "si", "ro", "ne", "ba", "li", "de", "ka", "vi", "lo", "ma", "te", "rin",
    "sha", "ger", "wen", "dar", "mil", "cas", "ford",
];
const END: [&str; 30] = [
    "a", "o", "n", "el", "ia", "is", "er", "us", "ine", "ard", "ette", "ow", "ley", "son", "ton", "man",
    "ski", "ez", "ova", "ham", "well", "field", "wood", "smith", "berg", "ing", "en", "as", "ini", "eau",
];

/// A name as frequent as names are: some often, most seldom.
pub fn name(dice: &mut Dice) -> (String, String) {
    let mut skewed = |of: &[&str]| {
        let at = dice.below(of.len()).min(dice.below(of.len()));
        of.get(at).map_or_else(String::new, |part| (*part).to_owned())
    };
    let given = format!("{}{}{}", skewed(&BEGIN), skewed(&MIDDLE), skewed(&END));
    let family = format!("{}{}{}{}", skewed(&BEGIN), skewed(&MIDDLE), skewed(&MIDDLE), skewed(&END));
    (given, family)
}

fn details(n: usize, dice: &mut Dice) -> Details {
    let (given_names, family_name) = name(dice);
    let born =
        Date::new(1930, 1, 1).ok().and_then(|day| day.checked_add((dice.below(28_000) as i64).days()).ok());
    Details {
        given_names,
        family_name,
        born_on: born,
        customer_type: "current-customer".to_owned(),
        standing: Standing::Current,
        phones: vec![format!("04{:02} {:03} {:03}", n % 100, n / 100 % 1_000, n / 100_000 % 1_000)],
        addresses: vec![Address {
            street: format!("{} {} Street", dice.below(300) + 1, dice.one(&BEGIN)),
            suburb: format!("{}{}", dice.one(&BEGIN), dice.one(&END)),
            state: "SA 5290".to_owned(),
        }],
        ..Details::default()
    }
}

async fn customers(app: &App, count: usize) -> Result<()> {
    let who = app.itself().await?;
    let mut dice = Dice(1);
    let begun = Instant::now();
    for from in (0..count).step_by(BATCH) {
        let all = (from..count.min(from + BATCH)).map(|n| {
            let registered = Registered {
                reference: String::new(),
                details: details(n, &mut dice),
                source: "Made for measuring".to_owned(),
            };
            let command = Command::Customer(CustomerCommand::Register(registered));
            ordered(
                &who,
                StreamId::new(StreamKind::Customer, customer_id(n)),
                command,
                format!("customer-{n}"),
            )
        });
        perform(app, all.collect()).await?;
        progress("customers", from + BATCH, count, begun);
    }
    Ok(())
}

fn ordered(who: &Who, stream: StreamId, command: Command, key: String) -> Ordered {
    Ordered { who: who.clone(), stream, command, key }
}

async fn perform(app: &App, commands: Vec<Ordered>) -> Result<()> {
    for done in app.perform_in_order(commands).await? {
        done?;
    }
    Ok(())
}

fn progress(what: &str, done: usize, of: usize, begun: Instant) {
    if done.is_multiple_of(BATCH * 25) || done >= of {
        println!("made {} of {of} {what} in {} s", done.min(of), begun.elapsed().as_secs());
    }
}

/// Three years of incidents, from the oldest; all but the newest reviewed.
async fn incidents(app: &App, clock: &MadeClock, customers: usize, count: usize) -> Result<()> {
    let mut dice = Dice(2);
    let begun = Instant::now();
    let batch = BATCH / 4;
    for from in (0..count).step_by(batch) {
        let left = (count - from) as i64;
        let minutes = left * 3 * 365 * 24 * 60 / count.max(1) as i64;
        let mut all = Vec::new();
        clock.set(SignedDuration::from_mins(minutes));
        let clerk = sign(app, "Alder Quill").await?;
        let manager = sign(app, "Piper Wren").await?;
        for n in from..count.min(from + batch) {
            let stream = StreamId::new(StreamKind::Incident, incident_id(n));
            let mut add = |who: &Who, step: &str, command| {
                let command = Command::Incident(Box::new(command));
                all.push(ordered(who, stream.clone(), command, format!("incident-{n}-{step}")));
            };
            add(&clerk, "report", IncidentCommand::Report(report(&clerk, customers, &mut dice)));
            if n < count - count / 50 {
                add(&manager, "open", IncidentCommand::OpenReview);
                let found = vec!["nothing earlier".to_owned()];
                add(&manager, "history", IncidentCommand::SearchHistory(HistorySearched { found }));
                let answers = review(manager.pack(), &mut dice);
                add(&manager, "decide", IncidentCommand::DecideReview(Box::new(answers)));
            }
        }
        perform(app, all).await?;
        progress("incidents", from + batch, count, begun);
    }
    Ok(())
}

async fn sign(app: &App, name: &str) -> Result<Who> {
    let itself = app.itself().await?;
    let id =
        itself.directory().everyone().find(|(_, staff)| staff.details.name == name).map(|(id, _)| id.clone());
    let id = id.with_context(|| format!("{name} works here"))?;
    app.who(&id).await?.with_context(|| format!("{name} works here"))
}

/// A report of one of the common kinds of conduct.
pub fn report(who: &Who, customers: usize, dice: &mut Dice) -> Report {
    let customer = CustomerId::from_random([0; 16]);
    let id = customer_id(dice.below(customers)).parse().unwrap_or(customer);
    let customer = CustomerRef {
        id,
        standing: Standing::Current,
        customer_type: "current-customer".to_owned(),
        contact_officer: None,
    };
    let sites: Vec<_> = who.directory().organisation().sites.keys().cloned().collect();
    Report {
        part: Part::Experienced,
        customer: Some(customer),
        happenings: ["shouting".to_owned()].into(),
        site: sites.get(dice.below(sites.len())).cloned(),
        site_kind: "office".to_owned(),
        occurred_at: who.now() - SignedDuration::from_mins(dice.below(600) as i64),
        words: Some(
            "He leant over the counter and shouted that nobody had called him back for six weeks.".to_owned(),
        ),
        ..Report::default()
    }
}

fn review(pack: &Pack, dice: &mut Dice) -> ReviewAnswers {
    let r = &pack.reviewing;
    let answer =
        || FactorAnswer { not_known: false, yes: Some(false), words: Some("Considered.".to_owned()) };
    let outcomes = ["no-action", "strategy", "warning"];
    ReviewAnswers {
        factors: r.factors.iter().map(|factor| (factor.code().to_owned(), answer())).collect(),
        proportionality: Some("moderately".to_owned()),
        contributed: Some(false),
        outcomes: [dice.one(&outcomes).to_owned()].into(),
        conduct_is_ground: true,
        reasons: Some("He was asked twice to stop and did not.".to_owned()),
        passed: pack
            .rules
            .iter()
            .map(|rule| (rule.slug.clone(), "It is a small matter.".to_owned()))
            .collect(),
        ..ReviewAnswers::default()
    }
}

//! What tests stand on: a clock that is set by hand, randomness from a seed, and a whole organisation in memory of
//! one test, on SQLite or PostgreSQL. Nothing here runs in production.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up should stop at once")]

pub mod installation;
pub mod ports;
pub mod postgres;
pub mod raw;

use std::collections::BTreeMap;
use std::sync::Arc;

use evenhand_app::set_up::{Description, Named, describe};
use evenhand_app::{App, Ports, Request, Who};
use evenhand_domain::StaffId;
use evenhand_domain::organisation::SetUp;
use evenhand_ledger::SecretKey;
use evenhand_store::Place;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

pub use installation::TestInstallation;
pub use ports::{SeededEntropy, SetClock};

/// The password of every account in tests.
pub const PASSWORD: &str = "heron brisk lantern 41 quay";
/// When tests begin: Tuesday 16 March 2027, 10:14 in Adelaide.
pub const BEGIN: &str = "2027-03-16T10:14:00+10:30";

/// Which of the two organisations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Organisation {
    /// The council, with the pack `mount-gambier`.
    Tarrowmere,
    /// The agency, with the pack `services-australia`.
    Nas,
}

impl Organisation {
    /// What the organisation consists of.
    pub fn description(self) -> Description {
        let text = match self {
            Organisation::Tarrowmere => include_str!("../../demo/organisations/tarrowmere.toml"),
            Organisation::Nas => include_str!("../../demo/organisations/nas.toml"),
        };
        describe(text).unwrap()
    }
}

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// The engines to test on: SQLite always, PostgreSQL wherever the test command runs.
    pub fn all() -> Vec<Engine> {
        match postgres::url() {
            Some(_) => vec![Engine::Sqlite, Engine::Postgres],
            None => vec![Engine::Sqlite],
        }
    }
}

/// One organisation at work, for one test.
pub struct TestOrg {
    pub app: App,
    pub clock: Arc<SetClock>,
    pub named: Named,
    pub description: Description,
    keys: std::sync::atomic::AtomicU64,
    _folder: Option<TempDir>,
}

impl TestOrg {
    /// The council, on SQLite.
    pub async fn tarrowmere() -> TestOrg {
        TestOrg::open(Organisation::Tarrowmere, Engine::Sqlite).await
    }

    /// The agency, on SQLite.
    pub async fn nas() -> TestOrg {
        TestOrg::open(Organisation::Nas, Engine::Sqlite).await
    }

    /// An organisation with its people, on an engine.
    pub async fn open(organisation: Organisation, engine: Engine) -> TestOrg {
        let description = organisation.description();
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(SetClock::at(begin()));
        let place = place(engine, &folder).await;
        let app = open(&description.slug, &place, clock.clone()).await;
        TestOrg::with_people(app, clock, description, Some(folder)).await
    }

    /// An empty organisation gets its people. `folder` goes when the organisation does.
    pub(crate) async fn with_people(
        app: App,
        clock: Arc<SetClock>,
        description: Description,
        folder: Option<TempDir>,
    ) -> TestOrg {
        let set_up = SetUp {
            name: description.name.clone(),
            zone: description.zone.clone(),
            jurisdiction: description.jurisdiction.clone(),
            pack: description.pack.clone(),
            brand: description.brand.clone(),
        };
        let files = evenhand_app::packs::shipped_files(&description.pack).unwrap();
        app.set_up(set_up, files).await.unwrap();
        let named = app.enter(&description, date(2020, 1, 1), None).await.unwrap();
        let keys = std::sync::atomic::AtomicU64::new(0);
        TestOrg { app, clock, named, description, keys, _folder: folder }
    }

    /// Somebody, by the name they sign in with, as of now.
    pub async fn who(&self, account: &str) -> Who {
        self.app
            .who(&self.id(account))
            .await
            .unwrap()
            .unwrap_or_else(|| panic!("{account} does not work here"))
    }

    /// Somebody's id, by the name they sign in with.
    pub fn id(&self, account: &str) -> StaffId {
        let staff = self.description.staff.iter().find(|staff| staff.account.as_deref() == Some(account));
        let staff = staff.unwrap_or_else(|| panic!("nobody signs in as {account}"));
        self.named.staff.get(&staff.name).unwrap().clone()
    }

    /// A request with a key of its own.
    pub fn request(&self) -> Request {
        let n = self.keys.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Request { key: format!("test-{n}"), ..Request::default() }
    }

    /// Lets time pass.
    pub fn pass(&self, time: SignedDuration) {
        self.clock.pass(time);
    }

    /// Gives everybody with an account their password.
    pub async fn with_accounts(self) -> TestOrg {
        let accounts: BTreeMap<String, StaffId> = self
            .description
            .staff
            .iter()
            .filter_map(|staff| Some((staff.account.clone()?, self.named.staff.get(&staff.name)?.clone())))
            .collect();
        for (account, id) in accounts {
            self.app.put_account(&id, &account, PASSWORD).await.unwrap();
        }
        self
    }
}

/// Opens an app on a place, with the clock given and randomness from a seed.
pub async fn open(slug: &str, place: &Place, clock: Arc<SetClock>) -> App {
    let ports = Ports { clock, entropy: Arc::new(SeededEntropy::new(7)) };
    let key = SecretKey::new(&format!("evenhand/{slug}"), &[7; 32]);
    let on_fatal = Arc::new(|error: &evenhand_store::StoreError| panic!("storage failed in a test: {error}"));
    App::open(slug, place, key, ports, on_fatal).await.unwrap()
}

/// A new place on an engine.
pub async fn place(engine: Engine, folder: &TempDir) -> Place {
    match engine {
        Engine::Sqlite => Place::File(folder.path().join("record.db")),
        Engine::Postgres => postgres::new_place().await,
    }
}

/// Now, as tests begin.
pub fn begin() -> Timestamp {
    BEGIN.parse().unwrap()
}

//! Both organisations in one installation, as one process serves them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use evenhand_app::installation::Home;
use evenhand_app::{Installation, Ports};
use tempfile::TempDir;

use crate::{Engine, Organisation, SeededEntropy, SetClock, TestOrg, begin, postgres};

/// An installation with both organisations.
pub struct TestInstallation {
    pub installation: Installation,
    pub clock: Arc<SetClock>,
    pub tarrowmere: TestOrg,
    pub nas: TestOrg,
    pub folder: TempDir,
}

impl TestInstallation {
    /// Both organisations with their people.
    pub async fn open() -> TestInstallation {
        TestInstallation::on(Engine::Sqlite).await
    }

    /// The same on an engine.
    pub async fn on(engine: Engine) -> TestInstallation {
        let home = match engine {
            Engine::Sqlite => Home::Files,
            Engine::Postgres => Home::Server(new_database().await),
        };
        let (installation, clock, folder) = empty_at(home).await;
        let organisation = |organisation: Organisation| {
            let (installation, clock) = (installation.clone(), clock.clone());
            async move {
                let description = organisation.description();
                let app = installation.open_one(&description.slug).await.unwrap();
                TestOrg::with_people(app, clock, description, None).await
            }
        };
        let tarrowmere = organisation(Organisation::Tarrowmere).await;
        let nas = organisation(Organisation::Nas).await;
        TestInstallation { installation, clock, tarrowmere, nas, folder }
    }
}

/// An installation without any organisation, as a new machine has it.
pub async fn empty() -> (Installation, Arc<SetClock>, TempDir) {
    empty_at(Home::Files).await
}

async fn empty_at(home: Home) -> (Installation, Arc<SetClock>, TempDir) {
    let folder = TempDir::new().unwrap();
    let clock = Arc::new(SetClock::at(begin()));
    let ports = Ports { clock: clock.clone(), entropy: Arc::new(SeededEntropy::new(11)) };
    let on_fatal = Arc::new(|error: &evenhand_store::StoreError| panic!("storage failed in a test: {error}"));
    let installation = Installation::open(folder.path(), home, ports, on_fatal).await.unwrap();
    (installation, clock, folder)
}

/// The address of a database of its own, for what names its schemas itself.
async fn new_database() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let url = postgres::url().expect("EVENHAND_TEST_POSTGRES says where the server is");
    let name = postgres::unused_name(COUNT.fetch_add(1, Ordering::Relaxed));
    let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(&format!("create database {name}")).await.unwrap();
    // Of two values for one name, the last one counts.
    format!("{url} dbname={name}")
}

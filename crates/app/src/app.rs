//! One organisation at work: its record, its people, its policy, its clock.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use evenhand_domain::delegation::Delegation;
use evenhand_domain::organisation::Organisation;
use evenhand_domain::pack_history::PackHistory;
use evenhand_domain::staff::Staff;
use evenhand_domain::{Directory, StreamKind};
use evenhand_ledger::{PublicKey, SecretKey};
use evenhand_policy::Pack;
use evenhand_store::{Place, Store, StoreError};
use jiff::Timestamp;
use tokio::sync::RwLock;

use crate::accounts::Strangers;
use crate::error::AppError;
use crate::packs;
use crate::ports::Ports;

/// One organisation at work.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    slug: String,
    store: Store,
    ports: Ports,
    key: SecretKey,
    shared: bool,
    known: RwLock<Option<Arc<Known>>>,
    changed: AtomicU64,
    numbers: std::sync::Mutex<HashMap<String, Arc<AtomicI64>>>,
    strangers: Strangers,
}

/// What is known of the organisation, as of some change of it.
pub struct Known {
    /// Who is who.
    pub directory: Directory,
    /// The versions of its policy.
    pub packs: PackHistory,
    as_of: u64,
    moved: i64,
}

/// The kinds of things that [`Known`] is made of.
const KNOWN_KINDS: &[StreamKind] =
    &[StreamKind::Organisation, StreamKind::Staff, StreamKind::Delegation, StreamKind::Pack];

impl App {
    /// Opens an organisation's record. `slug` names it in addresses and files; `key` signs its logs.
    pub async fn open(
        slug: &str,
        place: &Place,
        key: SecretKey,
        ports: Ports,
        on_fatal: evenhand_store::OnFatal,
    ) -> Result<App, AppError> {
        let (entropy, clock, fatal) = (ports.clone(), ports.clock.clone(), on_fatal.clone());
        let store_ports = evenhand_store::Ports {
            salt: Arc::new(move || entropy.random()),
            clock: Arc::new(move || clock.now().as_millisecond()),
            on_fatal,
        };
        let store = Store::open(place, store_ports).await.inspect_err(|error| {
            // What cannot be read when it is opened cannot be trusted either.
            if let StoreError::Corrupt(_) = error {
                fatal(error);
            }
        })?;
        for files in store.pack_files().await? {
            match packs::read(&files.files) {
                Ok(pack) => store.shelf().put(Arc::new(pack)),
                // It was without mistakes when it was loaded; a later product may ask more of a new pack.
                Err(problems) => tracing::warn!(
                    pack = files.name,
                    version = files.version,
                    count = problems.len(),
                    "a pack loaded earlier cannot be read by this version"
                ),
            }
        }
        let inner = Inner {
            slug: slug.to_owned(),
            store,
            ports,
            key,
            shared: matches!(place, Place::Server { .. }),
            known: RwLock::default(),
            changed: AtomicU64::new(1),
            numbers: std::sync::Mutex::default(),
            strangers: Strangers::default(),
        };
        Ok(App { inner: Arc::new(inner) })
    }

    /// The organisation's name in addresses and files.
    pub fn slug(&self) -> &str {
        &self.inner.slug
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The ports.
    pub fn ports(&self) -> &Ports {
        &self.inner.ports
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.inner.ports.clock.now()
    }

    pub(crate) fn strangers(&self) -> &Strangers {
        &self.inner.strangers
    }

    pub(crate) fn key(&self) -> &SecretKey {
        &self.inner.key
    }

    /// The key that checks the organisation's signatures.
    pub fn public_key(&self) -> PublicKey {
        self.inner.key.public()
    }

    /// Whether nothing can be saved now.
    pub fn is_read_only(&self) -> bool {
        self.inner.store.is_read_only()
    }

    /// What is known of the organisation now.
    pub async fn known(&self) -> Result<Arc<Known>, AppError> {
        let as_of = self.inner.changed.load(Ordering::Acquire);
        // Where several processes share a record, another one may have changed it.
        let moved = if self.inner.shared { self.store().moved(KNOWN_KINDS).await? } else { 0 };
        let fresh = |known: &&Arc<Known>| known.as_of == as_of && known.moved == moved;
        if let Some(known) = self.inner.known.read().await.as_ref().filter(fresh) {
            return Ok(known.clone());
        }
        let mut slot = self.inner.known.write().await;
        if let Some(known) = slot.as_ref().filter(fresh) {
            return Ok(known.clone());
        }
        let known = Arc::new(self.learn(as_of, moved).await?);
        *slot = Some(known.clone());
        Ok(known)
    }

    async fn learn(&self, as_of: u64, moved: i64) -> Result<Known, AppError> {
        let store = self.store();
        let organisation = store.states::<Organisation>(StreamKind::Organisation).await?;
        let organisation = organisation.into_iter().next().map(|row| row.state).unwrap_or_default();
        let staff = store.states::<Staff>(StreamKind::Staff).await?;
        let staff: HashMap<_, _> =
            staff.into_iter().filter_map(|row| Some((row.id.parse().ok()?, row.state))).collect();
        let delegations = store.states::<Delegation>(StreamKind::Delegation).await?;
        let delegations: BTreeMap<_, _> =
            delegations.into_iter().filter_map(|row| Some((row.id.parse().ok()?, row.state))).collect();
        let packs = store.states::<PackHistory>(StreamKind::Pack).await?;
        let packs = packs.into_iter().next().map(|row| row.state).unwrap_or_default();
        Ok(Known { directory: Directory::new(organisation, staff, delegations), packs, as_of, moved })
    }

    /// Something that [`App::known`] is made of changed here.
    pub(crate) fn has_changed(&self, kind: StreamKind) {
        if KNOWN_KINDS.contains(&kind) {
            self.inner.changed.fetch_add(1, Ordering::AcqRel);
        }
    }

    /// The next number of a series. Gaps arise only when a command fails after it got its number.
    pub(crate) async fn next_number(&self, series: &str) -> Result<i64, AppError> {
        let counter = self.counter(series);
        if counter.load(Ordering::Acquire) == 0 {
            let highest = self.store().highest_number(series).await?;
            counter.fetch_max(highest.max(0), Ordering::AcqRel);
        }
        Ok(counter.fetch_add(1, Ordering::AcqRel) + 1)
    }

    /// Another process took a number of a series: goes on behind the highest.
    pub(crate) async fn numbers_moved(&self, series: &str) -> Result<(), AppError> {
        let highest = self.store().highest_number(series).await?;
        self.counter(series).fetch_max(highest, Ordering::AcqRel);
        Ok(())
    }

    fn counter(&self, series: &str) -> Arc<AtomicI64> {
        let mut numbers = self.inner.numbers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        numbers.entry(series.to_owned()).or_default().clone()
    }
}

impl Known {
    /// The policy in force at a moment; an empty one before any is activated.
    pub(crate) fn pack_at(&self, now: Timestamp, app: &App) -> Arc<Pack> {
        self.packs
            .in_force(now)
            .map(|version| app.store().shelf().get(&reference(&version.loaded)))
            .unwrap_or_default()
    }
}

/// How events refer to a loaded version.
pub(crate) fn reference(loaded: &evenhand_domain::pack_history::Loaded) -> String {
    format!("{}@{}#{}", loaded.name, loaded.version, loaded.digest.get(..8).unwrap_or_default())
}

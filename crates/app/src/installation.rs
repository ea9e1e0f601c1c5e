//! All organisations one process serves, each with a record, a log and a key of its own.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use evenhand_ledger::SecretKey;
use evenhand_store::{OnFatal, Place};
use tokio::sync::RwLock;

use crate::app::App;
use crate::error::AppError;
use crate::ports::Ports;

/// Where the records of organisations are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Home {
    /// Files in the data folder.
    Files,
    /// Schemas of a PostgreSQL server, by its address.
    Server(String),
}

/// All organisations one process serves.
#[derive(Clone)]
pub struct Installation {
    folder: PathBuf,
    home: Home,
    ports: Ports,
    on_fatal: OnFatal,
    apps: Arc<RwLock<BTreeMap<String, App>>>,
}

/// Why an installation could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum InstallationError {
    #[error("the folder `{folder}` cannot be used")]
    Folder { folder: PathBuf, source: io::Error },
    #[error("`{0}` cannot name an organisation: use lower case letters, digits and underscores")]
    Slug(String),
    #[error("the organisation `{slug}` cannot be opened: {source}")]
    Organisation { slug: String, source: AppError },
}

impl Installation {
    /// Opens every organisation in a data folder.
    pub async fn open(
        folder: &Path,
        home: Home,
        ports: Ports,
        on_fatal: OnFatal,
    ) -> Result<Installation, InstallationError> {
        let unusable = |source| InstallationError::Folder { folder: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(unusable)?;
        let installation =
            Installation { folder: folder.to_owned(), home, ports, on_fatal, apps: Arc::default() };
        let mut slugs = Vec::new();
        for entry in fs::read_dir(folder).map_err(unusable)? {
            let path = entry.map_err(unusable)?.path();
            if path.join("log.key").is_file() {
                slugs.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
            }
        }
        for slug in slugs {
            installation.open_one(&slug).await?;
        }
        Ok(installation)
    }

    /// The organisations, by their names in addresses.
    pub async fn apps(&self) -> BTreeMap<String, App> {
        self.apps.read().await.clone()
    }

    /// One organisation.
    pub async fn app(&self, slug: &str) -> Option<App> {
        self.apps.read().await.get(slug).cloned()
    }

    /// Now.
    pub fn now(&self) -> jiff::Timestamp {
        self.ports.clock.now()
    }

    /// A word nobody can foresee: for references and keys.
    pub fn random_word(&self) -> String {
        crate::accounts::hex(&self.ports.random::<12>())
    }

    /// Whether there is none yet.
    pub async fn is_empty(&self) -> bool {
        self.apps.read().await.is_empty()
    }

    /// Makes a new, empty organisation, or opens the one that is there.
    pub async fn open_one(&self, slug: &str) -> Result<App, InstallationError> {
        let sound = slug.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_');
        if !sound || slug.is_empty() || slug.len() > 40 {
            return Err(InstallationError::Slug(slug.to_owned()));
        }
        let folder = self.folder.join(slug);
        let key = self
            .key(&folder, slug)
            .map_err(|source| InstallationError::Folder { folder: folder.clone(), source })?;
        let place = match &self.home {
            Home::Files => Place::File(folder.join("record.db")),
            Home::Server(url) => Place::Server { url: url.clone(), schema: format!("evenhand_{slug}") },
        };
        let app = App::open(slug, &place, key, self.ports.clone(), self.on_fatal.clone()).await;
        let app = app.map_err(|source| InstallationError::Organisation { slug: slug.to_owned(), source })?;
        self.apps.write().await.insert(slug.to_owned(), app.clone());
        Ok(app)
    }

    /// The key an organisation's logs are signed with: made once, readable by nobody but the owner of the process.
    fn key(&self, folder: &Path, slug: &str) -> io::Result<SecretKey> {
        fs::create_dir_all(folder)?;
        let (file, name) = (folder.join("log.key"), format!("evenhand/{slug}"));
        if let Ok(text) = fs::read_to_string(&file) {
            let seed = evenhand_ledger::Hash::from_hex(text.trim());
            let seed = seed.ok_or_else(|| io::Error::other("the key file is damaged"))?;
            return Ok(SecretKey::new(&name, &seed.0));
        }
        let seed: [u8; 32] = self.ports.random();
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut key = options.open(&file)?;
        writeln!(key, "{}", crate::accounts::hex(&seed))?;
        key.sync_all()?;
        Ok(SecretKey::new(&name, &seed))
    }
}

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
    #[error(
        "`{0}` is missing, though there is a record that was signed with it; put it back from the backup of the folder"
    )]
    KeyMissing(PathBuf),
    #[error(
        "`{0}` is damaged: it must hold 64 hexadecimal digits; put it back from the backup of the folder"
    )]
    KeyDamaged(PathBuf),
    #[error("`{0}` cannot name an organisation: use lower case letters, digits and underscores")]
    Slug(String),
    #[error("the organisation `{slug}` cannot be opened")]
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
        make_folder(folder).map_err(unusable)?;
        let installation =
            Installation { folder: folder.to_owned(), home, ports, on_fatal, apps: Arc::default() };
        let mut slugs = Vec::new();
        for entry in fs::read_dir(folder).map_err(unusable)? {
            let name = entry.map_err(unusable)?.file_name().to_string_lossy().into_owned();
            if is_slug(&name) && holds_organisation(&folder.join(&name))? {
                slugs.push(name);
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

    /// Whether nobody works here yet: there is no organisation, or its set-up was cut short before its first
    /// administrator. What cannot be read is taken for inhabited, so that nobody moves in.
    pub async fn is_empty(&self) -> bool {
        for app in self.apps().await.values() {
            match app.known().await {
                Ok(known) if known.directory.everyone().next().is_none() => {}
                Ok(_) | Err(_) => return false,
            }
        }
        true
    }

    /// Makes a new, empty organisation, or opens the one that is there.
    pub async fn open_one(&self, slug: &str) -> Result<App, InstallationError> {
        if !is_slug(slug) {
            return Err(InstallationError::Slug(slug.to_owned()));
        }
        let folder = self.folder.join(slug);
        let key = self.key(&folder, slug)?;
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
    fn key(&self, folder: &Path, slug: &str) -> Result<SecretKey, InstallationError> {
        let unusable = |source| InstallationError::Folder { folder: folder.to_owned(), source };
        make_folder(folder).map_err(unusable)?;
        let (file, name) = (folder.join("log.key"), format!("evenhand/{slug}"));
        let seed = match fs::read(&file) {
            Ok(text) => seed_of(&text).ok_or(InstallationError::KeyDamaged(file))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.new_seed(&file).map_err(unusable)?
            }
            Err(source) => return Err(InstallationError::Folder { folder: file, source }),
        };
        Ok(SecretKey::new(&name, &seed))
    }

    fn new_seed(&self, file: &Path) -> io::Result<[u8; 32]> {
        let seed: [u8; 32] = self.ports.random();
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut key = options.open(file)?;
        writeln!(key, "{}", crate::accounts::hex(&seed))?;
        key.sync_all()?;
        Ok(seed)
    }
}

fn seed_of(text: &[u8]) -> Option<[u8; 32]> {
    let text = str::from_utf8(text).ok()?;
    Some(evenhand_ledger::Hash::from_hex(text.trim())?.0)
}

/// Whether a word can name an organisation in addresses and files.
fn is_slug(name: &str) -> bool {
    let sound = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_';
    !name.is_empty() && name.len() <= 40 && name.bytes().all(sound)
}

/// Whether a folder is an organisation's. A record without its key is never passed over as if it were not there.
fn holds_organisation(folder: &Path) -> Result<bool, InstallationError> {
    let unusable = |source| InstallationError::Folder { folder: folder.to_owned(), source };
    if !fs::metadata(folder).map_err(unusable)?.is_dir() {
        return Ok(false);
    }
    let key = folder.join("log.key");
    if key.try_exists().map_err(unusable)? {
        return Ok(true);
    }
    match folder.join("record.db").try_exists().map_err(unusable)? {
        true => Err(InstallationError::KeyMissing(key)),
        false => Ok(false),
    }
}

/// Makes a folder that nobody but the owner of the process can look into; one that is there is left as it is.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_file() {
        return Err(io::Error::other("it is a file"));
    }
    let mut maker = fs::DirBuilder::new();
    maker.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
    maker.create(folder)
}

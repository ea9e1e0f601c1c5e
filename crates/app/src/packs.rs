//! Policy packs: read from files, checked, loaded, proposed by one person, activated by another.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use evenhand_domain::pack_history::{Activated, Loaded, PackCommand, Proposed, Withdrawn};
use evenhand_domain::{Command, StreamId, StreamKind};
use evenhand_ledger::Hash;
use evenhand_policy::Pack;
use evenhand_policy::pack::{Files, Problem};
use evenhand_store::beside::{PackFiles, put_pack};
use include_dir::{Dir, include_dir};
use jiff::Timestamp;

use crate::access::Who;
use crate::app::App;
use crate::error::AppError;
use crate::perform::{Done, Request};

/// The packs that ship with the product.
static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../packs");

/// The names of the packs that ship.
pub fn shipped() -> Vec<String> {
    let name = |dir: &Dir<'_>| dir.path().file_name().map(|name| name.to_string_lossy().into_owned());
    SHIPPED.dirs().filter_map(name).collect()
}

/// The files of a pack that ships.
pub fn shipped_files(name: &str) -> Option<Files> {
    fn collect(dir: &Dir<'_>, root: &Path, files: &mut Files) {
        for file in dir.files() {
            if let (Ok(path), Some(text)) = (file.path().strip_prefix(root), file.contents_utf8()) {
                files.insert(path.to_string_lossy().into_owned(), text.to_owned());
            }
        }
        dir.dirs().for_each(|dir| collect(dir, root, files));
    }
    let dir = SHIPPED.get_dir(name)?;
    let mut files = Files::new();
    collect(dir, dir.path(), &mut files);
    Some(files)
}

/// The files of a pack in a folder.
pub fn folder_files(folder: &Path) -> std::io::Result<Files> {
    let mut files = Files::new();
    for dir in [folder.to_owned(), folder.join("documents")] {
        if !dir.is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(&dir)? {
            let path = entry?.path();
            if path.is_file()
                && let Ok(name) = path.strip_prefix(folder)
            {
                files.insert(name.to_string_lossy().into_owned(), std::fs::read_to_string(&path)?);
            }
        }
    }
    Ok(files)
}

/// Reads a pack and gives it the hash over all its files.
pub fn read(files: &Files) -> Result<Pack, Vec<Problem>> {
    let mut pack = Pack::read(files)?;
    pack.digest = digest(files);
    Ok(pack)
}

fn digest(files: &Files) -> String {
    let mut all = String::new();
    for (name, text) in files {
        all.push_str(&format!("{name}\0{}\0{text}\0", text.len()));
    }
    Hash::of(all.as_bytes()).hex()
}

impl App {
    /// Loads a version. It is kept with all its files, so that a decision made under it can be explained years
    /// later.
    pub async fn load_pack(&self, who: &Who, files: Files, request: &Request) -> Result<Done, PackError> {
        let pack = read(&files).map_err(PackError::Mistakes)?;
        let loaded = Loaded {
            name: pack.identity.name.clone(),
            version: pack.identity.version.clone(),
            digest: pack.digest.clone(),
            valid_from: pack.identity.valid_from,
            sources: pack
                .sources
                .iter()
                .map(|s| format!("{}, valid from {}", s.identifier, s.valid_from))
                .collect(),
            missing_parts: pack.missing_parts.iter().map(|m| format!("{}: {}", m.part, m.because)).collect(),
        };
        let kept = PackFiles {
            name: loaded.name.clone(),
            version: loaded.version.clone(),
            digest: loaded.digest.clone(),
            files,
        };
        let stream = StreamId::new(StreamKind::Pack, loaded.name.clone());
        // The files first: an event never points at files that are not there.
        who.permit(evenhand_policy::Action::ProposePack, &Default::default())?;
        self.store().write_beside(vec![put_pack(&kept)]).await.map_err(AppError::from)?;
        let done = self.perform(who, stream, Command::Pack(PackCommand::Load(loaded)), request).await?;
        self.store().shelf().put(Arc::new(pack));
        Ok(done)
    }

    /// Proposes to start a version.
    pub async fn propose_pack(
        &self,
        who: &Who,
        proposed: Proposed,
        request: &Request,
    ) -> Result<Done, AppError> {
        self.perform(who, self.pack_stream(who), Command::Pack(PackCommand::Propose(proposed)), request).await
    }

    /// Activates a proposed version.
    pub async fn activate_pack(
        &self,
        who: &Who,
        activated: Activated,
        request: &Request,
    ) -> Result<Done, AppError> {
        self.perform(who, self.pack_stream(who), Command::Pack(PackCommand::Activate(activated)), request)
            .await
    }

    /// Withdraws or refuses a proposal.
    pub async fn withdraw_pack(
        &self,
        who: &Who,
        withdrawn: Withdrawn,
        request: &Request,
    ) -> Result<Done, AppError> {
        self.perform(who, self.pack_stream(who), Command::Pack(PackCommand::Withdraw(withdrawn)), request)
            .await
    }

    /// A loaded version, whole.
    pub async fn pack_version(&self, who: &Who, version: &str) -> Result<Option<Arc<Pack>>, AppError> {
        who.permit(evenhand_policy::Action::ReadPacks, &Default::default())?;
        let known = who.packs().version(version);
        Ok(known.map(|known| self.store().shelf().get(&crate::app::reference(&known.loaded))))
    }

    /// The files of a loaded version.
    pub async fn pack_files(
        &self,
        who: &Who,
        version: &str,
    ) -> Result<Option<BTreeMap<String, String>>, AppError> {
        who.permit(evenhand_policy::Action::ReadPacks, &Default::default())?;
        let all = self.store().pack_files().await?;
        Ok(all.into_iter().find(|files| files.version == version).map(|files| files.files))
    }

    pub(crate) fn pack_stream(&self, who: &Who) -> StreamId {
        let set_up = who.directory().organisation().set_up.as_ref();
        StreamId::new(StreamKind::Pack, set_up.map_or("none", |set_up| &set_up.pack))
    }

    /// The policy in force at a moment.
    pub async fn pack_at(&self, now: Timestamp) -> Result<Arc<Pack>, AppError> {
        Ok(self.known().await?.pack_at(now, self))
    }
}

/// Why a pack could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// It has mistakes.
    #[error("the pack has {} mistakes", .0.len())]
    Mistakes(Vec<Problem>),
    /// It was refused, or not allowed, or could not be stored.
    #[error(transparent)]
    App(#[from] AppError),
}

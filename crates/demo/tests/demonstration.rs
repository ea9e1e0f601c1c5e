//! The demonstration as it is served: what it holds, that it is always the same, that its record is intact.

use std::path::Path;
use std::sync::Arc;

use evenhand_app::installation::Home;
use evenhand_app::{Installation, Ports};
use evenhand_demo::{Options, SEED, Size, build};
use jiff::Timestamp;
use tempfile::TempDir;

/// Tuesday 16 March 2027, in the afternoon.
const NOW: &str = "2027-03-16T05:00:00Z";

fn options(seed: u64, size: Size) -> Options {
    let now: Timestamp = NOW.parse().unwrap();
    Options { seed, size, now, password: "heron brisk lantern 41 quay".to_owned(), progress: |_| {} }
}

async fn made(seed: u64, size: Size) -> TempDir {
    let folder = TempDir::new().unwrap();
    build(folder.path(), Home::Files, &options(seed, size), fatal()).await.unwrap();
    folder
}

fn fatal() -> evenhand_store::OnFatal {
    Arc::new(|error: &evenhand_store::StoreError| panic!("storage failed in a test: {error}"))
}

async fn open(folder: &Path) -> Installation {
    Installation::open(folder, Home::Files, Ports::system(), fatal()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stories_can_be_told() {
    let folder = made(SEED, Size::Stories).await;
    let installation = open(folder.path()).await;
    assert_eq!(installation.apps().await.len(), 2);
}

//! A file that may not grow stands for a full disk: the same answer of the database, without a disk to fill.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;

use tokio::sync::mpsc;

use super::{Connection, Queue, Statement, StoreError, Watch, write_to_a_file};
use crate::beside::{File, put_file, put_setting};
use crate::db::Db;
use crate::disk::Disk;
use crate::sqlite::{Sqlite, Writer};
use crate::{Ports, Shelf, Store, migrations};

/// A store whose file holds something large already, and may grow by a few pages only.
async fn store(path: &Path, clock: Arc<AtomicI64>) -> Result<Store, StoreError> {
    const PAGES: i64 = 20;
    let connection = Connection::Sqlite(Writer::open(path)?);
    migrations::migrate(&connection).await?;
    let bytes = vec![7; 1024 * 1024];
    let large = File { hash: "large".to_owned(), media_type: "text/plain".to_owned(), bytes };
    connection.execute_all(&[put_file(&large, jiff::Timestamp::UNIX_EPOCH)]).await?;
    let pages = connection.query(&Statement::new("pragma page_count", vec![])).await?;
    let pages = pages.first().map_or(Ok(0), |row| row.int(0))?;
    connection.query(&Statement::new(limit(pages + PAGES), vec![])).await?;

    let clock: Arc<dyn Fn() -> i64 + Send + Sync> = Arc::new(move || clock.load(Ordering::Relaxed));
    let disk = Disk::beside(path, clock.clone());
    let ports = Ports { salt: Arc::new(|| [7; 32]), clock, on_fatal: Arc::new(|_| {}) };
    let (jobs, sent) = mpsc::channel(10);
    let watch = Watch { on_fatal: ports.on_fatal.clone(), disk: disk.clone() };
    thread::spawn(move || {
        futures::executor::block_on(write_to_a_file(&connection, Queue::new(sent), &watch));
    });
    Ok(Store { db: Db::Sqlite(Sqlite::open(path)?), jobs, shelf: Shelf::default(), ports, disk })
}

fn limit(pages: i64) -> &'static str {
    format!("pragma max_page_count = {pages}").leak()
}

#[tokio::test]
async fn on_a_full_disk_saving_is_refused_reading_goes_on_and_saving_comes_back() -> Result<(), StoreError> {
    let folder = tempfile::tempdir().map_err(|why| StoreError::Unavailable(why.to_string()))?;
    let clock = Arc::new(AtomicI64::new(1_000_000));
    let store = store(&folder.path().join("record.db"), clock.clone()).await?;
    let page = "x".repeat(4_000);

    let mut saved = 0;
    let refused = loop {
        match store.write_beside(vec![put_setting(&format!("s{saved}"), &page)]).await {
            Ok(()) => saved += 1,
            Err(refused) => break refused,
        }
    };
    assert!(saved > 5, "{saved}");
    assert_eq!(refused.to_string(), "nothing can be saved now: the disk is full");
    assert!(store.is_read_only());

    // Reading goes on; nothing else is tried before its time, even if it would make space.
    assert_eq!(store.setting("s0").await?, Some(page.clone()));
    let make_space = || vec![Statement::new("delete from files", vec![])];
    let refused = store.write_beside(make_space()).await;
    assert!(matches!(refused, Err(StoreError::ReadOnly(_))), "{refused:?}");

    clock.fetch_add(2_000, Ordering::Relaxed);
    store.write_beside(make_space()).await?;
    assert!(!store.is_read_only());
    store.write_beside(vec![put_setting("after", &page)]).await?;
    assert_eq!(store.setting(&format!("s{}", saved - 1)).await?, Some(page.clone()));
    assert_eq!(store.setting(&format!("s{saved}")).await?, None);
    assert_eq!(store.setting("after").await?, Some(page));
    Ok(())
}

//! A full disk is survivable: nothing is said to be saved that is not, reading goes on, looks are still recorded,
//! and when there is space again saving goes on without a restart.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::Ordering;

use evenhand_store::{Log, Place, StoreError};
use tempfile::TempDir;

use crate::bench::{Bench, key, look, need, register, save};

const MEGABYTE: usize = 1024 * 1024;

/// A disk of so many megabytes in memory. Only who may mount can have one.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn of(megabytes: usize) -> Option<SmallDisk> {
        let folder = TempDir::new().unwrap();
        let size = format!("size={megabytes}m");
        let mount =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        mount.is_ok_and(|mount| mount.status.success()).then_some(SmallDisk(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Fills it until so many bytes are left.
    fn fill(&self, name: &str, left: usize) -> PathBuf {
        let file = self.path().join(name);
        let free = Command::new("stat").args(["-f", "-c", "%a %S"]).arg(self.path()).output().unwrap();
        let free = String::from_utf8(free.stdout).unwrap();
        let (blocks, size) = free.trim().split_once(' ').unwrap();
        let free = blocks.parse::<usize>().unwrap() * size.parse::<usize>().unwrap();
        fs::write(&file, vec![1; free.saturating_sub(left)]).unwrap();
        file
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: the threads of the store may still have it open.
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

/// Enters customers until that is refused; gives how many were entered, and what was said.
async fn save_until_refused(bench: &Bench) -> (usize, StoreError) {
    for n in 0.. {
        if let Err(refused) = save(&bench.store, register(&format!("c{n}"))).await {
            return (n, refused);
        }
    }
    unreachable!("a disk is full at some time")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_reading_goes_on_and_saving_comes_back() {
    // Where nobody may mount, the test beside `src/disk.rs` shows the same but for the reserve.
    let Some(disk) = SmallDisk::of(48) else { return };
    let place = Place::File(disk.path().join("record.db"));
    let bench = Bench::at(place, TempDir::new().unwrap()).await.unwrap();
    let reserve = disk.path().join("record.reserve");
    assert_eq!(fs::metadata(&reserve).unwrap().len() as usize, 32 * MEGABYTE);

    let ballast = disk.fill("ballast", MEGABYTE);
    let (saved, refused) = save_until_refused(&bench).await;
    assert!(saved > 3, "{saved}");
    assert_eq!(refused.to_string(), "nothing can be saved now: the disk is full");
    assert!(bench.store.is_read_only());

    // Reading goes on, and the reserve is there for the looks that go with it, and for nothing else.
    assert_eq!(bench.store.load(&"customer:c1".parse().unwrap()).await.unwrap().len(), 1);
    for _ in 0..20 {
        look(&bench.store, "customer:c1").await.unwrap();
    }
    assert!(!reserve.exists());
    let refused = save(&bench.store, register("late")).await;
    assert!(matches!(refused, Err(StoreError::ReadOnly(_))), "{refused:?}");

    // It is tried again after a while; while there is no space it stays as it is.
    let more = disk.fill("more ballast", 31 * MEGABYTE);
    bench.clock.fetch_add(5_000, Ordering::Relaxed);
    let refused = save(&bench.store, register("late")).await;
    assert!(matches!(refused, Err(StoreError::ReadOnly(_))), "{refused:?}");
    look(&bench.store, "customer:c1").await.unwrap();

    // With the reserve used up too, looks are refused: nobody is served without a record of it.
    let rest = disk.fill("the rest", 0);
    let refused = loop {
        match look(&bench.store, "customer:c1").await {
            Ok(_) => {}
            Err(refused) => break refused,
        }
    };
    assert!(matches!(refused, StoreError::ReadOnly(_)), "{refused}");

    [ballast, more, rest].iter().for_each(|file| fs::remove_file(file).unwrap());
    bench.clock.fetch_add(5_000, Ordering::Relaxed);
    save(&bench.store, need("after", "c1", &[register("c1")])).await.unwrap();
    assert!(!bench.store.is_read_only());
    assert_eq!(fs::metadata(&reserve).unwrap().len() as usize, 32 * MEGABYTE);

    assert_eq!(bench.number("select count(*) from events").await as usize, saved + 1);
    assert_eq!(bench.store.compare().await.unwrap(), []);
    for log in Log::ALL {
        bench.store.verify(log, &key().public()).await.unwrap();
    }
    assert!(bench.fatal.lock().unwrap().is_empty(), "a full disk is no reason to stop");
}

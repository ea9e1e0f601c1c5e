//! What was acknowledged is kept when the power goes, at any moment.
//!
//! Two ways. On a disk of its own, with a journal, whose power is cut under load: where mounting is allowed. And
//! everywhere: the files are built anew as a cut at any moment may leave them, from notes of every write and sync.
//! Each way first shows that it sees a product that does not sync.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up should stop at once")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use evenhand_e2e::audit::Audit;
use evenhand_e2e::chance::{Chance, say};
use evenhand_e2e::disk::Disk;
use evenhand_e2e::record::Data;
use evenhand_e2e::replay::{Recording, Syncs, files_of, recorder};
use evenhand_e2e::workplace::Workplace;
use rustix::process::Signal;
use tempfile::TempDir;

/// Cuts of the power of a disk in a run where nothing else was asked for.
const CUTS: u64 = 5;
/// Disks built anew.
const REBUILT: u64 = 40;
/// Disks that are rebuilt as if nothing had been synced, to see that this is noticed.
const PLANTED: u64 = 10;
/// Of these, so many are also looked through by the product's own commands.
const LOOKED_THROUGH: u64 = 4;
/// Makes syncs do nothing, and say that all went well.
const WITHOUT_SYNCS: [&str; 10] = [
    "strace",
    "-D",
    "-f",
    "-qq",
    "-o",
    "/dev/null",
    "-e",
    "trace=fsync,fdatasync",
    "-e",
    "inject=fsync,fdatasync:retval=0",
];

#[expect(clippy::disallowed_methods, reason = "whoever wants a long run says so in the environment")]
fn cuts_asked_for() -> Option<u64> {
    std::env::var("EVENHAND_CUTS").ok()?.parse().ok()
}

/// People at work on a disk of their own; none for whoever may not mount.
fn on_a_disk(folder: &TempDir) -> Option<(Workplace, Disk)> {
    let disk = Disk::in_a_file(&folder.path().join("disk"), 512)?;
    let made = Data::files(&folder.path().join("data"));
    made.make();
    let site = Workplace::of(made.copy(&disk.path().join("data")));
    disk.sync();
    Some((site, disk))
}

/// Lets people work, cuts the power under them, and puts the disk in again. Gives how many commands were sent before.
fn cut(site: &mut Workplace, disk: &mut Disk, chance: &mut Chance) -> usize {
    let moment = Duration::from_micros(chance.below(20_000));
    let before = site.work_until(1 + chance.below(60), moment, |_| disk.cut());
    site.product.signal(Signal::KILL);
    site.product.wait();
    disk.mount_again();
    before
}

#[test]
fn what_was_acknowledged_survives_power_cuts_under_load() {
    let folder = TempDir::new().unwrap();
    let Some((mut site, mut disk)) = on_a_disk(&folder) else {
        return say(
            "power cuts of a disk: not run, since this machine lets us mount none. The rebuilt disks of the \
            other test stand in for it",
        );
    };
    let (mut chance, mut saved, mut gone, cuts) = (Chance::new(), 0, 0, cuts_asked_for().unwrap_or(CUTS));
    for cut_number in 1..=cuts {
        let before = cut(&mut site, &mut disk, &mut chance);
        let audit = site.audit();
        assert!(audit.is_clean(), "cut {cut_number}: {audit}\n{audit:#?}");
        saved += site.acknowledged_since(before);
        gone += audit.unanswered_gone + audit.unanswered_there;
        site.start_again();
        site.send_again(before);
    }
    site.product.kill();
    let audit = site.audit();
    assert!(audit.is_clean(), "{audit}\n{audit:#?}");
    say(&format!(
        "power of a disk with ext4 cut {cuts} times: {saved} commands acknowledged, 0 lost, 0 doubled, 0 half; {gone} \
         without an answer, sent again and there once"
    ));
}

#[test]
fn cutting_the_power_shows_a_product_that_does_not_sync() {
    let folder = TempDir::new().unwrap();
    let Some((mut site, mut disk)) = on_a_disk(&folder) else {
        return say("power cuts of a disk, planted fault: not run, since this machine lets us mount none");
    };
    let mut chance = Chance::new();
    for cut_number in 1..=5 {
        site.product.kill();
        site.start_again_under(&WITHOUT_SYNCS);
        cut(&mut site, &mut disk, &mut chance);
        // Without syncs the record may not even be readable any more.
        let audit = catch_unwind(AssertUnwindSafe(|| site.audit()));
        let Ok(audit) = audit else {
            return say(&format!(
                "planted: no syncs. Seen at cut {cut_number}: the record cannot be read any more"
            ));
        };
        if !audit.lost.is_empty() {
            return say(&format!("planted: no syncs. Seen at cut {cut_number}: {audit}"));
        }
        site.start_again();
    }
    panic!("five cuts without syncs, and nothing was missed");
}

/// Work that was noted, write by write.
struct Noted {
    site: Workplace,
    recording: Recording,
    _folder: TempDir,
}

fn noted() -> Noted {
    let folder = TempDir::new().unwrap();
    let mut site = Workplace::open(Data::files(&folder.path().join("data")));
    site.product.kill();
    let (before, notes) = (files_of(&site.data), folder.path().join("notes"));
    let recorder = recorder(&notes);
    let recorder: Vec<&str> = recorder.iter().map(String::as_str).collect();
    site.start_again_under(&recorder);
    let pid = site.product.pid();
    site.work_and_kill(150, 0);
    Noted { recording: Recording::read(&notes, pid, before), site, _folder: folder }
}

/// A disk as a cut at a random moment leaves it, compared with what people had been told by then.
fn rebuilt(noted: &Noted, syncs: Syncs, chance: &mut Chance, thoroughly: bool) -> Option<Audit> {
    let moments = u64::try_from(noted.recording.moments()).unwrap();
    let moment = usize::try_from(chance.below(moments + 1)).unwrap();
    let folder = TempDir::new().unwrap();
    let disk = noted.site.data.copy(&folder.path().join("data"));
    noted.recording.cut(moment, syncs, chance, &disk);
    let told = noted.recording.told(&noted.site.notes.lock().unwrap(), moment);
    let found =
        catch_unwind(AssertUnwindSafe(|| if thoroughly { disk.found() } else { disk.found_in_tables() }));
    Some(Audit::of(&told, &found.ok()?))
}

#[test]
fn what_was_acknowledged_is_on_every_disk_that_a_power_cut_may_leave() {
    let (noted, mut chance, mut saved) = (noted(), Chance::new(), 0);
    let rebuilt_disks = cuts_asked_for().unwrap_or(REBUILT);
    for n in 0..rebuilt_disks {
        let audit = rebuilt(&noted, Syncs::Count, &mut chance, n < LOOKED_THROUGH);
        let audit = audit.expect("the record can be read");
        assert!(audit.is_clean(), "disk {n}: {audit}\n{audit:#?}");
        saved += audit.saved;
    }
    assert!(saved > 0, "answers were noted");

    let mut seen = 0;
    for _ in 0..PLANTED {
        let audit = rebuilt(&noted, Syncs::Forgotten, &mut chance, false);
        seen += usize::from(audit.is_none_or(|audit| !audit.is_clean()));
    }
    assert!(seen > 0, "without syncs something must be missed");
    say(&format!(
        "disks built anew from {} writes and {} syncs as power cuts at {rebuilt_disks} moments may leave them: {saved} \
         acknowledged commands looked for, 0 lost, 0 doubled, 0 half. Planted: without syncs, {seen} of {PLANTED} disks show it",
        noted.recording.moments(),
        noted.recording.syncs(),
    ));
}

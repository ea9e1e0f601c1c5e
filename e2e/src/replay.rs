//! The disk as it would be after a power cut at any moment: what was written and synced is there; of what was written
//! since, any part may be, whole or torn, in any order.
//!
//! `strace` notes what the program writes to its record, when it syncs, and what it answers. From these notes the
//! files are built anew for any moment. No mount is needed, and it is stricter than any one file system.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::chance::Chance;
use crate::load::{Heard, Notes};
use crate::record::Data;

/// Disks write so many bytes whole or not at all.
const SECTOR: usize = 512;
/// The files of a record that count; the index of the write-ahead log is made anew at each start.
const FILES: [&str; 2] = ["record.db", "record.db-wal"];

/// Something the program did.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Write {
        file: usize,
        at: usize,
        bytes: Vec<u8>,
    },
    Shorten {
        file: usize,
        to: usize,
    },
    Sync {
        file: usize,
    },
    /// It sent something to somebody.
    Tell(String),
}

/// What `strace` noted.
pub struct Recording {
    steps: Vec<Step>,
    /// The files as they were before.
    before: [Vec<u8>; 2],
}

/// Whether syncs count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syncs {
    /// As the program did them.
    Count,
    /// As if it had done none: to see whether the loss is noticed.
    Forgotten,
}

/// The command that runs a program and notes what it does.
pub fn recorder(notes: &Path) -> [String; 11] {
    let calls = "trace=openat,pwrite64,ftruncate,fsync,fdatasync,sendto,writev,write";
    let notes = notes.to_str().unwrap();
    ["strace", "-D", "-f", "-q", "-xx", "-s", "70000", "-e", calls, "-o", notes].map(str::to_owned)
}

/// The files of a record as they are now.
pub fn files_of(data: &Data) -> [Vec<u8>; 2] {
    FILES.map(|name| std::fs::read(data.file().with_file_name(name)).unwrap_or_default())
}

impl Recording {
    /// Reads the notes, once the program with this id has ended.
    pub fn read(notes: &Path, pid: u32, before: [Vec<u8>; 2]) -> Recording {
        let ended = format!("{pid} +++ ");
        let text = loop {
            let text = std::fs::read_to_string(notes).unwrap();
            if text.lines().any(|line| line.starts_with(&ended)) {
                break text;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        };
        Recording { steps: steps(&text), before }
    }

    /// How many moments there are at which the power can be cut.
    pub fn moments(&self) -> usize {
        self.steps.len()
    }

    /// How often it synced.
    pub fn syncs(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step, Step::Sync { .. })).count()
    }

    /// What people had been told by a moment.
    pub fn told(&self, notes: &Notes, moment: usize) -> Notes {
        let said: String = self.steps[..moment].iter().filter_map(Step::said).collect();
        let heard = |heard: &Heard| match heard {
            Heard::Saved(answer) if said.contains(&answer.to_string()) => heard.clone(),
            Heard::Saved(_) | Heard::Nothing | Heard::Refused(..) => Heard::Nothing,
        };
        let commands = notes.commands.iter().map(|(sent, before)| (sent.clone(), heard(before))).collect();
        Notes { commands, cards: Vec::new() }
    }

    /// Writes the files as a power cut at a moment may leave them.
    pub fn cut(&self, moment: usize, syncs: Syncs, chance: &mut Chance, data: &Data) {
        for (file, name) in FILES.iter().enumerate() {
            let bytes = self.left(file, moment, syncs, chance);
            std::fs::write(data.file().with_file_name(name), bytes).unwrap();
        }
        // It is memory that the processes shared.
        let _ = std::fs::remove_file(data.file().with_extension("db-shm"));
    }

    fn left(&self, file: usize, moment: usize, syncs: Syncs, chance: &mut Chance) -> Vec<u8> {
        let past = &self.steps[..moment];
        let synced = past.iter().rposition(|step| *step == Step::Sync { file });
        let synced = synced.filter(|_| syncs == Syncs::Count).unwrap_or(0);
        let mut bytes = self.before[file].clone();
        for (at, step) in past.iter().enumerate().filter(|(_, step)| step.file() == Some(file)) {
            match at < synced {
                true => step.apply(&mut bytes),
                false => step.apply_in_part(&mut bytes, chance),
            }
        }
        bytes
    }
}

impl Step {
    fn file(&self) -> Option<usize> {
        match self {
            Step::Write { file, .. } | Step::Shorten { file, .. } | Step::Sync { file } => Some(*file),
            Step::Tell(_) => None,
        }
    }

    fn said(&self) -> Option<&str> {
        match self {
            Step::Tell(said) => Some(said),
            Step::Write { .. } | Step::Shorten { .. } | Step::Sync { .. } => None,
        }
    }

    fn apply(&self, disk: &mut Vec<u8>) {
        match self {
            Step::Write { at, bytes, .. } => put(disk, *at, bytes),
            Step::Shorten { to, .. } => disk.resize(*to, 0),
            Step::Sync { .. } | Step::Tell(_) => {}
        }
    }

    /// Not at all, whole, or only some sectors.
    fn apply_in_part(&self, disk: &mut Vec<u8>, chance: &mut Chance) {
        match (chance.below(3), self) {
            (0, _) => {}
            (1, Step::Write { at, bytes, .. }) => {
                for (n, sector) in bytes.chunks(SECTOR).enumerate() {
                    if chance.below(2) == 0 {
                        put(disk, at + n * SECTOR, sector);
                    }
                }
            }
            (_, step) => step.apply(disk),
        }
    }
}

fn put(disk: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if disk.len() < at + bytes.len() {
        disk.resize(at + bytes.len(), 0);
    }
    disk[at..at + bytes.len()].copy_from_slice(bytes);
}

/// The calls of all threads, in the order in which they ended.
fn steps(notes: &str) -> Vec<Step> {
    let (mut begun, mut open, mut steps) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    for line in notes.lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let call = call.trim_start();
        let whole = if let Some(first) = call.strip_suffix(" <unfinished ...>") {
            begun.insert(thread, first.to_owned());
            continue;
        } else if let Some((_, rest)) =
            call.strip_prefix("<... ").and_then(|call| call.split_once(" resumed>"))
        {
            begun.remove(thread).unwrap_or_default() + rest
        } else {
            call.to_owned()
        };
        steps.extend(step(&whole, &mut open));
    }
    steps
}

/// One call, if it has to do with the record or with what people are told.
fn step(call: &str, open: &mut BTreeMap<usize, PathBuf>) -> Option<Step> {
    let (name, rest) = call.split_once('(')?;
    let (arguments, result) = rest.rsplit_once(") = ").or_else(|| rest.rsplit_once(')'))?;
    let result: usize = result.trim_start_matches([' ', '=']).split(' ').next()?.parse().ok()?;
    if name == "openat" {
        open.insert(result, PathBuf::from(String::from_utf8(quoted(arguments)).ok()?));
        return None;
    }
    let number = |text: &str| text.trim().parse::<usize>().ok();
    let fd = number(arguments.split(',').next()?)?;
    let file = || {
        let path = open.get(&fd)?;
        let ours = path.parent()?.ends_with(crate::load::ORGANISATION);
        FILES.iter().position(|name| ours && path.file_name().is_some_and(|file| file == *name))
    };
    match name {
        "pwrite64" => {
            let at = number(arguments.rsplit(',').next()?)?;
            Some(Step::Write { file: file()?, at, bytes: quoted(arguments) })
        }
        "ftruncate" => Some(Step::Shorten { file: file()?, to: number(arguments.rsplit(',').next()?)? }),
        "fsync" | "fdatasync" => Some(Step::Sync { file: file()? }),
        "sendto" | "writev" | "write" => {
            Some(Step::Tell(String::from_utf8_lossy(&quoted(arguments)).into_owned()))
        }
        _ => None,
    }
}

/// The bytes of every text among the arguments, each byte as `\x41`.
fn quoted(arguments: &str) -> Vec<u8> {
    let texts = arguments.split('"').skip(1).step_by(2);
    texts.flat_map(|text| hex::decode(text.replace("\\x", "")).unwrap()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTES: &str = r#"7 openat(AT_FDCWD, "\x2f\x74\x61\x72\x72\x6f\x77\x6d\x65\x72\x65\x2f\x72\x65\x63\x6f\x72\x64\x2e\x64\x62", O_RDWR) = 4
8 pwrite64(4, "\x61\x62", 2, 1 <unfinished ...>
7 sendto(9, "\x68\x69", 2, MSG_NOSIGNAL, NULL, 0) = 2
8 <... pwrite64 resumed>) = 2
8 fsync(4)                          = 0
8 pwrite64(5, "\x61\x62", 2, 1)     = 2
8 fsync(4)                          = -1 EIO (Input/output error)
8 ftruncate(4, 2)                   = 0
7 +++ exited with 0 +++"#;

    #[test]
    fn what_strace_notes_becomes_steps() {
        let expected = [
            Step::Tell("hi".to_owned()),
            Step::Write { file: 0, at: 1, bytes: b"ab".to_vec() },
            Step::Sync { file: 0 },
            Step::Shorten { file: 0, to: 2 },
        ];
        assert_eq!(steps(NOTES), expected);
    }

    #[test]
    fn what_was_synced_is_there_and_what_was_not_may_be_missing() {
        let recording = Recording { steps: steps(NOTES), before: [b"......".to_vec(), Vec::new()] };
        let mut chance = Chance::of(1);
        let mut left = |moment, syncs| {
            let all: std::collections::BTreeSet<Vec<u8>> =
                (0..50).map(|_| recording.left(0, moment, syncs, &mut chance)).collect();
            all.into_iter().map(|bytes| String::from_utf8(bytes).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(left(1, Syncs::Count), ["......"]);
        assert_eq!(left(2, Syncs::Count), ["......", ".ab..."]);
        assert_eq!(left(3, Syncs::Count), [".ab..."]);
        assert_eq!(left(3, Syncs::Forgotten), ["......", ".ab..."]);
        assert_eq!(left(4, Syncs::Count), [".a", ".ab..."]);
    }
}

//! Small disks, full disks and disks that lose power, for those who may mount.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A disk that is mounted in a folder of its own.
pub struct Disk {
    folder: TempDir,
    /// The file that holds it; none where it is in memory.
    image: Option<PathBuf>,
    mounted: bool,
}

impl Disk {
    /// A disk of so many megabytes in memory. None for whoever may not mount.
    pub fn in_memory(megabytes: u32) -> Option<Disk> {
        let folder = TempDir::new().unwrap();
        let size = format!("size={megabytes}m");
        let mounted =
            done(Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()));
        mounted.then_some(Disk { folder, image: None, mounted })
    }

    /// A disk of so many megabytes with a journal, in a file. None for whoever may not mount.
    pub fn in_a_file(image: &Path, megabytes: u64) -> Option<Disk> {
        fs::File::create(image).unwrap().set_len(megabytes * 1024 * 1024).unwrap();
        let made = done(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(image));
        let mut disk =
            Disk { folder: TempDir::new().unwrap(), image: Some(image.to_owned()), mounted: false };
        (made && disk.mount()).then_some(disk)
    }

    fn mount(&mut self) -> bool {
        let Some(image) = &self.image else { return false };
        self.mounted = done(Command::new("mount").args(["-o", "loop"]).arg(image).arg(self.folder.path()));
        self.mounted
    }

    /// Where it is mounted.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes everything to it.
    pub fn sync(&self) {
        assert!(done(Command::new("sync").arg("-f").arg(self.path())));
    }

    /// Cuts its power: from now on nothing reaches it, not even what the file system had in its journal's buffer.
    pub fn cut(&self) {
        // EXT4_IOC_SHUTDOWN with "do not flush the log" (`fs/ext4/ext4.h`).
        const CUT: &str = "import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))";
        assert!(
            done(Command::new("python3").args(["-c", CUT]).arg(self.path())),
            "the power could not be cut"
        );
    }

    /// Takes it out and puts it in again, as a start of the machine does; the file system reads its journal.
    pub fn mount_again(&mut self) {
        assert!(done(Command::new("umount").arg(self.path())), "somebody still holds the disk");
        assert!(self.mount(), "the disk cannot be mounted any more");
    }

    /// Fills it until so many bytes are left. The file that fills it can be removed again.
    pub fn fill(&self, name: &str, left: u64) -> PathBuf {
        let file = self.path().join(name);
        fs::write(&file, vec![1; usize::try_from(self.free().saturating_sub(left)).unwrap()]).unwrap();
        file
    }

    fn free(&self) -> u64 {
        let free = Command::new("stat").args(["-f", "-c", "%a %S"]).arg(self.path()).output().unwrap();
        let free = String::from_utf8(free.stdout).unwrap();
        let (blocks, size) = free.trim().split_once(' ').unwrap();
        blocks.parse::<u64>().unwrap() * size.parse::<u64>().unwrap()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.mounted {
            // Lazily: whoever a failed test left running may still have it open.
            let _ = Command::new("umount").arg("-l").arg(self.path()).status();
        }
    }
}

fn done(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

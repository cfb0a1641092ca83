//! A disk that is soon full.

use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

/// A small disk in memory.
pub struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    /// One of so many megabytes; `None` where this user may not mount.
    pub fn mount(megabytes: u32) -> Option<Self> {
        let folder = TempDir::with_prefix("daybook-disk-").expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "daybook-test"]).arg(folder.path());
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        mounted.then_some(Self { folder })
    }

    /// Where it is mounted.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn ballast(&self) -> PathBuf {
        self.path().join("ballast")
    }

    /// Fills it to the last byte.
    pub fn fill(&self) {
        let mut ballast = File::options().append(true).create(true).open(self.ballast()).expect("room for a name");
        for size in [1 << 20, 4096, 1] {
            let bytes = vec![7; size];
            while ballast.write_all(&bytes).is_ok() {}
        }
    }

    /// Fills it but for so many bytes.
    pub fn fill_but(&self, bytes: u64) {
        self.fill();
        let ballast = File::options().write(true).open(self.ballast()).expect("the ballast");
        let length = ballast.metadata().expect("its length").len();
        ballast.set_len(length - bytes).expect("a shorter ballast");
    }

    /// Takes what filled it away.
    pub fn free(&self) {
        std::fs::remove_file(self.ballast()).expect("removed");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.folder.path()).status();
    }
}

//! The lock of a data folder: one process writes there, and leaves word in the lock's own file of who it is and where
//! it listens. The word is believed only while that process lives: a killed house leaves it behind.

use std::{
    fmt,
    fs::File,
    io::{Seek as _, Write as _},
    net::SocketAddr,
    path::Path,
};

use anyhow::Context as _;
use rustix::{
    fs::{FlockOperation, flock},
    process::{Pid, test_kill_process},
};

/// Held by the one process that may write.
pub struct Lock(File);

/// Who holds the lock.
#[derive(Debug, PartialEq, Eq)]
pub struct Holder {
    pid: i32,
    /// Where it listens, once it does.
    pub listen: Option<SocketAddr>,
}

impl Lock {
    /// Takes it; `None` when another process holds it.
    pub fn take(path: &Path) -> anyhow::Result<Option<Self>> {
        let file = File::options().write(true).create(true).truncate(false).open(path);
        let file = file.with_context(|| path.display().to_string())?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(rustix::io::Errno::WOULDBLOCK) => return Ok(None),
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        }
        let mut lock = Self(file);
        lock.leave_word(None).with_context(|| path.display().to_string())?;
        Ok(Some(lock))
    }

    /// Leaves word of where this process listens.
    pub fn leave_word(&mut self, listen: Option<SocketAddr>) -> std::io::Result<()> {
        let word = Holder { pid: std::process::id().cast_signed(), listen }.to_string();
        self.0.set_len(0)?;
        self.0.rewind()?;
        self.0.write_all(word.as_bytes())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // What stays is not believed either: nobody of that number lives any more.
        let _ = self.0.set_len(0);
    }
}

impl Holder {
    /// Who left word there and lives still. Who may not read it, or finds nobody, knows nothing.
    pub fn of(path: &Path) -> Option<Self> {
        let holder = Self::read(&std::fs::read_to_string(path).ok()?)?;
        let lives = !matches!(test_kill_process(Pid::from_raw(holder.pid)?), Err(rustix::io::Errno::SRCH));
        lives.then_some(holder)
    }

    fn read(word: &str) -> Option<Self> {
        let mut words = word.split_whitespace();
        let pid = words.next()?.parse().ok().filter(|pid| *pid > 0)?;
        let listen = words.next().map(str::parse).transpose().ok()?;
        Some(Self { pid, listen })
    }

    /// Another process is in the way: which one, where it said so.
    pub fn is_in_the_way(path: &Path) -> anyhow::Error {
        let who = Self::of(path).map(|holder| format!(" (process {})", holder.pid)).unwrap_or_default();
        anyhow::anyhow!(
            "another daybook runs on this data folder{who}; if it was told to stop just now, it finishes what it \
             accepted: try again in a moment"
        )
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.listen {
            Some(listen) => writeln!(f, "{} {listen}", self.pid),
            None => writeln!(f, "{}", self.pid),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_whoever_holds_the_lock_is_read_and_goes_with_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("lock");
        let mut lock = Lock::take(&path).expect("taken").expect("free");
        let here = std::process::id().cast_signed();
        assert_eq!(Holder::of(&path), Some(Holder { pid: here, listen: None }));
        let listen = Some("[::1]:8443".parse().expect("an address"));
        lock.leave_word(listen).expect("written");
        assert_eq!(Holder::of(&path), Some(Holder { pid: here, listen }));
        assert!(Lock::take(&path).expect("tried").is_none(), "it is held");
        assert!(Holder::is_in_the_way(&path).to_string().contains(&format!("(process {here})")));
        drop(lock);
        assert_eq!(Holder::of(&path), None);
        // Where another thread begins a process, that has all files open too, until it is another program.
        let began = std::time::Instant::now();
        while Lock::take(&path).expect("tried").is_none() {
            assert!(began.elapsed().as_secs() < 20, "it is never free again");
            std::thread::yield_now();
        }
    }

    #[test]
    fn the_word_of_the_dead_and_what_is_none_are_not_believed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("lock");
        for word in ["", "0 127.0.0.1:1", "-1", "house", "12 nowhere", "99999999999 127.0.0.1:1"] {
            std::fs::write(&path, word).expect("written");
            assert_eq!(Holder::of(&path), None, "{word}");
        }
        let mut gone = std::process::Command::new("true").spawn().expect("a process");
        let pid = gone.id();
        gone.wait().expect("ended");
        std::fs::write(&path, format!("{pid} 127.0.0.1:1\n")).expect("written");
        assert_eq!(Holder::of(&path), None);
        assert_eq!(Holder::of(&folder.path().join("none")), None);
    }
}

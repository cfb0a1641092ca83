//! Whether a named place is there, and is this house's: it holds a file that says so.
//!
//! A disk that lost its mount looks like an empty folder, and a bucket that was made anew is one. So a place is marked once, when
//! it is first seen empty, and the house remembers that; from then on it is there only with its mark. A disk that does not
//! answer keeps whoever asks waiting for a moment, and whoever asks after them not at all.

use std::{
    fmt::Debug,
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering::SeqCst},
        mpsc::{RecvTimeoutError, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use uuid::Uuid;

use super::{away::Away, make_folder, sync_folder};

/// The file that says whose a place is.
const MARK: &str = ".daybook-place";
/// Disks that sleep take so long to wake.
const PATIENCE: Duration = Duration::from_secs(20);
/// What file systems and the makers of storage put into folders of their own accord.
const NOT_OURS: [char; 4] = ['.', '@', '#', '$'];

/// What can bear a mark.
pub(super) trait Marked: Debug + Send + Sync {
    /// How it is named to whoever looks after the house.
    fn shown(&self) -> String;
    /// What may have happened where it lost its mark.
    fn hint(&self) -> &'static str;
    /// What a file says that lies at its top; where there is none, it is not found.
    fn read(&self, name: &str) -> io::Result<String>;
    /// The names of all that lies at its top.
    fn names(&self) -> io::Result<Vec<String>>;
    /// Writes a file at its top; it is there when this comes back.
    fn write(&self, name: &str, text: &str) -> io::Result<()>;
}

/// What was found when a place was looked at.
#[derive(Clone, Debug)]
struct Found {
    at: Instant,
    trouble: Option<String>,
}

/// The mark of a named place.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    place: Arc<dyn Marked>,
    /// Whose it is.
    house: Uuid,
    /// Where the house remembers that it was marked.
    memory: Arc<Path>,
    /// How many ask the place still that nobody waits for any more.
    hanging: Arc<AtomicUsize>,
    /// What was found holds for so long.
    holds: Duration,
    found: Arc<Mutex<Option<Found>>>,
}

impl Mark {
    /// That of a folder, which is looked at each time.
    pub(super) fn of(folder: &Path, house: Uuid, memory: PathBuf) -> Self {
        Self::on(Arc::new(Folder(folder.into())), house, memory, Duration::ZERO)
    }

    /// That of anything; what was found there holds for so long.
    pub(super) fn on(place: Arc<dyn Marked>, house: Uuid, memory: PathBuf, holds: Duration) -> Self {
        Self { place, house, memory: memory.into(), hanging: Arc::default(), holds, found: Arc::default() }
    }

    /// Why the place is not there; nothing where it is. A new one is marked, where that is wanted.
    pub(super) fn trouble(&self, marks: bool) -> Option<String> {
        let found = || self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let last = found().clone().filter(|last| last.at.elapsed() < self.holds);
        // What is new is made ready once it was found to be so.
        if let Some(last) = last.filter(|last| last.trouble.is_none() || !marks) {
            return last.trouble;
        }
        let trouble = self.trouble_now(marks);
        *found() = Some(Found { at: Instant::now(), trouble: trouble.clone() });
        trouble
    }

    fn trouble_now(&self, marks: bool) -> Option<String> {
        if self.hanging.load(SeqCst) > 0 {
            return Some("it does not answer".to_owned());
        }
        // Nobody takes what comes too late, and whoever found it learns that.
        let (tell, hear) = sync_channel(0);
        let (own, hanging) = (self.clone(), Arc::clone(&self.hanging));
        let asking = thread::Builder::new().name("place".to_owned()).spawn(move || {
            if tell.send(own.look(marks)).is_err() {
                hanging.fetch_sub(1, SeqCst);
            }
        });
        if let Err(error) = asking {
            return Some(format!("nobody can look: {error}"));
        }
        match hear.recv_timeout(PATIENCE) {
            Ok(found) => found.err(),
            Err(RecvTimeoutError::Timeout) => {
                self.hanging.fetch_add(1, SeqCst);
                Some("it does not answer".to_owned())
            }
            Err(RecvTimeoutError::Disconnected) => Some("looking at it broke off".to_owned()),
        }
    }

    fn look(&self, marks: bool) -> Result<(), String> {
        let shown = self.place.shown();
        match self.place.read(MARK) {
            Ok(text) if Uuid::parse_str(text.trim()) == Ok(self.house) => match marks {
                true => self.remember().map_err(|error| format!("it cannot be remembered: {error}")),
                false => Ok(()),
            },
            Ok(_) => Err(format!("{shown} belongs to another house: its {MARK} says so")),
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(format!("{shown}: {}", why(&error))),
            Err(_) if self.memory.exists() => Err(format!(
                "{shown} has lost its {MARK}; {} To begin anew with an empty one, take {} away",
                self.place.hint(),
                self.memory.display()
            )),
            Err(_) => self.begin(marks),
        }
    }

    fn begin(&self, marks: bool) -> Result<(), String> {
        let shown = self.place.shown();
        let names = self.place.names().map_err(|error| format!("{shown}: {}", why(&error)))?;
        if names.iter().filter(|name| !name.starts_with(NOT_OURS)).any(|name| name != "lost+found") {
            return Err(format!("something else lies in {shown}: a new place is empty"));
        }
        if !marks {
            return Err(format!("{shown} is not yet made ready"));
        }
        let written = self.place.write(MARK, &format!("{}\n", self.house));
        written.and_then(|()| self.remember()).map_err(|error| format!("{shown} cannot be made ready: {}", why(&error)))
    }

    fn remember(&self) -> io::Result<()> {
        if self.memory.exists() {
            return Ok(());
        }
        let folder = self.memory.parent().unwrap_or(&self.memory);
        make_folder(folder)?;
        let mut file = File::create(&self.memory)?;
        writeln!(file, "{}", self.place.shown())?;
        file.sync_all()?;
        sync_folder(folder)
    }
}

/// Which place it is that is away is told anyway.
fn why(error: &io::Error) -> String {
    Away::in_error(error).map_or_else(|| error.to_string(), |away| away.why.clone())
}

/// A folder, on a disk that may be another one.
#[derive(Debug)]
struct Folder(Box<Path>);

impl Marked for Folder {
    fn shown(&self) -> String {
        self.0.display().to_string()
    }

    fn hint(&self) -> &'static str {
        "is its disk mounted?"
    }

    fn read(&self, name: &str) -> io::Result<String> {
        fs::read_to_string(self.0.join(name))
    }

    fn names(&self) -> io::Result<Vec<String>> {
        fs::read_dir(&self.0)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    }

    fn write(&self, name: &str, text: &str) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(self.0.join(name))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        sync_folder(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUSE: Uuid = Uuid::from_u128(7);

    #[test]
    fn a_place_is_marked_once_and_is_not_there_without_its_mark() {
        let folder = tempfile::tempdir().unwrap();
        let (nas, memory) = (folder.path().join("nas"), folder.path().join(".places/nas"));
        let mark = Mark::of(&nas, HOUSE, memory.clone());
        assert!(mark.trouble(true).is_some(), "a folder is not made");
        fs::create_dir(&nas).unwrap();
        fs::create_dir(nas.join("@eaDir")).unwrap();
        assert!(mark.trouble(false).unwrap().contains("not yet made ready"));
        assert_eq!((mark.trouble(true), mark.trouble(false), mark.trouble(true)), (None, None, None));
        fs::rename(&nas, folder.path().join("away")).unwrap();
        fs::create_dir(&nas).unwrap();
        assert!(mark.trouble(true).unwrap().contains("is its disk mounted?"));
        assert!(!nas.join(MARK).exists());
        fs::remove_file(memory).unwrap();
        assert_eq!(mark.trouble(true), None);
    }

    #[test]
    fn neither_another_house_nor_other_things_are_pushed_aside() {
        let folder = tempfile::tempdir().unwrap();
        let mark = |house| Mark::of(folder.path(), house, folder.path().join(".places/nas"));
        fs::write(folder.path().join("holiday.jpg"), "x").unwrap();
        assert!(mark(HOUSE).trouble(true).unwrap().contains("something else lies in"));
        fs::remove_file(folder.path().join("holiday.jpg")).unwrap();
        assert_eq!(mark(HOUSE).trouble(true), None);
        assert!(mark(Uuid::from_u128(8)).trouble(true).unwrap().contains("another house"));
    }

    #[test]
    fn a_disk_that_does_not_answer_is_waited_for_once() {
        let folder = tempfile::tempdir().unwrap();
        let mark = Mark::of(folder.path(), HOUSE, folder.path().join("memory"));
        mark.hanging.fetch_add(1, SeqCst);
        assert_eq!(mark.trouble(true).as_deref(), Some("it does not answer"));
    }
}

//! A file for each day, named after it, and removed when its days are over.
//!
//! A file's day stands in its name: what a copy or a restored backup does to its times changes
//! nothing. No other file is ever removed, and a day without requests removes files all the same.
//! Lines of a person who is erased are taken out of all files, and no more of theirs come in.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io::{self, ErrorKind, Write},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{Days, NaiveDate};
use commands::{Clock, Whom};

use super::request_lines::{belongs_to, take_out};

/// Today is the last of them.
const DAYS_KEPT: u64 = 31;
/// Whoever shares the folder's group may read: a proxy that hands the files out.
const MODE: u32 = 0o640;

/// What is written goes into today's file. Cheap to clone: all clones write into the same.
#[derive(Clone)]
pub struct DailyFile(Arc<Mutex<Today>>);

struct Today {
    folder: PathBuf,
    clock: Arc<dyn Clock>,
    day: NaiveDate,
    file: File,
    /// Whose lines may be under way still.
    gone: Vec<Whom>,
}

impl DailyFile {
    /// Goes on with today's file.
    pub fn open(folder: &Path, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let day = clock.now().date_naive();
        let today = Today { file: open(folder, day)?, folder: folder.to_owned(), clock, day, gone: Vec::new() };
        Ok(Self(Arc::new(Mutex::new(today))))
    }

    /// Takes the lines of a person out of every file; answers how many there were.
    pub fn forget_person(&self, whom: &Whom) -> io::Result<u64> {
        let mut today = self.today();
        today.gone.push(Whom { addresses: Default::default(), ..whom.clone() });
        let taken = forget_person(&today.folder, whom)?;
        today.file = open(&today.folder, today.day)?;
        Ok(taken)
    }

    fn today(&self) -> MutexGuard<'_, Today> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for DailyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut file = self.today();
        if file.gone.iter().any(|whom| belongs_to(bytes, whom)) {
            return Ok(bytes.len());
        }
        let today = file.clock.now().date_naive();
        if today != file.day {
            file.file = open(&file.folder, today)?;
            file.day = today;
        }
        file.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.today().file.flush()
    }
}

/// Takes the lines of a person out of every file of a folder that nobody writes to.
pub fn forget_person(folder: &Path, whom: &Whom) -> io::Result<u64> {
    let mut taken = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Some(day) = entry.file_name().to_str().and_then(day_of) else { continue };
        if entry.file_type()?.is_file() {
            taken += take_out(&entry.path(), &folder.join(format!(".{}.part", file_name(day))), MODE, whom)?;
        }
    }
    File::open(folder)?.sync_all()?;
    Ok(taken)
}

/// The name of a day's file.
pub fn file_name(day: NaiveDate) -> String {
    format!("requests.{day}.log")
}

/// The day of a file's name.
pub fn day_of(file_name: &str) -> Option<NaiveDate> {
    file_name
        .strip_prefix("requests.")?
        .strip_suffix(".log")?
        .parse()
        .ok()
        .filter(|day| self::file_name(*day) == file_name)
}

fn open(folder: &Path, day: NaiveDate) -> io::Result<File> {
    let path = folder.join(file_name(day));
    let mut options = OpenOptions::new();
    options.append(true).mode(MODE);
    match options.clone().create_new(true).open(&path) {
        Ok(made) => {
            // The umask may have taken the group's right away.
            made.set_permissions(Permissions::from_mode(MODE))?;
            Ok(made)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => options.open(&path),
        Err(error) => Err(error),
    }
}

/// Removes the files of days that are over.
pub fn forget(folder: &Path, today: NaiveDate) -> io::Result<()> {
    let Some(last_gone) = today.checked_sub_days(Days::new(DAYS_KEPT)) else { return Ok(()) };
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let day = entry.file_name().to_str().and_then(day_of);
        if day.is_some_and(|day| day <= last_gone) && entry.file_type()?.is_file() {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use commands::HandClock;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = entries.collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_day_begins_a_new_file_that_a_proxy_may_read() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(HandClock::at("2026-02-27T23:59:59Z".parse().unwrap()));
        let mut file = DailyFile::open(folder.path(), clock.clone()).unwrap();
        file.write_all(b"last\n").unwrap();
        clock.advance(Duration::seconds(1));
        file.write_all(b"first\n").unwrap();
        drop(file);
        DailyFile::open(folder.path(), clock).unwrap().write_all(b"second\n").unwrap();
        assert_eq!(names(folder.path()), ["requests.2026-02-27.log", "requests.2026-02-28.log"]);
        let today = folder.path().join("requests.2026-02-28.log");
        assert_eq!(fs::read_to_string(&today).unwrap(), "first\nsecond\n");
        assert_eq!(fs::metadata(&today).unwrap().permissions().mode() & 0o777, MODE);
    }

    #[test]
    fn a_file_is_kept_for_31_days_whatever_its_times_say() {
        let folder = tempfile::tempdir().unwrap();
        let day = |day: u32| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        (1..=31).for_each(|n| fs::write(folder.path().join(file_name(day(n))), "").unwrap());
        forget(folder.path(), day(31)).unwrap();
        assert_eq!(names(folder.path()).len(), 31);
        forget(folder.path(), day(31) + Days::new(2)).unwrap();
        assert_eq!(names(folder.path())[0], "requests.2026-03-03.log");
    }

    #[test]
    fn what_is_no_request_log_is_never_removed() {
        let folder = tempfile::tempdir().unwrap();
        let others = ["log.sqlite", "requests.1999-01-01.log.gz", "requests.1999-1-1.log", "requests.old.log"];
        others.iter().for_each(|name| fs::write(folder.path().join(name), "").unwrap());
        fs::create_dir(folder.path().join("requests.1999-01-01.log")).unwrap();
        forget(folder.path(), NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()).unwrap();
        assert_eq!(names(folder.path()).len(), others.len() + 1);
    }
}

//! Whom the letters in the folder name, noted in the first line of each, and how those of a person go.
//!
//! The note holds ids and no names; letters that a mail server sends have none. A letter without a note
//! is one of an earlier version: nobody knows whom it names, so it goes as well.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead as _, BufReader, ErrorKind},
    path::{Path, PathBuf},
};

use domain::{PersonId, identity::erasure::Purged};

use crate::{Desk, Fault, Place, Soon, Whom};

const NOTE: &str = "X-Daybook-People:";

/// The first line of a letter in the folder.
pub(super) fn note(people: &[PersonId]) -> Vec<u8> {
    let mut line = NOTE.to_owned();
    people.iter().for_each(|person| line.push_str(&format!(" {}", person.0)));
    line.push_str("\r\n");
    line.into_bytes()
}

/// The letters in the folder.
pub struct Letters(PathBuf);

impl Letters {
    /// Those in this folder, which need not be there.
    #[must_use]
    pub const fn in_folder(folder: PathBuf) -> Self {
        Self(folder)
    }
}

impl Place for Letters {
    fn forget<'a>(&'a self, desk: &'a Desk, whom: &'a Whom) -> Soon<'a, Vec<Purged>> {
        Box::pin(async move {
            // A letter under way may name the person still; the next one cannot.
            let _quiet = desk.mailroom().sending.write().await;
            let (folder, keys) = (self.0.clone(), whom.keys.clone());
            let removed = tokio::task::spawn_blocking(move || remove(&folder, &keys)).await?;
            let count = removed.map_err(|error| Fault::new("the mail folder", &error))?;
            Ok(vec![Purged { place: "mail".to_owned(), what: "letters that named the person".to_owned(), count }])
        })
    }
}

fn remove(folder: &Path, keys: &BTreeSet<PersonId>) -> std::io::Result<u64> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    let mut removed = 0;
    for entry in entries {
        let path = entry?.path();
        let kind = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let goes = match kind {
            "eml" => names(&path, keys)?,
            // Nobody writes now: a killed house left it.
            "part" => true,
            _ => false,
        };
        if goes {
            fs::remove_file(&path)?;
            removed += u64::from(kind == "eml");
        }
    }
    fs::File::open(folder)?.sync_all()?;
    Ok(removed)
}

fn names(letter: &Path, keys: &BTreeSet<PersonId>) -> std::io::Result<bool> {
    let mut first = Vec::new();
    BufReader::new(fs::File::open(letter)?).read_until(b'\n', &mut first)?;
    let first = String::from_utf8_lossy(&first);
    let named = |person: &str| person.parse().is_ok_and(|id| keys.contains(&PersonId(id)));
    Ok(first.strip_prefix(NOTE).is_none_or(|people| people.split_whitespace().any(named)))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn letters_that_name_a_person_go_and_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        let (ada, bob) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let write = |name: &str, head: &[u8]| {
            fs::write(folder.path().join(name), [head, b"To: somebody\r\n\r\nGood day.\r\n"].concat()).unwrap();
        };
        write("to-ada.eml", &note(&[ada]));
        write("to-bob.eml", &note(&[bob]));
        write("of-both.eml", &note(&[bob, ada]));
        write("old.eml", b"");
        write("half.part", &note(&[bob]));
        write("other.txt", b"");
        assert_eq!(remove(folder.path(), &[ada].into()).unwrap(), 3);
        let left = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut left: Vec<_> = left.collect();
        left.sort();
        assert_eq!(left, ["other.txt", "to-bob.eml"]);
        assert_eq!(remove(folder.path(), &[ada].into()).unwrap(), 0);
        assert_eq!(remove(&folder.path().join("none"), &[ada].into()).unwrap(), 0);
    }
}

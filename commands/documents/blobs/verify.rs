//! Whether the bytes of files are as they were stored: they are read and hashed, one after the other, without a lock.

use std::{
    collections::HashSet,
    io::{self, Read},
};

use domain::documents::{Blob, NodeId, Space, SpaceId};

use super::{away::Away, fault};
use crate::{Desk, Fault};

/// Bytes that a version of a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needed {
    /// In which space.
    pub space: SpaceId,
    /// A file that needs them.
    pub node: NodeId,
    /// Which version of it.
    pub version: u32,
    /// The bytes.
    pub blob: Blob,
}

/// Bytes that are not as they were stored, and a file that needs them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What is wrong with them.
    pub wrong: Wrong,
    /// Where the file lies, and its name.
    pub path: String,
}

/// What is wrong with bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// They are not there at all.
    Missing,
    /// They are others.
    Damaged,
    /// They lie at no place that is there; perhaps at one that is not.
    Away,
}

/// The bytes that a space needs, each once: of every version that is kept, in the trash or not.
///
/// # Errors
/// When the space cannot be read.
pub async fn needed_blobs(desk: &Desk, space: SpaceId) -> Result<Vec<Needed>, Fault> {
    let (state, mut seen) = (desk.load::<Space>(space.0.0).await?.state, HashSet::new());
    let all = state.kept().map(|(node, version, blob)| Needed { space, node, version, blob });
    Ok(all.filter(|needed| seen.insert(needed.blob.hash)).collect())
}

/// What is wrong with bytes; `None` where they are sound, or nothing needs them any more.
///
/// # Errors
/// When they cannot be looked at, or the space cannot be read.
pub async fn verify_blob(desk: &Desk, needed: Needed) -> Result<Option<Flaw>, Fault> {
    let blobs = desk.blobs().clone();
    let looking = move || standing(blobs.open_stored(needed.space, needed.blob.hash), needed.blob);
    let wrong = match tokio::task::spawn_blocking(looking).await? {
        Ok(None) => return Ok(None),
        Ok(Some(wrong)) => wrong,
        Err(error) => match fault(&error) {
            Fault::Away { .. } => Wrong::Away,
            fault => return Err(fault),
        },
    };
    let state = desk.load::<Space>(needed.space.0.0).await?.state;
    let path: Vec<_> = state.path(needed.node).iter().map(|name| name.text().to_owned()).collect();
    let is_needed = state.blobs().any(|hash| hash == needed.blob.hash);
    Ok(is_needed.then(|| Flaw { wrong, path: path.join("/") }))
}

/// What a disk cannot read back, it has damaged; what a store stops sending, it may have still.
fn standing(opened: io::Result<impl Read>, blob: Blob) -> io::Result<Option<Wrong>> {
    let stored = match opened {
        Ok(stored) => stored,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some(Wrong::Missing)),
        Err(error) => return Err(error),
    };
    let mut hasher = blake3::Hasher::new();
    let is_read = match hasher.update_reader(stored) {
        Err(error) if Away::in_error(&error).is_some() => return Err(error),
        read => read.is_ok(),
    };
    let is_sound = is_read && hasher.count() == blob.size_bytes && *hasher.finalize().as_bytes() == blob.hash.0;
    Ok((!is_sound).then_some(Wrong::Damaged))
}

#[cfg(test)]
mod tests {
    use domain::documents::BlobHash;

    use super::*;

    /// Begins, and then fails in a way.
    struct Failing(fn() -> io::Error);

    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(self.0())
        }
    }

    #[test]
    fn a_store_that_stops_sending_has_damaged_nothing_and_a_disk_that_fails_has() {
        let blob = Blob { hash: BlobHash(*blake3::hash(b"whole").as_bytes()), size_bytes: 5 };
        let away = || Away { place: "cloud".to_owned(), why: "it is silent".to_owned() }.into();
        assert!(Away::in_error(&standing(Ok(Failing(away)), blob).unwrap_err()).is_some());
        let broken = || io::Error::other("a bad block");
        assert_eq!(standing(Ok(Failing(broken)), blob).unwrap(), Some(Wrong::Damaged));
        assert_eq!(standing(Ok(&b"whole"[..]), blob).unwrap(), None);
        assert_eq!(standing(Ok(&b"other"[..]), blob).unwrap(), Some(Wrong::Damaged));
    }
}

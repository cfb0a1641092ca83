//! Whether the bytes of files are as they were stored: they are read and hashed, one after the other, without a lock.

use std::{collections::HashSet, fs::File, io, path::Path};

use domain::documents::{Blob, NodeId, Space, SpaceId};

use super::fault;
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
    /// Whether they are not there at all.
    pub is_missing: bool,
    /// Where the file lies, and its name.
    pub path: String,
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
    let path = desk.blobs().path(needed.space, needed.blob.hash);
    let standing = tokio::task::spawn_blocking(move || standing(&path, needed.blob)).await?;
    let is_missing = match standing.map_err(|error| fault(&error))? {
        Standing::Sound => return Ok(None),
        standing => standing == Standing::Missing,
    };
    let state = desk.load::<Space>(needed.space.0.0).await?.state;
    let path: Vec<_> = state.path(needed.node).iter().map(|name| name.text().to_owned()).collect();
    let is_needed = state.blobs().any(|hash| hash == needed.blob.hash);
    Ok(is_needed.then(|| Flaw { is_missing, path: path.join("/") }))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Sound,
    Missing,
    Damaged,
}

/// What a disk cannot read back, it has damaged.
fn standing(path: &Path, blob: Blob) -> io::Result<Standing> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Standing::Missing),
        Err(error) => return Err(error),
    };
    let mut hasher = blake3::Hasher::new();
    let is_read = hasher.update_reader(&file).is_ok();
    let is_sound = is_read && hasher.count() == blob.size_bytes && *hasher.finalize().as_bytes() == blob.hash.0;
    Ok(if is_sound { Standing::Sound } else { Standing::Damaged })
}

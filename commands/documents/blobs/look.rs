//! What bytes are that lie on the disk: their beginning is read, nothing more.

use std::{
    fs::File,
    io::{self, Read},
};

use domain::documents::{
    BlobHash, Format, SpaceId,
    format::{HEAD_BYTES, of_bytes},
};

use super::{Blobs, Shelf, fault};
use crate::Fault;

impl Blobs {
    /// What bytes of a space are; `None` where they are not there.
    pub(crate) fn format(&self, space: SpaceId, hash: BlobHash) -> Result<Option<&'static Format>, Fault> {
        look(self.open_stored(space, hash))
    }

    /// What an upload is, of which all is there.
    pub(crate) fn format_on_shelf(&self, shelf: Shelf) -> Result<Option<&'static Format>, Fault> {
        look(self.on_shelf(shelf).and_then(File::open))
    }
}

fn look(opened: io::Result<impl Read>) -> Result<Option<&'static Format>, Fault> {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    match opened.and_then(|file| file.take(HEAD_BYTES as u64).read_to_end(&mut head)) {
        Ok(_) => Ok(Some(of_bytes(&head))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(fault(&error)),
    }
}

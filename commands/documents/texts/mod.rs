//! The words that files hold, read out of their bytes so that a search finds them.
//!
//! What a file is, its bytes say and not its name. Whatever cannot be read holds no words: that is no error, and nobody hears
//! of it. At most [`MOST_TEXT`] bytes of a text are told; what a file says after that is not found. Formats that are dangerous to
//! read are read in a process of their own ([`Apart`]).

mod apart;
mod decode;
mod fonts;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod marked;
mod pages;
#[cfg(test)]
mod samples;

use std::io::{self, Read as _, Seek as _};

pub use apart::{Apart, VERB, read_words};
use domain::documents::{
    BlobHash, SpaceId,
    format::{Writing, of_bytes},
};

use super::blobs::{Blobs, Opened, fault};
use crate::Fault;

/// Counts up when words are read in another way, so that all are read anew.
pub const READING: u32 = 2;
/// Of a file, so many bytes are read at most.
const MOST_BYTES: u64 = 4 << 20;
/// Of one compressed part of a document, so many bytes are unpacked at most.
const MOST_UNPACKED: usize = 16 << 20;
/// Of its text, so many bytes are told at most.
const MOST_TEXT: usize = 1 << 20;

/// What the words of a file are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// These.
    Words(String),
    /// There are none, or none that can be read.
    Nothing,
    /// The file is there no more, or lies at a place that is not there at present.
    Gone,
}

impl Blobs {
    /// The words that bytes of a space hold. Where there is nobody to read apart, dangerous formats hold none.
    ///
    /// # Errors
    /// When the disk does not give them, or a process of its own cannot be started.
    pub async fn text(&self, space: SpaceId, hash: BlobHash, apart: Option<&Apart>) -> Result<Text, Fault> {
        let blobs = self.clone();
        let read = match tokio::task::spawn_blocking(move || blobs.open_stored(space, hash).and_then(read)).await? {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Text::Gone),
            Err(error) => match fault(&error) {
                Fault::Away { .. } => return Ok(Text::Gone),
                fault => return Err(fault),
            },
        };
        let text = match (read, apart) {
            (Read::Words(text), _) => text,
            (Read::Pages(stored), Some(apart)) => {
                let blobs = self.clone();
                match tokio::task::spawn_blocking(move || blobs.on_disk(stored, apart::MOST_BYTES)).await? {
                    Ok(Some(file)) => apart.words(file).await?,
                    Ok(None) => return Ok(Text::Nothing),
                    Err(Fault::Away { .. }) => return Ok(Text::Gone),
                    Err(fault) => return Err(fault),
                }
            }
            (Read::Pages(_), None) | (Read::Nothing, _) => return Ok(Text::Nothing),
        };
        Ok(if text.is_empty() { Text::Nothing } else { Text::Words(shortened(text)) })
    }
}

/// What came of reading bytes here.
enum Read {
    Words(String),
    /// The pages of a document, to be read apart from their beginning.
    Pages(Opened),
    Nothing,
}

fn read(mut file: Opened) -> io::Result<Read> {
    let mut bytes = Vec::new();
    file.by_ref().take(domain::documents::format::HEAD_BYTES as u64).read_to_end(&mut bytes)?;
    let Some(writing) = of_bytes(&bytes).writing() else { return Ok(Read::Nothing) };
    if writing == Writing::Pages {
        file.rewind()?;
        return Ok(Read::Pages(file));
    }
    file.take(MOST_BYTES - bytes.len() as u64).read_to_end(&mut bytes)?;
    Ok(Read::Words(written(writing, &bytes)))
}

/// The words of bytes that are written in this way.
fn written(writing: Writing, bytes: &[u8]) -> String {
    let text = decode::text(bytes);
    if writing == Writing::Marked { marked::words(&text) } else { text.into_owned() }
}

/// As much of it as is told.
fn shortened(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(MOST_TEXT));
    text
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use domain::PersonId;
    use uuid::Uuid;

    use super::*;

    const ADA: SpaceId = SpaceId(PersonId(Uuid::from_u128(9)));

    async fn words(bytes: Vec<u8>) -> Text {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::at(folder.path());
        let incoming = blobs.receive(ADA);
        incoming.add(Bytes::from(bytes)).await.unwrap();
        let blob = incoming.finish().await.unwrap();
        blobs.text(ADA, blob.hash, None).await.unwrap()
    }

    #[tokio::test]
    async fn text_is_read_by_its_bytes_and_nothing_else_is() {
        let of = |text: &str| Text::Words(text.to_owned());
        assert_eq!(words(b"Dear diary".to_vec()).await, of("Dear diary"));
        assert_eq!(words(b"#!/bin/sh\necho 1".to_vec()).await, of("#!/bin/sh\necho 1"));
        assert_eq!(words(b"<html><p>One</p><p>two".to_vec()).await, of("One two"));
        for nothing in [&b"\x89PNG\r\n\x1a\n words"[..], b"\x00\x01words", b"MZ\x90\x00 words", b"GIF89a words"] {
            assert_eq!(words(nothing.to_vec()).await, Text::Nothing, "{nothing:?}");
        }
        let blobs = Blobs::at(std::path::Path::new("/nowhere"));
        assert_eq!(blobs.text(ADA, BlobHash([7; 32]), None).await.unwrap(), Text::Gone);
    }

    #[tokio::test]
    async fn of_a_long_text_the_beginning_is_told() {
        let Text::Words(text) = words("é".repeat(MOST_TEXT).into_bytes()).await else { panic!("it is text") };
        assert_eq!(text.len(), MOST_TEXT);
        let odd = format!("a{}", "é".repeat(MOST_TEXT));
        let Text::Words(text) = words(odd.into_bytes()).await else { panic!("it is text") };
        assert_eq!(text.len(), MOST_TEXT - 1);
    }
}

//! An archive that is being packed and sent: of each file a piece at a time, and each piece told to the ledger.

use std::{io, vec};

use axum::body::Body;
use bytes::Bytes;
use commands::{
    Desk,
    documents::{Blobs, HandingArchive},
};
use domain::documents::SpaceId;
use futures_util::stream;
use projections::documents::{Inside, InsideFile};

use super::pieces::Pieces;
use crate::http::Parcel;

/// Small files are sent together, up to so much.
const TOGETHER_BYTES: usize = 128 * 1024;

/// An archive that is being packed.
pub struct Packing {
    parcel: Parcel,
    blobs: Blobs,
    space: SpaceId,
    waiting: vec::IntoIter<Inside>,
    open: Option<Pieces>,
    handing: HandingArchive,
}

impl Packing {
    /// One of files of a space, for somebody.
    pub fn of(desk: &Desk, space: SpaceId, content: Vec<Inside>, handing: HandingArchive) -> Self {
        let (parcel, blobs, waiting) = (Parcel::new(), desk.blobs().clone(), content.into_iter());
        Self { parcel, blobs, space, waiting, open: None, handing }
    }

    /// The archive as it is sent.
    pub fn into_body(self) -> Body {
        let pieces = stream::try_unfold(Some(self), |packing| async move {
            let Some(mut packing) = packing else { return Ok(None) };
            while packing.parcel.ready() < TOGETHER_BYTES {
                if !packing.go_on().await? {
                    return Ok(Some((packing.end()?, None)));
                }
            }
            Ok::<_, io::Error>(Some((packing.parcel.take(), Some(packing))))
        });
        Body::from_stream(pieces)
    }

    /// Packs the next piece; whether there was one.
    async fn go_on(&mut self) -> io::Result<bool> {
        if let Some(pieces) = &mut self.open {
            match pieces.next().await? {
                Some(piece) => {
                    self.parcel.add(&piece)?;
                    self.handing.sent(piece.len() as u64);
                }
                None => self.open = None,
            }
            return Ok(true);
        }
        let Some(next) = self.waiting.next() else { return Ok(false) };
        match next.file {
            None => self.parcel.add_folder(&next.path, next.at)?,
            Some(InsideFile { version, blob, size_bytes }) => {
                let opened = Pieces::open(&self.blobs, (self.space, blob), size_bytes, (0, size_bytes)).await;
                self.open = Some(opened.map_err(io::Error::other)?);
                self.parcel.begin_as_is(&next.path, next.at)?;
                self.handing.begins(next.node, version, size_bytes);
            }
        }
        Ok(true)
    }

    fn end(self) -> io::Result<Bytes> {
        let Self { parcel, mut handing, .. } = self;
        let last = parcel.end()?;
        handing.ends();
        Ok(last)
    }
}

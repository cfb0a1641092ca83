//! The files of a form (multipart/form-data, RFC 7578), one after the other.
//!
//! A file may be of any length. All else that comes, before the first and between two of them, is bounded in bytes and in
//! time, so nobody fills the memory with a header without end, or holds a connection with fields that nobody asked for.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    task::{Poll, ready},
};

use axum::{
    body::Body,
    extract::{FromRequest, Request},
    http::{StatusCode, header::CONTENT_TYPE},
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream::poll_fn};
use multer::{Error, Field, Multipart, parse_boundary};

use super::upload::PATIENCE;
use crate::http::{Problem, body_cut_short, body_too_slow};

/// So much may come that is no file.
const MOST_BESIDE: u64 = 64 * 1024;

/// A form that arrives.
pub struct Form {
    parts: Multipart<'static>,
    room: Room,
}

/// A file of it that arrives.
pub struct FormFile {
    /// What whoever sends it calls it.
    pub name: String,
    /// The media type that they say it has; empty where they say none.
    pub media_type: String,
    field: Field<'static>,
    room: Room,
}

/// The bytes that may still come before the next file.
#[derive(Clone, Default)]
struct Room(Arc<AtomicU64>);

impl Room {
    const WITHOUT_END: u64 = u64::MAX;

    fn set(&self, bytes: u64) {
        self.0.store(bytes, Relaxed);
    }

    /// Takes a piece, the last even if it is longer than what is left.
    fn takes(&self, piece: &Bytes) -> bool {
        match self.0.load(Relaxed) {
            Self::WITHOUT_END => true,
            0 => false,
            left => {
                self.set(left.saturating_sub(piece.len() as u64));
                true
            }
        }
    }

    fn is_full(&self) -> bool {
        self.0.load(Relaxed) == 0
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let boundary = parse_boundary(kind).map_err(|_| no_form())?;
        let room = Room::default();
        Ok(Self { parts: Multipart::new(one_by_one(request.into_body(), room.clone()), boundary), room })
    }
}

/// A body that gives one piece and waits a turn: whoever reads the form takes all that is there, however much that is.
fn one_by_one(body: Body, room: Room) -> impl Stream<Item = Result<Bytes, axum::Error>> {
    let (mut pieces, mut gave) = (body.into_data_stream(), false);
    poll_fn(move |context| {
        if std::mem::take(&mut gave) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let piece = ready!(pieces.poll_next_unpin(context));
        gave = true;
        Poll::Ready(match piece {
            Some(Ok(piece)) if !room.takes(&piece) => Some(Err(axum::Error::new("more than there is room for"))),
            piece => piece,
        })
    })
}

impl Form {
    /// The next file; `None` after the last. Fields that are no files are passed over.
    pub async fn next(&mut self) -> Result<Option<FormFile>, Problem> {
        self.room.set(MOST_BESIDE);
        let found = tokio::time::timeout(PATIENCE, self.find()).await.map_err(|_| body_too_slow())?;
        found.map_err(|error| if self.room.is_full() { talkative() } else { unreadable(&error) })
    }

    async fn find(&mut self) -> Result<Option<FormFile>, Error> {
        while let Some(field) = self.parts.next_field().await? {
            let Some(name) = field.file_name().filter(|name| !name.is_empty()).map(str::to_owned) else { continue };
            let media_type = field.content_type().map(ToString::to_string).unwrap_or_default();
            return Ok(Some(FormFile { name, media_type, field, room: self.room.clone() }));
        }
        Ok(None)
    }
}

impl FormFile {
    /// Its bytes, as they come.
    pub fn into_pieces(self) -> impl Stream<Item = Result<Bytes, Problem>> {
        self.room.set(Room::WITHOUT_END);
        self.field.map(|piece| piece.map_err(|error| unreadable(&error)))
    }
}

fn no_form() -> Problem {
    let detail = "send the files as multipart/form-data";
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "no_form", detail).about("content-type")
}

fn talkative() -> Problem {
    let detail = "a form holds files, and at most 64 KiB of anything else before each of them";
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "form_too_long", detail)
}

fn unreadable(error: &Error) -> Problem {
    match error {
        Error::StreamReadFailed(_)
        | Error::IncompleteStream
        | Error::IncompleteHeaders
        | Error::IncompleteFieldData { .. } => body_cut_short(),
        _ => Problem::malformed("form_malformed", "the form cannot be read"),
    }
}

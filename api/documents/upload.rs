//! Storing a file in one request. Its bytes go to the disk as they come, and are named by an event once all are there;
//! whatever breaks off before that leaves nothing.

use std::{pin::Pin, sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::State,
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE},
    },
    response::Response,
};
use bytes::Bytes;
use commands::documents::{self, Arriving, Stored};
use domain::documents::{Blob, NodeId};
use futures_util::{Stream, StreamExt as _};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::found;
use crate::{
    front::Front,
    http::{Path, Person, Problem, body_cut_short, body_too_slow},
};

/// How long nothing may come.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);
/// So much is heard of what is not taken.
const MOST_IN_VAIN: usize = 64 << 20;
const UNKNOWN: &str = "application/octet-stream";

/// A file that was stored.
#[derive(Serialize, ToSchema)]
pub struct FileKept {
    /// Its id.
    pub id: Uuid,
    /// The number of its newest version, counted from 1.
    pub version: u32,
    /// Where it is written down, as in `Daybook-Position`.
    pub position: u64,
}

/// Stores a file
///
/// Its bytes are the body. Where the folder has a file of that name, it gets another version; the same bytes again change
/// nothing. The name is one part of the path, percent-encoded. What the folder takes is looked at while it comes.
#[utoipa::path(put, path = "/api/documents/folders/{id}/files/{name}", tag = "documents",
    params(("id" = Uuid, Path), ("name" = String, Path)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), security(("session" = [])),
    responses((status = 200, description = "The file has it as its newest version.", body = FileKept),
        (status = 201, description = "It is a new file.", body = FileKept),
        (status = 413, description = "It is larger than the folder takes."),
        (status = 422, description = "It is of a type that the folder does not take, or something else than it is called.")))]
pub async fn put(
    State(front): State<Arc<Front>>,
    person: Person,
    Path((folder, name)): Path<(Uuid, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    whole(&headers)?;
    let space = found::folder(&front, &person, folder).await?;
    let media_type = media_type(&headers, &name);
    let place = (NodeId(folder), name.as_str());
    let arriving = documents::receive(&front.desk, space, place, &media_type, said_bytes(&headers)).await?;
    let blob = receive(arriving, body).await?;
    let (Stored { node, version }, done) =
        documents::store_file(&front.desk, &person.caller, space, place, (blob, media_type)).await?;
    let status = if done.changed && version == 1 { StatusCode::CREATED } else { StatusCode::OK };
    let kept = FileKept { id: node.0, version, position: done.position };
    Ok(front.made("documents", (status, kept), &format!("/api/documents/nodes/{node}"), done).await)
}

/// A part of a file is not taken for the file (RFC 9110, section 14.5).
pub(super) fn whole(headers: &HeaderMap) -> Result<(), Problem> {
    if headers.contains_key(CONTENT_RANGE) {
        return Err(Problem::malformed("partial_put", "a file is stored whole; leave Content-Range away"));
    }
    Ok(())
}

/// How long a body is, where its sender says so before.
pub(super) fn said_bytes(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

pub(super) async fn receive(arriving: Arriving, body: Body) -> Result<Blob, Problem> {
    receive_pieces(arriving, body.into_data_stream().map(|piece| piece.map_err(|_| body_cut_short()))).await
}

/// The same for what comes otherwise than as a whole body.
pub(super) async fn receive_pieces(
    mut arriving: Arriving,
    pieces: impl Stream<Item = Result<Bytes, Problem>>,
) -> Result<Blob, Problem> {
    let mut pieces = std::pin::pin!(pieces);
    while let Some(piece) = tokio::time::timeout(PATIENCE, pieces.next()).await.map_err(|_| body_too_slow())? {
        match arriving.add(piece?).await {
            Ok(true) => {}
            Ok(false) => break,
            Err(refusal) => {
                arriving.discard().await;
                hear_out(pieces).await;
                return Err(refusal.into());
            }
        }
    }
    Ok(arriving.finish().await?)
}

/// Whoever is still sending hears why it was in vain only once they have ended, unless that takes too long.
async fn hear_out(mut pieces: Pin<&mut impl Stream<Item = Result<Bytes, Problem>>>) {
    let mut heard = 0;
    while heard < MOST_IN_VAIN {
        match tokio::time::timeout(PATIENCE, pieces.next()).await {
            Ok(Some(Ok(piece))) => heard += piece.len(),
            _ => return,
        }
    }
}

/// What the bytes are, as whoever sends them says; by the name, where nothing is said.
pub(super) fn media_type(headers: &HeaderMap, name: &str) -> String {
    media_type_as_said(headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default(), name)
}

/// The same for what is said otherwise than in a header.
pub(super) fn media_type_as_said(said: &str, name: &str) -> String {
    let essence = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_form = essence == "application/x-www-form-urlencoded";
    if essence != UNKNOWN && !is_form && is_media_type(&essence) {
        return essence;
    }
    mime_guess::from_path(name).first_raw().unwrap_or(UNKNOWN).to_owned()
}

/// A type and its subtype, each a token (RFC 6838, section 4.2).
fn is_media_type(text: &str) -> bool {
    let is_sign = |sign: u8| sign.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&sign);
    let is_name = |name: &str| (1..=127).contains(&name.len()) && name.bytes().all(is_sign);
    text.split_once('/').is_some_and(|(kind, subtype)| is_name(kind) && is_name(subtype))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_is_is_what_was_said_or_what_the_name_says() {
        let kind = |said: &str, name: &str| {
            let headers = HeaderMap::from_iter([(CONTENT_TYPE, said.parse().unwrap())]);
            media_type(&headers, name)
        };
        assert_eq!(kind("Text/Plain; charset=utf-8", "a.bin"), "text/plain");
        assert_eq!(kind("application/octet-stream", "a.pdf"), "application/pdf");
        assert_eq!(kind("application/x-www-form-urlencoded", "photo.JPG"), "image/jpeg");
        for wrong in ["", "text", "text/", "/plain", "text/pl ain", "a/b/c"] {
            assert_eq!(kind(wrong, "no extension"), UNKNOWN, "{wrong}");
        }
    }
}

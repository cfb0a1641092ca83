//! The pieces of an upload, and its end before the last of them.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode, header::CONTENT_LENGTH},
    response::{IntoResponse as _, Response},
};
use commands::documents::{self, Piece, Standing};
use domain::documents::UploadId;
use futures_util::StreamExt as _;
use uuid::Uuid;

use super::{
    OFFSET, Path, Problem,
    headers::{Tus, checksum, is_piece},
    number,
    show::told,
    standing,
};
use crate::{
    documents::upload::PATIENCE,
    front::Front,
    http::{NoBody, Person, body_cut_short, body_too_slow},
};

/// Sends the next piece of an upload
///
/// By tus 1.0.0. `Upload-Offset` is where it begins, which must be where the upload ends so far. What arrived stays, even
/// where the connection breaks off. With the last piece it becomes a file, or another version of the one of that name.
/// Whoever was sending another piece at the same time gives way.
#[utoipa::path(patch, path = "/api/documents/uploads/{id}", tag = "documents",
    params(("id" = Uuid, Path), ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
        ("Upload-Offset" = u64, Header, description = "Where the piece begins."),
        ("Upload-Checksum" = Option<String>, Header, description = "`sha1` or `sha256`, and the piece's hash in Base64.")),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"), security(("session" = [])),
    responses((status = 204, description = "It is there.", headers(("Upload-Offset" = u64), ("Upload-Expires" = String))),
        (status = 410, description = "The upload has ended."),
        (status = 412, description = "Another version of tus."),
        (status = 415, description = "The body is no piece of a file."),
        (status = 423, description = "Another connection sends to it."),
        (status = 460, description = "The piece is not what its checksum says.")))]
pub async fn send(
    State(front): State<Arc<Front>>,
    person: Person,
    _tus: Tus,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    sent(&front, &person, id, &headers, body).await
}

async fn sent(front: &Front, person: &Person, id: Uuid, headers: &HeaderMap, body: Body) -> Result<Response, Problem> {
    if !is_piece(headers) {
        let detail = "send the piece as application/offset+octet-stream";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_a_piece", detail).about("content-type"));
    }
    let at = number(headers, &OFFSET)?;
    let taken = take(front, person, UploadId(id), at, headers, body).await?;
    if taken.end.is_some() {
        front.shown_so_far("documents").await;
    }
    Ok((StatusCode::NO_CONTENT, standing(&taken)).into_response())
}

/// Takes a piece as it comes; what came when it breaks off is kept all the same.
pub(super) async fn take(
    front: &Front,
    person: &Person,
    upload: UploadId,
    at: u64,
    headers: &HeaderMap,
    body: Body,
) -> Result<Standing, Problem> {
    let said = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let checksum = checksum(headers)?;
    let mut piece = documents::send_to_upload(&front.desk, &person.caller, upload, at, said, checksum).await?;
    let broken = hear(&mut piece, body).await.err();
    let taken = piece.end().await;
    match (taken, broken) {
        (Ok(taken), None) => Ok(taken),
        (_, Some(problem)) => Err(problem),
        (Err(failure), None) => Err(failure.into()),
    }
}

async fn hear(piece: &mut Piece, body: Body) -> Result<(), Problem> {
    let mut bytes = body.into_data_stream();
    loop {
        let next = tokio::select! {
            biased;
            () = piece.is_over() => return Err(documents::UploadRefusal::Busy.into()),
            next = tokio::time::timeout(PATIENCE, bytes.next()) => next.map_err(|_| body_too_slow())?,
        };
        let Some(next) = next else { return Ok(()) };
        let next = next.map_err(|_| body_cut_short())?;
        if !piece.add(next).await {
            return Ok(());
        }
    }
}

/// Ends an upload
///
/// By tus 1.0.0 (termination). What arrived of it is taken away.
#[utoipa::path(delete, path = "/api/documents/uploads/{id}", tag = "documents",
    params(("id" = Uuid, Path), ("Tus-Resumable" = String, Header, description = "`1.0.0`")), security(("session" = [])),
    responses((status = 204, description = "It has ended."), (status = 410, description = "It had ended before."),
        (status = 412, description = "Another version of tus."),
        (status = 423, description = "Another connection sends to it.")))]
pub async fn abort(
    State(front): State<Arc<Front>>,
    person: Person,
    _tus: Tus,
    Path(id): Path<Uuid>,
    _body: NoBody,
) -> Result<Response, Problem> {
    aborted(&front, &person, id).await
}

async fn aborted(front: &Front, person: &Person, id: Uuid) -> Result<Response, Problem> {
    let done = documents::abort_upload(&front.desk, &person.caller, UploadId(id)).await?;
    front.shown("documents", done.position).await;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Does to an upload what the proxy before the house lets nobody say
///
/// By tus 1.0.0: `X-HTTP-Method-Override` is `PATCH`, `DELETE` or `HEAD`, and all else is as there.
#[utoipa::path(post, path = "/api/documents/uploads/{id}", tag = "documents",
    params(("id" = Uuid, Path), ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
        ("X-HTTP-Method-Override" = String, Header, description = "`PATCH`, `DELETE` or `HEAD`.")),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"), security(("session" = [])),
    responses((status = 200, description = "How far it is."), (status = 204, description = "It is done."),
        (status = 410, description = "The upload has ended."),
        (status = 412, description = "Another version of tus."),
        (status = 415, description = "The body is no piece of a file."),
        (status = 423, description = "Another connection sends to it."),
        (status = 460, description = "The piece is not what its checksum says.")))]
pub async fn meant(
    State(front): State<Arc<Front>>,
    person: Person,
    _tus: Tus,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let method = headers.get("x-http-method-override").map_or(&b""[..], |method| method.as_bytes());
    match method {
        b"PATCH" => sent(&front, &person, id, &headers, body).await,
        b"DELETE" => aborted(&front, &person, id).await,
        b"HEAD" | b"GET" => told(&front, &person, id).await,
        _ => {
            let detail = "X-HTTP-Method-Override: say PATCH, DELETE or HEAD";
            Err(Problem::malformed("method_unsaid", detail).about("x-http-method-override"))
        }
    }
}

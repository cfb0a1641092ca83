//! Beginning an upload, with its first piece or without.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header::LOCATION},
    response::{IntoResponse as _, Response},
};
use commands::documents::{self, NewUpload, Standing};
use domain::documents::NodeId;
use uuid::Uuid;

use super::{
    LENGTH, Path, Problem,
    headers::{Metadata, Tus, is_piece},
    number,
    problems::refuse_unspoken,
    send::take,
    standing,
};
use crate::{
    documents::{found, upload::media_type_as_said},
    front::Front,
    http::Person,
};

/// Begins an upload
///
/// By tus 1.0.0 (creation, creation-with-upload). `Upload-Length` is how long the file is; `Upload-Metadata` says its
/// `filename`, and its `filetype` if that is known. A body of `application/offset+octet-stream` is the first piece. `OPTIONS`
/// tells what is spoken.
#[utoipa::path(post, path = "/api/documents/folders/{id}/uploads", tag = "documents",
    params(("id" = Uuid, Path), ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
        ("Upload-Length" = u64, Header, description = "How many bytes the file has."),
        ("Upload-Metadata" = String, Header, description = "Words and values in Base64: `filename`, `filetype`.")),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"), security(("session" = [])),
    responses((status = 201, description = "It began; `Location` is where its pieces go.",
            headers(("Location" = String), ("Upload-Offset" = u64), ("Upload-Expires" = String))),
        (status = 410, description = "It was ended meanwhile."),
        (status = 412, description = "Another version of tus."),
        (status = 423, description = "Another connection sends to it."),
        (status = 460, description = "The piece is not what its checksum says.")))]
pub async fn start(
    State(front): State<Arc<Front>>,
    person: Person,
    _tus: Tus,
    Path(folder): Path<Uuid>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    refuse_unspoken(&headers)?;
    let size_bytes = number(&headers, &LENGTH)?;
    let Metadata { name, media_type: kind, said } = Metadata::of(&headers)?;
    let named = || Problem::malformed("filename_missing", "Upload-Metadata: say the filename").about("upload-metadata");
    let name = name.ok_or_else(named)?;
    let space = found::folder(&front, &person, folder).await?;
    let media_type = media_type_as_said(kind.as_deref().unwrap_or_default(), &name);
    let new = NewUpload { space, folder: NodeId(folder), name, size_bytes, media_type, metadata: said };
    let begun = documents::start_upload(&front.desk, &person.caller, new).await?;
    let begun =
        if size_bytes > 0 && is_piece(&headers) { first(&front, &person, begun, &headers, body).await? } else { begun };
    front.shown_so_far("documents").await;
    let mut told = standing(&begun);
    let location = format!("/api/documents/uploads/{}", begun.upload);
    told.extend(HeaderValue::try_from(location).ok().map(|value| (LOCATION, value)));
    Ok((StatusCode::CREATED, told).into_response())
}

/// The first piece; where it is refused, nothing began: whoever sent it was not told where.
async fn first(
    front: &Front,
    person: &Person,
    begun: Standing,
    headers: &HeaderMap,
    body: Body,
) -> Result<Standing, Problem> {
    let upload = begun.upload;
    let taken = take(front, person, upload, 0, headers, body).await;
    if taken.is_err() {
        let caller = person.caller.step("undo");
        // It may have ended by itself.
        let _ = documents::abort_upload(&front.desk, &caller, upload).await;
    }
    taken
}

//! How far an upload is: in headers for programs that speak tus, in JSON for everybody else.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderValue, Method},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use commands::documents::{self, Standing};
use domain::documents::{UploadId, upload::End};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    LENGTH, Path, Problem,
    headers::{METADATA, Tus},
    standing,
};
use crate::{
    front::Front,
    http::{AtLeast, Person},
};

/// An upload, and how far it is.
#[derive(Serialize, ToSchema)]
pub struct DocumentsUpload {
    /// Its id.
    id: Uuid,
    /// The folder it goes into.
    folder: Uuid,
    /// What the file shall be called.
    name: Option<String>,
    /// What it is (RFC 6838).
    media_type: String,
    /// How many bytes it has.
    size_bytes: u64,
    /// How many of them are there.
    received_bytes: u64,
    /// Until when it is kept, unless more comes; null once it is a file.
    expires_at: Option<DateTime<Utc>>,
    /// The file that it is; null while it is on its way.
    file: Option<Uuid>,
    /// The number of its version; null while it is on its way.
    version: Option<u32>,
}

impl From<Standing> for DocumentsUpload {
    fn from(standing: Standing) -> Self {
        let Standing { upload, parcel, received_bytes, until, end } = standing;
        let (file, version) = match end {
            Some(End::Completed { node, version }) => (Some(node.0), Some(version)),
            _ => (None, None),
        };
        Self {
            id: upload.0,
            folder: parcel.folder.0,
            name: parcel.name.map(|name| name.text().to_owned()),
            media_type: parcel.media_type,
            size_bytes: parcel.size_bytes,
            received_bytes,
            expires_at: until,
            file,
            version,
        }
    }
}

/// Shows how far an upload is
///
/// Nobody but its owner sees it. `HEAD` tells the same in its headers, by tus 1.0.0: `Upload-Offset`, `Upload-Length`,
/// `Upload-Metadata`, `Upload-Expires`; `GET` has them, too.
#[utoipa::path(get, path = "/api/documents/uploads/{id}", tag = "documents", params(("id" = Uuid, Path)),
    security(("session" = [])),
    responses((status = 200, description = "How far it is.", body = DocumentsUpload,
            headers(("Upload-Offset" = u64), ("Upload-Length" = u64))),
        (status = 409, description = "It is whole, and became no file."),
        (status = 410, description = "It has ended."),
        (status = 423, description = "It is becoming a file at this moment.")))]
pub async fn show(
    State(front): State<Arc<Front>>,
    method: Method,
    person: Person,
    _at_least: AtLeast,
    tus: Result<Tus, Problem>,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    if method == Method::HEAD {
        tus?;
    }
    told(&front, &person, id).await
}

pub(super) async fn told(front: &Front, person: &Person, id: Uuid) -> Result<Response, Problem> {
    let found = documents::look_at_upload(&front.desk, &person.caller, UploadId(id)).await?;
    let mut headers = standing(&found);
    headers.insert(LENGTH, found.parcel.size_bytes.into());
    let said = found.parcel.metadata.as_deref().filter(|said| !said.is_empty());
    headers.extend(said.and_then(|said| Some((METADATA, HeaderValue::try_from(said).ok()?))));
    Ok((headers, axum::Json(DocumentsUpload::from(found))).into_response())
}

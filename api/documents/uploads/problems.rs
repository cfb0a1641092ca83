//! How uploads say no, in the statuses that tus gives each of them.

use axum::http::{HeaderMap, StatusCode};
use commands::documents::UploadRefusal;
use domain::documents::upload::Refusal;

use super::headers::OFFSET;
use crate::http::Problem;

/// A number of tus's own: what arrived is not what its checksum says.
const CHECKSUM_MISMATCH: u16 = 460;

impl From<UploadRefusal> for Problem {
    fn from(refusal: UploadRefusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            UploadRefusal::Space(refusal) => refusal.into(),
            UploadRefusal::Upload(refusal) => refusal.into(),
            UploadRefusal::Elsewhere { there } => {
                Self::new(StatusCode::CONFLICT, "upload_offset_wrong", detail).with(OFFSET, there.into())
            }
            UploadRefusal::TooLong { .. } => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "upload_too_long", detail),
            UploadRefusal::NotProved => {
                let status = StatusCode::from_u16(CHECKSUM_MISMATCH).unwrap_or(StatusCode::BAD_REQUEST);
                Self::new(status, "checksum_wrong", detail)
            }
            UploadRefusal::Busy => Self::new(StatusCode::LOCKED, "upload_busy", detail),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::NoSuchUpload => Self::missing("no_such_upload", detail),
            Refusal::Gone(_) => Self::new(StatusCode::GONE, "upload_gone", detail),
            Refusal::Completed => Self::new(StatusCode::CONFLICT, "upload_completed", detail),
            Refusal::TooLarge => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "file_too_large", detail),
            Refusal::Talkative => Self::malformed("metadata_too_long", detail).about("upload-metadata"),
        }
    }
}

/// Extensions of tus that are not spoken here, where taking them for the usual would store something else.
pub fn refuse_unspoken(headers: &HeaderMap) -> Result<(), Problem> {
    for (name, detail) in [
        ("upload-defer-length", "say how long the file is when it begins: Upload-Length"),
        ("upload-concat", "files are sent one by one, not put together"),
    ] {
        if headers.contains_key(name) {
            return Err(Problem::malformed("tus_extension_unknown", format!("{name}: {detail}")).about(name));
        }
    }
    Ok(())
}

//! Everything the house knows of a person, to take away: one archive with files of JSON that say what the interface says.
//!
//! Secrets are deliberately absent: no password, seed, key or token, not even as a hash. So is what others did; an entry of
//! the diary is in it where the person did it or it was about them. It is sent while it is packed, so a part that cannot
//! be read breaks it off, and nobody takes a part for all.

mod bytes;
mod files;
mod lists;
mod wholes;

use std::{io, sync::Arc};

use axum::{
    body::Body,
    extract::State,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use commands::identity;
use domain::identity::takings::Taken;
use futures_util::stream;

use crate::{
    front::Front,
    http::{AtLeast, Parcel, Problem, Proved},
};
use files::{Files, Piece};

/// Takes one's own data away
///
/// One zip archive with all the house knows of oneself, as JSON with readable names: account, rights, ways to log in,
/// sessions, keys, alerts and what one wants to hear of, every entry of the diary that one did or that is about oneself, and
/// the files of one's own space.
/// It asks for a fresh proof of who it is.
#[utoipa::path(get, path = "/api/identity/account/data.zip", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "The archive.", content_type = "application/zip", body = String)))]
pub async fn take(
    State(front): State<Arc<Front>>,
    Proved(person): Proved,
    at_least: AtLeast,
) -> Result<Response, Problem> {
    let day = front.desk.clock().now().format("%Y-%m-%d");
    let disposition = format!("attachment; filename=\"daybook-my-data-{day}.zip\"");
    let (desk, caller) = (front.desk.clone(), person.caller.clone());
    let mut files = Files::of(front, person, at_least).await?;
    identity::take_along(&desk, &caller, Taken::OwnData).await?;
    files.tell_all_until_now();
    let headers = [(CONTENT_TYPE, "application/zip".to_owned()), (CONTENT_DISPOSITION, disposition)];
    Ok((headers, packed(files)).into_response())
}

fn packed(files: Files) -> Body {
    let pieces = stream::try_unfold(Some((Parcel::new(), files)), |under_way| async move {
        let Some((mut parcel, mut files)) = under_way else { return Ok(None) };
        let bytes = match files.next().await? {
            Some(Piece::Begins(name)) => parcel.begin(name).map(|()| parcel.take())?,
            Some(Piece::Text(text)) => parcel.add(text.as_bytes()).map(|()| parcel.take())?,
            Some(Piece::FileBegins(name, at)) => parcel.begin_as_is(&name, at).map(|()| parcel.take())?,
            Some(Piece::Bytes(bytes)) => parcel.add(&bytes).map(|()| parcel.take())?,
            None => return Ok(Some((parcel.end()?, None))),
        };
        Ok::<_, io::Error>(Some((bytes, Some((parcel, files)))))
    });
    Body::from_stream(pieces)
}

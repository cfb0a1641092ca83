//! Files that come in through a link: from the form of its page, or one at a time from a program. None takes the name of
//! another, and nobody learns which names are there.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse as _, Response},
};
use commands::documents::{self, links};
use futures_util::StreamExt as _;

use super::{gate::Guest, pages};
use crate::{
    documents::{
        form::Form,
        upload::{media_type_as_said, receive_pieces},
    },
    front::Front,
    http::{Path, Problem, body_cut_short},
};

/// Files from the form.
pub async fn form(State(front): State<Arc<Front>>, guest: Guest, form: Result<Form, Problem>) -> Response {
    if !guest.open.upload_only {
        return pages::closed(guest.reads_pages);
    }
    let mut taken = 0;
    let refused = match form {
        Ok(form) => keep_all(&front, &guest, form, &mut taken).await.err(),
        Err(problem) => Some(problem),
    };
    answered(&guest, taken, refused)
}

async fn keep_all(front: &Front, guest: &Guest, mut form: Form, taken: &mut u32) -> Result<(), Problem> {
    while let Some(file) = form.next().await? {
        let (name, media_type) = (file.name.clone(), file.media_type.clone());
        keep(front, guest, *taken, (&name, &media_type), file.into_pieces()).await?;
        *taken += 1;
    }
    Ok(())
}

/// One file from a program; its bytes are the body.
pub async fn put(
    State(front): State<Arc<Front>>,
    guest: Guest,
    Path((_, name)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    if !guest.open.upload_only {
        return pages::closed(guest.reads_pages);
    }
    let said = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let pieces = body.into_data_stream().map(|piece| piece.map_err(|_| body_cut_short()));
    match keep(&front, &guest, 0, (&name, said), pieces).await {
        Ok(()) => StatusCode::CREATED.into_response(),
        Err(problem) => problem.into_response(),
    }
}

async fn keep(
    front: &Front,
    guest: &Guest,
    number: u32,
    (name, said): (&str, &str),
    pieces: impl futures_util::Stream<Item = Result<bytes::Bytes, Problem>>,
) -> Result<(), Problem> {
    links::may_receive(&front.desk, &guest.open).await?;
    let (place, kind) = ((guest.open.node, name), media_type_as_said(said, name));
    let arriving = documents::receive_beside(&front.desk, guest.open.space, place, &kind).await?;
    let blob = receive_pieces(arriving, pieces).await?;
    // Each file of a form is a command of its own, or the second would be taken for the first sent again.
    let caller = guest.caller.step(&format!("file {number}"));
    links::receive_file(&front.desk, &caller, &guest.open, name, (blob, kind)).await?;
    front.shown_so_far("documents").await;
    Ok(())
}

fn answered(guest: &Guest, taken: u32, refused: Option<Problem>) -> Response {
    let refused = refused.or_else(|| (taken == 0).then(|| Problem::malformed("no_file", "no file was chosen")));
    match refused {
        refused if guest.reads_pages => pages::thanks(guest, taken, refused.as_ref()),
        Some(problem) => problem.into_response(),
        None => StatusCode::CREATED.into_response(),
    }
}

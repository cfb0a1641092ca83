//! The bytes of a file that a link opens.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, Method},
    response::{IntoResponse as _, Response},
};
use commands::documents::links;
use domain::documents::NodeId;
use projections::documents as view;
use serde::Deserialize;
use uuid::Uuid;

use super::{gate::Guest, listing::held, page::UNSEEN, pages};
use crate::{
    documents::send::{Sending, Through, send},
    front::Front,
    http::{AtLeast, Path, Problem, Question},
};

/// For what.
#[derive(Deserialize)]
pub struct Wanted {
    /// To be looked at, as far as its kind is one that is shown, and not to be kept.
    #[serde(default)]
    inline: bool,
}

/// All of them, or one range.
pub async fn show(
    State(front): State<Arc<Front>>,
    guest: Guest,
    address: Result<Path<(String, Uuid)>, Problem>,
    asked: Result<Question<Wanted>, Problem>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Ok(Path((_, id))) = address else { return Ok(pages::closed(guest.reads_pages)) };
    let inline = asked.is_ok_and(|Question(Wanted { inline })| inline);
    let node = match held(&front, &guest, NodeId(id)).await {
        Ok(node) if node.newest.is_some() => node,
        Ok(_) => return Ok(pages::closed(guest.reads_pages)),
        Err(answer) => return Ok(answer),
    };
    let asked = guest.open.version;
    let reads = front.view("documents", AtLeast::default()).await?;
    let found = reads.query(move |connection| view::bytes(connection, NodeId(id), asked)).await?;
    let Some(version) = found else { return Ok(pages::closed(guest.reads_pages)) };
    let through = Through { caller: guest.caller.clone(), link: Some(guest.open.link) };
    // It is a use of the link once all of it was handed over, which a proxy would not tell.
    let sending = Sending { node: &node, version: &version, inline, by_proxy: false, through: Some(through) };
    if method == Method::GET
        && let Some(what) = sending.delivering()
        && !links::may_deliver(&front.desk, &guest.open, &what).await?
    {
        return Ok(pages::busy(guest.reads_pages));
    }
    let mut response = send(&front, &method, &headers, sending).await.unwrap_or_else(Problem::into_response);
    response.headers_mut().extend(UNSEEN);
    Ok(response)
}

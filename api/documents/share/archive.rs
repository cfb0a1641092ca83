//! A folder that a link opens, with all that is in it, as one archive. It is one use of the link, once all of it was handed over.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};
use commands::documents::links;
use domain::documents::NodeId;
use uuid::Uuid;

use super::{gate::Guest, listing::held_folder, page::UNSEEN, pages};
use crate::{
    documents::{
        archive::{content, handing, packed},
        found::Found,
        send::Through,
    },
    front::Front,
    http::{AtLeast, Path, Problem},
};

/// All that a link opens.
pub async fn show(State(front): State<Arc<Front>>, guest: Guest, method: Method) -> Result<Response, Problem> {
    let node = guest.open.node;
    folder(&front, &guest, node, &method).await
}

/// All of a folder within it.
pub async fn show_folder(
    State(front): State<Arc<Front>>,
    guest: Guest,
    address: Result<Path<(String, Uuid)>, Problem>,
    method: Method,
) -> Result<Response, Problem> {
    let Ok(Path((_, id))) = address else { return Ok(pages::closed(guest.reads_pages)) };
    folder(&front, &guest, NodeId(id), &method).await
}

async fn folder(front: &Front, guest: &Guest, id: NodeId, method: &Method) -> Result<Response, Problem> {
    let node = match held_folder(front, guest, id).await {
        Ok(node) => node,
        Err(answer) => return Ok(answer),
    };
    let (space, name) = (node.space, format!("{}.zip", node.name.as_deref().unwrap_or("unnamed")));
    let mut content = match content(front, AtLeast::default(), vec![Found::Node(Box::new(node))]).await {
        Err(problem) if problem.status == StatusCode::UNPROCESSABLE_ENTITY => {
            return Ok(pages::too_much(guest.reads_pages, problem));
        }
        content => content?,
    };
    // What left it since the view was written is asked of the log itself.
    content.retain(|one| guest.open.holds(one.node));
    let through = Through { caller: guest.caller.clone(), link: Some(guest.open.link) };
    let handing = (*method != Method::HEAD).then(|| handing(front, space, &name, &content, through));
    if let Some(handing) = &handing
        && !links::may_deliver_archive(&front.desk, &guest.open, handing).await?
    {
        return Ok(pages::busy(guest.reads_pages));
    }
    let mut response = packed(front, space, &name, content, handing).into_response();
    response.headers_mut().extend(UNSEEN);
    Ok(response)
}

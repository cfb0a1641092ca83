//! The page of a file or a folder that a link opens. Nothing outside of it is told: a way leads down from what was shared,
//! never above it.

use std::{fmt::Write as _, sync::Arc};

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use domain::documents::{NodeId, sized};
use projections::documents as view;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    gate::Guest,
    page::{escaped, page},
    pages,
};
use crate::{
    front::Front,
    http::{AtLeast, Path, Problem, Question},
};

/// So many stand on one page.
const AT_ONCE: usize = 200;
const FOLDER: &str = "<svg class=\"folder\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M3.5 7A1.5 1.5 0 0 1 5 5.5h4.5l2 2.5H19a1.5 1.5 0 0 1 1.5 1.5V17a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 17z\"/></svg>";
const FILE: &str = "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M6.5 3.5h7.5L18.5 8v11a1.5 1.5 0 0 1-1.5 1.5H6.5A1.5 1.5 0 0 1 5 19V5a1.5 1.5 0 0 1 1.5-1.5zM13.5 3.5V8.5h5\"/></svg>";

/// Where in a long folder. What else stands there was put behind the link on its way, and means nothing.
#[derive(Deserialize)]
pub struct Beginning {
    #[serde(default)]
    after: u64,
}

/// What a link opens.
pub async fn show(
    State(front): State<Arc<Front>>,
    guest: Guest,
    asked: Result<Question<Beginning>, Problem>,
) -> Result<Response, Problem> {
    if guest.open.upload_only {
        return Ok(pages::form(&guest));
    }
    let node = guest.open.node;
    if guest.open.is_folder { folder(&front, &guest, node, after(asked)).await } else { file(&front, &guest).await }
}

/// A folder within what it opens.
pub async fn show_folder(
    State(front): State<Arc<Front>>,
    guest: Guest,
    address: Result<Path<(String, Uuid)>, Problem>,
    asked: Result<Question<Beginning>, Problem>,
) -> Result<Response, Problem> {
    let Ok(Path((_, id))) = address else { return Ok(pages::closed(guest.reads_pages)) };
    folder(&front, &guest, NodeId(id), after(asked)).await
}

/// What nobody here wrote stands for the beginning.
fn after(asked: Result<Question<Beginning>, Problem>) -> u64 {
    asked.map_or(0, |Question(Beginning { after })| after)
}

/// A file or folder that a link opens; there is no other.
pub async fn held(front: &Front, guest: &Guest, node: NodeId) -> Result<view::Node, Response> {
    if guest.open.upload_only || !guest.open.holds(node) {
        return Err(pages::closed(guest.reads_pages));
    }
    let reads = front.view("documents", AtLeast::default()).await.map_err(Problem::into_response)?;
    let found = reads.query(move |connection| view::node(connection, node)).await;
    let found = found.map_err(|error| Problem::from(error).into_response())?;
    found.ok_or_else(|| pages::closed(guest.reads_pages))
}

async fn file(front: &Front, guest: &Guest) -> Result<Response, Problem> {
    let node = match held(front, guest, guest.open.node).await {
        Ok(node) => node,
        Err(answer) => return Ok(answer),
    };
    let (id, asked) = (node.id, guest.open.version);
    let reads = front.view("documents", AtLeast::default()).await?;
    let found = reads.query(move |connection| view::bytes(connection, id, asked)).await?;
    let size = found.map_or(0, |version| version.size_bytes);
    let name = node.name.as_deref().unwrap_or("A file");
    let content = format!("/s/{}/files/{id}", guest.token);
    let left = left(guest.open.left).map_or(String::new(), |left| format!(" · {left}"));
    let body = format!(
        "<h1><bdi>{}</bdi></h1><p class=\"soft\">{}{left}</p>\
        <p class=\"doing\"><a class=\"button main\" href=\"{content}\">Download</a></p>",
        escaped(name),
        sized(size),
    );
    Ok(page(StatusCode::OK, name, &body))
}

/// The same, where it is a folder.
pub async fn held_folder(front: &Front, guest: &Guest, node: NodeId) -> Result<view::Node, Response> {
    let node = held(front, guest, node).await?;
    if node.newest.is_none() { Ok(node) } else { Err(pages::closed(guest.reads_pages)) }
}

async fn folder(front: &Front, guest: &Guest, id: NodeId, after: u64) -> Result<Response, Problem> {
    let node = match held_folder(front, guest, id).await {
        Ok(node) => node,
        Err(answer) => return Ok(answer),
    };
    let reads = front.view("documents", AtLeast::default()).await?;
    let way = reads.query(move |connection| view::path(connection, id)).await?;
    let mut found = reads.query(move |connection| view::page(connection, id, after, AT_ONCE)).await?;
    // A file at its end is nobody's to fetch.
    found.items.retain(|node| guest.open.holds(node.id));
    let name = node.name.as_deref().unwrap_or("A folder");
    let mut body = crumbs(guest, &way, name);
    let _ = write!(body, "<h1><bdi>{}</bdi></h1>", escaped(name));
    if found.items.is_empty() && found.next.is_none() && after == 0 {
        body.push_str("<p class=\"soft\">There is nothing in this folder.</p>");
        return Ok(page(StatusCode::OK, name, &body));
    }
    let here =
        if id == guest.open.node { format!("/s/{}", guest.token) } else { format!("/s/{}/folders/{id}", guest.token) };
    let left = left(guest.open.left)
        .map_or(String::new(), |left| format!("<p class=\"soft\">A file or an archive {left}</p>"));
    let _ = write!(body, "{left}<p class=\"doing\"><a class=\"button\" href=\"{here}/archive\">Download all</a></p>");
    if !found.items.is_empty() {
        body.push_str("<ul class=\"sheet list\">");
        found.items.iter().for_each(|node| body.push_str(&row(&guest.token, node)));
        body.push_str("</ul>");
    }
    if let Some(next) = found.next {
        let _ = write!(
            body,
            "<p class=\"doing\"><a class=\"button\" href=\"{here}?after={next}\">More of this folder</a></p>"
        );
    }
    Ok(page(StatusCode::OK, name, &body))
}

/// How often something can be fetched, where somebody counts.
fn left(left: Option<u32>) -> Option<String> {
    match left? {
        1 => Some("can be fetched once".to_owned()),
        left => Some(format!("can be fetched {left} times")),
    }
}

fn row(token: &str, node: &view::Node) -> String {
    let (id, name) = (node.id, escaped(node.name.as_deref().unwrap_or("unnamed")));
    match &node.newest {
        None => format!("<li><a href=\"/s/{token}/folders/{id}\">{FOLDER}<bdi>{name}</bdi></a></li>"),
        Some(newest) => format!(
            "<li><a href=\"/s/{token}/files/{id}\">{FILE}<bdi>{name}</bdi><span class=\"size\">{}</span></a></li>",
            sized(newest.size_bytes)
        ),
    }
}

/// The folders from what was shared down to the one above this.
fn crumbs(guest: &Guest, way: &[(NodeId, Option<String>)], name: &str) -> String {
    let Some(first) = way.iter().position(|(id, _)| *id == guest.open.node) else { return String::new() };
    let mut steps = String::from("<nav aria-label=\"Folders above\"><ol>");
    for (id, name) in &way[first..] {
        let name = escaped(name.as_deref().unwrap_or("unnamed"));
        let place = if *id == guest.open.node { String::new() } else { format!("/folders/{id}") };
        let _ = write!(steps, "<li><a href=\"/s/{}{place}\"><bdi>{name}</bdi></a></li>", guest.token);
    }
    let _ = write!(steps, "<li aria-current=\"page\"><bdi>{}</bdi></li></ol></nav>", escaped(name));
    steps
}

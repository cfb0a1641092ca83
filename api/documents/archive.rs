//! Several files, or folders with all that is in them, as one zip archive. It is packed while it is sent: no file is in memory
//! whole, however long the archive is.
//!
//! What is in it is looked up once, so it is what was there at that moment.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use axum::{
    extract::State,
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use commands::documents::HandingArchive;
use domain::documents::{NodeName, SpaceId};
use projections::documents as view;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    dress::{disposition, value},
    found::{Found, living},
    packing::Packing,
    send::Through,
};
use crate::{
    front::Front,
    http::{AtLeast, Person, Problem, Question},
};

/// So much is taken along at once; its list alone takes memory.
const MOST: usize = 100_000;
/// So many can be selected.
const MOST_SELECTED: usize = 500;

/// What is taken along.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Selected {
    /// The ids of files and folders of one space, parted by commas.
    nodes: String,
}

/// An archive of files and folders
///
/// A folder comes with all that is in it. Files are stored as they are, in zip64.
#[utoipa::path(get, path = "/api/documents/archive", tag = "documents", params(Selected), security(("session" = [])),
    responses((status = 200, description = "The archive.", content_type = "application/zip", body = Vec<u8>),
        (status = 404, description = "One of them is not there."),
        (status = 422, description = "They are too many, or of several spaces.")))]
pub async fn archive(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    Question(Selected { nodes }): Question<Selected>,
    method: Method,
) -> Result<Response, Problem> {
    let mut found = Vec::new();
    for id in ids(&nodes)? {
        found.push(living(&front, &person, at_least, id).await?);
    }
    let (space, name) = (one_space(&found)?, called(&found));
    let content = content(&front, at_least, found).await?;
    let through = Through { caller: person.caller, link: None };
    let handing = (method != Method::HEAD).then(|| handing(&front, space, &name, &content, through));
    Ok(packed(&front, space, &name, content, handing))
}

/// Begins to hand over an archive of what was looked up.
pub fn handing(
    front: &Front,
    space: SpaceId,
    name: &str,
    content: &[view::Inside],
    through: Through,
) -> HandingArchive {
    let size_bytes = content.iter().filter_map(|one| one.file).map(|file| file.size_bytes).sum();
    HandingArchive::from(&front.desk, (through.caller, through.link), (space, name), size_bytes)
}

/// The answer that brings it; without its body where nobody is handed anything.
pub fn packed(
    front: &Front,
    space: SpaceId,
    name: &str,
    content: Vec<view::Inside>,
    handing: Option<HandingArchive>,
) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (header::CONTENT_DISPOSITION, value(&disposition("attachment", name))),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    let body = handing.map(|handing| Packing::of(&front.desk, space, content, handing).into_body());
    (headers, body.unwrap_or_default()).into_response()
}

fn ids(text: &str) -> Result<Vec<Uuid>, Problem> {
    let ids: Result<Vec<_>, _> = text.split(',').map(Uuid::parse_str).collect();
    let mut known = HashSet::new();
    let ids = ids.map_err(|_| Problem::malformed("query_invalid", "nodes: name at least one id").about("nodes"))?;
    let ids: Vec<_> = ids.into_iter().filter(|id| known.insert(*id)).collect();
    if ids.len() > MOST_SELECTED { Err(too_much().about("nodes")) } else { Ok(ids) }
}

fn too_much() -> Problem {
    let detail = format!("an archive takes at most {MOST_SELECTED} selected and {MOST} files and folders in all");
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "too_many_files", detail)
}

fn one_space(found: &[Found]) -> Result<SpaceId, Problem> {
    let first = found.first().map_or(SpaceId::SHARED, Found::space);
    if found.iter().all(|one| one.space() == first) {
        return Ok(first);
    }
    let detail = "an archive holds files of one space";
    Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "several_spaces", detail).about("nodes"))
}

/// One of them gives it its name.
fn called(found: &[Found]) -> String {
    let name = match found {
        [Found::Node(node)] => node.name.as_deref().unwrap_or("unnamed"),
        _ => "Documents",
    };
    format!("{name}.zip")
}

/// All that is to be in it, each under a path of its own.
pub async fn content(front: &Front, at_least: AtLeast, found: Vec<Found>) -> Result<Vec<view::Inside>, Problem> {
    let (reads, now) = (front.view("documents", at_least).await?, front.desk.clock().now());
    let content = reads.query(move |connection| {
        let (mut all, mut taken) = (Vec::new(), HashSet::new());
        for one in found {
            let (id, name) = match one {
                Found::Root(space) => (space.root(), None),
                Found::Node(node) => (node.id, Some(node.name.unwrap_or_else(|| "unnamed".to_owned()))),
            };
            let page = view::inside(connection, id, name.as_deref(), (MOST + 1).saturating_sub(all.len()), now)?;
            let mut content = page.items;
            part(&mut content, &mut taken);
            all.extend(content);
        }
        Ok(all)
    });
    let content = content.await?;
    if content.len() > MOST { Err(too_much()) } else { Ok(content) }
}

/// Gives each a path that none has: many machines cannot tell apart what differs by the size of letters only. Folders come first,
/// as what lies in one follows it.
fn part(content: &mut [view::Inside], taken: &mut HashSet<String>) {
    let mut folders = HashMap::new();
    for of_folders in [true, false] {
        for one in content.iter_mut().filter(|one| one.file.is_none() == of_folders) {
            let path = free(&one.path, &folders, taken);
            let before = std::mem::replace(&mut one.path, path.clone());
            if of_folders {
                folders.insert(before, path);
            }
        }
    }
}

fn free(path: &str, folders: &HashMap<String, String>, taken: &mut HashSet<String>) -> String {
    let (above, own) = match path.rsplit_once('/') {
        Some((above, own)) => (format!("{}/", folders.get(above).map_or(above, String::as_str)), own),
        None => (String::new(), path),
    };
    let name = NodeName::known(own).free(|name| taken.insert(format!("{above}{}", name.text()).to_lowercase()));
    above + name.text()
}

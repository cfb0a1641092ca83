//! Storing the files of a form, for whatever sends nothing else. Each is stored as it arrives, as if it had come alone: one that
//! is refused ends it, and those before it stay.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use commands::{
    Done,
    documents::{self, Stored},
};
use domain::documents::{NodeId, SpaceId};
use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type},
};
use uuid::Uuid;

use super::{
    form::{Form, FormFile},
    found,
    upload::{FileKept, media_type_as_said, receive_pieces},
};
use crate::{
    front::Front,
    http::{Path, Person, Problem, freshness::positioned},
};

/// So many come by one form at most.
const MOST: usize = 1000;
/// As much as is told of a name that does not fit.
const MOST_NAME_CHARS: usize = 100;

/// A form with files.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub struct FilesForm {
    #[schema(schema_with = files)]
    files: Vec<Vec<u8>>,
}

fn files() -> Array {
    let file = ObjectBuilder::new().schema_type(Type::String).content_media_type("application/octet-stream");
    let told = "The files, each under its name; what the fields are called does not matter.";
    ArrayBuilder::new().items(file).description(Some(told)).build()
}

/// Files that were stored.
#[derive(Serialize, ToSchema)]
pub struct FilesKept {
    /// Each of them, in the order of the form.
    files: Vec<FileKept>,
}

/// Stores files by a form
///
/// Each as `PUT` stores one: where the folder has a file of that name, it gets another version. At most 1000, and at most 64 KiB
/// of what is no file before each of them. The first that does not fit ends it; the problem tells which, and those before stay.
#[utoipa::path(post, path = "/api/documents/folders/{id}/files", tag = "documents", params(("id" = Uuid, Path)),
    request_body(content = FilesForm, content_type = "multipart/form-data"), security(("session" = [])),
    responses((status = 200, description = "Each file of the folder has what came as its newest version.", body = FilesKept),
        (status = 201, description = "One of them is a new file, at least.", body = FilesKept),
        (status = 413, description = "Too much of it is no file."),
        (status = 415, description = "The body is no such form.")))]
pub async fn post(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(folder): Path<Uuid>,
    mut form: Form,
) -> Result<Response, Problem> {
    let space = found::folder(&front, &person, folder).await?;
    let kept = keep_all(&front, &person, (space, folder), &mut form).await;
    // Those before one that does not fit are seen by whoever asks next, too.
    front.shown_so_far("documents").await;
    let (files, done, status) = kept?;
    let mut response = (status, axum::Json(FilesKept { files })).into_response();
    positioned(done, response.headers_mut());
    Ok(response)
}

async fn keep_all(
    front: &Front,
    person: &Person,
    place: (SpaceId, Uuid),
    form: &mut Form,
) -> Result<(Vec<FileKept>, Done, StatusCode), Problem> {
    let (mut files, mut last, mut status) = (Vec::new(), None, StatusCode::OK);
    while let Some(file) = form.next().await.map_err(|problem| after(problem, files.len()))? {
        let (number, name) = (files.len(), file.name.clone());
        let kept = keep(front, person, place, number, file).await;
        let (Stored { node, version }, done) = kept.map_err(|problem| about(problem, number, &name))?;
        if done.changed && version == 1 {
            status = StatusCode::CREATED;
        }
        files.push(FileKept { id: node.0, version, position: done.position });
        last = Some(done);
    }
    let done = last.ok_or_else(|| Problem::malformed("no_file", "the form holds no file"))?;
    Ok((files, done, status))
}

async fn keep(
    front: &Front,
    person: &Person,
    (space, folder): (SpaceId, Uuid),
    number: usize,
    file: FormFile,
) -> Result<(Stored, Done), Problem> {
    if number == MOST {
        let detail = format!("a form holds at most {MOST} files");
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_many_files", detail));
    }
    let (name, media_type) = (file.name.clone(), media_type_as_said(&file.media_type, &file.name));
    let place = (NodeId(folder), name.as_str());
    let arriving = documents::receive(&front.desk, space, place, &media_type, None).await?;
    let blob = receive_pieces(arriving, file.into_pieces()).await?;
    // Each is a command of its own, or the second would be taken for the first sent again.
    let caller = person.caller.step(&format!("file {number}"));
    Ok(documents::store_file(&front.desk, &caller, space, (NodeId(folder), &name), (blob, media_type)).await?)
}

/// A file is refused: which, and what became of those before it.
fn about(mut problem: Problem, number: usize, name: &str) -> Problem {
    let name: String = name.chars().take(MOST_NAME_CHARS).collect();
    problem.detail = format!("file {}, '{name}', is not stored: {}", number + 1, problem.detail);
    after(problem, number)
}

/// What came before stays.
fn after(mut problem: Problem, stored: usize) -> Problem {
    match stored {
        0 => {}
        1 => problem.detail += "; the one before it is stored",
        several => problem.detail += &format!("; the {several} before it are stored"),
    }
    problem
}

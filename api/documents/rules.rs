//! What a folder takes: which types of files, how large, and how many, and where it keeps them.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use commands::documents::{self, InheritedRules, RulesOfFolder};
use domain::documents::{NodeId, format::Kind, space};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::found::{living, space_of};
use crate::{
    front::Front,
    http::{AtLeast, Json, Path, Person, Problem, freshness::Receipt},
};

/// What a folder takes. Where nothing is said, it takes everything. Where something is said of types, content must be as it is
/// called; nowhere does a folder take a program that is called something else.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FolderRules {
    /// How names may end, at most 64, each of 1 to 16 letters or digits; in any way where none is said.
    #[serde(default)]
    extensions: Vec<String>,
    /// What files may be good for, by name and by content; anything where none is said.
    #[serde(default)]
    kinds: Vec<FileKind>,
    /// The largest file, in bytes.
    most_bytes: Option<u64>,
    /// How many files lie in one folder at most; those in folders within are counted there.
    most_files: Option<u32>,
    /// The place where bytes that are new to the space are kept, one of `/api/documents/places`; the house's own where none is said.
    place: Option<String>,
}

/// What a file is good for.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// A picture.
    Picture,
    /// Moving pictures.
    Video,
    /// Sound.
    Audio,
    /// PDF, office formats, books.
    Document,
    /// Text that any editor shows, tables and source code among it.
    Text,
    /// Other files, packed.
    Archive,
    /// Something that a machine runs.
    Program,
    /// All else.
    Other,
}

const KINDS: [(FileKind, Kind); 8] = [
    (FileKind::Picture, Kind::Picture),
    (FileKind::Video, Kind::Video),
    (FileKind::Audio, Kind::Audio),
    (FileKind::Document, Kind::Document),
    (FileKind::Text, Kind::Text),
    (FileKind::Archive, Kind::Archive),
    (FileKind::Program, Kind::Program),
    (FileKind::Other, Kind::Other),
];

/// The rules of a folder, and where they come from.
#[derive(Serialize, ToSchema)]
pub struct DocumentsRules {
    /// Those of its own.
    own: Option<FolderRules>,
    /// Those it has, or would have without its own, from a folder above.
    inherited: Option<RulesAbove>,
    /// Those that hold.
    holding: FolderRules,
}

/// Rules of a folder above.
#[derive(Serialize, ToSchema)]
pub struct RulesAbove {
    /// Which folder.
    from: Uuid,
    /// Its name; null for the root of a space.
    name: Option<String>,
    /// The rules.
    rules: FolderRules,
}

/// The rules that a folder shall have.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnRules {
    /// Those of its own; null for those of the folder above.
    own: Option<FolderRules>,
}

impl From<FolderRules> for space::FolderRules {
    fn from(FolderRules { extensions, kinds, most_bytes, most_files, place }: FolderRules) -> Self {
        let kind = |asked: FileKind| KINDS.into_iter().find(|it| it.0 == asked).map(|it| it.1);
        Self { extensions, kinds: kinds.into_iter().filter_map(kind).collect(), most_bytes, most_files, place }
    }
}

impl From<space::FolderRules> for FolderRules {
    fn from(it: space::FolderRules) -> Self {
        let kind = |known: Kind| KINDS.into_iter().find(|it| it.1 == known).map(|it| it.0);
        let kinds = it.kinds.into_iter().filter_map(kind).collect();
        Self { extensions: it.extensions, kinds, most_bytes: it.most_bytes, most_files: it.most_files, place: it.place }
    }
}

impl From<RulesOfFolder> for DocumentsRules {
    fn from(it: RulesOfFolder) -> Self {
        let above = |InheritedRules { from, name, rules }: InheritedRules| RulesAbove {
            from: from.0,
            name: name.map(|name| name.text().to_owned()),
            rules: rules.into(),
        };
        let holding = it.holding().into();
        Self { own: it.own.map(Into::into), inherited: it.inherited.map(above), holding }
    }
}

/// Shows what a folder takes
#[utoipa::path(get, path = "/api/documents/folders/{id}/rules", tag = "documents", params(("id" = Uuid, Path)),
    security(("session" = [])),
    responses((status = 200, description = "The rules.", body = DocumentsRules),
        (status = 404, description = "There is no such folder.")))]
pub async fn show(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    Path(id): Path<Uuid>,
) -> Result<Json<DocumentsRules>, Problem> {
    let space = living(&front, &person, at_least, id).await?.space();
    Ok(Json(documents::folder_rules(&front.desk, &person.caller, space, NodeId(id)).await?.into()))
}

/// Sets what a folder takes
///
/// The rules hold for all folders within it, until one of them has its own; those of a root hold for all of a space. They are
/// about what comes from now on: what lies there stays, and comes back from the trash and from its versions. Those of the space
/// that all share are set by admins.
#[utoipa::path(put, path = "/api/documents/folders/{id}/rules", tag = "documents", params(("id" = Uuid, Path)),
    request_body = OwnRules, security(("session" = [])),
    responses((status = 200, description = "These are the rules.", body = Receipt),
        (status = 404, description = "There is no such folder."),
        (status = 422, description = "No folder can have these rules.")))]
pub async fn set(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(id): Path<Uuid>,
    Json(OwnRules { own }): Json<OwnRules>,
) -> Result<Response, Problem> {
    let space = space_of(&front, &person, id).await?;
    let done = documents::set_folder_rules(&front.desk, &person.caller, space, NodeId(id), own.map(Into::into)).await?;
    Ok(front.receipt("documents", done).await)
}

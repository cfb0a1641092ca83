//! Finding files and folders in the spaces that somebody may enter.

use std::sync::Arc;

use axum::{extract::State, http::Uri, response::Response};
use chrono::{DateTime, Utc};
use commands::documents::folded_tag;
use domain::documents::{NodeId, SpaceId};
use projections::{Page, documents as view};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{
    found::{SpaceWord, find},
    told::{DocumentsNode, Known, NodeKind, Step},
};
use crate::{
    front::Front,
    http::{
        AtLeast, Person, Problem, Question,
        paging::{self, PageOf},
    },
};

const LIST: &str = "documents.search";
/// Whoever has not found it among so many looks for something else.
const MOST_FOUND: u64 = 10_000;

/// What is looked for. What is left out does not matter.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Looked {
    /// Words, each of which begins a word of the name or of a tag.
    q: Option<String>,
    /// Only in this space.
    #[param(inline)]
    space: Option<SpaceWord>,
    /// Only in this folder and those within.
    folder: Option<Uuid>,
    /// Only files, or only folders.
    #[param(inline)]
    kind: Option<NodeKind>,
    /// What a file is: `image`, or `image/png` (RFC 6838).
    #[serde(rename = "type")]
    media_type: Option<String>,
    /// It has this tag.
    tag: Option<String>,
    /// The least bytes of a file.
    min_size: Option<u64>,
    /// The most bytes of a file.
    max_size: Option<u64>,
    /// Changed then or later.
    from: Option<DateTime<Utc>>,
    /// Changed before that.
    until: Option<DateTime<Utc>>,
    /// In the trash, instead of out of it.
    trash: Option<bool>,
    /// How many at most: 1 to 200, usually 50.
    limit: Option<usize>,
    /// Where to go on, as `Link` gave it.
    cursor: Option<String>,
}

/// A file or folder that was found.
#[derive(Serialize, ToSchema)]
pub struct DocumentsFinding {
    #[serde(flatten)]
    node: DocumentsNode,
    /// The folders above it, the highest first; the root is not among them.
    path: Vec<Step>,
}

/// Finds files and folders
///
/// In one's own space and in the one that all share: by words, and by what they are. The best first, then the newest; where no
/// word is said, the newest first. No sign in the words has a meaning of its own.
#[utoipa::path(get, path = "/api/documents/search", tag = "documents", params(Looked), security(("session" = [])),
    responses((status = 200, description = "A page of what was found.", body = PageOf<DocumentsFinding>),
        (status = 404, description = "There is no such folder to look in.")))]
pub async fn search(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    uri: Uri,
    Question(asked): Question<Looked>,
) -> Result<Response, Problem> {
    let skip = paging::place(LIST, asked.cursor.as_deref())?.unwrap_or_default().min(MOST_FOUND);
    let limit = paging::limit(asked.limit)?;
    if let Some(folder) = asked.folder {
        find(&front, &person, at_least, folder).await?;
    }
    let typed = asked.q.as_deref().unwrap_or_default().trim();
    let wanted = wanted(&person, &asked);
    let reads = front.view("documents", at_least).await?;
    // What was typed holds nothing that can be looked for.
    let page = match !typed.is_empty() && wanted.words.is_empty() {
        true => Page { items: Vec::new(), next: None },
        false => reads.query(move |connection| view::search(connection, &wanted, skip, limit)).await?,
    };
    let known = Known::of(&front, &person, page.items.iter().map(|found| &found.node)).await?;
    let items = page.items.into_iter().map(|found| (found, &known)).collect();
    let next = page.next.filter(|next| *next < MOST_FOUND);
    Ok(paging::answer::<_, DocumentsFinding>(LIST, &uri, Page { items, next }))
}

fn wanted(person: &Person, asked: &Looked) -> view::Wanted {
    let both = || vec![SpaceId::from(person.account), SpaceId::SHARED];
    view::Wanted {
        spaces: asked.space.map_or_else(both, |space| vec![space.of(person)]),
        words: view::words(asked.q.as_deref().unwrap_or_default()),
        folder: asked.folder.map(NodeId),
        is_file: asked.kind.map(|kind| matches!(kind, NodeKind::File)),
        media_type: asked.media_type.as_deref().map(str::to_ascii_lowercase),
        tag: asked.tag.as_deref().map(folded_tag),
        least_bytes: asked.min_size,
        most_bytes: asked.max_size,
        from: asked.from,
        until: asked.until,
        in_trash: asked.trash.unwrap_or_default(),
        texts: Vec::new(),
    }
}

impl From<(view::Found, &Known)> for DocumentsFinding {
    fn from((found, known): (view::Found, &Known)) -> Self {
        Self { node: (found.node, known).into(), path: found.path.into_iter().map(Step::from).collect() }
    }
}

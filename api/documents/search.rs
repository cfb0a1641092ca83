//! Finding files and folders in the spaces that somebody may enter.

use std::sync::Arc;

use axum::{extract::State, http::Uri, response::Response};
use chrono::{DateTime, Utc};
use commands::documents::folded_tag;
use domain::documents::{NodeId, SpaceId};
use projections::{
    Page,
    documents::{self as view, texts::Piece},
};
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
/// Of what is found by its text, so many in each space.
const MOST_TEXTS: usize = 1_000;

/// What is looked for. What is left out does not matter.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Looked {
    /// Words, each of which begins a word of the name or of a tag, or of what the file says. One of two letters or fewer
    /// must stand in a text as it is.
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
    /// Where the words stand in the file's text; null where the name or the tags have them.
    excerpt: Option<Vec<DocumentsPiece>>,
}

/// A part of an excerpt, as plain text. One after the other they are the whole.
#[derive(Serialize, ToSchema)]
pub struct DocumentsPiece {
    /// What stands there.
    text: String,
    /// Whether it is one of the words that were looked for.
    is_word: bool,
}

/// Finds files and folders
///
/// In one's own space and in the one that all share: by words, and by what they are. The best first, then the newest; where no
/// word is said, the newest first. No sign in the words has a meaning of its own. After those by name come those whose text holds
/// the words, with the place: the first mebibyte of the newest version's text is known, a moment after it was stored.
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
    let mut wanted = wanted(&person, &asked);
    let words = wanted.words.clone();
    if !words.is_empty() && asked.kind.is_none_or(|kind| matches!(kind, NodeKind::File)) {
        wanted.texts = front.texts.find(wanted.spaces.clone(), &words, most_texts(&asked)).await;
    }
    let reads = front.view("documents", at_least).await?;
    // What was typed holds nothing that can be looked for.
    let page = match !typed.is_empty() && wanted.words.is_empty() {
        true => Page { items: Vec::new(), next: None },
        false => reads.query(move |connection| view::search(connection, &wanted, skip, limit)).await?,
    };
    let known = Known::of(&front, &person, page.items.iter().map(|found| &found.node)).await?;
    let by_text = page.items.iter().filter(|found| found.by_text);
    let of: Vec<_> = by_text.filter_map(|found| Some((found.node.space, found.blob?))).collect();
    let mut excerpts = front.texts.excerpts(&words, &of).await.into_iter();
    let told = |found: view::Found| {
        let excerpt = if found.by_text { excerpts.next() } else { None };
        DocumentsFinding::of(found, &known, excerpt)
    };
    let items: Vec<_> = page.items.into_iter().map(told).collect();
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

/// Where it lies is looked at later: where that matters, more than are shown must be there before.
const fn most_texts(asked: &Looked) -> usize {
    let is_anywhere = asked.folder.is_none() && asked.trash.is_none();
    if is_anywhere { MOST_TEXTS } else { MOST_FOUND as usize }
}

impl DocumentsFinding {
    fn of(found: view::Found, known: &Known, excerpt: Option<Vec<Piece>>) -> Self {
        let piece = |Piece { text, is_word }| DocumentsPiece { text, is_word };
        let excerpt = excerpt.map(|pieces| pieces.into_iter().map(piece).collect());
        Self { node: (found.node, known).into(), path: found.path.into_iter().map(Step::from).collect(), excerpt }
    }
}

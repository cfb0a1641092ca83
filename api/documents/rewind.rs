//! A folder, or all of a space, as it was: what that would change, and making it so.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use chrono::{DateTime, Utc};
use commands::documents::{self, Moment, Preview};
use domain::documents::{NodeId, Space, space::Rewind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{found::space_of, told::NodeKind};
use crate::{
    front::Front,
    http::{Json, Path, Person, Problem, Question, freshness::Receipt},
};

/// So many changes are told of one by one.
const MOST_TOLD: usize = 500;

/// Which moment: one of the two.
#[derive(Clone, Copy, Deserialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ToMoment {
    /// A time.
    at: Option<DateTime<Utc>>,
    /// Before what was written down at this position, as `Daybook-Position` tells it: so a rewind is undone.
    before: Option<u64>,
}

impl TryFrom<ToMoment> for Moment {
    type Error = Problem;

    fn try_from(asked: ToMoment) -> Result<Self, Problem> {
        match asked {
            ToMoment { at: Some(at), before: None } => Ok(Self::At(at)),
            ToMoment { at: None, before: Some(position) } => Ok(Self::Before(position)),
            _ => Err(Problem::malformed("which_moment", "name a moment: either 'at' or 'before'")),
        }
    }
}

/// What happens to a file or folder.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RewindStep {
    /// It leaves the trash.
    Returns,
    /// It lies elsewhere again, or is called as it was.
    Moves,
    /// It has its earlier bytes again.
    Content,
    /// It was not there: it goes to the trash.
    Leaves,
    /// It was there and cannot come back.
    Lost,
}

/// A change that it would make.
#[derive(Serialize, ToSchema)]
pub struct RewindChange {
    /// Of which file or folder.
    id: Uuid,
    /// What it is.
    kind: NodeKind,
    /// What happens to it.
    step: RewindStep,
    /// Its name after that, and before it those of the folders it lies in.
    path: Vec<String>,
    /// The same as it is now, where it is another one.
    now: Option<Vec<String>>,
    /// The version whose bytes it would have.
    version: Option<u32>,
}

/// What letting a folder be as it was would change.
#[derive(Serialize, ToSchema)]
pub struct RewindPreview {
    /// The moment.
    at: DateTime<Utc>,
    /// How many come back, or go back to their place.
    placed: usize,
    /// How many have their earlier bytes again.
    content: usize,
    /// How many go to the trash.
    leave: usize,
    /// How many were there and cannot come back.
    lost: usize,
    /// The first 500 of them.
    changes: Vec<RewindChange>,
}

impl From<Preview> for RewindPreview {
    fn from(Preview { rewind, now, past, to }: Preview) -> Self {
        let Rewind { placed, again, trashed, lost } = rewind;
        let trees = Trees { now: &now, past: &past };
        let puts_back = placed.iter().map(|it| {
            let returns = now.is_trashed(it.node);
            let step = if returns { RewindStep::Returns } else { RewindStep::Moves };
            RewindChange { now: (!returns).then(|| words(&now, it.node)), ..trees.change(it.node, step, &past) }
        });
        let content = again.iter().map(|it| {
            let change = trees.change(it.node, RewindStep::Content, &past);
            RewindChange { version: Some(it.of), ..change }
        });
        let leave = trashed.iter().map(|node| trees.change(*node, RewindStep::Leaves, &now));
        let gone = lost.iter().map(|node| trees.change(*node, RewindStep::Lost, &past));
        Self {
            at: to,
            placed: placed.len(),
            content: again.len(),
            leave: trashed.len(),
            lost: lost.len(),
            changes: gone.chain(leave).chain(content).chain(puts_back).take(MOST_TOLD).collect(),
        }
    }
}

struct Trees<'a> {
    now: &'a Space,
    past: &'a Space,
}

impl Trees<'_> {
    fn change(&self, node: NodeId, step: RewindStep, tree: &Space) -> RewindChange {
        let is_file = self.past.versions(node).or_else(|| self.now.versions(node)).is_some();
        let kind = if is_file { NodeKind::File } else { NodeKind::Folder };
        RewindChange { id: node.0, kind, step, path: words(tree, node), now: None, version: None }
    }
}

fn words(tree: &Space, node: NodeId) -> Vec<String> {
    tree.path(node).iter().map(|name| name.text().to_owned()).collect()
}

/// Shows what letting a folder be as it was would change
///
/// Nothing changes by asking. The root of a space stands for everything in it.
#[utoipa::path(get, path = "/api/documents/folders/{id}/rewind", tag = "documents", params(("id" = Uuid, Path), ToMoment),
    security(("session" = [])), responses((status = 200, description = "What would change.", body = RewindPreview),
        (status = 409, description = "The folder was not there at that moment.")))]
pub async fn preview(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(id): Path<Uuid>,
    Question(asked): Question<ToMoment>,
) -> Result<Json<RewindPreview>, Problem> {
    let (moment, space) = (asked.try_into()?, space_of(&front, &person, id).await?);
    let found = documents::preview_rewind(&front.desk, &person.caller, space, NodeId(id), moment).await?;
    Ok(Json(found.into()))
}

/// Lets a folder be as it was
///
/// What came since goes to the trash, or back to where it was; nothing is lost, and it can be undone by rewinding to
/// before the position of the answer.
#[utoipa::path(post, path = "/api/documents/folders/{id}/rewind", tag = "documents", params(("id" = Uuid, Path)),
    request_body = ToMoment, security(("session" = [])),
    responses((status = 200, description = "It is as it was.", body = Receipt),
        (status = 409, description = "The folder was not there at that moment.")))]
pub async fn rewind(
    State(front): State<Arc<Front>>,
    person: Person,
    Path(id): Path<Uuid>,
    Json(asked): Json<ToMoment>,
) -> Result<Response, Problem> {
    let (moment, space) = (asked.try_into()?, space_of(&front, &person, id).await?);
    let done = documents::rewind_folder(&front.desk, &person.caller, space, NodeId(id), moment).await?;
    Ok(front.receipt("documents", done).await)
}

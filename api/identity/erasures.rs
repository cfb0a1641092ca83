//! Erasing people: asked for by themselves, done by an admin who types the person's name, and proved by a
//! certificate that names nobody.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use commands::{Desk, identity};
use domain::{AccountId, Event, Position, identity::Event as Identity};
use projections::{Page, identity::erasures as view};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::certificate::{Certificate, Erasure};
use crate::{
    front::Front,
    http::{
        Admin, AtLeast, Json, Path, Person, Problem, ProvedAdmin, Question,
        freshness::{POSITION, Receipt},
        paging::{self, PageOf, Pages},
    },
};

const LIST: &str = "identity.erasures";
/// How long whoever erases somebody waits for the end of it; it goes on either way.
const PATIENCE: Duration = Duration::from_secs(20);

/// Who is to be erased, typed once more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirmed {
    /// The person's name, exactly as it is shown.
    name: String,
}

/// Erases a person
///
/// For good: their account is closed, their key is destroyed, and everything the house keeps in plain is purged.
/// The person's name is typed to confirm it. Nobody erases themselves or the last admin.
#[utoipa::path(post, path = "/api/identity/accounts/{id}/erasure", tag = "identity", params(("id" = Uuid, Path)),
    request_body = Confirmed, security(("session" = [])),
    responses((status = 200, description = "The person is erased.", body = Erasure),
        (status = 202, description = "It is under way, and goes on until it is done.", body = Erasure)))]
pub async fn erase(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    Path(id): Path<Uuid>,
    Json(Confirmed { name }): Json<Confirmed>,
) -> Result<Response, Problem> {
    let account = AccountId(id);
    let begun = identity::erase(&front.desk, &caller, account, &name).await?;
    let desk = front.desk.clone();
    // Whoever asked may go away; an erasure is never left half done.
    let finishing = tokio::spawn(async move { identity::finish_erasure(&desk, account).await });
    let (status, position) = match tokio::time::timeout(PATIENCE, finishing).await {
        Ok(Ok(Ok(Some(finished)))) => (StatusCode::OK, finished.position),
        Ok(Ok(Err(fault))) => {
            tracing::error!(%fault, "an erasure cannot be finished yet");
            (StatusCode::ACCEPTED, begun.position)
        }
        _ => (StatusCode::ACCEPTED, begun.position),
    };
    front.shown("identity", position).await;
    let found = found(&front, AtLeast::default(), account).await?;
    let told = told(&front.desk, found).await?;
    Ok((status, [(POSITION, HeaderValue::from(position))], axum::Json(told)).into_response())
}

/// Lists erasures
///
/// Those that are asked for, under way and done, the newest first; with their certificates.
#[utoipa::path(get, path = "/api/identity/erasures", tag = "identity", params(Pages), security(("session" = [])),
    responses((status = 200, description = "A page of erasures.", body = PageOf<Erasure>)))]
pub async fn list(
    State(front): State<Arc<Front>>,
    _admin: Admin,
    at_least: AtLeast,
    uri: Uri,
    Question(pages): Question<Pages>,
) -> Result<Response, Problem> {
    let before = paging::place(LIST, pages.cursor.as_deref())?;
    let limit = paging::limit(pages.limit)?;
    let reads = front.view("identity", at_least).await?;
    let page = reads.query(move |connection| view::page(connection, before, limit)).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for row in page.items {
        items.push(told(&front.desk, row).await?);
    }
    Ok(paging::answer::<_, Erasure>(LIST, &uri, Page { items, next: page.next }))
}

/// Shows an erasure and its certificate
#[utoipa::path(get, path = "/api/identity/accounts/{id}/erasure", tag = "identity", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "The erasure.", body = Erasure)))]
pub async fn show(
    State(front): State<Arc<Front>>,
    _admin: Admin,
    at_least: AtLeast,
    Path(id): Path<Uuid>,
) -> Result<Json<Erasure>, Problem> {
    let found = found(&front, at_least, AccountId(id)).await?;
    Ok(Json(told(&front.desk, found).await?))
}

/// Asks to be erased
///
/// Whoever looks after the house hears of it and does it.
#[utoipa::path(post, path = "/api/identity/account/erasure", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "It is asked for.", body = Receipt)))]
pub async fn ask(State(front): State<Arc<Front>>, Person { caller, .. }: Person) -> Result<Response, Problem> {
    let done = identity::ask_erasure(&front.desk, &caller).await?;
    Ok(front.receipt("identity", done).await)
}

/// Asks to be erased no more
#[utoipa::path(delete, path = "/api/identity/account/erasure", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "It is asked for no more.", body = Receipt)))]
pub async fn take_back(State(front): State<Arc<Front>>, Person { caller, .. }: Person) -> Result<Response, Problem> {
    let done = identity::take_erasure_back(&front.desk, &caller).await?;
    Ok(front.receipt("identity", done).await)
}

/// Shows whether one asked to be erased
#[utoipa::path(get, path = "/api/identity/account/erasure", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "Whether and since when.", body = Erasure)))]
pub async fn own(
    State(front): State<Arc<Front>>,
    Person { account, .. }: Person,
    at_least: AtLeast,
) -> Result<Json<Erasure>, Problem> {
    let reads = front.view("identity", at_least).await?;
    let found = reads.query(move |connection| view::one(connection, account)).await?;
    let none =
        view::Erasure { account, position: 0, asked_at: None, begun_at: None, completed_at: None, certificate: None };
    Ok(Json(told(&front.desk, found.unwrap_or(none)).await?))
}

async fn found(front: &Front, at_least: AtLeast, account: AccountId) -> Result<view::Erasure, Problem> {
    let reads = front.view("identity", at_least).await?;
    let found = reads.query(move |connection| view::one(connection, account)).await?;
    found.ok_or_else(|| Problem::missing("no_such_erasure", "nobody asked for this, and nobody did it"))
}

async fn told(desk: &Desk, row: view::Erasure) -> Result<Erasure, Problem> {
    let certificate = match row.certificate {
        Some(position) => certificate_at(desk, position).await?,
        None => None,
    };
    Ok(Erasure::of(row, certificate))
}

async fn certificate_at(desk: &Desk, position: Position) -> Result<Option<Certificate>, Problem> {
    Ok(match desk.fact(position).await?.map(|fact| fact.event) {
        Some(Event::Identity(Identity::ErasureCompleted(it))) => Some(it.into()),
        _ => None,
    })
}

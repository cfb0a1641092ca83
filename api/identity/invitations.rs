//! Invitations: who is asked to live here, and how they come.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use commands::identity;
use domain::identity::InvitationId;
use projections::{Page, identity::invitations as view};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::resets::{LinkSent, LinkToken};
use crate::{
    front::Front,
    http::{
        Admin, Anyone, AtLeast, Json, NoBody, Path, Problem, ProvedAdmin, Question, RoleWord,
        freshness::{Created, Receipt, positioned},
        paging::{self, PageOf},
    },
};

const LIST: &str = "identity.invitations";

/// Which invitations.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Those that were accepted or withdrawn, too.
    #[serde(default)]
    all: bool,
    /// How many at most: 1 to 200, usually 50.
    limit: Option<usize>,
    /// Where to go on, as `Link` gave it.
    cursor: Option<String>,
}

/// What became of an invitation.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum InvitationState {
    /// Its guest may come.
    Waiting,
    /// Its time is over; it can be sent again.
    Expired,
    /// Its guest came.
    Accepted,
    /// It was taken back, or a newer one went to the same address.
    Withdrawn,
}

/// One invitation.
#[derive(Serialize, ToSchema)]
pub struct Invitation {
    /// Its id.
    id: Uuid,
    /// The mail address it went to; null once erased.
    email: Option<String>,
    /// What its guest may do.
    role: RoleWord,
    /// The account of whoever sent it.
    host: Option<Uuid>,
    /// What became of it.
    state: InvitationState,
    /// When it was sent last.
    sent_at: DateTime<Utc>,
    /// How often it was sent.
    sent: u32,
    /// Until when it holds.
    until: DateTime<Utc>,
    /// When its guest came.
    accepted_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    withdrawn_at: Option<DateTime<Utc>>,
}

impl From<(view::Invitation, DateTime<Utc>)> for Invitation {
    fn from((row, now): (view::Invitation, DateTime<Utc>)) -> Self {
        let state = match (row.accepted_at, row.withdrawn_at) {
            (Some(_), _) => InvitationState::Accepted,
            (None, Some(_)) => InvitationState::Withdrawn,
            (None, None) if now >= row.until => InvitationState::Expired,
            (None, None) => InvitationState::Waiting,
        };
        Self {
            id: row.id,
            email: row.email,
            role: row.role.into(),
            host: row.host.map(|host| host.0),
            state,
            sent_at: row.sent_at,
            sent: row.sent,
            until: row.until,
            accepted_at: row.accepted_at,
            withdrawn_at: row.withdrawn_at,
        }
    }
}

/// Somebody who is asked to live here.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Inviting {
    /// Where the link is mailed to, and with what they will log in.
    email: String,
    /// What they may do.
    role: RoleWord,
}

/// An invitation that is on its way.
#[derive(Serialize, ToSchema)]
pub struct Invited {
    /// Its id.
    id: Uuid,
    /// Where it is written down, as in `Daybook-Position`.
    position: u64,
    /// Until when it holds.
    until: DateTime<Utc>,
    /// The link itself, to be handed over; null where a mail server brings it to the guest.
    link: Option<String>,
}

/// What an invitation offers.
#[derive(Serialize, ToSchema)]
pub struct Offer {
    /// What the house is called.
    house: String,
    /// The address it went to, with which one logs in.
    email: String,
    /// What one may do.
    role: RoleWord,
}

/// Whoever comes by an invitation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Coming {
    /// What follows the `#` in the link.
    #[schema(format = Password)]
    token: String,
    /// 1 to 60 characters.
    name: String,
    /// 10 to 200 characters, not one of those that are tried first.
    #[schema(format = Password)]
    password: String,
}

/// Lists invitations
///
/// The newest first; those that wait for their guest, unless all are asked for.
#[utoipa::path(get, path = "/api/identity/invitations", tag = "identity", params(Filter), security(("session" = [])),
    responses((status = 200, description = "A page of invitations.", body = PageOf<Invitation>)))]
pub async fn list(
    State(front): State<Arc<Front>>,
    _admin: Admin,
    at_least: AtLeast,
    uri: Uri,
    Question(filter): Question<Filter>,
) -> Result<Response, Problem> {
    let before = paging::place(LIST, filter.cursor.as_deref())?;
    let (all, limit) = (filter.all, paging::limit(filter.limit)?);
    let reads = front.view("identity", at_least).await?;
    let page = reads.query(move |connection| view::page(connection, all, before, limit)).await?;
    let now = front.desk.clock().now();
    let items = page.items.into_iter().map(|invitation| (invitation, now)).collect();
    Ok(paging::answer::<_, Invitation>(LIST, &uri, Page { items, next: page.next }))
}

/// Invites somebody
///
/// A link is mailed that works once and for as many days as the setting `invitation_days` says. It reserves no
/// address; an older invitation to the same one is withdrawn.
#[utoipa::path(post, path = "/api/identity/invitations", tag = "identity", request_body = Inviting,
    security(("session" = [])), responses((status = 201, description = "It is on its way.", body = Invited)))]
pub async fn invite(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    Json(Inviting { email, role }): Json<Inviting>,
) -> Result<Response, Problem> {
    let (invitation, sent, done) = identity::invite(&front.desk, &caller, &email, role.into()).await?;
    front.shown_so_far("identity").await;
    let (id, position) = (invitation.0, done.position);
    let body = Invited { id, position, until: sent.until, link: sent.link };
    let mut response = (StatusCode::CREATED, axum::Json(body)).into_response();
    positioned(done, response.headers_mut());
    if let Ok(location) = HeaderValue::try_from(format!("/api/identity/invitations/{id}")) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// Sends an invitation again
///
/// With a new link; the one before is void.
#[utoipa::path(post, path = "/api/identity/invitations/{id}/repetition", tag = "identity", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "It is on its way.", body = LinkSent)))]
pub async fn repeat(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    Path(id): Path<Uuid>,
    _body: NoBody,
) -> Result<Response, Problem> {
    let (sent, done) = identity::invite_again(&front.desk, &caller, InvitationId(id)).await?;
    front.shown("identity", done.position).await;
    let mut response = axum::Json(LinkSent::from(sent)).into_response();
    positioned(done, response.headers_mut());
    Ok(response)
}

/// Withdraws an invitation
#[utoipa::path(delete, path = "/api/identity/invitations/{id}", tag = "identity", params(("id" = Uuid, Path)),
    security(("session" = [])), responses((status = 200, description = "Its link is void.", body = Receipt)))]
pub async fn withdraw(
    State(front): State<Arc<Front>>,
    Admin(caller): Admin,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let done = identity::withdraw_invitation(&front.desk, &caller, InvitationId(id)).await?;
    Ok(front.receipt("identity", done).await)
}

/// Looks at what an invitation offers
#[utoipa::path(post, path = "/api/identity/invitations/check", tag = "identity", request_body = LinkToken,
    responses((status = 200, description = "It holds.", body = Offer),
        (status = 404, description = "It is no such link."),
        (status = 410, description = "It was used, replaced, withdrawn or is too old.")))]
pub async fn check(
    State(front): State<Arc<Front>>,
    _anyone: Anyone,
    Json(body): Json<LinkToken>,
) -> Result<axum::Json<Offer>, Problem> {
    let identity::Offer { house, email, role } = identity::look_at_invitation(&front.desk, body.token()).await?;
    Ok(axum::Json(Offer { house, email, role: role.into() }))
}

/// Accepts an invitation
///
/// Opens the account; one logs in with it. The link works once.
#[utoipa::path(post, path = "/api/identity/invitations/acceptance", tag = "identity", request_body = Coming,
    responses((status = 201, description = "The account is open; log in with it.", body = Created),
        (status = 404, description = "It is no such link."),
        (status = 409, description = "Somebody else took the address meanwhile."),
        (status = 410, description = "It was used, replaced, withdrawn or is too old.")))]
pub async fn accept(
    State(front): State<Arc<Front>>,
    Anyone(caller): Anyone,
    Json(Coming { token, name, password }): Json<Coming>,
) -> Result<Response, Problem> {
    let (guest, done) = identity::accept_invitation(&front.desk, &caller, &token, name, password).await?;
    let account = guest.account;
    Ok(front.created("identity", account.0, &format!("/api/identity/accounts/{account}"), done).await)
}

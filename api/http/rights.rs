//! Who may ask what. A route names the right it needs by the extractor it takes, and nothing else
//! decides: [`Anyone`], [`Person`] (401 without a session) or [`Admin`] (403 below).
//!
//! Whoever changes something in a session shows the session's token, too. Requests of strangers
//! get a fresh command always: what they type is counted each time, whatever key they send.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, Method, StatusCode, header::WWW_AUTHENTICATE, request::Parts},
};
use commands::{Caller, identity};
use domain::{AccountId, CommandId, Role, Who};

use super::{Asked, Problem, idempotency::RequestKey};
use crate::front::Front;

/// Anybody at all, logged in or not.
pub struct Anyone(pub Caller);

/// A person in a session of theirs.
pub struct Person {
    /// Who, with what rights, from where.
    pub caller: Caller,
    /// Whose session it is.
    pub account: AccountId,
    /// The person's name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// What unsafe requests must show.
    pub csrf_token: String,
}

/// A person who looks after the house.
pub struct Admin(pub Caller);

impl FromRequestParts<Arc<Front>> for Anyone {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _front: &Arc<Front>) -> Result<Self, Problem> {
        let asked = asked(parts)?;
        Ok(Self(Caller::stranger(asked.client, CommandId(asked.id))))
    }
}

impl FromRequestParts<Arc<Front>> for Person {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Problem> {
        enter(parts, front, Role::Viewer).await
    }
}

impl FromRequestParts<Arc<Front>> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Problem> {
        Ok(Self(enter(parts, front, Role::Admin).await?.caller))
    }
}

/// What the door knows of the request.
pub fn asked(parts: &Parts) -> Result<Asked, Problem> {
    parts.extensions.get().cloned().ok_or_else(|| Problem::broken(&"a request came in past the door"))
}

async fn enter(parts: &Parts, front: &Front, least: Role) -> Result<Person, Problem> {
    let asked = asked(parts)?;
    let token = front.cookies.session(&parts.headers).ok_or_else(not_logged_in)?;
    let known = identity::authenticate(&front.desk, &token).await?.ok_or_else(not_logged_in)?;
    asked.is_from(known.account);
    check_token(parts, &token)?;
    if known.role < least {
        return Err(Problem::new(StatusCode::FORBIDDEN, "not_allowed", "only an admin may do this"));
    }
    let command = match parts.extensions.get::<RequestKey>() {
        Some(key) => key.command(front, known.account, parts).await?,
        None => CommandId(asked.id),
    };
    let caller = Caller {
        who: Who::Person(known.account),
        role: Some(known.role),
        session: Some(known.session),
        from: asked.client,
        command,
        because: None,
    };
    let csrf_token = identity::csrf_token(&token);
    Ok(Person { caller, account: known.account, name: known.name, role: known.role, csrf_token })
}

fn not_logged_in() -> Problem {
    let scheme = HeaderValue::from_static("Cookie realm=\"daybook\"");
    Problem::new(StatusCode::UNAUTHORIZED, "not_logged_in", "log in first; the session may have ended")
        .with(WWW_AUTHENTICATE, scheme)
}

/// Whether a method may change something.
pub fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn check_token(parts: &Parts, session_token: &str) -> Result<(), Problem> {
    if !is_unsafe(&parts.method) {
        return Ok(());
    }
    let refuse = |code, detail| Err(Problem::new(StatusCode::FORBIDDEN, code, detail).about("x-csrf-token"));
    match parts.headers.get("x-csrf-token") {
        None => refuse("csrf_token_missing", "send the csrf_token of GET /api/identity/session as X-CSRF-Token"),
        Some(given) if identity::csrf_matches(session_token, given.to_str().unwrap_or_default()) => Ok(()),
        Some(_) => refuse("csrf_token_wrong", "X-CSRF-Token is not the csrf_token of this session"),
    }
}

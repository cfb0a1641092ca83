//! Who may ask what. A route names the right it needs by the extractor it takes, and nothing else
//! decides: [`Anyone`], [`Somebody`] (who sees more in a session), [`Person`] (401 without one) or
//! [`Admin`] (403 below).
//!
//! Whoever changes something with a cookie shows the session's token, too; no page of another site
//! can send a bearer's token, so that one stands for itself. Requests of strangers get a fresh
//! command always: what they type is counted each time, whatever key they send.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{AUTHORIZATION, WWW_AUTHENTICATE},
        request::Parts,
    },
};
use commands::{
    Caller,
    identity::{self, Authenticated},
};
use domain::{AccountId, CommandId, Role, Who};

use super::{Asked, Cookies, Problem, idempotency::RequestKey};
use crate::front::Front;

/// What somebody shows to be let in.
#[derive(Clone)]
pub enum Proof {
    /// The session's cookie, which a browser sends by itself.
    Cookie(String),
    /// A token, which only somebody who knows it can send.
    Bearer(String),
}

/// Whether being let in counts as a use of the session.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It does, and keeps it awake.
    Request,
    /// It does not: a socket stays open while nobody sits there.
    Socket,
}

/// Anybody at all, logged in or not.
pub struct Anyone(pub Caller);

/// A person in a session of theirs, or anybody else.
pub struct Somebody(pub Option<Person>);

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

impl FromRequestParts<Arc<Front>> for Somebody {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Problem> {
        match enter(parts, front, Role::Viewer).await {
            Ok(person) => Ok(Self(Some(person))),
            Err(problem) if problem.status == StatusCode::UNAUTHORIZED => Ok(Self(None)),
            Err(problem) => Err(problem),
        }
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

impl Proof {
    /// What a request shows, if anything; a token outweighs a cookie.
    pub fn of(headers: &HeaderMap, cookies: Cookies) -> Option<Self> {
        bearer(headers).map(Self::Bearer).or_else(|| cookies.session(headers).map(Self::Cookie))
    }
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| token.to_owned())
}

/// Whom a proof lets in: the one place where this is decided, for requests and for sockets.
pub async fn let_in(front: &Front, proof: Option<&Proof>, how: Use) -> Result<Authenticated, Problem> {
    let Some(Proof::Cookie(token) | Proof::Bearer(token)) = proof else { return Err(not_logged_in()) };
    let known = match how {
        Use::Request => identity::authenticate(&front.desk, token).await?,
        Use::Socket => identity::recognise(&front.desk, token).await?,
    };
    known.ok_or_else(not_logged_in)
}

async fn enter(parts: &Parts, front: &Front, least: Role) -> Result<Person, Problem> {
    let asked = asked(parts)?;
    let proof = Proof::of(&parts.headers, front.cookies);
    let known = let_in(front, proof.as_ref(), Use::Request).await?;
    asked.is_from(known.account);
    let csrf_token = check_token(parts, proof)?;
    if known.role < least {
        return Err(Problem::new(StatusCode::FORBIDDEN, "not_allowed", "only an admin may do this"));
    }
    let command = match parts.extensions.get::<RequestKey>() {
        Some(key) => {
            let command = key.command(front, known.account, parts).await?;
            asked.commands(command);
            tracing::Span::current().record("command", tracing::field::display(command.0));
            command
        }
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

/// The token of the session that a cookie names; refused where a change comes without it.
fn check_token(parts: &Parts, proof: Option<Proof>) -> Result<String, Problem> {
    let refuse = |code, detail| Err(Problem::new(StatusCode::FORBIDDEN, code, detail).about("x-csrf-token"));
    let (token, needed) = match proof {
        Some(Proof::Cookie(token)) => (token, is_unsafe(&parts.method)),
        Some(Proof::Bearer(token)) => (token, false),
        None => return Err(not_logged_in()),
    };
    match parts.headers.get("x-csrf-token") {
        _ if !needed => {}
        None => {
            return refuse("csrf_token_missing", "send the csrf_token of GET /api/identity/session as X-CSRF-Token");
        }
        Some(given) if identity::csrf_matches(&token, given.to_str().unwrap_or_default()) => {}
        Some(_) => return refuse("csrf_token_wrong", "X-CSRF-Token is not the csrf_token of this session"),
    }
    Ok(identity::csrf_token(&token))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(authorization: &str) -> Option<String> {
        bearer(&HeaderMap::from_iter([(AUTHORIZATION, authorization.parse().unwrap())]))
    }

    #[test]
    fn only_a_bearers_token_is_one() {
        assert_eq!(shown("Bearer abc").as_deref(), Some("abc"));
        assert_eq!(shown("bearer  abc ").as_deref(), Some("abc"));
        for other in ["Basic abc", "Bearer", "Bearer ", "abc", ""] {
            assert_eq!(shown(other), None, "{other}");
        }
        assert_eq!(bearer(&HeaderMap::new()), None);
    }
}

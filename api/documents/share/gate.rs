//! Whom a link lets in: whoever holds its token and, where it has one, knows its password.
//!
//! A browser shows a pass that it got for the password, in a cookie for this link alone; a program shows the password itself
//! (HTTP Basic, RFC 7617). What lets nobody in gets one answer, whatever the reason, and counts as a guess.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ACCEPT, RETRY_AFTER},
        request::Parts,
    },
    response::{IntoResponse as _, Response},
};
use commands::{
    Caller,
    documents::links::{self, OpenLink, Tried},
};
use domain::CommandId;

use super::pages;
use crate::{
    front::Front,
    http::{Asked, Problem, basic_password, limits::guess, with_basic},
};

/// Somebody whom a link lets in.
pub struct Guest {
    /// What it opens.
    pub open: OpenLink,
    /// Who that is: a stranger, from somewhere.
    pub caller: Caller,
    /// The token, to go on with.
    pub token: String,
    /// They read pages, and are no program.
    pub reads_pages: bool,
}

/// Somebody with a token that opens something, who has perhaps not shown the password yet.
pub struct Knocking {
    /// Who it will be.
    pub guest: Guest,
    asked: Asked,
}

impl FromRequestParts<Arc<Front>> for Knocking {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Response> {
        let token =
            token(parts, front).await.ok_or_else(|| Problem::broken(&"a link without a token").into_response())?;
        let asked = parts.extensions.get::<Asked>().cloned();
        let asked = asked.ok_or_else(|| Problem::broken(&"a request came in past the door").into_response())?;
        let reads_pages = reads_pages(&parts.headers);
        let caller = Caller::stranger(asked.client, CommandId(asked.id));
        match links::open_link(&front.desk, &token).await {
            Ok(Some(open)) => Ok(Self { guest: Guest { open, caller, token, reads_pages }, asked }),
            Ok(None) => {
                may_guess(front, &asked, &token, reads_pages).await?;
                Err(pages::closed(reads_pages))
            }
            Err(fault) => Err(Problem::from(fault).into_response()),
        }
    }
}

impl FromRequestParts<Arc<Front>> for Guest {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Response> {
        let knocking = Knocking::from_request_parts(parts, front).await?;
        let open = &knocking.guest.open;
        let pass = front.cookies.link_pass(&parts.headers);
        if open.password.is_none() || pass.is_some_and(|pass| links::is_password_pass(&front.desk, open, &pass)) {
            return Ok(knocking.guest);
        }
        match basic_password(&parts.headers).filter(|_| !knocking.guest.reads_pages) {
            Some(password) => match knocking.tries(front, password).await? {
                Tried::Right => Ok(knocking.guest),
                other => Err(refused(&knocking.guest, &other, front)),
            },
            None if knocking.guest.reads_pages => Err(pages::password(&knocking.guest, None)),
            None => Err(unproven().into_response()),
        }
    }
}

impl Knocking {
    /// Tries a password; so many are tried from one place, and so many at one link.
    pub async fn tries(&self, front: &Front, password: String) -> Result<Tried, Response> {
        let Guest { open, caller, reads_pages, .. } = &self.guest;
        may_guess(front, &self.asked, &format!("{} {password}", open.link), *reads_pages).await?;
        let tried = links::try_password(&front.desk, caller, open, password).await;
        tried.map_err(|fault| Problem::from(fault).into_response())
    }
}

/// The answer to whoever did not show the right password.
pub fn refused(guest: &Guest, tried: &Tried, front: &Front) -> Response {
    if guest.reads_pages {
        return pages::password(guest, Some((tried, front.desk.clock().now())));
    }
    match tried {
        Tried::Closed(until) => {
            let detail = "too many wrong passwords; this link takes none for a while";
            let wait = HeaderValue::from((*until - front.desk.clock().now()).num_seconds().max(1));
            let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", detail);
            problem.with(RETRY_AFTER, wait).into_response()
        }
        Tried::Busy => {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "too many passwords are being compared; try again")
                .into_response()
        }
        Tried::Right | Tried::Wrong => unproven().into_response(),
    }
}

fn unproven() -> Problem {
    let detail = "this link has a password; show it as the password of HTTP Basic";
    with_basic(Problem::new(StatusCode::UNAUTHORIZED, "link_password_needed", detail))
}

async fn token(parts: &mut Parts, front: &Arc<Front>) -> Option<String> {
    let params = RawPathParams::from_request_parts(parts, front).await.ok()?;
    params.iter().find(|(name, _)| *name == "token").map(|(_, token)| token.to_owned())
}

fn reads_pages(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|kind| kind.trim().starts_with("text/html"))
}

async fn may_guess(front: &Front, asked: &Asked, shown: &str, reads_pages: bool) -> Result<(), Response> {
    match guess(front, asked, shown).await {
        Ok(None) => Ok(()),
        Ok(Some(told)) => {
            let (why, wait) = (told.in_words(), HeaderValue::from(told.again_s.max(1)));
            if reads_pages {
                return Err(([(RETRY_AFTER, wait)], pages::too_many(&why)).into_response());
            }
            let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", why);
            Err(problem.with(RETRY_AFTER, wait).into_response())
        }
        Err(problem) => Err(problem.into_response()),
    }
}

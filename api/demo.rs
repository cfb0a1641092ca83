//! The door of a demo: a link lets whoever only looks in as one of the sample people.
//!
//! A real house has no such door: without a [`DemoDoor`] among its parts these routes are not
//! there. Nobody is let in past a login here: behind the door stands the login of a sample person,
//! with password and code, and where that fails the link fails.

use std::{future::Future, pin::Pin, sync::Arc};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::post,
};
use commands::{
    Caller, Failure,
    identity::{LoginRefusal, Opened, csrf_token},
};
use serde::{Deserialize, Serialize};

use crate::{
    front::Front,
    http::{Anyone, Cookies, Json, Problem},
    identity::{let_in, user_agent},
};

/// What a link comes to: a session, or nothing where it is no link of this demo.
pub type LetIn = Result<Option<Opened>, Failure<LoginRefusal>>;

/// Lets people in by the link the demo printed.
pub trait DemoDoor: Send + Sync {
    /// Logs the sample person in for whom the link is made.
    fn open<'a>(
        &'a self,
        link: &'a str,
        caller: Caller,
        user_agent: &'a str,
    ) -> Pin<Box<dyn Future<Output = LetIn> + Send + 'a>>;
}

/// A session of a demo that is open already, as a script wants it.
#[derive(Serialize)]
pub struct DemoSession {
    /// The cookie's name.
    cookie: &'static str,
    /// The cookie's value.
    value: String,
    /// What unsafe requests must show as `X-CSRF-Token`.
    csrf_token: String,
}

/// The session that a secret opens.
#[must_use]
pub fn demo_session(token: &str) -> DemoSession {
    let cookie = Cookies { secure: false, demo: true }.session_name();
    DemoSession { cookie, value: token.to_owned(), csrf_token: csrf_token(token) }
}

/// The secret of a link: what stands behind its `#`, which no browser sends and no log sees.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Link {
    link: String,
}

/// What the page behind the link asks; nothing at all in a real house. The page itself is one of
/// `pages`.
pub fn router(front: &Front) -> Router<Arc<Front>> {
    if front.demo.is_none() {
        return Router::new();
    }
    Router::new().route("/demo", post(enter))
}

async fn enter(
    State(front): State<Arc<Front>>,
    Anyone(caller): Anyone,
    headers: HeaderMap,
    Json(body): Json<Link>,
) -> Result<Response, Problem> {
    let opened = match &front.demo {
        Some(door) => door.open(&body.link, caller, &user_agent(&headers)).await?,
        None => None,
    };
    match opened {
        Some(opened) => let_in(&front, opened).await,
        None => Err(Problem::new(StatusCode::NOT_FOUND, "no_such_link", NO_SUCH_LINK).about("link")),
    }
}

const NO_SUCH_LINK: &str = "this link opens nothing here: it is another demo's, or the person's password was changed \
    or their account closed; the demo's own window shows the right one";

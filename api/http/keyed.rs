//! Programs that know nothing but HTTP Basic, such as the file managers of other systems: a key lets them in, and
//! nothing else does.
//!
//! A session is no proof here, whatever cookie comes along: no page of another site can act in a browser's name. And no
//! browser is asked for a password by what a page fetches.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, StatusCode, header::ORIGIN, request::Parts},
};
use domain::Role;

use super::{
    Problem,
    proof::{Proof, with_basic},
    rights::{Person, enter},
};
use crate::front::Front;

/// A program with a key.
pub struct WithKey(pub Person);

impl FromRequestParts<Arc<Front>> for WithKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Problem> {
        let shown = Proof::of(&parts.headers, front.cookies);
        let entered = match shown.as_ref().and_then(Proof::key) {
            Some(_) => enter(parts, front, Role::Viewer).await,
            None => Err(key_needed()),
        };
        entered.map(Self).map_err(|problem| asking(problem, &parts.headers))
    }
}

fn key_needed() -> Problem {
    let detail = "this address is for file managers and other programs; the password is an API key";
    Problem::new(StatusCode::UNAUTHORIZED, "key_needed", detail)
}

fn asking(problem: Problem, headers: &HeaderMap) -> Problem {
    let is_fetched = headers.contains_key(ORIGIN) || headers.keys().any(|name| name.as_str().starts_with("sec-fetch-"));
    if problem.status == StatusCode::UNAUTHORIZED && !is_fetched { with_basic(problem) } else { problem }
}

//! Who has proved lately who they are: what dangerous routes ask for besides the right.
//!
//! [`Proved`] is a [`Person`], [`ProvedAdmin`] an [`Admin`](super::Admin), whose proof in this very session is at most
//! ten minutes old; a login with both of its steps is one. Otherwise 403 `proof_needed` names the kinds of
//! proof the person has: `POST /api/identity/session/proof` takes one, then the request is repeated.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};
use commands::{Caller, identity};
use domain::Role;

use super::{
    Problem,
    rights::{Person, enter},
};
use crate::front::Front;

/// A person who has proved lately who they are.
pub struct Proved(pub Person);

/// A person who looks after the house and has proved lately who they are.
pub struct ProvedAdmin(pub Caller);

/// A person who has proved lately who they are, or a program with a key: making one took a proof, and page by page it
/// reads as much.
pub struct ProvedOrKey(pub Person);

impl FromRequestParts<Arc<Front>> for ProvedOrKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Problem> {
        let person = enter(parts, front, Role::Viewer).await?;
        if person.caller.key.is_none() {
            check_proof(front, &person.caller).await?;
        }
        Ok(Self(person))
    }
}

impl FromRequestParts<Arc<Front>> for Proved {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Problem> {
        let person = enter(parts, front, Role::Viewer).await?;
        check_proof(front, &person.caller).await?;
        Ok(Self(person))
    }
}

impl FromRequestParts<Arc<Front>> for ProvedAdmin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Result<Self, Problem> {
        let person = enter(parts, front, Role::Admin).await?;
        check_proof(front, &person.caller).await?;
        Ok(Self(person.caller))
    }
}

/// Refuses whoever has not proved lately who they are. For routes where it depends on what is asked.
pub async fn check_proof(front: &Front, caller: &Caller) -> Result<(), Problem> {
    let refuse = |code, detail| Problem::new(StatusCode::FORBIDDEN, code, detail);
    let Some((session, account)) = caller.session.zip(caller.account()) else {
        return Err(refuse("not_allowed", "this is for a person in a session, who can prove who they are"));
    };
    if identity::proved_until(&front.desk, session).is_some() {
        return Ok(());
    }
    let kinds = identity::kinds_of_proof(&front.desk, account).await?;
    let detail = "prove first who you are: POST /api/identity/session/proof, then send this again";
    Err(refuse("proof_needed", detail).provable_by(kinds.into_iter().map(|kind| kind.word()).collect()))
}

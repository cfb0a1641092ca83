//! Where each request to the interface is counted, before anything is done for it: by the person or
//! key that was let in, else by the network. What shows nothing, or something that lets nobody in,
//! is a stranger's.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header::AUTHORIZATION},
    middleware::Next,
    response::{IntoResponse, Response},
};
use commands::{Caller, household, identity};
use domain::{AccountId, CommandId, Role, Who as By, household::limits::Limit};

use super::{
    super::{Asked, Problem, Proof, Use, let_in},
    Client, OneTooMany, Told,
    class::{Class, Who},
};
use crate::front::Front;

/// Counts a request, and lets it on where it is not one too many.
pub async fn pass(State(front): State<Arc<Front>>, mut request: Request, next: Next) -> Result<Response, Problem> {
    let asked = request.extensions().get::<Asked>().cloned();
    let asked = asked.ok_or_else(|| Problem::broken(&"a request came in past the door"))?;
    let (who, is_admin) = recognise(&front, &asked, request.headers()).await;
    request.extensions_mut().insert(who.inside.map_or(who.network, |(_, client)| client));
    if asked.client.is_some_and(|address| front.limits.is_exempt(address)) {
        return Ok(next.run(request).await);
    }
    let (limits, _) = household::limits(&front.desk).await?;
    front.limits.follow(&limits);
    let counted = who.counted_by(Class::of(&request));
    match front.limits.count(&counted, is_admin || asked.from_this_machine) {
        Ok(told) => {
            asked.stands(told);
            Ok(next.run(request).await)
        }
        Err(too_many) => Ok(refuse(&front, &asked, too_many)),
    }
}

async fn recognise(front: &Front, asked: &Asked, headers: &HeaderMap) -> (Who, bool) {
    let network = Client::Network(asked.counted_as());
    let mut who = Who { network, inside: None, is_guess: false, is_refused: false };
    let Some(proof) = Proof::of(headers, front.cookies) else { return (who, false) };
    let stranger = Caller::stranger(asked.client, CommandId(asked.id));
    match let_in(front, Some(&proof), &stranger, Use::Glance).await {
        Ok(known) => {
            who.inside = Some(match known.key {
                Some(key) => (Limit::KeyMinute, Client::Key(key.0)),
                None => (Limit::PersonMinute, Client::Person(known.account.0)),
            });
            return (who, known.role == Role::Admin);
        }
        Err(problem) if problem.status.is_client_error() => {
            let shown = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
            let cookie = front.cookies.session(headers).unwrap_or_default();
            who.is_refused = true;
            who.is_guess = front.limits.guesses.is_new(network, shown.unwrap_or(&cookie));
        }
        // Whatever broke is told where it is needed.
        Err(_) => {}
    }
    (who, false)
}

/// Counts what a stranger shows that opened nothing, or may not: a link's token, its password. The same again is no new
/// guess. Answers how long to wait where it is one too many.
pub async fn guess(front: &Front, asked: &Asked, shown: &str) -> Result<Option<Told>, Problem> {
    let network = Client::Network(asked.counted_as());
    let is_exempt = asked.client.is_some_and(|address| front.limits.is_exempt(address));
    if is_exempt || !front.limits.guesses.is_new(network, shown) {
        return Ok(None);
    }
    let (limits, _) = household::limits(&front.desk).await?;
    front.limits.follow(&limits);
    let counted = front.limits.count(&[(Limit::LinkHour, network)], asked.from_this_machine);
    Ok(counted.err().map(|too_many| note(front, asked, too_many)))
}

fn refuse(front: &Front, asked: &Asked, too_many: OneTooMany) -> Response {
    let told = note(front, asked, too_many);
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", told.in_words()).into_response()
}

fn note(front: &Front, asked: &Asked, too_many: OneTooMany) -> Told {
    let OneTooMany { limit, client, told } = too_many;
    asked.must_wait(told);
    front.metrics.limited(limit);
    let now = front.desk.clock().now();
    let (client, count) = front.limits.lately.note(client, limit, now);
    let mut caller = Caller::stranger(asked.client, CommandId(asked.id));
    if let Client::Person(account) = client {
        caller.who = By::Person(AccountId(account));
    }
    identity::note_insistence(&front.desk, &caller, &format!("{client:?}"), limit, count);
    told
}

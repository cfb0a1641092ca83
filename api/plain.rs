//! What is answered to those who come without encryption to a house that has it: the certificate of
//! its authority, an authority's challenges, whether the house is well, and the way to the encrypted
//! door. Nothing else, and nothing of a person's.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, Request, State},
    http::{
        HeaderValue, StatusCode, Uri,
        header::{CONTENT_TYPE, HOST, LOCATION},
        uri::Authority,
    },
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;
use commands::household;

use crate::{
    front::Front,
    http::{Problem, door},
    probes,
};

/// The certificate of the house's own authority, behind both doors.
pub fn certificate() -> Router<Arc<Front>> {
    Router::new().route("/ca.crt", get(authority))
}

/// All of it.
pub fn router(front: Arc<Front>) -> Router {
    certificate()
        .merge(probes::unencrypted())
        .route("/.well-known/acme-challenge/{token}", get(challenge))
        .fallback(over_there)
        .layer(from_fn_with_state(front.clone(), door::pass))
        .with_state(front)
}

async fn authority(State(front): State<Arc<Front>>) -> Result<Response, Problem> {
    let kind = [(CONTENT_TYPE, "application/x-x509-ca-cert")];
    match &front.entrance.authority {
        Some(authority) => Ok((kind, Bytes::clone(&authority.certificate)).into_response()),
        None => Err(Problem::missing("no_authority", "this house has no authority of its own")),
    }
}

async fn challenge(State(front): State<Arc<Front>>, Path(token): Path<String>) -> Result<Response, Problem> {
    let answer = front.entrance.challenges.of(&token);
    let kind = [(CONTENT_TYPE, "application/octet-stream")];
    answer.map(|answer| (kind, answer).into_response()).ok_or_else(|| Problem::of_status(StatusCode::NOT_FOUND))
}

/// The same page over HTTPS: under the name that was asked for, at the port the house has there.
async fn over_there(State(front): State<Arc<Front>>, request: Request) -> Result<Response, Problem> {
    let asked = request.uri().authority().map(|authority| authority.as_str().to_owned());
    let asked = asked.or_else(|| request.headers().get(HOST)?.to_str().ok().map(str::to_owned));
    let asked = asked.and_then(|host| host.parse::<Authority>().ok()).map(|authority| authority.host().to_owned());
    let Some(host) = asked else {
        return Err(Problem::malformed("not_encrypted", "this house speaks HTTPS; ask it so"));
    };
    let (settings, _) = household::settings(&front.desk).await?;
    let public = settings.public_address.as_deref().filter(|public| is_at(public, &host)).map(str::to_owned);
    let page = request.uri().path_and_query().map_or("/", |page| page.as_str());
    let there = format!("{}{page}", public.unwrap_or_else(|| front.entrance.url(&host)));
    let there = HeaderValue::try_from(there).map_err(|error| Problem::broken(&error))?;
    Ok((StatusCode::PERMANENT_REDIRECT, [(LOCATION, there)]).into_response())
}

/// Whether a public address is that of a host: where ports are forwarded, it knows the right one.
fn is_at(public: &str, host: &str) -> bool {
    let public: Option<Uri> = public.parse().ok();
    public.is_some_and(|public| public.scheme_str() == Some("https") && public.host() == Some(host))
}

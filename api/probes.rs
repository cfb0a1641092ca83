//! How the house says that it lives, that it is ready, and what is measured. No rate limits these.

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::State,
    http::{StatusCode, header::CONTENT_TYPE, request::Parts},
    response::{IntoResponse, Response},
    routing::get,
};
use projections::{Lag, State as Doing};
use serde::Serialize;

use crate::{
    front::Front,
    http::{Admin, Asked, Form, Problem},
    texts,
};

/// All of them.
pub fn router() -> Router<Arc<Front>> {
    unencrypted().route("/metrics", get(measured))
}

/// Those that tell nothing of a person: a program that looks after the house needs no certificate for them.
pub fn unencrypted() -> Router<Arc<Front>> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready))
}

async fn alive() -> &'static str {
    "alive\n"
}

#[derive(Serialize)]
struct Readiness {
    ready: bool,
    head: u64,
    views: Vec<Lag>,
    workers: Vec<Working>,
    outbox: usize,
}

#[derive(Serialize)]
struct Working {
    name: &'static str,
    position: u64,
    /// What exactly ails it stands in the log: mail servers and disks tell more than strangers should read.
    troubled: bool,
}

/// Ready is who can answer: every view follows. A troubled worker is shown, and is no reason to
/// send people away.
async fn ready(State(front): State<Arc<Front>>) -> Response {
    let views: Vec<Lag> = front.views.lag().into_iter().map(without_reasons).collect();
    let ready = views.iter().all(|lag| matches!(lag.state, Doing::Current));
    let workers = front.desk.workers().into_iter().chain([texts::report(&front.texts)]);
    let workers = workers.map(|it| Working { name: it.name, position: it.position, troubled: it.trouble.is_some() });
    let body =
        Readiness { ready, head: front.desk.head(), views, workers: workers.collect(), outbox: front.desk.outbox() };
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, axum::Json(body)).into_response()
}

fn without_reasons(mut lag: Lag) -> Lag {
    match &mut lag.state {
        Doing::Behind { reason } if reason.is_some() => *reason = Some("see the server's log".to_owned()),
        Doing::Stopped { reason, .. } => "see the server's log".clone_into(reason),
        _ => {}
    }
    lag
}

/// For admins, and for programs on this very machine that no proxy stands before.
async fn measured(
    State(front): State<Arc<Front>>,
    Extension(asked): Extension<Asked>,
    mut parts: Parts,
) -> Result<Response, Problem> {
    if !asked.from_this_machine {
        use axum::extract::FromRequestParts;
        Admin::from_request_parts(&mut parts, &front).await?;
    }
    let form = Form::asked(&parts.headers);
    let sessions = front.desk.open_sessions().await?;
    let told = front.metrics.told(form, sessions).map_err(|error| Problem::broken(&error))?;
    Ok(([(CONTENT_TYPE, form.content_type())], told).into_response())
}

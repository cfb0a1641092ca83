//! Coming in, in two steps, and going out.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use commands::identity::{self, Opened, Second};
use domain::identity::rights::CONTEXTS;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{access::AccessWord, passkeys::PasskeyAnswer};
use crate::{
    front::Front,
    http::{
        Anyone, Json, Person, Problem, RequiredFactorWord, RoleWord,
        freshness::{Receipt, positioned},
    },
};

/// Step one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The person's mail address.
    email: String,
    /// The person's password.
    #[schema(format = Password)]
    password: String,
}

/// The answer to step one: the same whether anybody has this address and this password.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// What step two must show besides the second factor.
    pub login: String,
}

/// Step two: the login and a code, the login and a passkey, or a passkey alone.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    /// What step one answered; absent where a passkey comes alone.
    login: Option<String>,
    /// The six digits from the mail or the authenticator app, or a recovery code.
    code: Option<String>,
    /// The answer of a passkey.
    passkey: Option<PasskeyAnswer>,
}

/// A session that was opened just now.
#[derive(Serialize, ToSchema)]
pub struct NewSession {
    /// Whose session it is.
    account: Uuid,
    /// Its id.
    session: Uuid,
    /// What the person may do.
    role: RoleWord,
    /// The person's name.
    name: String,
    /// What unsafe requests must show as `X-CSRF-Token`.
    csrf_token: String,
    /// When it ends at the latest.
    until: DateTime<Utc>,
    /// What the person must set up before anything else; null where nothing is missing.
    needs: Option<RequiredFactorWord>,
}

/// The session a request belongs to.
#[derive(Serialize, ToSchema)]
pub struct PresentSession {
    /// Whose session it is.
    account: Uuid,
    /// Its id.
    session: Option<Uuid>,
    /// What the person may do.
    role: RoleWord,
    /// The person's name.
    name: String,
    /// What unsafe requests must show as `X-CSRF-Token`; the same as long as the session lasts.
    csrf_token: String,
    /// Until when dangerous requests need no further proof of who it is; null where they do.
    proved_until: Option<DateTime<Utc>>,
    /// What the person must set up before anything else: until then only sessions, proofs and factors answer; null where
    /// nothing is missing.
    needs: Option<RequiredFactorWord>,
    /// What they may do in each part of the house.
    access: BTreeMap<&'static str, AccessWord>,
}

/// Begins a login
///
/// Step one. The answer, and the time it takes, do not tell whether anybody has this address and password. If so, and
/// they have no other second factor, a code of six digits is mailed, good for ten minutes.
#[utoipa::path(post, path = "/api/identity/logins", tag = "identity", request_body = Credentials,
    responses((status = 202, description = "If both are right, a second factor opens a session.", body = Login)))]
pub async fn ask_code(
    State(front): State<Arc<Front>>,
    Anyone(caller): Anyone,
    headers: HeaderMap,
    Json(body): Json<Credentials>,
) -> Result<Response, Problem> {
    let (device, agent) = (front.cookies.device(&headers), user_agent(&headers));
    let browser = identity::Browser { device: device.as_deref(), agent: &agent };
    let ticket = identity::ask_code(&front.desk, &caller, &body.email, body.password, browser).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(Login { login: ticket.0 })).into_response())
}

/// Asks for a login code by mail
///
/// For whoever has another second factor and not at hand. The answer is the same for everybody.
#[utoipa::path(post, path = "/api/identity/logins/mail", tag = "identity", request_body = Login,
    responses((status = 202, description = "If the login leads to somebody, a code is on its way.", body = Login)))]
pub async fn mail_code(
    State(front): State<Arc<Front>>,
    Anyone(caller): Anyone,
    Json(login): Json<Login>,
) -> Result<Response, Problem> {
    identity::mail_login_code(&front.desk, &caller, &login.login);
    Ok((StatusCode::ACCEPTED, axum::Json(login)).into_response())
}

/// Opens a session
///
/// Step two of a login, or a passkey alone. The session's secret is set as a cookie that scripts cannot read.
#[utoipa::path(post, path = "/api/identity/sessions", tag = "identity", request_body = Arrival,
    responses((status = 201, description = "The session is open.", body = NewSession),
        (status = 401, description = "What was shown is wrong, used up, too old or was never asked for.")))]
pub async fn log_in(
    State(front): State<Arc<Front>>,
    Anyone(caller): Anyone,
    headers: HeaderMap,
    Json(entry): Json<Arrival>,
) -> Result<Response, Problem> {
    let (desk, agent) = (&front.desk, user_agent(&headers));
    let opened = match entry {
        Arrival { login: Some(login), code: Some(code), passkey: None } => {
            identity::log_in(desk, &caller, &login, Second::Code(code), &agent).await?
        }
        Arrival { login: Some(login), code: None, passkey: Some(PasskeyAnswer { challenge, credential }) } => {
            let second = Second::Passkey { challenge, answer: credential };
            identity::log_in(desk, &caller, &login, second, &agent).await?
        }
        Arrival { login: None, code: None, passkey: Some(PasskeyAnswer { challenge, credential }) } => {
            let device = front.cookies.device(&headers);
            let browser = identity::Browser { device: device.as_deref(), agent: &agent };
            identity::log_in_by_passkey(desk, &caller, &challenge, credential, browser).await?
        }
        _ => {
            let detail = "send the login with a code, the login with a passkey, or a passkey alone";
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "entry_unfit", detail));
        }
    };
    if let Some(before) = front.cookies.session(&headers) {
        identity::give_way(desk, &before, &opened).await?;
    }
    let_in(&front, opened).await
}

/// What the browser or program calls itself.
pub fn user_agent(headers: &HeaderMap) -> String {
    let named = headers.get(header::USER_AGENT).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    named.unwrap_or_default()
}

/// The answer to whoever comes in: the session, and the cookies that are its keys.
pub async fn let_in(front: &Front, opened: Opened) -> Result<Response, Problem> {
    front.shown("identity", opened.done.position).await;
    let Opened { session, account, role, name, token, device, until, done } = opened;
    let csrf_token = identity::csrf_token(&token);
    let needs = identity::lacking(&front.desk, account, role).await?;
    let (account, id) = (account.0, session.0);
    let needs = needs.map(RequiredFactorWord::from);
    let body = NewSession { account, session: id, role: role.into(), name, csrf_token, until, needs };
    let mut response = (StatusCode::CREATED, axum::Json(body)).into_response();
    let headers = response.headers_mut();
    front.cookies.give_session(&token, (until - front.desk.clock().now()).num_seconds(), headers);
    front.cookies.give_device(&device, headers);
    positioned(done, headers);
    if let Ok(location) = HeaderValue::try_from(format!("/api/identity/sessions/{session}")) {
        headers.insert(header::LOCATION, location);
    }
    Ok(response)
}

/// Who am I?
///
/// The session of this request, and the token that its unsafe requests must show.
#[utoipa::path(get, path = "/api/identity/session", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "The session of this request.", body = PresentSession)))]
pub async fn present(State(front): State<Arc<Front>>, person: Person) -> Json<PresentSession> {
    let Person { caller, account, name, role, rights, lacks, csrf_token, .. } = person;
    let proved_until = caller.session.and_then(|session| identity::proved_until(&front.desk, session));
    let session = caller.session.map(|session| session.0);
    let access = CONTEXTS.iter().map(|context| (context.name, rights.access(context.name).into())).collect();
    let (role, needs) = (role.into(), lacks.map(RequiredFactorWord::from));
    Json(PresentSession { account: account.0, session, role, name, csrf_token, proved_until, needs, access })
}

/// Logs out
#[utoipa::path(delete, path = "/api/identity/session", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "The session has ended.", body = Receipt)))]
pub async fn log_out(State(front): State<Arc<Front>>, Person { caller, .. }: Person) -> Result<Response, Problem> {
    let done = identity::log_out(&front.desk, &caller).await?;
    let mut response = front.receipt("identity", done).await;
    front.cookies.take_session(response.headers_mut());
    Ok(response)
}

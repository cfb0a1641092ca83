//! How mail leaves the house: shown, chosen, taken back and tried. The password comes in and never
//! goes out.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use commands::household::{self, MailInForce, MailSource, MailTrial, TypedServer};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    front::Front,
    http::{
        Admin, AtLeast, Json, MaybeJson, Problem, ProvedAdmin,
        conditions::{self, etag},
        freshness::{Receipt, positioned},
    },
};

/// Who says how mail leaves the house.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MailSourceWord {
    /// The configuration of the machine: `daybook.toml` or a variable.
    File,
    /// The house itself.
    House,
    /// Nobody: letters are written into a folder.
    Folder,
}

/// How mail leaves the house.
#[derive(Serialize, ToSchema)]
pub struct MailServer {
    /// Who says so.
    source: MailSourceWord,
    /// The server; null without one.
    host: Option<String>,
    /// Its port.
    port: Option<u16>,
    /// `starttls`, `tls`, or `none` for a server on the same machine.
    security: Option<&'static str>,
    /// The name it knows the house by.
    user: Option<String>,
    /// Whether there is a password.
    password_set: bool,
    /// From which address mail is sent.
    from: String,
    /// What cannot be changed here, because the configuration of the machine says it.
    fixed: Vec<&'static str>,
    /// The variable or line that says it, by what it says.
    fixed_by: BTreeMap<&'static str, String>,
}

/// A mail server as it is typed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailServerChoice {
    /// Its name or network address.
    #[schema(example = "mail.example.org")]
    host: String,
    /// Its port; 587 for starttls, 465 for tls and 25 for none unless given.
    port: Option<u16>,
    /// `starttls` (unless given), `tls`, or `none` for a server on the same machine.
    security: Option<String>,
    /// The name it knows the house by; absent or empty where it wants none.
    user: Option<String>,
    /// The password that goes with it. Left out, the one that is kept stays, as long as it goes to
    /// the same host; empty, it is removed.
    #[schema(format = Password)]
    password: Option<String>,
}

/// A test mail that was taken.
#[derive(Serialize, ToSchema)]
pub struct MailTestTaken {
    /// To whom it was sent: the address of whoever asked, most of it left out.
    to_masked: String,
    /// What the server said.
    server_said: String,
}

impl From<MailServerChoice> for TypedServer {
    fn from(typed: MailServerChoice) -> Self {
        let MailServerChoice { host, port, security, user, password } = typed;
        Self { host, port, security, user, password: password.map(Into::into) }
    }
}

impl From<MailInForce> for MailServer {
    fn from(mail: MailInForce) -> Self {
        let MailInForce { source, server, from, fixed_by, length: _ } = mail;
        let source = match source {
            MailSource::File => MailSourceWord::File,
            MailSource::House => MailSourceWord::House,
            MailSource::Folder => MailSourceWord::Folder,
        };
        let user = server.as_ref().and_then(|server| server.login.as_ref()).map(|(user, _)| user.clone());
        Self {
            source,
            port: server.as_ref().map(|server| server.port),
            security: server.as_ref().map(|server| server.security.word()),
            host: server.map(|server| server.host),
            password_set: user.is_some(),
            user,
            from,
            fixed: fixed_by.keys().copied().collect(),
            fixed_by,
        }
    }
}

/// Shows how mail leaves the house
///
/// Asked of the log itself, so it is never behind. No password is shown.
#[utoipa::path(get, path = "/api/household/mail-server", tag = "household", security(("session" = [])),
    responses((status = 200, description = "The mail server.", body = MailServer)))]
pub async fn show(State(front): State<Arc<Front>>, _admin: Admin, _at_least: AtLeast) -> Result<Response, Problem> {
    let mail = household::mail_in_force(&front.desk).await?;
    let tag = [(header::ETAG, etag(mail.length))];
    Ok((tag, axum::Json(MailServer::from(mail))).into_response())
}

/// Chooses the mail server
///
/// Mail is sent through it at once. What the configuration of the machine says outranks this and is
/// refused here (409 `mail_server_fixed`).
#[utoipa::path(put, path = "/api/household/mail-server", tag = "household", request_body = MailServerChoice,
    security(("session" = [])), responses((status = 200, description = "Mail is sent through it.", body = Receipt)))]
pub async fn choose(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    headers: HeaderMap,
    Json(typed): Json<MailServerChoice>,
) -> Result<Response, Problem> {
    let expected = conditions::if_match(&headers)?;
    let done = household::choose_mail_server(&front.desk, &caller, typed.into(), expected).await?;
    Ok(front.tagged_receipt("household", done).await)
}

/// Takes the choice back
///
/// Letters are written into the folder again.
#[utoipa::path(delete, path = "/api/household/mail-server", tag = "household", security(("session" = [])),
    responses((status = 200, description = "No server is chosen.", body = Receipt)))]
pub async fn remove(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let expected = conditions::if_match(&headers)?;
    let done = household::remove_mail_server(&front.desk, &caller, expected).await?;
    Ok(front.tagged_receipt("household", done).await)
}

/// Sends a test mail
///
/// To the address of whoever asks, with the settings in force, or with those in the body, which are
/// not saved. Waits ten seconds for the server's answer; 422 `mail_not_accepted` says what it said.
#[utoipa::path(post, path = "/api/household/mail-server/test", tag = "household",
    request_body(content = Option<MailServerChoice>), security(("session" = [])),
    responses((status = 200, description = "The server took it.", body = MailTestTaken)))]
pub async fn test(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    MaybeJson(typed): MaybeJson<MailServerChoice>,
) -> Result<Response, Problem> {
    let trial = household::test_mail(&front.desk, &caller, typed.map(Into::into)).await?;
    let MailTrial { to_masked, server_said, done } = trial;
    front.shown("household", done.position).await;
    let mut response = axum::Json(MailTestTaken { to_masked, server_said }).into_response();
    positioned(done, response.headers_mut());
    Ok(response)
}

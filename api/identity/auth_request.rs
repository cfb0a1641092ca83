//! Whether a request to another program of the house comes from somebody who may: nginx asks here
//! before it hands a request on (`auth_request`), other proxies likewise.
//!
//! Nothing is answered but yes or no, and who it is. It looks at the session or the key only: a program behind
//! the proxy guards its own forms against other sites.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    front::Front,
    http::{Person, Problem, Question, RoleWord, with_basic},
};

/// What is asked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Which role the person has at least; anybody's where none is given.
    role: Option<RoleWord>,
    /// How a browser asks who it is: `basic` for a program behind the proxy that knows no login page. Its window takes an
    /// API key as the password.
    #[param(inline)]
    challenge: Option<Challenge>,
}

/// How a browser asks who it is.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Challenge {
    /// HTTP Basic.
    Basic,
}

/// Says whether a session is good
///
/// For `auth_request` of nginx and what others call forward authentication: hand the cookie and `Authorization` on. API
/// keys need the scope `programs:look`. No rate limits this,
/// and the body is empty.
#[utoipa::path(get, path = "/auth", tag = "identity", params(Wanted), security(("session" = []), ("key" = [])),
    responses((status = 204, description = "It is, and the person may.", headers(
            ("X-Daybook-Account" = Uuid, description = "Whose session it is."),
            ("X-Daybook-Role" = String, description = "What they may do: `viewer`, `member` or `admin`."))),
        (status = 401, description = "It is not, or there is none."),
        (status = 403, description = "It is, and the person's role is too small.")))]
pub async fn check(
    State(_front): State<Arc<Front>>,
    person: Result<Person, Problem>,
    Question(wanted): Question<Wanted>,
) -> Result<Response, Problem> {
    let asks = matches!(wanted.challenge, Some(Challenge::Basic));
    let person = person.map_err(|problem| if asks { with_basic(problem) } else { problem })?;
    if wanted.role.is_some_and(|role| person.role < role.into()) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "not_allowed", "this person's role is too small for that"));
    }
    let account = HeaderValue::try_from(person.account.0.to_string()).map_err(|error| Problem::broken(&error))?;
    let headers = [
        (HeaderName::from_static("x-daybook-account"), account),
        (HeaderName::from_static("x-daybook-role"), HeaderValue::from_static(person.role.word())),
    ];
    Ok((StatusCode::NO_CONTENT, headers).into_response())
}

//! Proving again who one is, before something dangerous. A new kind of proof is a variant of [`GivenProof`].

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderValue, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use commands::{
    Failure,
    identity::{self, ProofRefusal, ShownProof},
};
use domain::identity::session::{PROOF_MINUTES, Refusal};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::passkeys::PasskeyChallenge;
use crate::{
    front::Front,
    http::{
        Json, NoBody, Person, Problem,
        freshness::{Receipt, positioned},
        not_logged_in,
    },
};

/// What somebody shows to prove who they are: `kind` says what else there is.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum GivenProof {
    /// The person's password.
    Password {
        /// The password.
        #[schema(format = Password)]
        password: String,
    },
    /// The person's admin PIN.
    Pin {
        /// The PIN.
        #[schema(format = Password)]
        pin: String,
    },
    /// What an authenticator app of the person shows.
    App {
        /// The six digits.
        #[schema(format = Password)]
        code: String,
    },
    /// The answer of a passkey.
    Passkey {
        /// The `challenge` that was answered.
        challenge: String,
        /// What `navigator.credentials.get` gave, as its `toJSON` has it.
        #[schema(value_type = Object)]
        credential: Value,
    },
}

impl From<GivenProof> for ShownProof {
    fn from(given: GivenProof) -> Self {
        match given {
            GivenProof::Password { password } => Self::Password(password),
            GivenProof::Pin { pin } => Self::Pin(pin),
            GivenProof::App { code } => Self::App(code),
            GivenProof::Passkey { challenge, credential } => Self::Passkey { challenge, answer: credential },
        }
    }
}

/// Until when the proof counts.
#[derive(Serialize, ToSchema)]
pub struct GivenProofUntil {
    /// Until when dangerous requests in this session need no further proof.
    proved_until: DateTime<Utc>,
}

/// Proves who one is
///
/// Dangerous requests (those that may answer 403 `proof_needed`) are open to this session for ten minutes from now on. A
/// login is such a proof, too. The answer sets another secret of the session as its cookie; the one before is good for
/// ten seconds more. Wrong proofs are counted in the session: the third in a row brings a wait of a minute, the fourth
/// one of two, the fifth ends the session.
#[utoipa::path(post, path = "/api/identity/session/proof", tag = "identity", request_body = GivenProof,
    security(("session" = [])),
    responses((status = 200, description = "Dangerous requests are open for ten minutes.", body = GivenProofUntil),
        (status = 422, description = "It is not the right one (`wrong_proof`)."),
        (status = 429, description = "Too many were wrong (`proofs_delayed`); see `Retry-After`.")))]
pub async fn prove(
    State(front): State<Arc<Front>>,
    person: Person,
    Json(given): Json<GivenProof>,
) -> Result<Response, Problem> {
    let proved = identity::prove(&front.desk, &person.caller, given.into()).await;
    let done = proved.map_err(|failure| refused(&front, failure))?;
    person.renew(&front).await?;
    front.shown("identity", done.position).await;
    let proved_until = front.desk.clock().now() + chrono::Duration::minutes(PROOF_MINUTES);
    let mut response = axum::Json(GivenProofUntil { proved_until }).into_response();
    positioned(done, response.headers_mut());
    Ok(response)
}

/// Asks for a passkey as a proof
///
/// For `POST /api/identity/session/proof` in this very session.
#[utoipa::path(post, path = "/api/identity/session/proof/passkey", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "What the browser is asked.", body = PasskeyChallenge),
        (status = 409, description = "This house has no host name that passkeys could belong to.")))]
pub async fn challenge(
    State(front): State<Arc<Front>>,
    Person { caller, account, .. }: Person,
    _body: NoBody,
) -> Result<Json<PasskeyChallenge>, Problem> {
    let session = caller.session.ok_or_else(not_logged_in)?;
    Ok(Json(identity::challenge_for_proof(&front.desk, account, session).await?.into()))
}

/// Says how long there is to wait, where there is.
fn refused(front: &Front, failure: Failure<ProofRefusal>) -> Problem {
    let wait = match &failure {
        Failure::Refused(ProofRefusal::Session(Refusal::ProofsDelayed { until })) => {
            let left = *until - front.desk.clock().now();
            Some(HeaderValue::from(left.num_seconds().unsigned_abs() + 1))
        }
        _ => None,
    };
    let problem = Problem::from(failure);
    match wait {
        Some(wait) => problem.with(RETRY_AFTER, wait),
        None => problem,
    }
}

/// Ends one's proof before its time
///
/// The next dangerous request asks for another.
#[utoipa::path(delete, path = "/api/identity/session/proof", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "The proof counts no longer.", body = Receipt)))]
pub async fn end(State(front): State<Arc<Front>>, Person { caller, .. }: Person) -> Result<Response, Problem> {
    let done = identity::end_proof(&front.desk, &caller).await?;
    Ok(front.receipt("identity", done).await)
}

//! Idempotency-Key: the same request under the same key is carried out once.
//!
//! The key names the command, together with the account, the method and the path. A fingerprint
//! of query and body is remembered, so another request under the same key is refused.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::{HeaderMap, Method, StatusCode, header::CONTENT_LENGTH, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use commands::{KeyError, derived_command};
use domain::{AccountId, CommandId};

use super::{
    Problem,
    extract::{MOST_BODY_BYTES, PATIENCE, too_slow},
};
use crate::front::Front;

const MOST_BYTES: usize = 255;

/// A request's own key.
#[derive(Clone, Debug)]
pub struct RequestKey {
    key: String,
    fingerprint: [u8; 32],
}

impl RequestKey {
    /// The command it names for an account; refused where the key belongs to another request.
    pub async fn command(&self, front: &Front, account: AccountId, parts: &Parts) -> Result<CommandId, Problem> {
        let (method, path) = (parts.method.as_str(), parts.uri.path());
        let scope = [account.0.as_bytes(), method.as_bytes(), path.as_bytes(), self.key.as_bytes()];
        let command = derived_command(&scope);
        match front.desk.remember_key(command, self.fingerprint).await {
            Ok(()) => Ok(command),
            Err(KeyError::Fault(fault)) => Err(fault.into()),
            Err(KeyError::Reused) => {
                let detail = "this Idempotency-Key came with another request before; use a new one";
                let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", detail);
                Err(problem.about("idempotency-key"))
            }
        }
    }
}

/// Whether a route could take the method for a command; whatever else is sent is for the routes to refuse.
const fn may_command(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH | Method::DELETE)
}

/// Reads the key of a request that may be a command and takes its fingerprint.
pub async fn read_key(request: Request, next: Next) -> Response {
    if !may_command(request.method()) {
        return next.run(request).await;
    }
    match key(request.headers()) {
        Ok(None) => next.run(request).await,
        Ok(Some(key)) => match fingerprinted(key, request).await {
            Ok(request) => next.run(request).await,
            Err(problem) => problem.into_response(),
        },
        Err(problem) => problem.into_response(),
    }
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut values = headers.get_all("idempotency-key").iter();
    let fits = |key: &str| (1..=MOST_BYTES).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    match (values.next().map(|value| value.to_str()), values.next()) {
        (None, _) => Ok(None),
        (Some(Ok(key)), None) if fits(key) => Ok(Some(key.to_owned())),
        _ => {
            let detail = "Idempotency-Key: send one, of 1 to 255 visible ASCII characters";
            Err(Problem::malformed("idempotency_key_invalid", detail).about("idempotency-key"))
        }
    }
}

async fn fingerprinted(key: String, request: Request) -> Result<Request, Problem> {
    let (mut parts, body) = request.into_parts();
    let bytes = read(&parts.headers, body).await?;
    let mut hash = blake3::Hasher::new();
    let query = parts.uri.query().unwrap_or_default();
    // The key is kept nowhere, so that nobody finds out by trying what secret a body held.
    hash.update(&(key.len() as u64).to_le_bytes()).update(key.as_bytes());
    hash.update(&(query.len() as u64).to_le_bytes()).update(query.as_bytes()).update(&bytes);
    parts.extensions.insert(RequestKey { key, fingerprint: *hash.finalize().as_bytes() });
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    let declared = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > MOST_BODY_BYTES) {
        return Err(Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE));
    }
    let arrived = tokio::time::timeout(PATIENCE, to_bytes(body, MOST_BODY_BYTES)).await;
    arrived.map_err(|_| too_slow())?.map_err(|_| {
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "the body is too large or did not arrive whole")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_from(values: &[&[u8]]) -> Result<Option<String>, &'static str> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("idempotency-key", axum::http::HeaderValue::from_bytes(value).unwrap());
        }
        key(&headers).map_err(|problem| problem.code)
    }

    #[test]
    fn a_key_is_one_visible_word() {
        assert_eq!(read_from(&[]), Ok(None));
        assert_eq!(read_from(&[b"8e03978e-40d5"]), Ok(Some("8e03978e-40d5".into())));
        let long = [b'a'; MOST_BYTES + 1];
        for wrong in [&[&b""[..]][..], &[b"a b"], &[b"a", b"b"], &[&long], &[b"\xff"]] {
            assert_eq!(read_from(wrong), Err("idempotency_key_invalid"));
        }
    }
}

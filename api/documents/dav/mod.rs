//! WebDAV (RFC 4918, classes 1 and 2): files and folders for the file managers of other systems, under `/dav/`.
//!
//! Nothing is decided here. Each request becomes the commands that the interface gives, so versions, the trash and the
//! diary hold for it as they do everywhere. Only API keys let in: see `http/keyed.rs`.

mod address;
mod answer;
mod condition;
mod describe;
mod errand;
mod find;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod lock;
mod locks;
mod properties;
mod shift;
mod store;
mod take;
mod xml;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header::ALLOW},
    response::{IntoResponse as _, Response},
    routing::any,
};

use self::errand::{Errand, Held};
pub use self::locks::Locks;
use crate::{
    front::Front,
    http::{Problem, WithKey},
};

const METHODS: HeaderValue =
    HeaderValue::from_static("OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, PROPPATCH, MKCOL, COPY, MOVE, LOCK, UNLOCK");
const CLASSES: [(HeaderName, HeaderValue); 2] = [
    (HeaderName::from_static("dav"), HeaderValue::from_static("1, 2, 3")),
    // Windows looks for it before it takes an address for more than a page.
    (HeaderName::from_static("ms-author-via"), HeaderValue::from_static("DAV")),
];

/// All addresses, by every method.
pub fn router() -> Router<Arc<Front>> {
    Router::new().route("/dav", any(answer)).route("/dav/", any(answer)).route("/dav/{*path}", any(answer))
}

async fn answer(
    State(front): State<Arc<Front>>,
    entered: Result<WithKey, Problem>,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    // What can be asked for is no secret; some clients ask before they show anything.
    if parts.method == Method::OPTIONS {
        return Ok((StatusCode::OK, CLASSES, [(ALLOW, METHODS)]).into_response());
    }
    let WithKey(person) = entered?;
    let errand = Errand::new(front, person, parts)?;
    let answered = match errand.method.as_str() {
        "GET" | "HEAD" => errand.take().await,
        "PUT" => errand.put(body).await,
        "DELETE" => errand.trash().await,
        "PROPFIND" => errand.find(body).await,
        "PROPPATCH" => errand.describe(body).await,
        "MKCOL" => errand.make_folder(body).await,
        "COPY" => errand.copy().await,
        "MOVE" => errand.move_it().await,
        "LOCK" => errand.lock(body).await,
        "UNLOCK" => errand.unlock().await,
        _ => Ok((StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, METHODS)]).into_response()),
    };
    answered.or_else(Held::answer)
}

/// How far a request reaches, as its header says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Zero,
    One,
    Infinity,
}

impl Depth {
    /// What the header says; without one it is as far as it goes (RFC 4918, section 10.2).
    fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        match headers.get("depth").map(|value| value.as_bytes().to_ascii_lowercase()).as_deref() {
            None | Some(b"infinity") => Ok(Self::Infinity),
            Some(b"0") => Ok(Self::Zero),
            Some(b"1") => Ok(Self::One),
            Some(_) => Err(Problem::malformed("depth_invalid", "Depth: 0, 1 or infinity").about("depth")),
        }
    }
}

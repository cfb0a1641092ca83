//! Sending the bytes of a version, all or one range of them, to whoever may have them: that was asked before.
//!
//! What is handed over is told to the ledger, piece by piece.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use commands::{
    Caller,
    documents::{Delivering, Handing},
};
use domain::documents::LinkId;
use futures_util::TryStreamExt as _;
use projections::documents as view;

use super::{
    dress::{guard, present, value},
    pieces::Pieces,
    ranges::Part,
    tags::{names, tag, unmet},
};
use crate::{front::Front, http::Problem};

/// It is asked for anew whether it is still the same.
const CACHED: &str = "private, no-cache";

/// What is sent.
pub struct Sending<'a> {
    /// The file.
    pub node: &'a view::Node,
    /// The version of it.
    pub version: &'a view::Version,
    /// Whether it is to be looked at, as far as its kind is one that is shown, and not to be kept.
    pub inline: bool,
    /// Whether a declared proxy handed the request on: it may be told to send the bytes itself.
    pub by_proxy: bool,
    /// Who fetches it; `None` where nobody needs to know.
    pub through: Option<Through>,
}

/// Who fetches something, and by which way.
pub struct Through {
    /// Who, and from where.
    pub caller: Caller,
    /// Through which link.
    pub link: Option<LinkId>,
}

/// The bytes, or the range of them that is asked for; nothing but their tag where they are known already.
pub async fn send(
    front: &Front,
    method: &Method,
    headers: &HeaderMap,
    sending: Sending<'_>,
) -> Result<Response, Problem> {
    let Sending { node, version, inline, .. } = sending;
    if node.is_version_over(version, front.desk.clock().now()) {
        return Err(over());
    }
    let tag = tag(version.blob);
    let named = |header| names(headers, &header, true, Some(&tag));
    if named(header::IF_MATCH) == Some(false) {
        return Err(unmet());
    }
    if named(header::IF_NONE_MATCH) == Some(true) {
        return Ok(known(&sending, &tag));
    }
    let asked = asked(method, headers, version.size_bytes, &tag);
    let Some((status, first, count)) = asked else { return Ok(beyond(version.size_bytes)) };
    let what = if *method == Method::HEAD { None } else { sending.delivering() };
    let handing = what.map(|what| Handing::from(&front.desk, what, first));
    if let Some(place) = place_at_proxy(front, &sending).await {
        return Ok(left_to_proxy(&sending, &place, handing, count));
    }
    let bytes = (node.space, version.blob);
    let pieces = Pieces::open(front.desk.blobs(), bytes, version.size_bytes, (first, count)).await?;
    let mut response = dressed(status, &tag, counted(pieces, handing));
    let put = response.headers_mut();
    put.insert(header::CONTENT_LENGTH, count.into());
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {first}-{}/{}", first + count - 1, version.size_bytes);
        put.insert(header::CONTENT_RANGE, value(&range));
    }
    present(put, name(node), &version.media_type, inline);
    Ok(response)
}

/// The first byte that is asked for and how many, with their status; a range is one of GET alone (RFC 9110, section 14.2).
fn asked(method: &Method, headers: &HeaderMap, length: u64, tag: &str) -> Option<(StatusCode, u64, u64)> {
    match Part::of(headers, length, tag) {
        Part::Range { first, last } if *method == Method::GET => {
            Some((StatusCode::PARTIAL_CONTENT, first, last + 1 - first))
        }
        Part::Nothing if *method == Method::GET => None,
        _ => Some((StatusCode::OK, 0, length)),
    }
}

/// Where the proxy in front finds the bytes, if it sends them: those to keep, as it knows nothing of how to show them.
async fn place_at_proxy(front: &Front, sending: &Sending<'_>) -> Option<String> {
    let prefix = front.entrance.accel_prefix.as_deref().filter(|_| sending.by_proxy && !sending.inline)?;
    let path = front.desk.blobs().path_of_own(sending.node.space, sending.version.blob).await?;
    let place = path.strip_prefix(&front.folder).ok()?.to_str()?;
    Some(format!("{}/{place}", prefix.trim_end_matches('/')))
}

/// The proxy says nothing of what becomes of it, so all that was asked for counts as sent.
fn left_to_proxy(sending: &Sending<'_>, place: &str, handing: Option<Handing>, count: u64) -> Response {
    let mut response = [("x-accel-redirect", value(place))].into_response();
    present(response.headers_mut(), name(sending.node), &sending.version.media_type, false);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHED));
    if let Some(mut handing) = handing {
        handing.sent(count);
    }
    response
}

fn name(node: &view::Node) -> &str {
    node.name.as_deref().unwrap_or("file")
}

impl Sending<'_> {
    /// What somebody fetches by it, where anybody needs to know.
    pub fn delivering(&self) -> Option<Delivering> {
        let Self { node, version, through, .. } = self;
        let Through { caller, link } = through.as_ref()?;
        Some(Delivering {
            caller: caller.clone(),
            link: *link,
            space: node.space,
            node: node.id,
            name: name(node).to_owned(),
            version: version.version,
            size_bytes: version.size_bytes,
        })
    }
}

/// The bytes of a file, each piece of them counted when it is handed over.
fn counted(pieces: Pieces, mut handing: Option<Handing>) -> Body {
    Body::from_stream(pieces.stream().inspect_ok(move |piece| {
        if let Some(handing) = &mut handing {
            handing.sent(piece.len() as u64);
        }
    }))
}

fn dressed(status: StatusCode, tag: &str, body: Body) -> Response {
    let headers = [
        (header::ETAG, value(tag)),
        (header::CACHE_CONTROL, HeaderValue::from_static(CACHED)),
        (header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
    ];
    (status, headers, body).into_response()
}

/// It is there still, and another end brings it back.
pub fn over() -> Problem {
    let detail = "this has expired; whoever may change the file can give it another time";
    Problem::new(StatusCode::GONE, "file_expired", detail)
}

/// The bytes are there already, where they are guarded as before.
fn known(sending: &Sending<'_>, tag: &str) -> Response {
    let mut response = dressed(StatusCode::NOT_MODIFIED, tag, Body::empty());
    guard(response.headers_mut(), name(sending.node), &sending.version.media_type, sending.inline);
    response
}

fn beyond(length: u64) -> Response {
    let problem = Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, "range_beyond", "the range lies behind the end");
    problem.with(header::CONTENT_RANGE, value(&format!("bytes */{length}"))).into_response()
}

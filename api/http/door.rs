//! The outermost layer: gives each request its id, finds out where it comes from, and lets no
//! answer out without its headers, its line in the log and, where something went wrong, a problem.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode, Version,
        header::{self, ALLOW, CACHE_CONTROL, CONTENT_TYPE},
    },
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use commands::{
    documents::links::is_link_token,
    identity::{self, Renewed},
};
use domain::{CommandId, identity::probes};
use tracing::{Instrument, Span, field::Empty};

use super::{
    Asked, Problem,
    cors::{self, Guest},
    limits,
    request_log::{Begun, counted},
};
use crate::front::Front;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// On every answer of a demo, so that each page can say that it is one; a real house never sends it.
const DEMO: HeaderName = HeaderName::from_static("daybook-demo");
/// Same for everything: nothing is guessed, and nothing is taken into somebody else's page.
const HEADERS: [(HeaderName, HeaderValue); 2] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];
/// For all that a browser can open by itself: nothing here is framed, or has what it does not need.
const OPENED: [(HeaderName, HeaderValue); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
        ),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), publickey-credentials-create=(self), publickey-credentials-get=(self)",
        ),
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
];

/// Said of an answer that only ever is a part of a page: forty of them make one, so they carry little.
#[derive(Clone, Copy)]
pub struct PartOfPage;

/// Said of a refusal that is a document of its own kind: it is no problem document.
#[derive(Clone, Copy)]
pub struct InOwnWords;

/// Said of an answer that tells in a page of its own what went wrong: it is counted under this word and sent as it is.
#[derive(Clone, Copy)]
pub struct Page(pub &'static str);

/// Only where every browser trusts the certificate: whoever came once comes over HTTPS from then on.
const ONLY_HTTPS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Lets a request in and its answer out.
pub async fn pass(State(front): State<Arc<Front>>, mut request: Request, next: Next) -> Response {
    let asked = Asked::of(&mut request, &front.entrance.proxies);
    let begun = Begun {
        at: front.desk.clock().now(),
        instant: Instant::now(),
        method: request.method().clone(),
        path: without_token(&on_the_wire(request.uri().path())),
        asked: asked.clone(),
    };
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    request.extensions_mut().insert(asked);
    let guest = Guest::of(request.headers(), request.uri(), &front.origins).await;
    let span = span(&begun, route);
    let answered = match guest.as_ref().and_then(|guest| guest.permission(&request)) {
        _ if !names_one_host(&request) => no_host().into_response(),
        Some(permission) => permission,
        None => next.run(request).instrument(span.clone()).await,
    };
    let mut response = span.in_scope(|| told(&front, answered, &begun));
    if response.extensions().get::<PartOfPage>().is_none() {
        put_on(&OPENED, response.headers_mut());
    }
    dress(response.headers_mut(), &front, &begun.asked);
    if let Some(Renewed { token, until }) = begun.asked.renewed() {
        front.cookies.renew_session(token, (*until - begun.at).num_seconds(), response.headers_mut());
    }
    cors::dress(response.headers_mut(), guest);
    let status = response.status();
    note_probe(&front, &begun, route, status);
    front.metrics.count(&begun.method, route, status, begun.instant.elapsed());
    span.in_scope(|| tracing::debug!(status = status.as_u16(), "answered"));
    match &front.request_log {
        Some(log) => response.map(|body| counted(body, status, begun, log.clone())),
        None => response,
    }
}

/// Who reads the first of two hosts and who reads the second would be in two houses (RFC 9112, section 3.2).
fn names_one_host(request: &Request) -> bool {
    match request.headers().get_all(header::HOST).iter().count() {
        0 => request.version() != Version::HTTP_11 || request.uri().authority().is_some(),
        hosts => hosts == 1,
    }
}

fn no_host() -> Problem {
    Problem::malformed("host_invalid", "Host: send one").about("host")
}

/// The path in the letters in which it should have been sent, so that no line of the log is turned around by it.
fn on_the_wire(path: &str) -> String {
    path.bytes().fold(String::with_capacity(path.len()), |mut text, byte| {
        match byte {
            b'!'..=b'~' => text.push(char::from(byte)),
            other => text.extend(['%', digit(other >> 4), digit(other & 15)]),
        }
        text
    })
}

/// The token of a link opens what it shares to whoever reads it: no line tells it, however its address was written.
fn without_token(path: &str) -> String {
    let mut is_next = false;
    let parts = path.split('/').map(|part| {
        let is_token = is_next && !part.is_empty();
        is_next = part == "s" || (is_next && part.is_empty());
        if is_token || is_link_token(part) { "*" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

fn digit(value: u8) -> char {
    char::from_digit(value.into(), 16).unwrap_or('0').to_ascii_uppercase()
}

/// What happens because of a request is told with its id. The path is absent: it may hold what is nobody's business.
fn span(begun: &Begun, route: &str) -> Span {
    let Begun { method, asked, .. } = begun;
    let (outer_request, trace) = (asked.outer.request.as_deref(), asked.outer.trace.as_deref());
    tracing::error_span!("request", request = %asked.id, %method, route, outer_request, trace, command = Empty)
}

/// Whoever asks for what is not here is counted; whether it is a trap is told to nobody.
fn note_probe(front: &Front, begun: &Begun, route: &str, status: StatusCode) {
    let missed = route == "none" && (status == StatusCode::NOT_FOUND || probes::is_trap(&begun.path));
    if missed && !probes::is_usual(&begun.path) {
        identity::note_probe(&front.desk, begun.asked.client, CommandId(begun.asked.id), &begun.path);
    }
}

/// Gives a problem its body; bare refusals of the layers below become problems here.
fn told(front: &Front, mut response: Response, begun: &Begun) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        front.metrics.went_wrong(problem.code);
        front.refusals.note(begun.asked.counted_as(), problem.code, begun.at);
        return problem.render(begun.asked.id);
    }
    if response.extensions().get::<InOwnWords>().is_some() {
        return response;
    }
    if let Some(Page(code)) = response.extensions_mut().remove::<Page>() {
        front.metrics.went_wrong(code);
        front.refusals.note(begun.asked.counted_as(), code, begun.at);
        return response;
    }
    let is_answer = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    if is_answer && status == StatusCode::SERVICE_UNAVAILABLE {
        return response;
    }
    let problem = Problem::of_status(status);
    front.metrics.went_wrong(problem.code);
    let mut rendered = problem.render(begun.asked.id);
    if let Some(allow) = response.headers_mut().remove(ALLOW) {
        rendered.headers_mut().insert(ALLOW, allow);
    }
    rendered
}

fn put_on(common: &[(HeaderName, HeaderValue)], headers: &mut HeaderMap) {
    for (name, value) in common {
        headers.entry(name).or_insert_with(|| value.clone());
    }
}

fn dress(headers: &mut HeaderMap, front: &Front, asked: &Asked) {
    put_on(&HEADERS, headers);
    if front.demo.is_some() {
        headers.insert(DEMO, HeaderValue::from_static("true"));
    }
    if front.entrance.is_trusted_everywhere() && asked.encrypted {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, ONLY_HTTPS);
    }
    if let Some((told, must_wait)) = asked.limits() {
        limits::write(told, *must_wait, headers);
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::try_from(asked.id.to_string()) {
        headers.insert(REQUEST_ID, id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_down_in_plain_letters() {
        assert_eq!(on_the_wire("/api/a%20b"), "/api/a%20b");
        assert_eq!(on_the_wire("/\u{fc}\u{202e}"), "/%C3%BC%E2%80%AE");
    }

    #[test]
    fn no_line_tells_the_token_of_a_link() {
        let token = "0123456789abcdefghjkmnpqrs";
        for path in
            [format!("/s/{token}"), format!("//s//{token}/files/1"), format!("/x/{token}"), format!("/%73/{token}")]
        {
            assert!(!without_token(&path).contains(token), "{path}");
        }
        assert_eq!(without_token(&format!("/s/{token}/files/1")), "/s/*/files/1");
        assert_eq!(without_token("/s/cut-short"), "/s/*");
        assert_eq!(without_token("/api/documents/nodes?"), "/api/documents/nodes?");
    }

    #[test]
    fn a_request_is_for_one_host() {
        let of = |version, hosts: &[&'static str]| {
            let mut request = Request::new(axum::body::Body::empty());
            *request.version_mut() = version;
            for host in hosts {
                request.headers_mut().append(header::HOST, HeaderValue::from_static(host));
            }
            names_one_host(&request)
        };
        assert!(of(Version::HTTP_11, &["a"]) && of(Version::HTTP_10, &[]));
        assert!(!of(Version::HTTP_11, &[]) && !of(Version::HTTP_11, &["a", "b"]) && !of(Version::HTTP_11, &["a", "a"]));
    }
}

//! The body of a request, read to its end even when nobody wants it any more: a refusal that is sent
//! while a long body still arrives would be lost when the connection is closed over it.
//!
//! Bounded in bytes and time. A client that waits for `100 Continue` has sent nothing yet, so nothing
//! is waited for.

use std::{
    pin::{Pin, pin},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Bytes, HttpBody},
    extract::Request,
    http::header::EXPECT,
};
use hyper::body::{Frame, Incoming, SizeHint};

/// What is read of a body that nobody wants.
const MOST_BYTES: u64 = 16 << 20;
/// How long it is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A body that is read to its end when it is dropped.
pub struct Unread(Option<Incoming>);

impl Unread {
    /// Puts it in the place of a request's body.
    pub fn guard(request: Request<Incoming>) -> Request<axum::body::Body> {
        if request.headers().contains_key(EXPECT) {
            return request.map(axum::body::Body::new);
        }
        request.map(|body| axum::body::Body::new(Self(Some(body))))
    }
}

impl HttpBody for Unread {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<hyper::Result<Frame<Bytes>>>> {
        match &mut self.0 {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.0.as_ref().map_or_else(SizeHint::default, HttpBody::size_hint)
    }
}

impl Drop for Unread {
    fn drop(&mut self) {
        let Some(body) = self.0.take().filter(|body| !body.is_end_stream()) else { return };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(tokio::time::timeout(PATIENCE, read_away(body)));
        }
    }
}

async fn read_away(body: Incoming) {
    let mut body = pin!(body);
    let mut seen = 0;
    while let Some(Ok(frame)) = std::future::poll_fn(|context| body.as_mut().poll_frame(context)).await {
        seen += frame.data_ref().map_or(0, |data| data.len() as u64);
        if seen > MOST_BYTES {
            return;
        }
    }
}

//! The request log: one line of JSON for each request, in a file for each day, kept 31 days.
//!
//! What follows the question mark is absent, and so is every body: searches, tokens and mail
//! addresses are nobody's business there.

use std::{
    io::{self, Write},
    path::Path,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, ready},
    time::Instant,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    http::{Method, StatusCode},
};
use chrono::{DateTime, SecondsFormat, Utc};
use hyper::body::{Frame, SizeHint};
use serde::Serialize;
use tracing_appender::{
    non_blocking::WorkerGuard,
    rolling::{InitError, RollingFileAppender, Rotation},
};

use super::Asked;

const DAYS_KEPT: usize = 31;

/// Where lines are written to. Cheap to clone.
#[derive(Clone)]
pub struct RequestLog(Arc<Mutex<Box<dyn Write + Send>>>);

impl RequestLog {
    /// A log into anything that takes bytes.
    pub fn new(to: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Box::new(to))))
    }

    /// A log into `requests.<day>.log` in a folder, written by a thread of its own as long as the
    /// guard lives.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn daily(folder: &Path) -> Result<(Self, WorkerGuard), InitError> {
        let appender = RollingFileAppender::builder()
            .rotation(Rotation::DAILY)
            .filename_prefix("requests")
            .filename_suffix("log")
            .max_log_files(DAYS_KEPT)
            .build(folder)?;
        let (to, guard) = tracing_appender::non_blocking(appender);
        Ok((Self::new(to), guard))
    }

    fn write(&self, line: &Line) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        self.0.lock().map_err(|_| io::ErrorKind::Other)?.write_all(&bytes)
    }
}

#[derive(Serialize)]
struct Line {
    time: String,
    request: uuid::Uuid,
    method: String,
    path: String,
    status: u16,
    duration_us: u64,
    bytes: u64,
    client: Option<std::net::IpAddr>,
    account: Option<domain::AccountId>,
}

/// What is known of a request before it is answered.
pub struct Begun {
    /// When, by the house's clock.
    pub at: DateTime<Utc>,
    /// When, for the stopwatch.
    pub instant: Instant,
    /// How it was asked.
    pub method: Method,
    /// For what.
    pub path: String,
    /// By whom and from where.
    pub asked: Asked,
}

/// Writes its line when the answer was sent whole, or cut short.
struct Logged {
    log: RequestLog,
    begun: Begun,
    status: StatusCode,
    bytes: u64,
}

impl Drop for Logged {
    fn drop(&mut self) {
        let Begun { at, instant, method, path, asked } = &self.begun;
        let line = Line {
            time: at.to_rfc3339_opts(SecondsFormat::Millis, true),
            request: asked.id,
            method: method.to_string(),
            path: path.clone(),
            status: self.status.as_u16(),
            duration_us: u64::try_from(instant.elapsed().as_micros()).unwrap_or(u64::MAX),
            bytes: self.bytes,
            client: asked.client,
            account: asked.account(),
        };
        if let Err(error) = self.log.write(&line) {
            tracing::warn!(%error, "the request log cannot be written");
        }
    }
}

/// The same body, counted as it is sent.
pub fn counted(body: Body, status: StatusCode, begun: Begun, log: RequestLog) -> Body {
    Body::new(Counted { body, logged: Logged { log, begun, status, bytes: 0 } })
}

struct Counted {
    body: Body,
    logged: Logged,
}

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if let Some(Ok(frame)) = &frame {
            self.logged.bytes += frame.data_ref().map_or(0, |bytes| bytes.len() as u64);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

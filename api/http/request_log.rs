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
use chrono::{DateTime, Days, NaiveTime, SecondsFormat, Utc};
use commands::{Clock, Whom};
use hyper::body::{Frame, SizeHint};
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use tracing_appender::non_blocking::WorkerGuard;

use super::{
    Asked,
    daily_file::{DailyFile, forget},
};

/// Where lines are written to. Cheap to clone.
#[derive(Clone)]
pub struct RequestLog {
    to: Arc<Mutex<Box<dyn Write + Send>>>,
    /// Where its files lie, where it has any.
    pub folder: Option<Arc<Path>>,
    daily: Option<DailyFile>,
}

impl RequestLog {
    /// A log into anything that takes bytes.
    pub fn new(to: impl Write + Send + 'static) -> Self {
        Self { to: Arc::new(Mutex::new(Box::new(to))), folder: None, daily: None }
    }

    /// A log into `requests.<day>.log` in a folder, written by a thread of its own as long as the
    /// guard lives.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn daily(folder: &Path, clock: Arc<dyn Clock>) -> io::Result<(Self, WorkerGuard)> {
        let daily = DailyFile::open(folder, clock)?;
        let (to, guard) = tracing_appender::non_blocking(daily.clone());
        Ok((Self { folder: Some(folder.into()), daily: Some(daily), ..Self::new(to) }, guard))
    }

    /// Takes the lines of a person out of its files, where it has any; answers how many there were.
    pub(crate) fn forget_person(&self, whom: &Whom) -> io::Result<u64> {
        self.daily.as_ref().map_or(Ok(0), |daily| daily.forget_person(whom))
    }

    /// Removes the files of days that are over, now and after each midnight (UTC).
    pub async fn sweep(self, clock: Arc<dyn Clock>, shutdown: CancellationToken) {
        let Some(folder) = self.folder else { return };
        loop {
            let today = clock.now().date_naive();
            if let Err(error) = forget(&folder, today) {
                tracing::warn!(%error, "old request logs cannot be removed");
            }
            let midnight = today.checked_add_days(Days::new(1)).unwrap_or(today).and_time(NaiveTime::MIN).and_utc();
            if shutdown.run_until_cancelled(clock.until(midnight)).await.is_none() {
                return;
            }
        }
    }

    fn write(&self, line: &Line) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        self.to.lock().map_err(|_| io::ErrorKind::Other)?.write_all(&bytes)
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
    /// Under which the diary tells of it, where that is not the request's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<domain::CommandId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outer_request: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<Box<str>>,
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
            command: Some(asked.command()).filter(|command| command.0 != asked.id),
            outer_request: asked.outer.request.clone(),
            trace: asked.outer.trace.clone(),
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

#[cfg(test)]
mod tests {
    use commands::HandClock;

    use super::*;

    #[tokio::test]
    async fn a_house_that_nobody_visits_forgets_its_old_requests_too() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(HandClock::at("2026-02-01T12:00:00Z".parse().unwrap()));
        let old = folder.path().join("requests.2026-01-02.log");
        std::fs::write(&old, "").unwrap();
        let (log, _written) = RequestLog::daily(folder.path(), clock.clone()).unwrap();
        let shutdown = CancellationToken::new();
        let sweep = tokio::spawn(log.sweep(clock.clone(), shutdown.clone()));
        tokio::task::yield_now().await;
        assert!(old.exists(), "the day is one of the last 31");
        clock.advance(chrono::Duration::hours(12));
        let gone = async {
            while old.exists() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(60), gone).await.expect("removed after midnight");
        assert!(folder.path().join("requests.2026-02-01.log").exists());
        shutdown.cancel();
        sweep.await.unwrap();
    }
}

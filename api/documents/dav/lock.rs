//! LOCK and UNLOCK. A lock on what is not there yet makes an empty file, as the standard has it (RFC 4918, section 7.3).

use std::sync::Arc;

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use chrono::TimeDelta;
use commands::documents;
use uuid::Uuid;

use super::{
    Depth,
    answer::{HEAD, active_lock, document, refusal},
    condition::token_in,
    errand::{Errand, Held, Spot},
    locks::{Lock, NoLock, Reach, Writer},
    xml::{self, LockWanted},
};
use crate::{
    documents::{found::missing, upload},
    http::Problem,
};

const LOCK_TOKEN: HeaderName = HeaderName::from_static("lock-token");
const USUAL: TimeDelta = TimeDelta::minutes(10);
/// A program that ends without a word keeps nobody out for longer.
const LONGEST: TimeDelta = TimeDelta::hours(1);

impl Errand {
    /// Takes a lock, or lets the one that is shown last anew.
    pub async fn lock(self, body: Body) -> Result<Response, Held> {
        let text = self.text(body).await?;
        if text.trim().is_empty() { self.renewed().await } else { self.locked(&text).await }
    }

    async fn renewed(&self) -> Result<Response, Held> {
        let spot = self.spot().await?;
        let shown = self.conditions(&spot).await?;
        let writer = Writer { who: self.person.account, shown: &shown };
        match self.front.locks.renew(writer, &spot.place, self.lasts(), self.now()) {
            Some(lock) => Ok(told(&lock, StatusCode::OK)),
            None if spot.here.is_none() => Err(missing().into()),
            None => {
                let detail = "If: show the token of a lock that you hold here";
                Err(Problem::new(StatusCode::PRECONDITION_FAILED, "no_such_lock", detail).about("if").into())
            }
        }
    }

    async fn locked(&self, text: &str) -> Result<Response, Held> {
        let wanted = xml::lock_wanted(text)?;
        let deep = match Depth::of(&self.headers)? {
            Depth::Zero => false,
            Depth::Infinity => true,
            Depth::One => {
                let detail = "Depth: a lock holds for itself or for all below";
                return Err(Problem::malformed("depth_invalid", detail).about("depth").into());
            }
        };
        let spot = self.spot().await?;
        let shown = self.conditions(&spot).await?;
        if spot.here.is_none() {
            spot.lies_in()?;
            self.unlocked(&spot, &shown, Reach::Place)?;
        }
        let (lasts, holder) = (self.lasts(), self.person.account);
        let place = spot.place.clone();
        let (token, until) = (Uuid::new_v4(), self.now() + lasts);
        let LockWanted { shared, owner } = wanted;
        let lock = Arc::new(Lock { token, place, deep, shared, owner, holder, lasts, until });
        self.front.locks.take(Arc::clone(&lock), self.now()).map_err(|none| not_taken(&none))?;
        let status = match self.store_nothing(&spot).await {
            Ok(true) => StatusCode::CREATED,
            Ok(false) => StatusCode::OK,
            Err(problem) => {
                self.front.locks.give_back(holder, token, &lock.place, self.now());
                return Err(problem.into());
            }
        };
        let mut response = told(&lock, status);
        if let Ok(token) = HeaderValue::try_from(format!("<urn:uuid:{token}>")) {
            response.headers_mut().insert(LOCK_TOKEN, token);
        }
        Ok(response)
    }

    /// Makes an empty file where nothing lies. Looks again just before: an empty version would cover what somebody else stored.
    async fn store_nothing(&self, spot: &Spot) -> Result<bool, Problem> {
        if spot.here.is_some() {
            return Ok(false);
        }
        let (folder, name) = spot.lies_in()?;
        let kind = upload::media_type(&Default::default(), name);
        let (desk, caller) = (&self.front.desk, &self.person.caller);
        let arriving = documents::receive(desk, spot.place.0, (folder, name), &kind, Some(0)).await?;
        let blob = upload::receive(arriving, Body::from(Bytes::new())).await?;
        if self.look(&spot.address).await?.here.is_some() {
            return Ok(false);
        }
        let (_, done) = documents::store_file(desk, caller, spot.place.0, (folder, name), (blob, kind)).await?;
        self.shown(done).await;
        Ok(true)
    }

    /// For how long: what is asked for, within bounds. The first of several wishes counts.
    fn lasts(&self) -> TimeDelta {
        let asked = self.headers.get("timeout").and_then(|value| value.to_str().ok()).unwrap_or_default();
        match asked.split(',').next().unwrap_or_default().trim() {
            "Infinite" => LONGEST,
            text => text
                .strip_prefix("Second-")
                .and_then(|seconds| seconds.parse::<u32>().ok())
                .map_or(USUAL, |asked| TimeDelta::seconds(asked.into()).clamp(TimeDelta::seconds(1), LONGEST)),
        }
    }

    /// Gives a lock back.
    pub async fn unlock(self) -> Result<Response, Held> {
        let shown = self.headers.get(LOCK_TOKEN).and_then(|value| value.to_str().ok()).map(str::trim);
        let shown = shown.and_then(|text| text.strip_prefix('<')?.strip_suffix('>'));
        let invalid = || Problem::malformed("lock_token_invalid", "Lock-Token: show the lock's").about("lock-token");
        let shown = shown.ok_or_else(invalid)?;
        let spot = self.spot().await?;
        let given = token_in(shown)
            .and_then(|token| self.front.locks.give_back(self.person.account, token, &spot.place, self.now()));
        match given {
            Some(true) => Ok(StatusCode::NO_CONTENT.into_response()),
            Some(false) => {
                let detail = "somebody else holds this lock; it ends by itself unless they renew it";
                Err(Problem::new(StatusCode::FORBIDDEN, "lock_of_another", detail).into())
            }
            None => Ok(refusal(StatusCode::CONFLICT, "lock-token-matches-request-uri", &[])),
        }
    }
}

fn not_taken(none: &NoLock) -> Held {
    match none {
        NoLock::Taken(lock) => {
            Held::Document(Box::new(refusal(StatusCode::LOCKED, "no-conflicting-lock", &[lock.root()])))
        }
        NoLock::TooMany => {
            let detail = "there are too many locks already; those that nobody renews end by themselves";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too_many_locks", detail).into()
        }
    }
}

fn told(lock: &Lock, status: StatusCode) -> Response {
    let lock = active_lock(lock);
    let found = format!("<D:prop xmlns:D=\"DAV:\"><D:lockdiscovery>{lock}</D:lockdiscovery></D:prop>");
    document(status, format!("{HEAD}{found}"))
}

//! How often somebody may ask: set by admins while the house runs, within bounds; and who reached a
//! limit lately, as far as it is remembered.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use commands::{Failure, household};
use domain::{
    AccountId,
    household::limits::{self, Limit, OutOfBounds},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::names::Names;
use crate::{
    front::Front,
    http::{
        Admin, AtLeast, FieldError, Json, Problem, ProvedAdmin,
        conditions::{self, etag},
        freshness::Receipt,
        limits::Client,
    },
};

/// One limit.
#[derive(Serialize, ToSchema)]
#[schema(as = Limit)]
pub struct Shown {
    /// Its word.
    limit: &'static str,
    /// How many are let through over its time; 0 for no limit.
    count: u32,
    /// Its time, in seconds.
    period_s: u32,
    /// How many were let through if nobody had set it.
    usual: u32,
    /// The least it may be set to.
    least: u32,
    /// The most it may be set to.
    most: u32,
    /// Whether it may be switched off, with 0.
    may_be_off: bool,
}

/// All limits.
#[derive(Serialize, ToSchema)]
#[schema(as = Limits)]
pub struct AllLimits {
    /// In the order in which they are shown.
    items: Vec<Shown>,
}

/// Which limits are set to what; the others stay.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitsChange {
    /// Requests of a stranger in an hour, by network address.
    stranger_hour: Option<u32>,
    /// The same in a day.
    stranger_day: Option<u32>,
    /// Requests of a person in a minute.
    person_minute: Option<u32>,
    /// Requests with a key in a minute.
    key_minute: Option<u32>,
    /// Passwords tried from a network address in an hour.
    login_hour: Option<u32>,
    /// Codes and other proofs tried in an hour, by network address or person.
    proof_hour: Option<u32>,
    /// One-time links tried from a network address in an hour.
    link_hour: Option<u32>,
    /// Exports in an hour, by person or key.
    export_hour: Option<u32>,
    /// Uploads in an hour, by person or key.
    upload_hour: Option<u32>,
    /// Letters to one address in an hour, besides alerts.
    mail_person_hour: Option<u32>,
    /// Letters caused from one network address in an hour.
    mail_network_hour: Option<u32>,
    /// Letters in an hour, besides alerts.
    mail_house_hour: Option<u32>,
}

/// Somebody who reached a limit.
#[derive(Serialize, ToSchema)]
pub struct LimitedLately {
    /// Which limit.
    limit: &'static str,
    /// From which network; null for a person, and where there were too many to tell apart.
    network: Option<String>,
    /// Which person, where it is one.
    account: Option<Uuid>,
    /// The person's present name.
    name: Option<String>,
    /// How many of their requests were refused.
    refused: u64,
    /// When the last one was.
    last_at: DateTime<Utc>,
}

/// Those who reached a limit.
#[derive(Serialize, ToSchema)]
pub struct AllLimitedLately {
    /// The latest first.
    items: Vec<LimitedLately>,
}

impl LimitsChange {
    fn given(&self) -> limits::Change {
        let of = |limit| match limit {
            Limit::StrangerHour => self.stranger_hour,
            Limit::StrangerDay => self.stranger_day,
            Limit::PersonMinute => self.person_minute,
            Limit::KeyMinute => self.key_minute,
            Limit::LoginHour => self.login_hour,
            Limit::ProofHour => self.proof_hour,
            Limit::LinkHour => self.link_hour,
            Limit::ExportHour => self.export_hour,
            Limit::UploadHour => self.upload_hour,
            Limit::MailPersonHour => self.mail_person_hour,
            Limit::MailNetworkHour => self.mail_network_hour,
            Limit::MailHouseHour => self.mail_house_hour,
        };
        limits::Change(Limit::ALL.into_iter().filter_map(|limit| Some((limit, of(limit)?))).collect())
    }
}

impl From<OutOfBounds> for Problem {
    fn from(fault: OutOfBounds) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "limit_out_of_bounds", fault.to_string()).about(fault.limit.word())
    }
}

/// Shows the limits
///
/// Asked of the log itself, so they are never behind.
#[utoipa::path(get, path = "/api/household/limits", tag = "household", security(("session" = [])),
    responses((status = 200, description = "The limits.", body = AllLimits),
        (status = 304, description = "They are as `If-None-Match` says.")))]
pub async fn show(
    State(front): State<Arc<Front>>,
    _admin: Admin,
    _at_least: AtLeast,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (limits, length) = household::limits(&front.desk).await?;
    let tag = [(header::ETAG, etag(length))];
    if conditions::is_known(&headers, length)? {
        return Ok((StatusCode::NOT_MODIFIED, tag).into_response());
    }
    let shown = |limit: Limit| Shown {
        limit: limit.word(),
        count: limits.count(limit),
        period_s: limit.period_s(),
        usual: limit.usual(),
        least: limit.least(),
        most: limit.most(),
        may_be_off: limit.may_be_off(),
    };
    Ok((tag, axum::Json(AllLimits { items: Limit::ALL.map(shown).into() })).into_response())
}

/// Sets limits
///
/// All that are given, or none where one does not fit. In force at once; what was counted by a limit that changes is
/// forgotten. Their history is that of the settings.
#[utoipa::path(patch, path = "/api/household/limits", tag = "household", request_body = LimitsChange,
    security(("session" = [])), responses((status = 200, description = "They are set.", body = Receipt)))]
pub async fn change(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    headers: HeaderMap,
    Json(change): Json<LimitsChange>,
) -> Result<Response, Problem> {
    let expected = conditions::if_match(&headers)?;
    let change = change.given();
    let told = |fault: OutOfBounds| FieldError { field: fault.limit.word().to_owned(), detail: fault.to_string() };
    let faults = change.faults().into_iter().map(told).collect();
    let done = household::change_limits(&front.desk, &caller, change, expected).await;
    let done = done.map_err(|failure| match failure {
        Failure::Refused(first) => Problem::from(first).among(faults),
        other => other.into(),
    })?;
    Ok(front.tagged_receipt("household", done).await)
}

/// Lists who reached a limit lately
///
/// Within the last day, as far as the house remembers: it forgets this when it is started anew.
#[utoipa::path(get, path = "/api/household/limits/lately", tag = "household", security(("session" = [])),
    responses((status = 200, description = "The latest first.", body = AllLimitedLately)))]
pub async fn lately(State(front): State<Arc<Front>>, _admin: Admin, _at_least: AtLeast) -> Json<AllLimitedLately> {
    let all = front.limits.lately.all(front.desk.clock().now());
    let person = |client| match client {
        Client::Person(account) => Some(AccountId(account)),
        _ => None,
    };
    let names = Names::find(&front, all.iter().map(|limited| person(limited.client))).await;
    let told = all.into_iter().map(|limited| {
        let account = person(limited.client);
        LimitedLately {
            limit: limited.limit.word(),
            network: limited.client.network(),
            account: account.map(|account| account.0),
            name: names.of(account),
            refused: limited.refused,
            last_at: limited.last,
        }
    });
    Json(AllLimitedLately { items: told.collect() })
}

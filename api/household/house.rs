//! The house as a stranger at its door sees it: what it is called and whether somebody founded it.
//!
//! Everything else is absent: no address, no version, no name of a person.

use std::sync::Arc;

use axum::extract::State;
use chrono::{DateTime, TimeDelta, Timelike as _, Utc};
use commands::{household, identity};
use domain::{Clock, Zone, clocks};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    front::Front,
    http::{Json, Problem, Somebody},
};

/// How far back and ahead of now the clocks of the house are told.
const AROUND: TimeDelta = TimeDelta::days(400);

/// The house as anybody sees it.
#[derive(Serialize, ToSchema)]
pub struct House {
    /// What it is called.
    name: String,
    /// Whether its first account was made; if not, the one-time link leads there.
    founded: bool,
    /// The IANA name of its time zone.
    time_zone: &'static str,
    /// What its clocks show around now, the oldest stretch first.
    clocks: Vec<Stretch>,
    /// Whether it is a demo that vanishes when it is closed.
    demo: bool,
    /// Where its letters go: `server`, or `folder` while there is no mail server and they lie in the data folder's `mail/`.
    mail: &'static str,
    /// The program's version; for people who are logged in.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'static str>,
}

/// Some time in which the clocks of the house are not changed.
#[derive(Serialize, ToSchema)]
pub struct Stretch {
    /// When it begins.
    from: DateTime<Utc>,
    /// When it ends.
    until: DateTime<Utc>,
    /// How far the clocks are ahead of UTC, in seconds; behind it below zero.
    offset_s: i32,
    /// What people call their time, such as CET; with no name, how far it is ahead: UTC+5:45.
    name: String,
}

/// Shows the house from outside
///
/// For anybody; whoever is logged in sees the version, too.
#[utoipa::path(get, path = "/api/household/house", tag = "household",
    responses((status = 200, description = "The house.", body = House)))]
pub async fn show(State(front): State<Arc<Front>>, Somebody(person): Somebody) -> Result<Json<House>, Problem> {
    let (settings, _) = household::settings(&front.desk).await?;
    let founded = identity::is_founded(&front.desk).await?;
    let version = person.map(|_| env!("CARGO_PKG_VERSION"));
    Ok(Json(House {
        name: settings.name.clone(),
        founded,
        time_zone: settings.zone.name(),
        clocks: around(front.desk.clock().now(), settings.zone),
        demo: front.demo.is_some(),
        mail: front.desk.way_of_mail()?,
        version,
    }))
}

/// The same all day, so that an answer is, too.
fn around(now: DateTime<Utc>, zone: Zone) -> Vec<Stretch> {
    let today = now - TimeDelta::seconds(i64::from(now.num_seconds_from_midnight()));
    let today = today.with_nanosecond(0).unwrap_or(today);
    let told = |Clock { from, until, offset_s, name }| Stretch { from, until, offset_s, name };
    clocks(zone, today - AROUND, today + AROUND).into_iter().map(told).collect()
}

//! How the house is, in few figures that cost next to nothing to ask for. What only its admins need is left out for
//! everybody else; a figure that cannot be had just now is left out, too, and the others are told all the same.

use std::sync::Arc;

use axum::extract::State;
use chrono::{DateTime, Utc};
use commands::{Owed, household};
use domain::{Day, Role};
use projections::{Lag, State as Doing, alerts::alerts, history, identity::accounts};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    front::Front,
    http::{AtLeast, Json, Person, Problem, process},
};

/// How the house is.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Status {
    /// Of the program.
    version: &'static str,
    /// When the house was started.
    started_at: DateTime<Utc>,
    /// The newest position of the log.
    head: u64,
    /// How far the views are.
    views: Vec<ViewStatus>,
    /// What only admins are told.
    #[serde(flatten)]
    inside: Inside,
}

/// What only admins are told of the house.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Inside {
    /// Entries of the diary since the house's last midnight; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    entries_today: Option<u64>,
    /// What the log takes on the disk; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    log_size_bytes: Option<u64>,
    /// Alerts that wait for their mail, or got none; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    outbox: Option<Outbox>,
    /// Where letters go: `server` or `folder`; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<&'static str>,
    /// Sessions that are open; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    sessions: Option<u64>,
    /// Live sockets that are open; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    sockets: Option<u32>,
    /// Accounts that are open; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<u64>,
    /// Memory of the process; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    memory_resident_bytes: Option<u64>,
    /// The room left on the disk of the data folder; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    disk_free_bytes: Option<u64>,
}

/// Alerts that wait for their mail, or got none.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Outbox {
    /// They wait for their mail.
    owed: usize,
    /// Those among them that wait because a mail failed.
    retrying: usize,
    /// They were given up, ever; absent while the view is being filled.
    #[serde(skip_serializing_if = "Option::is_none")]
    failed: Option<u64>,
}

/// How far a view is.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ViewStatus {
    /// Whose.
    name: &'static str,
    /// The newest event it has seen.
    position: u64,
    /// Events it has not seen yet.
    lag: u64,
    /// What it is doing.
    state: ViewState,
    /// Events done, where it is being filled.
    #[serde(skip_serializing_if = "Option::is_none")]
    filled: Option<u64>,
    /// What ails it; for admins only.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// What a view is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ViewState {
    /// It follows closely.
    Current,
    /// It comes after, or waits for something that passes.
    Behind,
    /// It is made anew; the old one, if there is one, goes on answering.
    Filling,
    /// It cannot go on, and answers with what it has.
    Stopped,
}

/// Tells how the house is
///
/// Cheap enough to be asked for every few seconds.
#[utoipa::path(get, path = "/api/household/status", tag = "household", security(("session" = [])),
    responses((status = 200, description = "How it is.", body = Status)))]
pub async fn show(
    State(front): State<Arc<Front>>,
    person: Person,
    _at_least: AtLeast,
) -> Result<Json<Status>, Problem> {
    Ok(Json(status(&front, person.role).await))
}

/// How the house is, as somebody with these rights is told.
pub async fn status(front: &Front, role: Role) -> Status {
    let is_admin = role == Role::Admin;
    let views = front.views.lag().into_iter().map(|lag| ViewStatus::of(lag, is_admin)).collect();
    Status {
        version: env!("CARGO_PKG_VERSION"),
        started_at: front.started.at(),
        head: front.desk.head(),
        views,
        inside: if is_admin { Inside::of(front).await } else { Inside::default() },
    }
}

impl Status {
    /// The same without what changes all the time and means nothing.
    #[must_use]
    pub fn rounded(mut self) -> Self {
        for view in self.views.iter_mut().filter(|view| view.state == ViewState::Current) {
            (view.position, view.lag) = (self.head, 0);
        }
        let to = |unit: u64| move |bytes: u64| bytes / unit * unit;
        let Inside { log_size_bytes, memory_resident_bytes, disk_free_bytes, .. } = &mut self.inside;
        *log_size_bytes = log_size_bytes.map(to(1 << 20));
        *memory_resident_bytes = memory_resident_bytes.map(to(1 << 24));
        *disk_free_bytes = disk_free_bytes.map(to(1 << 28));
        self
    }
}

impl Inside {
    async fn of(front: &Front) -> Self {
        let folder = front.folder.clone();
        // A folder on another machine may keep whoever asks waiting.
        let free = tokio::task::spawn_blocking(move || process::free_bytes(&folder));
        let Owed { owed, retrying } = front.desk.owed();
        let (failed, people) = tokio::join!(abandoned(front), people(front));
        Self {
            entries_today: entries_today(front).await,
            log_size_bytes: Some(front.desk.log().tally().stored_bytes),
            outbox: Some(Outbox { owed, retrying, failed }),
            mail: front.desk.way_of_mail().ok(),
            sessions: front.desk.open_sessions().await.ok(),
            sockets: Some(front.sockets.places.taken()),
            people,
            memory_resident_bytes: process::Process::now().resident_bytes,
            disk_free_bytes: free.await.ok().flatten(),
        }
    }
}

async fn entries_today(front: &Front) -> Option<u64> {
    let zone = household::settings(&front.desk).await.ok()?.0.zone;
    let today = [Day::of(front.desk.clock().now(), zone)];
    let filter = history::Filter::default();
    let counts = front.views.context("history")?.query(move |rows| history::days(rows, &filter, &today)).await;
    counts.ok()?.first().map(|count| count.entries)
}

async fn abandoned(front: &Front) -> Option<u64> {
    front.views.context("alerts")?.query(alerts::abandoned).await.ok()
}

async fn people(front: &Front) -> Option<u64> {
    front.views.context("identity")?.query(accounts::open_accounts).await.ok()
}

impl ViewStatus {
    fn of(lag: Lag, is_admin: bool) -> Self {
        let Lag { context: name, position, head, state } = lag;
        let (state, filled, reason) = match state {
            Doing::Current => (ViewState::Current, None, None),
            Doing::Behind { reason } => (ViewState::Behind, None, reason),
            Doing::Filling { done, .. } => (ViewState::Filling, Some(done), None),
            Doing::Stopped { reason, .. } => (ViewState::Stopped, None, Some(reason)),
        };
        let lag = head.saturating_sub(position);
        Self { name, position, lag, state, filled, reason: reason.filter(|_| is_admin) }
    }
}

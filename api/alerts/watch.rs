//! What the house watches out for: its rules, how they are set, and what they would have told of.
//!
//! Everything here is for admins: suspicions tell where other people came from.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, TimeDelta, Utc};
use commands::alerts;
use domain::{
    EventTable as _,
    alerts::watch::{Choose, Number, Rule, Suspicion},
};
use projections::alerts::watch as view;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    front::Front,
    http::{
        Admin, AtLeast, Json, Path, Problem, ProvedAdmin, Question, SeverityWord,
        conditions::{self, etag},
        freshness::Receipt,
    },
};

/// What is told of a trial at most: the newest.
const MOST_MOMENTS: usize = 200;
const USUAL_DAYS: u32 = 30;
const MOST_DAYS: u32 = 366;

/// A number of a rule, and what it may be.
#[derive(Serialize, ToSchema)]
pub struct WatchNumber {
    /// What it is.
    value: u32,
    /// What it is where nobody chose.
    usual: u32,
    /// The least it may be.
    least: u32,
    /// The most it may be.
    most: u32,
}

/// A rule of the watch.
#[derive(Serialize, ToSchema)]
pub struct WatchRule {
    /// By which it is asked for.
    rule: &'static str,
    /// What it is called.
    title: &'static str,
    /// What it tells of, with `{limit}` and perhaps `{span}` where its numbers stand.
    asks: &'static str,
    /// Why its numbers are usually what they are.
    why: &'static str,
    /// Whether it looks.
    on: bool,
    /// How much is suspicious.
    limit: WatchNumber,
    /// Its other number, where it has one.
    span: Option<WatchNumber>,
    /// The entry of the diary in which it told of something last.
    last: Option<u64>,
    /// When that was.
    last_at: Option<DateTime<Utc>>,
    /// How often it told of something in the last 30 days.
    found: u64,
}

/// What changes of a rule; the rest stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WatchRuleChange {
    /// Whether it looks.
    on: Option<bool>,
    /// How much is suspicious.
    limit: Option<u32>,
    /// Its other number.
    span: Option<u32>,
}

/// With which numbers a rule is tried, and on how much.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TrialQuestion {
    /// How much is suspicious; as it is set, where it is not given.
    limit: Option<u32>,
    /// Its other number; as it is set, where it is not given.
    span: Option<u32>,
    /// On how many days up to now: 1 to 366, usually 30.
    days: Option<u32>,
}

/// What a rule would have told of.
#[derive(Serialize, ToSchema)]
pub struct Trial {
    /// Which rule.
    rule: &'static str,
    /// With how much.
    limit: u32,
    /// With which other number; 0 where it has none.
    span: u32,
    /// From when on.
    from: DateTime<Utc>,
    /// The newest entry that was looked at.
    until: u64,
    /// Over how many entries it stretched.
    entries: u64,
    /// How often it would have told of something.
    found: usize,
    /// When, the newest first, 200 at most.
    moments: Vec<Moment>,
}

/// One thing a rule would have told of.
#[derive(Serialize, ToSchema)]
pub struct Moment {
    /// When.
    at: DateTime<Utc>,
    /// The entry of the diary that was the last straw.
    position: u64,
    /// How much it would have mattered.
    #[schema(value_type = SeverityWord)]
    severity: &'static str,
    /// What it would have said.
    sentence: String,
    /// The entries it rests on, the newest twenty of them.
    evidence: Vec<u64>,
}

impl From<&Suspicion> for Moment {
    fn from(it: &Suspicion) -> Self {
        let event = &it.found.event;
        Self {
            at: it.found.at,
            position: it.found.because,
            severity: event.severity().word(),
            sentence: event.sentence(),
            evidence: it.evidence().to_vec(),
        }
    }
}

fn number(Number { usual, least, most }: Number, value: u32) -> WatchNumber {
    WatchNumber { value, usual, least, most }
}

/// The rule of a name.
pub fn named(name: &str) -> Result<Rule, Problem> {
    Rule::named(name).ok_or_else(|| {
        let known: Vec<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
        Problem::missing("no_such_rule", format!("there is no such rule; use one of {}", known.join(", ")))
    })
}

/// Lists the rules of the watch
///
/// As they are set, and what each found lately.
#[utoipa::path(get, path = "/api/alerts/watch", tag = "alerts", security(("session" = [])),
    responses((status = 200, description = "All rules.", body = Vec<WatchRule>)))]
pub async fn list(State(front): State<Arc<Front>>, _admin: Admin, at_least: AtLeast) -> Result<Response, Problem> {
    let (choices, length) = alerts::watch_choices(&front.desk).await?;
    let since = front.desk.clock().now() - TimeDelta::days(USUAL_DAYS.into());
    let reads = front.view("alerts", at_least).await?;
    let found = reads
        .query(move |connection| Rule::ALL.map(|it| view::found(connection, it.name(), since)).into_iter().collect());
    let found: Vec<view::Found> = found.await?;
    let rules = Rule::ALL.into_iter().zip(found).map(|(rule, found)| {
        let (spec, choice) = (rule.spec(), choices.of(rule));
        WatchRule {
            rule: spec.name,
            title: spec.title,
            asks: spec.asks,
            why: spec.why,
            on: choice.on,
            limit: number(spec.limit, choice.numbers.limit),
            span: spec.span.map(|span| number(span, choice.numbers.span)),
            last: found.last.map(|(position, _)| position),
            last_at: found.last.map(|(_, at)| at),
            found: found.count,
        }
    });
    Ok(([(header::ETAG, etag(length))], axum::Json(rules.collect::<Vec<_>>())).into_response())
}

/// Changes a rule of the watch
///
/// Switches it on or off, or sets its numbers. It begins to count anew then.
#[utoipa::path(patch, path = "/api/alerts/watch/{rule}", tag = "alerts", request_body = WatchRuleChange,
    params(("rule" = String, Path)), security(("session" = [])),
    responses((status = 200, description = "So it is.", body = Receipt)))]
pub async fn choose(
    State(front): State<Arc<Front>>,
    ProvedAdmin(caller): ProvedAdmin,
    Path(rule): Path<String>,
    headers: HeaderMap,
    Json(WatchRuleChange { on, limit, span }): Json<WatchRuleChange>,
) -> Result<Response, Problem> {
    let (rule, expected) = (named(&rule)?, conditions::if_match(&headers)?);
    let done = alerts::choose_rule(&front.desk, &caller, Choose { rule, on, limit, span }, expected).await;
    Ok(front.tagged_receipt("alerts", done?).await)
}

/// Tries a rule on what is written down
///
/// Tells what it would have told of, had it been switched on so many days ago with these numbers. Nothing is changed.
#[utoipa::path(get, path = "/api/alerts/watch/{rule}/trial", tag = "alerts", params(("rule" = String, Path), TrialQuestion),
    security(("session" = [])), responses((status = 200, description = "What it would have told of.", body = Trial)))]
pub async fn try_out(
    State(front): State<Arc<Front>>,
    _admin: Admin,
    Path(rule): Path<String>,
    Question(TrialQuestion { limit, span, days }): Question<TrialQuestion>,
) -> Result<Json<Trial>, Problem> {
    let rule = named(&rule)?;
    let days = days.unwrap_or(USUAL_DAYS);
    if !(1..=MOST_DAYS).contains(&days) {
        let detail = format!("days: {days} is out of range; use 1 to {MOST_DAYS}");
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "days_invalid", detail).about("days"));
    }
    let present = alerts::watch_choices(&front.desk).await?.0.of(rule).numbers;
    let numbers = Choose { rule, on: None, limit, span }.numbers(present).map_err(Problem::from)?;
    let from = front.desk.clock().now() - TimeDelta::days(days.into());
    let tried = alerts::try_rule(&front.desk, rule, numbers, from).await?;
    let moments = tried.suspicions.iter().rev().take(MOST_MOMENTS).map(Moment::from).collect();
    let (limit, span, found) = (numbers.limit, numbers.span, tried.suspicions.len());
    let alerts::Trial { entries, until, .. } = tried;
    Ok(Json(Trial { rule: rule.name(), limit, span, from, until, entries, found, moments }))
}

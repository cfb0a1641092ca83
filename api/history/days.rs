//! The diary by days: how much happened on each, as the house's clocks count days.
//!
//! A row says from when to when its day lasted: the entries of exactly these times are those it counts.

use std::sync::Arc;

use axum::extract::State;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use commands::household;
use domain::{Day as Calendar, Zone, zone_of};
use projections::history as view;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::filter::Filter;
use crate::{
    front::Front,
    http::{AtLeast, Json, Person, Problem, Question, SeverityWord},
};

/// How many days are answered when nobody says.
const USUAL_DAYS: u64 = 31;
/// How many are answered at most: ten years.
const MOST_DAYS: i64 = 3660;

/// Which days, and which of their entries are counted.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DaysFilter {
    /// Of this context, or one of several with commas between.
    context: Option<String>,
    /// Of this stored name, or one of several with commas between.
    kind: Option<String>,
    /// From this severity on.
    severity: Option<SeverityWord>,
    /// This person asked for it, or is concerned.
    person: Option<Uuid>,
    /// It was done with this API key.
    key: Option<Uuid>,
    /// All of these words occur in its sentence, its name or the names of persons involved.
    text: Option<String>,
    /// From the day that holds this time (RFC 3339); usually 31 days in all.
    from: Option<DateTime<Utc>>,
    /// To the day that ends at this time or holds it (RFC 3339); usually today.
    until: Option<DateTime<Utc>>,
    /// The IANA name of the time zone that says when days begin; usually the house's.
    #[param(example = "Europe/Berlin")]
    time_zone: Option<String>,
}

/// Days, the newest first, those without entries, too.
#[derive(Serialize, ToSchema)]
pub struct Days {
    /// The time zone they are days of.
    time_zone: &'static str,
    /// The days.
    items: Vec<Day>,
}

/// How much happened on a day.
#[derive(Serialize, ToSchema)]
pub struct Day {
    /// Which day.
    day: NaiveDate,
    /// When it began.
    from: DateTime<Utc>,
    /// When the next one began: 23 or 25 hours later where the clocks were changed.
    to: DateTime<Utc>,
    /// How many entries it has.
    entries: u64,
    /// How many of them are warnings.
    warnings: u64,
    /// How many of them are critical.
    criticals: u64,
}

impl From<view::DayCount> for Day {
    fn from(row: view::DayCount) -> Self {
        let view::DayCount { day: Calendar { date, from, until }, entries, warnings, criticals } = row;
        Self { day: date, from, to: until, entries, warnings, criticals }
    }
}

/// Counts the diary's entries by days
///
/// The newest day first. People below admin have those counted that concern them.
#[utoipa::path(get, path = "/api/history/days", tag = "history", params(DaysFilter), security(("session" = [])),
    responses((status = 200, description = "The days.", body = Days)))]
pub async fn list(
    State(front): State<Arc<Front>>,
    person: Person,
    at_least: AtLeast,
    Question(asked): Question<DaysFilter>,
) -> Result<Json<Days>, Problem> {
    let zone = asked.zone(&front).await?;
    let days = asked.days(zone, front.desk.clock().now())?;
    let filter = asked.filter().checked(&person)?;
    let reads = front.view("history", at_least).await?;
    let counts = reads.query(move |connection| view::days(connection, &filter, &days)).await?;
    Ok(Json(Days { time_zone: zone.name(), items: counts.into_iter().rev().map(Day::from).collect() }))
}

impl DaysFilter {
    async fn zone(&self, front: &Front) -> Result<Zone, Problem> {
        let Some(name) = &self.time_zone else { return Ok(household::settings(&front.desk).await?.0.zone) };
        let name: String = name.chars().take(80).collect();
        let detail = format!("time_zone: '{name}' is no time zone; use a name like Europe/Berlin");
        zone_of(&name).ok_or_else(|| Problem::malformed("query_invalid", detail).about("time_zone"))
    }

    fn days(&self, zone: Zone, now: DateTime<Utc>) -> Result<Vec<Calendar>, Problem> {
        let until = self.until.unwrap_or_else(|| Calendar::of(now, zone).until);
        let inside = until.checked_sub_signed(TimeDelta::microseconds(1)).unwrap_or(until);
        let last = || Calendar::of(inside, zone).date;
        let first = || last().checked_sub_days(chrono::Days::new(USUAL_DAYS - 1)).unwrap_or_default();
        let from = self.from.unwrap_or_else(|| Calendar::on(first(), zone).from);
        if (until - from).num_days() > MOST_DAYS {
            let detail = format!("from: more than {MOST_DAYS} days; ask for them in parts");
            return Err(Problem::malformed("query_invalid", detail).about("from"));
        }
        Ok(Calendar::between(from, until, zone))
    }

    fn filter(&self) -> Filter {
        let Self { context, kind, severity, person, key, text, .. } = self;
        let (context, kind, text) = (context.clone(), kind.clone(), text.clone());
        Filter { context, kind, severity: *severity, person: *person, key: *key, text, ..Filter::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: Option<&str>, until: Option<&str>) -> Result<(usize, String, String), &'static str> {
        let time = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let asked = DaysFilter { from: from.map(time), until: until.map(time), ..DaysFilter::default() };
        let days = asked.days(zone_of("Europe/Berlin").unwrap(), time("2026-04-07T22:30:00Z"));
        let days = days.map_err(|problem| problem.code)?;
        let date = |day: Option<&Calendar>| day.map(|day| day.date.to_string()).unwrap_or_default();
        Ok((days.len(), date(days.first()), date(days.last())))
    }

    #[test]
    fn the_usual_days_are_the_last_thirty_one_even_where_one_is_short() {
        assert_eq!(days(None, None), Ok((31, "2026-03-09".into(), "2026-04-08".into())));
        assert_eq!(days(None, Some("2026-03-31T22:00:00Z")), Ok((31, "2026-03-01".into(), "2026-03-31".into())));
    }

    #[test]
    fn days_are_whole_and_bounded() {
        let noon = days(Some("2026-03-01T12:00:00Z"), Some("2026-03-02T12:00:00Z"));
        assert_eq!(noon, Ok((2, "2026-03-01".into(), "2026-03-02".into())));
        assert_eq!(days(Some("2026-03-02T12:00:00Z"), Some("2026-02-01T12:00:00Z")), Ok((0, "".into(), "".into())));
        assert_eq!(days(Some("2001-01-01T00:00:00Z"), None), Err("query_invalid"));
    }
}

//! `alerts`: a person's own, whatever their role. A change is the alert as it now is.

use commands::identity::Authenticated;
use domain::{AccountId, AlertId, Event, Fact, Position, alerts::Event as Told};
use projections::alerts::alerts as view;

use super::{Audience, Change, Soon, Source, Stretch, Topic, each_once, rendered};
use crate::{alerts::Alert, front::Front, http::AtLeast, live::stream::Snapshot};

/// How many a snapshot shows: the newest.
const SHOWN: usize = 50;

/// The type.
pub struct Alerts;

impl Topic for Alerts {
    fn name(&self) -> &'static str {
        "alerts"
    }

    fn context(&self) -> &'static str {
        "alerts"
    }

    fn source(&self) -> Source {
        Source::View("alerts")
    }

    fn audience(&self, who: &Authenticated) -> Option<Audience> {
        Some(Audience::Person(who.account))
    }

    fn snapshot<'a>(&'a self, front: &'a Front, audience: Audience, as_of: Position) -> Soon<'a, Snapshot> {
        Box::pin(async move {
            let Audience::Person(person) = audience else { return Ok(Snapshot { sequence: as_of, body: "[]".into() }) };
            let query = view::Query { person: Some(person), limit: SHOWN, ..view::Query::default() };
            let reads = front.view("alerts", AtLeast::default()).await?;
            let page = reads.query(move |connection| view::page(connection, &query)).await?;
            let mut shown = Vec::with_capacity(page.items.len());
            for row in page.items.into_iter().rev() {
                shown.push(Alert::of(front, row).await?);
            }
            Ok(Snapshot { sequence: as_of, body: rendered(&shown)? })
        })
    }

    fn changes<'a>(&'a self, front: &'a Front, stretch: &'a Stretch) -> Soon<'a, Vec<Change>> {
        Box::pin(async move {
            let facts = stretch.facts(front).await?;
            let reads = front.view("alerts", AtLeast::default()).await?;
            let mut changes = Vec::new();
            for (sequence, alert, person) in each_once(&facts, touched) {
                let found = reads.query(move |connection| view::one(connection, alert)).await?;
                if let Some(row) = found {
                    let heard_by = vec![Audience::Person(person)];
                    changes.push(Change { sequence, heard_by, body: rendered(&Alert::of(front, row).await?)? });
                }
            }
            Ok(changes)
        })
    }
}

/// The alert that a fact changed.
fn touched(fact: &Fact<Event>) -> Option<(AlertId, AccountId)> {
    let Event::Alerts(event) = &fact.event else { return None };
    let (alert, person) = match event {
        Told::AlertRaised(it) => (it.alert, it.person),
        Told::AlertDelivered(it) => (it.alert, it.person),
        Told::AlertFailed(it) => (it.alert, it.person),
        Told::AlertAbandoned(it) => (it.alert, it.person),
        Told::AlertAcknowledged(it) => (it.alert, it.person),
        _ => return None,
    };
    Some((alert, person))
}

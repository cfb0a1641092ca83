//! `sessions`: where a person is logged in. A change is the session as it now is; one with an end
//! is over.

use commands::identity::{Authenticated, longest_stay};
use domain::{AccountId, Event, Fact, Position, SessionId, identity::Event as Identity};
use projections::identity::sessions as view;

use super::{Audience, Change, Soon, Source, Stretch, Topic, each_once, rendered};
use crate::{
    front::Front,
    http::AtLeast,
    identity::{Session, in_force},
    live::stream::Snapshot,
};

/// How many a snapshot shows: the newest that have not ended.
const SHOWN: usize = 50;

/// The type.
pub struct Sessions;

impl Topic for Sessions {
    fn name(&self) -> &'static str {
        "sessions"
    }

    fn context(&self) -> &'static str {
        "identity"
    }

    fn source(&self) -> Source {
        Source::View("identity")
    }

    fn audience(&self, who: &Authenticated) -> Option<Audience> {
        Some(Audience::Person(who.account))
    }

    fn snapshot<'a>(&'a self, front: &'a Front, audience: Audience, as_of: Position) -> Soon<'a, Snapshot> {
        Box::pin(async move {
            let Audience::Person(account) = audience else {
                return Ok(Snapshot { sequence: as_of, body: "[]".into() });
            };
            let open_at = Some(front.desk.clock().now());
            let query = view::Query { account, open_at, before: None, limit: SHOWN };
            let reads = front.view("identity", AtLeast::default()).await?;
            let page = reads.query(move |connection| view::page(connection, &query)).await?;
            let whole = longest_stay(&front.desk, account).await?;
            let shown: Vec<_> = page.items.into_iter().rev().map(|row| Session::from(in_force(row, whole))).collect();
            Ok(Snapshot { sequence: as_of, body: rendered(&shown)? })
        })
    }

    fn changes<'a>(&'a self, front: &'a Front, stretch: &'a Stretch) -> Soon<'a, Vec<Change>> {
        Box::pin(async move {
            let facts = stretch.facts(front).await?;
            let reads = front.view("identity", AtLeast::default()).await?;
            let mut changes = Vec::new();
            for (sequence, session, account) in each_once(&facts, touched) {
                let found = reads.query(move |connection| view::one(connection, session)).await?;
                if let Some(row) = found {
                    let heard_by = vec![Audience::Person(account)];
                    let row = in_force(row, longest_stay(&front.desk, account).await?);
                    changes.push(Change { sequence, heard_by, body: rendered(&Session::from(row))? });
                }
            }
            Ok(changes)
        })
    }
}

/// The session that a fact changed.
fn touched(fact: &Fact<Event>) -> Option<(SessionId, AccountId)> {
    match &fact.event {
        Event::Identity(Identity::SessionOpened(it)) => Some((it.session, it.account)),
        Event::Identity(Identity::SessionEnded(it)) => Some((it.session, it.account)),
        _ => None,
    }
}

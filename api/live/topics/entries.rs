//! `entries`: the diary as it is written. Its sequence is the position in the log, so whoever was
//! away can be told exactly what they missed, out of the view.

use std::sync::Arc;

use commands::identity::{Authenticated, rights_of};
use domain::{AccountId, Position, identity::Access};
use projections::history as view;

use super::{Audience, Change, Soon, Source, Stretch, Topic, admins_or_person, rendered};
use crate::{
    front::Front,
    history::Entry,
    http::{AtLeast, Problem},
    live::stream::Snapshot,
};

/// How many a snapshot shows.
const SHOWN: usize = 50;
/// How many missed ones are told; beyond that it is a snapshot.
const MOST_MISSED: usize = 200;

/// The type.
pub struct Entries;

impl Topic for Entries {
    fn name(&self) -> &'static str {
        "entries"
    }

    fn context(&self) -> &'static str {
        "history"
    }

    fn source(&self) -> Source {
        Source::View("history")
    }

    fn audience(&self, who: &Authenticated) -> Option<Audience> {
        admins_or_person(who)
    }

    fn snapshot<'a>(&'a self, front: &'a Front, audience: Audience, as_of: Position) -> Soon<'a, Snapshot> {
        Box::pin(async move {
            let query = query(front, audience, view::Order::Newest, as_of.saturating_add(1), SHOWN).await?;
            let mut found = ask(front, query).await?.items;
            let sequence = found.first().map_or(0, |newest| newest.position);
            found.reverse();
            let shown: Vec<_> = found.into_iter().map(Entry::from).collect();
            Ok(Snapshot { sequence, body: rendered(&shown)? })
        })
    }

    fn changes<'a>(&'a self, front: &'a Front, stretch: &'a Stretch) -> Soon<'a, Vec<Change>> {
        Box::pin(async move {
            let length = usize::try_from(stretch.until - stretch.after).unwrap_or(usize::MAX);
            let query = query(front, Audience::Admins, view::Order::Oldest, stretch.after, length).await?;
            let found = ask(front, query).await?.items.into_iter();
            let mut changes = Vec::new();
            for entry in found.filter(|entry| entry.position <= stretch.until) {
                changes.push(change(front, entry).await?);
            }
            Ok(changes)
        })
    }

    fn missed<'a>(
        &'a self,
        front: &'a Front,
        audience: Audience,
        after: Position,
        as_of: Position,
    ) -> Soon<'a, Option<Vec<(Position, Arc<str>)>>> {
        Box::pin(async move {
            let page = ask(front, query(front, audience, view::Order::Oldest, after, MOST_MISSED).await?).await?;
            if after > as_of || page.next.is_some() {
                return Ok(None);
            }
            let missed = page.items.into_iter().filter(|entry| entry.position <= as_of);
            let told = missed.map(|entry| Ok((entry.position, rendered(&Entry::from(entry))?)));
            told.collect::<Result<_, Problem>>().map(Some)
        })
    }
}

async fn query(
    front: &Front,
    audience: Audience,
    order: view::Order,
    after: Position,
    limit: usize,
) -> Result<view::Query, Problem> {
    let (visible_to, withheld) = match audience {
        Audience::Person(account) => (Some(account), rights_of(&front.desk, account).await?.withheld()),
        Audience::Admins | Audience::Others => (None, Vec::new()),
    };
    let withheld = withheld.into_iter().map(str::to_owned).collect();
    let filter = view::Filter { visible_to, withheld, ..view::Filter::default() };
    Ok(view::Query { filter, order, after: Some(after), limit })
}

async fn ask(front: &Front, query: view::Query) -> Result<projections::Page<view::Entry>, Problem> {
    let reads = front.view("history", AtLeast::default()).await?;
    Ok(reads.query(move |connection| view::page(connection, &query)).await?)
}

/// Those who see an entry are those whom the diary shows it to: the one who asked, and whom it concerns, as long as
/// its context is not withheld from them.
async fn change(front: &Front, entry: view::Entry) -> Result<Change, Problem> {
    let concerned = entry.concerns.as_ref().map(|person| AccountId(person.id.0));
    let mut heard_by = vec![Audience::Admins];
    let others = concerned.filter(|person| entry.who.account != Some(*person));
    for person in entry.who.account.into_iter().chain(others) {
        if rights_of(&front.desk, person).await?.of_person(&entry.context) >= Access::Look {
            heard_by.push(Audience::Person(person));
        }
    }
    Ok(Change { sequence: entry.position, heard_by, body: rendered(&Entry::from(entry))? })
}

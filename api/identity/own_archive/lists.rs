//! Lists of an archive: a page of each, as the part of an array of JSON that it is.

use commands::identity;
use projections::{
    Page,
    alerts::alerts as alerts_view,
    history as diary,
    identity::{keys as keys_view, sessions as sessions_view},
};
use serde::Serialize;

use super::{
    super::{keys::Key, sessions::Session},
    files::{List, Place, Source},
};
use crate::{alerts::Alert, history::Entry, http::Problem};

const AT_ONCE: usize = 200;

/// A page, and where the next begins.
pub async fn page(source: &Source, list: List, place: Place) -> Result<(String, Place), Problem> {
    let before = match place {
        Place::After(position) => Some(position),
        Place::Start | Place::End => None,
    };
    let (items, next) = match list {
        List::Sessions => sessions(source, before).await?,
        List::Keys => keys(source, before).await?,
        List::Alerts => alerts(source, before).await?,
        List::Diary => entries(source, before).await?,
    };
    let (opens, closes) = (place == Place::Start, next.is_none());
    Ok((part(&items, opens, closes), next.map_or(Place::End, Place::After)))
}

/// Items as they stand in an array; a page that is not the first follows others.
fn part(items: &[String], opens: bool, closes: bool) -> String {
    let begin = if opens { "[\n" } else { ",\n" };
    let end = if closes { "\n]\n" } else { "" };
    format!("{begin}{}{end}", items.join(",\n"))
}

type Items = (Vec<String>, Option<u64>);

fn written<T: Serialize>(items: impl Iterator<Item = T>) -> Result<Vec<String>, Problem> {
    items.map(|item| serde_json::to_string(&item).map_err(|error| Problem::broken(&error))).collect()
}

async fn sessions(source: &Source, before: Option<u64>) -> Result<Items, Problem> {
    let query = sessions_view::Query { account: source.account, open_at: None, before, limit: AT_ONCE };
    let reads = source.front.view("identity", source.at_least).await?;
    let Page { items, next } = reads.query(move |connection| sessions_view::page(connection, &query)).await?;
    let uses = identity::session_uses(&source.front.desk, source.account).await?;
    Ok((
        written(items.into_iter().map(|row| {
            let used = uses.get(&row.id).copied();
            Session::from((row, used))
        }))?,
        next,
    ))
}

async fn keys(source: &Source, before: Option<u64>) -> Result<Items, Problem> {
    let query = keys_view::Query { account: Some(source.account), good_at: None, before, limit: AT_ONCE };
    let reads = source.front.view("identity", source.at_least).await?;
    let Page { items, next } = reads.query(move |connection| keys_view::page(connection, &query)).await?;
    let uses = identity::key_uses(&source.front.desk);
    Ok((
        written(items.into_iter().map(|row| {
            let used = uses.get(&row.id).copied();
            Key::from((row, used))
        }))?,
        next,
    ))
}

async fn alerts(source: &Source, before: Option<u64>) -> Result<Items, Problem> {
    let person = Some(source.account);
    let query = alerts_view::Query { person, unseen: false, least: None, before, limit: AT_ONCE };
    let reads = source.front.view("alerts", source.at_least).await?;
    let Page { items, next } = reads.query(move |connection| alerts_view::page(connection, &query)).await?;
    let mut told = Vec::with_capacity(items.len());
    for row in items {
        told.push(Alert::of(&source.front, row).await?);
    }
    Ok((written(told.into_iter())?, next))
}

async fn entries(source: &Source, after: Option<u64>) -> Result<Items, Problem> {
    let filter = source.diary.clone();
    let query = diary::Query { filter, order: diary::Order::Oldest, after, limit: AT_ONCE };
    let reads = source.front.view("history", source.at_least).await?;
    let Page { items, next } = reads.query(move |connection| diary::page(connection, &query)).await?;
    Ok((written(items.into_iter().map(Entry::from))?, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_together_are_one_array() {
        let items = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
        let pages = [part(&items(&["1", "2"]), true, false), part(&items(&["3"]), false, true)];
        assert_eq!(serde_json::from_str::<Vec<u8>>(&pages.concat()).unwrap(), [1, 2, 3]);
        assert_eq!(serde_json::from_str::<Vec<u8>>(&part(&[], true, true)).unwrap(), [0; 0]);
    }
}

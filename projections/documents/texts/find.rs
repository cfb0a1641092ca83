//! Asks the spaces' files in which texts all of some words stand.

use domain::documents::{BlobHash, SpaceId};
use rusqlite::{OptionalExtension as _, params};

use super::{
    Texts,
    excerpt::{Piece, excerpt, stands_alone},
    shelf::Shelf,
};
use crate::runtime::Fault;

/// Of so many or fewer the best are first, and of more the newest: to weigh a word that stands everywhere is long work.
const MOST_RANKED: usize = 500;

type Ranked = (f64, (SpaceId, BlobHash));

impl Texts {
    /// The contents in these spaces that hold all the words, or words that begin so: the best first, of each space as many as
    /// `most`. Words that cannot be looked up are found nowhere; names are found without them.
    pub async fn find(&self, spaces: Vec<SpaceId>, words: &[String], most: usize) -> Vec<(SpaceId, BlobHash)> {
        let question = question(words);
        let mut all: Vec<Ranked> = Vec::new();
        for space in spaces {
            let question = question.clone();
            all.extend(self.ask(space, move |shelf| found(shelf, space, &question, most)).await.unwrap_or_default());
        }
        all.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        all.into_iter().map(|(_, found)| found).collect()
    }

    /// Where in each of these contents the words stand; nothing of one that went meanwhile.
    pub async fn excerpts(&self, words: &[String], of: &[(SpaceId, BlobHash)]) -> Vec<Vec<Piece>> {
        let mut all = vec![Vec::new(); of.len()];
        let mut spaces: Vec<_> = of.iter().map(|(space, _)| *space).collect();
        spaces.sort_unstable();
        spaces.dedup();
        for space in spaces {
            let (places, blobs): (Vec<_>, Vec<_>) =
                of.iter().enumerate().filter(|(_, it)| it.0 == space).map(|(place, it)| (place, it.1)).unzip();
            let words = words.to_vec();
            let shown = self.ask(space, move |shelf| {
                blobs.into_iter().map(|blob| Ok(text(shelf, blob)?.map(|text| excerpt(&text, &words)))).collect()
            });
            let shown: Vec<Option<Vec<Piece>>> = shown.await.unwrap_or_default();
            places.into_iter().zip(shown).for_each(|(place, pieces)| all[place] = pieces.unwrap_or_default());
        }
        all
    }

    async fn ask<T: Send + 'static>(
        &self,
        space: SpaceId,
        question: impl FnOnce(&Shelf) -> Result<T, Fault> + Send + 'static,
    ) -> Option<T> {
        let turn = self.0.turns.clone().acquire_owned().await.ok()?;
        let (held, path) = (self.hold().await, self.path(space));
        let asking = tokio::task::spawn_blocking(move || {
            let _held = (held, turn);
            Shelf::open(&path)?.map(|shelf| question(&shelf)).transpose()
        });
        match asking.await {
            Ok(Ok(answer)) => answer,
            Ok(Err(fault @ Fault::Damaged(_))) => {
                self.discard(space, &fault).await;
                None
            }
            Ok(Err(fault)) => {
                tracing::error!(%fault, "the words in files cannot be looked up");
                None
            }
            Err(failure) => {
                tracing::error!(%failure, "the words in files could not be looked up");
                None
            }
        }
    }
}

fn question(words: &[String]) -> String {
    let asked = |word: &String| format!("\"{word}\"{}", if stands_alone(word) { "" } else { " *" });
    words.iter().map(asked).collect::<Vec<_>>().join(" AND ")
}

fn found(shelf: &Shelf, space: SpaceId, question: &str, most: usize) -> Result<Vec<Ranked>, Fault> {
    let newest = ask(shelf, space, NEWEST, question, most)?;
    if newest.len() > MOST_RANKED { Ok(newest) } else { ask(shelf, space, BEST, question, most) }
}

fn ask(shelf: &Shelf, space: SpaceId, sql: &str, question: &str, most: usize) -> Result<Vec<Ranked>, Fault> {
    let mut statement = shelf.connection().prepare(sql)?;
    let rows = statement.query_map(params![question, i64::try_from(most).unwrap_or(i64::MAX)], |row| {
        Ok((row.get(1)?, (space, BlobHash(row.get(0)?))))
    });
    Ok(rows?.collect::<Result<_, _>>()?)
}

fn text(shelf: &Shelf, blob: BlobHash) -> Result<Option<String>, Fault> {
    let sql = "SELECT text FROM texts WHERE rowid = (SELECT number FROM files WHERE blob = ?1)";
    Ok(shelf.connection().prepare_cached(sql)?.query_row([blob.0], |row| row.get(0)).optional()?)
}

const NEWEST: &str = "SELECT blob, 0.0 FROM texts CROSS JOIN files ON files.number = texts.rowid WHERE texts MATCH ?1
    ORDER BY texts.rowid DESC LIMIT ?2";
const BEST: &str =
    "SELECT blob, bm25(texts) FROM texts CROSS JOIN files ON files.number = texts.rowid WHERE texts MATCH ?1
    ORDER BY bm25(texts), texts.rowid DESC LIMIT ?2";

//! Finds files and folders by the words of their names and tags, and by what they are.
//!
//! Whoever asks names the spaces they may enter, and nothing else is looked at: the space is a word of the index. What the text
//! of files holds is not known here; whoever looked there hands over what was found.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::documents::{BlobHash, NodeId, SpaceId};
use rusqlite::{Connection, OptionalExtension as _, Statement, ToSql};

use super::{
    Node,
    read::path,
    rows::{NODE, read},
};
use crate::{Page, columns::bound};

/// More words than this narrow nothing down.
const MOST_WORDS: usize = 16;
/// Of what is found by words, so many are ranked.
const MOST_RANKED: i64 = 2_000;

/// What is looked for. What is not named does not matter.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// In these one or two spaces.
    pub spaces: Vec<SpaceId>,
    /// Words that begin those of its name and tags; of several all.
    pub words: Vec<String>,
    /// In this folder, or in one within.
    pub folder: Option<NodeId>,
    /// Only files, or only folders.
    pub is_file: Option<bool>,
    /// What files are: a type such as `image`, or with its subtype (RFC 6838).
    pub media_type: Option<String>,
    /// It has this tag, as [`domain::documents::Tag::folded`] has it.
    pub tag: Option<String>,
    /// The least bytes of a file.
    pub least_bytes: Option<u64>,
    /// The most bytes of a file.
    pub most_bytes: Option<u64>,
    /// Changed then or later.
    pub from: Option<DateTime<Utc>>,
    /// Changed before that.
    pub until: Option<DateTime<Utc>>,
    /// In the trash, instead of out of it.
    pub in_trash: bool,
    /// Files by bytes whose text holds the words, the best first.
    pub texts: Vec<(SpaceId, BlobHash)>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The file or folder.
    pub node: Node,
    /// The folders above it, the highest first.
    pub path: Vec<(NodeId, Option<String>)>,
    /// The bytes of its newest version.
    pub blob: Option<BlobHash>,
    /// Whether it was found by its text.
    pub by_text: bool,
}

/// The words somebody typed: what stands between spaces and can be looked for.
#[must_use]
pub fn words(typed: &str) -> Vec<String> {
    let holds_letter = |word: &&str| word.chars().any(|sign| sign.is_alphanumeric() || sign >= '\u{2190}');
    let words = typed.split_whitespace().filter(holds_letter).map(|word| word.replace(['"', '\0'], " "));
    words.take(MOST_WORDS).collect()
}

/// A question to a full-text index in which all words must begin one each. Whatever they hold, it is well-formed.
#[must_use]
pub fn question(words: &[String]) -> String {
    words.iter().map(|word| format!("\"{word}\" *")).collect::<Vec<_>>().join(" AND ")
}

/// What was found: by name and tags first, the best and then the newest first, then by text. The page after begins at so many.
///
/// # Errors
/// When SQLite refuses it.
pub fn search(connection: &Connection, wanted: &Wanted, skip: u64, limit: usize) -> rusqlite::Result<Page<Found>> {
    let mut sieve = Sieve { connection, wanted, standings: HashMap::new(), seen: HashSet::new(), skip, found: vec![] };
    let limit_reached = sieve.named(limit)? || sieve.texts(limit)?;
    let Sieve { mut found, .. } = sieve;
    found.truncate(limit);
    let next = limit_reached.then_some(skip + limit as u64);
    let items = found.into_iter().map(|(number, by_text)| in_full(connection, wanted, number, by_text));
    Ok(Page { items: items.collect::<rusqlite::Result<_>>()?, next })
}

/// Where a folder is: within the one that is asked for, and in the trash.
#[derive(Clone, Copy)]
struct Standing {
    is_within: bool,
    in_trash: bool,
}

/// What is found passes one by one, in order, until there is enough.
struct Sieve<'a> {
    connection: &'a Connection,
    wanted: &'a Wanted,
    standings: HashMap<[u8; 16], Standing>,
    seen: HashSet<i64>,
    skip: u64,
    found: Vec<(i64, bool)>,
}

impl Sieve<'_> {
    /// By name, by tags, or by nothing but what it is. Answers whether there is more than fits.
    fn named(&mut self, limit: usize) -> rusqlite::Result<bool> {
        let (one, other) = match self.wanted.spaces[..] {
            [one, other] => (one, other),
            [one] => (one, one),
            _ => return Ok(false),
        };
        let sql = if self.wanted.words.is_empty() { BY_TIME } else { BY_WORDS };
        let mut statement = self.connection.prepare_cached(sql)?;
        self.bind(&mut statement)?;
        let word = |space: SpaceId| space.0.0.simple().to_string();
        let words = question(&self.wanted.words);
        let words = format!("{{name tags}} : ({words}) AND space : (\"{}\" OR \"{}\")", word(one), word(other));
        // In the trash, where it lies is looked at later: none of it may be left out before.
        let living = !self.wanted.in_trash;
        let folder = self.wanted.folder.filter(|_| living);
        bind(&mut statement, ":one", one.0.0.as_bytes().as_slice())?;
        bind(&mut statement, ":other", other.0.0.as_bytes().as_slice())?;
        bind(&mut statement, ":words", words)?;
        bind(&mut statement, ":folder", folder.map(|folder| folder.0.into_bytes()))?;
        bind(&mut statement, ":living", living)?;
        bind(&mut statement, ":most_ranked", if living { MOST_RANKED } else { -1 })?;
        self.pass(&mut statement, false, limit)
    }

    fn texts(&mut self, limit: usize) -> rusqlite::Result<bool> {
        for (space, blob) in &self.wanted.texts {
            let mut statement = self.connection.prepare_cached(BY_BLOB)?;
            self.bind(&mut statement)?;
            bind(&mut statement, ":one", space.0.0.as_bytes().as_slice())?;
            bind(&mut statement, ":blob", blob.0.as_slice())?;
            if self.pass(&mut statement, true, limit)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn pass(&mut self, statement: &mut Statement<'_>, by_text: bool, limit: usize) -> rusqlite::Result<bool> {
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            if self.take(row.get(0)?, row.get(1)?, row.get(2)?, by_text, limit)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn bind(&self, statement: &mut Statement<'_>) -> rusqlite::Result<()> {
        let wanted = self.wanted;
        let is_whole = wanted.media_type.as_ref().is_some_and(|kind| kind.contains('/'));
        let media_type =
            wanted.media_type.as_ref().map(|kind| if is_whole { kind.clone() } else { format!("{kind}/") });
        let time = |at: Option<DateTime<Utc>>| at.map(|at| at.timestamp_micros());
        bind(statement, ":is_file", wanted.is_file)?;
        bind(statement, ":type", media_type)?;
        bind(statement, ":tag", wanted.tag.as_deref())?;
        bind(statement, ":least", wanted.least_bytes.map(bound))?;
        bind(statement, ":most", wanted.most_bytes.map(bound))?;
        bind(statement, ":from", time(wanted.from))?;
        bind(statement, ":until", time(wanted.until))
    }

    /// Keeps it if it lies where it should, once; answers whether it is one too many.
    fn take(
        &mut self,
        number: i64,
        parent: [u8; 16],
        is_trashed: bool,
        by_text: bool,
        limit: usize,
    ) -> rusqlite::Result<bool> {
        let above = self.standing(parent)?;
        let fits = above.is_within && (is_trashed || above.in_trash) == self.wanted.in_trash;
        if !fits || !self.seen.insert(number) {
            return Ok(false);
        }
        if self.skip > 0 {
            self.skip -= 1;
            return Ok(false);
        }
        self.found.push((number, by_text));
        Ok(self.found.len() > limit)
    }

    /// Each folder is looked at once, however much is in it.
    fn standing(&mut self, folder: [u8; 16]) -> rusqlite::Result<Standing> {
        if let Some(known) = self.standings.get(&folder) {
            return Ok(*known);
        }
        let sql = "SELECT parent, trashed IS NOT NULL FROM nodes WHERE id = ?1";
        let up = self.connection.prepare_cached(sql)?.query_row([folder], |row| Ok((row.get(0)?, row.get(1)?)));
        let above = match up.optional()? {
            Some((parent, is_trashed)) => {
                let above = self.standing(parent)?;
                Standing { in_trash: is_trashed || above.in_trash, ..above }
            }
            None => Standing { is_within: self.wanted.folder.is_none(), in_trash: false },
        };
        let is_it = self.wanted.folder.is_some_and(|wanted| *wanted.0.as_bytes() == folder);
        let standing = Standing { is_within: above.is_within || is_it, ..above };
        self.standings.insert(folder, standing);
        Ok(standing)
    }
}

/// Whatever a statement does not ask for is left out.
fn bind(statement: &mut Statement<'_>, name: &str, value: impl ToSql) -> rusqlite::Result<()> {
    statement.parameter_index(name)?.map_or(Ok(()), |index| statement.raw_bind_parameter(index, value))
}

fn in_full(connection: &Connection, wanted: &Wanted, number: i64, by_text: bool) -> rusqlite::Result<Found> {
    let mut statement = connection.prepare_cached(&format!("{NODE} WHERE nodes.number = ?1"))?;
    statement.query_row([number], |row| {
        let blob = row.get::<_, Option<[u8; 32]>>("blob")?.map(BlobHash);
        let node = read(row, wanted.in_trash)?;
        Ok(Found { path: path(connection, node.id)?, node, blob, by_text })
    })
}

/// What it is, said once for all ways to find it.
macro_rules! fitting {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " AND (:is_file IS NULL OR is_file = :is_file)
            AND (:type IS NULL OR media_type = :type OR (substr(:type, -1) = '/' AND media_type LIKE :type || '%'))
            AND (:least IS NULL OR size_bytes >= :least) AND (:most IS NULL OR size_bytes <= :most)
            AND (:from IS NULL OR changed_at >= :from) AND (:until IS NULL OR changed_at < :until)
            AND (:tag IS NULL OR EXISTS (SELECT 1 FROM tags WHERE folded = :tag AND node = nodes.id))",
            $after
        )
    };
}

/// A word that begins half of all names is no reason to rank them all: the newest of them are ranked. What is in the trash, itself
/// or with a folder above it, or in another folder than is asked for, takes no place among those.
const BY_WORDS: &str = fitting!(
    "WITH RECURSIVE gone (id) AS (
        SELECT id FROM nodes WHERE space IN (:one, :other) AND trashed IS NOT NULL AND NOT is_file
        UNION ALL SELECT nodes.id FROM gone JOIN nodes ON parent = gone.id AND is_file = FALSE AND trashed IS NULL),
    within (id) AS (
        SELECT :folder
        UNION ALL SELECT nodes.id FROM within JOIN nodes ON parent = within.id AND is_file = FALSE AND trashed IS NULL)
    SELECT number, parent, is_trashed FROM (
        SELECT nodes.number, parent, trashed IS NOT NULL AS is_trashed, changed_at, bm25(words, 8.0, 4.0, 0.0) AS rank
        FROM words CROSS JOIN nodes ON nodes.number = words.rowid
        WHERE words MATCH :words AND nodes.space IN (:one, :other)
        AND (NOT :living OR (trashed IS NULL AND parent NOT IN (SELECT id FROM gone)))
        AND (:folder IS NULL OR parent IN (SELECT id FROM within))",
    " ORDER BY words.rowid DESC LIMIT :most_ranked) ORDER BY rank, changed_at DESC, number DESC"
);
const BY_TIME: &str = concat!(
    fitting!("SELECT number, parent, trashed IS NOT NULL, changed_at FROM nodes WHERE space = :one", " UNION ALL "),
    fitting!(
        "SELECT number, parent, trashed IS NOT NULL, changed_at FROM nodes WHERE space = :other AND :one <> :other",
        " ORDER BY changed_at DESC, number DESC"
    )
);
const BY_BLOB: &str = fitting!(
    "SELECT number, parent, trashed IS NOT NULL FROM nodes WHERE nodes.blob = :blob AND space = :one",
    " ORDER BY changed_at DESC"
);

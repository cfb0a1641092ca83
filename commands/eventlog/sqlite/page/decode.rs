//! Reading a page. Nothing is believed: whatever the bytes are, the answer is events or a flaw,
//! never a panic. No event costs an allocation of its own; stamps and payloads are slices of the
//! page's body.

use std::{collections::HashSet, sync::Arc};

use bytes::Bytes;
use uuid::Uuid;

use super::{
    EVENTS, KEY_ID, KEY_TEXT, Names, Presence, Row, VERSION,
    cursor::{Cursor, Flaw},
};
use crate::{Key, Recorded, StreamName};

const HASH_BYTES: usize = 32;

/// A page whose events can be asked for.
pub(in crate::sqlite) struct Page {
    number: u64,
    kinds: Vec<Arc<str>>,
    streams: Vec<(StreamName, u64)>,
    entries: Vec<Entry>,
    ids_at: usize,
    body: Bytes,
}

#[derive(Clone, Copy)]
struct Entry {
    stream: u8,
    kind: u8,
    large: bool,
    version: u64,
    at_us: i64,
    stamp: u32,
    payload: u32,
    end: u32,
    length: u32,
}

impl Page {
    /// Reads the directory and the entries of a page; contents stay where they are.
    pub(in crate::sqlite) fn open(number: u64, kinds: &str, body: Bytes, names: &Names) -> Result<Self, Flaw> {
        let kinds: Vec<_> = kinds.split('\n').map(|kind| names.one(kind)).collect();
        let mut cursor = Cursor::new(&body);
        if cursor.byte()? != VERSION {
            return Err("its format is unknown");
        }
        let streams = read_streams(&mut cursor, names)?;
        let ids_at = cursor.at();
        cursor.take(EVENTS as usize * 16)?;
        let mut entries = read_entries(&mut cursor, kinds.len(), &streams)?;
        for entry in &mut entries {
            let at = cursor.at();
            cursor.take(entry.stamp as usize)?;
            let payload = cursor.at();
            cursor.take(entry.payload as usize)?;
            let bound = |at: usize| u32::try_from(at).map_err(|_| "it is too long");
            (entry.stamp, entry.payload, entry.end) = (bound(at)?, bound(payload)?, bound(cursor.at())?);
        }
        if !cursor.is_at_end() {
            return Err("bytes are left over");
        }
        Ok(Self { number, kinds, streams, entries, ids_at, body })
    }

    /// The event at an index from 0 to 255.
    pub(in crate::sqlite) fn row(&self, index: usize) -> Option<Row> {
        let entry = self.entries.get(index)?;
        let (stream, _) = self.streams.get(usize::from(entry.stream))?;
        let event = Recorded {
            position: self.number * EVENTS + index as u64 + 1,
            stream: stream.clone(),
            version: entry.version,
            id: self.id(index)?,
            kind: Arc::clone(self.kinds.get(usize::from(entry.kind))?),
            at_us: entry.at_us,
            stamp: self.body.slice(entry.stamp as usize..entry.payload as usize),
            payload: self.body.slice(entry.payload as usize..entry.end as usize),
        };
        Some(Row { event, large: entry.large.then_some(u64::from(entry.length)) })
    }

    /// The id of the event at an index.
    pub(in crate::sqlite) fn id(&self, index: usize) -> Option<Uuid> {
        let at = self.ids_at + index * 16;
        Uuid::from_slice(self.body.get(at..at + 16)?).ok()
    }

    /// Where an id stands.
    pub(in crate::sqlite) fn index_of(&self, id: Uuid) -> Option<usize> {
        let ids = self.body.get(self.ids_at..self.ids_at + EVENTS as usize * 16)?;
        ids.chunks_exact(16).position(|bytes| bytes == id.as_bytes())
    }

    /// Where the events of a stream stand, in order.
    pub(in crate::sqlite) fn indexes_of<'a>(&'a self, stream: &StreamName) -> impl Iterator<Item = usize> + use<'a> {
        let number = self.streams.iter().position(|(name, _)| name == stream);
        let of_stream = move |(_, entry): &(usize, &Entry)| Some(usize::from(entry.stream)) == number;
        self.entries.iter().enumerate().filter(of_stream).map(|(index, _)| index)
    }

    /// Where events of certain kinds stand, in order.
    pub(in crate::sqlite) fn indexes_of_kinds(&self, wanted: &[String]) -> impl Iterator<Item = usize> + use<'_> {
        let wanted: Vec<bool> = self.kinds.iter().map(|kind| wanted.iter().any(|name| **name == **kind)).collect();
        let fits = move |(_, entry): &(usize, &Entry)| wanted.get(usize::from(entry.kind)) == Some(&true);
        self.entries.iter().enumerate().filter(fits).map(|(index, _)| index)
    }

    /// The events whose payloads lie apart.
    pub(in crate::sqlite) fn large_rows(&self) -> impl Iterator<Item = Row> + use<'_> {
        let large = |(_, entry): &(usize, &Entry)| entry.large;
        self.entries.iter().enumerate().filter(large).filter_map(|(index, _)| self.row(index))
    }

    /// Which streams occur, in the order of their first event here.
    pub(in crate::sqlite) fn presences(&self) -> Vec<Presence> {
        let open = |(stream, first): &(StreamName, u64)| Presence { stream: stream.clone(), first: *first, last: 0 };
        let mut presences: Vec<_> = self.streams.iter().map(open).collect();
        for entry in &self.entries {
            if let Some(presence) = presences.get_mut(usize::from(entry.stream)) {
                presence.last = entry.version;
            }
        }
        presences
    }
}

fn read_streams(cursor: &mut Cursor<'_>, names: &Names) -> Result<Vec<(StreamName, u64)>, Flaw> {
    let kinds = (0..few(cursor.number()?)?).map(|_| Ok(names.one(cursor.text()?))).collect::<Result<Vec<_>, Flaw>>()?;
    let count = few(cursor.number()?)?;
    let mut streams = Vec::with_capacity(count);
    for _ in 0..count {
        let kind = usize::try_from(cursor.number()?).ok().and_then(|kind| kinds.get(kind));
        let kind = kind.ok_or("a stream is of no kind")?;
        let key = match cursor.byte()? {
            KEY_ID => Key::Id(Uuid::from_slice(cursor.take(16)?).map_err(|_| "a key is no id")?),
            KEY_TEXT => Key::Text(cursor.text()?.into()),
            _ => return Err("a stream has no key"),
        };
        let first = Some(cursor.number()?).filter(|&first| 0 < first && first < 1 << 62);
        streams.push((StreamName::from_parts(Arc::clone(kind), key), first.ok_or("a version is out of bounds")?));
    }
    let distinct: HashSet<_> = streams.iter().map(|(stream, _)| stream).collect();
    if distinct.len() < streams.len() {
        return Err("a stream stands twice");
    }
    Ok(streams)
}

/// Until the contents are laid out, `stamp` and `payload` hold lengths.
fn read_entries(cursor: &mut Cursor<'_>, kinds: usize, streams: &[(StreamName, u64)]) -> Result<Vec<Entry>, Flaw> {
    let mut next: Vec<u64> = streams.iter().map(|(_, first)| *first).collect();
    let mut entries = Vec::with_capacity(EVENTS as usize);
    let mut at_us = 0_i64;
    for _ in 0..EVENTS {
        let (stream, kind) = (cursor.byte()?, cursor.byte()?);
        if usize::from(kind) >= kinds {
            return Err("an event is of no kind");
        }
        let next = next.get_mut(usize::from(stream)).ok_or("an event is in no stream")?;
        let version = *next;
        *next += 1;
        at_us = at_us.wrapping_add(cursor.signed()?);
        let stamp = cursor.length()? as u32;
        let length = cursor.length()? as u32;
        let (large, length) = (length & 1 == 1, length >> 1);
        let payload = if large { HASH_BYTES as u32 } else { length };
        entries.push(Entry { stream, kind, large, version, at_us, stamp, payload, end: 0, length });
    }
    if next.iter().zip(streams).any(|(next, (_, first))| next == first) {
        return Err("a stream has no event");
    }
    Ok(entries)
}

/// A count of things of which a page can hold no more than events.
fn few(count: u64) -> Result<usize, Flaw> {
    usize::try_from(count).ok().filter(|&count| count <= EVENTS as usize).ok_or("a count is out of bounds")
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Row, pack},
        *,
    };

    const ONE: Uuid = Uuid::from_u128(0x1111);
    const OTHER: Uuid = Uuid::from_u128(0x2222);

    fn row(position: u64) -> Row {
        let stream =
            StreamName::from_parts("a.stream".into(), Key::Id(if position.is_multiple_of(2) { ONE } else { OTHER }));
        let (stamp, payload) = (Bytes::from_static(&[1]), Bytes::from_static(&[2]));
        let (version, id) = (position.div_ceil(2), Uuid::from_u128(u128::from(position) << 64));
        Row {
            event: Recorded { position, stream, version, id, kind: "a.b.v1".into(), at_us: 7, stamp, payload },
            large: None,
        }
    }

    /// Found by the fuzz target of pages.
    #[test]
    fn a_stream_that_stands_twice_is_a_flaw() {
        let rows: Vec<_> = (1..=EVENTS).map(row).collect();
        let body = pack(&rows).expect("it fits").body;
        let open = |body: &[u8]| Page::open(0, "a.b.v1", Bytes::copy_from_slice(body), &Names::default()).map(drop);
        assert_eq!(open(&body), Ok(()));
        let at = body.windows(16).position(|bytes| bytes == OTHER.as_bytes()).expect("it is there");
        let mut forged = body.clone();
        forged[at..at + 16].copy_from_slice(ONE.as_bytes());
        assert_eq!(open(&forged), Err("a stream stands twice"));
    }
}

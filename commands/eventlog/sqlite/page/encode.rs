//! Packing 256 events into a page. The order of everything in it follows from the events alone, so
//! the same events always give the same bytes.

use std::collections::HashMap;

use super::{EVENTS, KEY_ID, KEY_TEXT, Presence, Row, VERSION, cursor, hash, number_of, seal_kinds};
use crate::{Key, StreamName};

/// A page on its way into its row.
pub(in crate::sqlite) struct Packed {
    pub number: u64,
    pub kinds: String,
    pub seal: [u8; 8],
    pub hash: [u8; 32],
    pub body: Vec<u8>,
    pub presences: Vec<Presence>,
}

/// Packs one page's events. Answers nothing unless they are exactly those of one page, and the
/// versions of each stream follow each other.
pub(in crate::sqlite) fn pack(rows: &[Row]) -> Option<Packed> {
    let number = number_of(rows.first()?.event.position);
    let positions = number * EVENTS + 1..=(number + 1) * EVENTS;
    if !rows.iter().map(|row| row.event.position).eq(positions) {
        return None;
    }
    let directory = Directory::of(rows)?;
    let kinds = directory.kinds.join("\n");
    let mut body =
        Vec::with_capacity(rows.iter().map(|row| row.event.stamp.len() + row.event.payload.len() + 48).sum());
    body.push(VERSION);
    directory.write(&mut body);
    for row in rows {
        body.extend_from_slice(row.event.id.as_bytes());
    }
    directory.write_entries(rows, &mut body);
    for row in rows {
        body.extend_from_slice(&row.event.stamp);
        body.extend_from_slice(&row.event.payload);
    }
    let (seal, hash) = (seal_kinds(number, &kinds), hash(number, &kinds, &body));
    Some(Packed { number, seal, hash, kinds, body, presences: directory.presences })
}

/// What the entries of a page refer to by number.
#[derive(Default)]
struct Directory<'a> {
    kinds: Vec<&'a str>,
    presences: Vec<Presence>,
    entries: Vec<(u8, u8)>,
}

impl<'a> Directory<'a> {
    fn of(rows: &'a [Row]) -> Option<Self> {
        let mut directory = Self::default();
        let mut streams: HashMap<&StreamName, usize> = HashMap::new();
        for Row { event, .. } in rows {
            let kind = directory.kinds.iter().position(|kind| *kind == &*event.kind).unwrap_or_else(|| {
                directory.kinds.push(&event.kind);
                directory.kinds.len() - 1
            });
            let stream = *streams.entry(&event.stream).or_insert(directory.presences.len());
            if stream == directory.presences.len() {
                let (first, last) = (event.version, event.version.checked_sub(1)?);
                directory.presences.push(Presence { stream: event.stream.clone(), first, last });
            }
            let presence = &mut directory.presences[stream];
            presence.last += 1;
            if presence.last != event.version {
                return None;
            }
            directory.entries.push((u8::try_from(stream).ok()?, u8::try_from(kind).ok()?));
        }
        Some(directory)
    }

    fn write(&self, body: &mut Vec<u8>) {
        let mut kinds: Vec<&str> = Vec::new();
        for presence in &self.presences {
            if !kinds.contains(&presence.stream.kind()) {
                kinds.push(presence.stream.kind());
            }
        }
        cursor::put_number(body, kinds.len() as u64);
        kinds.iter().for_each(|kind| cursor::put_bytes(body, kind.as_bytes()));
        cursor::put_number(body, self.presences.len() as u64);
        for Presence { stream, first, .. } in &self.presences {
            let kind = kinds.iter().position(|kind| *kind == stream.kind()).unwrap_or_default();
            cursor::put_number(body, kind as u64);
            match stream.key() {
                Key::Id(id) => {
                    body.push(KEY_ID);
                    body.extend_from_slice(id.as_bytes());
                }
                Key::Text(text) => {
                    body.push(KEY_TEXT);
                    cursor::put_bytes(body, text.as_bytes());
                }
            }
            cursor::put_number(body, *first);
        }
    }

    fn write_entries(&self, rows: &[Row], body: &mut Vec<u8>) {
        let mut before_us = 0;
        for ((stream, kind), Row { event, large }) in self.entries.iter().zip(rows) {
            body.extend_from_slice(&[*stream, *kind]);
            cursor::put_signed(body, event.at_us.wrapping_sub(before_us));
            before_us = event.at_us;
            cursor::put_number(body, event.stamp.len() as u64);
            let length = large.unwrap_or(event.payload.len() as u64);
            cursor::put_number(body, length << 1 | u64::from(large.is_some()));
        }
    }
}

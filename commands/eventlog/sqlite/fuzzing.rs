//! A door for fuzz targets to the reader of pages; compiled for them alone.

use bytes::Bytes;
use uuid::Uuid;

use super::page::{EVENTS, Names, Page, Row, pack};
use crate::{Key, Recorded, StreamName};

const KINDS: &str = "a.b.v1\na.c.v1\na.d.v1";

/// Reads a page and everything in it. Never a panic, and never bytes from outside of it.
pub fn read_page(bytes: &[u8]) {
    let names = Names::default();
    let Ok(page) = Page::open(0, KINDS, Bytes::copy_from_slice(bytes), &names) else { return };
    let mut whole = 0;
    for index in 0..EVENTS as usize + 1 {
        let (row, id) = (page.row(index), page.id(index));
        if let (Some(row), Some(id)) = (&row, id) {
            whole += 1;
            assert!(page.index_of(id).is_some(), "an id stands where it is read");
            assert!(page.indexes_of(&row.event.stream).any(|at| at == index), "an event is in its stream");
        }
    }
    assert!(whole <= EVENTS, "no more events than a page holds");
    let _ = (page.large_rows().count(), page.presences().len());
    let _ = page.indexes_of_kinds(&["a.c.v1".to_owned()]).count();
}

/// A page that is whole.
#[must_use]
pub fn a_page() -> Vec<u8> {
    let row = |position: u64| {
        let (stream, version) = (position % 3, position.div_ceil(3));
        let key = if stream == 0 { Key::Text("one".into()) } else { Key::Id(Uuid::from_u128(stream.into())) };
        let event = Recorded {
            position,
            stream: StreamName::from_parts("a.stream".into(), key),
            version,
            id: Uuid::from_u128(u128::from(position) << 64),
            kind: ["a.b.v1", "a.c.v1", "a.d.v1"][(position % 3) as usize].into(),
            at_us: 1_700_000_000_000_000 + position.cast_signed(),
            stamp: Bytes::from_static(&[1, 0, 0]),
            payload: Bytes::from(vec![7; (position % 5) as usize]),
        };
        Row { event, large: None }
    };
    let rows: Vec<_> = (1..=EVENTS).map(row).collect();
    pack(&rows).map(|packed| packed.body).unwrap_or_default()
}

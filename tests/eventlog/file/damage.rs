//! Damage: whatever byte of the file is another one, the log says so or serves what was written,
//! and never anything else.

use std::{fs, sync::Arc};

use eventlog::{EventLog, LogError, SqliteLog, verify};

use super::{Place, closed, serve};
use crate::making::{fill, read_all};

const COUNT: u64 = 1400;

/// Bytes of the header one by one, then bytes all over the file.
fn offsets(length: usize) -> impl Iterator<Item = usize> {
    (0..112).step_by(3).chain((112..length).step_by(length / 160 + 1))
}

#[tokio::test]
async fn a_flipped_byte_in_a_log_that_was_closed_is_noticed_or_harmless() {
    let (place, written) = closed(COUNT).await;
    let length = fs::metadata(place.path()).expect("a file").len() as usize;
    let mut refused = 0;
    for offset in offsets(length) {
        let damaged = place.copy();
        damaged.flip("", offset);
        match serve(&damaged.path()).await {
            Ok(found) => assert!(found == written, "byte {offset} changed what is served"),
            Err(LogError::Corrupt(_) | LogError::Fault(_)) => refused += 1,
            Err(error) => panic!("byte {offset}: {error}"),
        }
    }
    assert!(refused > 120, "only {refused} were noticed");
}

#[tokio::test]
async fn a_flipped_byte_in_a_log_that_was_not_closed_is_noticed_or_harmless() {
    let place = Place::new();
    let log: Arc<dyn EventLog> = Arc::new(place.open().expect("a fresh log"));
    let written = fill(&log, COUNT, 9).await;
    let left = place.snapshot();
    let length = fs::metadata(left.path()).expect("a file").len() as usize;
    for offset in offsets(length.max(113)).filter(|&offset| offset < length) {
        let damaged = left.copy();
        damaged.flip("", offset);
        match serve(&damaged.path()).await {
            Ok(found) => assert!(found == written, "byte {offset} changed what is served"),
            Err(LogError::Corrupt(_) | LogError::Fault(_)) => {}
            Err(error) => panic!("byte {offset}: {error}"),
        }
    }
}

#[tokio::test]
async fn a_byte_that_flips_under_a_running_log_is_never_served() {
    let (place, written) = closed(COUNT).await;
    let length = fs::metadata(place.path()).expect("a file").len() as usize;
    let mut refused = 0;
    for offset in (4096..length).step_by(length / 40) {
        let damaged = place.copy();
        let log = SqliteLog::open(&damaged.path()).expect("a whole log");
        damaged.flip("", offset);
        match read_all(&log, 1000).await {
            Ok(found) => assert!(found == written, "byte {offset} changed what is served"),
            Err(LogError::Corrupt(_)) => refused += 1,
            Err(error) => panic!("byte {offset}: {error}"),
        }
    }
    assert!(refused > 15, "only {refused} were noticed");
}

#[tokio::test]
async fn damage_of_an_event_is_named_by_its_positions() {
    let (place, written) = closed(COUNT).await;
    let bytes = fs::read(place.path()).expect("reading");
    let large = written.iter().find(|event| event.payload.len() == 9000).expect("a large event").position;
    let loose =
        written[COUNT as usize - 20..].iter().find(|event| event.payload.len() > 20).expect("a loose event").position;
    let page = written[300..400].iter().find(|event| event.payload.len() > 60).expect("a bound event").position;
    for (position, named) in [(page, "positions 257 to 512"), (loose, "position "), (large, "position ")] {
        let payload = &written[position as usize - 1].payload[..20];
        let damaged = place.copy();
        // Everywhere it stands: SQLite leaves old copies behind where nobody reads them.
        let offsets = bytes.windows(payload.len()).enumerate().filter(|(_, window)| *window == payload);
        offsets.for_each(|(offset, _)| damaged.flip("", offset));
        let named = if named.ends_with(' ') { format!("{named}{position}:") } else { named.to_owned() };
        for found in [verify(&damaged.path(), &mut |_, _| {}).map(drop), damaged.open().map(drop)] {
            let Err(LogError::Corrupt(what)) = found else {
                panic!("the damage of position {position} went unnoticed");
            };
            assert!(what.contains(&named) && what.contains("log.db") && what.contains("backup"), "{what}");
        }
    }
}

#[tokio::test]
async fn a_file_that_was_cut_short_is_refused() {
    let (place, _) = closed(COUNT).await;
    let length = fs::metadata(place.path()).expect("a file").len();
    for cut in [0, 1, 99, 100, 4096, 5000, length / 2, length - 4096, length - 1] {
        let damaged = place.copy();
        damaged.cut("", cut);
        assert!(matches!(serve(&damaged.path()).await, Err(LogError::Corrupt(_) | LogError::Fault(_))), "cut to {cut}");
    }
}

#[tokio::test]
async fn pages_that_were_swapped_are_noticed() {
    let (place, _) = closed(COUNT).await;
    let mut bytes = fs::read(place.path()).expect("reading");
    let pages = bytes.len() / 4096;
    bytes.swap_with_slice_of(pages / 3, pages / 2);
    fs::write(place.path(), bytes).expect("writing");
    assert!(matches!(serve(&place.path()).await, Err(LogError::Corrupt(_))));
}

trait SwapPages {
    fn swap_with_slice_of(&mut self, one: usize, other: usize);
}

impl SwapPages for Vec<u8> {
    fn swap_with_slice_of(&mut self, one: usize, other: usize) {
        for byte in 0..4096 {
            self.swap(one * 4096 + byte, other * 4096 + byte);
        }
    }
}

//! Scenarios of a delivery.

use uuid::Uuid;

use super::*;
use crate::kernel::{EventTable as _, PersonId, Scenario};

const ADA: SpaceId = SpaceId(PersonId(Uuid::from_u128(1000)));
const NOTE: NodeId = NodeId(Uuid::from_u128(3));

fn delivered(sent_bytes: u64, size_bytes: u64) -> Command {
    let (name, spans) = ("note.txt".into(), Spans::default().with(&[Span { first: 0, end: sent_bytes }]));
    Command::File(Delivered { space: ADA, node: NOTE, name, version: 2, size_bytes, spans, link: None })
}

fn told(sent_bytes: u64, size_bytes: u64, whole: bool) -> Event {
    let (name, spans) = (Personal::of(ADA, "note.txt"), vec![Span { first: 0, end: sent_bytes }]);
    let spans = if whole { vec![] } else { spans };
    FileDelivered { space: ADA, node: NOTE, name, version: 2, size_bytes, sent_bytes, whole, spans, link: None }.into()
}

fn nothing_yet() -> Scenario<Delivery> {
    Scenario::given([])
}

#[test]
fn all_bytes_are_the_whole_and_fewer_are_a_part() {
    nothing_yet().when(delivered(10, 10)).then([told(10, 10, true)]);
    nothing_yet().when(delivered(9, 10)).then([told(9, 10, false)]);
    nothing_yet().when(delivered(0, 0)).then([told(0, 0, true)]);
}

#[test]
fn whoever_got_nothing_fetched_nothing() {
    nothing_yet().when(delivered(0, 10)).then_nothing();
}

#[test]
fn a_delivery_is_told_once() {
    Scenario::<Delivery>::given([told(9, 10, false)]).when(delivered(10, 10)).then_nothing();
}

#[test]
fn the_diary_says_how_far_it_came() {
    assert_eq!(told(10, 10, true).sentence(), "The file note.txt was fetched");
    assert_eq!(told(9, 10, false).sentence(), "The file note.txt was fetched in part: 9 of 10 bytes");
}

fn packed(count: u128, sent_bytes: u64, whole: bool) -> Command {
    let file = |number| (FileInArchive { node: NodeId(Uuid::from_u128(number)), version: 1 }, 10);
    let (files, name) = ((1..=count).map(file).collect(), "Photos.zip".to_owned());
    Command::Archive(DeliveredArchive { space: ADA, name, files, size_bytes: 20_000, sent_bytes, whole, link: None })
}

#[test]
fn an_archive_of_many_files_is_told_in_parts_that_add_up() {
    let events = nothing_yet().decided(&Delivery::default(), packed(2000, 20_000, true)).unwrap();
    let told = |event: &Event| {
        let Event::ArchiveDelivered(it) = event else { panic!("{event:?}") };
        (it.files.len(), it.size_bytes, it.sent_bytes, it.whole, it.is_use())
    };
    assert_eq!(
        events.iter().map(told).collect::<Vec<_>>(),
        [(1024, 10_240, 10_240, true, false), (976, 9_760, 9_760, true, true)]
    );
    assert_eq!(events[0].sentence(), "The archive Photos.zip with 1024 files was fetched");
}

#[test]
fn an_archive_that_broke_off_says_how_far_it_came() {
    let events = nothing_yet().decided(&Delivery::default(), packed(3, 25, false)).unwrap();
    let [event] = &events[..] else { panic!("{events:?}") };
    assert_eq!(event.sentence(), "The archive Photos.zip with 3 files was fetched in part: 25 of 20000 bytes");
    nothing_yet().when(packed(0, 0, false)).then_nothing();
    Scenario::<Delivery>::given(events).when(packed(3, 25, false)).then_nothing();
}

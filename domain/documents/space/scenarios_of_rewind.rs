//! Scenarios of a folder that is as it was.

use std::sync::Arc;

use chrono::DateTime;

use super::{
    scenarios::{ADA, BOX, DEEP, NOTE, ask, blob, house, made, name, node, stored},
    *,
};
use crate::kernel::Scenario;

const NEW: NodeId = node(4);

fn placed(node: NodeId, parent: NodeId, called: Option<&str>) -> Placed {
    Placed { node, parent, name: called.map(|called| Personal::of(ADA, called)) }
}

fn beginning() -> Vec<Event> {
    vec![made(BOX, ADA.root(), "Box"), made(DEEP, BOX, "Deep"), stored(NOTE, BOX, "note.txt", 1)]
}

/// The tree after the beginning and some more.
fn after(more: &[Event]) -> Space {
    Space::fold(beginning().iter().chain(more))
}

fn rewound(folder: NodeId, more: &[Event]) -> Rewind {
    after(more).rewind(ADA, folder, &after(&[])).unwrap()
}

pub(super) fn moved(node: NodeId, parent: NodeId, called: &str) -> Event {
    NodeMoved { space: ADA, node, name: Personal::of(ADA, called), parent }.into()
}

pub(super) fn trashed(node: NodeId) -> Event {
    NodeTrashed { space: ADA, node, name: Personal::of(ADA, "x") }.into()
}

pub(super) fn purged(node: NodeId) -> Event {
    NodePurged { space: ADA, node, name: Personal::of(ADA, "x") }.into()
}

fn replaced(version: u32, byte: u8) -> Event {
    let (Blob { hash: blob, size_bytes }, media_type) = (blob(byte), String::new());
    let name = Personal::of(ADA, "note.txt");
    FileReplaced { space: ADA, node: NOTE, name, version, blob, size_bytes, media_type }.into()
}

#[test]
fn where_nothing_changed_nothing_happens() {
    assert!(rewound(ADA.root(), &[]).is_empty());
    let (past, to) = (Arc::new(after(&[])), DateTime::UNIX_EPOCH);
    house().when(ask(Command::Rewind { folder: BOX, past, to })).then_nothing();
}

#[test]
fn what_was_thrown_away_renamed_moved_or_replaced_is_as_it_was_and_what_came_since_goes_to_the_trash() {
    let root = ADA.root();
    let more = [
        replaced(2, 2),
        moved(NOTE, root, "other.txt"),
        trashed(DEEP),
        stored(NEW, BOX, "note.txt", 3),
        replaced(3, 4),
    ];
    let whole = Rewind {
        placed: vec![placed(DEEP, BOX, None), placed(NOTE, BOX, Some("note.txt"))],
        again: vec![Again { node: NOTE, version: 4, of: 1 }],
        trashed: vec![NEW],
        lost: vec![],
    };
    assert_eq!(rewound(BOX, &more), whole);
    assert_eq!(rewound(root, &more), whole);
    let to = DateTime::UNIX_EPOCH;
    let ask = ask(Command::Rewind { folder: root, past: Arc::new(after(&[])), to });
    let events = Scenario::<Space>::given([]).decided(&after(&more), ask).unwrap();
    let state = Space::fold(beginning().iter().chain(&more).chain(&events));
    assert_eq!(state.child(BOX, &name("note.txt")), Some(NOTE));
    assert_eq!((state.child(root, &name("other.txt")), state.child(BOX, &name("Deep"))), (None, Some(DEEP)));
    assert_eq!(state.newest(NOTE), Some((4, blob(1))));
    let undone = state.rewind(ADA, root, &after(&more)).unwrap();
    assert_eq!((undone.placed.len(), undone.trashed.len(), undone.again.len()), (2, 1, 1));
}

#[test]
fn names_that_were_swapped_are_swapped_back() {
    let more = [moved(DEEP, ADA.root(), "Deep"), moved(NOTE, BOX, "Deep"), moved(DEEP, BOX, "note.txt")];
    let (mut state, rewind) = (after(&more), rewound(BOX, &more));
    state.take_back(&rewind.placed, &rewind.again, &rewind.trashed);
    assert_eq!((state.child(BOX, &name("Deep")), state.child(BOX, &name("note.txt"))), (Some(DEEP), Some(NOTE)));
}

#[test]
fn what_came_from_elsewhere_goes_back_there_and_what_is_gone_is_told() {
    let outside = [made(NEW, ADA.root(), "New")];
    let past = after(&outside);
    let now =
        Space::fold(beginning().iter().chain(&outside).chain(&[moved(NEW, BOX, "New"), trashed(NOTE), purged(NOTE)]));
    let rewind = now.rewind(ADA, BOX, &past).unwrap();
    assert_eq!(rewind.placed, [placed(NEW, ADA.root(), None)]);
    assert_eq!((rewind.trashed.len(), rewind.lost), (0, vec![NOTE]));
}

#[test]
fn a_folder_that_was_deleted_for_good_leaves_what_survived_of_it_in_the_nearest_one() {
    let inside = [stored(NEW, DEEP, "new.txt", 5)];
    let past = after(&inside);
    let gone = [moved(NEW, ADA.root(), "new.txt"), trashed(DEEP), purged(DEEP)];
    let now = Space::fold(beginning().iter().chain(&inside).chain(&gone));
    let rewind = now.rewind(ADA, BOX, &past).unwrap();
    assert_eq!((rewind.placed, rewind.lost), (vec![placed(NEW, BOX, None)], vec![DEEP]));
}

#[test]
fn a_folder_is_never_put_into_itself() {
    let now = after(&[moved(DEEP, ADA.root(), "Deep"), moved(BOX, DEEP, "Box")]);
    let rewind = now.rewind(ADA, BOX, &after(&[])).unwrap();
    assert_eq!((rewind.is_empty(), rewind.lost), (true, vec![DEEP]));
    let everything = now.rewind(ADA, ADA.root(), &after(&[])).unwrap();
    assert_eq!(everything.placed, [placed(BOX, ADA.root(), None), placed(DEEP, BOX, None)]);
}

#[test]
fn only_a_folder_that_was_there_can_be_as_it_was() {
    let to = DateTime::UNIX_EPOCH;
    let past = Arc::new(Space::default());
    let rewind = |folder| ask(Command::Rewind { folder, past: past.clone(), to });
    house().when(rewind(BOX)).then_refused(Refusal::NotThereThen);
    house().when(rewind(NOTE)).then_refused(Refusal::NoSuchFolder);
    house().when(rewind(NEW)).then_refused(Refusal::NoSuchFolder);
    let trashed = [made(BOX, ADA.root(), "Box"), trashed(BOX)];
    Scenario::<Space>::given(trashed).when(rewind(BOX)).then_refused(Refusal::NoSuchFolder);
}

#[test]
fn more_than_one_event_holds_stands_in_several() {
    let many = Rewind {
        trashed: (0..5000).map(node).collect(),
        again: vec![Again { node: NOTE, version: 2, of: 1 }],
        ..Rewind::default()
    };
    let events = many.events(ADA, (ADA.root(), None), DateTime::UNIX_EPOCH);
    let counts = events.iter().map(|event| match event {
        Event::FolderRewound(it) => (it.trashed.len(), it.again.len()),
        other => panic!("{other:?}"),
    });
    assert_eq!(counts.collect::<Vec<_>>(), [(2048, 0), (2048, 0), (904, 1)]);
}

//! Scenarios of the trash: in, out, and gone for good.

use super::{
    scenarios::{ADA, BOX, DEEP, NOTE, ask, blob, change, house, made, name, node, store, stored},
    *,
};
use crate::kernel::Scenario;

fn trashed(node: NodeId, called: &str) -> Event {
    NodeTrashed { space: ADA, node, name: Personal::of(ADA, called) }.into()
}

fn restored(node: NodeId, called: &str, parent: NodeId) -> Event {
    NodeRestored { space: ADA, node, name: Personal::of(ADA, called), parent }.into()
}

fn purged(node: NodeId, called: &str) -> Event {
    NodePurged { space: ADA, node, name: Personal::of(ADA, called) }.into()
}

fn history() -> Vec<Event> {
    vec![made(BOX, ADA.root(), "Box"), made(DEEP, BOX, "Deep"), stored(NOTE, DEEP, "note.txt", 1)]
}

fn after(events: impl IntoIterator<Item = Event>) -> Scenario<Space> {
    Scenario::given(history().into_iter().chain(events))
}

#[test]
fn what_lies_in_the_trash_is_not_there_nor_is_what_it_holds() {
    house().when(ask(Command::Trash { node: BOX })).then([trashed(BOX, "Box")]);
    let gone = after([trashed(BOX, "Box")]);
    gone.when(ask(Command::Trash { node: BOX })).then_nothing();
    gone.when(ask(Command::Trash { node: NOTE })).then_refused(Refusal::NoSuchNode);
    gone.when(change(NOTE, Some("b.txt"), None)).then_refused(Refusal::NoSuchNode);
    gone.when(store(node(4), DEEP, "new.txt", 1)).then_refused(Refusal::NoSuchFolder);
    gone.when(ask(Command::Restore { node: NOTE })).then_refused(Refusal::NotItself);
}

#[test]
fn it_comes_back_to_where_it_was() {
    after([trashed(NOTE, "note.txt")])
        .when(ask(Command::Restore { node: NOTE }))
        .then([restored(NOTE, "note.txt", DEEP)]);
    after([]).when(ask(Command::Restore { node: NOTE })).then_nothing();
}

#[test]
fn where_its_folder_is_gone_it_comes_to_the_nearest_above() {
    let lost = after([trashed(NOTE, "note.txt"), trashed(DEEP, "Deep")]);
    lost.when(ask(Command::Restore { node: NOTE })).then([restored(NOTE, "note.txt", BOX)]);
    let all = after([trashed(NOTE, "note.txt"), trashed(BOX, "Box")]);
    all.when(ask(Command::Restore { node: NOTE })).then([restored(NOTE, "note.txt", ADA.root())]);
}

#[test]
fn where_its_name_is_taken_it_gets_a_number() {
    let others = [stored(node(4), DEEP, "note.txt", 2), stored(node(5), DEEP, "note (2).txt", 3)];
    let taken = after([trashed(NOTE, "note.txt")].into_iter().chain(others));
    taken.when(ask(Command::Restore { node: NOTE })).then([restored(NOTE, "note (3).txt", DEEP)]);
}

#[test]
fn only_the_trash_is_emptied_and_then_nothing_of_it_is_left() {
    house().when(ask(Command::Purge { node: BOX })).then_refused(Refusal::NotInTrash);
    let gone = after([trashed(BOX, "Box")]);
    gone.when(ask(Command::Purge { node: BOX })).then([purged(BOX, "Box")]);
    let none = after([trashed(BOX, "Box"), purged(BOX, "Box")]);
    none.when(ask(Command::Restore { node: NOTE })).then_refused(Refusal::NoSuchNode);
    let events: Vec<_> = history().into_iter().chain([trashed(BOX, "Box"), purged(BOX, "Box")]).collect();
    assert_eq!(Space::fold(&events), Space::default());
}

#[test]
fn bytes_are_needed_as_long_as_a_version_has_them_in_the_trash_or_not() {
    let events: Vec<_> = history().into_iter().chain([trashed(BOX, "Box")]).collect();
    let state = Space::fold(&events);
    assert_eq!(state.blobs().collect::<Vec<_>>(), [blob(1).hash]);
    assert_eq!(state.child(ADA.root(), &name("Box")), None);
}

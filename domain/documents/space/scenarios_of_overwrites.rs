//! Scenarios of what takes the place of something else.

use super::{
    scenarios::{ADA, BOX, NOTE, ask, made, node, replaced, stored, told},
    *,
};
use crate::kernel::Scenario;

const ROOT: NodeId = ADA.root();
const TEMP: NodeId = node(4);
const ASIDE: NodeId = node(5);
const FOLDER: NodeId = node(6);

fn over(node: NodeId, other: NodeId) -> Ask {
    ask(Command::MoveOver { node, other })
}

fn gone(node: NodeId, called: &str) -> Event {
    NodeTrashed { space: ADA, node, name: told(called) }.into()
}

fn history() -> Vec<Event> {
    vec![
        made(BOX, ROOT, "Box"),
        stored(NOTE, BOX, "note.txt", 1),
        stored(TEMP, BOX, "note.tmp", 2),
        made(FOLDER, ROOT, "Folder"),
        made(ASIDE, FOLDER, "Aside"),
    ]
}

fn house() -> Scenario<Space> {
    Scenario::given(history())
}

#[test]
fn a_file_moved_over_another_is_its_next_version() {
    house().when(over(TEMP, NOTE)).then([replaced(2, 2), gone(TEMP, "note.tmp")]);
    let same = Scenario::<Space>::given(history().into_iter().chain([stored(node(7), ROOT, "a", 1)]));
    same.when(over(node(7), NOTE)).then([gone(node(7), "a")]);
}

#[test]
fn anything_else_takes_the_place_of_what_was_there() {
    let moved: Event = NodeMoved { space: ADA, node: ASIDE, name: told("Box"), parent: ROOT }.into();
    house().when(over(ASIDE, BOX)).then([gone(BOX, "Box"), moved]);
    let (name, previous) = (told("Box"), told("Folder"));
    let renamed: Event = NodeRenamed { space: ADA, node: FOLDER, name, previous }.into();
    house().when(over(FOLDER, BOX)).then([gone(BOX, "Box"), renamed]);
    let moved: Event = NodeMoved { space: ADA, node: NOTE, name: told("Aside"), parent: FOLDER }.into();
    house().when(over(NOTE, ASIDE)).then([gone(ASIDE, "Aside"), moved]);
}

#[test]
fn nothing_takes_the_place_of_what_it_lies_in_or_holds() {
    for (node, other) in [(NOTE, BOX), (BOX, NOTE), (NOTE, NOTE)] {
        house().when(over(node, other)).then_refused(Refusal::IntoItself);
        let original = Space::fold(&history()).original(ADA, node).unwrap();
        house().when(ask(Command::CopyOver { node: TEMP.after(9), other, original })).then_refused(Refusal::IntoItself);
    }
    house().when(over(NOTE, node(99))).then_refused(Refusal::NoSuchNode);
    house().when(over(node(99), NOTE)).then_refused(Refusal::NoSuchNode);
}

#[test]
fn a_copy_over_something_leaves_the_original_where_it_is() {
    let state = Space::fold(&history());
    let copy = |of, other| ask(Command::CopyOver { node: node(20), other, original: state.original(ADA, of).unwrap() });
    house().when(copy(TEMP, NOTE)).then([replaced(2, 2)]);
    let events = house().decided(&state, copy(FOLDER, BOX)).unwrap();
    assert_eq!((events.len(), &events[0]), (2, &gone(BOX, "Box")));
    let after = Space::fold(history().iter().chain(&events));
    let copied = after.child(ROOT, &NodeName::known("Box")).unwrap();
    assert_eq!(copied, node(20));
    assert!(after.child(copied, &NodeName::known("Aside")).is_some());
    assert!(after.present(ADA, ASIDE).is_some());
}

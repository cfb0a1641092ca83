//! Scenarios of copies: in a space and into another one.

use super::{
    scenarios::{ADA, BOX, DEEP, NOTE, ask, blob, house, made, name, node, stored},
    *,
};
use crate::kernel::Scenario;

const COPY: NodeId = node(100);

fn history() -> Vec<Event> {
    vec![made(BOX, ADA.root(), "Box"), made(DEEP, BOX, "Deep"), stored(NOTE, DEEP, "note.txt", 1)]
}

fn copy_of(history: &[Event], of: NodeId, parent: NodeId, called: Option<&str>) -> Ask {
    let original = Space::fold(history).original(ADA, of).unwrap();
    ask(Command::Copy { node: COPY, parent, name: called.map(name), original })
}

fn copied(node: NodeId, parent: NodeId, called: &str, of: NodeId, byte: Option<u8>) -> CopiedNode {
    let file = byte.map(|byte| CopiedFile {
        blob: blob(byte).hash,
        size_bytes: blob(byte).size_bytes,
        media_type: "text/plain".into(),
    });
    CopiedNode { node, parent, name: Personal::of(ADA, called), of, file }
}

fn told(called: &str, of: NodeId, nodes: Vec<CopiedNode>) -> Event {
    let (count, name) = (u32::try_from(nodes.len()).unwrap(), Personal::of(ADA, called));
    NodeCopied { space: ADA, node: COPY, name, from: ADA, of, count, before: 0, nodes }.into()
}

#[test]
fn a_folder_is_copied_with_all_that_is_in_it_and_what_was_thrown_away_stays_behind() {
    let lost = [stored(node(4), DEEP, "lost.txt", 2), {
        NodeTrashed { space: ADA, node: node(4), name: Personal::of(ADA, "lost.txt") }.into()
    }];
    let history: Vec<_> = history().into_iter().chain(lost).collect();
    let whole = told(
        "Box (2)",
        BOX,
        vec![
            copied(COPY, ADA.root(), "Box (2)", BOX, None),
            copied(node(101), COPY, "Deep", DEEP, None),
            copied(node(102), node(101), "note.txt", NOTE, Some(1)),
        ],
    );
    let all = Scenario::<Space>::given(history.clone());
    all.when(copy_of(&history, BOX, ADA.root(), None)).then([whole.clone()]);
    let after = Space::fold(history.iter().chain([&whole]));
    assert_eq!(after.child(node(101), &name("note.txt")), Some(node(102)));
    assert_eq!(after.newest(node(102)), Some((1, blob(1))));
    assert_eq!(after.newest(NOTE), Some((1, blob(1))));
}

#[test]
fn a_copy_of_a_copy_gets_the_next_number_and_a_name_that_was_asked_for_is_given_or_refused() {
    let history = history();
    let note = |called| told(called, NOTE, vec![copied(COPY, DEEP, called, NOTE, Some(1))]);
    let all = Scenario::<Space>::given(history.clone());
    all.when(copy_of(&history, NOTE, DEEP, None)).then([note("note (2).txt")]);
    all.when(copy_of(&history, NOTE, DEEP, Some("b.txt"))).then([note("b.txt")]);
    all.when(copy_of(&history, NOTE, DEEP, Some("note.txt"))).then_refused(Refusal::NameTaken);
    let twice = Scenario::<Space>::given(history.iter().cloned().chain([note("b.txt")]));
    twice.when(copy_of(&history, NOTE, DEEP, Some("b.txt"))).then_nothing();
}

#[test]
fn a_copy_starts_with_the_newest_version() {
    let newer = FileReplaced {
        space: ADA,
        node: NOTE,
        name: Personal::of(ADA, "note.txt"),
        version: 2,
        blob: blob(7).hash,
        size_bytes: 7,
        media_type: "text/markdown".into(),
    };
    let history: Vec<_> = history().into_iter().chain([newer.into()]).collect();
    let original = Space::fold(&history).original(ADA, NOTE).unwrap();
    assert_eq!(original.blobs().collect::<Vec<_>>(), [blob(7)]);
    assert_eq!(&*original.nodes[0].newest.as_ref().unwrap().media_type, "text/markdown");
}

#[test]
fn a_folder_is_copied_neither_into_itself_nor_too_deep_nor_out_of_the_trash() {
    let history = history();
    let all = Scenario::<Space>::given(history.clone());
    all.when(copy_of(&history, BOX, DEEP, None)).then_refused(Refusal::IntoItself);
    all.when(copy_of(&history, BOX, NOTE, None)).then_refused(Refusal::NoSuchFolder);
    let chain =
        (201..=262).map(|depth| made(node(depth), if depth == 201 { ADA.root() } else { node(depth - 1) }, "a"));
    let deep: Vec<_> = history.iter().cloned().chain(chain).collect();
    let tower = Scenario::<Space>::given(deep.clone());
    tower.when(copy_of(&deep, BOX, node(262), None)).then_refused(Refusal::TooDeep);
    let trashed: Event = NodeTrashed { space: ADA, node: BOX, name: Personal::of(ADA, "Box") }.into();
    let gone = Space::fold(history.iter().chain([&trashed]));
    assert_eq!(gone.original(ADA, NOTE), Err(Refusal::NoSuchNode));
    assert_eq!(Space::default().original(ADA, ADA.root()), Err(Refusal::NoSuchNode));
    house().when(ask(Command::Trash { node: BOX })).then([trashed]);
}

#[test]
fn a_large_copy_is_told_in_parts_and_a_larger_one_not_at_all() {
    let files =
        |count: u128| (1..=count).map(|number| stored(node(1_000_000 + number), BOX, &format!("{number}.txt"), 1));
    let folder = || [made(BOX, ADA.root(), "Box")].into_iter();
    let large: Vec<_> = folder().chain(files(2_500)).collect();
    let state = Space::fold(&large);
    let copy = copy_of(&large, BOX, ADA.root(), None);
    let events = Scenario::<Space>::given([]).decided(&state, copy).unwrap();
    let parts: Vec<_> = events.iter().map(|event| event.sentence_and_count()).collect();
    assert_eq!(parts.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [1_000, 1_000, 501]);
    assert_eq!(parts[0].0, "Box (2) was copied with all that is in it, 2500 files and folders");
    assert_eq!(parts[2].0, "Box (2) was copied: more of what is in it, after the first 2000");
    let twice = Space::fold(large.iter().chain(&events));
    assert_eq!(twice.blobs().count(), 5_000);
    let huge: Vec<_> = folder().chain(files(10_000)).collect();
    assert_eq!(Space::fold(&huge).original(ADA, BOX), Err(Refusal::TooMany));
}

trait Told {
    fn sentence_and_count(&self) -> (String, usize);
}

impl Told for Event {
    fn sentence_and_count(&self) -> (String, usize) {
        use crate::kernel::EventTable as _;
        let Self::NodeCopied(it) = self else { panic!("no copy: {self:?}") };
        (self.sentence(), it.nodes.len())
    }
}

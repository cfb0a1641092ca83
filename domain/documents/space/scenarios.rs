//! Scenarios of a tree: names, folders, versions.

use uuid::Uuid;

use super::*;
use crate::{
    documents::BlobHash,
    kernel::{AccountId, Scenario},
};

pub(super) const ADA: SpaceId = SpaceId(crate::kernel::PersonId(Uuid::from_u128(10_000_000)));
pub(super) const BOX: NodeId = node(1);
pub(super) const DEEP: NodeId = node(2);
pub(super) const NOTE: NodeId = node(3);

pub(super) const fn node(number: u128) -> NodeId {
    NodeId(Uuid::from_u128(number))
}

pub(super) fn name(text: &str) -> NodeName {
    NodeName::new(text).unwrap()
}

pub(super) fn told(text: &str) -> Personal {
    Personal::of(ADA, text)
}

pub(super) fn blob(byte: u8) -> Blob {
    Blob { hash: BlobHash([byte; 32]), size_bytes: byte.into() }
}

pub(super) fn made(node: NodeId, parent: NodeId, called: &str) -> Event {
    FolderMade { space: ADA, node, parent, name: told(called) }.into()
}

pub(super) fn stored(node: NodeId, parent: NodeId, called: &str, byte: u8) -> Event {
    let Blob { hash: blob, size_bytes } = blob(byte);
    FileStored { space: ADA, node, parent, name: told(called), blob, size_bytes, media_type: "text/plain".into() }
        .into()
}

pub(super) fn replaced(version: u32, byte: u8) -> Event {
    let (Blob { hash: blob, size_bytes }, name, media_type) = (blob(byte), told("note.txt"), "text/plain".into());
    FileReplaced { space: ADA, node: NOTE, name, version, blob, size_bytes, media_type }.into()
}

pub(super) fn ask(command: Command) -> Ask {
    Ask::of(ADA, command)
}

fn make(node: NodeId, parent: NodeId, called: &str) -> Ask {
    ask(Command::MakeFolder { node, parent, name: name(called) })
}

pub(super) fn store(node: NodeId, parent: NodeId, called: &str, byte: u8) -> Ask {
    let media_type = "text/plain".to_owned();
    ask(Command::StoreFile(NewFile { node, parent, name: name(called), blob: blob(byte), media_type }))
}

pub(super) fn change(node: NodeId, called: Option<&str>, parent: Option<NodeId>) -> Ask {
    ask(Command::Change { node, name: called.map(name), parent })
}

pub(super) fn house() -> Scenario<Space> {
    let root = ADA.root();
    Scenario::given([made(BOX, root, "Box"), made(DEEP, BOX, "Deep"), stored(NOTE, BOX, "note.txt", 1)])
}

#[test]
fn a_name_is_there_once_in_a_folder_and_as_often_as_there_are_folders() {
    let root = ADA.root();
    house().when(make(node(4), root, "Box")).then_refused(Refusal::NameTaken);
    house().when(make(node(4), BOX, "Box")).then([made(node(4), BOX, "Box")]);
    house().when(make(BOX, root, "Box")).then_nothing();
    house().when(change(DEEP, Some("note.txt"), None)).then_refused(Refusal::NameTaken);
    house().when(store(node(4), root, "Box", 1)).then_refused(Refusal::NameTaken);
}

#[test]
fn nothing_lies_where_no_folder_is() {
    house().when(make(node(4), node(99), "a")).then_refused(Refusal::NoSuchFolder);
    house().when(make(node(4), NOTE, "a")).then_refused(Refusal::NoSuchFolder);
    let elsewhere = SpaceId::from(AccountId(Uuid::from_u128(1001)));
    house().when(make(node(4), elsewhere.root(), "a")).then_refused(Refusal::NoSuchFolder);
}

#[test]
fn storing_under_a_name_again_makes_a_version_unless_the_bytes_are_the_same() {
    house().when(store(node(4), BOX, "new.txt", 7)).then([stored(node(4), BOX, "new.txt", 7)]);
    house().when(store(node(4), BOX, "note.txt", 1)).then_nothing();
    house().when(store(node(4), BOX, "note.txt", 2)).then([replaced(2, 2)]);
}

#[test]
fn an_earlier_version_becomes_the_newest_and_none_is_lost() {
    let history = [stored(NOTE, ADA.root(), "note.txt", 1), replaced(2, 2)];
    let two = Scenario::<Space>::given(history.clone());
    let back = ask(Command::RestoreVersion { node: NOTE, version: 1 });
    let restored: Event = VersionRestored { space: ADA, node: NOTE, name: told("note.txt"), version: 3, of: 1 }.into();
    two.when(back.clone()).then([restored.clone()]);
    two.when(ask(Command::RestoreVersion { node: NOTE, version: 2 })).then_nothing();
    for version in [0, 3, u32::MAX] {
        two.when(ask(Command::RestoreVersion { node: NOTE, version })).then_refused(Refusal::NoSuchVersion);
    }
    let state = Space::fold(history.iter().chain([&restored]));
    assert_eq!(state.newest(NOTE), Some((3, blob(1))));
    house().when(ask(Command::RestoreVersion { node: BOX, version: 1 })).then_refused(Refusal::NoFile);
}

#[test]
fn a_folder_is_moved_anywhere_but_into_itself() {
    let moved: Event = NodeMoved { space: ADA, node: NOTE, name: told("note.txt"), parent: DEEP }.into();
    house().when(change(NOTE, None, Some(DEEP))).then([moved]);
    house().when(change(BOX, None, Some(DEEP))).then_refused(Refusal::IntoItself);
    house().when(change(BOX, None, Some(BOX))).then_refused(Refusal::IntoItself);
    house().when(change(DEEP, Some("Box"), Some(ADA.root()))).then_refused(Refusal::NameTaken);
    house().when(change(DEEP, None, Some(BOX))).then_nothing();
}

#[test]
fn a_name_that_was_given_up_is_free() {
    let renamed: Event = NodeRenamed { space: ADA, node: NOTE, name: told("b.txt"), previous: told("note.txt") }.into();
    house().when(change(NOTE, Some("b.txt"), None)).then([renamed.clone()]);
    let after = Scenario::<Space>::given([stored(NOTE, BOX, "note.txt", 1), renamed]);
    assert!(after.decided(&Space::default(), change(NOTE, None, None)).is_err());
    let history = [made(BOX, ADA.root(), "Box"), stored(NOTE, BOX, "note.txt", 1)];
    let moved = NodeMoved { space: ADA, node: NOTE, name: told("n.txt"), parent: ADA.root() };
    let gone = Scenario::<Space>::given(history.into_iter().chain([moved.into()]));
    gone.when(store(node(4), BOX, "note.txt", 3)).then([stored(node(4), BOX, "note.txt", 3)]);
}

#[test]
fn folders_end_somewhere() {
    let chain = (1..=80).map(|depth| made(node(depth), if depth == 1 { ADA.root() } else { node(depth - 1) }, "a"));
    let deep = Scenario::<Space>::given(chain);
    deep.when(make(node(99), node(64), "b")).then_refused(Refusal::TooDeep);
    deep.when(make(node(99), node(10), "b")).then([made(node(99), node(10), "b")]);
    let chain = (1..=40).map(|depth| made(node(depth), if depth == 1 { ADA.root() } else { node(depth - 1) }, "a"));
    let tower =
        (101..=130).map(|depth| made(node(depth), if depth == 101 { ADA.root() } else { node(depth - 1) }, "b"));
    let two = Scenario::<Space>::given(chain.chain(tower));
    two.when(change(node(101), None, Some(node(40)))).then_refused(Refusal::TooDeep);
    let moved = NodeMoved { space: ADA, node: node(101), name: told("b"), parent: node(20) };
    two.when(change(node(101), None, Some(node(20)))).then([moved.into()]);
}

#[test]
fn a_file_that_is_added_takes_no_other_files_name() {
    let add = |id, parent, called: &str, byte| {
        let media_type = "text/plain".to_owned();
        ask(Command::AddFile(NewFile { node: id, parent, name: name(called), blob: blob(byte), media_type }))
    };
    house().when(add(node(4), BOX, "note.txt", 1)).then([stored(node(4), BOX, "note (2).txt", 1)]);
    house().when(add(node(4), DEEP, "note.txt", 1)).then([stored(node(4), DEEP, "note.txt", 1)]);
    house().when(add(NOTE, BOX, "note.txt", 1)).then_nothing();
    house().when(add(node(4), NOTE, "a", 1)).then_refused(Refusal::NoSuchFolder);
}

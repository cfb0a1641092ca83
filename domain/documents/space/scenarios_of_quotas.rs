//! Scenarios of how much may lie where.

use super::{
    scenarios::{ADA, BOX, DEEP, NOTE, ask, change, made, name, node, replaced, store, stored, told},
    *,
};
use crate::kernel::Scenario;

const OTHER: NodeId = node(7);

fn limit(folder: NodeId, most_bytes: Option<u64>, as_admin: bool) -> Ask {
    ask(Command::Limit { folder, most_bytes, as_admin })
}

fn limited(folder: NodeId, called: Option<&str>, most_bytes: Option<u64>) -> Event {
    QuotaSet { space: ADA, folder, name: called.map(told), most_bytes }.into()
}

/// Ada's house: a note in a folder that holds at most so much.
fn tight(most_bytes: u64) -> Vec<Event> {
    let box_of_notes = [made(BOX, ADA.root(), "Box"), made(DEEP, BOX, "Deep"), stored(NOTE, DEEP, "note.txt", 1)];
    box_of_notes.into_iter().chain([limited(BOX, Some("Box"), Some(most_bytes))]).collect()
}

fn held(events: &[Event]) -> [u64; 3] {
    let state = Space::fold(events);
    [ADA.root(), BOX, DEEP].map(|folder| state.held_bytes(folder))
}

#[test]
fn a_folder_holds_what_lies_in_it_at_any_depth_with_all_versions_and_the_trash() {
    let mut events = tight(100);
    assert_eq!(held(&events), [1, 1, 1]);
    events.push(replaced(2, 5));
    assert_eq!(held(&events), [6, 6, 6]);
    events.push(stored(OTHER, BOX, "other.txt", 7));
    assert_eq!(held(&events), [13, 13, 6]);
    events.push(NodeTrashed { space: ADA, node: DEEP, name: told("Deep") }.into());
    assert_eq!(held(&events), [13, 13, 6]);
    events.push(NodeRestored { space: ADA, node: DEEP, name: told("Deep"), parent: ADA.root() }.into());
    assert_eq!(held(&events), [13, 7, 6]);
    events.push(VersionsThinned { space: ADA, node: NOTE, name: told("note.txt"), versions: vec![1] }.into());
    assert_eq!(held(&events), [12, 7, 5]);
    let mut anew = Space::fold(&events);
    anew.weigh_anew();
    assert_eq!(anew, Space::fold(&events));
    events.push(NodePurged { space: ADA, node: DEEP, name: told("Deep") }.into());
    assert_eq!(held(&events), [7, 7, 0]);
}

#[test]
fn nothing_comes_into_a_folder_beyond_its_quota_by_any_way() {
    let house = Scenario::<Space>::given(tight(10));
    let no_room = Refusal::OverQuota { most_bytes: 10, left_bytes: 9 };
    house.when(store(OTHER, DEEP, "other.txt", 9)).then([stored(OTHER, DEEP, "other.txt", 9)]);
    house.when(store(OTHER, DEEP, "other.txt", 10)).then_refused(no_room.clone());
    house.when(store(OTHER, DEEP, "note.txt", 10)).then_refused(no_room.clone());
    house.when(store(OTHER, ADA.root(), "other.txt", 10)).then([stored(OTHER, ADA.root(), "other.txt", 10)]);
    let beside = tight(10).into_iter().chain([stored(OTHER, ADA.root(), "other.txt", 10)]);
    Scenario::<Space>::given(beside).when(change(OTHER, None, Some(BOX))).then_refused(no_room);
    let coming = Coming { name: &name("a"), media_type: "text/plain", size_bytes: 10, content: None };
    let state = Space::fold(&tight(10));
    assert!(matches!(state.takes(ADA, DEEP, coming), Err(Refusal::OverQuota { .. })));
    assert_eq!(state.takes(ADA, DEEP, Coming { size_bytes: 9, ..coming }), Ok(()));
}

#[test]
fn what_lies_there_stays_and_is_moved_and_called_otherwise_within() {
    let full = Scenario::<Space>::given(tight(0));
    let moved: Event = NodeMoved { space: ADA, node: NOTE, name: told("note.txt"), parent: BOX }.into();
    full.when(change(NOTE, None, Some(BOX))).then([moved]);
    full.when(store(OTHER, DEEP, "note.txt", 2)).then_refused(Refusal::OverQuota { most_bytes: 0, left_bytes: 0 });
    let two = tight(10).into_iter().chain([replaced(2, 2), limited(BOX, Some("Box"), Some(1))]);
    let back: Event = VersionRestored { space: ADA, node: NOTE, name: told("note.txt"), version: 3, of: 1 }.into();
    Scenario::<Space>::given(two).when(ask(Command::RestoreVersion { node: NOTE, version: 1 })).then([back]);
}

#[test]
fn whoever_owns_a_space_says_what_its_folders_hold_and_admins_what_it_holds_itself() {
    let house = Scenario::<Space>::given(tight(10));
    house.when(limit(DEEP, Some(5), false)).then([limited(DEEP, Some("Deep"), Some(5))]);
    house.when(limit(BOX, Some(10), false)).then_nothing();
    house.when(limit(BOX, None, false)).then([limited(BOX, Some("Box"), None)]);
    house.when(limit(NOTE, Some(5), false)).then_refused(Refusal::NoSuchFolder);
    house.when(limit(BOX, Some(u64::MAX), false)).then_refused(Refusal::BadQuota);
    house.when(limit(ADA.root(), Some(5), false)).then_refused(Refusal::NotAdminsQuota);
    house.when(limit(ADA.root(), Some(5), true)).then([limited(ADA.root(), None, Some(5))]);
    let of_all = Ask::of(SpaceId::SHARED, Command::Limit { folder: BOX, most_bytes: None, as_admin: false });
    house.when(of_all).then_refused(Refusal::NotAdminsQuota);
    let tree = Space::fold(&tight(10).into_iter().chain([limited(ADA.root(), None, Some(5))]).collect::<Vec<_>>());
    let quotas: Vec<_> = tree.quotas(DEEP).map(|it| (it.folder, it.most_bytes, it.left_bytes())).collect();
    assert_eq!(quotas, [(BOX, 10, 9), (ADA.root(), 5, 4)]);
}

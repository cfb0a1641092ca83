//! Scenarios of what folders take.

use super::{
    scenarios::{ADA, BOX, DEEP, NOTE, ask, blob, change, house, made, name, node, replaced, store, stored, told},
    *,
};
use crate::{
    documents::format::{Kind, of_bytes},
    kernel::Scenario,
};

const PHOTO: NodeId = node(7);
const JPEG: &[u8] = b"\xff\xd8\xff\xe0";
const PDF: &[u8] = b"%PDF-1.7";
const PROGRAM: &[u8] = b"\x7fELF\x02\x01\x01\x00";

fn rule(folder: NodeId, rules: Option<FolderRules>) -> Ask {
    ask(Command::Rule { folder, rules, as_admin: false })
}

fn ruled(folder: NodeId, called: Option<&str>, rules: Option<FolderRules>) -> Event {
    FolderRulesChanged { space: ADA, folder, name: called.map(told), rules: rules.map(WrittenRules::from) }.into()
}

fn endings(extensions: &[&str]) -> FolderRules {
    FolderRules { extensions: extensions.iter().map(|it| (*it).to_owned()).collect(), ..FolderRules::default() }
}

fn of_kinds(kinds: &[Kind]) -> FolderRules {
    FolderRules { kinds: kinds.to_vec(), ..FolderRules::default() }
}

fn kept_at(place: &str) -> FolderRules {
    FolderRules { place: Some(place.to_owned()), ..FolderRules::default() }
}

/// Stores bytes that were looked at.
fn bring(parent: NodeId, called: &str, media_type: &str, bytes: &[u8]) -> Ask {
    let media_type = media_type.to_owned();
    let file = NewFile { node: PHOTO, parent, name: name(called), blob: blob(9), media_type };
    seeing(ask(Command::StoreFile(file)), 9, bytes)
}

fn seeing(asked: Ask, byte: u8, bytes: &[u8]) -> Ask {
    Ask { seen: Seen::from_iter([(blob(byte).hash, of_bytes(bytes))]), ..asked }
}

/// Ada's house, with a folder that has rules.
fn with_rules(rules: &FolderRules) -> Scenario<Space> {
    let beginning = [made(BOX, ADA.root(), "Box"), made(DEEP, BOX, "Deep"), stored(NOTE, BOX, "note.txt", 1)];
    Scenario::given(beginning.into_iter().chain([ruled(BOX, Some("Box"), Some(rules.clone()))]))
}

fn brought(parent: NodeId, called: &str, media_type: &str) -> Event {
    let Blob { hash: blob, size_bytes } = blob(9);
    let media_type = media_type.to_owned();
    FileStored { space: ADA, node: PHOTO, parent, name: told(called), blob, size_bytes, media_type }.into()
}

#[test]
fn without_rules_everything_is_taken_but_programs_in_disguise() {
    let disguise = |claimed, content| Refusal::NotAsNamed { claimed, content };
    for (called, said, bytes, refused) in [
        ("invoice.pdf", "application/pdf", PROGRAM, Some(disguise("a PDF document", "a Linux program"))),
        ("invoice", "image/png", PROGRAM, Some(disguise("a PNG picture", "a Linux program"))),
        ("photo.jpg", "image/jpeg", b"#!/bin/sh\n", Some(disguise("a JPEG picture", "a script"))),
        ("tool", "application/octet-stream", PROGRAM, None),
        ("photo.jpg", "image/jpeg", PDF, None),
        ("photo.jpg", "text/html", JPEG, None),
        ("empty.pdf", "application/pdf", b"", None),
    ] {
        let when = house().when(bring(BOX, called, said, bytes));
        match refused {
            Some(refusal) => when.then_refused(refusal),
            None => when.then([brought(BOX, called, said)]),
        };
    }
}

#[test]
fn a_folder_that_takes_some_endings_looks_at_the_name_and_at_the_content() {
    let given = || with_rules(&endings(&["jpeg", "jpg"]));
    given().when(bring(BOX, "a.JPG", "image/jpeg", JPEG)).then([brought(BOX, "a.JPG", "image/jpeg")]);
    given().when(bring(BOX, "a.jpg", "image/jpeg", b"")).then([brought(BOX, "a.jpg", "image/jpeg")]);
    let allowed = || vec!["jpeg".to_owned(), "jpg".to_owned()];
    for called in ["a.pdf", "jpg", ".jpg", "a.jpg.", &format!("a.{}", "j".repeat(253))] {
        let refusal = Refusal::ExtensionNotAllowed { allowed: allowed() };
        given().when(bring(BOX, called, "image/jpeg", JPEG)).then_refused(refusal);
    }
    for (said, claimed, bytes, content) in [
        ("image/jpeg", "a JPEG picture", PDF, "a PDF document"),
        ("image/jpeg", "a JPEG picture", b"<html>", "a web page"),
        ("image/jpeg", "a JPEG picture", b"\x01", "nothing that is known here"),
        ("text/html", "a web page", JPEG, "a JPEG picture"),
    ] {
        given().when(bring(BOX, "a.jpg", said, bytes)).then_refused(Refusal::NotAsNamed { claimed, content });
    }
    let told = Refusal::ExtensionNotAllowed { allowed: allowed() }.to_string();
    assert_eq!(told, "this folder takes only names that end in .jpeg or .jpg");
}

#[test]
fn a_folder_that_takes_some_kinds_asks_both_the_name_and_the_content() {
    let given = || with_rules(&of_kinds(&[Kind::Picture, Kind::Audio]));
    given().when(bring(BOX, "a.jpg", "image/jpeg", JPEG)).then([brought(BOX, "a.jpg", "image/jpeg")]);
    given().when(bring(BOX, "photo", "", JPEG)).then([brought(BOX, "photo", "")]);
    let song = b"\x00\x00\x00\x18ftypisom";
    given().when(bring(BOX, "song.m4a", "audio/mp4", song)).then([brought(BOX, "song.m4a", "audio/mp4")]);
    for (called, bytes, is) in [
        ("a.bat", b"del".as_slice(), "a script"),
        ("a.exe", b"", "a Windows program"),
        ("paper", PDF, "a PDF document"),
        ("a.unheard", b"\x00\x01", "nothing that is known here"),
        ("clip.mp4", song, "an MPEG-4 video"),
    ] {
        let allowed = vec![Kind::Picture, Kind::Audio];
        given().when(bring(BOX, called, "", bytes)).then_refused(Refusal::KindNotAllowed { allowed, is });
    }
    let told = Refusal::KindNotAllowed { allowed: vec![Kind::Picture, Kind::Audio], is: "a script" }.to_string();
    assert_eq!(told, "this folder takes only pictures and audio, and this is a script");
}

#[test]
fn size_and_number_have_an_end_and_another_version_is_no_other_file() {
    let rules = FolderRules { most_bytes: Some(8), most_files: Some(1), ..FolderRules::default() };
    let given = || with_rules(&rules);
    given().when(store(PHOTO, DEEP, "a.txt", 9)).then_refused(Refusal::FileTooLarge { most_bytes: 8 });
    given().when(store(PHOTO, DEEP, "a.txt", 8)).then([stored(PHOTO, DEEP, "a.txt", 8)]);
    given().when(store(PHOTO, BOX, "a.txt", 8)).then_refused(Refusal::FolderFull { most_files: 1 });
    given().when(store(PHOTO, BOX, "note.txt", 8)).then([replaced(2, 8)]);
    given().when(store(PHOTO, BOX, "note.txt", 9)).then_refused(Refusal::FileTooLarge { most_bytes: 8 });
    let coming = Coming { name: &name("b.txt"), media_type: "text/plain", size_bytes: 0, content: None };
    let state = Space::fold(&[
        made(BOX, ADA.root(), "Box"),
        stored(NOTE, BOX, "note.txt", 1),
        ruled(BOX, None, Some(rules.clone())),
    ]);
    assert_eq!(state.takes(ADA, BOX, coming), Err(Refusal::FolderFull { most_files: 1 }));
    assert_eq!(state.takes(ADA, BOX, Coming { name: &name("note.txt"), ..coming }), Ok(()));
}

#[test]
fn rules_hold_below_until_a_folder_has_its_own() {
    let jpegs = endings(&["jpg"]);
    let given = |more: &[Event]| {
        let beginning =
            [made(BOX, ADA.root(), "Box"), made(DEEP, BOX, "Deep"), ruled(ADA.root(), None, Some(jpegs.clone()))];
        Scenario::<Space>::given(beginning.into_iter().chain(more.iter().cloned()))
    };
    let refused = || Refusal::ExtensionNotAllowed { allowed: vec!["jpg".to_owned()] };
    given(&[]).when(store(PHOTO, DEEP, "a.txt", 1)).then_refused(refused());
    let open = ruled(BOX, Some("Box"), Some(FolderRules::default()));
    given(std::slice::from_ref(&open)).when(store(PHOTO, DEEP, "a.txt", 1)).then([stored(PHOTO, DEEP, "a.txt", 1)]);
    let again = [open, ruled(BOX, Some("Box"), None)];
    given(&again).when(store(PHOTO, DEEP, "a.txt", 1)).then_refused(refused());
    let state = Space::fold(&[made(BOX, ADA.root(), "Box"), ruled(ADA.root(), None, Some(jpegs.clone()))]);
    assert_eq!((state.rules_in(BOX), state.own_rules(BOX)), (Some((ADA.root(), &jpegs)), None));
    assert_eq!((state.rules_above(BOX), state.rules_above(ADA.root())), (Some((ADA.root(), &jpegs)), None));
}

#[test]
fn what_is_moved_copied_or_called_otherwise_is_looked_at_and_what_goes_back_is_not() {
    let rules = endings(&["jpg"]);
    let moved: Event = NodeMoved { space: ADA, node: NOTE, name: told("note.txt"), parent: ADA.root() }.into();
    let refused = || Refusal::ExtensionNotAllowed { allowed: vec!["jpg".to_owned()] };
    let beginning = [made(BOX, ADA.root(), "Box"), made(DEEP, ADA.root(), "Deep"), stored(NOTE, DEEP, "note.txt", 1)];
    let ruled = ruled(BOX, Some("Box"), Some(rules));
    let given = Scenario::<Space>::given(beginning.iter().cloned().chain([ruled.clone()]));
    given.when(change(NOTE, None, Some(BOX))).then_refused(refused());
    given.when(change(DEEP, None, Some(BOX))).then_refused(refused());
    let lie = |claimed, content| Refusal::NotAsNamed { claimed, content };
    let renamed = |bytes| seeing(change(NOTE, Some("a.jpg"), Some(BOX)), 1, bytes);
    given.when(renamed(b"notes")).then_refused(lie("a JPEG picture", "text"));
    given.when(renamed(JPEG)).then_refused(lie("text", "a JPEG picture"));
    given
        .when(seeing(change(NOTE, Some("a.pdf"), None), 1, PROGRAM))
        .then_refused(lie("a PDF document", "a Linux program"));
    let picture = brought(DEEP, "b.jpg", "image/jpeg");
    let pictured = Scenario::<Space>::given(beginning.iter().cloned().chain([ruled.clone(), picture]));
    let there = NodeMoved { space: ADA, node: PHOTO, name: told("b.jpg"), parent: BOX };
    pictured.when(seeing(change(PHOTO, None, Some(BOX)), 9, JPEG)).then([there.into()]);
    pictured.when(seeing(change(PHOTO, None, Some(BOX)), 9, PDF)).then_refused(lie("a JPEG picture", "a PDF document"));
    let state = Space::fold(&beginning);
    assert_eq!((state.to_be_seen(NOTE, None), state.to_be_seen(DEEP, Some(BOX))), (vec![blob(1).hash], vec![]));
    let state = Space::fold(beginning.iter().chain([&ruled]));
    assert_eq!((state.to_be_seen(DEEP, None), state.to_be_seen(DEEP, Some(BOX))), (vec![], vec![blob(1).hash]));
    for of in [NOTE, DEEP] {
        let original = state.original(ADA, of).unwrap();
        given.when(ask(Command::Copy { node: node(20), parent: BOX, name: None, original })).then_refused(refused());
    }
    let trashed: Event = NodeTrashed { space: ADA, node: NOTE, name: told("note.txt") }.into();
    let there = [made(BOX, ADA.root(), "Box"), stored(NOTE, BOX, "note.txt", 1), ruled];
    let restored = NodeRestored { space: ADA, node: NOTE, name: told("note.txt"), parent: BOX };
    let thrown = Scenario::<Space>::given(there.iter().cloned().chain([trashed]));
    thrown.when(ask(Command::Restore { node: NOTE })).then([restored.into()]);
    Scenario::<Space>::given(there).when(change(NOTE, None, Some(ADA.root()))).then([moved]);
}

#[test]
fn a_folder_within_the_reach_of_the_same_rules_is_moved_with_what_it_held_before() {
    let history = [
        made(BOX, ADA.root(), "Box"),
        made(DEEP, BOX, "Deep"),
        stored(NOTE, DEEP, "note.txt", 1),
        made(node(8), BOX, "Other"),
        ruled(BOX, Some("Box"), Some(endings(&["jpg"]))),
    ];
    let moved = NodeMoved { space: ADA, node: DEEP, name: told("Deep"), parent: node(8) };
    Scenario::<Space>::given(history).when(change(DEEP, None, Some(node(8)))).then([moved.into()]);
}

#[test]
fn rules_are_ones_that_make_sense_and_are_set_once() {
    let typed = FolderRules { most_bytes: Some(1), ..endings(&[".JPG", "png", "jpg"]) };
    let kept = FolderRules { most_bytes: Some(1), ..endings(&["jpg", "png"]) };
    house().when(rule(BOX, Some(typed.clone()))).then([ruled(BOX, Some("Box"), Some(kept.clone()))]);
    house().when(rule(ADA.root(), Some(kept.clone()))).then([ruled(ADA.root(), None, Some(kept.clone()))]);
    house().when(rule(BOX, None)).then_nothing();
    with_rules(&kept).when(rule(BOX, Some(typed))).then_nothing();
    with_rules(&kept).when(rule(BOX, None)).then([ruled(BOX, Some("Box"), None)]);
    house().when(rule(NOTE, Some(kept.clone()))).then_refused(Refusal::NoSuchFolder);
    let shared = |as_admin| {
        let command = Command::Rule { folder: SpaceId::SHARED.root(), rules: Some(kept.clone()), as_admin };
        Scenario::<Space>::given([]).when(Ask::of(SpaceId::SHARED, command))
    };
    shared(false).then_refused(Refusal::NotAdmin);
    let (space, rules) = (SpaceId::SHARED, Some(kept.clone().into()));
    shared(true).then([FolderRulesChanged { space, folder: space.root(), name: None, rules }.into()]);
    let many: Vec<_> = (0..65).map(|number| number.to_string()).collect();
    for bad in [
        endings(&[""]),
        endings(&["a b"]),
        endings(&["j\u{e4}g"]),
        endings(&["a/b"]),
        endings(&[&"x".repeat(17)]),
        FolderRules { extensions: many, ..FolderRules::default() },
        FolderRules { most_bytes: Some(0), ..FolderRules::default() },
        FolderRules { most_bytes: Some(u64::MAX), ..FolderRules::default() },
        FolderRules { most_files: Some(0), ..FolderRules::default() },
        kept_at(""),
        kept_at("../nas"),
        kept_at("NAS"),
        kept_at(&"n".repeat(33)),
    ] {
        house().when(rule(BOX, Some(bad))).then_refused(Refusal::BadRules);
    }
    let purged: Event = NodePurged { space: ADA, node: BOX, name: told("Box") }.into();
    let state = Space::fold(&[made(BOX, ADA.root(), "Box"), ruled(BOX, Some("Box"), Some(kept)), purged]);
    assert_eq!(state, Space::default());
}

#[test]
fn the_place_of_a_folder_is_that_of_the_rules_that_hold_there() {
    let ruling = ruled(BOX, Some("Box"), Some(kept_at("nas")));
    let told = "The folder Box takes everything, and keeps it at nas, from now on";
    assert_eq!(crate::kernel::EventTable::sentence(&ruling), told);
    let state = Space::fold(&[made(BOX, ADA.root(), "Box"), made(DEEP, BOX, "Deep"), ruling]);
    assert_eq!([DEEP, BOX, ADA.root()].map(|folder| state.place_of(folder)), [Some("nas"), Some("nas"), None]);
    let own = ruled(DEEP, Some("Deep"), Some(endings(&["jpg"])));
    assert_eq!(Space::fold(&[made(BOX, ADA.root(), "Box"), made(DEEP, BOX, "Deep"), own]).place_of(DEEP), None);
}

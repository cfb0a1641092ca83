//! Given events of documents, then rows.

use domain::{
    Event, Fact, PersonId, Personal,
    documents::{
        BlobHash, Event as Documents, LinkId, LinkPasswordId, NodeId, SpaceId, delivery::events::FileDelivered,
        link::events::*, space::events::*,
    },
};
use rusqlite::Connection;
use uuid::Uuid;

use super::{LinksOf, context, holding, link, links, node, page, path, trash, versions};
use crate::testing::{ADA, fact, rows_of};

const BOX: NodeId = NodeId(Uuid::from_u128(101));
const DEEP: NodeId = NodeId(Uuid::from_u128(102));
const NOTE: NodeId = NodeId(Uuid::from_u128(103));

fn space() -> SpaceId {
    SpaceId(PersonId::from(ADA))
}

fn name(text: &str) -> Personal {
    Personal::of(space(), text)
}

fn happened(events: Vec<Documents>) -> Connection {
    let facts: Vec<Fact<Event>> = (1..).zip(events).map(|(position, it)| fact(position, Event::from(it))).collect();
    rows_of(&context(), &facts)
}

fn blob(byte: u8) -> (BlobHash, u64) {
    (BlobHash([byte; 32]), u64::from(byte) * 100)
}

fn beginning() -> Vec<Documents> {
    let (space, (blob, size_bytes)) = (space(), blob(1));
    let media_type = "text/plain".to_owned();
    vec![
        FolderMade { space, node: BOX, parent: space.root(), name: name("Box") }.into(),
        FolderMade { space, node: DEEP, parent: BOX, name: name("Deep") }.into(),
        FileStored { space, node: NOTE, parent: DEEP, name: name("note.txt"), blob, size_bytes, media_type }.into(),
    ]
}

fn after(events: impl IntoIterator<Item = Documents>) -> Connection {
    happened(beginning().into_iter().chain(events).collect())
}

fn names(connection: &Connection, folder: NodeId) -> Vec<String> {
    let page = page(connection, folder, 0, 50).expect("the query is well-formed");
    page.items.into_iter().filter_map(|node| node.name).collect()
}

#[test]
fn what_lies_in_a_folder_is_told_with_the_way_to_it() {
    let rows = after([]);
    assert_eq!(names(&rows, space().root()), ["Box"]);
    assert_eq!(names(&rows, DEEP), ["note.txt"]);
    let way: Vec<_> = path(&rows, NOTE).unwrap().into_iter().map(|(id, _)| id).collect();
    assert_eq!(way, [BOX, DEEP]);
    let held = holding(&rows, space()).unwrap();
    assert_eq!((held.files, held.folders, held.size_bytes, held.trashed), (1, 2, 100, 0));
}

#[test]
fn folders_come_first_and_a_page_leads_to_the_next() {
    let space = space();
    let more = ["b", "A", "c"].into_iter().zip(0..).map(|(called, number)| {
        let node = NodeId(Uuid::from_u128(200 + number));
        FolderMade { space, node, parent: DEEP, name: name(called) }.into()
    });
    let rows = after(more);
    assert_eq!(names(&rows, DEEP), ["A", "b", "c", "note.txt"]);
    let first = page(&rows, DEEP, 0, 3).unwrap();
    assert_eq!((first.items.len(), first.next), (3, Some(3)));
    let last = page(&rows, DEEP, 3, 3).unwrap();
    assert_eq!((last.items[0].name.as_deref(), last.next), (Some("note.txt"), None));
}

#[test]
fn a_file_keeps_its_versions() {
    let (space, (second, size_bytes)) = (space(), blob(2));
    let (version, media_type) = (2, "text/markdown".to_owned());
    let replaced =
        FileReplaced { space, node: NOTE, name: name("note.txt"), version, blob: second, size_bytes, media_type };
    let restored = VersionRestored { space, node: NOTE, name: name("note.txt"), version: 3, of: 1 };
    let rows = after([replaced.into(), restored.into()]);
    let kept = versions(&rows, NOTE, None, 50).unwrap().items;
    let told: Vec<_> = kept.iter().map(|it| (it.version, it.size_bytes, it.of)).collect();
    assert_eq!(told, [(3, 100, Some(1)), (2, 200, None), (1, 100, None)]);
    let newest = node(&rows, NOTE).unwrap().unwrap().newest.unwrap();
    assert_eq!((newest.version, newest.media_type.as_str()), (3, "text/plain"));
    assert_eq!(holding(&rows, space).unwrap().size_bytes, 400);
}

#[test]
fn what_is_in_the_trash_is_told_there_only() {
    let space = space();
    let trashed = NodeTrashed { space, node: BOX, name: name("Box") };
    let rows = after([trashed.clone().into()]);
    assert!(names(&rows, space.root()).is_empty());
    let inside = node(&rows, NOTE).unwrap().unwrap();
    assert!(inside.in_trash && inside.trashed_at.is_none());
    let items = trash(&rows, space, 0, 50).unwrap().items;
    assert_eq!(items.iter().map(|node| node.id).collect::<Vec<_>>(), [BOX]);
    let held = holding(&rows, space).unwrap();
    assert_eq!((held.files, held.folders, held.size_bytes, held.trashed), (0, 0, 100, 1));

    let back = NodeRestored { space, node: BOX, name: name("Box (2)"), parent: space.root() };
    let rows = after([trashed.clone().into(), back.into()]);
    assert_eq!(names(&rows, space.root()), ["Box (2)"]);
    assert!(!node(&rows, NOTE).unwrap().unwrap().in_trash);

    let gone = NodePurged { space, node: BOX, name: name("Box") };
    let rows = after([trashed.into(), gone.into()]);
    assert!([BOX, DEEP, NOTE].iter().all(|id| node(&rows, *id).unwrap().is_none()));
    assert!(versions(&rows, NOTE, None, 50).unwrap().items.is_empty());
}

#[test]
fn a_move_and_a_name_are_told_at_once() {
    let space = space();
    let moved = NodeMoved { space, node: NOTE, name: name("other.txt"), parent: BOX };
    let renamed = NodeRenamed { space, node: DEEP, name: name("Deeper"), previous: name("Deep") };
    assert_eq!(names(&after([moved.into(), renamed.into()]), BOX), ["Deeper", "other.txt"]);
}

fn fetched(link: LinkId, sent_bytes: u64) -> FileDelivered {
    let (name, size_bytes, whole, link) = (name("note.txt"), 100, sent_bytes == 100, Some(link));
    let spans = vec![];
    FileDelivered { space: space(), node: NOTE, name, version: 1, size_bytes, sent_bytes, whole, spans, link }
}

#[test]
fn a_link_is_told_with_what_it_opens_and_how_it_was_used() {
    let (space, name, id) = (space(), name("Box"), LinkId(Uuid::from_u128(300)));
    let terms = LinkTerms { note: Some(Personal::of(ADA, "for Bob")), most_uses: Some(2), ..LinkTerms::default() };
    let made = LinkMade {
        link: id,
        account: ADA,
        space,
        node: BOX,
        name: name.clone(),
        version: None,
        upload_only: false,
        terms,
    };
    let password = Some(LinkPasswordId(Uuid::from_u128(301)));
    let terms = LinkTerms { password, ..LinkTerms::default() };
    let rows = after([
        made.into(),
        fetched(id, 100).into(),
        fetched(id, 99).into(),
        LinkPasswordRefused { link: id, account: ADA, name: name.clone(), failures: 1, at_us: 0, wait_s: 0 }.into(),
        LinkReceived { link: id, account: ADA, node: NOTE, name: name.clone() }.into(),
        LinkChanged { link: id, account: ADA, name: name.clone(), terms }.into(),
        LinkNewsChosen { link: id, account: ADA, name: name.clone(), tell_first: true }.into(),
        LinkRevoked { link: id, account: ADA, name }.into(),
    ]);
    let found = link(&rows, id).unwrap().unwrap();
    assert_eq!((found.uses, found.failures, found.most_uses, found.note.clone()), (2, 1, None, None));
    assert!(found.tell_first && found.has_password && found.used_at.is_some() && found.revoked_at.is_some());
    assert_eq!(found.opens.as_ref().and_then(|node| node.name.as_deref()), Some("Box"));
    for of in [LinksOf::Account(ADA), LinksOf::Node(BOX)] {
        assert_eq!(links(&rows, of, None, 50).unwrap().items, vec![found.clone()]);
    }
    assert!(links(&rows, LinksOf::Node(NOTE), None, 50).unwrap().items.is_empty());
}

#[test]
fn a_rewound_folder_shows_what_was_put_back_and_what_was_taken_out() {
    let (space, again) = (space(), vec![Again { node: NOTE, version: 3, of: 1 }]);
    let (blob, size_bytes) = blob(2);
    let (media_type, later) = ("text/plain".to_owned(), NodeId(Uuid::from_u128(104)));
    let placed = vec![
        Placed { node: DEEP, parent: BOX, name: None },
        Placed { node: NOTE, parent: DEEP, name: Some(name("note.txt")) },
    ];
    let rows = after([
        FileReplaced { space, node: NOTE, name: name("note.txt"), version: 2, blob, size_bytes, media_type }.into(),
        NodeMoved { space, node: NOTE, name: name("n"), parent: space.root() }.into(),
        NodeTrashed { space, node: DEEP, name: name("Deep") }.into(),
        FolderMade { space, node: later, parent: BOX, name: name("Later") }.into(),
        FolderRewound { space, folder: BOX, name: None, to_us: 0, placed, again, trashed: vec![later] }.into(),
    ]);
    assert_eq!((names(&rows, BOX), names(&rows, DEEP)), (vec!["Deep".into()], vec!["note.txt".into()]));
    assert_eq!(trash(&rows, space, 0, 9).unwrap().items.len(), 1);
    assert_eq!(node(&rows, NOTE).unwrap().unwrap().newest.unwrap().size_bytes, 100);
    assert_eq!(versions(&rows, NOTE, None, 9).unwrap().items[0].of, Some(1));
}

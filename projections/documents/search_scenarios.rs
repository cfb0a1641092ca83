//! What is found by which words, and by whom.

use domain::{
    AccountId, Event, Fact, PersonId, Personal,
    documents::{BlobHash, Event as Documents, NodeId, SpaceId, space::events::*, stars::NodeStarred},
};
use rusqlite::Connection;
use uuid::Uuid;

use super::{Wanted, context, node, page_of_tag, search, starred, stars, words};
use crate::testing::{ADA, BOB, fact, rows_of};

/// The first ids of all are those of the house.
const FIRST: u128 = 0x1_0000;

fn id(number: u128) -> NodeId {
    NodeId(Uuid::from_u128(FIRST + number))
}

fn own(account: AccountId) -> SpaceId {
    SpaceId(PersonId::from(account))
}

fn folder(space: SpaceId, number: u128, parent: NodeId, name: &str) -> Documents {
    FolderMade { space, node: id(number), parent, name: Personal::of(space, name) }.into()
}

fn file(space: SpaceId, number: u128, parent: NodeId, name: &str, media_type: &str) -> Documents {
    let (byte, media_type) = (u8::try_from(number % 251).unwrap(), media_type.to_owned());
    let (name, blob) = (Personal::of(space, name), BlobHash([byte; 32]));
    FileStored { space, node: id(number), parent, name, blob, size_bytes: u64::from(byte) * 100, media_type }.into()
}

fn trashed(space: SpaceId, number: u128) -> Documents {
    NodeTrashed { space, node: id(number), name: Personal::of(space, "x") }.into()
}

fn tagged(space: SpaceId, number: u128, tags: &[&str]) -> Documents {
    let tags = tags.iter().map(|tag| Personal::of(space, *tag)).collect();
    NodeTagged { space, node: id(number), name: Personal::of(space, "x"), tags }.into()
}

fn house(more: Vec<Documents>) -> Connection {
    let (ada, bob) = (own(ADA), own(BOB));
    let events = vec![
        folder(ada, 1, ada.root(), "Taxes"),
        folder(ada, 2, id(1), "2026"),
        file(ada, 3, id(2), "Steuererklärung_2026.pdf", "application/pdf"),
        file(ada, 4, ada.root(), "IMG-1234 \"quoted\".jpg", "image/jpeg"),
        file(bob, 5, bob.root(), "Steuern of Bob.pdf", "application/pdf"),
        file(SpaceId::SHARED, 6, SpaceId::SHARED.root(), "steuer leaflet.txt", "text/plain"),
    ];
    let facts = (1..).zip(events.into_iter().chain(more)).map(|(position, it)| fact(position, Event::from(it)));
    rows_of(&context(), &facts.collect::<Vec<Fact<Event>>>())
}

fn all() -> Wanted {
    Wanted { spaces: vec![own(ADA), SpaceId::SHARED], ..Wanted::default() }
}

fn found(rows: &Connection, typed: &str, wanted: Wanted) -> Vec<u128> {
    let page = search(rows, &Wanted { words: words(typed), ..wanted }, 0, 50).unwrap();
    let mut numbers: Vec<_> = page.items.iter().map(|found| found.node.id.0.as_u128() - FIRST).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn words_begin_those_of_the_name_and_all_of_them_do() {
    let rows = house(vec![]);
    assert_eq!(found(&rows, "steuer", all()), [3, 6]);
    assert_eq!(found(&rows, "STEUERERKLARUNG 202", all()), [3]);
    assert_eq!(found(&rows, "1234", all()), [4]);
    assert_eq!(found(&rows, "img-12", all()), [4]);
    assert_eq!(found(&rows, "steuer img", all()), []);
    assert_eq!(found(&rows, "2026", all()), [2, 3]);
}

#[test]
fn nothing_of_others_is_found_and_no_sign_is_an_error() {
    let rows = house(vec![]);
    assert_eq!(found(&rows, "bob", all()), []);
    assert_eq!(found(&rows, &own(BOB).0.0.simple().to_string(), all()), []);
    assert_eq!(found(&rows, "bob", Wanted { spaces: vec![own(BOB)], ..Wanted::default() }), [5]);
    for typed in
        ["\"", "*", "a AND", "NOT", "(", "name:", "space:x", "{a}", "^a", "a\0b", "--", "\u{2014}", "'", "NEAR(a b)"]
    {
        let page = search(&rows, &Wanted { words: words(typed), ..all() }, 0, 50);
        assert!(page.is_ok(), "{typed:?}: {page:?}");
    }
    assert_eq!(found(&rows, "\"quoted\"", all()), [4]);
}

#[test]
fn what_it_is_narrows_what_is_found() {
    let rows = house(vec![]);
    assert_eq!(found(&rows, "", all()), [1, 2, 3, 4, 6]);
    assert_eq!(found(&rows, "", Wanted { media_type: Some("image".into()), ..all() }), [4]);
    assert_eq!(found(&rows, "", Wanted { media_type: Some("application/pdf".into()), ..all() }), [3]);
    assert_eq!(found(&rows, "", Wanted { folder: Some(id(1)), ..all() }), [2, 3]);
    assert_eq!(found(&rows, "", Wanted { folder: Some(own(ADA).root()), ..all() }), [1, 2, 3, 4]);
    assert_eq!(found(&rows, "", Wanted { is_file: Some(false), ..all() }), [1, 2]);
    let sized = Wanted { least_bytes: Some(301), most_bytes: Some(400), ..all() };
    assert_eq!(found(&rows, "", sized), [4]);
    let changed = node(&rows, id(4)).unwrap().unwrap().changed_at;
    assert!(!found(&rows, "", Wanted { until: Some(changed), ..all() }).contains(&4));
    assert!(found(&rows, "", Wanted { from: Some(changed), ..all() }).contains(&4));
}

#[test]
fn a_new_name_and_new_tags_are_found_and_the_old_ones_no_more() {
    let ada = own(ADA);
    let (name, previous) = (Personal::of(ada, "Return.pdf"), Personal::of(ada, "x"));
    let rows = house(vec![
        tagged(ada, 3, &["Money", "Due soon"]),
        NodeRenamed { space: ada, node: id(3), name, previous }.into(),
        tagged(ada, 4, &["Fun"]),
        tagged(ada, 4, &["Money"]),
    ]);
    assert_eq!(found(&rows, "steuererklärung", all()), []);
    assert_eq!(found(&rows, "return money", all()), [3]);
    assert_eq!((found(&rows, "money", all()), found(&rows, "fun", all())), (vec![3, 4], vec![]));
    assert_eq!(found(&rows, "", Wanted { tag: Some("due soon".into()), ..all() }), [3]);
    assert_eq!(node(&rows, id(3)).unwrap().unwrap().tags, ["Money", "Due soon"]);
    let shown = page_of_tag(&rows, ada.root(), Some("money"), 0, 50).unwrap().items;
    assert_eq!(shown.iter().map(|node| node.id).collect::<Vec<_>>(), [id(4)]);
}

#[test]
fn the_trash_is_looked_through_when_it_is_asked_for_and_what_is_gone_is_found_nowhere() {
    let ada = own(ADA);
    let rows = house(vec![trashed(ada, 1)]);
    let trash = || Wanted { in_trash: true, ..all() };
    assert_eq!((found(&rows, "2026", all()), found(&rows, "2026", trash())), (vec![], vec![2, 3]));
    let purged = NodePurged { space: ada, node: id(1), name: Personal::of(ada, "x") };
    let rows = house(vec![tagged(ada, 3, &["Money"]), trashed(ada, 1), purged.into()]);
    assert_eq!((found(&rows, "2026", trash()), found(&rows, "money", trash())), (vec![], vec![]));
    let left: u64 = rows.query_row("SELECT count(*) FROM tags", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0);
}

#[test]
fn however_much_of_a_name_lies_in_the_trash_or_elsewhere_the_one_that_is_wanted_is_found() {
    let ada = own(ADA);
    let many = |from: u128, parent: NodeId| {
        (from..from + 2_100).map(move |number| file(ada, number, parent, &format!("steuer {number}"), "text/plain"))
    };
    let folders =
        [folder(ada, 10, ada.root(), "Old"), folder(ada, 11, id(10), "Older"), folder(ada, 12, id(1), "Gone")];
    let gone = folders.into_iter().chain(many(10_000, id(11))).chain(many(20_000, id(12)));
    let rows = house(gone.chain([trashed(ada, 10), trashed(ada, 12)]).collect());
    assert_eq!(found(&rows, "steuer", all()), [3, 6]);
    assert_eq!(found(&rows, "steuer", Wanted { folder: Some(id(1)), ..all() }), [3]);
    let rows = house(many(10_000, ada.root()).collect());
    assert_eq!(found(&rows, "steuer", Wanted { folder: Some(id(2)), ..all() }), [3]);
}

#[test]
fn names_come_before_texts_and_pages_follow_each_other() {
    let rows = house(vec![]);
    let text = |number: u8| (own(ADA), BlobHash([number; 32]));
    let wanted = || Wanted { words: words("steuer"), texts: vec![text(4), text(3), text(5)], ..all() };
    let whole = search(&rows, &wanted(), 0, 50).unwrap();
    let told: Vec<_> = whole.items.iter().map(|found| (found.node.id, found.by_text)).collect();
    assert_eq!((told.len(), told[2], whole.next), (3, (id(4), true), None));
    let first = search(&rows, &wanted(), 0, 2).unwrap();
    let second = search(&rows, &wanted(), first.next.unwrap(), 2).unwrap();
    let pages: Vec<_> = first.items.into_iter().chain(second.items).collect();
    assert_eq!((pages, second.next), (whole.items, None));
}

#[test]
fn a_star_is_a_persons_own() {
    let star = |person, number| -> Documents {
        let name = Personal::of(SpaceId::SHARED, "x");
        NodeStarred { person, space: SpaceId::SHARED, node: id(number), name }.into()
    };
    let rows = house(vec![star(ADA, 6), star(ADA, 3), trashed(own(ADA), 1)]);
    let shown =
        |person| stars(&rows, person, None, 50).unwrap().items.into_iter().map(|node| node.id).collect::<Vec<_>>();
    assert_eq!((shown(ADA), shown(BOB)), (vec![id(6)], vec![]));
    assert_eq!(starred(&rows, ADA, &[id(6), id(4)]).unwrap().len(), 1);
    assert!(starred(&rows, BOB, &[id(6), id(4)]).unwrap().is_empty());
}

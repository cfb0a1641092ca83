//! The ledger of access: who fetched what, and how far it came; once for each delivery.

use axum::http::Method;
use chrono::Duration;
use domain::{Event, Who, documents::Event as Documents};
use tests::{House, Visitor};

use crate::drawer::{content, put, root, stored};

const DELIVERED: &str = "documents.file_delivered.v1";

async fn part(visitor: &Visitor, file: &str, range: &str) {
    let path = format!("/api/documents/files/{file}/content");
    visitor.ask(Method::GET, path).header("range", format!("bytes={range}")).send().await.expect(206);
}

/// Who fetched what since: the account's id, from where, how many bytes, and whether that was the whole.
async fn told(house: &House, after: u64) -> Vec<(String, Option<String>, u64, bool)> {
    let facts = house.facts_after(after).await.into_iter();
    let told = facts.filter_map(|fact| {
        let Event::Documents(Documents::FileDelivered(it)) = fact.event else { return None };
        let Who::Person(account) = fact.stamp.who else { panic!("nobody is named") };
        let from = fact.stamp.from.and_then(|from| from.text().map(str::to_owned));
        Some((account.to_string(), from, it.sent_bytes, it.whole))
    });
    told.collect()
}

#[tokio::test]
async fn whoever_fetches_a_file_is_told_of_once_however_many_answers_it_takes() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "viewer").await;
    let bobs = bobs.from([192, 0, 2, 7]);
    let id = stored(&admin, &root(&admin, "shared").await, "digits.txt", "0123456789").await;
    let before = house.head();
    for range in ["5-6", "0-5", "4-7"] {
        part(&bobs, &id, range).await;
    }
    assert_eq!(told(&house, before).await, [], "it is under way");
    assert_eq!(content(&admin, &id).await, b"0123456789");
    assert_eq!(told(&house, before).await.len(), 1);
    part(&bobs, &id, "8-9").await;
    part(&bobs, &id, "2-3").await;
    let told = told(&house, before).await;
    let [first, second] = &told[..] else { panic!("{told:?}") };
    assert_eq!((&first.0, first.2, first.3), (&ada.account, 10, true));
    assert_eq!(*second, (bob.account, Some("192.0.2.7".into()), 10, true));
    house.close().await;
}

#[tokio::test]
async fn what_breaks_off_is_told_with_its_bytes_once_nothing_moved_for_long_or_the_house_ends() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let id = stored(&admin, &own, "digits.txt", "0123456789").await;
    let before = house.head();
    part(&admin, &id, "0-3").await;
    part(&admin, &id, "2-5").await;
    house.advance(Duration::minutes(6));
    house.wait_for(DELIVERED, before).await;
    let (account, ..) = told(&house, before).await.remove(0);
    assert_eq!(told(&house, before).await.iter().map(|it| (it.2, it.3)).collect::<Vec<_>>(), [(6, false)]);
    let before = house.head();
    part(&admin, &id, "9-").await;
    let house = house.restarted().await;
    let told: Vec<_> = told(&house, before).await.into_iter().map(|it| (it.0, it.2, it.3)).collect();
    assert_eq!(told, [(account, 1, false)]);
    house.close().await;
}

#[tokio::test]
async fn a_look_at_ones_own_and_what_sends_no_bytes_leave_no_trace() {
    let (house, admin, _) = House::founded().await;
    let (own, shared) = (root(&admin, "own").await, root(&admin, "shared").await);
    let mine = stored(&admin, &own, "mine.txt", "mine").await;
    let ours = stored(&admin, &shared, "ours.txt", "ours").await;
    let before = house.head();
    let path = |id: &str| format!("/api/documents/files/{id}/content");
    admin.get(format!("{}?inline=true", path(&mine))).await.expect(200);
    let head = admin.ask(Method::HEAD, path(&mine)).send().await.expect(200);
    assert_eq!((head.header("content-length"), head.bytes()), (Some("4"), &b""[..]));
    let tag = head.header("etag").expect("a tag");
    admin.ask(Method::GET, path(&mine)).header("if-none-match", tag).send().await.expect(304);
    admin.ask(Method::GET, path(&mine)).header("range", "bytes=9-").send().await.expect(416);
    assert_eq!(told(&house, before).await, []);
    admin.get(format!("{}?inline=true", path(&ours))).await.expect(200);
    content(&admin, &mine).await;
    assert_eq!(told(&house, before).await.len(), 2);
    house.close().await;
}

async fn listed(visitor: &Visitor, path: &str) -> Vec<serde_json::Value> {
    visitor.get(format!("/api/documents/{path}")).await.expect(200).items()
}

#[tokio::test]
async fn the_ledger_is_read_by_file_and_by_person_as_far_as_each_may_know() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let bobs = bobs.from([192, 0, 2, 7]);
    let ours = stored(&admin, &root(&admin, "shared").await, "ours.txt", "ours").await;
    let mine = stored(&bobs, &root(&bobs, "own").await, "mine.txt", "mine").await;
    for (visitor, id) in [(&admin, &ours), (&bobs, &ours), (&bobs, &mine)] {
        content(visitor, id).await;
        house.settle().await;
    }
    let of_file = format!("files/{ours}/deliveries");
    let seen = listed(&bobs, &of_file).await;
    let told: Vec<_> = seen.iter().map(|it| (&it["by"], &it["address"], &it["whole"], &it["sent_bytes"])).collect();
    let (yes, four) = (serde_json::json!(true), serde_json::json!(4));
    let (null, from) = (serde_json::Value::Null, serde_json::json!("192.0.2.7"));
    assert_eq!(told, [(&"Bob".into(), &from, &yes, &four), (&"Ada".into(), &null, &yes, &four)]);
    assert_eq!(listed(&admin, &of_file).await[0]["address"], "192.0.2.7");
    let names = |items: Vec<serde_json::Value>| items.iter().map(|it| it["name"].clone()).collect::<Vec<_>>();
    assert_eq!(names(listed(&bobs, "deliveries").await), ["mine.txt", "ours.txt"]);
    assert_eq!(names(listed(&admin, &format!("deliveries?by={}", bob.account)).await), ["ours.txt"]);
    let others = bobs.get(format!("/api/documents/deliveries?by={}", ada.account)).await;
    assert_eq!(others.problem(403), "not_allowed");
    assert_eq!(admin.get(format!("/api/documents/files/{mine}/deliveries")).await.problem(404), "no_such_node");
    let nobodys = "/api/documents/deliveries?link=00000000-0000-7000-8000-000000000000";
    assert_eq!(bobs.get(nobodys).await.problem(404), "no_such_link");
    assert_eq!(listed(&bobs, "deliveries?limit=1").await.len(), 1);
    house.close().await;
}

#[tokio::test]
async fn each_version_and_an_empty_file_are_deliveries_of_their_own() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let id = stored(&admin, &own, "a.txt", "one").await;
    put(&admin, &own, "a.txt", "three").await.expect(200);
    let empty = stored(&admin, &own, "empty", "").await;
    let before = house.head();
    part(&admin, &id, "0-1").await;
    admin.get(format!("/api/documents/files/{id}/content?version=1")).await.expect(200);
    content(&admin, &empty).await;
    part(&admin, &id, "2-4").await;
    let mut sizes: Vec<_> = told(&house, before).await.iter().map(|it| it.2).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [0, 3, 5]);
    house.close().await;
}

//! A folder fetched through its link as one archive: what is in it, what it counts for, and whom it refuses.

use axum::{
    body::{Body, Bytes},
    http::Method,
};
use chrono::Duration;
use domain::{Event, EventTable as _, documents::Event as Documents};
use futures_util::StreamExt as _;
use serde_json::json;
use tests::{House, Visitor, eventually};

use crate::{
    archive::{names, unpacked},
    drawer::{folder, root, stored},
    guest::{page, shared, standing},
};

const DELIVERED: &str = "documents.archive_delivered.v2";

/// A folder with another one in it, and a file in each.
async fn photos(admin: &Visitor, size: usize) -> (String, String) {
    let photos = folder(admin, &root(admin, "own").await, "Photos").await;
    let summer = folder(admin, &photos, "Summer").await;
    stored(admin, &photos, "me.jpg", "me").await;
    stored(admin, &summer, "sea.jpg", &"x".repeat(size)).await;
    (photos, summer)
}

/// An archive of which nothing was read yet, or as much as was asked for at least.
async fn begun(
    guest: &Visitor,
    path: &str,
    least: usize,
) -> impl futures_util::Stream<Item = Result<Bytes, axum::Error>> {
    let answer = guest.ask(Method::GET, path).open().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let (mut body, mut read) = (Body::into_data_stream(answer.into_body()), 0);
    while read < least {
        read += body.next().await.expect("more").expect("unbroken").len();
    }
    body
}

#[tokio::test]
async fn a_folder_comes_whole_and_brings_nothing_that_is_not_shared() {
    let (house, admin, _) = House::founded().await;
    let (photos, summer) = photos(&admin, 4).await;
    let own = root(&admin, "own").await;
    stored(&admin, &own, "beside.txt", "beside").await;
    let gone = stored(&admin, &photos, "gone.jpg", "gone").await;
    admin.delete(format!("/api/documents/nodes/{gone}")).await.expect(200);
    let over = stored(&admin, &photos, "over.jpg", "over").await;
    let until = house.now() + Duration::minutes(10);
    admin.put(format!("/api/documents/files/{over}/expiry"), json!({ "until": until })).await.expect(200);
    let (link, address) = shared(&admin, json!({ "node": photos })).await;
    let guest = house.visitor();
    assert!(page(&guest, &address).await.text().contains("over.jpg"));
    house.advance(Duration::minutes(11));
    let shown = page(&guest, &address).await.expect(200).text().to_owned();
    assert!(shown.contains("Download all") && shown.contains("me.jpg") && !shown.contains("over.jpg"), "{shown}");
    let before = house.head();
    let head = guest.ask(Method::HEAD, format!("{address}/archive")).send().await.expect(200);
    assert_eq!((head.bytes().len(), head.header("content-type")), (0, Some("application/zip")));
    let whole = guest.get(format!("{address}/archive")).await.expect(200);
    assert!(whole.header("content-disposition").expect("a name").contains("Photos.zip"));
    assert_eq!(
        names(&unpacked(&house, &whole)),
        ["Photos/", "Photos/Summer/", "Photos/Summer/sea.jpg", "Photos/me.jpg"]
    );
    let part = guest.get(format!("{address}/folders/{summer}/archive")).await.expect(200);
    assert_eq!(names(&unpacked(&house, &part)), ["Summer/", "Summer/sea.jpg"]);
    house.settle().await;
    let told = house.facts_after(before).await.into_iter().filter(|fact| fact.event.name() == DELIVERED);
    assert_eq!(told.count(), 2, "nothing of the head");
    let of_link = admin.get(format!("/api/documents/deliveries?link={link}")).await.expect(200).items();
    assert_eq!(of_link.len(), 3, "{of_link:?}");
    let told = admin.get(format!("/api/documents/links/{link}")).await.expect(200).json();
    assert_eq!((&told["uses"], &told["standing"]), (&json!(2), &json!("works")));
    house.close().await;
}

#[tokio::test]
async fn an_archive_is_a_use_once_it_is_whole_and_holds_one_until_then() {
    let (house, admin, _) = House::founded().await;
    let (photos, _) = photos(&admin, 2_000_000).await;
    let (link, address) = shared(&admin, json!({ "node": photos, "most_uses": 1 })).await;
    let (path, guest) = (format!("{address}/archive"), house.visitor());
    assert!(page(&guest, &address).await.text().contains("can be fetched once"));
    let before = house.head();
    let first = begun(&guest, &path, 100_000).await;
    assert_eq!(guest.get(&path).await.problem(409), "link_in_use");
    let busy = page(&guest, &path).await.expect(409);
    assert!(busy.text().contains("Somebody else is fetching this"));
    drop(first);
    house.wait_for(DELIVERED, before).await;
    let facts = house.facts_after(before).await;
    let [fact] = &facts[..] else { panic!("{facts:?}") };
    let Event::Documents(Documents::ArchiveDelivered(it)) = &fact.event else { panic!("{fact:?}") };
    assert!(!it.whole && (100_000..2_000_000).contains(&it.sent_bytes), "{it:?}");
    assert_eq!(standing(&admin, &link).await, "works", "what broke off is no use");

    let stuck = eventually("the use is free again", async || {
        let answer = guest.ask(Method::GET, &path).open().await?;
        (answer.status() == 200).then_some(answer)
    });
    let stuck = stuck.await;
    house.advance(Duration::minutes(6));
    guest.get(&path).await.expect(200);
    house.settle().await;
    assert_eq!((page(&guest, &path).await.status(), standing(&admin, &link).await), (404, "used_up".into()));
    drop(stuck);
    house.settle().await;
    let told = admin.get(format!("/api/documents/links/{link}")).await.expect(200).json();
    assert_eq!(told["uses"], json!(1));
    house.close().await;
}

#[tokio::test]
async fn its_maker_is_told_of_the_first_use_and_of_no_other_whatever_they_chose_to_hear() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let photos = folder(&bobs, &root(&bobs, "shared").await, "Photos").await;
    let note = stored(&bobs, &photos, "note.txt", "note").await;
    let (link, address) = shared(&bobs, json!({ "node": photos, "tell_first": true })).await;
    let (_, quiet) = shared(&bobs, json!({ "node": photos })).await;
    let path = format!("/api/documents/links/{link}");
    assert_eq!(bobs.get(&path).await.expect(200).json()["tell_first"], json!(true));
    bobs.patch(&path, json!({ "tell_first": false })).await.expect(200);
    bobs.patch(&path, json!({ "tell_first": true })).await.expect(200);
    assert_eq!(bobs.patch(&path, json!({ "tell_first": true })).await.expect(200).json()["changed"], false);
    let (guest, before) = (house.visitor(), house.head());
    guest.ask(Method::HEAD, format!("{address}/files/{note}")).send().await.expect(200);
    page(&guest, &address).await.expect(200);
    guest.get(format!("{quiet}/files/{note}")).await.expect(200);
    for _ in 0..2 {
        guest.get(format!("{address}/archive")).await.expect(200);
        guest.get(format!("{address}/files/{note}")).await.expect(200);
    }
    house.settle().await;
    let facts = house.facts_after(before).await;
    let count = |name: &str| facts.iter().filter(|fact| fact.event.name() == name).count();
    assert_eq!((count("documents.link_first_used.v1"), count("alerts.alert_raised.v1")), (1, 1));
    let raised = facts.iter().find_map(|fact| match &fact.event {
        Event::Alerts(domain::alerts::Event::AlertRaised(it)) => Some(it.person.to_string()),
        _ => None,
    });
    assert_eq!(raised, Some(bob.account));
    house.close().await;
}

#[tokio::test]
async fn whoever_gets_no_file_gets_no_archive() {
    let (house, admin, _) = House::founded().await;
    let (photos, summer) = photos(&admin, 4).await;
    let own = root(&admin, "own").await;
    let (secrets, note) = (folder(&admin, &own, "Secrets").await, stored(&admin, &own, "note.txt", "note").await);
    let guest = house.visitor();
    let refused = async |path: String| guest.get(&path).await.problem(404);
    let (_, of_file) = shared(&admin, json!({ "node": note })).await;
    let (_, form) = shared(&admin, json!({ "node": photos, "upload_only": true })).await;
    let (link, open) = shared(&admin, json!({ "node": photos })).await;
    for path in [
        format!("{of_file}/archive"),
        format!("{of_file}/folders/{note}/archive"),
        format!("{form}/archive"),
        format!("{form}/folders/{summer}/archive"),
        format!("{open}/folders/{secrets}/archive"),
        format!("{open}/folders/{own}/archive"),
        format!("{open}/folders/x/archive"),
    ] {
        assert_eq!(refused(path.clone()).await, "no_such_link", "{path}");
    }
    let until = house.now() + Duration::minutes(1);
    let (_, short) = shared(&admin, json!({ "node": photos, "until": until })).await;
    let (_, locked) = shared(&admin, json!({ "node": photos, "password": "open sesame" })).await;
    house.advance(Duration::minutes(2));
    admin.delete(format!("/api/documents/links/{link}")).await.expect(200);
    for path in [format!("{short}/archive"), format!("{open}/archive")] {
        assert_eq!(refused(path.clone()).await, "no_such_link", "{path}");
    }
    assert_eq!(guest.get(format!("{locked}/archive")).await.problem(401), "link_password_needed");
    assert_eq!(page(&guest, &format!("{locked}/archive")).await.status(), 403);
    house.close().await;
}

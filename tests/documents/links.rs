//! Links: what one opens to whoever holds it, on what terms, and how its owner sees it.

use axum::http::Method;
use chrono::Duration;
use domain::{Event, documents::Event as Documents};
use serde_json::{Value, json};
use tests::{House, Visitor, eventually};

use crate::{
    drawer::{folder, names, put, root, stored, text},
    guest::{fetched, made, page, shared, standing},
};

#[tokio::test]
async fn a_file_is_fetched_by_whoever_holds_its_link_wherever_it_lies_and_whatever_it_is_called() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let id = stored(&admin, &own, "note.txt", "one").await;
    let (link, address) = shared(&admin, json!({ "node": id })).await;
    let guest = house.visitor();
    let shown = page(&guest, &address).await.expect(200).text().to_owned();
    assert!(shown.contains("note.txt") && shown.contains("3 bytes"), "{shown}");
    assert_eq!(fetched(&guest, &address, &id).await, b"one");
    put(&admin, &own, "note.txt", "other").await.expect(200);
    let box_ = folder(&admin, &own, "Box").await;
    admin
        .patch(format!("/api/documents/nodes/{id}"), json!({ "name": "letter.txt", "parent": box_ }))
        .await
        .expect(200);
    assert_eq!(fetched(&guest, &address, &id).await, b"other", "always the newest");
    assert!(page(&guest, &address).await.text().contains("letter.txt"));
    house.settle().await;
    let told = admin.get(format!("/api/documents/links/{link}")).await.expect(200).json();
    assert_eq!((&told["uses"], &told["name"], &told["standing"]), (&json!(2), &json!("letter.txt"), &json!("works")));

    admin.delete(format!("/api/documents/nodes/{box_}")).await.expect(200);
    assert_eq!((page(&guest, &address).await.status(), standing(&admin, &link).await), (404, "in_trash".into()));
    admin.ask(Method::POST, format!("/api/documents/nodes/{box_}/restoration")).send().await.expect(200);
    assert_eq!(page(&guest, &address).await.status(), 200);
    admin.delete(format!("/api/documents/nodes/{id}")).await.expect(200);
    admin.delete(format!("/api/documents/trash/{id}")).await.expect(200);
    assert_eq!((page(&guest, &address).await.status(), standing(&admin, &link).await), (404, "gone".into()));
    house.close().await;
}

#[tokio::test]
async fn a_link_to_a_version_stays_with_it() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let id = stored(&admin, &own, "note.txt", "one").await;
    put(&admin, &own, "note.txt", "two").await.expect(200);
    let (_, address) = shared(&admin, json!({ "node": id, "version": 1 })).await;
    assert_eq!(fetched(&house.visitor(), &address, &id).await, b"one");
    assert_eq!(made(&admin, json!({ "node": id, "version": 3 })).await.problem(404), "no_such_version");
    house.close().await;
}

#[tokio::test]
async fn a_folder_opens_what_lies_in_it_and_nothing_beside_it() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let (photos, secrets) = (folder(&admin, &own, "Photos").await, folder(&admin, &own, "Secrets").await);
    let summer = folder(&admin, &photos, "Summer").await;
    let sea = stored(&admin, &summer, "sea.jpg", "blue").await;
    let key = stored(&admin, &secrets, "key.txt", "secret").await;
    let (_, address) = shared(&admin, json!({ "node": photos })).await;
    let guest = house.visitor();
    let shown = page(&guest, &address).await.expect(200).text().to_owned();
    assert!(shown.contains("Summer") && !shown.contains("Secrets"), "{shown}");
    let inside = page(&guest, &format!("{address}/folders/{summer}")).await.expect(200).text().to_owned();
    assert!(inside.contains("sea.jpg") && inside.contains("Photos"), "{inside}");
    assert_eq!(fetched(&guest, &address, &sea).await, b"blue");
    for written in ["?after=x", "?inline=perhaps", "?a&b=%ff"] {
        for path in [address.clone(), format!("{address}/folders/{summer}"), format!("{address}/files/{sea}")] {
            assert_eq!(page(&guest, &format!("{path}{written}")).await.status(), 200, "{path}{written}");
        }
    }
    let nothing = page(&guest, &format!("{address}/files/x")).await.expect(404);
    assert!(nothing.text().contains("This link opens nothing"), "{}", nothing.text());
    for outside in [&own, &secrets, &key] {
        for path in [format!("{address}/folders/{outside}"), format!("{address}/files/{outside}")] {
            assert_eq!(guest.get(&path).await.problem(404), "no_such_link", "{path}");
        }
    }
    admin.delete(format!("/api/documents/nodes/{sea}")).await.expect(200);
    assert_eq!(guest.get(format!("{address}/files/{sea}")).await.problem(404), "no_such_link");
    house.close().await;
}

#[tokio::test]
async fn a_link_delivers_as_often_as_it_may_and_retries_and_parts_are_no_use_of_it() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let id = stored(&admin, &own, "digits.txt", "0123456789").await;
    let (link, address) = shared(&admin, json!({ "node": id, "most_uses": 1 })).await;
    let path = format!("{address}/files/{id}");
    let (one, other) = (house.visitor().from([192, 0, 2, 1]), house.visitor().from([192, 0, 2, 2]));
    let part = async |guest: &Visitor, range: &str| {
        guest.ask(Method::GET, &path).header("range", format!("bytes={range}")).send().await
    };
    for range in ["0-3", "0-3", "2-8"] {
        part(&one, range).await.expect(206);
    }
    assert_eq!(part(&other, "0-3").await.problem(409), "link_in_use", "the last use is somebody's already");
    guest_looks(&other, &address).await;
    part(&one, "9-9").await.expect(206);
    house.settle().await;
    assert_eq!(part(&one, "0-3").await.problem(404), "no_such_link");
    assert_eq!(standing(&admin, &link).await, "used_up");
    admin.patch(format!("/api/documents/links/{link}"), json!({ "most_uses": 2 })).await.expect(200);
    part(&one, "0-3").await.expect(206);
    assert_eq!(part(&other, "0-3").await.problem(409), "link_in_use");
    house.advance(Duration::minutes(6));
    eventually("whoever broke off holds nothing up for ever", async || {
        (other.get(&path).await.status() == 200).then_some(())
    })
    .await;
    house.settle().await;
    let told = admin.get(format!("/api/documents/links/{link}")).await.expect(200).json();
    assert_eq!((&told["uses"], &told["standing"]), (&json!(2), &json!("used_up")));
    house.close().await;
}

/// To look at a page is no use.
async fn guest_looks(guest: &Visitor, address: &str) {
    let shown = page(guest, address).await.expect(200).text().to_owned();
    assert!(shown.contains("can be fetched once"), "{shown}");
}

#[tokio::test]
async fn its_owner_changes_it_and_takes_it_back() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let shared_root = root(&bobs, "shared").await;
    let id = stored(&bobs, &shared_root, "note.txt", "one").await;
    let until = house.now() + Duration::minutes(10);
    let (link, address) = shared(&bobs, json!({ "node": id, "note": "for Eve", "until": until })).await;
    let (guest, path) = (house.visitor(), format!("/api/documents/links/{link}"));
    house.advance(Duration::minutes(11));
    assert_eq!((page(&guest, &address).await.status(), standing(&bobs, &link).await), (404, "expired".into()));
    assert_eq!(bobs.patch(&path, json!({ "until": until })).await.json()["changed"], false);
    assert_eq!(bobs.patch(&path, json!({ "most_uses": 0 })).await.problem(422), "until_past");
    bobs.patch(&path, json!({ "until": null, "note": null })).await.expect(200);
    assert_eq!(page(&guest, &address).await.status(), 200);

    let told = admin.get(&path).await.expect(200).json();
    assert_eq!((&told["own"], &told["owner"], &told["note"]), (&json!(false), &json!("Bob"), &Value::Null));
    assert_eq!(admin.patch(&path, json!({ "note": "mine" })).await.problem(404), "no_such_link");
    let listed = admin.get(format!("/api/documents/links?node={id}")).await.expect(200).items();
    assert_eq!((listed.len(), admin.get("/api/documents/links").await.expect(200).items().len()), (1, 0));
    admin.delete(&path).await.expect(200);
    assert_eq!((page(&guest, &address).await.status(), standing(&bobs, &link).await), (404, "revoked".into()));
    assert_eq!(bobs.patch(&path, json!({ "note": "again" })).await.problem(409), "link_revoked");
    house.close().await;
}

#[tokio::test]
async fn files_come_in_and_nothing_of_what_lies_there_is_shown() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let inbox = folder(&admin, &own, "Inbox of Ada").await;
    let there = stored(&admin, &inbox, "tax.pdf", "old").await;
    let (link, address) = shared(&admin, json!({ "node": inbox, "upload_only": true, "most_uses": 3 })).await;
    let guest = house.visitor();
    let form = page(&guest, &address).await.expect(200).text().to_owned();
    assert!(!form.contains("tax") && !form.contains("Inbox") && form.contains("multipart/form-data"), "{form}");
    for path in [format!("{address}/files/{there}"), format!("{address}/folders/{inbox}")] {
        assert_eq!(guest.get(&path).await.problem(404), "no_such_link", "{path}");
    }
    let body = "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"tax.pdf\"\r\nContent-Type: application/pdf\r\n\r\nnew\
        \r\n--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"<b>.txt\"\r\n\r\nhello\r\n--b--\r\n";
    let sent = guest.ask(Method::POST, format!("{address}/files")).header("accept", "text/html");
    let thanks = sent.body("multipart/form-data; boundary=b", body).send().await.expect(200).text().to_owned();
    assert!(thanks.contains("Your 2 files have arrived") && !thanks.contains("tax"), "{thanks}");
    assert_eq!(names(&admin, &inbox).await, ["<b>.txt", "tax (2).pdf", "tax.pdf"]);
    let by_curl =
        |name: &str| guest.ask(Method::PUT, format!("{address}/files/by-name/{name}")).body("text/plain", "x");
    by_curl("tax.pdf").send().await.expect(201);
    assert_eq!((standing(&admin, &link).await, names(&admin, &inbox).await.len()), ("used_up".into(), 4));
    assert_eq!(by_curl("more.txt").send().await.problem(404), "no_such_link");
    let received = house.facts_after(0).await.into_iter();
    let received = received.filter(|fact| matches!(fact.event, Event::Documents(Documents::LinkReceived(_))));
    assert!(received.clone().count() == 3 && received.into_iter().all(|fact| fact.stamp.because.is_some()));
    house.close().await;
}

#[tokio::test]
async fn a_link_does_no_more_than_its_owner_may() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let (eves, _) = house.moves_in(&admin, "Eve", "viewer").await;
    let inbox = folder(&bobs, &root(&bobs, "shared").await, "Inbox").await;
    let own = folder(&bobs, &root(&bobs, "own").await, "Own").await;
    assert_eq!(made(&eves, json!({ "node": inbox })).await.status(), 403);
    assert_eq!(made(&admin, json!({ "node": own })).await.problem(404), "no_such_node");
    let (_, open) = shared(&bobs, json!({ "node": inbox })).await;
    let (_, drop) = shared(&bobs, json!({ "node": inbox, "upload_only": true })).await;
    let (guest, access) = (house.visitor(), format!("/api/identity/accounts/{}/access", bob.account));
    let seen = async || (page(&guest, &open).await.status(), page(&guest, &drop).await.status());
    assert_eq!(seen().await, (200, 200));
    for (word, expected) in [("look", (200, 404)), ("none", (404, 404)), ("act", (200, 200))] {
        admin.patch(&access, json!({ "context": "documents", "access": word })).await.expect(200);
        assert_eq!(seen().await, expected, "{word}");
    }
    admin.delete(format!("/api/identity/accounts/{}", bob.account)).await;
    house.close().await;
}

#[tokio::test]
async fn what_does_not_fit_is_refused_by_name_and_changes_nothing() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let (id, box_) = (stored(&admin, &own, "note.txt", "one").await, folder(&admin, &own, "Box").await);
    let before = house.head();
    let past = house.now() - Duration::minutes(1);
    for (wanted, status, code, field) in [
        (json!({ "node": own }), 409, "whole_space", "node"),
        (json!({ "node": id, "upload_only": true }), 409, "no_folder", "upload_only"),
        (json!({ "node": box_, "version": 1 }), 409, "no_file", "version"),
        (json!({ "node": id, "version": 0 }), 404, "no_such_version", "version"),
        (json!({ "node": id, "until": past }), 422, "until_past", "until"),
        (json!({ "node": id, "most_uses": 0 }), 422, "most_uses_invalid", "most_uses"),
        (json!({ "node": id, "password": "short" }), 422, "link_password_invalid", "password"),
        (json!({ "node": id, "note": "a\u{202e}b" }), 422, "note_invalid", "note"),
    ] {
        let answer = made(&admin, wanted.clone()).await;
        assert_eq!(
            (answer.json()["field"].clone(), answer.problem(status)),
            (json!(field), code.to_owned()),
            "{wanted}"
        );
    }
    assert_eq!(house.head(), before);
    let again = admin.ask(Method::POST, "/api/documents/links").header("idempotency-key", "one");
    let first = again.json(&json!({ "node": id })).send().await.expect(201).json();
    let again = admin.ask(Method::POST, "/api/documents/links").header("idempotency-key", "one");
    let second = again.json(&json!({ "node": id })).send().await.expect(201).json();
    assert_eq!((text(&first["id"]), &second["url"]), (text(&second["id"]), &Value::Null));
    assert!(first["qr_svg"].as_str().expect("a picture").contains("<svg"));
    house.close().await;
}

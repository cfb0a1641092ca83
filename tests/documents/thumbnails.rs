//! Small pictures: who may see them, how long they are kept, and what has none.

use std::path::PathBuf;

use axum::http::Method;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use chrono::Duration;
use serde_json::json;
use tests::{House, Visitor};

use crate::{
    drawer::{put, root, text},
    erasure::holds,
};

/// Of one pixel, which is red.
const DOT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";

pub fn dot() -> Vec<u8> {
    BASE64_STANDARD.decode(DOT).expect("a picture")
}

async fn picture(visitor: &Visitor, folder: &str, bytes: Vec<u8>) -> String {
    text(&put(visitor, folder, "dot.png", bytes).await.expect(201).json()["id"])
}

fn of(file: &str) -> String {
    format!("/api/documents/files/{file}/thumbnail")
}

/// Those that the house keeps.
fn kept(house: &House) -> Vec<PathBuf> {
    let folder = house.path("blobs/.thumbnails");
    if folder.exists() { holds(&folder, b"JFIF") } else { Vec::new() }
}

#[tokio::test]
async fn a_picture_is_shown_small_is_guarded_and_nothing_is_told_of_it() {
    let (house, admin, _) = House::founded().await;
    let shared = root(&admin, "shared").await;
    let id = picture(&admin, &shared, dot()).await;
    let before = house.head();
    let small = admin.get(of(&id)).await.expect(200);
    assert_eq!((small.header("content-type"), &small.bytes()[..3]), (Some("image/jpeg"), &b"\xff\xd8\xff"[..]));
    assert_eq!(small.header("cache-control"), Some("private, no-cache"));
    assert_eq!(small.header("x-content-type-options"), Some("nosniff"));
    assert!(small.header("content-security-policy").expect("a policy").starts_with("sandbox;"));
    assert!(small.header("content-disposition").expect("a way").starts_with("inline"));
    let first = admin.get(format!("{}?version=1", of(&id))).await.expect(200);
    assert!(first.header("cache-control").expect("how long").ends_with("immutable"));
    let tag = small.header("etag").expect("a tag");
    let known = admin.ask(Method::GET, of(&id)).header("if-none-match", tag).send().await.expect(304);
    assert_eq!(known.header("content-security-policy"), small.header("content-security-policy"));
    assert_eq!(kept(&house).len(), 1, "it is made once");
    assert_eq!(house.head(), before, "and is no delivery");
    house.close().await;
}

#[tokio::test]
async fn whoever_may_not_have_the_file_gets_no_small_one() {
    let (house, admin, ada) = House::founded().await;
    let (eves, eve) = house.moves_in(&admin, "Eve", "viewer").await;
    let (own, shared) = (root(&admin, "own").await, root(&admin, "shared").await);
    let (hers, ours) = (picture(&admin, &own, dot()).await, picture(&admin, &shared, dot()).await);
    assert_eq!(eves.get(of(&hers)).await.problem(404), "no_such_node");
    eves.get(of(&ours)).await.expect(200);
    assert_eq!(house.visitor().get(of(&ours)).await.status(), 401);
    let end = json!({ "until": (house.now() + Duration::minutes(10)).to_rfc3339() });
    admin.ask(Method::PUT, format!("/api/documents/files/{ours}/expiry")).json(&end).send().await.expect(200);
    house.advance(Duration::minutes(11));
    assert_eq!(admin.get(of(&ours)).await.problem(410), "file_expired");
    admin.delete(format!("/api/documents/nodes/{hers}")).await.expect(200);
    assert_eq!(admin.get(of(&hers)).await.problem(404), "no_such_node", "nor is one in the trash shown");
    admin.prove(&ada).await;
    let withhold = json!({ "context": "documents", "access": "none" });
    admin.patch(format!("/api/identity/accounts/{}/access", eve.account), withhold).await.expect(200);
    assert_eq!(eves.get(of(&ours)).await.status(), 403);
    house.close().await;
}

#[tokio::test]
async fn what_is_no_picture_or_a_broken_one_has_none_and_the_next_version_may() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let mut bomb = dot();
    bomb[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    let id = picture(&admin, &own, bomb).await;
    for _ in 0..2 {
        assert_eq!(admin.get(of(&id)).await.problem(404), "no_thumbnail");
    }
    put(&admin, &own, "dot.png", dot()).await.expect(200);
    admin.get(of(&id)).await.expect(200);
    assert_eq!(admin.get(format!("{}?version=1", of(&id))).await.problem(404), "no_thumbnail");
    assert_eq!(admin.get(format!("{}?version=3", of(&id))).await.problem(404), "no_such_version");
    let note = text(&put(&admin, &own, "photo.jpg", "a note").await.expect(201).json()["id"]);
    assert_eq!(admin.get(of(&note)).await.problem(404), "no_thumbnail");
    assert_eq!(admin.get(of(&own)).await.problem(404), "no_such_node");
    house.close().await;
}

#[tokio::test]
async fn whoever_is_erased_leaves_none() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let id = picture(&bobs, &root(&bobs, "own").await, dot()).await;
    bobs.get(of(&id)).await.expect(200);
    assert_eq!(kept(&house).len(), 1);
    admin.prove(&ada).await;
    admin.post(format!("/api/identity/accounts/{}/erasure", bob.account), json!({ "name": "Bob" })).await.expect(200);
    assert_eq!(kept(&house), Vec::<PathBuf>::new());
    house.leave().await;
}

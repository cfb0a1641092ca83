//! What a folder takes: looked at by name, by what is said, and by content, whichever way a file comes.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Answer, House, Visitor};

use crate::{
    drawer::{folder, names, put, root, stored, text},
    guest::{page, shared},
    mount::{asking, key},
    tus::{PIECE, asked, begun, piece, unfinished},
};

const JPEG: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 and so on";
const PROGRAM: &[u8] = b"\x7fELF\x02\x01\x01\x00 and so on";

async fn set(visitor: &Visitor, folder: &str, own: Value) -> Answer {
    let path = format!("/api/documents/folders/{folder}/rules");
    visitor.ask(Method::PUT, path).json(&json!({ "own": own })).send().await
}

async fn rules(visitor: &Visitor, folder: &str) -> Value {
    visitor.get(format!("/api/documents/folders/{folder}/rules")).await.expect(200).json()
}

/// The same by the form that takes several.
async fn form(visitor: &Visitor, folder: &str, name: &str, bytes: &str) -> Answer {
    let head = format!("--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    let path = format!("/api/documents/folders/{folder}/files");
    let body = format!("{head}{bytes}\r\n--b--\r\n");
    visitor.ask(Method::POST, path).body("multipart/form-data; boundary=b", body).send().await
}

async fn put_as(visitor: &Visitor, folder: &str, name: &str, kind: &str, bytes: &[u8]) -> Answer {
    visitor.ask(Method::PUT, format!("/api/documents/folders/{folder}/files/{name}")).body(kind, bytes).send().await
}

fn pictures() -> Value {
    json!({ "extensions": ["jpg", "png"], "kinds": [], "most_bytes": 40, "most_files": null, "place": null })
}

/// Bytes on the disk: nothing is to be left of what was refused.
fn blobs(house: &House) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| if entry.path().is_dir() { count(&entry.path()) } else { 1 }).sum()
    }
    count(&house.path("blobs"))
}

#[tokio::test]
async fn a_program_in_disguise_is_taken_nowhere_and_nothing_stays_of_it() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let refused = put(&admin, &own, "invoice.pdf", PROGRAM).await;
    assert_eq!(refused.json()["detail"], "it is said to be a PDF document, but its content is a Linux program");
    assert_eq!(refused.problem(422), "content_not_as_named");
    assert_eq!(put_as(&admin, &own, "invoice", "image/png", PROGRAM).await.problem(422), "content_not_as_named");
    let large: Vec<u8> = PROGRAM.iter().copied().chain((0..3_000_000).map(|_| 7)).collect();
    assert_eq!(put(&admin, &own, "holiday.jpg", large.clone()).await.problem(422), "content_not_as_named");
    assert_eq!(blobs(&house), 0);
    let tool = text(&put(&admin, &own, "tool", PROGRAM).await.expect(201).json()["id"]);
    let renamed = admin.patch(format!("/api/documents/nodes/{tool}"), json!({ "name": "tool.pdf" })).await;
    assert_eq!(renamed.problem(422), "content_not_as_named");
    let copied = json!({ "parent": own, "name": "tool.png" });
    let copied = admin.post(format!("/api/documents/nodes/{tool}/copies"), copied).await;
    assert_eq!(copied.problem(422), "content_not_as_named");
    for (name, bytes) in
        [("empty.pdf", &b""[..]), ("a.sh", b"#!/bin/sh\n"), ("a.txt", b"#!/bin/sh\n"), ("MZ.txt", b"MZ")]
    {
        put(&admin, &own, name, bytes).await.expect(201);
    }
    house.close().await;
}

#[tokio::test]
async fn a_folder_takes_what_its_rules_say_and_so_do_those_in_it() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let photos = folder(&admin, &own, "Photos").await;
    let inner = folder(&admin, &photos, "2026").await;
    stored(&admin, &photos, "before.txt", "it was here").await;
    set(&admin, &photos, pictures()).await.expect(200);
    let shown = rules(&admin, &inner).await;
    assert_eq!(
        (&shown["own"], &shown["inherited"]["from"], &shown["inherited"]["name"]),
        (&json!(null), &json!(photos), &json!("Photos"))
    );
    assert_eq!((&shown["holding"], &rules(&admin, &photos).await["own"]), (&pictures(), &pictures()));
    put_as(&admin, &inner, "a.JPG", "image/jpeg", JPEG).await.expect(201);
    for (name, kind, bytes, status, code) in [
        ("a.pdf", "image/jpeg", JPEG, 422, "type_not_allowed"),
        ("jpg", "image/jpeg", JPEG, 422, "type_not_allowed"),
        ("b.jpg", "image/jpeg", b"<html><script>".as_slice(), 422, "content_not_as_named"),
        ("b.jpg", "text/html", JPEG, 422, "content_not_as_named"),
        ("b.jpg", "image/jpeg", &[JPEG, &[0; 40]].concat(), 413, "file_too_large"),
        (&format!("b.{}", "j".repeat(253)), "image/jpeg", JPEG, 422, "type_not_allowed"),
    ] {
        assert_eq!(put_as(&admin, &inner, name, kind, bytes).await.problem(status), code, "{name} {kind}");
    }
    assert_eq!((names(&admin, &inner).await, blobs(&house)), (vec!["a.JPG".to_owned()], 2));
    assert_eq!(form(&admin, &inner, "b.pdf", "words").await.problem(422), "type_not_allowed");
    assert_eq!(form(&admin, &inner, "b.jpg", "words").await.problem(422), "content_not_as_named");
    assert_eq!(blobs(&house), 2);
    house.close().await;
}

#[tokio::test]
async fn what_is_moved_copied_and_counted_is_looked_at_as_what_is_sent() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let inner = folder(&admin, &own, "Inner").await;
    let note = stored(&admin, &own, "note.txt", "words").await;
    set(&admin, &own, pictures()).await.expect(200);
    put_as(&admin, &inner, "a.jpg", "image/jpeg", JPEG).await.expect(201);
    let aside = folder(&admin, &own, "Aside").await;
    set(&admin, &aside, json!({})).await.expect(200);
    let back = admin.patch(format!("/api/documents/nodes/{note}"), json!({ "parent": aside })).await;
    back.expect(200);
    let moved = admin.patch(format!("/api/documents/nodes/{note}"), json!({ "parent": inner })).await;
    assert_eq!(moved.problem(422), "type_not_allowed");
    let called = admin.patch(format!("/api/documents/nodes/{note}"), json!({ "parent": inner, "name": "n.jpg" })).await;
    assert_eq!(called.problem(422), "content_not_as_named");
    let copied = admin.post(format!("/api/documents/nodes/{note}/copies"), json!({ "parent": inner })).await;
    assert_eq!(copied.problem(422), "type_not_allowed");
    set(&admin, &inner, json!({ "most_files": 2 })).await.expect(200);
    put(&admin, &inner, "note.txt", "words").await.expect(201);
    put(&admin, &inner, "note.txt", "other words").await.expect(200);
    assert_eq!(put(&admin, &inner, "third.txt", "3").await.problem(409), "folder_full");
    set(&admin, &inner, json!(null)).await.expect(200);
    assert_eq!(put(&admin, &inner, "third.txt", "3").await.problem(422), "type_not_allowed");
    house.close().await;
}

#[tokio::test]
async fn uploads_in_pieces_are_refused_before_they_begin_or_when_all_is_there() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    set(&admin, &own, json!({ "kinds": ["video"], "most_bytes": 60 })).await.expect(200);
    assert_eq!(asked(&admin, &own, "a.exe", 9).send().await.problem(422), "type_not_allowed");
    assert_eq!(asked(&admin, &own, "a.mp4", 61).send().await.problem(413), "file_too_large");
    assert!(unfinished(&house).is_empty());
    let upload = begun(&admin, &own, "a.mp4", PROGRAM.len() as u64).await;
    piece(&admin, &upload, 0, &PROGRAM[..4]).send().await.expect(204);
    let ended = piece(&admin, &upload, 4, &PROGRAM[4..]).send().await;
    assert_eq!(ended.problem(422), "content_not_as_named");
    assert_eq!(piece(&admin, &upload, 0, PROGRAM).send().await.problem(410), "upload_gone");
    let at_once = asked(&admin, &own, "b.mp4", JPEG.len() as u64).body(PIECE, JPEG).send().await;
    assert_eq!(at_once.problem(422), "type_not_allowed");
    assert_eq!((blobs(&house), names(&admin, &own).await), (0, vec![]));
    let film = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00";
    asked(&admin, &own, "c.mp4", film.len() as u64).body(PIECE, *film).send().await.expect(201);
    assert_eq!(names(&admin, &own).await, ["c.mp4"]);
    house.close().await;
}

#[tokio::test]
async fn links_and_file_managers_are_told_why_and_bring_nothing_in() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let photos = folder(&admin, &own, "Photos").await;
    set(&admin, &photos, pictures()).await.expect(200);
    let (_, link) = shared(&admin, json!({ "node": photos, "upload_only": true })).await;
    let guest = house.visitor();
    let sent = |name: &str, bytes: &'static [u8]| {
        guest.ask(Method::PUT, format!("{link}/files/by-name/{name}")).body("application/octet-stream", bytes).send()
    };
    sent("a.jpg", JPEG).await.expect(201);
    sent("a.jpg", JPEG).await.expect(201);
    assert_eq!(sent("a.html", b"<html>").await.problem(422), "type_not_allowed");
    assert_eq!(sent("b.jpg", b"<html>").await.problem(422), "content_not_as_named");
    assert_eq!(sent("c.jpg", PROGRAM).await.problem(422), "content_not_as_named");
    assert!(String::from_utf8_lossy(page(&guest, &link).await.expect(200).bytes()).contains(".jpg"));
    let key = key(&admin, "act").await;
    let mounted = |method: &'static str, path: &str| asking(&guest, &key, method, &format!("/dav/own/Photos/{path}"));
    assert_eq!(mounted("PUT", "d.jpg").body("image/jpeg", "<html>").send().await.status(), 422);
    assert_eq!(mounted("PUT", "d.txt").body("text/plain", "words").send().await.status(), 422);
    mounted("PUT", "d.jpg").body("image/jpeg", JPEG).send().await.expect(201);
    let aside = mounted("MOVE", "d.jpg").header("destination", "/dav/own/Photos/d.docx");
    assert_eq!(aside.send().await.status(), 422);
    assert_eq!(names(&admin, &photos).await, ["a (2).jpg", "a.jpg", "d.jpg"]);
    house.close().await;
}

#[tokio::test]
async fn what_lay_there_before_comes_back_and_only_admins_rule_over_what_all_share() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let note = stored(&admin, &own, "note.txt", "1").await;
    put(&admin, &own, "note.txt", "2").await.expect(200);
    set(&admin, &own, pictures()).await.expect(200);
    let back = |path: String| admin.ask(Method::POST, format!("/api/documents/{path}/restoration")).send();
    back(format!("files/{note}/versions/1")).await.expect(200);
    admin.delete(format!("/api/documents/nodes/{note}")).await.expect(200);
    back(format!("nodes/{note}")).await.expect(200);
    assert_eq!(names(&admin, &own).await, ["note.txt"]);
    let all = root(&admin, "shared").await;
    let (bob, _) = house.moves_in(&admin, "Bob", "member").await;
    assert_eq!(set(&bob, &all, pictures()).await.problem(403), "not_allowed");
    assert_eq!(rules(&bob, &all).await["own"], json!(null));
    set(&admin, &all, pictures()).await.expect(200);
    assert_eq!(put(&bob, &all, "a.txt", "words").await.problem(422), "type_not_allowed");
    assert_eq!(set(&bob, &own, pictures()).await.problem(404), "no_such_node");
    for bad in [json!({ "extensions": ["a/b"] }), json!({ "most_bytes": 0 }), json!({ "most_files": 2_000_000 })] {
        assert_eq!(set(&admin, &own, bad).await.problem(422), "rules_invalid");
    }
    assert_eq!(set(&admin, &note, pictures()).await.problem(404), "no_such_folder");
    house.close().await;
}

//! Files that arrive in pieces, by tus 1.0.0.

use axum::{
    body::{Body, Bytes},
    http::Method,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::Duration;
use domain::{Event, documents::Event as Documents};
use ring::digest;
use serde_json::json;
use tests::{House, eventually, until};

use crate::{
    drawer::{content, folder, names, root, text},
    tus::{PIECE, asked, begun, look, metadata, number, offset, piece, tus, unfinished},
};

#[tokio::test]
async fn a_file_in_pieces_is_a_file_after_the_last_of_them_and_its_beginning_and_end_are_written_down() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let before = house.head();
    let upload = begun(&admin, &own, "film.mp4", 10).await;
    let first = piece(&admin, &upload, 0, "01234").send().await.expect(204);
    assert_eq!((number(&first, "upload-offset"), first.header("tus-resumable")), (5, Some("1.0.0")));
    let at = look(&admin, &upload).await.expect(200);
    assert_eq!((number(&at, "upload-offset"), number(&at, "upload-length")), (5, 10));
    assert_eq!(at.header("upload-metadata"), Some(metadata("film.mp4").as_str()));
    assert_eq!(
        (at.header("cache-control"), at.header("upload-expires")),
        (Some("no-store"), first.header("upload-expires"))
    );
    assert!(names(&admin, &own).await.is_empty());
    piece(&admin, &upload, 5, "56789").send().await.expect(204);
    let told = admin.get(&upload).await.expect(200).json();
    assert_eq!(
        (&told["received_bytes"], &told["version"], &told["media_type"]),
        (&json!(10), &json!(1), &json!("video/mp4"))
    );
    assert_eq!(offset(&admin, &upload).await, 10);
    let kinds = house.kinds_after(before).await;
    assert_eq!(kinds, ["documents.upload_started.v1", "documents.file_stored.v1", "documents.upload_completed.v1"]);
    assert_eq!(content(&admin, &text(&told["file"])).await, b"0123456789");
    assert_eq!(unfinished(&house), [0_u64; 0]);
    house.close().await;
}

#[tokio::test]
async fn one_request_is_enough_and_a_file_of_that_name_gets_another_version() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    for (bytes, version) in [("first", 1), ("second", 2), ("", 3)] {
        let whole = asked(&admin, &own, "note.txt", bytes.len() as u64).body(PIECE, bytes).send().await.expect(201);
        assert_eq!(number(&whole, "upload-offset"), bytes.len() as u64);
        let told = admin.get(whole.header("location").expect("a place")).await.expect(200).json();
        assert_eq!(told["version"], version);
        assert_eq!(content(&admin, &text(&told["file"])).await, bytes.as_bytes());
    }
    house.close().await;
}

#[tokio::test]
async fn anybody_may_ask_what_is_spoken_and_other_versions_are_not() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let path = format!("/api/documents/folders/{own}/uploads");
    let told = house.visitor().ask(Method::OPTIONS, &path).send().await.expect(204);
    assert_eq!(
        (told.header("tus-version"), told.header("tus-checksum-algorithm")),
        (Some("1.0.0"), Some("sha1,sha256"))
    );
    assert_eq!(told.header("tus-extension"), Some("creation,creation-with-upload,termination,checksum,expiration"));
    assert_eq!(number(&told, "tus-max-size"), 1 << 40);
    for version in ["0.2.2", "2.0.0", ""] {
        let other = admin.ask(Method::POST, &path).header("tus-resumable", version).send().await;
        assert_eq!((other.header("tus-version"), other.header("tus-resumable")), (Some("1.0.0"), Some("1.0.0")));
        assert_eq!(other.problem(412), "tus_version_unknown");
    }
    let stranger = house.visitor().ask(Method::POST, &path).send().await.expect(401);
    assert_eq!(stranger.header("tus-resumable"), Some("1.0.0"));
    house.close().await;
}

#[tokio::test]
async fn a_piece_that_is_not_what_its_checksum_says_was_never_there() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let upload = begun(&admin, &own, "a.bin", 6).await;
    let sum = |way: &'static digest::Algorithm, bytes: &str| STANDARD.encode(digest::digest(way, bytes.as_bytes()));
    let sent =
        |at, bytes: &'static str, sum: String| piece(&admin, &upload, at, bytes).header("upload-checksum", sum).send();
    let sha1 = sum(&digest::SHA1_FOR_LEGACY_USE_ONLY, "abc");
    assert_eq!(sent(0, "abd", format!("sha1 {sha1}")).await.problem(460), "checksum_wrong");
    assert_eq!(offset(&admin, &upload).await, 0);
    sent(0, "abc", format!("sha1 {sha1}")).await.expect(204);
    assert_eq!(sent(3, "xyz", format!("sha256 {sha1}")).await.problem(460), "checksum_wrong");
    assert_eq!((offset(&admin, &upload).await, unfinished(&house)), (3, vec![3]));
    assert_eq!(sent(3, "def", "md5 kAFQmDzST7DWlj99KOF/cg==".to_owned()).await.problem(400), "upload_header_invalid");
    let sha256 = sum(&digest::SHA256, "def");
    sent(3, "def", format!("sha256 {sha256}")).await.expect(204);
    let file = text(&admin.get(&upload).await.expect(200).json()["file"]);
    assert_eq!(content(&admin, &file).await, b"abcdef");
    house.close().await;
}

#[tokio::test]
async fn whoever_wants_it_no_more_ends_it_and_nothing_of_it_stays() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let upload = begun(&admin, &own, "a.bin", 6).await;
    piece(&admin, &upload, 0, "abc").send().await.expect(204);
    tus(&admin, Method::DELETE, &upload).send().await.expect(204);
    assert_eq!((unfinished(&house), look(&admin, &upload).await.status()), (vec![], 410));
    assert_eq!(piece(&admin, &upload, 3, "def").send().await.problem(410), "upload_gone");
    assert_eq!(tus(&admin, Method::DELETE, &upload).send().await.problem(410), "upload_gone");
    let done = begun(&admin, &own, "b.bin", 1).await;
    piece(&admin, &done, 0, "b").send().await.expect(204);
    assert_eq!(tus(&admin, Method::DELETE, &done).send().await.problem(409), "upload_completed");
    house.close().await;
}

#[tokio::test]
async fn what_nobody_goes_on_with_comes_to_nothing_after_a_day() {
    let (house, admin, ada) = House::founded().await;
    let own = root(&admin, "own").await;
    let upload = begun(&admin, &own, "a.bin", 6).await;
    house.advance(Duration::hours(23));
    admin.log_in(house.tray(), &ada).await;
    piece(&admin, &upload, 0, "abc").send().await.expect(204);
    house.advance(Duration::hours(23));
    admin.log_in(house.tray(), &ada).await;
    assert_eq!(offset(&admin, &upload).await, 3);
    let before = house.head();
    house.advance(Duration::hours(2));
    let Event::Documents(Documents::UploadAborted(it)) =
        house.wait_for("documents.upload_aborted.v1", before).await.event
    else {
        panic!("another event");
    };
    assert_eq!((it.why.as_str(), it.received_bytes), ("expired", 3));
    until("its bytes are gone", async || unfinished(&house).is_empty()).await;
    admin.log_in(house.tray(), &ada).await;
    assert_eq!(look(&admin, &upload).await.status(), 410);
    house.close().await;
}

#[tokio::test]
async fn whoever_comes_back_takes_over_from_the_connection_that_hangs() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let upload = begun(&admin, &own, "a.bin", 6).await;
    let (line, rest) = tokio::sync::mpsc::channel::<Bytes>(1);
    let body = Body::from_stream(futures(rest));
    let (twin, path) = (admin.twin(), upload.clone());
    let hanging = tokio::spawn(async move {
        tus(&twin, Method::PATCH, &path).header("upload-offset", "0").stream(PIECE, body).send().await
    });
    line.send(Bytes::from_static(b"abc")).await.expect("heard");
    until("the first bytes are there", async || unfinished(&house) == [3]).await;
    piece(&admin, &upload, 3, "def").send().await.expect(204);
    assert_eq!(hanging.await.expect("an answer").problem(423), "upload_busy");
    let file = text(&admin.get(&upload).await.expect(200).json()["file"]);
    assert_eq!(content(&admin, &file).await, b"abcdef");
    drop(line);
    house.close().await;
}

/// The bytes of a line as they are said.
fn futures(
    rest: tokio::sync::mpsc::Receiver<Bytes>,
) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> {
    futures_util::stream::unfold(rest, async |mut rest| Some((Ok(rest.recv().await?), rest)))
}

#[tokio::test]
async fn where_a_proxy_lets_little_through_the_method_is_said_in_a_header() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let upload = begun(&admin, &own, "a.bin", 3).await;
    let meant = |method: &str| tus(&admin, Method::POST, &upload).header("x-http-method-override", method);
    meant("PATCH").header("upload-offset", "0").body(PIECE, "ab").send().await.expect(204);
    assert_eq!(number(&meant("HEAD").send().await.expect(200), "upload-offset"), 2);
    assert_eq!(number(&admin.get(&upload).await.expect(200), "upload-offset"), 2);
    assert_eq!(meant("BREW").send().await.problem(400), "method_unsaid");
    meant("DELETE").send().await.expect(204);
    assert_eq!(admin.get(&upload).await.problem(410), "upload_gone");
    house.close().await;
}

#[tokio::test]
async fn an_upload_is_its_owners_alone_and_goes_on_after_the_house_was_started_again() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let shared = root(&bobs, "shared").await;
    let upload = begun(&bobs, &shared, "a.bin", 6).await;
    piece(&bobs, &upload, 0, "abc").send().await.expect(204);
    for method in [Method::GET, Method::DELETE] {
        assert_eq!(tus(&admin, method, &upload).send().await.problem(404), "no_such_upload");
    }
    assert_eq!(piece(&admin, &upload, 3, "xyz").send().await.problem(404), "no_such_upload");
    let house = house.restarted().await;
    let bobs = bobs.in_house(&house);
    assert_eq!(offset(&bobs, &upload).await, 3);
    piece(&bobs, &upload, 3, "def").send().await.expect(204);
    let file = text(&bobs.get(&upload).await.expect(200).json()["file"]);
    assert_eq!(content(&bobs, &file).await, b"abcdef");
    house.close().await;
}

#[tokio::test]
async fn what_its_folder_takes_no_more_comes_to_nothing_and_says_so() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let inside = folder(&admin, &own, "Films").await;
    let upload = begun(&admin, &inside, "a.bin", 3).await;
    admin.delete(format!("/api/documents/nodes/{inside}")).await.expect(200);
    assert_eq!(piece(&admin, &upload, 0, "abc").send().await.problem(404), "no_such_folder");
    assert_eq!((look(&admin, &upload).await.status(), unfinished(&house)), (410, vec![]));
    house.close().await;
}

#[tokio::test]
async fn an_erased_person_leaves_nothing_half_sent() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let shared = root(&bobs, "shared").await;
    let upload = begun(&bobs, &shared, "a.bin", 6).await;
    piece(&bobs, &upload, 0, "abc").send().await.expect(204);
    admin.prove(&ada).await;
    let erased = admin.post(format!("/api/identity/accounts/{}/erasure", bob.account), json!({ "name": "Bob" })).await;
    let lines = erased.expect(200).json()["certificate"]["purged"].as_array().expect("lines").clone();
    let sending = |line: &serde_json::Value| line["what"].as_str().is_some_and(|what| what.contains("sending"));
    assert!(lines.iter().any(|line| sending(line) && line["count"] == 1), "{lines:?}");
    eventually("nothing is left", async || unfinished(&house).is_empty().then_some(())).await;
    house.leave().await;
}

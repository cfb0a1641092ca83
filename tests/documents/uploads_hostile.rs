//! Uploads that lie: about lengths, offsets, names and bytes. Each is told what is wrong, and nothing is lost by it.

use axum::{body::Body, http::Method};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use tests::House;

use crate::{
    drawer::{names, root},
    tus::{PIECE, asked, begun, metadata, offset, piece, tus, unfinished},
};

#[tokio::test]
async fn a_length_is_a_number_that_some_disk_holds() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let path = format!("/api/documents/folders/{own}/uploads");
    let before = house.head();
    let of = |length: &str| {
        let asking = tus(&admin, Method::POST, &path).header("upload-metadata", metadata("a.bin"));
        asking.header("upload-length", length).send()
    };
    for wrong in ["-1", "", "1.5", "0x10", "many", "1, 1"] {
        assert_eq!(of(wrong).await.problem(400), "upload_header_invalid", "{wrong}");
    }
    for huge in [(1_u64 << 40) + 1, u64::MAX] {
        assert_eq!(of(&huge.to_string()).await.problem(413), "file_too_large");
    }
    assert_eq!(of("340282366920938463463374607431768211456").await.problem(413), "file_too_large");
    assert_eq!(of(&(1_u64 << 40).to_string()).await.problem(507), "disk_full");
    assert_eq!(tus(&admin, Method::POST, &path).send().await.problem(400), "upload_header_invalid");
    for (header, value) in [("upload-defer-length", "1"), ("upload-concat", "partial")] {
        let asking = asked(&admin, &own, "a.bin", 1).header(header, value);
        assert_eq!(asking.send().await.problem(400), "tus_extension_unknown", "{header}");
    }
    assert_eq!((house.head(), unfinished(&house)), (before, vec![]));
    house.close().await;
}

#[tokio::test]
async fn a_name_is_one_that_people_can_read_and_never_a_path() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let before = house.head();
    for bad in
        ["", " ", ".", "..", "../escape", "/etc/passwd", "a\\b", "a\0", "a\nb", "a\u{202e}gpj.exe", &"x".repeat(256)]
    {
        assert_eq!(asked(&admin, &own, bad, 1).send().await.problem(422), "name_invalid", "{bad:?}");
    }
    let of = |said: String| {
        let path = format!("/api/documents/folders/{own}/uploads");
        tus(&admin, Method::POST, &path).header("upload-length", "1").header("upload-metadata", said).send()
    };
    assert_eq!(of(format!("filename {}", STANDARD.encode([0xff, 0xfe]))).await.problem(400), "upload_header_invalid");
    assert_eq!(of("filename not*base64".to_owned()).await.problem(400), "upload_header_invalid");
    assert_eq!(of("relativePath YQ==".to_owned()).await.problem(400), "filename_missing");
    let talkative = format!("{},more {}", metadata("a.bin"), "YWFh".repeat(1024));
    assert_eq!(of(talkative).await.problem(400), "metadata_too_long");
    assert_eq!((house.head(), unfinished(&house)), (before, vec![]));
    let good = ["CON", "aux.txt", "שלום.txt", "📷.jpg", "a:b", &"ä".repeat(127)];
    for name in good {
        asked(&admin, &own, name, 1).body(PIECE, "x").send().await.expect(201);
    }
    assert_eq!(names(&admin, &own).await.len(), good.len());
    house.close().await;
}

#[tokio::test]
async fn a_piece_that_does_not_fit_changes_nothing() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let upload = begun(&admin, &own, "a.bin", 6).await;
    piece(&admin, &upload, 0, "abc").send().await.expect(204);
    for at in [0, 2, 4, 6, u64::MAX] {
        let wrong = piece(&admin, &upload, at, "def").send().await;
        assert_eq!(wrong.header("upload-offset"), Some("3"), "{at}");
        assert_eq!(wrong.problem(409), "upload_offset_wrong", "{at}");
    }
    assert_eq!(piece(&admin, &upload, 3, "defg").send().await.problem(413), "upload_too_long");
    let unsaid = tus(&admin, Method::PATCH, &upload).header("upload-offset", "3");
    let chunks = futures_util::stream::iter(["de", "fg"].map(Ok::<_, std::io::Error>));
    assert_eq!(unsaid.stream(PIECE, Body::from_stream(chunks)).send().await.problem(413), "upload_too_long");
    let other = tus(&admin, Method::PATCH, &upload).header("upload-offset", "3").body("application/json", "def");
    assert_eq!(other.send().await.problem(415), "not_a_piece");
    let nowhere = tus(&admin, Method::PATCH, &upload).body(PIECE, "def");
    assert_eq!(nowhere.send().await.problem(400), "upload_header_invalid");
    let forged = piece(&admin, &upload, 3, "def").without_csrf();
    assert_eq!(forged.send().await.problem(403), "csrf_token_missing");
    assert_eq!((offset(&admin, &upload).await, unfinished(&house)), (3, vec![3]));
    house.close().await;
}

#[tokio::test]
async fn what_came_before_a_line_broke_stays() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let upload = begun(&admin, &own, "a.bin", 6).await;
    let broken = || futures_util::stream::iter([Ok("ab"), Err(std::io::Error::other("the line broke"))]);
    let sent = |at: &str| tus(&admin, Method::PATCH, &upload).header("upload-offset", at);
    let cut = sent("0").stream(PIECE, Body::from_stream(broken())).send().await;
    assert_eq!(cut.problem(400), "body_cut_short");
    assert_eq!(offset(&admin, &upload).await, 2);
    // Half a piece does not prove what the whole was to prove.
    let proved = sent("2").header("upload-checksum", "sha1 2sK5v1P1LeUTJ/xT9dXSfWFDMQU=");
    assert_eq!(proved.stream(PIECE, Body::from_stream(broken())).send().await.problem(400), "body_cut_short");
    assert_eq!((offset(&admin, &upload).await, unfinished(&house)), (2, vec![2]));
    house.close().await;
}

#[tokio::test]
async fn a_first_piece_that_is_refused_begins_nothing() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    assert_eq!(asked(&admin, &own, "a.bin", 2).body(PIECE, "abc").send().await.problem(413), "upload_too_long");
    assert_eq!(unfinished(&house), [0_u64; 0]);
    assert!(names(&admin, &own).await.is_empty());
    house.close().await;
}

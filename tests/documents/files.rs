//! The bytes of files: stored, read, read in parts.

use axum::http::Method;
use tests::House;

use crate::drawer::{content, put, root, stored, text};

#[tokio::test]
async fn bytes_come_back_as_they_went_in_whatever_they_are() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let large: Vec<u8> = (0..3_000_000_u32).flat_map(|number| number.to_le_bytes()).collect();
    for (name, bytes) in [("empty", vec![]), ("zero", vec![0; 100]), ("large.bin", large)] {
        let id = text(&put(&admin, &own, name, bytes.clone()).await.expect(201).json()["id"]);
        assert!(content(&admin, &id).await == bytes, "{name}");
    }
    house.close().await;
}

#[tokio::test]
async fn a_name_of_any_script_is_told_to_old_and_new_programs() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let id = stored(&admin, &own, "%D7%A9%D7%9C%D7%95%D7%9D%20%F0%9F%93%B7.txt", "hello").await;
    let answer = admin.get(format!("/api/documents/files/{id}/content")).await.expect(200);
    let told = "attachment; filename=\"____ _.txt\"; filename*=UTF-8''%D7%A9%D7%9C%D7%95%D7%9D%20%F0%9F%93%B7.txt";
    assert_eq!(answer.header("content-disposition"), Some(told));
    house.close().await;
}

#[tokio::test]
async fn a_part_is_read_and_what_is_known_is_not_sent_again() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let id = stored(&admin, &own, "digits.txt", "0123456789").await;
    let path = format!("/api/documents/files/{id}/content");
    let asked = |name: &str, value: &str| admin.ask(Method::GET, &path).header(name, value).send();
    let part = asked("range", "bytes=2-4").await.expect(206);
    assert_eq!((part.bytes(), part.header("content-range")), (&b"234"[..], Some("bytes 2-4/10")));
    assert_eq!((part.header("accept-ranges"), part.header("content-length")), (Some("bytes"), Some("3")));
    assert_eq!(asked("range", "bytes=-3").await.expect(206).bytes(), b"789");
    let beyond = asked("range", "bytes=10-").await;
    assert_eq!((beyond.header("content-range"), beyond.status()), (Some("bytes */10"), 416));
    assert_eq!(asked("range", "bytes=0-1,4-5").await.expect(200).bytes(), b"0123456789");
    let tag = part.header("etag").expect("a tag").to_owned();
    let head = admin.ask(Method::HEAD, &path).header("range", "bytes=2-4").send().await.expect(200);
    assert_eq!((head.header("content-length"), head.header("content-range")), (Some("10"), None));
    asked("if-none-match", &tag).await.expect(304);
    let resumed = admin.ask(Method::GET, &path).header("range", "bytes=5-").header("if-range", &tag).send().await;
    assert_eq!(resumed.expect(206).bytes(), b"56789");
    asked("if-match", &format!("\"other\", {tag}")).await.expect(200);
    asked("if-match", "*").await.expect(200);
    assert_eq!(asked("if-match", "\"other\"").await.problem(412), "condition_failed");
    let other = admin.ask(Method::GET, &path).header("range", "bytes=5-").header("if-range", "\"other\"").send().await;
    assert_eq!(other.expect(200).bytes().len(), 10);
    house.close().await;
}

#[tokio::test]
async fn only_what_runs_nowhere_is_shown_and_that_in_a_sandbox() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let script = "<script>alert(1)</script>";
    for (name, kind, shown) in [
        ("page.html", "text/plain; charset=utf-8", true),
        ("picture.svg", "image/svg+xml", false),
        ("photo.png", "image/png", true),
        ("paper.pdf", "application/pdf", true),
    ] {
        let id = stored(&admin, &own, name, script).await;
        let answer = admin.get(format!("/api/documents/files/{id}/content?inline=true")).await.expect(200);
        let way = answer.header("content-disposition").expect("a way").starts_with("inline");
        assert_eq!((answer.header("content-type"), way), (Some(kind), shown), "{name}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(
            policy.contains("default-src 'none'") && (name == "paper.pdf" || policy.starts_with("sandbox;")),
            "{policy}"
        );
        let tag = answer.header("etag").expect("a tag");
        let path = format!("/api/documents/files/{id}/content?inline=true");
        let known = admin.ask(Method::GET, path).header("if-none-match", tag).send().await.expect(304);
        for guard in ["content-security-policy", "x-frame-options", "content-disposition"] {
            assert_eq!(known.header(guard), answer.header(guard), "{name}: {guard} of what is known already");
        }
        let kept = admin.get(format!("/api/documents/files/{id}/content")).await.expect(200);
        assert!(kept.header("content-disposition").expect("a way").starts_with("attachment"));
    }
    house.close().await;
}

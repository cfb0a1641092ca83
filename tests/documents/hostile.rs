//! Uploads that break off, lie or have names like paths.

use axum::http::Method;
use tests::House;

use crate::drawer::{names, put, root};

#[tokio::test]
async fn a_name_is_never_a_path() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    for name in ["..%2Fescape", "%2Fetc%2Fpasswd", "..", "%2e%2e", "a%5Cb", "%00", "%0A", "%E2%80%AEgpj.exe"] {
        let answer = put(&admin, &own, name, "x").await;
        assert!(matches!(answer.status(), 404 | 422), "{name}: {}", answer.text());
    }
    for name in ["CON", "aux.txt", "a:b", "-rf", "%27%3B--", "~", "%24%28id%29"] {
        put(&admin, &own, name, "x").await.expect(201);
    }
    let outside: Vec<_> =
        std::fs::read_dir(house.path("blobs")).expect("a folder").flatten().map(|it| it.file_name()).collect();
    assert!(outside.iter().all(|name| *name == *own || name == ".incoming" || name == ".unfinished"), "{outside:?}");
    assert_eq!(names(&admin, &own).await.len(), 7);
    house.close().await;
}

#[tokio::test]
async fn a_part_is_not_taken_for_a_file() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let path = format!("/api/documents/folders/{own}/files/a.txt");
    let part = admin.ask(Method::PUT, &path).header("content-range", "bytes 0-1/10").body("text/plain", "ab");
    assert_eq!(part.send().await.problem(400), "partial_put");
    assert!(names(&admin, &own).await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn without_the_sessions_token_nothing_is_stored() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let path = format!("/api/documents/folders/{own}/files/a.txt");
    let forged = admin.ask(Method::PUT, &path).without_csrf().body("text/plain", "x").send().await;
    assert_eq!(forged.problem(403), "csrf_token_missing");
    let foreign = admin.ask(Method::PUT, &path).header("origin", "https://evil.example").body("text/plain", "x");
    assert_eq!(foreign.send().await.problem(403), "cross_site");
    assert!(names(&admin, &own).await.is_empty());
    house.close().await;
}

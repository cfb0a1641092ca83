//! Files through a proxy: those that it serves itself, its own and the house's, and those on their way into the house.

use std::{fs, os::unix::fs::PermissionsExt as _};

use axum::http::Method;
use serde_json::json;
use tests::TusClient;

use crate::behind::{Behind, Program};

const LOGS: &str = "/api/household/request-logs";

/// The proxy asks the house who may have its own files.
pub async fn of_ones_own(program: &Program) {
    let behind = Behind::start(program).await;
    let stranger = behind.visitor();
    let refused = stranger.get("/files/picture.txt").await.expect(303);
    assert_eq!(refused.header("location"), Some("/"));
    assert!(!refused.text().contains("a picture"));
    let ada = behind.ada().await;
    for path in ["/files/picture.txt", "/files/picture.txt?size=large"] {
        let picture = ada.get(path).await.expect(200);
        assert_eq!(picture.text(), "a picture of Ada");
        assert_eq!(picture.header("x-content-type-options"), Some("nosniff"));
        assert!(picture.header("strict-transport-security").is_some());
        assert!(picture.header("content-security-policy").is_some_and(|policy| policy.contains("sandbox")));
    }
    ada.get("/files/nothing.txt").await.expect(404);
    let first = ada.ask(Method::GET, "/files/picture.txt").header("range", "bytes=2-8").send().await.expect(206);
    assert_eq!(first.text(), "picture");
    ada.delete("/api/identity/session").await;
    ada.get("/files/picture.txt").await.expect(303);
    behind.stop().await;
}

/// A document is sent by the proxy, and by nobody to whom the house does not give it.
pub async fn of_documents(program: &Program) {
    let behind = Behind::start(program).await;
    let ada = behind.ada().await;
    let spaces = ada.get("/api/documents/spaces").await.expect(200).items();
    let root = spaces[0]["root"].as_str().expect("a root").to_owned();
    let put = format!("/api/documents/folders/{root}/files/%C3%BCber.txt");
    let stored = ada.ask(Method::PUT, put).body("text/plain", "0123456789").send().await.expect(201).json();
    let file = format!("/api/documents/files/{}", stored["id"].as_str().expect("an id"));
    let content = format!("{file}/content");
    let whole = ada.get(&content).await.expect(200);
    assert_eq!((whole.text(), whole.header("content-type")), ("0123456789", Some("text/plain")));
    let name = "attachment; filename=\"_ber.txt\"; filename*=UTF-8''%C3%BCber.txt";
    assert_eq!((whole.header("content-disposition"), whole.header("x-accel-redirect")), (Some(name), None));
    assert!(
        whole.header("etag").is_some_and(|tag| tag.len() < 34),
        "the proxy sent it: the house's tag is half a hash"
    );
    let part = ada.ask(Method::GET, &content).header("range", "bytes=2-4").send().await.expect(206);
    assert_eq!(part.text(), "234");
    let shown = ada.get(format!("{content}?inline=true")).await.expect(200);
    assert!(shown.header("content-security-policy").is_some_and(|policy| policy.starts_with("sandbox;")));
    behind.visitor().get(&content).await.problem(401);
    let told = tests::eventually("the delivery", async || {
        let told = ada.get(format!("{file}/deliveries")).await.expect(200).items();
        (!told.is_empty()).then_some(told)
    });
    let told = told.await;
    assert_eq!((told[0]["sent_bytes"].as_u64(), told[0]["whole"].as_bool()), (Some(10), Some(true)));
    behind.stop().await;
}

/// The house decides, the proxy sends, and nobody gets at the rest of the folder.
pub async fn of_the_house(program: &Program) {
    let behind = Behind::start(program).await;
    let ada = behind.ada().await;
    let today = ada.get(LOGS).await.expect(200).items()[0]["day"].as_str().expect("a day").to_owned();
    let path = format!("{LOGS}/{today}");
    let file = behind.place.path().join(format!("requests.{today}.log"));
    let sent = ada.get(&path).await.expect(200);
    let whole = fs::read_to_string(&file).expect("the log");
    assert!(!sent.text().is_empty() && whole.starts_with(sent.text()), "{}", sent.text());
    assert_eq!(sent.header("content-type"), Some("application/jsonl"));
    let name = format!("attachment; filename=\"requests.{today}.log\"");
    assert_eq!(sent.header("content-disposition"), Some(name.as_str()));
    assert_eq!(sent.header("x-accel-redirect"), None, "what the house said to the proxy stays between them");
    assert!(sent.header("strict-transport-security").is_some());
    let part = ada.ask(Method::GET, &path).header("range", "bytes=0-7").send().await.expect(206);
    assert_eq!(part.text(), &whole[..8], "the house knows no ranges; the proxy sent it");
    behind.visitor().get(&path).await.problem(401);
    for secret in ["log.sqlite", "vault.sqlite", "daybook.toml"] {
        let mode = fs::metadata(behind.place.path().join(secret)).expect(secret).permissions().mode();
        assert_eq!(mode & 0o077, 0, "{secret}: the proxy, who shares the group, could read it");
    }
    for name in [format!("requests.{today}.log"), "log.sqlite".to_owned(), "vault.sqlite".to_owned()] {
        let straight = ada.get(format!("/protected/{name}")).await.expect(404);
        assert!(!straight.text().contains("\"path\""), "{name}");
    }
    behind.stop().await;
}

/// A client of other people sends far more than the proxy lets anybody say otherwise, in pieces and at once.
pub async fn on_their_way_in(program: &Program) {
    let behind = Behind::start(program).await;
    let ada = behind.ada().await;
    let bytes: Vec<u8> = (0..8_u32 << 20).map(|at| u8::try_from(at % 251).expect("small")).collect();
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("film.mp4"), &bytes).expect("written");
    let wanted = json!({ "name": "uploader", "scopes": ["documents:act"] });
    let key = ada.post("/api/identity/keys", wanted).await.expect(201).json()["token"].clone();
    let spaces = ada.get("/api/documents/spaces").await.expect(200).items();
    let place = format!("/api/documents/folders/{}/uploads", spaces[0]["root"].as_str().expect("a root"));
    for (override_method, chunk_bytes) in [(false, 3 << 20), (true, bytes.len())] {
        let mut client = TusClient::send(&json!({
            "endpoint": format!("https://127.0.0.1:{}{place}", behind.proxy.site.port), "name": "film.mp4",
            "file": folder.path().join("film.mp4"), "storage": folder.path().join("urls"), "type": "video/mp4",
            "chunkSize": chunk_bytes, "override": override_method,
            "headers": { "authorization": format!("Bearer {}", key.as_str().expect("a key")) },
        }));
        client.next("start").await;
        let url = client.next("done").await["url"].as_str().expect("a place").to_owned();
        let told = ada.get(&url[url.find("/api/").expect("a path")..]).await.expect(200).json();
        let content = format!("/api/documents/files/{}/content", told["file"].as_str().expect("a file"));
        assert!(ada.get(content).await.expect(200).bytes() == bytes, "it is not what was sent");
    }
    behind.stop().await;
}

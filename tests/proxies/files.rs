//! Files that the proxy serves itself: its own, for whoever is logged in to the house, and the house's.

use std::{fs, os::unix::fs::PermissionsExt as _};

use axum::http::Method;

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

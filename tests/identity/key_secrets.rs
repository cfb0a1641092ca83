//! A key at rest and on its way, with the real program: its secret is written down nowhere, and its networks are those
//! that a declared proxy tells of.

use std::path::Path;

use axum::http::Method;
use serde_json::json;
use tests::{Place, Running};

use crate::{key_tries::basic, keys::make};

/// The files of a folder that hold a text, whatever they are.
fn holding(folder: &Path, text: &str, found: &mut Vec<String>) -> usize {
    let mut looked = 0;
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            looked += holding(&path, text, found);
            continue;
        }
        if !path.is_file() {
            continue;
        }
        let bytes = std::fs::read(&path).expect("readable");
        looked += 1;
        if bytes.windows(text.len()).any(|window| window == text.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    looked
}

#[tokio::test]
async fn the_secret_of_a_key_is_written_down_nowhere() {
    let place = Place::new();
    let (house, admin, _) = Running::founded(&place).await;
    let (id, token) = make(&admin, json!({ "name": "canary" })).await;
    let program = house.visitor();
    let wrong = format!("{}{}", &token[..100], if token.ends_with('0') { '1' } else { '0' });
    for authorization in [format!("Bearer {token}"), basic("x", &token), format!("Bearer {wrong}"), basic("x", &wrong)]
    {
        for path in ["/api/household/settings", "/auth", "/api/history/entries", "/nowhere"] {
            program.ask(Method::GET, path).header("authorization", authorization.as_str()).send().await;
        }
    }
    admin.delete(format!("/api/identity/keys/{id}")).await.expect(200);
    program.ask(Method::GET, "/auth").header("authorization", basic("x", &token)).send().await.problem(401);
    let printed = house.printed().join("\n");
    assert!(house.stop().await.success());
    let mut found = Vec::new();
    for secret in [&token[37..], &wrong[37..], &basic("x", &token)[6..], &basic("x", &wrong)[6..]] {
        assert!(!printed.contains(secret), "{printed}");
        let looked = holding(place.path(), secret, &mut found);
        assert!(looked > 5, "log, vault, views and request log were looked through: {looked}");
    }
    assert_eq!(found, Vec::<String>::new());
    let mut known = Vec::new();
    holding(place.path(), "/nowhere", &mut known);
    assert!(known.iter().any(|path| path.contains("requests")), "requests leave a line: {known:?}");
}

#[tokio::test]
async fn behind_a_declared_proxy_a_key_comes_from_where_the_proxy_says() {
    let place = Place::new().with("DAYBOOK_PROXIES", "127.0.0.1");
    let (house, admin, _) = Running::founded(&place).await;
    let (_, token) = make(&admin, json!({ "networks": ["203.0.113.0/24"] })).await;
    let program = house.visitor();
    for (said, status) in [("203.0.113.9", 200), ("198.51.100.9", 401), ("203.0.113.9, 198.51.100.9", 401)] {
        let asking = program.ask(Method::GET, "/api/household/settings").header("x-forwarded-for", said);
        let answer = asking.header("authorization", format!("Bearer {token}")).send().await;
        assert_eq!(answer.status(), status, "{said}");
    }
    let plain = Place::new();
    let (undeclared, admin, _) = Running::founded(&plain).await;
    let (_, token) = make(&admin, json!({ "networks": ["203.0.113.0/24"] })).await;
    let program = undeclared.visitor();
    let asking = program.ask(Method::GET, "/api/household/settings").header("x-forwarded-for", "203.0.113.9");
    let answer = asking.header("authorization", format!("Bearer {token}")).send().await;
    assert_eq!(answer.problem(401), "key_refused", "anybody can say where they come from");
    assert!(house.stop().await.success() && undeclared.stop().await.success());
}

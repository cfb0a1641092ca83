//! What must hold behind any proxy.

use axum::http::Method;
use serde_json::json;
use tests::Visitor;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::{
    behind::{Behind, NAME, Program},
    line::{self, VISITOR},
};

/// Pages, the API and a login; whoever comes unencrypted is sent to where it is.
pub async fn pages(program: &Program) {
    let behind = Behind::start(program).await;
    let stranger = behind.visitor();
    let page = stranger.get("/").await.expect(200);
    assert!(page.header("strict-transport-security").is_some_and(|value| value.contains("max-age=31536000")));
    assert!(page.header("content-security-policy").is_some_and(|value| value.contains("default-src 'self'")));
    let said = page.shape().iter().filter(|(name, _)| name == "strict-transport-security").count();
    assert_eq!(said, 1, "the house and the proxy do not both say it");
    assert!(stranger.get("/api/openapi.json").await.expect(200).json()["openapi"].is_string());
    assert_eq!(stranger.get("/api/identity/session").await.problem(401), "not_logged_in");
    let answer = stranger.log_in(behind.house.tray(), &behind.ada).await;
    for (name, _, attributes) in answer.cookies() {
        assert!(name.starts_with("__Host-daybook_") && attributes.contains("Secure"), "{name}: {attributes}");
    }
    stranger.get("/api/identity/session").await.expect(200);
    let sent_on = unencrypted(behind.proxy.site.plain_port, "/diary?of=today").await;
    assert!(sent_on.starts_with("HTTP/1.1 30"), "{sent_on}");
    let to = sent_on.lines().find(|line| line.to_lowercase().starts_with("location: "));
    assert!(
        to.is_some_and(|to| to.contains(&format!("https://{NAME}")) && to.ends_with("/diary?of=today")),
        "{sent_on}"
    );
    behind.stop().await;
}

async fn unencrypted(port: u16, path: &str) -> String {
    let mut stream = line::plain(port).await.expect("somebody listens");
    let request = format!("GET {path} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("text");
    answer
}

/// The check of origin and the token against forged requests.
pub async fn changes(program: &Program) {
    let behind = Behind::start(program).await;
    let ada = behind.ada().await;
    let rename = |origin: &str| {
        let asking = ada.ask(Method::PATCH, "/api/household/settings").json(&json!({ "name": origin }));
        asking.header("origin", origin)
    };
    rename(&format!("https://{NAME}")).send().await.expect(200);
    assert_eq!(rename("https://evil.example").send().await.problem(403), "cross_site");
    let answer = rename(&format!("https://{NAME}")).without_csrf().send().await;
    assert_eq!(answer.problem(403), "csrf_token_missing");
    behind.stop().await;
}

/// Where somebody comes from is what the proxy saw, whatever they wrote themselves.
pub async fn addresses(program: &Program) {
    let behind = Behind::start(program).await;
    let ada = behind.visitor();
    let made_up = ["x-forwarded-for", "x-real-ip", "forwarded"];
    log_in_as_somebody_else(&behind, &ada, &made_up).await;
    let sessions = ada.get("/api/identity/sessions").await.expect(200).items();
    assert_eq!(sessions[0]["from"], VISITOR);
    // What only this very machine may see is not shown to whoever comes through the proxy.
    let stranger = behind.visitor();
    stranger.get("/metrics").await.problem(401);
    stranger.ask(Method::GET, "/metrics").header("x-forwarded-for", "127.0.0.1").send().await.problem(401);
    behind.house.visitor().get("/metrics").await.expect(200);
    behind.stop().await;
}

async fn log_in_as_somebody_else(behind: &Behind, visitor: &Visitor, headers: &[&str]) {
    let before = behind.house.tray().ids().await;
    let ask = |path: &str, body: serde_json::Value| {
        let asking = visitor.ask(Method::POST, path).json(&body);
        headers.iter().fold(asking, |asking, name| asking.header(name, "203.0.113.9")).send()
    };
    let body = json!({ "email": behind.ada.email, "password": behind.ada.password });
    let login = ask("/api/identity/logins", body).await.expect(202);
    let code = behind.house.tray().new_code(&before, &behind.ada.email).await;
    ask("/api/identity/sessions", json!({ "login": login.json()["login"], "code": code })).await.expect(201);
}

/// Programs understand the refusal, whoever of the two it comes from.
pub async fn bodies(program: &Program) {
    let behind = Behind::start(program).await;
    let ada = behind.ada().await;
    let body = json!({ "name": "n".repeat(2 * 1024 * 1024) });
    let refused = ada.ask(Method::PATCH, "/api/household/settings").json(&body).send().await;
    refused.problem(413);
    behind.stop().await;
}

/// Basic authentication in front: nobody sees the house without it, and the house does not mind it.
pub async fn guard(program: &Program) {
    let behind = Behind::start_guarded(program).await;
    let stranger = behind.visitor();
    for path in ["/", "/api/openapi.json", "/healthz"] {
        let refused = stranger.get(path).await.expect(401);
        assert!(refused.header("www-authenticate").is_some_and(|value| value.starts_with("Basic ")), "{path}");
        assert!(refused.header("x-request-id").is_none(), "{path}: the house itself was asked");
    }
    let with =
        |word: &'static str| stranger.ask(Method::GET, "/api/identity/session").header("authorization", word).send();
    // "ada:open sesame" and "ada:open poppy"
    assert_eq!(with("Basic YWRhOm9wZW4gc2VzYW1l").await.problem(401), "not_logged_in");
    assert!(with("Basic YWRhOm9wZW4gcG9wcHk=").await.expect(401).header("x-request-id").is_none());
    behind.stop().await;
}

//! Words that would like to be more than words: line breaks, escapes of a terminal, marks that turn
//! the direction of writing, formulas. None leaves the place it was typed into.

use std::fs;

use axum::http::Method;
use serde_json::json;
use tests::{House, Place, Running, Visitor};

use crate::raw::say;

/// What nobody sees, and what changes how the rest is read.
const HIDDEN: [&str; 9] = ["\n", "\r\n", "\0", "\u{1b}[31m", "\u{85}", "\u{2028}", "\u{202e}", "\u{2066}", "\u{feff}"];

async fn refused(asked: &Visitor, method: Method, path: &str, body: serde_json::Value) {
    let answer = asked.ask(method, path).json(&body).send().await;
    assert!(matches!(answer.status(), 400 | 422), "{body}: {answer:?}");
}

#[tokio::test]
async fn a_name_with_something_hidden_in_it_is_refused() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    for hidden in HIDDEN {
        let name = format!("Ada{hidden}Bob");
        let person =
            json!({ "name": name, "email": "b@mail.example", "password": "a long enough word", "role": "viewer" });
        refused(&admin, Method::POST, "/api/identity/accounts", person).await;
        refused(&admin, Method::PATCH, "/api/identity/account", json!({ "name": name })).await;
        refused(&admin, Method::PATCH, "/api/household/settings", json!({ "name": name })).await;
        refused(&admin, Method::PATCH, "/api/household/settings", json!({ "time_zone": name })).await;
        refused(&admin, Method::PATCH, "/api/household/settings", json!({ "public_address": name })).await;
        refused(&admin, Method::PATCH, "/api/household/settings", json!({ "mail_sender": name })).await;
        refused(&admin, Method::PATCH, "/api/household/settings", json!({ "allowed_origins": [name] })).await;
        let server = json!({ "host": name, "security": "starttls", "sender": "a@b.example" });
        refused(&admin, Method::PUT, "/api/household/mail-server", server).await;
    }
    assert_eq!(house.head(), before);
    house.close().await;
}

#[tokio::test]
async fn a_formula_in_a_name_is_none_in_a_table() {
    let (house, admin, _) = House::founded().await;
    for name in ["=1+1", "+1", "-1", "@SUM(A1)", "|cmd", "=HYPERLINK(\"https://evil.example\",\"x\")"] {
        admin.patch("/api/identity/account", json!({ "name": name })).await.expect(200);
        house.settle().await;
        let table = admin.get("/api/history/export.csv").await.expect(200).text().to_owned();
        let field = name.replace('"', "\"\"");
        assert!(table.contains(&format!(",\"'{field}\",")), "{name}: {table:.400}");
        assert!(!table.contains(&format!(",{field},")) && !table.contains(&format!(",\"{field}\",")), "{name}");
    }
    house.close().await;
}

#[tokio::test]
async fn what_a_program_calls_itself_is_told_without_tricks() {
    let (house, _, ada) = House::founded().await;
    let visitor = house.visitor();
    let before = house.tray().ids().await;
    let login = visitor.ask_code(&ada.email, &ada.password).await;
    let code = house.tray().new_code(&before, &ada.email).await;
    let asking = visitor.ask(Method::POST, "/api/identity/sessions").json(&json!({ "login": login, "code": code }));
    asking.header("user-agent", "evil\u{202e}\u{2028}\u{feff}\u{85}<script>alert(1)</script>").send().await.expect(201);
    let sessions = visitor.get("/api/identity/sessions").await.expect(200).text().to_owned();
    assert!(sessions.contains("evil") && !HIDDEN[4..].iter().any(|hidden| sessions.contains(hidden)), "{sessions}");
    house.settle().await;
    house.close().await;
}

#[tokio::test]
async fn no_path_turns_a_line_of_the_request_log_around() {
    let place = Place::new();
    let house = Running::start(&place).await;
    for path in ["/\u{202e}\u{2028}evil", "/\u{fc}", "/%0d%0aevil", "/%1b[31m"] {
        let said = say(house.address(), format!("GET {path} HTTP/1.1\r\nHost: h\r\n\r\n").as_bytes()).await;
        assert!(said.starts_with("HTTP/1.1 404"), "{said}");
    }
    assert!(house.stop().await.success());
    let entries = fs::read_dir(place.path()).expect("the folder").map(|entry| entry.expect("an entry").path());
    let log = entries.into_iter().find(|path| path.to_string_lossy().contains("/requests.")).expect("a log");
    let text = fs::read_to_string(log).expect("readable");
    assert!(
        text.contains("/%E2%80%AE%E2%80%A8evil") && text.contains("/%C3%BC") && text.contains("/%0d%0aevil"),
        "{text}"
    );
    assert!(text.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)), "{text}");
}

#[tokio::test]
async fn no_value_of_a_request_reaches_a_header_of_the_answer() {
    let (house, admin, _) = House::founded().await;
    for path in [
        "/api/household/request-logs/2026-01-01%0d%0aX-Evil:1",
        "/api/history/entries?limit=1&text=%0d%0aX-Evil:1",
        "/api/history/export.csv?text=%0d%0aX-Evil:1",
        "/web/%0d%0aX-Evil:1",
        "/login?to=%0d%0aX-Evil:1",
    ] {
        let answer = admin.get(path).await;
        assert!(answer.header("x-evil").is_none(), "{path}: {answer:?}");
        let dangling = answer.shape().into_iter().find(|(_, value)| value.contains(['\r', '\n']));
        assert_eq!(dangling, None, "{path}");
    }
    house.close().await;
}

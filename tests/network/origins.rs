//! Pages of other sites: told nothing, until an admin names them, and nothing any more at once when
//! they are not named any longer.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Answer, Place, Running, Visitor};

use crate::with_admin;

const PANEL: &str = "https://panel.house.example";
const SETTINGS: &str = "/api/household/settings";

async fn preflight(visitor: &Visitor, origin: &str) -> Answer {
    let asking = visitor.ask(Method::OPTIONS, SETTINGS).header("origin", origin);
    asking.header("access-control-request-method", "PATCH").send().await
}

async fn read(visitor: &Visitor, origin: &str) -> Answer {
    visitor.ask(Method::GET, SETTINGS).header("origin", origin).header("sec-fetch-site", "same-site").send().await
}

async fn change(visitor: &Visitor, origin: &str) -> Answer {
    let asking = visitor.ask(Method::PATCH, SETTINGS).json(&json!({ "name": "Mill" }));
    asking.header("origin", origin).header("sec-fetch-site", "same-site").send().await
}

async fn allow(visitor: &Visitor, origins: Value) {
    visitor.patch(SETTINGS, json!({ "allowed_origins": origins })).await.expect(200);
}

fn allowed(answer: &Answer) -> Option<&str> {
    answer.header("access-control-allow-origin")
}

#[tokio::test]
async fn a_site_is_let_in_and_shut_out_while_the_house_runs() {
    let (place, ada) = with_admin(Place::new());
    let house = Running::start(&place).await;
    let visitor = house.visitor();
    visitor.log_in(house.tray(), &ada).await;
    for origins in [json!([]), json!([PANEL]), json!(["https://other.example"]), json!([PANEL]), json!([])] {
        allow(&visitor, origins.clone()).await;
        let is_named = origins == json!([PANEL]);
        let (asked, seen) = (preflight(&visitor, PANEL).await, read(&visitor, PANEL).await.expect(200));
        let named = is_named.then_some(PANEL);
        assert_eq!((allowed(&asked), allowed(&seen), asked.status() == 204), (named, named, is_named), "{origins}");
        assert!(seen.header("vary").is_some_and(|vary| vary.contains("origin")), "{seen:?}");
        let changed = change(&visitor, PANEL).await;
        if is_named {
            assert_eq!(allowed(&changed.expect(200)), named);
        } else {
            assert_eq!(changed.problem(403), "cross_site");
        }
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn what_a_named_site_is_told_is_what_a_program_needs() {
    let (place, ada) = with_admin(Place::new());
    let house = Running::start(&place).await;
    let visitor = house.visitor();
    visitor.log_in(house.tray(), &ada).await;
    allow(&visitor, json!([PANEL])).await;
    let asked = preflight(&visitor, PANEL).await.expect(204);
    assert_eq!(asked.header("access-control-allow-credentials"), Some("true"));
    let has = |answer: &Answer, name: &str, word: &str| answer.header(name).is_some_and(|value| value.contains(word));
    assert!(has(&asked, "access-control-allow-methods", "PATCH"));
    for header in ["x-csrf-token", "content-type", "idempotency-key", "if-match", "daybook-at-least"] {
        assert!(has(&asked, "access-control-allow-headers", header), "{header}");
    }
    let seen = read(&visitor, PANEL).await;
    for header in ["daybook-position", "etag", "link"] {
        assert!(has(&seen, "access-control-expose-headers", header), "{header}");
    }
    let missing = visitor.ask(Method::GET, "/api/nowhere").header("origin", PANEL).send().await;
    assert_eq!(allowed(&missing), Some(PANEL), "problems can be read, too");
    missing.problem(404);
    assert_eq!(allowed(&preflight(&house.visitor(), "https://panel.house.example.evil.example").await), None);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_setting_that_would_let_anybody_in_is_refused() {
    let (place, ada) = with_admin(Place::new());
    let house = Running::start(&place).await;
    let visitor = house.visitor();
    visitor.log_in(house.tray(), &ada).await;
    for wrong in ["*", "https://*.example", "null", "http://panel.example", "https://panel.example/path", "panel"] {
        let answer = visitor.patch(SETTINGS, json!({ "allowed_origins": [PANEL, wrong] })).await;
        assert_eq!(answer.problem(422), "allowed_origins_invalid", "{wrong}");
    }
    assert_eq!(visitor.get(SETTINGS).await.json()["allowed_origins"], json!([]));
    allow(&visitor, json!(["https://Panel.House.Example:443/", "http://localhost:5173"])).await;
    assert_eq!(visitor.get(SETTINGS).await.json()["allowed_origins"], json!([PANEL, "http://localhost:5173"]));
    let history = visitor.get(format!("{SETTINGS}/history?key=allowed_origins")).await.expect(200).items();
    assert_eq!(history[0]["value"], format!("{PANEL} http://localhost:5173"));
    assert!(house.stop().await.success());
}

//! Requests that a page of another site sends with the visitor's own cookies.

use axum::http::Method;
use serde_json::json;
use tests::{Asking, House, Visitor};

const PATH: &str = "/api/household/settings";

fn asking(visitor: &Visitor) -> Asking<'_> {
    visitor.ask(Method::PATCH, PATH).json(&json!({ "name": "Mill" }))
}

#[tokio::test]
async fn a_change_without_the_token_or_with_a_wrong_one_is_refused() {
    let (house, visitor, ada) = House::founded().await;
    assert_eq!(asking(&visitor).without_csrf().send().await.problem(403), "csrf_token_missing");
    let other = house.visitor();
    other.log_in(house.tray(), &ada).await;
    house.settle().await;
    let before = house.head();
    let others = other.csrf().expect("a token");
    for wrong in [others.as_str(), "", "0", &"f".repeat(64)] {
        let answer = asking(&visitor).without_csrf().header("x-csrf-token", wrong).send().await;
        assert_eq!(answer.problem(403), "csrf_token_wrong");
    }
    assert_eq!(house.head(), before);
    asking(&visitor).send().await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn a_page_of_another_site_is_refused_even_with_the_token() {
    let (house, visitor, _) = House::founded().await;
    let before = house.head();
    let foreign = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://house.example.evil.example"),
        ("origin", "http://house.example:8080"),
    ];
    for (name, value) in foreign {
        let answer = asking(&visitor).header(name, value).send().await;
        assert_eq!(answer.problem(403), "cross_site", "{name}: {value}");
    }
    assert_eq!(house.head(), before);
    for (name, value) in
        [("sec-fetch-site", "same-origin"), ("sec-fetch-site", "none"), ("origin", "http://house.example")]
    {
        asking(&visitor).header(name, value).send().await.expect(200);
    }
    house.close().await;
}

#[tokio::test]
async fn nobody_is_logged_in_by_a_page_of_another_site() {
    let (house, _, ada) = House::founded().await;
    let body = json!({ "email": ada.email, "password": ada.password });
    let asking = house.visitor();
    let asking = asking.ask(Method::POST, "/api/identity/logins").json(&body).header("sec-fetch-site", "cross-site");
    assert_eq!(asking.send().await.problem(403), "cross_site");
    house.close().await;
}

#[tokio::test]
async fn looking_takes_no_token() {
    let (house, visitor, _) = House::founded().await;
    let asking = visitor.ask(Method::GET, PATH).without_csrf().header("sec-fetch-site", "cross-site");
    asking.send().await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn every_answer_forbids_framing_guessing_and_keeping() {
    let (house, visitor, _) = House::founded().await;
    for path in [PATH, "/api/no/such/page", "/", "/api/docs", "/healthz"] {
        let answer = visitor.get(path).await;
        for name in ["content-security-policy", "x-content-type-options", "x-frame-options", "x-request-id"] {
            assert!(answer.header(name).is_some(), "{path}: {name}");
        }
        assert!(answer.header("cache-control").is_some_and(|it| it == "no-store" || it == "no-cache"), "{path}");
    }
    house.close().await;
}

//! Behind a proxy that brings the certificate: its word on addresses counts, cookies are for HTTPS
//! only, and pages of the house's own address may change something.

use axum::http::Method;
use serde_json::json;
use tests::{Person, Place, Running, Visitor};

use crate::add;

async fn log_in(house: &Running, visitor: &Visitor, person: &Person) -> tests::Answer {
    let before = house.tray().ids().await;
    let body = json!({ "email": person.email, "password": person.password });
    let forwarded = |path: &str| visitor.ask(Method::POST, path).header("x-forwarded-for", "1.2.3.4, 203.0.113.9");
    let answer = forwarded("/api/identity/logins").json(&body).send().await.expect(202);
    let code = house.tray().new_code(&before, &person.email).await;
    let body = json!({ "login": answer.json()["login"], "code": code });
    forwarded("/api/identity/sessions").json(&body).send().await.expect(201)
}

#[tokio::test]
async fn a_house_behind_a_proxy_believes_it_and_nobody_else() {
    let place = Place::new().with("DAYBOOK_PROXIES", "127.0.0.1");
    std::fs::create_dir_all(place.path()).expect("a folder");
    let mut ada = Person::named("Ada");
    add(&place, &mut ada, "admin");
    let house = Running::start(&place).await;
    let visitor = house.visitor();
    let answer = log_in(&house, &visitor, &ada).await;
    for (name, _, attributes) in answer.cookies() {
        assert!(name.starts_with("__Host-daybook_") && attributes.contains("Secure"), "{name}: {attributes}");
    }
    let sessions = visitor.get("/api/identity/sessions").await.expect(200).items();
    assert_eq!(sessions[0]["from"], "203.0.113.9", "what stands left of the proxy's own word is not believed");
    let token = answer.json()["csrf_token"].as_str().expect("a token").to_owned();
    let rename = |origin: &'static str| {
        let asking = visitor.ask(Method::PATCH, "/api/household/settings").json(&json!({ "name": origin }));
        asking.header("x-csrf-token", token.clone()).header("origin", origin).send()
    };
    rename("https://house.example").await.expect(200);
    assert_eq!(rename("https://evil.example").await.problem(403), "cross_site");
    visitor.ask(Method::GET, "/metrics").header("x-forwarded-for", "203.0.113.9").send().await.expect(200);
    house.visitor().ask(Method::GET, "/metrics").header("x-forwarded-for", "203.0.113.9").send().await.problem(401);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn without_a_declared_proxy_nobody_chooses_their_own_address() {
    let place = Place::new();
    std::fs::create_dir_all(place.path()).expect("a folder");
    let mut ada = Person::named("Ada");
    add(&place, &mut ada, "admin");
    let house = Running::start(&place).await;
    let visitor = house.visitor();
    log_in(&house, &visitor, &ada).await;
    assert_eq!(visitor.get("/api/identity/sessions").await.expect(200).items()[0]["from"], "127.0.0.1");
    assert!(house.stop().await.success());
}

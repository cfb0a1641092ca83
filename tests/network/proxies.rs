//! Behind proxies: what a declared one says of scheme and host is believed, and of nobody else.

use axum::http::Method;
use serde_json::json;
use tests::{Answer, Place, Running, Visitor};

use crate::with_admin;

async fn rename(visitor: &Visitor, origin: &str, said: &[(&str, &str)]) -> Answer {
    let asking = visitor.ask(Method::PATCH, "/api/household/settings").json(&json!({ "name": "Mill" }));
    let asking = asking.header("origin", origin).header("x-csrf-token", visitor.csrf().unwrap_or_default());
    let asking = said.iter().fold(asking, |asking, (name, value)| asking.header(name, *value));
    asking.send().await
}

async fn request(visitor: &Visitor, said: &[(&str, &str)]) -> serde_json::Value {
    let asking = visitor.ask(Method::GET, "/api/household/network");
    let asking = said.iter().fold(asking, |asking, (name, value)| asking.header(name, *value));
    asking.send().await.expect(200).json()["request"].clone()
}

#[tokio::test]
async fn a_declared_proxy_says_under_which_host_the_house_was_asked() {
    let (place, ada) = with_admin(Place::new().with("DAYBOOK_PROXIES", "127.0.0.1"));
    let house = Running::start(&place).await;
    let visitor = house.visitor();
    visitor.log_in(house.tray(), &ada).await;
    let said =
        [("x-forwarded-proto", "https"), ("x-forwarded-host", "away.example"), ("x-forwarded-for", "203.0.113.9")];
    rename(&visitor, "https://away.example", &said).await.expect(200);
    assert_eq!(rename(&visitor, "https://house.example", &said).await.problem(403), "cross_site");
    let standard = [("forwarded", "for=203.0.113.9;proto=https;host=away.example")];
    rename(&visitor, "https://away.example", &standard).await.expect(200);
    let seen = json!({ "encrypted": true, "by_proxy": true, "from": "203.0.113.9" });
    assert_eq!((request(&visitor, &said).await, request(&visitor, &standard).await), (seen.clone(), seen));
    let plain = request(&visitor, &[("x-forwarded-proto", "http"), ("x-forwarded-for", "203.0.113.9")]).await;
    assert_eq!(plain["encrypted"], false);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn whoever_is_no_declared_proxy_is_not_believed() {
    let (place, ada) = with_admin(Place::new().with("DAYBOOK_PROXIES", "203.0.113.1"));
    let house = Running::start(&place).await;
    let visitor = house.visitor();
    visitor.log_in(house.tray(), &ada).await;
    for said in [
        &[("x-forwarded-host", "evil.example"), ("x-forwarded-proto", "https"), ("x-forwarded-for", "203.0.113.9")][..],
        &[("forwarded", "for=203.0.113.9;proto=https;host=evil.example")],
    ] {
        assert_eq!(rename(&visitor, "https://evil.example", said).await.problem(403), "cross_site");
        rename(&visitor, "https://house.example", said).await.expect(200);
        let seen = json!({ "encrypted": false, "by_proxy": false, "from": "127.0.0.1" });
        assert_eq!(request(&visitor, said).await, seen);
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn no_host_that_was_asked_for_gets_into_a_letter() {
    let (place, ada) = with_admin(Place::new().with("DAYBOOK_PROXIES", "127.0.0.1"));
    let house = Running::start(&place).await;
    let before = house.tray().ids().await;
    let body = json!({ "email": ada.email, "password": ada.password });
    let visitor = house.visitor();
    let asking = visitor.ask(Method::POST, "/api/identity/logins").json(&body);
    asking.header("x-forwarded-host", "evil.example").send().await.expect(202);
    let letter = house.tray().wait_for("the code", |letter| !before.contains(&letter.id)).await;
    assert!(!letter.body.contains("evil.example") && !letter.body.contains("house.example"), "{}", letter.body);
    assert!(house.stop().await.success());
}

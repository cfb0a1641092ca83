//! How a key is shown, and what becomes of wrong ones: bearer's tokens, Basic, floods and hostile texts.

use axum::http::Method;
use serde_json::json;
use tests::{Answer, House, Visitor};

use crate::{in_identity, keys::make};

/// As programs write user and password into a header.
pub fn basic(user: &str, password: &str) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let text = format!("{user}:{password}");
    let mut encoded = "Basic ".to_owned();
    for three in text.as_bytes().chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let sign = char::from(SIGNS[(bits >> (18 - 6 * place) & 63) as usize]);
            encoded.push(if place > three.len() { '=' } else { sign });
        }
    }
    encoded
}

async fn shows(visitor: &Visitor, authorization: &str) -> Answer {
    visitor.ask(Method::GET, "/api/household/settings").header("authorization", authorization).send().await
}

#[tokio::test]
async fn a_key_is_the_password_of_basic_for_its_person() {
    let (house, admin, ada) = House::founded().await;
    let (_, token) = make(&admin, json!({})).await;
    let program = house.visitor();
    for user in ["", "x", "home", &ada.email, &ada.email.to_uppercase()] {
        shows(&program, &basic(user, &token)).await.expect(200);
    }
    let wrong_user = shows(&program, &basic("eve@mail.example", &token)).await;
    assert_eq!(wrong_user.problem(401), "key_refused");
    assert_eq!(shows(&program, &basic(&ada.email, &ada.password)).await.problem(401), "not_logged_in");
    let asking = program.ask(Method::PATCH, "/api/household/settings").json(&json!({ "name": "Mill" }));
    asking.header("authorization", basic("home", &token)).send().await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn what_a_request_says_outweighs_its_cookie() {
    let (house, admin, _) = House::founded().await;
    let (_, token) = make(&admin, json!({ "scopes": ["history:look"] })).await;
    assert_eq!(shows(&admin, &format!("Bearer {token}")).await.problem(403), "scope_missing");
    assert_eq!(shows(&admin, &format!("Bearer dbk_{}", "0".repeat(97))).await.problem(401), "key_refused");
    // A proxy in front may ask for passwords of its own, which are not the house's affair.
    shows(&admin, &basic("nginx", "its own")).await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn only_programs_are_told_that_basic_would_do() {
    let house = House::empty().await;
    let schemes = async |headers: &[(&str, &str)], path: &str| {
        let visitor = house.visitor();
        let asking = visitor.ask(Method::GET, path);
        let asking = headers.iter().fold(asking, |asking, (name, value)| asking.header(name, *value));
        let answer = asking.send().await;
        assert_eq!(answer.status(), 401);
        answer.shape().into_iter().filter(|(name, _)| name == "www-authenticate").map(|it| it.1).collect::<Vec<_>>()
    };
    let (cookie, basic) = ("Cookie realm=\"daybook\"", "Basic realm=\"daybook\", charset=\"UTF-8\"");
    let settings = "/api/household/settings";
    assert_eq!(schemes(&[("user-agent", "curl/8.5.0")], settings).await, [cookie, basic]);
    for browser in [("user-agent", "Mozilla/5.0"), ("sec-fetch-mode", "cors"), ("origin", "http://house.example")] {
        assert_eq!(schemes(&[browser], settings).await, [cookie], "{browser:?}");
    }
    let firefox = [("user-agent", "Mozilla/5.0")];
    assert_eq!(schemes(&firefox, "/auth").await, [cookie]);
    assert_eq!(schemes(&firefox, "/auth?challenge=basic").await, [cookie, basic], "where a proxy asks for it");
    house.close().await;
}

#[tokio::test]
async fn a_program_behind_the_proxy_needs_a_key_that_is_for_it() {
    let (house, admin, ada) = House::founded().await;
    let (_, narrow) = make(&admin, json!({ "scopes": ["history:look"] })).await;
    let (_, right) = make(&admin, json!({ "scopes": ["programs:look"] })).await;
    let auth = async |token: &str| {
        let visitor = house.visitor();
        visitor.ask(Method::GET, "/auth").header("authorization", basic("", token)).send().await
    };
    assert_eq!(auth(&narrow).await.problem(403), "scope_missing");
    assert_eq!(auth(&right).await.expect(204).header("x-daybook-account"), Some(ada.account.as_str()));
    house.close().await;
}

#[tokio::test]
async fn a_flood_of_wrong_keys_leaves_few_lines() {
    let (house, admin, _) = House::founded().await;
    let (_, token) = make(&admin, json!({})).await;
    let (before, visitor) = (house.head(), house.visitor().from([198, 51, 100, 7]));
    let wrong = format!("{}{}", &token[..100], if token.ends_with('0') { '1' } else { '0' });
    let unknown = format!("dbk_{}_{}", "a".repeat(32), "b".repeat(64));
    for _ in 0..60 {
        assert_eq!(shows(&visitor, &format!("Bearer {wrong}")).await.problem(401), "key_refused");
        assert_eq!(shows(&visitor, &format!("Bearer {unknown}")).await.problem(401), "key_refused");
    }
    assert_eq!(in_identity(&house, before).await, ["keys_refused", "keys_refused", "keys_insisted"]);
    house.tray().wait_for("an alert", |letter| letter.body.contains("keeps trying unknown keys")).await;
    shows(&visitor, &format!("Bearer {token}")).await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn a_hostile_key_is_refused_and_breaks_nothing() {
    let (house, admin, _) = House::founded().await;
    let (_, token) = make(&admin, json!({})).await;
    let visitor = house.visitor();
    let hostile = [
        token[..100].to_owned(),
        token[..40].to_owned(),
        "dbk_".to_owned(),
        "dbk__".to_owned(),
        format!("{token}0"),
        format!("{token}_"),
        token.to_uppercase(),
        token.replacen("dbk_", "DBK_", 1),
        format!("dbk_{}", "0".repeat(4000)),
        token.replace('_', "-"),
        format!("dbk_{}", "../../etc/passwd"),
        "dbk_' OR 1=1 --".to_owned(),
    ];
    for text in &hostile {
        for authorization in [format!("Bearer {text}"), basic("x", text), basic("", &format!("{text}é\u{0}"))] {
            let answer = shows(&visitor, &authorization).await;
            assert_eq!(answer.status(), 401, "{authorization}: {}", answer.text());
        }
    }
    for malformed in ["Basic", "Basic ====", "Basic %00", "Bearer", "Bearer  ", "dbk_", "Basic dbk_"] {
        assert_eq!(shows(&visitor, malformed).await.problem(401), "not_logged_in", "{malformed}");
    }
    shows(&visitor, &format!("bearer  {token} ")).await.expect(200);
    house.close().await;
}

//! API keys: made by a person, shown once, good within scopes, a time and networks, and revoked at once.

use axum::http::Method;
use chrono::Duration;
use serde_json::{Value, json};
use tests::{House, Visitor};

use crate::in_identity;

/// Makes a key; the id and the key itself.
pub async fn make(visitor: &Visitor, more: Value) -> (String, String) {
    let mut wanted = json!({ "name": "printer", "scopes": ["*:act"] });
    wanted.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    let made = visitor.post("/api/identity/keys", wanted).await.expect(201).json();
    let text = |field: &str| made[field].as_str().unwrap_or_else(|| panic!("{field}: {made}")).to_owned();
    (text("id"), text("token"))
}

/// What a program is answered that shows a key.
pub async fn with_key(house: &House, token: &str, method: Method, path: &str) -> tests::Answer {
    house.visitor().ask(method, path).header("authorization", format!("Bearer {token}")).send().await
}

async fn looks(house: &House, token: &str) -> u16 {
    with_key(house, token, Method::GET, "/api/household/settings").await.status()
}

#[tokio::test]
async fn a_key_acts_for_its_person_and_the_diary_says_with_which() {
    let (house, admin, ada) = House::founded().await;
    let before = house.head();
    let (id, token) = make(&admin, json!({ "name": "night script" })).await;
    assert!(token.starts_with(&format!("dbk_{}_", id.replace('-', ""))) && token.len() == 101, "{token}");
    let asking = house.visitor();
    let asking = asking.ask(Method::PATCH, "/api/household/settings").json(&json!({ "name": "Mill" }));
    let named = asking.header("authorization", format!("Bearer {token}")).send().await.expect(200).position();
    house.settle().await;
    let entries = admin.get(format!("/api/history/entries?key={id}")).await.expect(200).json();
    let entries = entries["items"].as_array().expect("entries");
    assert_eq!(entries.len(), 1, "what it did, and nothing else: {entries:#?}");
    assert_eq!(entries[0]["position"], named);
    let who =
        json!({ "who": "person", "account": ada.account, "name": "Ada", "key": { "id": id, "name": "night script" } });
    assert_eq!((&entries[0]["who"], &entries[0]["session"]), (&who, &Value::Null));
    let in_full = admin.get(format!("/api/history/entries/{named}")).await.expect(200).json();
    assert_eq!(in_full["who"], who);
    let days = admin.get(format!("/api/history/days?key={id}")).await.expect(200).json();
    assert_eq!(days["items"][0]["entries"], 1);
    let table = admin.get(format!("/api/history/export.csv?key={id}")).await.expect(200).text().to_owned();
    assert!(table.lines().count() == 2 && table.contains(&format!("{id},night script")), "{table}");
    let nobody = "00000000-0000-7000-8000-000000000000";
    let of_nobody = admin.get(format!("/api/history/entries?key={nobody}")).await.expect(200).json();
    assert_eq!(of_nobody["items"], json!([]));
    assert_eq!(in_identity(&house, before).await, ["key_issued", "data_taken"]);
    house.close().await;
}

#[tokio::test]
async fn a_key_is_shown_once_and_listed_with_its_last_use() {
    let (house, admin, ada) = House::founded().await;
    let wanted = json!({ "name": "printer", "scopes": ["history:look"], "networks": ["203.0.113.0/24", "fd00::7"] });
    let ask = async || {
        let asking = admin.ask(Method::POST, "/api/identity/keys").json(&wanted);
        asking.header("idempotency-key", "k-1").send().await.expect(201)
    };
    let (first, again) = (ask().await, ask().await);
    assert_eq!((&first.json()["id"], first.position()), (&again.json()["id"], again.position()));
    assert_eq!(again.json()["token"], Value::Null, "it is shown once");
    let token = first.json()["token"].as_str().expect("the key").to_owned();
    let list = async || admin.get("/api/identity/keys").await.expect(200).json()["items"].take();
    let listed = list().await;
    assert_eq!(listed.as_array().map(Vec::len), Some(1));
    let key = &listed[0];
    assert_eq!(
        (&key["name"], &key["scopes"], &key["account"]),
        (&json!("printer"), &json!(["history:look"]), &json!(ada.account))
    );
    assert_eq!((&key["networks"], &key["used_at"]), (&json!(["203.0.113.0/24", "fd00::7"]), &Value::Null));
    assert!(!listed.to_string().contains(&token[40..]), "{listed}");
    let far = house.visitor().from([203, 0, 113, 9]);
    let looked = far.ask(Method::GET, "/api/history/entries").header("authorization", format!("Bearer {token}"));
    looked.send().await.expect(200);
    let key = list().await[0].take();
    assert_eq!((&key["used_from"], key["used_at"].as_str().is_some()), (&json!("203.0.113.9"), true));
    house.close().await;
}

#[tokio::test]
async fn a_revoked_key_is_good_for_nothing_at_once() {
    let (house, admin, _) = House::founded().await;
    let (id, token) = make(&admin, json!({})).await;
    assert_eq!(looks(&house, &token).await, 200);
    let before = house.head();
    admin.delete(format!("/api/identity/keys/{id}")).await.expect(200);
    assert_eq!(looks(&house, &token).await, 401);
    assert_eq!(admin.get("/api/identity/keys").await.json()["items"], json!([]));
    let ended = admin.get("/api/identity/keys?ended=true").await.json();
    assert_eq!(ended["items"][0]["reason"], "revoked");
    assert!(
        !admin.delete(format!("/api/identity/keys/{id}")).await.expect(200).json()["changed"]
            .as_bool()
            .expect("a word")
    );
    assert_eq!(in_identity(&house, before).await, ["key_revoked", "key_refused"]);
    house.close().await;
}

#[tokio::test]
async fn a_key_ends_when_its_time_is_over() {
    let (house, admin, ada) = House::founded().await;
    let until = house.now() + Duration::minutes(20);
    let (_, token) = make(&admin, json!({ "until": until })).await;
    house.advance(Duration::minutes(20) - Duration::seconds(1));
    assert_eq!(looks(&house, &token).await, 200);
    let before = house.head();
    house.advance(Duration::seconds(1));
    assert_eq!(looks(&house, &token).await, 401, "before anybody wrote it down");
    house.wait_for("identity.key_expired.v1", before).await;
    assert_eq!(looks(&house, &token).await, 401);
    admin.prove(&ada).await.expect(200);
    let past = json!({ "name": "late", "scopes": ["*:look"], "until": house.now() });
    assert_eq!(admin.post("/api/identity/keys", past).await.problem(422), "until_past");
    house.close().await;
}

#[tokio::test]
async fn a_key_comes_from_its_networks_or_not_at_all() {
    let (house, admin, _) = House::founded().await;
    let (_, token) = make(&admin, json!({ "networks": ["192.168.1.0/24", "2001:db8::/32"] })).await;
    let from = async |address: std::net::IpAddr| {
        let visitor = house.visitor().from(address);
        let asking = visitor.ask(Method::GET, "/api/household/settings");
        asking.header("authorization", format!("Bearer {token}")).send().await.status()
    };
    assert_eq!(from([192, 168, 1, 77].into()).await, 200);
    assert_eq!(from("2001:db8::77".parse().expect("an address")).await, 200);
    house.wait_for("identity.key_place_met.v1", 0).await;
    let before = house.head();
    for _ in 0..12 {
        assert_eq!(from([192, 168, 2, 77].into()).await, 401);
    }
    assert_eq!(from("::1".parse().expect("an address")).await, 401);
    assert_eq!(in_identity(&house, before).await, ["key_out_of_place", "key_out_of_place"], "the 1st and the 10th");
    house.tray().wait_for("an alert", |letter| letter.body.contains("from a network it is not for")).await;
    house.close().await;
}

#[tokio::test]
async fn a_key_ends_with_its_account_and_shrinks_with_its_person() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "admin").await;
    let (_, token) = make(&bobs, json!({})).await;
    let people = "/api/identity/accounts";
    assert_eq!(with_key(&house, &token, Method::GET, people).await.status(), 200);
    admin.patch(format!("{people}/{}", bob.account), json!({ "role": "viewer" })).await.expect(200);
    assert_eq!(with_key(&house, &token, Method::GET, people).await.problem(403), "not_allowed");
    assert_eq!(looks(&house, &token).await, 200, "what a viewer may see");
    let before = house.head();
    admin.delete(format!("{people}/{}", bob.account)).await.expect(200);
    assert_eq!(looks(&house, &token).await, 401);
    assert!(in_identity(&house, before).await.contains(&"key_revoked".to_owned()));
    house.close().await;
}

#[tokio::test]
async fn a_key_does_nothing_to_keys_passwords_sessions_and_accounts() {
    let (house, admin, ada) = House::founded().await;
    let (id, token) = make(&admin, json!({ "scopes": ["*:act", "identity:look"] })).await;
    let before = house.head();
    let ids = [format!("/api/identity/keys/{id}"), format!("/api/identity/accounts/{}", ada.account)];
    let closed = [
        (Method::POST, "/api/identity/keys"),
        (Method::DELETE, &ids[0]),
        (Method::PUT, "/api/identity/password"),
        (Method::POST, "/api/identity/accounts"),
        (Method::PATCH, &ids[1]),
        (Method::PATCH, "/api/identity/account"),
        (Method::GET, "/api/identity/session"),
        (Method::DELETE, "/api/identity/session"),
    ];
    for (method, path) in closed {
        let answer = with_key(&house, &token, method.clone(), path).await;
        assert_eq!(answer.problem(403), "not_with_key", "{method} {path}");
    }
    assert_eq!(house.head(), before);
    assert_eq!(with_key(&house, &token, Method::GET, "/api/identity/account").await.expect(200).json()["name"], "Ada");
    house.close().await;
}

#[tokio::test]
async fn somebody_elses_key_is_seen_and_revoked_by_admins_only() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let (adas_key, _) = make(&admin, json!({})).await;
    let (bobs_key, token) = make(&bobs, json!({ "scopes": ["household:look"] })).await;
    assert_eq!(bobs.get(format!("/api/identity/keys?account={}", ada.account)).await.problem(403), "not_allowed");
    assert_eq!(bobs.get("/api/identity/keys?everybody=true").await.problem(403), "not_allowed");
    assert_eq!(bobs.delete(format!("/api/identity/keys/{adas_key}")).await.problem(404), "no_such_key");
    let all = admin.get("/api/identity/keys?everybody=true").await.expect(200).json();
    let owners: Vec<_> = all["items"].as_array().expect("keys").iter().map(|key| key["person"].clone()).collect();
    assert_eq!(owners, [json!("Bob"), json!("Ada")]);
    let his = admin.get(format!("/api/identity/keys?account={}", bob.account)).await.expect(200).json();
    assert_eq!(his["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(looks(&house, &token).await, 200);
    admin.delete(format!("/api/identity/keys/{bobs_key}")).await.expect(200);
    assert_eq!(looks(&house, &token).await, 401);
    house.close().await;
}

#[tokio::test]
async fn what_a_key_is_for_is_checked_before_it_is_made() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    let wrong = [
        (json!({ "scopes": [] }), "scopes_invalid"),
        (json!({ "scopes": ["weather:look"] }), "scopes_invalid"),
        (json!({ "scopes": ["identity:act"] }), "scopes_invalid"),
        (json!({ "scopes": ["history"] }), "scopes_invalid"),
        (json!({ "name": " " }), "name_invalid"),
        (json!({ "name": "x".repeat(61) }), "name_invalid"),
        (json!({ "networks": ["the garden"] }), "networks_invalid"),
        (json!({ "networks": ["10.0.0.0/33"] }), "networks_invalid"),
        (json!({ "networks": vec!["10.0.0.1"; 17] }), "networks_invalid"),
        (json!({ "until": "2001-01-01T00:00:00Z" }), "until_past"),
    ];
    for (more, code) in wrong {
        let mut wanted = json!({ "name": "printer", "scopes": ["*:look"] });
        wanted.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        assert_eq!(admin.post("/api/identity/keys", wanted).await.problem(422), code, "{more}");
    }
    assert_eq!(house.head(), before);
    let offered = admin.get("/api/identity/scopes").await.expect(200).json();
    assert!(offered["items"].as_array().is_some_and(|all| all.contains(&json!("history:look"))), "{offered}");
    make(&admin, json!({ "scopes": offered["items"] })).await;
    house.close().await;
}

//! Apps and passkeys as proofs of who sits in a session: each code counts once, and what was signed in one place
//! proves nothing in another.

use axum::http::Method;
use chrono::Duration;
use serde_json::{Value, json};
use tests::{Answer, Asked, House, Visitor};

use crate::{apps::set_up, in_identity, passkeys};

const PROOF: &str = "/api/identity/session/proof";

async fn by_app(visitor: &Visitor, code: &str) -> Answer {
    visitor.post(PROOF, json!({ "kind": "app", "code": code })).await
}

async fn by_passkey(visitor: &Visitor, asked: &Asked, credential: Value) -> Answer {
    visitor.post(PROOF, json!({ "kind": "passkey", "challenge": asked.ceremony(), "credential": credential })).await
}

async fn asked(visitor: &Visitor) -> Asked {
    let answer = visitor.ask(Method::POST, "/api/identity/session/proof/passkey").send().await;
    Asked(answer.expect(200).json())
}

/// With what somebody could prove who they are, asked by something dangerous.
async fn offered(visitor: &Visitor) -> Value {
    let answer = visitor.ask(Method::POST, "/api/identity/recovery-codes").send().await;
    let offered = answer.json()["proofs"].clone();
    assert_eq!(answer.problem(403), "proof_needed");
    offered
}

#[tokio::test]
async fn an_app_proves_who_one_is_and_each_code_once() {
    let (house, admin, _) = House::founded().await;
    let app = set_up(&house, &admin).await;
    house.advance(Duration::minutes(10));
    assert_eq!(offered(&admin).await, json!(["password", "app"]));
    assert_eq!(by_app(&admin, "000000").await.problem(422), "wrong_proof");
    let (before, code) = (house.head(), app.shows(house.now()));
    by_app(&admin, &code).await.expect(200);
    assert_eq!(in_identity(&house, before).await, ["totp_used", "proof_given"]);
    admin.ask(Method::POST, "/api/identity/recovery-codes").send().await.expect(201);
    let before = house.head();
    assert_eq!(by_app(&admin, &code).await.problem(422), "wrong_proof", "a second time");
    assert_eq!(in_identity(&house, before).await, ["proof_refused"]);
    house.close().await;
}

#[tokio::test]
async fn a_recovery_code_is_no_proof_and_is_not_used_up_by_the_try() {
    let (house, admin, _) = House::founded().await;
    set_up(&house, &admin).await;
    let made = admin.ask(Method::POST, "/api/identity/recovery-codes").send().await.expect(201).json();
    let code = made["codes"][0].as_str().expect("a code").to_owned();
    assert_eq!(by_app(&admin, &code).await.problem(422), "wrong_proof");
    assert_eq!(admin.get("/api/identity/factors").await.json()["recovery_codes"]["left"], 10);
    house.close().await;
}

#[tokio::test]
async fn a_passkey_proves_who_one_is_and_is_offered_first() {
    let (house, admin, _) = passkeys::house().await;
    let passkey = passkeys::make(&admin).await;
    house.advance(Duration::minutes(10));
    assert_eq!(offered(&admin).await, json!(["passkey", "password"]));
    let asked = asked(&admin).await;
    assert_eq!(asked.allowed(), [passkey.id()]);
    let (before, credential) = (house.head(), passkey.shown(&asked));
    by_passkey(&admin, &asked, credential.clone()).await.expect(200);
    assert_eq!(in_identity(&house, before).await, ["passkey_used", "proof_given"]);
    admin.ask(Method::POST, "/api/identity/recovery-codes").send().await.expect(201);
    assert_eq!(by_passkey(&admin, &asked, credential).await.problem(422), "wrong_proof", "a second time");
    house.close().await;
}

#[tokio::test]
async fn what_was_signed_elsewhere_is_no_proof_and_a_proof_opens_no_door() {
    let (house, admin, _) = passkeys::house().await;
    let passkey = passkeys::make(&admin).await;
    let at_the_door = passkeys::ask_alone(&house.visitor()).await;
    assert_eq!(by_passkey(&admin, &at_the_door, passkey.shown(&at_the_door)).await.problem(422), "wrong_proof");

    let inside = asked(&admin).await;
    let alone = passkeys::enter(&house.visitor(), None, &inside, passkey.shown(&inside)).await;
    assert_eq!(alone.problem(401), "wrong_passkey");

    let other = house.visitor();
    let asked_alone = passkeys::ask_alone(&other).await;
    passkeys::enter(&other, None, &asked_alone, passkey.shown(&asked_alone)).await.expect(201);
    let in_one = asked(&admin).await;
    assert_eq!(by_passkey(&other, &in_one, passkey.shown(&in_one)).await.problem(422), "wrong_proof");

    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let bobs_passkey = passkeys::make(&bobs).await;
    let for_ada = asked(&admin).await;
    assert_eq!(by_passkey(&admin, &for_ada, bobs_passkey.shown(&for_ada)).await.problem(422), "wrong_proof");
    house.close().await;
}

//! Passkeys that lie: each answer is refused, and nothing changes but a counted try.

use chrono::Duration;
use serde_json::{Value, json};
use tests::{Asked, House, SoftPasskey, Visitor};

use crate::{
    apps::ticket,
    in_identity,
    passkeys::{HOST, PASSKEYS, ask, ask_alone, ask_for_login, enter, house, keep, make},
};

async fn is_refused(house: &House, asked: &Asked, credential: Value, what: &str) {
    // What was refused before is written down after its answer.
    house.settle().await;
    let before = house.head();
    let answer = enter(&house.visitor(), None, asked, credential).await;
    assert_eq!(answer.problem(401), "wrong_passkey", "{what}");
    assert!(in_identity(house, before).await.is_empty(), "{what}");
}

/// A passkey that says one thing otherwise, and what it says.
async fn lies(house: &House, passkey: &mut SoftPasskey, visitor: &Visitor) {
    let (origin, host, user) = (passkey.origin.clone(), passkey.host.clone(), passkey.user.clone());
    for other in ["https://evil.example", "https://house.example.evil.example", "http://house.example", "null"] {
        other.clone_into(&mut passkey.origin);
        let asked = ask_alone(visitor).await;
        is_refused(house, &asked, passkey.shown(&asked), other).await;
    }
    passkey.origin = origin;
    "evil.example".clone_into(&mut passkey.host);
    let asked = ask_alone(visitor).await;
    is_refused(house, &asked, passkey.shown(&asked), "another host").await;
    passkey.host = host;
    passkey.verifies = false;
    let asked = ask_alone(visitor).await;
    is_refused(house, &asked, passkey.shown(&asked), "nobody was verified").await;
    passkey.verifies = true;
    for other in [None, Some(vec![7; 16]), Some(vec![]), Some(vec![0; 64])] {
        passkey.user = other;
        let asked = ask_alone(visitor).await;
        is_refused(house, &asked, passkey.shown(&asked), "another user").await;
    }
    passkey.user = user;
}

#[tokio::test]
async fn an_answer_that_lies_about_anything_is_refused() {
    let (house, admin, _) = house().await;
    let mut passkey = make(&admin).await;
    let visitor = house.visitor();
    lies(&house, &mut passkey, &visitor).await;
    let (asked, other) = (ask_alone(&visitor).await, ask_alone(&visitor).await);
    is_refused(&house, &asked, passkey.shown(&other), "another challenge").await;
    let asked = ask_alone(&visitor).await;
    is_refused(&house, &asked, SoftPasskey::at(HOST).shown(&asked), "a passkey of nobody").await;
    let asked = ask_alone(&visitor).await;
    let mut posing = SoftPasskey::at(HOST).shown(&asked);
    (posing["id"], posing["rawId"]) = (json!(passkey.id()), json!(passkey.id()));
    posing["response"]["userHandle"] = passkey.shown(&asked)["response"]["userHandle"].clone();
    is_refused(&house, &asked, posing, "another key under this id").await;
    let asked = ask_alone(&visitor).await;
    enter(&visitor, None, &asked, passkey.shown(&asked)).await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn an_answer_counts_once_in_its_time_and_for_its_own_login() {
    let (house, admin, ada) = house().await;
    let passkey = make(&admin).await;
    let visitor = house.visitor();
    let asked = ask_alone(&visitor).await;
    let shown = passkey.shown(&asked);
    enter(&visitor, None, &asked, shown.clone()).await.expect(201);
    is_refused(&house, &asked, shown, "the same again").await;
    let asked = ask_alone(&visitor).await;
    house.advance(Duration::minutes(5));
    is_refused(&house, &asked, passkey.shown(&asked), "too late").await;

    let (first, second) = (ticket(&house, &visitor, &ada).await, ticket(&house, &visitor, &ada).await);
    let asked = ask_for_login(&visitor, &first).await;
    let answer = enter(&visitor, Some(&second), &asked, passkey.shown(&asked)).await;
    assert_eq!(answer.problem(401), "wrong_passkey", "for another login");
    // What is wrong is written down after its answer.
    house.settle().await;
    let asked = ask_for_login(&visitor, &first).await;
    is_refused(&house, &asked, passkey.shown(&asked), "of a login, but alone").await;
    let asked = ask_alone(&visitor).await;
    let answer = enter(&visitor, Some(&first), &asked, passkey.shown(&asked)).await;
    assert_eq!(answer.problem(401), "wrong_passkey", "alone, but for a login");
    house.close().await;
}

#[tokio::test]
async fn somebody_elses_passkey_is_no_second_factor() {
    let (house, admin, ada) = house().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    make(&admin).await;
    let theirs = make(&bobs).await;
    let visitor = house.visitor();
    let login = ticket(&house, &visitor, &ada).await;
    let asked = ask_for_login(&visitor, &login).await;
    let before = house.head();
    let answer = enter(&visitor, Some(&login), &asked, theirs.shown(&asked)).await;
    assert_eq!(answer.problem(401), "wrong_passkey");
    assert_eq!(in_identity(&house, before).await, ["login_code_refused"], "it is counted like a wrong code");
    house.close().await;
}

#[tokio::test]
async fn bytes_that_are_none_are_refused_and_never_break_anything() {
    let (house, admin, _) = house().await;
    let passkey = make(&admin).await;
    let visitor = house.visitor();
    for field in ["clientDataJSON", "authenticatorData", "signature", "userHandle"] {
        for broken in [json!(""), json!("AA"), json!("!!"), json!(7), Value::Null, json!("A".repeat(30_000))] {
            let asked = ask_alone(&visitor).await;
            let mut shown = passkey.shown(&asked);
            shown["response"][field] = broken;
            is_refused(&house, &asked, shown, field).await;
        }
    }
    for broken in [json!({}), json!([]), json!("text"), Value::Null] {
        let asked = ask_alone(&visitor).await;
        is_refused(&house, &asked, broken, "no answer at all").await;
    }
    house.close().await;
}

#[tokio::test]
async fn a_new_passkey_is_checked_as_strictly() {
    let (house, admin, _) = house().await;
    let before = house.head();
    let mut passkey = SoftPasskey::at(HOST);
    let refused = async |passkey: &mut SoftPasskey, what: &str| {
        let asked = ask(&admin, PASSKEYS).await;
        let credential = passkey.made(&asked);
        assert_eq!(keep(&admin, &asked, credential).await.problem(422), "wrong_passkey", "{what}");
    };
    passkey.verifies = false;
    refused(&mut passkey, "nobody was verified").await;
    passkey.verifies = true;
    passkey.origin = "https://evil.example".to_owned();
    refused(&mut passkey, "another page").await;
    passkey.origin = format!("https://{HOST}");
    for cut in [0, 10, 60, 170] {
        let asked = ask(&admin, PASSKEYS).await;
        let mut made = passkey.made(&asked);
        let object = made["response"]["attestationObject"].as_str().expect("an object")[..cut].to_owned();
        made["response"]["attestationObject"] = json!(object);
        assert_eq!(keep(&admin, &asked, made).await.problem(422), "wrong_passkey", "cut at {cut}");
    }
    let asked = ask(&admin, PASSKEYS).await;
    let made = passkey.made(&asked);
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    assert_eq!(keep(&bobs, &asked, made.clone()).await.problem(422), "wrong_passkey", "somebody else's question");
    assert_eq!(keep(&admin, &asked, made).await.problem(409), "set_up_over", "and it is over by that");
    assert!(!in_identity(&house, before).await.contains(&"passkey_added".to_owned()));
    let asked = ask(&admin, PASSKEYS).await;
    keep(&admin, &asked, passkey.made(&asked)).await.expect(201);
    let asked = ask(&bobs, PASSKEYS).await;
    assert_eq!(keep(&bobs, &asked, passkey.made(&asked)).await.problem(409), "passkey_known");
    house.close().await;
}

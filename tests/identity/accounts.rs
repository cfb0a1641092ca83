//! Accounts: who may come in, as what.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{House, Visitor};

use crate::in_identity;

fn eve() -> Value {
    json!({ "name": "Eve", "email": "eve@mail.example", "password": "a long enough word", "role": "viewer" })
}

async fn open(admin: &Visitor, new: Value) -> tests::Answer {
    admin.post("/api/identity/accounts", new).await
}

#[tokio::test]
async fn an_account_is_opened_shown_and_listed() {
    let (house, admin, ada) = House::founded().await;
    let opened = open(&admin, eve()).await.expect(201);
    let location = opened.header("location").expect("where it is").to_owned();
    assert_eq!(location, format!("/api/identity/accounts/{}", opened.json()["id"].as_str().expect("an id")));
    let shown = admin.get(&location).await.expect(200);
    assert_eq!(shown.header("etag"), Some("\"1\""));
    let shown = shown.json();
    assert_eq!(
        (&shown["name"], &shown["email"], &shown["role"]),
        (&json!("Eve"), &json!("eve@mail.example"), &json!("viewer"))
    );
    let names: Vec<_> = admin.get("/api/identity/accounts").await.items().iter().map(|it| it["name"].clone()).collect();
    assert_eq!(names, ["Ada", "Eve"], "the oldest first");
    assert!(!ada.account.is_empty());
    house.close().await;
}

#[tokio::test]
async fn an_address_belongs_to_one_account_at_a_time() {
    let (house, admin, _) = House::founded().await;
    let id = open(&admin, eve()).await.expect(201).json()["id"].as_str().expect("an id").to_owned();
    let before = house.head();
    let mut twin = eve();
    twin["email"] = json!("EVE@Mail.Example");
    assert_eq!(open(&admin, twin.clone()).await.problem(409), "email_taken");
    assert!(in_identity(&house, before).await.is_empty());
    admin.delete(format!("/api/identity/accounts/{id}")).await.expect(200);
    open(&admin, twin).await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn of_two_who_want_one_address_at_once_one_gets_it() {
    let (house, admin, _) = House::founded().await;
    let (one, other) = (admin.twin(), admin.twin());
    let (first, second) = tokio::join!(open(&one, eve()), open(&other, eve()));
    let mut statuses = [first.status(), second.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    let accounts = admin.get("/api/identity/accounts").await.items();
    assert_eq!(accounts.len(), 2, "Ada and one Eve");
    house.close().await;
}

#[tokio::test]
async fn a_person_may_change_their_name_and_not_their_role() {
    let (house, admin, _) = House::founded().await;
    let (eves, eve) = house.moves_in(&admin, "Eve", "viewer").await;
    let path = format!("/api/identity/accounts/{}", eve.account);
    eves.patch(&path, json!({ "name": " Eva " })).await.expect(200);
    assert_eq!(eves.get(&path).await.expect(200).json()["name"], "Eva");
    assert_eq!(eves.patch(&path, json!({ "role": "admin" })).await.problem(403), "not_allowed");
    assert_eq!(eves.patch(&path, json!({ "name": "X", "role": "admin" })).await.problem(403), "not_allowed");
    assert_eq!(eves.get(&path).await.json()["name"], "Eva", "both or none");
    house.close().await;
}

#[tokio::test]
async fn another_role_counts_at_once_in_open_sessions() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    bobs.get("/api/identity/accounts").await.problem(403);
    let path = format!("/api/identity/accounts/{}", bob.account);
    admin.patch(&path, json!({ "role": "admin" })).await.expect(200);
    bobs.get("/api/identity/accounts").await.expect(200);
    admin.patch(&path, json!({ "role": "viewer" })).await.expect(200);
    bobs.get("/api/identity/accounts").await.problem(403);
    house.close().await;
}

#[tokio::test]
async fn an_admin_is_always_left() {
    let (house, admin, ada) = House::founded().await;
    let path = format!("/api/identity/accounts/{}", ada.account);
    assert_eq!(admin.patch(&path, json!({ "role": "member" })).await.problem(403), "not_oneself");
    assert_eq!(admin.delete(&path).await.problem(403), "not_oneself");
    assert_eq!(admin.get(&path).await.json()["role"], "admin");
    house.close().await;
}

#[tokio::test]
async fn a_closed_account_lets_nobody_in() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let (before, path) = (house.head(), format!("/api/identity/accounts/{}", bob.account));
    admin.delete(&path).await.expect(200);
    assert_eq!(in_identity(&house, before).await, ["account_closed", "session_ended", "address_released"]);
    bobs.get("/api/identity/session").await.problem(401);
    let listed = admin.get("/api/identity/accounts").await.items();
    assert!(listed.iter().all(|it| it["name"] != "Bob"));
    let all = admin.get("/api/identity/accounts?closed=true").await.items();
    assert!(all.iter().any(|it| it["name"] == "Bob" && it["closed_at"].is_string()));
    admin.patch(&path, json!({ "name": "Rob" })).await.problem(404);
    house.close().await;
}

#[tokio::test]
async fn a_change_of_what_has_moved_on_is_refused() {
    let (house, admin, _) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    let path = format!("/api/identity/accounts/{}", bob.account);
    let tag = admin.get(&path).await.header("etag").expect("a tag").to_owned();
    let rename = |name: &'static str, tag: String| {
        let asking = admin.ask(Method::PATCH, &path).json(&json!({ "name": name }));
        asking.header("if-match", tag).send()
    };
    let newer = rename("Rob", tag.clone()).await.expect(200).header("etag").expect("a tag").to_owned();
    let before = house.head();
    assert_eq!(rename("Robert", tag.clone()).await.problem(412), "stale");
    assert_eq!(admin.ask(Method::DELETE, &path).header("if-match", tag).send().await.problem(412), "stale");
    assert!(in_identity(&house, before).await.is_empty());
    assert_eq!(admin.get(&path).await.header("etag"), Some(newer.as_str()));
    let known = admin.ask(Method::GET, &path).header("if-none-match", newer.clone()).send().await;
    assert_eq!((known.status(), known.text()), (304, ""));
    rename("Robert", newer).await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn a_long_list_is_read_page_by_page() {
    let (house, admin, _) = House::founded().await;
    for number in 0..6 {
        house.account(&admin, &format!("Person{number}"), "viewer").await;
    }
    let (mut names, mut path) = (Vec::new(), "/api/identity/accounts?limit=3".to_owned());
    let mut pages = 0;
    loop {
        let page = admin.get(&path).await.expect(200);
        names.extend(page.items().iter().map(|it| it["name"].as_str().expect("a name").to_owned()));
        pages += 1;
        let Some(link) = page.header("link") else { break };
        let next = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\"")).expect("a link");
        assert!(next.contains("limit=3"), "{next}");
        next.clone_into(&mut path);
    }
    assert_eq!(names, ["Ada", "Person0", "Person1", "Person2", "Person3", "Person4", "Person5"]);
    assert_eq!(pages, 3);
    house.close().await;
}

#[tokio::test]
async fn what_is_given_no_field_or_a_wrong_one_is_refused() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    for (field, value) in [("name", ""), ("email", "no address"), ("password", "short"), ("role", "king")] {
        let mut new = eve();
        new[field] = json!(value);
        let answer = open(&admin, new).await;
        assert_eq!(answer.json()["field"], field, "{}", answer.text());
        answer.problem(422);
    }
    assert!(in_identity(&house, before).await.is_empty());
    house.close().await;
}

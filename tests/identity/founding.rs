//! The first account.

use commands::identity;
use serde_json::json;
use tests::{House, Person};

use crate::in_identity;

#[tokio::test]
async fn the_first_account_is_an_admin_made_through_the_one_time_link() {
    let house = House::empty().await;
    let (visitor, mut ada) = (house.visitor(), Person::named("Ada"));
    let answer = visitor.found(&house.token().await, &mut ada).await.expect(201);
    assert_eq!(answer.header("location"), Some(format!("/api/identity/accounts/{}", ada.account).as_str()));
    assert_eq!(in_identity(&house, 0).await, ["house_founded", "address_reserved", "account_opened"]);
    assert_eq!(visitor.log_in(house.tray(), &ada).await.json()["role"], "admin");
    house.close().await;
}

#[tokio::test]
async fn the_link_works_once() {
    let house = House::empty().await;
    let token = house.token().await;
    house.visitor().found(&token, &mut Person::named("Ada")).await.expect(201);
    let before = house.head();
    assert_eq!(house.visitor().found(&token, &mut Person::named("Eve")).await.problem(409), "founded_already");
    assert!(in_identity(&house, before).await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn a_new_link_makes_the_one_before_void() {
    let house = House::empty().await;
    let (old, new) = (house.token().await, house.token().await);
    for wrong in [old.as_str(), "", "0", &"f".repeat(64)] {
        assert_eq!(house.visitor().found(wrong, &mut Person::named("Eve")).await.problem(403), "wrong_token");
    }
    assert_eq!(house.head(), 0);
    house.visitor().found(&new, &mut Person::named("Ada")).await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn a_field_that_does_not_fit_is_named_and_the_link_stays_good() {
    let house = House::empty().await;
    let token = house.token().await;
    let right = json!({ "token": token, "name": "Ada", "email": "ada@mail.example", "password": "a long enough word" });
    let wrong = [
        ("name", " ".into()),
        ("name", "x".repeat(61)),
        ("name", "Ada\nBcc: eve".into()),
        ("email", "ada".into()),
        ("email", "ada@mail.example\r\nBcc: eve@mail.example".into()),
        ("password", "ninechars".into()),
        ("password", "x".repeat(201)),
    ];
    for (field, value) in wrong {
        let mut founding = right.clone();
        founding[field] = value.into();
        let answer = house.visitor().post("/api/identity/founding", founding).await;
        assert_eq!(answer.json()["field"], field, "{}", answer.text());
        answer.problem(422);
    }
    assert_eq!(house.head(), 0);
    house.visitor().post("/api/identity/founding", right).await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn of_two_founders_at_once_one_founds() {
    let house = House::empty().await;
    let token = house.token().await;
    let (first, second) = (house.visitor(), house.visitor());
    let (mut ada, mut eve) = (Person::named("Ada"), Person::named("Eve"));
    let (one, other) = tokio::join!(first.found(&token, &mut ada), second.found(&token, &mut eve));
    let mut statuses = [one.status(), other.status()];
    statuses.sort_unstable();
    assert_eq!(statuses[0], 201, "{} {}", one.text(), other.text());
    assert!(statuses[1] == 409 || statuses[1] == 403, "{} {}", one.text(), other.text());
    let opened = in_identity(&house, 0).await.into_iter().filter(|kind| kind == "account_opened");
    assert_eq!(opened.count(), 1);
    house.close().await;
}

#[tokio::test]
async fn a_house_whose_founder_left_is_not_founded_again() {
    let (house, _, ada) = House::founded().await;
    let founder = house.visitor();
    founder.log_in(house.tray(), &ada).await;
    let (bobs, _) = house.moves_in(&founder, "Bob", "admin").await;
    bobs.delete(format!("/api/identity/accounts/{}", ada.account)).await.expect(200);
    let token = identity::founding_token(house.desk()).await.expect("readable");
    assert_eq!(token, None, "Bob looks after the house");
    house.close().await;
}

//! A mailbox is one thing and not two: where somebody has an app or a passkey, a code by mail is a way out only as long as
//! nobody asked for more and the password did not come by mail as well.

use chrono::Duration;
use serde_json::json;
use tests::{Authenticator, House, Letter, Person, Visitor};

use crate::apps::{set_up, ticket};

const RECOVERED: &str = "seven lanterns over a quiet canal";

/// Asks for a code by mail in the middle of a login; the letter that comes instead of one, or with it.
async fn asks_for_mail(house: &House, visitor: &Visitor, person: &Person) -> (String, Letter) {
    house.advance(Duration::minutes(30));
    let login = ticket(house, visitor, person).await;
    let before = house.letters_so_far().await;
    visitor.post("/api/identity/logins/mail", json!({ "login": login })).await.expect(202);
    let letter = house.tray().wait_for("a letter", |it| !before.contains(&it.id) && it.to == person.email).await;
    (login, letter)
}

async fn comes_in_by_app(house: &House, visitor: &Visitor, person: &Person, app: &Authenticator) {
    house.advance(Duration::seconds(30));
    let login = ticket(house, visitor, person).await;
    visitor.open_session(&login, &app.shows(house.now())).await.expect(201);
}

#[tokio::test]
async fn who_holds_the_mailbox_alone_does_not_come_in_past_an_app() {
    let (house, admin, mut ada) = House::founded().await;
    let app = set_up(&house, &admin).await;
    let (_, letter) = asks_for_mail(&house, &house.visitor(), &ada).await;
    assert!(letter.code().is_some(), "a way out for whoever has the password and lost the phone");

    let (thief, before) = (house.visitor(), house.letters_so_far().await);
    thief.post("/api/identity/resets", json!({ "email": ada.email })).await.expect(202);
    let token = house.tray().new_token(&before, &ada.email, "reset").await;
    thief.post("/api/identity/resets/password", json!({ "token": token, "password": RECOVERED })).await.expect(200);
    RECOVERED.clone_into(&mut ada.password);
    let (login, letter) = asks_for_mail(&house, &thief, &ada).await;
    assert!(letter.code().is_none() && letter.body.contains("None was made"), "{}", letter.body);
    assert_eq!(thief.open_session(&login, "000000").await.problem(401), "wrong_code");

    comes_in_by_app(&house, &house.visitor(), &ada, &app).await;
    let (login, letter) = asks_for_mail(&house, &house.visitor(), &ada).await;
    let code = letter.code().expect("a way out again, since she showed more than the mailbox").to_owned();
    house.visitor().open_session(&login, &code).await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn what_the_house_requires_is_what_opens_the_door() {
    let (house, admin, ada) = House::founded().await;
    let app = set_up(&house, &admin).await;
    admin.patch("/api/household/settings", json!({ "required_factor_admins": "strong" })).await.expect(200);
    let (_, letter) = asks_for_mail(&house, &house.visitor(), &ada).await;
    assert!(letter.code().is_none() && letter.body.contains("recovery codes"), "{}", letter.body);
    comes_in_by_app(&house, &house.visitor(), &ada, &app).await;
    house.close().await;
}

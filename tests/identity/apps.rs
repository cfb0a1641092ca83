//! Authenticator apps: set up, shown at the door, and good once.

use axum::http::Method;
use chrono::Duration;
use serde_json::json;
use tests::{Authenticator, House, Person, Visitor};

use crate::in_identity;

const APPS: &str = "/api/identity/factors/apps";

/// Begins a set-up; the app and where it is confirmed.
async fn begin(visitor: &Visitor) -> (Authenticator, String) {
    let new = visitor.ask(Method::POST, APPS).send().await.expect(201).json();
    let app = Authenticator::of(new["secret"].as_str().expect("a secret"));
    (app, format!("{APPS}/{}/confirmation", new["id"].as_str().expect("an id")))
}

/// Sets an app up, all of it; the first code is used by that.
pub async fn set_up(house: &House, visitor: &Visitor) -> Authenticator {
    let (app, path) = begin(visitor).await;
    visitor.post(path, json!({ "name": "Phone", "code": app.shows(house.now()) })).await.expect(201);
    house.advance(Duration::seconds(30));
    app
}

/// Step one of a login, with nothing owed after it.
pub async fn ticket(house: &House, visitor: &Visitor, person: &Person) -> String {
    let login = visitor.ask_code(&person.email, &person.password).await;
    house.settle().await;
    login
}

#[tokio::test]
async fn an_app_counts_once_it_has_shown_a_code() {
    let (house, admin, ada) = House::founded().await;
    let before = house.head();
    let new = admin.ask(Method::POST, APPS).send().await.expect(201).json();
    let (secret, uri) = (new["secret"].as_str().expect("a secret"), new["uri"].as_str().expect("an address"));
    assert!(Authenticator::of(secret).bits() >= 160, "{secret}");
    for part in ["otpauth://totp/", secret, "ada%40mail.example", "issuer=Daybook"] {
        assert!(uri.contains(part), "{part}: {uri}");
    }
    assert!(new["qr_svg"].as_str().is_some_and(|svg| svg.contains("<svg") && !svg.contains("script")));
    assert!(in_identity(&house, before).await.is_empty(), "nothing happened yet");
    assert_eq!(admin.get("/api/identity/factors").await.expect(200).json()["items"], json!([]));

    let path = format!("{APPS}/{}/confirmation", new["id"].as_str().expect("an id"));
    assert_eq!(admin.post(&path, json!({ "name": "Phone", "code": "000000" })).await.problem(422), "wrong_code");
    let code = Authenticator::of(secret).shows(house.now());
    assert_eq!(admin.post(&path, json!({ "name": " ", "code": code })).await.problem(422), "name_invalid");
    let answer = admin.post(&path, json!({ "name": "Phone", "code": code })).await.expect(201);
    assert_eq!(in_identity(&house, before).await, ["totp_added"]);
    let listed = admin.get("/api/identity/factors").await.expect(200).json();
    assert_eq!((&listed["items"][0]["id"], &listed["items"][0]["kind"]), (&answer.json()["id"], &json!("app")));
    let told = house.tray().wait_for("the owner is told", |it| it.subject.contains("authenticator app"));
    house.advance(Duration::minutes(10));
    assert_eq!(told.await.to, ada.email);
    house.close().await;
}

#[tokio::test]
async fn a_set_up_is_the_persons_own_and_ends_after_a_quarter_of_an_hour() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let (app, path) = begin(&admin).await;
    let confirm = |code: String| json!({ "name": "Phone", "code": code });
    assert_eq!(bobs.post(&path, confirm(app.shows(house.now()))).await.problem(409), "set_up_over");
    house.advance(Duration::minutes(15));
    admin.prove(&ada).await.expect(200);
    assert_eq!(admin.post(&path, confirm(app.shows(house.now()))).await.problem(409), "set_up_over");
    admin.prove(&ada).await.expect(200);
    let (older, old_path) = begin(&admin).await;
    let (app, path) = begin(&admin).await;
    assert_eq!(admin.post(old_path, confirm(older.shows(house.now()))).await.problem(409), "set_up_over");
    admin.post(path, confirm(app.shows(house.now()))).await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn a_code_of_the_app_opens_a_session_and_none_is_mailed() {
    let (house, admin, ada) = House::founded().await;
    let app = set_up(&house, &admin).await;
    let (before, letters) = (house.head(), house.letters_so_far().await);
    let visitor = house.visitor();
    let login = ticket(&house, &visitor, &ada).await;
    visitor.open_session(&login, &app.shows(house.now())).await.expect(201);
    assert_eq!(in_identity(&house, before).await, ["totp_used", "logged_in", "device_met", "session_opened"]);
    let codes = house.tray().letters().await.into_iter().filter(|it| !letters.contains(&it.id) && it.code().is_some());
    assert_eq!(codes.count(), 0);
    let sessions = visitor.get("/api/identity/sessions").await.expect(200).items();
    assert_eq!(sessions[0]["method"], "password and authenticator app");
    let entries = visitor.get("/api/history/entries?limit=5").await.expect(200).text().to_owned();
    assert!(entries.contains("Logged in by password and authenticator app"), "{entries}");
    house.close().await;
}

#[tokio::test]
async fn a_step_is_good_once_also_for_another_login() {
    let (house, admin, ada) = House::founded().await;
    let app = set_up(&house, &admin).await;
    let visitor = house.visitor();
    let (first, second) = (ticket(&house, &visitor, &ada).await, ticket(&house, &visitor, &ada).await);
    let code = app.shows(house.now());
    visitor.open_session(&first, &code).await.expect(201);
    assert_eq!(visitor.open_session(&second, &code).await.problem(401), "wrong_code");
    let earlier = app.shows(house.now() - Duration::seconds(30));
    assert_eq!(visitor.open_session(&second, &earlier).await.problem(401), "wrong_code");
    house.advance(Duration::seconds(30));
    visitor.open_session(&second, &app.shows(house.now())).await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn of_two_who_show_the_same_step_at_once_one_comes_in() {
    let (house, admin, ada) = House::founded().await;
    let app = set_up(&house, &admin).await;
    let (one, other) = (house.visitor(), house.visitor());
    let (first, second) = (ticket(&house, &one, &ada).await, ticket(&house, &other, &ada).await);
    let code = app.shows(house.now());
    let (first, second) = tokio::join!(one.open_session(&first, &code), other.open_session(&second, &code));
    let mut statuses = [first.status(), second.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 401]);
    house.close().await;
}

#[tokio::test]
async fn wrong_codes_of_an_app_close_the_door_like_wrong_codes_of_a_mail() {
    let (house, admin, ada) = House::founded().await;
    let app = set_up(&house, &admin).await;
    let stranger = house.visitor();
    let login = ticket(&house, &stranger, &ada).await;
    let wrong = app.shows(house.now() + Duration::hours(5));
    for _ in 0..5 {
        stranger.open_session(&login, &wrong).await.problem(401);
        house.settle().await;
    }
    let before = house.head();
    assert_eq!(stranger.open_session(&login, &app.shows(house.now())).await.problem(401), "wrong_code");
    assert!(in_identity(&house, before).await.is_empty(), "and the right one is not used up");
    let account = admin.get(format!("/api/identity/accounts/{}", ada.account)).await.expect(200).json();
    assert!(account["locked_until"].is_string(), "{account}");
    house.close().await;
}

#[tokio::test]
async fn a_code_comes_by_mail_on_request_and_the_answer_is_the_same_for_all() {
    let (house, admin, ada) = House::founded().await;
    set_up(&house, &admin).await;
    let visitor = house.visitor();
    let login = ticket(&house, &visitor, &ada).await;
    let nowhere = visitor.ask_code("nobody@mail.example", &ada.password).await;
    let before = house.letters_so_far().await;
    let mut shapes = Vec::new();
    for login in [&nowhere, &login] {
        let answer = visitor.post("/api/identity/logins/mail", json!({ "login": login })).await.expect(202);
        shapes.push((answer.shape(), answer.text().replace(login.as_str(), "LOGIN")));
    }
    assert_eq!(shapes[0], shapes[1]);
    let code = house.tray().new_code(&before, &ada.email).await;
    assert_eq!(visitor.open_session(&nowhere, &code).await.problem(401), "wrong_code");
    visitor.open_session(&login, &code).await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn the_secret_lies_in_the_vault_and_nowhere_else() {
    let (house, admin, ada) = House::founded().await;
    let app = set_up(&house, &admin).await;
    let visitor = house.visitor();
    let login = ticket(&house, &visitor, &ada).await;
    visitor.open_session(&login, &app.shows(house.now())).await.expect(201);
    house.settle().await;
    let found = crate::factors::files_with(&house, app.bytes());
    assert!(!found.is_empty() && found.iter().all(|name| name.starts_with("vault.sqlite")), "{found:?}");
    house.close().await;
}

//! Settings: each change is an event, all of a request or none of it.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Answer, House, Visitor};

const PATH: &str = "/api/household/settings";

async fn change(visitor: &Visitor, change: Value) -> Answer {
    visitor.patch(PATH, change).await
}

async fn in_household(house: &House, after: u64) -> Vec<&'static str> {
    house.kinds_after(after).await.into_iter().filter(|kind| kind.starts_with("household.")).collect()
}

fn all() -> Value {
    json!({
        "name": "Lighthouse", "time_zone": "Europe/Berlin", "public_address": "https://house.example",
        "mail_sender": "post@house.example", "alert_digest_minutes": 30,
        "allowed_origins": ["https://panel.house.example"], "invitation_days": 3, "mail_domains": ["house.example"],
        "required_factor_admins": "any", "required_factor_others": "strong",
    })
}

#[tokio::test]
async fn a_new_house_has_settings_that_need_no_change() {
    let (house, admin, _) = House::founded().await;
    let answer = admin.get(PATH).await.expect(200);
    let usual = json!({
        "name": "Daybook", "time_zone": "UTC", "public_address": null, "mail_sender": null, "alert_digest_minutes": 5,
        "allowed_origins": [], "invitation_days": 7, "mail_domains": [],
        "required_factor_admins": "any", "required_factor_others": "any",
    });
    assert_eq!((answer.json(), answer.header("etag")), (usual, Some("\"0\"")));
    house.close().await;
}

#[tokio::test]
async fn each_setting_that_changes_is_an_event() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    let answer = change(&admin, all()).await.expect(200);
    assert_eq!(admin.get(PATH).await.json(), all());
    let happened = in_household(&house, before).await;
    let expected = [
        "factor_required",
        "house_named",
        "time_zone_set",
        "public_address_set",
        "mail_sender_set",
        "alert_digest_set",
        "allowed_origins_set",
        "invitation_days_set",
        "mail_domains_set",
    ];
    assert_eq!(happened, expected.map(|kind| format!("household.{kind}.v1")));
    assert_eq!((answer.header("etag"), answer.position()), (Some("\"9\""), before + 9));
    house.close().await;
}

#[tokio::test]
async fn what_is_as_it_was_is_no_event() {
    let (house, admin, _) = House::founded().await;
    change(&admin, all()).await.expect(200);
    house.settle().await;
    let before = house.head();
    let answer = change(&admin, all()).await.expect(200);
    assert_eq!((answer.json()["changed"].clone(), answer.header("etag")), (json!(false), Some("\"9\"")));
    change(&admin, json!({})).await.expect(200);
    assert!(in_household(&house, before).await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn one_setting_that_does_not_fit_changes_none() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    let wrong = [
        ("name", json!("")),
        ("name", json!("x".repeat(61))),
        ("name", json!("a\nb")),
        ("time_zone", json!("Moon/Base")),
        ("time_zone", json!("")),
        ("public_address", json!("house.example")),
        ("public_address", json!("https://house.example/path")),
        ("public_address", json!("javascript:alert(1)")),
        ("mail_sender", json!("house")),
        ("mail_sender", json!("a@b\r\nBcc: c@d")),
        ("allowed_origins", json!(["*"])),
        ("allowed_origins", json!(["https://panel.example/path"])),
        ("allowed_origins", json!(["http://panel.example"])),
        ("allowed_origins", json!("https://panel.example")),
        ("alert_digest_minutes", json!(1441)),
        ("alert_digest_minutes", json!(-1)),
        ("alert_digest_minutes", json!(1.5)),
        ("alert_digest_minutes", json!("5")),
    ];
    for (field, value) in wrong {
        let mut settings = all();
        settings[field] = value.clone();
        let answer = change(&admin, settings).await;
        assert_eq!(answer.json()["field"], field, "{value}: {}", answer.text());
        answer.problem(422);
    }
    assert!(in_household(&house, before).await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn every_setting_that_does_not_fit_is_told() {
    let (house, admin, _) = House::founded().await;
    let wrong =
        json!({ "name": "", "time_zone": "Europe/Berlin", "mail_sender": "house", "alert_digest_minutes": 2000 });
    let answer = change(&admin, wrong).await;
    let errors = answer.json()["errors"].as_array().expect("a list").clone();
    let fields: Vec<_> = errors.iter().map(|error| error["field"].as_str().expect("a field")).collect();
    assert_eq!(fields, ["name", "mail_sender", "alert_digest_minutes"]);
    assert!(errors.iter().all(|error| error["detail"].as_str().is_some_and(|detail| detail.len() > 10)), "{errors:?}");
    assert_eq!((&answer.json()["field"], answer.problem(422)), (&json!("name"), "name_invalid".to_owned()));
    house.close().await;
}

#[tokio::test]
async fn a_change_of_what_has_moved_on_is_refused() {
    let (house, admin, _) = House::founded().await;
    let rename = |name: &'static str, tag: String| {
        admin.ask(Method::PATCH, PATH).json(&json!({ "name": name })).header("if-match", tag).send()
    };
    let tag = admin.get(PATH).await.header("etag").expect("a tag").to_owned();
    let newer = rename("Mill", tag.clone()).await.expect(200).header("etag").expect("a tag").to_owned();
    assert_eq!(rename("Lighthouse", tag).await.problem(412), "stale");
    rename("Lighthouse", "seven".into()).await.problem(400);
    assert_eq!(admin.get(PATH).await.json()["name"], "Mill");
    let known = admin.ask(Method::GET, PATH).header("if-none-match", newer.clone()).send().await;
    assert_eq!(known.status(), 304);
    rename("Lighthouse", newer).await.expect(200);
    rename("Castle", "*".into()).await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn the_history_of_a_setting_tells_who_set_it_when_to_what() {
    let (house, admin, ada) = House::founded().await;
    for name in ["Mill", "Lighthouse", "Castle"] {
        change(&admin, json!({ "name": name, "alert_digest_minutes": name.len() })).await.expect(200);
    }
    let names = admin.get(format!("{PATH}/history?setting=name")).await.expect(200).items();
    let values: Vec<_> = names.iter().map(|it| it["value"].as_str().expect("a value")).collect();
    assert_eq!(values, ["Castle", "Lighthouse", "Mill"], "the newest first");
    assert_eq!((&names[0]["who"], &names[0]["account"]), (&json!("person"), &json!(ada.account)));
    assert_eq!(names[0]["name"], "Ada");
    let previous: Vec<_> = names.iter().map(|it| it["previous"].as_str().expect("a value")).collect();
    assert_eq!(previous, ["Lighthouse", "Mill", "Daybook"]);
    let page = admin.get(format!("{PATH}/history?limit=4")).await.expect(200);
    assert_eq!(page.items().len(), 4);
    let link = page.header("link").expect("a next page");
    let next = link.split(['<', '>']).nth(1).expect("an address");
    assert_eq!(admin.get(next).await.expect(200).items().len(), 2);
    assert_eq!(admin.get(format!("{PATH}/history?setting=colour")).await.problem(400), "setting_unknown");
    house.close().await;
}

#[tokio::test]
async fn people_below_admin_see_what_the_house_is_called_and_no_addresses() {
    let (house, admin, _) = House::founded().await;
    let (eves, _) = house.moves_in(&admin, "Eve", "viewer").await;
    let mut settings = all();
    settings["required_factor_others"] = json!("any");
    change(&admin, settings).await.expect(200);
    let seen = eves.get(PATH).await.expect(200).json();
    assert_eq!(seen, json!({ "name": "Lighthouse", "time_zone": "Europe/Berlin", "alert_digest_minutes": 30 }));
    assert_eq!(change(&eves, json!({ "name": "Mine" })).await.problem(403), "not_allowed");
    house.close().await;
}

#[tokio::test]
async fn letters_come_from_the_chosen_sender_in_the_houses_name_and_time() {
    let (house, admin, ada) = House::founded().await;
    change(&admin, all()).await.expect(200);
    let before = house.letters_so_far().await;
    house.visitor().ask_code(&ada.email, &ada.password).await;
    let new = |letter: &tests::Letter| !before.contains(&letter.id) && letter.code().is_some();
    let letter = house.tray().wait_for("the code", new).await;
    assert_eq!(letter.from, "post@house.example");
    assert!(letter.subject.ends_with("for Lighthouse"), "{}", letter.subject);
    assert!(letter.body.contains("10:00:00 CET") && letter.body.contains("https://house.example"), "{}", letter.body);
    house.close().await;
}

#[tokio::test]
async fn a_public_address_can_be_taken_away_again() {
    let (house, admin, _) = House::founded().await;
    change(&admin, json!({ "public_address": "https://house.example" })).await.expect(200);
    change(&admin, json!({ "public_address": "" })).await.expect(200);
    assert_eq!(admin.get(PATH).await.json()["public_address"], json!(null));
    let history = admin.get(format!("{PATH}/history?setting=public_address")).await.expect(200).items();
    assert_eq!((&history[0]["value"], &history[0]["previous"]), (&json!(null), &json!("https://house.example")));
    house.close().await;
}

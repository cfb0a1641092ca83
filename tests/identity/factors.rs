//! Seeing to second factors: renamed, removed, taken away; never the last one by accident.

use chrono::Duration;
use serde_json::json;
use tests::{House, Visitor};

use crate::{
    apps::{set_up, ticket},
    in_identity,
};

const FACTORS: &str = "/api/identity/factors";

/// The files of the data folder that hold these bytes.
pub fn files_with(house: &House, bytes: &[u8]) -> Vec<String> {
    let (mut found, mut folders) = (Vec::new(), vec![house.path("")]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read(&path).expect("readable").windows(bytes.len()).any(|window| window == bytes) {
                found.push(path.file_name().expect("a name").to_string_lossy().into_owned());
            }
        }
    }
    found
}

async fn first(visitor: &Visitor) -> String {
    let listed = visitor.get(FACTORS).await.expect(200).json();
    listed["items"][0]["id"].as_str().expect("a factor").to_owned()
}

#[tokio::test]
async fn a_factor_is_renamed_by_its_owner_and_by_nobody_else() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    set_up(&house, &bobs).await;
    let path = format!("{FACTORS}/{}", first(&bobs).await);
    bobs.patch(&path, json!({ "name": "Old phone" })).await.expect(200);
    assert_eq!(bobs.get(FACTORS).await.json()["items"][0]["name"], "Old phone");
    assert_eq!(admin.patch(&path, json!({ "name": "Mine" })).await.problem(404), "no_such_factor");
    assert_eq!(admin.delete(&path).await.problem(404), "no_such_factor");
    house.close().await;
}

#[tokio::test]
async fn where_no_mail_leaves_the_last_factor_goes_only_when_it_is_meant() {
    let (house, admin, ada) = House::founded().await;
    let app = set_up(&house, &admin).await;
    assert_eq!(admin.get(FACTORS).await.json()["mails_codes"], false);
    let path = format!("{FACTORS}/{}", first(&admin).await);
    assert_eq!(admin.delete(&path).await.problem(409), "last_factor");
    let before = house.head();
    admin.delete(format!("{path}?confirmed=true")).await.expect(200);
    assert_eq!(in_identity(&house, before).await, ["factor_removed"]);
    assert!(files_with(&house, app.bytes()).iter().all(|name| name.ends_with("-wal")), "the vault forgot the secret");
    let visitor = house.visitor();
    let login = ticket(&house, &visitor, &ada).await;
    assert_eq!(visitor.open_session(&login, &app.shows(house.now())).await.problem(401), "wrong_code");
    visitor.log_in(house.tray(), &ada).await;
    house.close().await;
}

#[tokio::test]
async fn an_admin_sees_what_somebody_has_and_takes_it_away_and_they_hear_of_it() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let (eves, _) = house.moves_in(&admin, "Eve", "member").await;
    set_up(&house, &bobs).await;
    let theirs = format!("{FACTORS}?account={}", bob.account);
    assert_eq!(admin.get(&theirs).await.expect(200).json()["items"][0]["kind"], "app");
    eves.get(&theirs).await.problem(403);
    let path = format!("/api/identity/accounts/{}/factors", bob.account);
    eves.delete(&path).await.problem(403);
    admin.delete(&path).await.expect(200);
    bobs.get(FACTORS).await.problem(401);
    assert_eq!(admin.get(&theirs).await.expect(200).json()["items"], json!([]));
    house.advance(Duration::minutes(10));
    let told = |it: &tests::Letter| it.to == bob.email && it.body.contains("were taken away");
    house.tray().wait_for("Bob hears of it", told).await;
    house.visitor().log_in(house.tray(), &bob).await;
    house.close().await;
}

//! The watch of the real program: it finds what it should, and a restart in between makes no difference.

use serde_json::json;
use tests::{Person, Place, Running, Visitor, until};

/// A house with an admin and three others.
async fn full_house(house: &Running) -> (Visitor, Vec<Person>) {
    let (admin, mut ada) = (house.visitor(), Person::named("Ada"));
    admin.found(&house.token().await, &mut ada).await.expect(201);
    admin.log_in(house.tray(), &ada).await;
    let mut others = Vec::new();
    for name in ["Bob", "Eve", "Kim"] {
        let person = Person::named(name);
        let new = json!({ "name": name, "email": person.email, "password": person.password, "role": "member" });
        admin.post("/api/identity/accounts", new).await.expect(201);
        others.push(person);
    }
    (admin, others)
}

/// The sentences of a kind of event.
async fn said(admin: &Visitor, kind: &str) -> Vec<String> {
    let entries = admin.get(format!("/api/history/entries?kind={kind}")).await.expect(200).items();
    entries.iter().map(|entry| entry["sentence"].as_str().expect("a sentence").to_owned()).collect()
}

/// Fails at a door, and waits until that is written down.
async fn knock(house: &Running, admin: &Visitor, person: &Person) {
    let before = said(admin, "identity.login_failed.v1").await.len();
    house.visitor().ask_code(&person.email, "not the word at all").await;
    until("it is written down", async || said(admin, "identity.login_failed.v1").await.len() > before).await;
}

#[tokio::test]
async fn what_began_before_a_kill_is_told_of_after_it_and_once() {
    const SPRAYING: &str = "alerts.spraying_suspected.v1";
    let place = Place::new();
    let house = Running::start(&place).await;
    let (admin, others) = full_house(&house).await;
    knock(&house, &admin, &others[0]).await;
    knock(&house, &admin, &others[1]).await;
    assert!(said(&admin, SPRAYING).await.is_empty());
    house.kill();
    let house = Running::start(&place).await;
    let admin = admin.at(&house);
    knock(&house, &admin, &others[2]).await;
    until("the watch says so", async || !said(&admin, SPRAYING).await.is_empty()).await;
    house.kill();
    let house = Running::start(&place).await;
    let admin = admin.at(&house);
    let seen = async || {
        let ready = house.visitor().get("/readyz").await.expect(200).json();
        let workers = ready["workers"].as_array().expect("workers").iter();
        workers.clone().any(|it| it["name"] == "alerts.watch" && it["position"] == ready["head"])
    };
    until("the watch has looked at everything again", seen).await;
    assert_eq!(said(&admin, SPRAYING).await, ["Somebody at 127.0.0.1 tried 3 accounts within 10 minutes"]);
    let trial = admin.get("/api/alerts/watch/spraying/trial").await.expect(200).json();
    assert_eq!(trial["moments"][0]["sentence"], said(&admin, SPRAYING).await[0].as_str());
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_scan_of_paths_and_traps_is_found() {
    let place = Place::new();
    let house = Running::start(&place).await;
    let (admin, _) = full_house(&house).await;
    let stranger = house.visitor();
    for page in 0..60 {
        stranger.get(format!("/backup/{page}.zip")).await.problem(404);
    }
    for trap in ["/wp-login.php", "/.env", "/.git/config", "/xmlrpc.php", "/HNAP1/"] {
        stranger.get(trap).await.problem(404);
    }
    let scans = async || said(&admin, "alerts.scanning_suspected.v1").await;
    until("the watch says so", async || !scans().await.is_empty()).await;
    assert!(scans().await[0].starts_with("Somebody at 127.0.0.1 is looking"), "{:?}", scans().await);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn what_happened_while_a_rule_was_off_is_not_told_of_after_a_restart() {
    let place = Place::new();
    let house = Running::start(&place).await;
    let (admin, others) = full_house(&house).await;
    admin.patch("/api/alerts/watch/spraying", json!({ "on": false })).await.expect(200);
    for person in &others {
        knock(&house, &admin, person).await;
    }
    admin.patch("/api/alerts/watch/spraying", json!({ "on": true })).await.expect(200);
    house.kill();
    let house = Running::start(&place).await;
    let admin = admin.at(&house);
    knock(&house, &admin, &others[0]).await;
    let head = admin.get("/readyz").await.expect(200).json()["head"].clone();
    until("the watch has looked at it", async || {
        let ready = admin.get("/readyz").await.expect(200).json();
        let workers = ready["workers"].as_array().expect("workers").iter();
        workers.clone().any(|it| it["name"] == "alerts.watch" && it["position"].as_u64() >= head.as_u64())
    })
    .await;
    assert!(said(&admin, "alerts.spraying_suspected.v1").await.is_empty());
    let trial = admin.get("/api/alerts/watch/spraying/trial").await.expect(200).json();
    assert_eq!(trial["found"], 1, "a trial looks at it, as it was asked to");
    assert!(house.stop().await.success());
}

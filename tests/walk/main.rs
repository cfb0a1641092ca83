//! The walk of a newcomer: the first account, a login with the mailed code, a password mistyped
//! until the door closes, the alert in the mail, all of it in the diary, and the same diary after
//! the power failed. The real program, and a mail server that nobody here wrote.

use std::sync::Arc;

use serde_json::Value;
use tests::{Letter, MailServer, Person, Place, Running, Tray, Visitor, eventually, free_port};

const WRONG: &str = "not the word at all";

async fn diary(visitor: &Visitor) -> Vec<Value> {
    visitor.get("/api/history/entries?limit=200").await.expect(200).items()
}

fn of_kind<'a>(diary: &'a [Value], kind: &str) -> Vec<&'a Value> {
    diary.iter().filter(|entry| entry["kind"] == kind).collect()
}

/// Types a wrong password from a device nobody knows until the diary says that the door is closed.
async fn mistype(house: &Running, ada: &Person, at_home: &Visitor) -> Value {
    let stranger = house.visitor();
    for _ in 0..3 {
        stranger.ask_code(&ada.email, WRONG).await;
    }
    eventually("the door closes", async || {
        of_kind(&diary(at_home).await, "identity.account_locked.v1").first().map(|entry| (*entry).clone())
    })
    .await
}

fn tells_of_the_lock(letter: &Letter, house: &Running, locked: &Value) {
    assert!(letter.subject.contains("The account was locked for a minute"), "what: {}", letter.subject);
    let day = locked["at"].as_str().expect("a time").split('T').next().expect("a day").to_owned();
    let year = day.split('-').next().expect("a year");
    let line = |name: &str| {
        let line = letter.body.lines().find_map(|line| line.trim().strip_prefix(name));
        line.unwrap_or_else(|| panic!("no {name} in {}", letter.body)).trim().to_owned()
    };
    assert!(line("when:").contains(year), "when: {}", letter.body);
    assert_eq!(line("who:"), "somebody who was not logged in");
    assert_eq!(line("whose:"), "Ada");
    assert_eq!(line("from:"), "127.0.0.1");
    assert_eq!(line("more:"), format!("http://{}/diary/{}", house.address(), locked["position"]));
}

/// Waits until nothing follows from anything any more: the alert was mailed and that was written.
async fn settled(visitor: &Visitor) -> Vec<Value> {
    eventually("the alert's delivery is in the diary", async || {
        let diary = diary(visitor).await;
        (!of_kind(&diary, "alerts.alert_delivered.v2").is_empty()).then_some(diary)
    })
    .await
}

#[tokio::test]
async fn a_newcomer_walks_through_the_house() {
    let server = Arc::new(MailServer::start().await);
    let tray = Tray::Server(server.clone());
    let listen = format!("127.0.0.1:{}", free_port());
    let place = MailServer::used_by(Place::new(), server.smtp_port()).with("DAYBOOK_LISTEN", listen);
    let house = Running::start(&place).await;

    let (visitor, mut ada) = (house.visitor(), Person::named("Ada"));
    visitor.found(&house.token().await, &mut ada).await.expect(201);
    visitor.log_in(&tray, &ada).await;
    let locked = mistype(&house, &ada, &visitor).await;
    let letter = tray.wait_for("the alert arrives", |letter| letter.code().is_none() && letter.to == ada.email).await;
    tells_of_the_lock(&letter, &house, &locked);

    let before = settled(&visitor).await;
    all_of_it_is_there(&before);
    the_lock_has_its_consequences(&visitor, &locked).await;
    house.kill();

    let house = Running::start(&place).await;
    assert!(!house.printed().iter().any(|line| line.contains("/welcome#")), "{:?}", house.printed());
    let after = diary(&visitor).await;
    assert_eq!(after, before);
    assert_eq!(tray.alerts().await.len(), 1);
    assert!(house.stop().await.success());
}

fn all_of_it_is_there(diary: &[Value]) {
    let kinds = [
        ("identity.house_founded.v1", 1),
        ("identity.account_opened.v1", 1),
        ("alerts.subscription_changed.v1", 1),
        ("identity.login_code_sent.v1", 1),
        ("identity.logged_in.v2", 1),
        ("identity.session_opened.v1", 1),
        ("identity.login_failed.v1", 3),
        ("identity.account_locked.v1", 1),
        ("alerts.alert_raised.v1", 1),
        ("alerts.alert_delivered.v2", 1),
    ];
    for (kind, count) in kinds {
        assert_eq!(of_kind(diary, kind).len(), count, "{kind}");
    }
    let positions: Vec<_> = diary.iter().map(|entry| entry["position"].as_u64().expect("a position")).collect();
    let all: Vec<_> = (1..=positions.len() as u64).rev().collect();
    assert_eq!(positions, all, "the newest first, and none is missing");
    for entry in diary {
        assert!(entry["sentence"].as_str().is_some_and(|sentence| !sentence.is_empty()), "{entry}");
    }
}

async fn the_lock_has_its_consequences(visitor: &Visitor, locked: &Value) {
    let page = visitor.get(format!("/api/history/entries/{}", locked["position"])).await.expect(200).json();
    let consequences = page["consequences"].as_array().expect("a list");
    let kinds: Vec<_> = consequences.iter().map(|entry| entry["kind"].as_str().expect("a kind")).collect();
    assert_eq!(kinds, ["alerts.alert_raised.v1", "alerts.alert_delivered.v2"], "{page}");
    for consequence in consequences {
        assert_eq!(consequence["because"], locked["position"]);
    }
}

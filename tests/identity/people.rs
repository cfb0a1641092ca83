//! Everybody who has an account, as an admin sees them; and that somebody always looks after the
//! house, whoever takes it out of whose hands at the same time.

use axum::http::Method;
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use tests::{House, Visitor};

const PATH: &str = "/api/identity/accounts";

async fn seen(admin: &Visitor, account: &str) -> Value {
    admin.get(format!("{PATH}/{account}")).await.expect(200).json()
}

fn time(value: &Value) -> DateTime<Utc> {
    value.as_str().expect("a time").parse().expect("a time")
}

#[tokio::test]
async fn an_admin_sees_who_is_here_and_when_each_was_last() {
    let (house, admin, ada) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    let fresh = seen(&admin, &bob.account).await;
    assert_eq!((&fresh["active"], &fresh["sessions"], &fresh["last_seen_at"]), (&json!(true), &json!(0), &json!(null)));
    let bobs = house.visitor();
    bobs.log_in(house.tray(), &bob).await;
    house.advance(Duration::minutes(5));
    bobs.get("/api/identity/session").await.expect(200);
    let last = house.now();
    house.advance(Duration::minutes(2));
    let second = house.visitor();
    second.log_in(house.tray(), &bob).await;
    second.delete("/api/identity/session").await.expect(200);
    let present = seen(&admin, &bob.account).await;
    assert_eq!(
        (&present["sessions"], &present["role"], &present["email"]),
        (&json!(1), &json!("member"), &json!(bob.email))
    );
    assert!(time(&present["last_seen_at"]) >= last);
    bobs.delete("/api/identity/session").await.expect(200);
    house.advance(Duration::hours(1));
    house.visitor().log_in(house.tray(), &ada).await;
    let again = house.visitor();
    again.log_in(house.tray(), &ada).await;
    let list = again.get(PATH).await.expect(200).items();
    let of_bob = list.iter().find(|account| account["id"] == bob.account.as_str()).expect("Bob");
    assert_eq!(of_bob["sessions"], 0);
    assert_eq!(of_bob["last_seen_at"], present["last_seen_at"], "a session that ended was there still");
    again.delete(format!("{PATH}/{}", bob.account)).await.expect(200);
    assert_eq!(seen(&again, &bob.account).await["active"], false);
    house.close().await;
}

#[tokio::test]
async fn a_person_changes_their_own_name_and_nothing_else() {
    let (house, admin, _) = House::founded().await;
    let (eves, eve) = house.moves_in(&admin, "Eve", "viewer").await;
    let own = "/api/identity/account";
    let answer = eves.get(own).await.expect(200);
    assert_eq!(answer.json()["id"], eve.account.as_str());
    let tag = answer.header("etag").expect("a tag").to_owned();
    let rename = |name: &'static str, tag: String| {
        eves.ask(Method::PATCH, own).json(&json!({ "name": name })).header("if-match", tag).send()
    };
    rename("Eva", tag.clone()).await.expect(200);
    assert_eq!(rename("Evi", tag).await.problem(412), "stale");
    assert_eq!(eves.get("/api/identity/session").await.json()["name"], "Eva");
    let answer = eves.patch(own, json!({ "name": "" })).await;
    assert_eq!(answer.json()["errors"][0]["field"], "name");
    assert_eq!(answer.problem(422), "name_invalid");
    assert_eq!(eves.patch(own, json!({ "name": "Eva", "role": "admin" })).await.problem(422), "json_unfit");
    house.close().await;
}

/// Two admins at once; what each was answered.
async fn at_once(one: (&Visitor, Method, String), other: (&Visitor, Method, String)) -> [u16; 2] {
    let ask = |(visitor, method, path): (&Visitor, Method, String)| {
        let visitor = visitor.twin();
        tokio::spawn(async move {
            let asking = visitor.ask(method.clone(), path);
            let asking = if method == Method::PATCH { asking.json(&json!({ "role": "member" })) } else { asking };
            asking.send().await.status()
        })
    };
    let (one, other) = (ask(one), ask(other));
    [one.await.expect("an answer"), other.await.expect("an answer")]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_admins_who_demote_each_other_at_once_leave_one() {
    let (house, adas, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&adas, "Bob", "admin").await;
    for _ in 0..20 {
        let demote = |visitor, person: &str| (visitor, Method::PATCH, format!("{PATH}/{person}"));
        let answers = at_once(demote(&adas, &bob.account), demote(&bobs, &ada.account)).await;
        let won = answers.iter().filter(|status| **status == 200).count();
        assert_eq!(won, 1, "{answers:?}");
        assert!(answers.contains(&403), "{answers:?}");
        let (winner, loser) = if answers[0] == 200 { (&adas, &bob) } else { (&bobs, &ada) };
        winner.patch(format!("{PATH}/{}", loser.account), json!({ "role": "admin" })).await.expect(200);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_admin_who_is_closed_by_the_one_they_demote_leaves_one() {
    let (house, adas, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&adas, "Bob", "admin").await;
    let close = (&adas, Method::DELETE, format!("{PATH}/{}", bob.account));
    let demote = (&bobs, Method::PATCH, format!("{PATH}/{}", ada.account));
    let answers = at_once(close, demote).await;
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    let winner = if answers[0] == 200 { &adas } else { &bobs };
    let admins = winner.get(PATH).await.expect(200).items();
    let admins = admins.iter().filter(|account| account["role"] == "admin").count();
    assert!(admins >= 1);
    house.close().await;
}

#[tokio::test]
async fn a_demotion_that_is_stale_takes_nobodys_word() {
    let (house, adas, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&adas, "Bob", "admin").await;
    let asking = adas.ask(Method::PATCH, format!("{PATH}/{}", bob.account)).json(&json!({ "role": "member" }));
    assert_eq!(asking.header("if-match", "\"0\"").send().await.problem(412), "stale");
    bobs.patch(format!("{PATH}/{}", ada.account), json!({ "role": "member" })).await.expect(200);
    bobs.patch(format!("{PATH}/{}", ada.account), json!({ "role": "admin" })).await.expect(200);
    adas.patch(format!("{PATH}/{}", bob.account), json!({ "role": "viewer" })).await.expect(200);
    house.close().await;
}

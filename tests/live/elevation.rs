//! Elevation: an admin proves over a socket who they are, with real clients that know the PIN and never send it.

use axum::http::Method;
use chrono::Duration;
use ring::{digest, hmac, pbkdf2};
use serde_json::{Value, json};
use tests::{House, Place, Running, Visitor, until};

use crate::{
    client::{Client, KINDS, Kind, Shown, token},
    moved_in, moves_in, quiet,
};

const DIGITS: &str = "904862718";

async fn set_pin(admin: &Visitor) {
    admin.put("/api/identity/pin", json!({ "pin": DIGITS })).await.expect(200);
}

/// What became of the proofs in a house, the oldest first.
async fn of_proofs(house: &Running, admin: &Visitor) -> Vec<String> {
    quiet(house).await;
    let entries = admin.get("/api/history/entries?context=identity&limit=200").await.expect(200).items();
    let sentences = entries.iter().rev().filter_map(|entry| {
        let kind = entry["kind"].as_str()?;
        kind.starts_with("identity.proof").then(|| entry["sentence"].as_str().unwrap_or_default().to_owned())
    });
    sentences.collect()
}

async fn moved_in_with_pin(place: &Place) -> (Running, Visitor, tests::Person) {
    let (house, admin, ada) = moved_in(place).await;
    set_pin(&admin).await;
    (house, admin, ada)
}

/// Ends the proof that the login was.
async fn unprove(admin: &Visitor) {
    admin.delete("/api/identity/session/proof").await.expect(200);
    let needed = admin.patch("/api/household/stays", json!({})).await;
    assert_eq!(needed.problem(403), "proof_needed");
}

#[tokio::test]
async fn every_client_proves_with_the_pin_and_dangerous_requests_are_open() {
    let place = Place::new();
    let (house, admin, _) = moved_in_with_pin(&place).await;
    for kind in KINDS {
        unprove(&admin).await;
        let mut client = Client::connected(kind, house.address(), &admin).await;
        let answer = client.elevate(DIGITS).await;
        assert_eq!(answer["ok"], true, "{kind:?}: {answer}");
        assert!(answer["elevated_until"].as_str() > answer["proved_until"].as_str(), "{kind:?}: {answer}");
        let before = admin.cookie("daybook_session");
        admin.patch("/api/household/stays", json!({})).await.expect(200);
        assert_ne!(admin.cookie("daybook_session"), before, "{kind:?}: the secret is another one");
        let (challenge, proof) = (answer["challenge"].clone(), answer["proof"].clone());
        let again = client.ask("elevate", json!({ "challenge": challenge, "proof": proof })).await;
        assert_eq!(again["code"], "challenge_void", "{kind:?}: it serves once");
        assert_eq!(client.ask("lower", Value::Null).await, json!({ "ok": true }));
        assert_eq!(admin.patch("/api/household/stays", json!({})).await.problem(403), "proof_needed", "{kind:?}");
        client.hang_up();
    }
    assert!(of_proofs(&house, &admin).await.contains(&"Proved who they are with the admin PIN".to_owned()));
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn wrong_pins_are_counted_delayed_and_told_as_any_wrong_proof_is() {
    let place = Place::new();
    let (house, admin, ada) = moved_in_with_pin(&place).await;
    admin.patch("/api/household/settings", json!({ "alert_digest_minutes": 0 })).await.expect(200);
    for kind in [Kind::NodeWebSocket, Kind::PythonPolling] {
        let stolen = house.visitor();
        stolen.log_in(house.tray(), &ada).await;
        let mut client = Client::connected(kind, house.address(), &stolen).await;
        for _ in 0..3 {
            assert_eq!(client.elevate("480517").await["code"], "wrong_proof", "{kind:?}");
        }
        assert_eq!(client.elevate(DIGITS).await["code"], "proofs_delayed", "{kind:?}: nor is the right one looked at");
        assert_eq!(stolen.prove(&ada).await.problem(429), "proofs_delayed", "the count is the session's");
        let told = of_proofs(&house, &admin).await;
        let last: Vec<_> = told.iter().rev().take(2).collect();
        assert_eq!(last[1], "Failed to prove who they are: wrong admin PIN, 3 in a row");
        assert_eq!(last[0], "Proofs are refused for a minute in a session with too many wrong ones");
        stolen.delete("/api/identity/session").await.expect(200);
        client.until(|it| it["on"] == "problem" && it["message"]["code"] == "session_ended").await;
    }
    until("the mail", async || house.tray().alerts().await.iter().any(|it| it.body.contains("Proofs are refused")))
        .await;
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_challenge_belongs_to_its_socket_and_an_answer_to_its_challenge() {
    let place = Place::new();
    let (house, admin, _) = moved_in_with_pin(&place).await;
    let mut one = Client::connected(Kind::NodeWebSocket, house.address(), &admin).await;
    let mut other = Client::connected(Kind::PythonWebSocket, house.address(), &admin).await;
    let asked = one.ask("challenge", Value::Null).await;
    let right = answer_to(&asked);
    assert_eq!(other.ask("elevate", right.clone()).await["code"], "challenge_void");
    let another = one.ask("challenge", Value::Null).await;
    assert_eq!(one.ask("elevate", right).await["code"], "challenge_void", "another took its place");
    assert_eq!(one.ask("elevate", answer_to(&another)).await["code"], "challenge_void", "and was used up by that");
    let asked = one.ask("challenge", Value::Null).await;
    for wrong in [json!(null), json!({}), json!({ "challenge": asked["challenge"], "proof": "00" }), json!([1])] {
        assert_eq!(one.ask("elevate", wrong).await["code"], "body_malformed");
    }
    assert_eq!(one.ask("elevate", answer_to(&asked)).await["ok"], true, "what is no answer changes nothing");
    assert!(!of_proofs(&house, &admin).await.iter().any(|it| it.starts_with("Failed")), "none of that was a guess");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn members_keys_and_admins_without_a_pin_are_refused() {
    let place = Place::new();
    let (house, admin, _) = moved_in(&place).await;
    let (bobs, _) = moves_in(&house, &admin, "Bob", "member").await;
    let key = admin.post("/api/identity/keys", json!({ "name": "panel", "scopes": ["household:look"] })).await;
    let key = key.expect(201).json()["token"].as_str().expect("a key").to_owned();
    for (shown, code) in [(token(&bobs), "not_allowed"), (key, "not_allowed"), (token(&admin), "no_pin")] {
        let mut client = Client::of(Kind::NodeWebSocket);
        client.call(house.address(), &Shown::Auth(shown), false);
        client.next("connect").await;
        assert_eq!(client.elevate(DIGITS).await["code"], code);
    }
    assert!(house.stop().await.success());
}

/// An answer made of the PIN, by a third hand.
fn answer_to(asked: &Value) -> Value {
    let text = |field: &str| asked[field].as_str().expect("text").to_owned();
    let salt: Vec<u8> =
        (0..16).map(|at| u8::from_str_radix(&text("salt")[2 * at..2 * at + 2], 16).expect("hexadecimal")).collect();
    let rounds = asked["iterations"].as_u64().and_then(|rounds| u32::try_from(rounds).ok()?.try_into().ok());
    let mut salted = [0; 32];
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, rounds.expect("rounds"), &salt, DIGITS.as_bytes(), &mut salted);
    let sign = |key: &[u8], text: &[u8]| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text);
    let client_key = sign(&salted, b"Client Key");
    let stored_key = digest::digest(&digest::SHA256, client_key.as_ref());
    let mask = sign(stored_key.as_ref(), format!("daybook elevate 1,{}", text("challenge")).as_bytes());
    let proof = client_key.as_ref().iter().zip(mask.as_ref()).map(|(byte, mask)| format!("{:02x}", byte ^ mask));
    json!({ "challenge": asked["challenge"], "proof": proof.collect::<String>() })
}

/// A socket that polls, so that the clock of the test is the only one.
struct Polled<'a>(&'a Visitor, String);

impl Polled<'_> {
    async fn say(&self, text: &str) {
        let asking = self.0.ask(Method::POST, &self.1);
        asking.body("text/plain;charset=UTF-8", text).send().await.expect(200);
    }

    async fn hear(&self, what: &str) -> String {
        loop {
            let told = self.0.get(self.1.as_str()).await.expect(200).text().to_owned();
            if told.contains(what) {
                return told;
            }
        }
    }

    async fn ask(&self, event: &str, body: Value) -> Value {
        self.say(&format!("420{}", json!([event, body]))).await;
        let told = self.hear("430[").await;
        let (_, answer) = told.split_once("430[").expect("an answer");
        serde_json::Deserializer::from_str(answer).into_iter().next().expect("an answer").expect("JSON")
    }
}

#[tokio::test]
async fn half_an_hour_without_a_message_ends_it_though_the_session_goes_on() {
    let (house, admin, _) = House::founded().await;
    set_pin(&admin).await;
    let greeting = admin.get("/socket.io/?EIO=4&transport=polling").await.expect(200).text().to_owned();
    let greeting: Value = serde_json::from_str(&greeting[1..]).expect("an open packet");
    let path = format!("/socket.io/?EIO=4&transport=polling&sid={}", greeting["sid"].as_str().expect("a name"));
    let socket = Polled(&admin, path);
    socket.say("40").await;
    socket.hear("40{").await;
    let asked = socket.ask("challenge", Value::Null).await;
    house.advance(Duration::minutes(2));
    assert_eq!(socket.ask("elevate", answer_to(&asked)).await["code"], "challenge_void", "it waits for two minutes");
    let asked = socket.ask("challenge", Value::Null).await;
    let answer = socket.ask("elevate", answer_to(&asked)).await;
    assert_eq!((&answer["ok"], &answer["elevated_until"]), (&json!(true), &json!("2026-03-01T09:32:00Z")));
    assert_eq!(answer["proved_until"], "2026-03-01T09:12:00Z");
    house.advance(Duration::minutes(20));
    socket.ask("unsubscribe", json!({ "type": "settings" })).await;
    admin.get("/api/identity/session").await.expect(200);
    house.advance(Duration::minutes(20));
    admin.get("/api/identity/session").await.expect(200);
    assert_eq!(
        admin.patch("/api/household/stays", json!({})).await.problem(403),
        "proof_needed",
        "ten minutes are over"
    );
    house.advance(Duration::minutes(10));
    let told = socket.hear("elevation").await;
    assert!(told.contains(r#"42["elevation",{"elevated":false,"reason":"idle"}]"#), "{told}");
    admin.get("/api/identity/session").await.expect(200);
    house.close().await;
}

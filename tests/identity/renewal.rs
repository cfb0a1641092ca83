//! The secret of a session changes whenever its person's rights do, and nobody else can choose it.

use chrono::Duration;
use serde_json::json;
use tests::{House, Visitor};

const COOKIE: &str = "daybook_session";

async fn session_of(visitor: &Visitor) -> Option<String> {
    let answer = visitor.get("/api/identity/session").await;
    answer.is_success().then(|| answer.json()["session"].as_str().expect("an id").to_owned())
}

#[tokio::test]
async fn a_proof_brings_another_secret_and_the_session_stays() {
    let (house, visitor, ada) = House::founded().await;
    let (secret, csrf, session) = (visitor.cookie(COOKIE), visitor.csrf(), session_of(&visitor).await);
    let thief = visitor.twin();
    visitor.prove(&ada).await.expect(200);
    assert_ne!(visitor.cookie(COOKIE), secret);
    assert_eq!(session_of(&visitor).await, session, "the diary goes on with the same session");
    let answer = visitor.get("/api/identity/session").await.json();
    assert_eq!(answer["csrf_token"].as_str().map(str::to_owned), csrf, "other windows go on, too");
    assert_eq!(session_of(&thief).await, session, "what was under way arrives");
    house.advance(Duration::seconds(10));
    assert_eq!(session_of(&thief).await, None);
    assert_eq!(session_of(&visitor).await, session);
    house.close().await;
}

#[tokio::test]
async fn the_old_secret_cannot_be_made_to_last() {
    let (house, visitor, ada) = House::founded().await;
    let thief = visitor.twin();
    visitor.prove(&ada).await.expect(200);
    for _ in 0..9 {
        house.advance(Duration::seconds(1));
        assert!(session_of(&thief).await.is_some());
    }
    let old = thief.cookie(COOKIE);
    thief.prove(&ada).await.expect(200);
    assert_eq!(thief.cookie(COOKIE), old, "the old secret brings no new one");
    house.advance(Duration::seconds(1));
    assert_eq!(session_of(&thief).await, None);
    assert!(session_of(&visitor).await.is_some());
    house.close().await;
}

#[tokio::test]
async fn an_old_secret_stays_dead_after_a_restart_of_the_house() {
    let (house, visitor, ada) = House::founded().await;
    let thief = visitor.twin();
    visitor.prove(&ada).await.expect(200);
    house.advance(Duration::seconds(10));
    let house = house.restarted().await;
    assert_eq!(session_of(&thief.in_house(&house)).await, None);
    assert!(session_of(&visitor.in_house(&house)).await.is_some());
    house.close().await;
}

#[tokio::test]
async fn a_new_password_brings_another_secret() {
    let (house, visitor, ada) = House::founded().await;
    let secret = visitor.cookie(COOKIE);
    let passwords = json!({ "current": ada.password, "new": "a completely new word" });
    visitor.put("/api/identity/password", passwords).await.expect(200);
    assert_ne!(visitor.cookie(COOKIE), secret);
    assert!(session_of(&visitor).await.is_some());
    house.close().await;
}

#[tokio::test]
async fn another_role_brings_another_secret_with_the_next_answer() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let (secret, thief) = (bobs.cookie(COOKIE), bobs.twin());
    admin.patch(format!("/api/identity/accounts/{}", bob.account), json!({ "role": "admin" })).await.expect(200);
    assert!(session_of(&bobs).await.is_some());
    assert_ne!(bobs.cookie(COOKIE), secret);
    house.advance(Duration::seconds(10));
    assert_eq!(session_of(&thief).await, None);
    bobs.get("/api/identity/accounts").await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn a_secret_fixed_in_advance_is_worth_nothing() {
    let (house, mallory, ada) = House::founded().await;
    let chosen = "0123456789abcdef".repeat(6);
    for planted in [chosen, mallory.cookie(COOKIE).expect("a secret of another session")] {
        let victim = house.visitor();
        victim.set_cookie(COOKIE, &planted);
        victim.log_in(house.tray(), &ada).await;
        let own = victim.cookie(COOKIE).expect("a cookie");
        assert_ne!(own, planted);
        assert_ne!(own[..32], planted[..32], "nor is the token against forged requests of the other's making");
        assert_ne!(session_of(&victim).await, session_of(&mallory).await);
    }
    house.close().await;
}

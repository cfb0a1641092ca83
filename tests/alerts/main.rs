//! What a person is told by mail: chosen by context and severity, once, gathered, and tried again.

mod acknowledgement;
mod letters;
mod retries;
mod subscriptions;
mod watch;
mod watch_running;
mod watch_unusual;

use serde_json::json;
use tests::{House, Letter, Person, Visitor};

/// Chooses from which severity on a person hears of a context.
async fn choose(visitor: &Visitor, context: &str, least: &str) {
    visitor.post("/api/alerts/subscriptions", json!({ "context": context, "least": least })).await.expect(200);
}

/// Each alert leaves at once, in a letter of its own.
async fn without_gathering(admin: &Visitor) {
    admin.patch("/api/household/settings", json!({ "alert_digest_minutes": 0 })).await.expect(200);
}

/// The alert letters to a person, once nothing is owed any more.
async fn told(house: &House, person: &Person) -> Vec<Letter> {
    house.settle().await;
    let letters = house.tray().alerts().await;
    letters.into_iter().filter(|letter| letter.to == person.email).collect()
}

/// Closes a person's door from outside.
async fn lock(house: &House, person: &Person) {
    for _ in 0..3 {
        house.visitor().ask_code(&person.email, "not the word at all").await;
        house.settle().await;
    }
}

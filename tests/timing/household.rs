//! Who lives in the house that is measured: one with nothing but a password, one with an app, codes and a passkey, one who
//! was deactivated; and nobody.

use axum::http::Method;
use chrono::Duration;
use serde_json::json;
use tests::{Asked, Authenticator, House, Person, SoftPasskey, Visitor};

const FACTORS: &str = "/api/identity/factors";

/// A house and those who live there.
pub struct Household {
    pub house: House,
    /// With a password and no other factor.
    pub bob: Person,
    /// With an app, recovery codes and a passkey.
    pub eve: Person,
    /// Was deactivated.
    pub carl: Person,
}

impl Household {
    /// Everybody has moved in, and nothing is owed.
    pub async fn settled() -> Self {
        let (house, admin, _) = House::founded().await;
        admin.patch("/api/household/settings", json!({ "public_address": "https://house.example" })).await.expect(200);
        let bob = house.account(&admin, "Bob", "member").await;
        let (eves, eve) = house.moves_in(&admin, "Eve", "member").await;
        give_factors(&house, &eves).await;
        let carl = house.account(&admin, "Carl", "member").await;
        let path = format!("/api/identity/accounts/{}/deactivation", carl.account);
        admin.ask(Method::POST, path).send().await.expect(200);
        house.settle().await;
        Self { house, bob, eve, carl }
    }

    /// Ends the house as it is: letters may be owed.
    pub async fn leave(self) {
        self.house.settle().await;
        self.house.leave().await;
    }
}

async fn give_factors(house: &House, eves: &Visitor) {
    let new = eves.ask(Method::POST, format!("{FACTORS}/apps")).send().await.expect(201).json();
    let app = Authenticator::of(new["secret"].as_str().expect("a secret"));
    let path = format!("{FACTORS}/apps/{}/confirmation", new["id"].as_str().expect("an id"));
    eves.post(path, json!({ "name": "Phone", "code": app.shows(house.now()) })).await.expect(201);
    eves.ask(Method::POST, "/api/identity/recovery-codes").send().await.expect(201);
    let asked = Asked(eves.ask(Method::POST, format!("{FACTORS}/passkeys")).send().await.expect(201).json());
    let credential = SoftPasskey::at("house.example").made(&asked);
    let body = json!({ "name": "Laptop", "challenge": asked.ceremony(), "credential": credential });
    eves.post(format!("{FACTORS}/passkeys/confirmation"), body).await.expect(201);
    house.advance(Duration::minutes(1));
}

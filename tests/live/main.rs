//! What happens, as clients are told of it: real clients of two languages against the real program,
//! over every way a connection can take.

mod breaks;
mod client;
mod conversation;
mod elevation;
mod ends;
mod keys;
mod limits;
mod raw;
mod rights;
mod uploads;

use serde_json::{Value, json};
use tests::{Person, Place, Running, Visitor};

/// A founded house, with its admin logged in.
async fn moved_in(place: &Place) -> (Running, Visitor, Person) {
    let (house, visitor, ada) = Running::founded(place).await;
    quiet(&house).await;
    (house, visitor, ada)
}

/// Somebody else with an account, logged in.
async fn moves_in(house: &Running, admin: &Visitor, name: &str, role: &str) -> (Visitor, Person) {
    let mut person = Person::named(name);
    let new = json!({ "name": name, "email": person.email, "password": person.password, "role": role });
    let answer = admin.post("/api/identity/accounts", new).await.expect(201);
    person.account = answer.json()["id"].as_str().expect("an id").to_owned();
    let visitor = house.visitor();
    visitor.log_in(house.tray(), &person).await;
    quiet(house).await;
    (visitor, person)
}

/// Waits until everything that follows from what happened has happened.
async fn quiet(house: &Running) {
    let stranger = house.visitor();
    tests::until("the house is quiet", async || {
        let ready = stranger.get("/readyz").await.json();
        let at_head = |list: &Value| list.as_array().expect("a list").iter().all(|it| it["position"] == ready["head"]);
        ready["ready"] == true && at_head(&ready["views"]) && at_head(&ready["workers"])
    })
    .await;
}

/// Gives the house a name; the position of the entry.
async fn name(admin: &Visitor, name: &str) -> u64 {
    admin.patch("/api/household/settings", json!({ "name": name })).await.expect(200).position()
}

/// A figure of the house; all its labels together, unless one is named.
async fn figure(house: &Running, name: &str) -> f64 {
    let text = house.visitor().get("/metrics").await.text().to_owned();
    let is_it = |line: &&str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '{', ',']));
    let values = text.lines().filter(is_it).filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok());
    values.sum()
}

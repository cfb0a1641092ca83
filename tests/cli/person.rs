//! `daybook person`: for whoever is locked out of the dashboard.

use serde_json::json;
use tests::{Outcome, Person, Place, Running, Visitor, until};

use crate::{add, house_with_two};

async fn lock(house: &Running, person: &Person) {
    let stranger = house.visitor();
    for _ in 0..3 {
        stranger.ask_code(&person.email, "not the word at all").await;
    }
}

async fn is_locked(admin: &Visitor, person: &Person) -> bool {
    let account = admin.get(format!("/api/identity/accounts/{}", person.account)).await.expect(200).json();
    !account["locked_until"].is_null()
}

#[tokio::test]
async fn whoever_was_added_can_log_in() {
    let (place, ada, _) = house_with_two();
    let house = Running::start(&place).await;
    assert!(!house.printed().iter().any(|line| line.contains("/welcome#")), "there is an admin already");
    assert_eq!(house.visitor().log_in(house.tray(), &ada).await.json()["role"], "admin");
    let mut eve = Person::named("Eve");
    add(&place, &mut eve, "viewer");
    let visitor = house.visitor();
    assert_eq!(visitor.log_in(house.tray(), &eve).await.json()["role"], "viewer");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_locked_door_is_opened_while_the_house_runs() {
    let (place, ada, bob) = house_with_two();
    let house = Running::start(&place).await;
    let admin = house.visitor();
    admin.log_in(house.tray(), &ada).await;
    lock(&house, &bob).await;
    until("the door is closed", async || is_locked(&admin, &bob).await).await;
    place.run(&["person", "unlock", &bob.email, "--json"]).expect(0).json();
    until("the door is open", async || !is_locked(&admin, &bob).await).await;
    house.visitor().log_in(house.tray(), &bob).await;
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_locked_door_is_opened_while_the_house_does_not_run() {
    let (place, ada, bob) = house_with_two();
    let house = Running::start(&place).await;
    let admin = house.visitor();
    admin.log_in(house.tray(), &ada).await;
    lock(&house, &bob).await;
    until("the door is closed", async || is_locked(&admin, &bob).await).await;
    assert!(house.stop().await.success());
    let told = place.run(&["person", "unlock", &bob.email]).expect(0);
    assert!(told.out.contains("The door is open"), "{told:?}");
    let house = Running::start(&place).await;
    house.visitor().log_in(house.tray(), &bob).await;
    assert!(house.stop().await.success());
}

fn reset(place: &Place, person: &mut Person, password: &str) -> Outcome {
    person.password = password.to_owned();
    place.run_with(&["person", "reset", &person.email, "--json"], &format!("{password}\n")).expect(0)
}

#[tokio::test]
async fn a_reset_password_ends_all_sessions_and_is_the_only_one_that_fits() {
    let (place, _, mut bob) = house_with_two();
    let house = Running::start(&place).await;
    let (visitor, old) = (house.visitor(), bob.password.clone());
    visitor.log_in(house.tray(), &bob).await;
    reset(&place, &mut bob, "another long word");
    visitor.get("/api/identity/session").await.problem(401);
    let before = house.tray().ids().await;
    house.visitor().ask_code(&bob.email, &old).await;
    house.visitor().log_in(house.tray(), &bob).await;
    let codes = house.tray().letters().await.into_iter().filter(|letter| !before.contains(&letter.id));
    assert_eq!(codes.filter(|letter| letter.to == bob.email && letter.code().is_some()).count(), 1);
    assert!(house.stop().await.success());
    reset(&place, &mut bob, "a third long word");
    let house = Running::start(&place).await;
    house.visitor().log_in(house.tray(), &bob).await;
    assert!(house.stop().await.success());
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let (place, ada, _) = house_with_two();
    let long = "x".repeat(201);
    let wrong: [(&[&str], &str, &str); 9] = [
        (&["person", "add", "eve@mail.example", "--name", "Eve"], "too short\n", "password"),
        (&["person", "add", "eve@mail.example", "--name", "Eve"], &long, "password"),
        (&["person", "add", "eve@mail.example", "--name", "Eve"], "", "password"),
        (&["person", "add", "eve@mail.example", "--name", " "], "a long enough word\n", "name"),
        (&["person", "add", "no address", "--name", "Eve"], "a long enough word\n", "email"),
        (&["person", "add", &ada.email, "--name", "Eve"], "a long enough word\n", "another account"),
        (&["person", "add", "eve@mail.example", "--name", "Eve", "--role", "king"], "a long enough word\n", "king"),
        (&["person", "unlock", "nobody@mail.example"], "", "nobody"),
        (&["person", "reset", "nobody@mail.example"], "a long enough word\n", "nobody"),
    ];
    for (arguments, input, reason) in wrong {
        let outcome = place.run_with(arguments, input).expect(2);
        assert!(outcome.err.contains(reason) && outcome.out.is_empty(), "{arguments:?}: {outcome:?}");
    }
    assert_eq!(place.run(&["log", "stat", "--json"]).expect(0).json()["events"], json!(5));
}

#[tokio::test]
async fn a_running_house_refuses_it_just_the_same() {
    let (place, ada, _) = house_with_two();
    let house = Running::start(&place).await;
    let arguments = ["person", "add", &ada.email, "--name", "Eve"];
    let outcome = place.run_with(&arguments, "a long enough word\n").expect(2);
    assert!(outcome.err.contains("another account"), "{outcome:?}");
    assert_eq!(place.run(&["person", "unlock", "nobody@mail.example"]).expect(2).out, "");
    assert!(house.stop().await.success());
}

//! Whoever types the right password and comes no further knows it: the owner hears of it.

use chrono::Duration;
use tests::{House, Visitor};

use crate::in_identity;

async fn begin(house: &House, visitor: &Visitor, person: &tests::Person) -> String {
    let login = visitor.ask_code(&person.email, &person.password).await;
    house.settle().await;
    login
}

/// Minute by minute, so that the sweeper looks as it would.
async fn pass(house: &House, minutes: i64) {
    for _ in 0..minutes {
        house.advance(Duration::minutes(1));
        tests::until("the sweeper has looked", async || house.desk().timetable().next_sweep() > house.now()).await;
    }
    house.settle().await;
}

async fn told(house: &House, after: u64) -> usize {
    in_identity(house, after).await.iter().filter(|kind| *kind == "login_unfinished").count()
}

#[tokio::test]
async fn the_owner_is_mailed_after_three_minutes_and_once_an_hour() {
    let (house, admin, _) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    let before = house.head();
    let stranger = house.visitor().from([203, 0, 113, 66]);
    begin(&house, &stranger, &bob).await;
    pass(&house, 2).await;
    assert_eq!(told(&house, before).await, 0);
    pass(&house, 2).await;
    assert_eq!(told(&house, before).await, 1);
    begin(&house, &stranger, &bob).await;
    pass(&house, 5).await;
    assert_eq!(told(&house, before).await, 1, "folded");
    pass(&house, 55).await;
    begin(&house, &stranger, &bob).await;
    pass(&house, 5).await;
    assert_eq!(told(&house, before).await, 2);
    let letter = |it: &tests::Letter| it.to == bob.email && it.body.contains("no second factor");
    let letter = house.tray().wait_for("Bob is told", letter).await;
    assert!(letter.body.contains("203.0.113.66"), "{}", letter.body);
    house.close().await;
}

#[tokio::test]
async fn whoever_begins_again_and_comes_in_is_not_told() {
    let (house, _, ada) = House::founded().await;
    let before = house.head();
    let visitor = house.visitor();
    begin(&house, &visitor, &ada).await;
    visitor.log_in(house.tray(), &ada).await;
    pass(&house, 5).await;
    assert_eq!(told(&house, before).await, 0);
    begin(&house, &house.visitor().from([203, 0, 113, 66]), &ada).await;
    visitor.log_in(house.tray(), &ada).await;
    pass(&house, 5).await;
    assert_eq!(told(&house, before).await, 1, "somebody else began that one");
    house.close().await;
}

#[tokio::test]
async fn a_wrong_password_is_no_unfinished_login() {
    let (house, _, ada) = House::founded().await;
    let before = house.head();
    house.visitor().ask_code(&ada.email, "not the word").await;
    house.visitor().ask_code("nobody@mail.example", &ada.password).await;
    house.settle().await;
    pass(&house, 5).await;
    assert_eq!(told(&house, before).await, 0);
    house.close().await;
}

//! A login on a device that nobody knew is mailed to the person whose account it is.

use chrono::Duration;
use tests::{House, Letter, Person};

use crate::in_identity;

/// The letters that tell a person of a device.
async fn told(house: &House, person: &Person) -> Vec<Letter> {
    house.settle().await;
    let is_it = |it: &Letter| it.to == person.email && it.body.contains("a device that was not known");
    house.tray().alerts().await.into_iter().filter(is_it).collect()
}

async fn met(house: &House, after: u64) -> usize {
    in_identity(house, after).await.iter().filter(|kind| *kind == "device_met").count()
}

#[tokio::test]
async fn the_owner_reads_when_from_where_on_what_and_what_to_do() {
    let (house, admin, ada) = House::founded().await;
    let (_, bob) = house.moves_in(&admin, "Bob", "member").await;
    assert_eq!(
        (told(&house, &ada).await.len(), told(&house, &bob).await.len()),
        (0, 0),
        "first logins are told to nobody"
    );
    let before = house.head();
    house.visitor().from([203, 0, 113, 9]).log_in(house.tray(), &bob).await;
    let letters = told(&house, &bob).await;
    assert_eq!((met(&house, before).await, letters.len()), (1, 1));
    for line in [
        "when:  on Sunday, 1 March 2026 at 09:00:00 UTC",
        "Logged in on a device that was not known: an unnamed program.",
        "from:  203.0.113.9",
        "end that session and change your password, here: http://house.example/me",
    ] {
        assert!(letters[0].body.contains(line), "{line}: {}", letters[0].body);
    }
    assert!(told(&house, &ada).await.is_empty(), "it is nobody else's door");
    let entries = admin.get("/api/history/entries?kind=identity.device_met.v1").await.items();
    assert_eq!(entries[0]["sentence"], "Logged in on a device that was not known: an unnamed program");
    house.close().await;
}

#[tokio::test]
async fn a_device_that_was_met_is_known_as_long_as_it_keeps_its_secret() {
    let (house, _, ada) = House::founded().await;
    let phone = house.visitor();
    phone.log_in(house.tray(), &ada).await;
    assert_eq!(told(&house, &ada).await.len(), 1);
    let before = house.head();
    phone.delete("/api/identity/session").await.expect(200);
    phone.log_in(house.tray(), &ada).await;
    house.advance(Duration::minutes(10));
    assert_eq!((met(&house, before).await, told(&house, &ada).await.len()), (0, 1));
    phone.drop_cookie("daybook_device");
    phone.log_in(house.tray(), &ada).await;
    assert_eq!((met(&house, before).await, told(&house, &ada).await.len()), (1, 2));
    house.close().await;
}

#[tokio::test]
async fn two_devices_within_the_digest_come_in_one_letter() {
    let (house, _, ada) = House::founded().await;
    for _ in 0..3 {
        house.visitor().log_in(house.tray(), &ada).await;
        house.settle().await;
    }
    assert_eq!(told(&house, &ada).await.len(), 1, "five minutes are not over");
    house.advance(Duration::minutes(5));
    tests::until("the second letter", async || told(&house, &ada).await.len() == 2).await;
    let subjects: Vec<_> = told(&house, &ada).await.into_iter().map(|letter| letter.subject).collect();
    assert!(subjects.iter().any(|it| it.starts_with("2 alerts: Logged in on a device")), "{subjects:?}");
    house.close().await;
}

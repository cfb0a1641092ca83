//! Mail servers that are down, refuse, are slow, or say yes and are gone before it is heard: the
//! alert arrives once they are back, once. The servers are real; the clock is set by hand.

use std::sync::Arc;

use chrono::Duration;
use tests::{House, Letter, MailServer, Person, until};

use crate::line::Line;

const WRONG: &str = "not the word at all";

async fn lock(house: &House, person: &Person) {
    for _ in 0..3 {
        house.visitor().ask_code(&person.email, WRONG).await;
        // Recording it is waited for; the letter that follows may be a while on its way.
        house.desk().settle().await;
    }
}

async fn failures(house: &House) -> usize {
    let mut failures = 0;
    for position in 1..=house.head() {
        let fact = house.desk().fact(position).await.expect("readable").expect("dense");
        failures += usize::from(domain::EventTable::name(&fact.event) == "alerts.alert_failed.v1");
    }
    failures
}

async fn delivered(house: &House) -> bool {
    house.kinds_after(0).await.contains(&"alerts.alert_delivered.v2")
}

/// Alert letters that tell of the lock, each mail counted once however often it was sent.
async fn told(house: &House) -> Vec<Letter> {
    let letters = house.tray().alerts().await;
    letters.into_iter().filter(|letter| letter.body.contains("The account was locked")).collect()
}

/// A house that sends its mail through a port of this server, or of a line to it.
async fn house_at(server: &Arc<MailServer>, port: u16) -> (House, Person) {
    let house = House::with_mail_server(server, port).await;
    let (_, ada) = house.move_in().await;
    (house, ada)
}

async fn arrives_once(house: House) {
    until("the letter arrives", async || delivered(&house).await).await;
    house.advance(Duration::days(1));
    house.settle().await;
    assert_eq!(told(&house).await.len(), 1);
    house.close().await;
}

#[tokio::test]
async fn a_server_that_was_down_gets_the_alert_when_it_is_back() {
    let server = Arc::new(MailServer::start().await);
    let (house, ada) = house_at(&server, server.smtp_port()).await;
    server.stop();
    lock(&house, &ada).await;
    for tries in 1..=3 {
        until("a try fails", async || failures(&house).await == tries).await;
        if tries < 3 {
            house.advance(Duration::seconds(30 << (tries - 1)));
        }
    }
    server.run().await;
    house.advance(Duration::minutes(2));
    arrives_once(house).await;
}

#[tokio::test]
async fn a_server_that_refused_gets_the_alert_when_it_changed_its_mind() {
    let server = Arc::new(MailServer::start().await);
    let (house, ada) = house_at(&server, server.smtp_port()).await;
    server.stop();
    server.run_with_password("another word than the house knows").await;
    lock(&house, &ada).await;
    until("a try fails", async || failures(&house).await == 1).await;
    server.stop();
    server.run().await;
    house.advance(Duration::seconds(30));
    arrives_once(house).await;
}

#[tokio::test]
async fn a_slow_server_gets_the_alert_once() {
    let server = Arc::new(MailServer::start().await);
    let line = Line::to(server.smtp_port()).await;
    let (house, ada) = house_at(&server, line.port()).await;
    line.slow_down();
    lock(&house, &ada).await;
    arrives_once(house).await;
}

#[tokio::test]
async fn a_server_that_hangs_gets_the_alert_when_it_answers_again() {
    let server = Arc::new(MailServer::start().await);
    let line = Line::to(server.smtp_port()).await;
    let (house, ada) = house_at(&server, line.port()).await;
    line.hang();
    lock(&house, &ada).await;
    until("a try is given up", async || failures(&house).await == 1).await;
    line.mend();
    house.advance(Duration::seconds(30));
    arrives_once(house).await;
}

/// Between the server's yes and the house's hearing of it the line is cut: the house cannot know,
/// so it sends the same letter again, under the same Message-ID.
#[tokio::test]
async fn a_yes_that_was_not_heard_brings_the_same_letter_again() {
    let server = Arc::new(MailServer::start().await);
    let line = Line::to(server.smtp_port()).await;
    let (house, ada) = house_at(&server, line.port()).await;
    line.lose_answers_after_a_letter();
    lock(&house, &ada).await;
    until("a try fails", async || failures(&house).await == 1).await;
    until("the server has it", async || !told(&house).await.is_empty()).await;
    line.mend();
    house.advance(Duration::seconds(30));
    until("the second try is heard", async || delivered(&house).await).await;
    let letters = told(&house).await;
    assert_eq!(letters.len(), 2, "sent twice");
    assert_eq!((&letters[0].id, &letters[0].body), (&letters[1].id, &letters[1].body), "but one letter");
    house.close().await;
}

//! The configuration, read again while the house runs.

use std::{fs, sync::Arc};

use rustix::process::Signal;
use tests::{MailServer, Place, Running, Tray, until};

use crate::house_with_two;

fn write(place: &Place, text: &str) {
    fs::write(place.path().join("daybook.toml"), text).expect("written");
}

async fn said(house: &Running, part: &str) {
    until(part, async || house.printed().iter().any(|line| line.contains(part))).await;
}

#[tokio::test]
async fn another_mail_server_is_used_without_a_restart() {
    let (place, ada, _) = house_with_two();
    let house = Running::start(&place).await;
    house.visitor().log_in(house.tray(), &ada).await;
    let server = Arc::new(MailServer::start().await);
    write(&place, &server.as_written(server.smtp_port()));
    house.signal(Signal::HUP);
    said(&house, "the mail server was changed").await;
    house.visitor().log_in(&Tray::Server(server.clone()), &ada).await;
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_file_that_does_not_fit_changes_nothing_while_running() {
    let (place, ada, _) = house_with_two();
    let house = Running::start(&place).await;
    write(&place, "[mail]\nhots = \"mail.example\"\n");
    house.signal(Signal::HUP);
    said(&house, "the configuration was not taken").await;
    said(&house, "hots").await;
    house.visitor().log_in(house.tray(), &ada).await;
    assert!(house.stop().await.success());
}

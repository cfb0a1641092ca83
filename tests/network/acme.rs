//! Certificates by ACME: fetched in both ways, kept, renewed, and waited for.

use std::fs;

use rustix::process::Signal;
use serde_json::json;
use tests::{Place, Running, eventually, free_port, until};

use crate::{curl::Curl, openssl::handshake, pebble::Pebble, said, told};

/// A house that will listen where the authority looks.
fn place(tls_port: u16) -> Place {
    Place::new().with("DAYBOOK_LISTEN", format!("127.0.0.1:{tls_port}"))
}

/// Waits until the house shows a certificate that the authority has signed.
async fn believed(house: &Running, pebble: &Pebble) {
    let url = format!("https://house.example:{}/healthz", house.address().port());
    let curl = Curl::trusting(&pebble.root()).finding("house.example", house.address());
    until("a certificate of the authority", async || curl.ask(&[&url]).is_ok_and(|got| got.status == 200)).await;
    let got = curl.get(&url);
    assert!(got.header("strict-transport-security").is_some(), "{got:?}");
}

/// What marks the certificate the house shows.
fn shown(house: &Running) -> Option<String> {
    let (_, told) = handshake(house.address(), &["-servername", "house.example"]);
    let (_, rest) = told.split_once("-----BEGIN CERTIFICATE-----")?;
    rest.split_once("-----END").map(|(certificate, _)| certificate.to_owned())
}

#[tokio::test]
async fn a_certificate_is_fetched_at_the_encrypted_door_and_outlives_a_restart() {
    let port = free_port();
    let mut pebble = Pebble::prepare(port, free_port());
    pebble.run().await;
    let place = pebble.used_by(place(port)).with("DAYBOOK_TLS_CONTACT", "admin@house.example");
    let house = Running::begin(&place).await;
    believed(&house, &pebble).await;
    until("the diary tells of it", async || {
        told(&place, "household.certificate_taken.v1").is_some_and(|event| event.to_string().contains("Pebble"))
    })
    .await;
    let first = shown(&house);
    assert!(house.stop().await.success());
    pebble.stop();
    let house = Running::begin(&place).await;
    assert_eq!(shown(&house), first, "the authority is down, and nobody needs it");
    for name in ["acme.pem", "acme-account.json"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(place.path().join("tls").join(name)).expect("kept").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    assert!(!house.printed().iter().any(|line| line.contains("PRIVATE")));
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_certificate_is_fetched_at_the_plain_door() {
    let (port, plain) = (free_port(), free_port());
    let mut pebble = Pebble::prepare(free_port(), plain);
    pebble.run().await;
    let place = pebble.used_by(place(port)).with("DAYBOOK_TLS_CHALLENGE", "http-01");
    let place = place.with("DAYBOOK_TLS_HTTP_LISTEN", format!("127.0.0.1:{plain}"));
    let house = Running::begin(&place).await;
    believed(&house, &pebble).await;
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn where_one_way_is_in_vain_the_other_one_is_tried() {
    let (port, plain) = (free_port(), free_port());
    let mut pebble = Pebble::prepare(free_port(), plain);
    pebble.run().await;
    let place = pebble.used_by(place(port)).with("DAYBOOK_TLS_HTTP_LISTEN", format!("127.0.0.1:{plain}"));
    let house = Running::begin(&place).await;
    said(&house, "a new certificate was refused").await;
    let refusal = eventually("the refusal", async || told(&place, "household.certificate_refused.v1")).await;
    assert!(refusal.to_string().contains("tls-alpn-01"));
    house.signal(Signal::HUP);
    believed(&house, &pebble).await;
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn until_the_authority_answers_the_house_shows_a_certificate_of_its_own() {
    let port = free_port();
    let mut pebble = Pebble::prepare(port, free_port());
    let place = pebble.used_by(place(port));
    let house = Running::begin(&place).await;
    said(&house, "a new certificate was refused").await;
    let own = Curl::trusting(&place.path().join("tls/ca.crt")).finding("house.example", house.address());
    assert_eq!(own.get(&format!("https://house.example:{port}/healthz")).status, 200);
    pebble.run().await;
    house.signal(Signal::HUP);
    believed(&house, &pebble).await;
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_certificate_is_renewed_before_it_ends_even_by_an_authority_that_forgot_the_house() {
    let port = free_port();
    let mut pebble = Pebble::prepare(port, free_port()).with("certificateValidityPeriod", json!(40));
    pebble.run().await;
    let place = pebble.used_by(place(port));
    let house = Running::begin(&place).await;
    believed(&house, &pebble).await;
    let first = shown(&house).expect("a certificate");
    pebble.stop();
    pebble.run().await;
    let second = eventually("a new certificate", async || shown(&house).filter(|shown| *shown != first)).await;
    assert_ne!(first, second);
    believed(&house, &pebble).await;
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn an_account_that_the_authority_knows_from_elsewhere_is_linked() {
    let port = free_port();
    let key = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";
    let mut pebble = Pebble::prepare(port, free_port())
        .with("externalAccountBindingRequired", json!(true))
        .with("externalAccountMACKeys", json!({ "kid-1": key }));
    pebble.run().await;
    let place = pebble.used_by(place(port)).with("DAYBOOK_TLS_EAB_KID", "kid-1").with("DAYBOOK_TLS_EAB_KEY", key);
    let house = Running::begin(&place).await;
    believed(&house, &pebble).await;
    assert!(!house.printed().iter().any(|line| line.contains(key)));
    assert!(house.stop().await.success());
}

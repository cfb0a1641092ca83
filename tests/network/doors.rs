//! The plain door beside an encrypted one, and whoever knocks at the encrypted one without a word
//! of TLS.

use serde_json::json;
use tests::{Person, Running, free_port};

use crate::{asking::Asking, curl::Curl, place};

#[tokio::test]
async fn the_plain_door_shows_the_way_and_lets_nobody_further_in() {
    let port = free_port();
    let place = place("local").with("DAYBOOK_TLS_HTTP_LISTEN", format!("127.0.0.1:{port}"));
    let house = Running::begin(&place).await;
    let (plain, curl) = (format!("http://localhost:{port}"), Curl::default());
    let encrypted = house.address().port();
    for page in ["/", "/metrics", "/api/identity/session?a=b%20c", "/web/app.js"] {
        let got = curl.get(&format!("{plain}{page}"));
        let there = format!("https://localhost:{encrypted}{page}");
        assert_eq!((got.status, got.header("location"), got.body.as_str()), (308, Some(there.as_str()), ""), "{page}");
        assert_eq!(got.header("strict-transport-security"), None);
    }
    let posted = curl.ask(&["--data", "{}", &format!("{plain}/api/identity/logins")]).expect("answered");
    assert_eq!(posted.status, 308);
    assert_eq!(curl.get(&format!("{plain}/.well-known/acme-challenge/unknown")).status, 404);
    let authority = place.path().join("plain.crt");
    std::fs::write(&authority, curl.get(&format!("{plain}/ca.crt")).body).expect("written");
    assert_eq!(curl.get(&format!("{plain}/healthz")).status, 200, "whether it is well needs no certificate");
    let url = format!("{plain}/api/openapi.json");
    let followed = Curl::trusting(&authority).ask(&["--location", &url]).expect("answered");
    assert!(followed.body.contains("HTTP/1.1 200") && followed.body.contains("openapi"), "{followed:?}");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn plain_words_at_the_encrypted_door_are_sent_on_too() {
    let place = place("local");
    let house = Running::begin(&place).await;
    let port = house.address().port();
    let got = Curl::default().get(&format!("http://127.0.0.1:{port}/diary?q=1"));
    assert_eq!(
        (got.status, got.header("location")),
        (308, Some(format!("https://127.0.0.1:{port}/diary?q=1").as_str()))
    );
    assert_eq!(Curl::default().get(&format!("http://127.0.0.1:{port}/ca.crt")).status, 200);
    let nowhere = Curl::default().ask(&["--header", "host:", &format!("http://127.0.0.1:{port}/")]).expect("answered");
    assert_eq!((nowhere.status, nowhere.json()["code"].as_str()), (400, Some("not_encrypted")));
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn where_ports_are_forwarded_the_public_address_says_where_to_go() {
    let port = free_port();
    let place = place("local").with("DAYBOOK_TLS_HTTP_LISTEN", format!("127.0.0.1:{port}"));
    let house = Running::begin(&place).await;
    let authority = place.path().join("tls/ca.crt");
    let asking = Asking::moved_in(&house, &authority, &mut Person::named("Ada")).await;
    let public = json!({ "public_address": "https://house.example" });
    assert_eq!(asking.send("PATCH", "/api/household/settings", &public).status, 200);
    let went = |host: &str| {
        let header = format!("host: {host}");
        let got = Curl::default().ask(&["--header", &header, &format!("http://127.0.0.1:{port}/a")]).expect("answered");
        got.header("location").expect("a way").to_owned()
    };
    assert_eq!(went("house.example:8080"), "https://house.example/a");
    assert_eq!(went("pi.local"), format!("https://pi.local:{}/a", house.address().port()));
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_house_without_an_authority_says_so() {
    let place = tests::Place::new();
    let house = Running::start(&place).await;
    assert_eq!(house.visitor().get("/ca.crt").await.problem(404), "no_authority");
    assert!(house.stop().await.success());
}

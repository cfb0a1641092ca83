//! How the house is reached, as an admin is told.

use serde_json::json;
use tests::{Person, Place, Running};

use crate::{asking::Asking, openssl::fingerprint, place, with_admin};

#[tokio::test]
async fn a_house_on_its_own_machine_is_told_how_to_open() {
    let (place, ada) = with_admin(Place::new());
    let house = Running::start(&place).await;
    let visitor = house.visitor();
    assert_eq!(visitor.get("/api/household/network").await.problem(401), "not_logged_in");
    visitor.log_in(house.tray(), &ada).await;
    let told = visitor.get("/api/household/network").await.expect(200).json();
    let listen = house.address().to_string();
    assert_eq!((told["listen"].as_str(), told["tls"].as_str()), (Some(listen.as_str()), Some("off")));
    assert_eq!((told["open"].as_bool(), told["certificate"].is_null()), (Some(false), true));
    let toml = told["advice"][0]["toml"].as_str().expect("what to write");
    let file = place.path().join("daybook.toml");
    std::fs::write(&file, toml).expect("written");
    assert!(house.stop().await.success());
    let mut place = place;
    place.unset("DAYBOOK_LISTEN");
    assert!(place.run(&["config", "check"]).expect(0).out.contains("fits"), "the advice can be followed");
}

#[tokio::test]
async fn a_house_with_its_own_authority_tells_what_to_compare() {
    let place = place("local").with("DAYBOOK_TLS_NAMES", "tv.local");
    let house = Running::begin(&place).await;
    let authority = place.path().join("tls/ca.crt");
    let asking = Asking::moved_in(&house, &authority, &mut Person::named("Ada")).await;
    let told = asking.get("/api/household/network").json();
    assert_eq!(told["authority"]["sha256"], fingerprint(&authority));
    assert_eq!((&told["tls"], &told["authority"]["path"]), (&"local".into(), &"/ca.crt".into()));
    let port = house.address().port();
    assert_eq!(told["urls"], json!([format!("https://127.0.0.1:{port}"), format!("https://tv.local:{port}")]));
    assert_eq!(told["request"]["encrypted"], true);
    let names = told["certificate"]["names"].as_array().expect("names");
    assert!(["tv.local", "localhost", "127.0.0.1"].iter().all(|name| names.contains(&(*name).into())), "{names:?}");
    assert_eq!(told["certificate"]["issuer"], told["authority"]["name"]);
    let metrics = asking.get("/metrics").body;
    let left = metrics.lines().find_map(|line| line.strip_prefix("daybook_certificate_left_seconds "));
    let left: f64 = left.expect("a figure").parse().expect("a number");
    assert!((390.0 * 86_400.0..398.0 * 86_400.0).contains(&left), "{left}");
    assert!(house.stop().await.success());
}

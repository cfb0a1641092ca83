//! A certificate of the house's own authority, as a phone would come to trust it.

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf};

use tests::{Person, Place, Running};

use crate::{
    asking::Asking,
    curl::{Curl, NOT_BELIEVED},
    openssl::{fingerprint, openssl},
    place,
};

/// Downloads the authority's certificate as a phone would, not yet trusting anybody.
fn download(house: &Running, place: &Place) -> PathBuf {
    let got = Curl::default().ask(&["--insecure", &format!("https://{}/ca.crt", house.address())]).expect("answered");
    assert_eq!((got.status, got.header("content-type")), (200, Some("application/x-x509-ca-cert")));
    let file = place.path().join("downloaded.crt");
    fs::write(&file, got.body).expect("written");
    file
}

fn mode(place: &Place, name: &str) -> u32 {
    fs::metadata(place.path().join(name)).expect("it is there").permissions().mode() & 0o777
}

#[tokio::test]
async fn whoever_trusts_the_authority_trusts_the_house_under_each_of_its_names() {
    let place = place("local").with("DAYBOOK_TLS_NAMES", "tv.local, kitchen");
    let house = Running::begin(&place).await;
    let (address, authority) = (house.address(), download(&house, &place));
    let curl = Curl::trusting(&authority).finding("tv.local", address).finding("kitchen", address);
    for host in ["127.0.0.1", "localhost", "tv.local", "kitchen"] {
        let got = curl.get(&format!("https://{host}:{}/healthz", address.port()));
        assert_eq!((got.status, got.header("strict-transport-security")), (200, None), "{host}");
    }
    let stranger = curl.finding("bank.example", address);
    let url = format!("https://bank.example:{}/healthz", address.port());
    assert_eq!(stranger.ask(&[&url]).expect_err("not its name").0, NOT_BELIEVED);
    let hash = fingerprint(&authority);
    assert!(house.printed().iter().any(|line| line.contains(&hash)), "{hash}: {:?}", house.printed());
    assert_eq!((mode(&place, "tls"), mode(&place, "tls/ca.key"), mode(&place, "tls/local.pem")), (0o700, 0o600, 0o600));
    let secret = fs::read_to_string(place.path().join("tls/ca.key")).expect("the key");
    let line = secret.lines().nth(1).expect("a line of it").to_owned();
    assert!(!house.printed().iter().any(|printed| printed.contains(&line) || printed.contains("PRIVATE")));
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn authority_and_certificate_outlive_a_restart_and_a_new_name_gets_a_new_certificate() {
    let mut place = place("local");
    let house = Running::begin(&place).await;
    let authority = download(&house, &place);
    assert!(house.stop().await.success());
    let kept = || fs::read(place.path().join("tls/local.pem")).expect("a certificate");
    let first = kept();
    let house = Running::begin(&place).await;
    assert_eq!((kept(), fingerprint(&download(&house, &place))), (first.clone(), fingerprint(&authority)));
    assert!(house.stop().await.success());
    place.set("DAYBOOK_TLS_NAMES", "late.local");
    let house = Running::begin(&place).await;
    let curl = Curl::trusting(&authority).finding("late.local", house.address());
    assert_eq!(curl.get(&format!("https://late.local:{}/healthz", house.address().port())).status, 200);
    assert!(house.stop().await.success());
}

/// Signs for a name with the authority's own key.
fn steal(path: &impl Fn(&str) -> String, name: &str) {
    let (wish, key, csr) = (format!("subjectAltName=DNS:{name}"), path("thief.key"), path("thief.csr"));
    let kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=thief"];
    let (done, told) = openssl(&[&["req"], &kind[..], &["-addext", &wish, "-keyout", &key, "-out", &csr]].concat());
    assert!(done, "{told}");
    let (ca, ca_key, out) = (path("ca.crt"), path("ca.key"), path("thief.pem"));
    let by = ["-CA", &ca, "-CAkey", &ca_key, "-CAcreateserial", "-copy_extensions", "copy"];
    let (done, told) = openssl(&[&["x509", "-req", "-in", &csr], &by[..], &["-out", &out]].concat());
    assert!(done, "{told}");
}

#[tokio::test]
async fn whoever_steals_the_authoritys_key_signs_for_no_name_outside_a_home() {
    let place = place("local");
    let house = Running::begin(&place).await;
    assert!(house.stop().await.success());
    let path = |name: &str| place.path().join("tls").join(name).display().to_string();
    for (name, is_believed) in [("a.local", true), ("bank.example", false)] {
        steal(&path, name);
        let (believed, told) = openssl(&["verify", "-CAfile", &path("ca.crt"), &path("thief.pem")]);
        assert_eq!(believed, is_believed, "{told}");
        assert!(is_believed || told.contains("permitted subtree violation"), "{told}");
    }
}

#[tokio::test]
async fn half_an_authority_is_no_reason_to_make_another_behind_peoples_backs() {
    let place = place("local");
    let house = Running::begin(&place).await;
    assert!(house.stop().await.success());
    fs::remove_file(place.path().join("tls/ca.key")).expect("removed");
    let outcome = place.run(&["serve"]).expect(1);
    assert!(outcome.err.contains("delete ca.crt and ca.key"), "{outcome:?}");
}

#[tokio::test]
async fn over_tls_the_cookies_are_for_https_and_the_house_alone() {
    let place = place("local");
    let house = Running::begin(&place).await;
    let mut ada = Person::named("Ada");
    let asking = Asking::moved_in(&house, &download(&house, &place), &mut ada).await;
    let given = asking.cookies_given();
    assert!(given.len() >= 2, "{given:?}");
    for cookie in given {
        assert!(cookie.starts_with("__Host-daybook_") && cookie.contains("; Secure"), "{cookie}");
    }
    assert_eq!(asking.get("/api/identity/session").json()["name"], "Ada");
    assert!(house.stop().await.success());
}

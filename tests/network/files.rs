//! A certificate from files: shown, and replaced while the house runs.

use std::fs;

use rustix::process::Signal;
use tempfile::TempDir;
use tests::{Place, Running, until};

use crate::{
    curl::{Curl, NOT_BELIEVED},
    openssl::{self, Files, shown},
    place, said, told,
};

/// A house with the first of its certificates, in files of their own.
async fn open() -> (Place, Running, Files, TempDir) {
    let folder = TempDir::with_prefix("daybook-").expect("a folder");
    let first = openssl::make(folder.path(), "first");
    let used = Files { certificate: folder.path().join("used.pem"), key: folder.path().join("used.key") };
    put(&first, &used);
    let place = place("files")
        .with("DAYBOOK_TLS_CERTIFICATE_FILE", used.certificate.display())
        .with("DAYBOOK_TLS_KEY_FILE", used.key.display());
    let house = Running::begin(&place).await;
    (place, house, used, folder)
}

fn put(from: &Files, to: &Files) {
    fs::copy(&from.key, &to.key).expect("copied");
    fs::copy(&from.certificate, &to.certificate).expect("copied");
}

#[tokio::test]
async fn the_certificate_of_the_files_is_shown_over_tls_1_2_and_1_3_and_nothing_older() {
    let (_place, house, used, _folder) = open().await;
    let url = format!("https://localhost:{}/healthz", house.address().port());
    let got = Curl::trusting(&used.certificate).get(&url);
    assert_eq!((got.status, got.body.as_str()), (200, "alive\n"));
    assert!(got.header("strict-transport-security").is_some_and(|value| value.starts_with("max-age=")), "{got:?}");
    assert_eq!(Curl::default().ask(&[&url]).expect_err("not believed").0, NOT_BELIEVED);
    for (version, protocol) in [("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")] {
        let (done, told) = openssl::handshake(house.address(), &[version, "-alpn", "h2,http/1.1", "-brief"]);
        assert!(done && told.contains(protocol), "{told}");
    }
    let (_, told) = openssl::handshake(house.address(), &["-tls1_2", "-alpn", "h2,http/1.1"]);
    assert!(told.contains("ALPN protocol: http/1.1"), "{told}");
    assert!(!openssl::handshake(house.address(), &["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]).0);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn new_files_are_taken_without_a_restart_whether_told_or_not() {
    let (place, house, used, folder) = open().await;
    for (name, is_told) in [("second", true), ("third", false)] {
        put(&openssl::make(folder.path(), name), &used);
        if is_told {
            house.signal(Signal::HUP);
        }
        until(name, async || shown(house.address()).contains(name)).await;
        let got =
            Curl::trusting(&used.certificate).get(&format!("https://127.0.0.1:{}/healthz", house.address().port()));
        assert_eq!(got.status, 200);
    }
    let event = told(&place, "household.certificate_taken.v1").expect("the diary tells of it");
    assert!(event.to_string().contains("third"), "{event}");
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_pair_that_does_not_fit_is_refused_and_the_old_one_goes_on() {
    let (place, house, used, folder) = open().await;
    let other = openssl::make(folder.path(), "other");
    fs::copy(&other.key, &used.key).expect("copied");
    said(&house, "the key is not the one of the certificate").await;
    assert!(shown(house.address()).contains("first"));
    until("the diary tells of it", async || told(&place, "household.certificate_refused.v1").is_some()).await;
    fs::write(&used.certificate, "nonsense").expect("written");
    house.signal(Signal::HUP);
    said(&house, "there is no certificate in the file").await;
    assert!(shown(house.address()).contains("first"));
    put(&other, &used);
    until("the mended pair", async || shown(house.address()).contains("other")).await;
    assert!(!house.printed().iter().any(|line| line.contains("PRIVATE")), "{:?}", house.printed());
    assert!(house.stop().await.success());
}

#[test]
fn a_house_does_not_start_with_a_pair_that_does_not_fit() {
    let folder = TempDir::with_prefix("daybook-").expect("a folder");
    let (one, other) = (openssl::make(folder.path(), "one"), openssl::make(folder.path(), "other"));
    let place = place("files").with("DAYBOOK_TLS_CERTIFICATE_FILE", one.certificate.display());
    let mixed = place.with("DAYBOOK_TLS_KEY_FILE", other.key.display());
    let outcome = mixed.run(&["serve"]).expect(2);
    assert!(outcome.err.contains("the key is not the one of the certificate"), "{outcome:?}");
    let outcome = mixed.with("DAYBOOK_TLS_KEY_FILE", "nowhere.key").run(&["serve"]).expect(2);
    assert!(outcome.err.contains("nowhere.key"), "{outcome:?}");
}

#[test]
fn a_configuration_that_makes_no_sense_is_refused_with_line_and_reason() {
    let place = Place::new();
    fs::create_dir_all(place.path()).expect("a folder");
    let cases = [
        ("[tls]\nmode = \"on\"\n", "line 2", "unknown variant"),
        ("[tls]\nmode = \"files\"\n", "line 2", "tls.certificate_file"),
        ("[tls]\nmode = \"acme\"\nnames = [\"pi.local\"]\n", "line 3", "no authority signs for 'pi.local'"),
        ("[tls]\nhttp_listen = \"127.0.0.1:80\"\n", "line 2", "no encrypted door"),
        ("[tls]\nmodus = \"off\"\n", "line 2", "modus"),
    ];
    for (text, line, reason) in cases {
        fs::write(place.path().join("daybook.toml"), text).expect("written");
        let outcome = place.run(&["config", "check"]).expect(2);
        assert!(outcome.err.contains(line) && outcome.err.contains(reason), "{text}: {outcome:?}");
    }
    fs::write(place.path().join("daybook.toml"), "").expect("written");
    let outcome = place.with("DAYBOOK_LISTEN", "0.0.0.0:0").run(&["serve"]).expect(2);
    assert!(outcome.err.contains("\"local\" makes a certificate for the home network"), "{outcome:?}");
}

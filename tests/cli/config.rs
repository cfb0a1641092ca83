//! `daybook config`, and the file that the first start writes.

use std::{os::unix::fs::PermissionsExt as _, path::Path};

use tests::{Place, Running};

const KEYS: [&str; 26] = [
    "listen",
    "log",
    "proxies",
    "proxy.accel_prefix",
    "mail.host",
    "mail.port",
    "mail.security",
    "mail.user",
    "mail.password",
    "mail.password_file",
    "mail.ca_file",
    "tls.mode",
    "tls.names",
    "tls.http_listen",
    "tls.certificate_file",
    "tls.key_file",
    "tls.directory",
    "tls.contact",
    "tls.challenge",
    "tls.ca_file",
    "tls.eab_kid",
    "tls.eab_key",
    "limits.requests_per_second",
    "limits.burst",
    "passwords.memory_kib",
    "passwords.passes",
];

#[test]
fn show_prints_every_key_and_no_secret() {
    let place = Place::new().with("DAYBOOK_MAIL_HOST", "mail.example").with("DAYBOOK_MAIL_USER", "house");
    let place = place.with("DAYBOOK_MAIL_PASSWORD", "hush hush");
    let shown = place.run(&["config", "show", "--json"]).expect(0);
    let keys = shown.json();
    for key in KEYS {
        assert!(keys[key].is_string(), "{key}: {keys}");
    }
    assert_eq!(keys["mail.password"], "(set, not shown)");
    let text = place.run(&["config", "show"]).expect(0).out;
    assert!(text.contains("DAYBOOK_MAIL_HOST") && text.contains("mail.example"), "{text}");
    assert!(!(text + &shown.out).contains("hush hush"));
}

#[test]
fn check_says_that_a_configuration_fits() {
    let place = Place::new();
    assert!(place.run(&["config", "check"]).expect(0).out.contains("fits"));
    assert!(!place.path().exists(), "a check makes no house");
}

#[tokio::test]
async fn the_first_start_writes_a_file_in_which_every_key_is_explained() {
    let place = Place::new();
    let house = Running::start(&place).await;
    let file = place.path().join("daybook.toml");
    let text = std::fs::read_to_string(&file).expect("the file");
    for key in KEYS {
        let name = key.rsplit('.').next().expect("a name");
        assert!(text.lines().any(|line| line.starts_with(&format!("# {name} = "))), "{key}");
    }
    let set: Vec<_> = text.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '['])).collect();
    assert!(set.is_empty(), "{set:?}");
    let mode = |path: &Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!((mode(place.path()), mode(&file)), (0o700, 0o600));
    for secret in ["vault.sqlite", "log.sqlite", "console.sock"] {
        assert_eq!(mode(&place.path().join(secret)) & 0o077, 0, "{secret} is for its owner alone");
    }
    assert!(house.stop().await.success());
}

#[test]
fn an_argument_that_makes_no_sense_is_asked_wrongly() {
    let place = Place::new();
    for arguments in [&["dance"][..], &["log"], &["log", "tail", "-n", "many"], &["log", "export", "--after", "-1"]] {
        let outcome = place.run(arguments).expect(2);
        assert!(!outcome.err.is_empty() && outcome.out.is_empty(), "{arguments:?}: {outcome:?}");
    }
    assert!(place.run(&["--version"]).expect(0).out.starts_with("daybook "));
}

#[tokio::test]
async fn two_houses_do_not_share_a_folder() {
    let place = Place::new();
    let house = Running::start(&place).await;
    let outcome = place.run(&["serve"]).expect(1);
    let who = format!("another daybook runs on this data folder (process {})", house.id());
    assert!(outcome.err.contains(&who) && outcome.err.contains("try again"), "{outcome:?}");
    assert!(house.stop().await.success());
}

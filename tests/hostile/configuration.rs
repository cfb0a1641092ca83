//! Configurations that do not fit: exit code 2, and on standard error what is wrong and where.

use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};

use tests::{Outcome, Place};

/// A folder with a configuration file.
fn configured(text: &[u8]) -> Place {
    let mut place = Place::new();
    std::fs::create_dir_all(place.path()).expect("a folder");
    std::fs::write(place.path().join("daybook.toml"), text).expect("written");
    place.unset("DAYBOOK_LISTEN");
    place.unset("DAYBOOK_PASSWORDS_MEMORY_KIB");
    place.unset("DAYBOOK_LIMITS_REQUESTS_PER_SECOND");
    place.unset("DAYBOOK_LIMITS_EXEMPT");
    place
}

fn says(outcome: &Outcome, parts: &[&str], what: &str) {
    assert_eq!((outcome.code, outcome.out.as_str()), (Some(2), ""), "{what}: {outcome:?}");
    for part in parts {
        assert!(outcome.err.contains(part), "{what}: no '{part}' in {outcome:?}");
    }
}

#[test]
fn a_file_that_does_not_fit_is_refused_with_line_and_reason() {
    let wrong: [(&str, &[&str]); 14] = [
        ("listen = 3", &["line 1", "listen"]),
        ("\nlisten = \"here\"", &["line 2", "listen"]),
        ("listen = \"127.0.0.1\"", &["line 1", "listen"]),
        ("listen = \"127.0.0.1:99999\"", &["line 1"]),
        ("# comment\nlisten_on = \"127.0.0.1:1\"", &["line 2", "listen_on"]),
        ("log = []", &["line 1", "log"]),
        ("proxies = \"127.0.0.1\"", &["line 1", "proxies"]),
        ("[mail]\nhost = true", &["line 2", "host"]),
        ("[mail]\nport = 99999", &["line 2"]),
        ("[mail]\nhots = \"x\"", &["line 2", "hots"]),
        ("[post]\nhost = \"x\"", &["line 1", "post"]),
        ("[limits]\nburst = -1", &["line 2"]),
        ("[passwords]\nmemory_kib = \"much\"", &["line 2", "memory_kib"]),
        ("[mail", &["line 1"]),
    ];
    for (text, parts) in wrong {
        for verb in [&["config", "check"][..], &["config", "show"], &["serve"]] {
            let place = configured(text.as_bytes());
            says(&place.run(verb), &[parts, &["daybook.toml"]].concat(), text);
            assert!(!place.path().join("log.sqlite").exists(), "nothing was begun");
        }
    }
}

#[test]
fn values_that_make_no_sense_together_are_refused_with_the_key() {
    let wrong: [(&str, &str); 11] = [
        ("listen = \"0.0.0.0:80\"", "listen"),
        ("listen = \"[::]:80\"", "listen"),
        ("proxies = [\"next door\"]", "proxies"),
        ("[mail]\nhost = \"h\"\nsecurity = \"ssl\"", "mail.security"),
        ("[mail]\nhost = \"h\"\nuser = \"u\"", "mail.user"),
        ("[mail]\nhost = \"h\"\npassword = \"p\"", "mail.password"),
        ("[mail]\nhost = \"h\"\nuser = \"u\"\npassword = \"p\"\npassword_file = \"/f\"", "mail.password"),
        ("[mail]\nhost = \"h\"\nuser = \"u\"\npassword_file = \"/no/such/file\"", "mail.password_file"),
        ("[limits]\nrequests_per_second = 1\nburst = 0", "limits.burst"),
        ("[passwords]\nmemory_kib = 1", "passwords"),
        ("[passwords]\npasses = 0", "passwords"),
    ];
    for (text, key) in wrong {
        for verb in [&["config", "check"][..], &["serve"]] {
            says(&configured(text.as_bytes()).run(verb), &[key, "daybook.toml"], text);
        }
    }
}

#[test]
fn a_certificate_or_an_engine_that_is_not_there_is_refused_at_the_start() {
    let missing_ca = "[mail]\nhost = \"h\"\nca_file = \"/no/such/file\"";
    // Somebody may hold the usual port.
    let serve = |text: &str| configured(text.as_bytes()).with("DAYBOOK_LISTEN", "127.0.0.1:0").run(&["serve"]);
    says(&serve(missing_ca), &["/no/such/file"], missing_ca);
    for log in ["oracle:x", "sqlite", ""] {
        let outcome = serve(&format!("log = \"{log}\""));
        assert!(matches!(outcome.code, Some(1 | 2)) && outcome.err.contains("log"), "{log}: {outcome:?}");
    }
}

#[test]
fn a_file_that_is_no_text_is_refused() {
    for bytes in [&b"\xff\xfe\x00"[..], b"listen = \"\xc3\x28\""] {
        let outcome = configured(bytes).run(&["config", "check"]);
        says(&outcome, &["daybook.toml"], "no text");
    }
}

#[test]
fn a_variable_that_does_not_fit_is_refused_with_its_name() {
    let wrong = [
        ("DAYBOOK_LISTNE", "127.0.0.1:1", "DAYBOOK_LISTNE"),
        ("DAYBOOK_LISTEN", "here", "listen"),
        ("DAYBOOK_MAIL_PORT", "many", "DAYBOOK_MAIL_PORT"),
        ("DAYBOOK_MAIL_PORT", "99999", "port"),
        ("DAYBOOK_LIMITS_BURST", "-1", "burst"),
        ("DAYBOOK_MAIL_SECURITY", "ssl", "mail.security"),
        ("DAYBOOK_PROXIES", "127.0.0.1,next door", "proxies"),
    ];
    for (name, value, part) in wrong {
        let mut place = configured(b"").with(name, value);
        if part == "mail.security" {
            place.set("DAYBOOK_MAIL_HOST", "h");
        }
        says(&place.run(&["config", "check"]), &[part], name);
    }
}

#[test]
fn variables_that_are_no_text_are_refused_or_none_of_our_business() {
    let place = configured(b"");
    let bytes = OsStr::from_bytes(b"\xff\xfe");
    let run = |name: &str| place.command(&["config", "check"]).env(name, bytes).output().expect("it runs");
    assert_eq!(run("SOMEBODY_ELSES").status.code(), Some(0));
    let ours = run("DAYBOOK_LISTEN");
    assert_eq!(ours.status.code(), Some(2), "{}", String::from_utf8_lossy(&ours.stderr));
}

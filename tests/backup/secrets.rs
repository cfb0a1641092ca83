//! What is secret is nowhere in clear in a backup.

use std::fs;

use rusqlite::Connection;
use tests::Running;

use crate::{Kept, PASSPHRASE};

const MAIL_PASSWORD: &str = "canary-of-the-mail-server";
const OLD_MAIL_PASSWORD: &str = "canary-in-a-remark";
const TLS_KEY: &str = "canary-of-the-certificate";

fn blobs_of(kept: &Kept, sql: &str) -> Vec<Vec<u8>> {
    let vault = Connection::open(kept.place.path().join("vault.sqlite")).expect("a vault");
    let mut statement = vault.prepare(sql).expect("well-formed");
    let rows = statement.query_map([], |row| row.get(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("readable")
}

/// Everything a thief would look for: hashes, keys, tokens and words.
fn canaries(kept: &Kept) -> Vec<(&'static str, Vec<u8>)> {
    let mut canaries = vec![
        ("the mail password", MAIL_PASSWORD.into()),
        ("an old mail password", OLD_MAIL_PASSWORD.into()),
        ("a key of certificates", TLS_KEY.into()),
        ("the passphrase", PASSPHRASE.into()),
        ("a hash's form", b"$argon2id$".to_vec()),
    ];
    let asked = [
        ("a password's hash", "SELECT CAST(hash AS BLOB) FROM credentials"),
        ("a person's key", "SELECT key FROM person_keys"),
        ("a secret of the house", "SELECT value FROM secrets"),
        ("a session", "SELECT token_hash FROM sessions"),
        ("a device", "SELECT token_hash FROM known_devices"),
    ];
    for (what, sql) in asked {
        let found = blobs_of(kept, sql);
        assert!(!found.is_empty(), "{what}: there is none");
        canaries.extend(found.into_iter().map(|bytes| (what, bytes)));
    }
    canaries
}

fn holds(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window == word)
}

#[tokio::test]
async fn no_secret_lies_in_clear_in_a_backup() {
    let (kept, _) = Kept::lived_in().await;
    let config = format!("[mail]\nuser = \"house\"\npassword = \"{MAIL_PASSWORD}\" # was {OLD_MAIL_PASSWORD}\n");
    kept.write("daybook.toml", config.as_bytes());
    kept.write("tls/own.key", TLS_KEY.as_bytes());
    let house = Running::start(&kept.place).await;
    kept.generation();
    assert!(house.stop().await.success());
    kept.generation();
    let canaries = canaries(&kept);
    let files = kept.files();
    for file in &files {
        let bytes = fs::read(file).expect("readable");
        for (what, word) in &canaries {
            assert!(!holds(&bytes, word), "{what} lies in {}", file.display());
        }
    }
    let shown = files.iter().find(|path| path.ends_with("daybook.toml")).expect("the configuration");
    assert!(fs::read_to_string(shown).expect("text").contains("user = \"house\""));
    let log = kept.place.run(&["log", "export"]).expect(0).out;
    assert!(canaries[..4].iter().all(|(_, word)| !holds(log.as_bytes(), word)), "the log tells a secret");
    let whole = kept.generation();
    let restored = kept.restore(&whole, "restored");
    assert_eq!(fs::read_to_string(restored.path().join("daybook.toml")).expect("text"), config);
}

#[tokio::test]
async fn only_its_owner_can_read_a_backup_and_what_comes_out_of_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let (kept, _) = Kept::lived_in().await;
    kept.write("tls/own.key", TLS_KEY.as_bytes());
    let generation = kept.generation();
    let restored = kept.restore(&generation, "restored");
    let mode = |path: &std::path::Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    let private = [kept.backups(), kept.backups().join(&generation), restored.path().to_owned()];
    for folder in private.iter().chain([&restored.path().join("tls")]) {
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
    }
    let files = ["vault.sqlite", "daybook.toml", "tls/own.key", "log.sqlite"].map(|name| restored.path().join(name));
    for file in kept.files().iter().chain(&files) {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
}

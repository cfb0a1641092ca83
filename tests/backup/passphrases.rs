//! The passphrase: where it comes from, and what happens without it.

use std::fs;

use tests::Outcome;

use crate::{Kept, PASSPHRASE, kept::text};

fn backup(kept: &Kept, more: &[&str]) -> Outcome {
    let place = kept.backups();
    kept.place.run(&[&["backup", text(&place)], more].concat())
}

#[tokio::test]
async fn another_passphrase_opens_nothing() {
    let (kept, _) = Kept::lived_in().await;
    let generation = kept.generation();
    fs::write(kept.passphrase_file(), "correct horse battery stable").expect("written");
    let target = kept.beside("restored");
    let outcome = kept.run(&["restore"], &["--to", text(&target)]).expect(2);
    assert!(outcome.err.contains("the passphrase does not fit"), "{outcome:?}");
    assert!(!target.exists() && !kept.beside(".restored.restoring").exists());
    let outcome = kept.run(&["backup", "check"], &[]).expect(2);
    assert!(outcome.err.contains("the passphrase does not fit") && outcome.out.is_empty(), "{outcome:?}");
    fs::write(kept.passphrase_file(), PASSPHRASE).expect("written");
    kept.is_sound(&generation);
}

#[tokio::test]
async fn without_a_good_passphrase_nothing_is_written() {
    let (kept, _) = Kept::lived_in().await;
    let file = kept.beside("other");
    let missing = backup(&kept, &[]).expect(2);
    assert!(missing.err.contains("--passphrase-file"), "{missing:?}");
    assert!(backup(&kept, &["--passphrase-file", text(&file)]).expect(2).err.contains("No such file"));
    for (text_in_it, reason) in [("", "empty"), ("\n", "empty"), ("short", "too short"), ("élève élève", "too short")]
    {
        fs::write(&file, text_in_it).expect("written");
        let outcome = backup(&kept, &["--passphrase-file", text(&file)]).expect(2);
        assert!(outcome.err.contains(reason), "{text_in_it}: {outcome:?}");
    }
    assert!(!kept.backups().exists());
    backup(&kept, &["--passphrase", PASSPHRASE]).expect(2);
}

#[tokio::test]
async fn systemd_hands_it_over_as_a_credential() {
    let (kept, _) = Kept::lived_in().await;
    let credentials = kept.beside("credentials");
    fs::create_dir(&credentials).expect("a folder");
    fs::write(credentials.join("daybook.backup_passphrase"), PASSPHRASE).expect("written");
    let place = kept.backups();
    let mut command = kept.place.command(&["backup", text(&place)]);
    let made = command.env("CREDENTIALS_DIRECTORY", &credentials).output().expect("it ends");
    assert!(made.status.success(), "{made:?}");
    kept.run(&["backup", "check"], &[]).expect(0);
}

#[tokio::test]
async fn the_configuration_says_where_backups_go_and_what_seals_them() {
    let (kept, _) = Kept::lived_in().await;
    assert!(kept.place.run(&["backup"]).expect(2).err.contains("backup.folder"));
    let (folder, file) = (kept.backups(), kept.passphrase_file());
    let config =
        format!("[backup]\nfolder = \"{}\"\npassphrase_file = \"{}\"\nkeep = 2\n", folder.display(), file.display());
    kept.write("daybook.toml", config.as_bytes());
    for expected in [0, 0, 1] {
        let made = kept.place.run(&["backup", "--json"]).expect(0).json();
        assert_eq!(made["removed"].as_array().map(Vec::len), Some(expected), "{made}");
    }
    let verdict = kept.place.run(&["backup", "check"]).expect(0);
    assert!(verdict.out.contains("is sound"), "{verdict:?}");
    for wrong in ["folder = \"backups\"", "passphrase_file = \"x\"", "keep = 0"] {
        kept.write("daybook.toml", format!("[backup]\n{wrong}\n").as_bytes());
        let refused = kept.place.run(&["config", "check"]).expect(2);
        assert!(refused.err.contains("backup."), "{wrong}: {refused:?}");
    }
}

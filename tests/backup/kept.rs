//! A house with a folder of backups and a passphrase.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{Outcome, Person, Place, Running, Visitor};

pub const PASSPHRASE: &str = "correct horse battery staple";

/// A house with a folder of backups and a passphrase.
pub struct Kept {
    pub place: Place,
    folder: TempDir,
}

impl Kept {
    /// A house that nobody has started yet.
    pub fn in_a_folder() -> Self {
        let folder = TempDir::with_prefix("daybook-kept-").expect("a folder");
        let kept = Self { place: Place::at(&folder.path().join("house")), folder };
        fs::write(kept.passphrase_file(), format!("{PASSPHRASE}\n")).expect("written");
        kept
    }

    /// A house that was lived in and has stopped, and whoever lives there.
    pub async fn lived_in() -> (Self, Person) {
        let kept = Self::in_a_folder();
        let (house, visitor, ada) = kept.move_in().await;
        for number in 0..20 {
            rename(&visitor, number).await;
        }
        assert!(house.stop().await.success());
        (kept, ada)
    }

    /// Starts the house, with an admin logged in.
    pub async fn move_in(&self) -> (Running, Visitor, Person) {
        Running::founded(&self.place).await
    }

    /// A path beside the house.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder of backups.
    pub fn backups(&self) -> PathBuf {
        self.beside("backups")
    }

    pub fn passphrase_file(&self) -> PathBuf {
        self.beside("passphrase")
    }

    /// A file of a house that does not run.
    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.place.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("written");
    }

    /// The program with what every test says of the backups.
    pub fn command(&self, verb: &[&str], more: &[&str]) -> Command {
        let (backups, passphrase) = (self.backups(), self.passphrase_file());
        let mut arguments = verb.to_vec();
        arguments.extend([text(&backups), "--passphrase-file", text(&passphrase)]);
        arguments.extend(more);
        self.place.command(&arguments)
    }

    /// Runs it.
    pub fn run(&self, verb: &[&str], more: &[&str]) -> Outcome {
        let (backups, passphrase) = (self.backups(), self.passphrase_file());
        let mut arguments = verb.to_vec();
        arguments.extend([text(&backups), "--passphrase-file", text(&passphrase), "--json"]);
        arguments.extend(more);
        self.place.run(&arguments)
    }

    /// Makes a backup.
    pub fn back_up(&self) -> Value {
        self.run(&["backup"], &[]).expect(0).json()
    }

    /// Makes a backup; its name.
    pub fn generation(&self) -> String {
        self.back_up()["generation"].as_str().expect("a name").to_owned()
    }

    /// Checks a backup, which must be sound.
    pub fn is_sound(&self, generation: &str) -> Value {
        let verdict = self.run(&["backup", "check"], &["--generation", generation]).expect(0).json();
        assert_eq!((&verdict["sound"], &verdict["flaws"]), (&json!(true), &json!([])), "{verdict}");
        verdict
    }

    /// Restores a backup beside the house.
    pub fn restore(&self, generation: &str, name: &str) -> Place {
        let target = self.beside(name);
        self.run(&["restore"], &["--generation", generation, "--to", text(&target)]).expect(0);
        Place::at(&target)
    }

    /// Every file of the backups but the lock.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        walk(&self.backups(), &mut files);
        files.retain(|path| path.file_name().is_none_or(|name| name != "lock"));
        files.sort();
        files
    }
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { walk(&path, files) } else { files.push(path) }
    }
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}

pub async fn rename(visitor: &Visitor, number: usize) -> u64 {
    let answer = visitor.patch("/api/household/settings", json!({ "name": format!("house {number}") })).await;
    answer.expect(200).position()
}

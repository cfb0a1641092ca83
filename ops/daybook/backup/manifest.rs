//! What a backup holds, written last: a folder without it, or with a damaged one, is no backup.
//!
//! It carries a hash over itself, so a flipped byte in it is found like one in any other file.

use std::path::{Component, Path};

use anyhow::{Context as _, bail, ensure};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The form of the manifest and of what lies beside it.
pub const FORMAT: u32 = 1;
/// The manifest's name in its folder.
pub const MANIFEST: &str = "manifest.json";

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// The version of the program that made it.
    pub daybook: String,
    /// When it was begun.
    pub made_at: DateTime<Utc>,
    /// The log.
    pub log: Log,
    /// The files in its own folder.
    pub files: Vec<File>,
    /// The files of the house's `blobs/`, which all backups share.
    pub blobs: Vec<File>,
    /// Files of `blobs/` that were damaged in the house already, and are not in it.
    pub unsound_blobs: Vec<String>,
    /// Why a place of the house was not there: of its files only those are in it that an earlier backup holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub away: Vec<String>,
    /// What the views of the house looked like, none of them later than the log.
    pub views: Vec<View>,
}

/// The log of a backup.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// Its id.
    pub id: String,
    /// The newest position.
    pub head: u64,
    /// The hash over all events.
    pub digest: String,
    /// Where it lies in the data folder.
    pub place: String,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Its path.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its hash.
    pub blake3: String,
}

/// A view of the house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// Which one.
    pub context: String,
    /// The hash of its projectors.
    pub rules: String,
    /// The position it had come to.
    pub position: u64,
    /// The hash over all its rows.
    pub digest: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signed {
    manifest: Manifest,
    blake3: String,
}

impl Manifest {
    /// The manifest as it is written.
    pub fn to_text(&self) -> anyhow::Result<Vec<u8>> {
        let signed = Signed { manifest: self.clone(), blake3: self.hash()? };
        let mut text = serde_json::to_vec_pretty(&signed)?;
        text.push(b'\n');
        Ok(text)
    }

    /// Reads a manifest that is whole.
    pub fn read(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(MANIFEST);
        let text = std::fs::read(&path).with_context(|| path.display().to_string())?;
        Self::parse(&text).with_context(|| path.display().to_string())
    }

    fn parse(text: &[u8]) -> anyhow::Result<Self> {
        let Signed { manifest, blake3 } = serde_json::from_slice(text).context("it is damaged")?;
        ensure!(manifest.hash()? == blake3, "it does not match its own hash");
        ensure!(manifest.format == FORMAT, "it has format {}, known is {FORMAT}", manifest.format);
        for path in manifest.files.iter().chain(&manifest.blobs).map(|file| &file.path).chain([&manifest.log.place]) {
            ensure!(stays_inside(Path::new(path)), "'{path}' leads out of the house");
        }
        Ok(manifest)
    }

    fn hash(&self) -> anyhow::Result<String> {
        Ok(blake3::hash(&serde_json::to_vec(self)?).to_string())
    }

    /// A file of its own folder.
    pub fn file(&self, path: &str) -> anyhow::Result<&File> {
        let Some(file) = self.files.iter().find(|file| file.path == path) else { bail!("{path} is not part of it") };
        Ok(file)
    }
}

impl Log {
    /// What is sealed about it.
    pub fn witness(&self) -> String {
        format!("{} {} {}\n", self.id, self.head, self.digest)
    }
}

/// Whether a path names something below the folder it begins in.
pub fn stays_inside(path: &Path) -> bool {
    path.components().next().is_some() && path.components().all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Manifest {
        let file = |path: &str| File { path: path.to_owned(), bytes: 3, blake3: blake3::hash(b"abc").to_string() };
        let (id, digest) = ("0190".to_owned(), "00".to_owned());
        Manifest {
            format: FORMAT,
            daybook: "0.1.0".to_owned(),
            made_at: DateTime::UNIX_EPOCH,
            log: Log { id, head: 9, digest: digest.clone(), place: "log.sqlite".to_owned() },
            files: vec![file("log.sqlite")],
            blobs: vec![file("ab/cd")],
            unsound_blobs: vec![],
            away: vec![],
            views: vec![View { context: "history".to_owned(), rules: "r".to_owned(), position: 9, digest }],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let text = sample().to_text().unwrap();
        assert_eq!(Manifest::parse(&text).unwrap(), sample());
    }

    #[test]
    fn a_manifest_of_before_places_had_names_is_read() {
        let text = String::from_utf8(sample().to_text().unwrap()).unwrap();
        assert!(!text.contains("away"));
        let away = Manifest { away: vec!["nas".to_owned()], ..sample() };
        assert_eq!(Manifest::parse(&away.to_text().unwrap()).unwrap(), away);
    }

    #[test]
    fn no_letter_of_it_can_be_changed_and_no_part_be_missing() {
        let text = sample().to_text().unwrap();
        for at in (0..text.len() - 1).filter(|at| !text[*at].is_ascii_whitespace()) {
            let mut other = text.clone();
            other[at] ^= 1;
            assert!(Manifest::parse(&other).is_err(), "{}", String::from_utf8_lossy(&other));
            assert!(Manifest::parse(&text[..at]).is_err());
        }
    }

    #[test]
    fn a_path_that_leads_out_is_refused() {
        for path in ["../x", "/etc/x", "a/../../x", "", "."] {
            let mut manifest = sample();
            manifest.blobs[0].path = path.to_owned();
            assert!(Manifest::parse(&manifest.to_text().unwrap()).is_err(), "{path}");
        }
    }
}

//! The people whose keys were destroyed, remembered beside the backups and never thinned: a backup
//! from before that still holds their keys, and restoring it must not bring them back.

use std::{collections::BTreeSet, fs, io::ErrorKind, path::Path};

use anyhow::{Context as _, ensure};
use domain::PersonId;
use serde::{Deserialize, Serialize};

use super::copying;

/// The list's name in the folder of backups.
pub const FORGOTTEN: &str = "forgotten.json";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signed {
    people: BTreeSet<PersonId>,
    blake3: String,
}

fn hash(people: &BTreeSet<PersonId>) -> anyhow::Result<String> {
    Ok(blake3::hash(&serde_json::to_vec(people)?).to_string())
}

/// Reads the list; nobody is on it where there is none.
pub fn read(place: &Path) -> anyhow::Result<BTreeSet<PersonId>> {
    let path = place.join(FORGOTTEN);
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    let Signed { people, blake3 } = serde_json::from_slice(&text).with_context(|| format!("{FORGOTTEN} is damaged"))?;
    ensure!(hash(&people)? == blake3, "{FORGOTTEN} does not match its own hash");
    Ok(people)
}

/// Adds people to the list. One that is damaged is begun anew: the house remembers all of them.
pub fn add(place: &Path, people: &[PersonId]) -> anyhow::Result<()> {
    let known = read(place);
    let mut all = known.as_ref().cloned().unwrap_or_default();
    all.extend(people);
    if known.is_ok_and(|known| known == all) && (all.is_empty() || place.join(FORGOTTEN).exists()) {
        return Ok(());
    }
    let signed = Signed { blake3: hash(&all)?, people: all };
    let fresh = place.join(".forgotten-new");
    match fs::remove_file(&fresh) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    copying::write(&fresh, &serde_json::to_vec(&signed)?)?;
    fs::rename(&fresh, place.join(FORGOTTEN)).context(FORGOTTEN)?;
    copying::sync_folder(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u128) -> PersonId {
        serde_json::from_value(serde_json::json!(format!("{number:032x}"))).unwrap()
    }

    #[test]
    fn whoever_was_forgotten_once_stays_on_the_list() {
        let place = tempfile::tempdir().unwrap();
        assert!(read(place.path()).unwrap().is_empty());
        add(place.path(), &[person(1)]).unwrap();
        add(place.path(), &[person(2)]).unwrap();
        add(place.path(), &[]).unwrap();
        assert_eq!(read(place.path()).unwrap(), BTreeSet::from([person(1), person(2)]));
    }

    #[test]
    fn a_damaged_list_is_found_and_begun_anew() {
        let place = tempfile::tempdir().unwrap();
        add(place.path(), &[person(1)]).unwrap();
        let text = fs::read_to_string(place.path().join(FORGOTTEN)).unwrap();
        fs::write(place.path().join(FORGOTTEN), text.replace("00001", "00003")).unwrap();
        assert!(read(place.path()).is_err());
        add(place.path(), &[person(1)]).unwrap();
        assert_eq!(read(place.path()).unwrap(), BTreeSet::from([person(1)]));
    }
}

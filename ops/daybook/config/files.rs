//! Where the bytes of files are kept, besides the house's own folder.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use domain::documents::space::is_name_of_place;
use serde::{Deserialize, Serialize};

/// Where the bytes of files are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct FilesConfig {
    /// Further places by their names, which folders can choose.
    pub places: BTreeMap<String, PathBuf>,
}

impl FilesConfig {
    pub(super) fn check(&self) -> Result<(), String> {
        for (name, path) in &self.places {
            if !is_name_of_place(name) {
                return Err(format!(
                    "files.places: '{name}' is no name: use 1 to 32 small letters, digits and hyphens"
                ));
            }
            if path.is_relative() {
                return Err(format!("files.places: {name}: use a whole path, one that begins with /"));
            }
            let is_other = |other: &&PathBuf| !std::ptr::eq(*other, path);
            if self.places.values().filter(is_other).any(|other| path.starts_with(other)) {
                return Err(format!("files.places: {name} lies in another place, or is the same"));
            }
        }
        Ok(())
    }

    /// The same in a house whose data lies in this folder.
    ///
    /// # Errors
    /// When a place lies in it, or it in a place.
    pub fn outside<'a>(&'a self, house: &Path) -> Result<impl Iterator<Item = (&'a str, &'a Path)> + use<'a>, String> {
        for (name, path) in &self.places {
            if path.starts_with(house) || house.starts_with(path) {
                return Err(format!("files.places: {name} must lie outside the data folder, and not around it"));
            }
        }
        Ok(self.places.iter().map(|(name, path)| (name.as_str(), path.as_path())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(places: &[(&str, &str)]) -> FilesConfig {
        FilesConfig { places: places.iter().map(|(name, path)| ((*name).to_owned(), path.into())).collect() }
    }

    #[test]
    fn places_have_names_and_lie_beside_each_other_and_the_house() {
        let sound = of(&[("nas", "/mnt/nas/daybook"), ("usb-2", "/mnt/usb")]);
        assert_eq!(sound.check(), Ok(()));
        assert_eq!(sound.outside(Path::new("/srv/daybook")).map(Iterator::count), Ok(2));
        for bad in [
            of(&[("NAS", "/mnt/nas")]),
            of(&[("nas", "mnt/nas")]),
            of(&[("a", "/mnt/nas"), ("b", "/mnt/nas")]),
            of(&[("a", "/mnt/nas"), ("b", "/mnt/nas/b")]),
        ] {
            assert!(bad.check().is_err(), "{bad:?}");
        }
        for house in ["/mnt", "/mnt/usb", "/mnt/usb/house"] {
            assert!(sound.outside(Path::new(house)).is_err(), "{house}");
        }
    }
}

//! Where the bytes of files are kept, besides the house's own folder.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use commands::documents::{BucketAt, PlaceAt};
use domain::documents::space::is_name_of_place;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::secret::secret_in;

/// Where the bytes of files are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct FilesConfig {
    /// The name of the place where what comes is kept, unless the rules of its folder choose another one.
    pub place: Option<String>,
    /// Further places by their names, which folders can choose.
    pub places: BTreeMap<String, PlaceConfig>,
}

/// A place of files.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged, expecting = "a place is a folder with its whole path, or a bucket with url, key and secret_file")]
pub enum PlaceConfig {
    /// A folder, with its whole path.
    Folder(PathBuf),
    /// A bucket of a store that speaks S3.
    Bucket(BucketConfig),
}

/// A bucket of a store that speaks S3.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BucketConfig {
    /// Its address, such as `https://store.example/bucket`.
    pub url: String,
    /// The key that opens it, which is no secret.
    pub key: String,
    /// A file with the secret that belongs to the key.
    pub secret_file: PathBuf,
    /// The region, where the store knows any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// A certificate authority to trust instead of those of the system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_file: Option<PathBuf>,
}

impl FilesConfig {
    pub(super) fn check(&self) -> Result<(), String> {
        if let Some(name) = self.place.as_ref().filter(|name| !self.places.contains_key(*name)) {
            return Err(format!("files.place: there is no {name} among files.places"));
        }
        for (name, place) in &self.places {
            if !is_name_of_place(name) {
                return Err(format!(
                    "files.places: '{name}' is no name: use 1 to 32 small letters, digits and hyphens"
                ));
            }
            match place {
                PlaceConfig::Folder(path) => self.check_folder(name, path)?,
                PlaceConfig::Bucket(bucket) => self.check_bucket(name, bucket)?,
            }
        }
        Ok(())
    }

    fn check_folder(&self, name: &str, path: &Path) -> Result<(), String> {
        if path.is_relative() {
            return Err(format!("files.places: {name}: use a whole path, one that begins with /"));
        }
        let others = self.places.iter().filter(|(other, _)| *other != name);
        let folders = others.filter_map(|(_, place)| match place {
            PlaceConfig::Folder(path) => Some(path),
            PlaceConfig::Bucket(_) => None,
        });
        if folders.into_iter().any(|other| path.starts_with(other)) {
            return Err(format!("files.places: {name} lies in another place, or is the same"));
        }
        Ok(())
    }

    fn check_bucket(&self, name: &str, bucket: &BucketConfig) -> Result<(), String> {
        if bucket.key.is_empty() {
            return Err(format!("files.places: {name}: there is no key"));
        }
        bucket.at(Zeroizing::default()).map_err(|why| format!("files.places: {name}: {why}"))?;
        let url = |bucket: &BucketConfig| format!("{}/", bucket.url.trim_end_matches('/'));
        let is_same = |(other, place): (&String, &PlaceConfig)| match place {
            PlaceConfig::Bucket(it) => other != name && url(bucket).starts_with(&url(it)),
            PlaceConfig::Folder(_) => false,
        };
        if self.places.iter().any(is_same) {
            return Err(format!("files.places: {name} lies in another place, or is the same"));
        }
        Ok(())
    }

    /// The places of a house whose data lies in this folder.
    ///
    /// # Errors
    /// When a place lies in it, or it in a place, or the secret of a bucket cannot be read.
    pub fn outside(&self, house: &Path) -> Result<Vec<(String, PlaceAt)>, String> {
        let at = |(name, place): (&String, &PlaceConfig)| match place {
            PlaceConfig::Folder(path) if path.starts_with(house) || house.starts_with(path) => {
                Err(format!("files.places: {name} must lie outside the data folder, and not around it"))
            }
            PlaceConfig::Folder(path) => Ok((name.clone(), PlaceAt::Folder(path.clone()))),
            PlaceConfig::Bucket(bucket) => {
                let secret = secret_in(&bucket.secret_file).map_err(|why| format!("secret_file: {why}"));
                let at = secret.and_then(|secret| bucket.at(secret));
                Ok((name.clone(), PlaceAt::Bucket(at.map_err(|why| format!("files.places: {name}: {why}"))?)))
            }
        };
        self.places.iter().map(at).collect()
    }
}

impl BucketConfig {
    fn at(&self, secret: Zeroizing<String>) -> Result<BucketAt, String> {
        BucketAt::of(&self.url, (self.key.clone(), secret), self.region.clone(), self.ca_file.clone())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn of(places: &[(&str, &str)]) -> FilesConfig {
        let place = |(name, path): &(&str, &str)| ((*name).to_owned(), PlaceConfig::Folder(path.into()));
        FilesConfig { places: places.iter().map(place).collect(), ..FilesConfig::default() }
    }

    fn bucket(url: &str, secret_file: &Path) -> PlaceConfig {
        let (key, url, secret_file) = ("key".to_owned(), url.to_owned(), secret_file.to_owned());
        PlaceConfig::Bucket(BucketConfig { url, key, secret_file, region: None, ca_file: None })
    }

    #[test]
    fn places_have_names_and_lie_beside_each_other_and_the_house() {
        let sound = of(&[("nas", "/mnt/nas/daybook"), ("usb-2", "/mnt/usb")]);
        assert_eq!(sound.check(), Ok(()));
        assert_eq!(sound.outside(Path::new("/srv/daybook")).map(|places| places.len()), Ok(2));
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

    #[test]
    fn a_bucket_is_named_by_its_address_and_its_secret_lies_in_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let secret_file = folder.path().join("secret");
        let config = |urls: &[&str]| FilesConfig {
            places: urls.iter().enumerate().map(|(n, url)| (format!("b{n}"), bucket(url, &secret_file))).collect(),
            place: Some("b0".to_owned()),
        };
        let sound = config(&["https://store.example/house", "https://store.example/house-2"]);
        assert_eq!(sound.check(), Ok(()));
        assert!(sound.outside(Path::new("/srv")).unwrap_err().contains("secret_file"));
        fs::write(&secret_file, "hush\n").unwrap();
        assert_eq!(sound.outside(Path::new("/srv")).map(|places| places.len()), Ok(2));
        for bad in [&[][..], &["house"], &["https://store.example"], &["s3://a", "s3://a/"], &["s3://a", "s3://a/b"]] {
            assert!(config(bad).check().is_err(), "{bad:?}");
        }
    }
}

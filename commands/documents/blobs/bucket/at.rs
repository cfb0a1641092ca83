//! Where a bucket is, and by which key it is opened.

use std::{path::PathBuf, time::Duration};

use http::Uri;
use object_store::{
    BackoffConfig, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
    path::Path,
};
use zeroize::Zeroizing;

use super::line::Lines;

/// What fails is tried so often again, for so long.
const RETRIES: usize = 2;
const RETRIED_FOR: Duration = Duration::from_secs(20);
/// What stores say of themselves that know no regions.
const REGION: &str = "us-east-1";

/// Where a bucket is, and by which key it is opened.
#[derive(Clone)]
pub struct BucketAt {
    /// The store; none for that of Amazon.
    endpoint: Option<String>,
    bucket: String,
    /// Below it lies what is the house's.
    pub(super) prefix: Path,
    region: String,
    key: String,
    secret: Zeroizing<String>,
    ca_file: Option<PathBuf>,
}

impl std::fmt::Debug for BucketAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("BucketAt").field(&self.shown()).finish_non_exhaustive()
    }
}

impl BucketAt {
    /// A bucket by its address: `https://store/bucket/folder`, `http://` in a network that is trusted, or `s3://bucket/folder` for
    /// that of Amazon; the folder is left out where the whole bucket is the house's. A store may want a region, and its
    /// certificate may be signed by an authority of one's own.
    ///
    /// # Errors
    /// When it is no such address: a sentence that says why.
    pub fn of(
        url: &str,
        (key, secret): (String, Zeroizing<String>),
        region: Option<String>,
        ca_file: Option<PathBuf>,
    ) -> Result<Self, String> {
        let uri: Uri = url.parse().map_err(|error| format!("{url}: {error}"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(format!("{url} is no address of a bucket, such as https://store.example/bucket"));
        };
        if authority.as_str().contains('@') || uri.query().is_some() {
            return Err("an address of a bucket holds no key and no question".to_owned());
        }
        let (endpoint, path) = match scheme {
            "s3" => (None, format!("{authority}{}", uri.path())),
            "http" | "https" => (Some(format!("{scheme}://{authority}")), uri.path().to_owned()),
            other => return Err(format!("{other} is none of https, http and s3")),
        };
        let path = path.trim_matches('/');
        let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
        if bucket.is_empty() {
            return Err(format!("{url} names no bucket: it follows the store, as in https://store.example/bucket"));
        }
        let prefix = Path::parse(prefix).map_err(|error| format!("{url}: {error}"))?;
        let (bucket, region) = (bucket.to_owned(), region.unwrap_or_else(|| REGION.to_owned()));
        Ok(Self { endpoint, bucket, prefix, region, key, secret, ca_file })
    }

    /// How it is named to whoever looks after the house.
    pub(super) fn shown(&self) -> String {
        let place = [self.bucket.as_str(), self.prefix.as_ref()].join("/");
        format!("{}/{}", self.endpoint.as_deref().unwrap_or("s3:/"), place.trim_end_matches('/'))
    }

    /// The store, as it is spoken to.
    pub(super) fn store(&self) -> Result<AmazonS3, String> {
        let retry = RetryConfig { backoff: BackoffConfig::default(), max_retries: RETRIES, retry_timeout: RETRIED_FOR };
        let lines = Lines::trusting(self.ca_file.as_deref())?;
        let builder = AmazonS3Builder::new()
            .with_bucket_name(&self.bucket)
            .with_region(&self.region)
            .with_access_key_id(&self.key)
            .with_secret_access_key(self.secret.as_str())
            .with_retry(retry)
            .with_http_connector(lines);
        let builder = match &self.endpoint {
            Some(endpoint) => builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http:")),
            None => builder,
        };
        builder.build().map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str) -> Result<BucketAt, String> {
        BucketAt::of(url, ("key".to_owned(), Zeroizing::new("hush".to_owned())), None, None)
    }

    #[test]
    fn an_address_names_store_and_bucket_and_folder() {
        for (url, endpoint, bucket, prefix) in [
            ("https://store.example/house", Some("https://store.example"), "house", ""),
            ("http://nas.local:9000/house/files/2026/", Some("http://nas.local:9000"), "house", "files/2026"),
            ("s3://house", None, "house", ""),
            ("s3://house/files", None, "house", "files"),
        ] {
            let at = at(url).unwrap();
            assert_eq!((at.endpoint.as_deref(), at.bucket.as_str(), at.prefix.as_ref()), (endpoint, bucket, prefix));
            assert_eq!(at.shown(), url.trim_end_matches('/'));
        }
    }

    #[test]
    fn what_is_no_address_of_a_bucket_is_refused_and_no_secret_is_shown() {
        for bad in ["", "house", "https://store.example", "https://store.example/", "ftp://store.example/house"] {
            assert!(at(bad).is_err(), "{bad}");
        }
        for bad in ["https://key:hush@store.example/house", "https://store.example/house?key=hush", "s3://house/a//b"] {
            assert!(!at(bad).unwrap_err().contains("hush"), "{bad}");
        }
        assert!(!format!("{:?}", at("s3://house").unwrap()).contains("hush"));
    }
}

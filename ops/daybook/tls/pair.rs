//! A certificate with its key, looked at before it is used: both readable, made for each other, and
//! good now. The key never leaves this value, and is in no message.

use std::sync::Arc;

use api::CertificateFacts;
use chrono::{DateTime, TimeDelta, Utc};
use ring::digest;
use rustls::{
    crypto::ring::default_provider,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    sign::CertifiedKey,
};

use super::der;

/// A certificate with its key.
#[derive(Clone)]
pub struct Pair {
    /// As the handshake takes it.
    pub key: Arc<CertifiedKey>,
    /// What may be known of it.
    pub facts: CertificateFacts,
}

impl Pair {
    /// Reads both from PEM.
    ///
    /// # Errors
    /// A sentence about what does not fit.
    pub fn read(chain: &[u8], key: &[u8], now: DateTime<Utc>) -> Result<Self, String> {
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(chain).collect();
        let chain = chain.map_err(|error| format!("the certificate cannot be read: {error}"))?;
        let first = chain.first().ok_or("there is no certificate in the file")?;
        let facts = facts(first).ok_or("the certificate cannot be read")?;
        if facts.until <= now {
            return Err(format!("the certificate ended on {}", facts.until.date_naive()));
        }
        if facts.from > now + TimeDelta::days(1) {
            return Err(format!("the certificate begins on {} only", facts.from.date_naive()));
        }
        // What exactly is wrong with a key is not told: it would tell of the key.
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| "there is no readable key in the file")?;
        let key = CertifiedKey::from_der(chain, key, &default_provider()).map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => "the key is not the one of the certificate".to_owned(),
            other => format!("the certificate and its key cannot be used: {other}"),
        })?;
        Ok(Self { key: Arc::new(key), facts })
    }

    /// When another should come: at two thirds of its life.
    pub fn renew_at(&self) -> DateTime<Utc> {
        let CertificateFacts { from, until, .. } = self.facts;
        from + (until - from) * 2 / 3
    }

    /// Whether it ends so soon that somebody must hear of it.
    pub fn ends_soon(&self, now: DateTime<Utc>) -> bool {
        let CertificateFacts { from, until, .. } = self.facts;
        until - now < ((until - from) / 6).min(TimeDelta::days(14))
    }
}

/// What may be known of a certificate.
pub fn facts(certificate: &CertificateDer) -> Option<CertificateFacts> {
    let der::Told { issuer, from, until, names, .. } = der::read(certificate)?;
    Some(CertificateFacts { issuer, names, from, until, sha256: sha256(certificate) })
}

/// The hash by which people compare certificates.
pub fn sha256(certificate: &[u8]) -> String {
    let hash = digest::digest(&digest::SHA256, certificate);
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair};

    use super::*;

    fn made(from: i32, until: i32) -> (String, String) {
        let mut params = CertificateParams::new(["house.example".to_owned()]).expect("a name");
        params.not_before = rcgen::date_time_ymd(from, 3, 1);
        params.not_after = rcgen::date_time_ymd(until, 3, 1);
        let key = KeyPair::generate().expect("a key");
        (params.self_signed(&key).expect("a certificate").pem(), key.serialize_pem())
    }

    fn read(chain: &str, key: &str) -> Result<Pair, String> {
        let now = "2026-06-01T00:00:00Z".parse().expect("a time");
        Pair::read(chain.as_bytes(), key.as_bytes(), now)
    }

    #[test]
    fn what_fits_together_is_taken() {
        let (chain, key) = made(2026, 2027);
        let pair = read(&chain, &key).expect("it fits");
        assert_eq!((pair.facts.names.as_slice(), pair.facts.sha256.len()), (&["house.example".to_owned()][..], 64));
        assert_eq!(pair.renew_at().to_rfc3339(), "2026-10-30T08:00:00+00:00");
    }

    #[test]
    fn what_does_not_fit_is_refused_with_the_reason() {
        let ((chain, key), (old, old_key), (new, new_key)) = (made(2026, 2027), made(2020, 2021), made(2029, 2030));
        let cases = [
            (read(&chain, &old_key), "not the one"),
            (read(&old, &old_key), "ended on 2021-03-01"),
            (read(&new, &new_key), "begins on 2029-03-01"),
            (read("", &key), "no certificate"),
            (read(&key, &chain), "no certificate"),
            (read(&chain, &chain), "no readable key"),
            (read("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", &key), "cannot be read"),
        ];
        for (outcome, reason) in cases {
            let error = outcome.err().expect("refused");
            assert!(error.contains(reason), "{error}");
        }
    }

    #[test]
    fn an_end_is_near_in_the_last_two_weeks_or_the_last_sixth() {
        let (chain, key) = made(2026, 2027);
        let pair = read(&chain, &key).expect("it fits");
        let at = |text: &str| text.parse().expect("a time");
        assert!(!pair.ends_soon(at("2027-02-14T00:00:00Z")) && pair.ends_soon(at("2027-02-16T00:00:00Z")));
    }
}

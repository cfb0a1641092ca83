//! The house's own small authority: made once, for ten years, and able to sign for names within a
//! home only, so that whoever trusts it trusts it with nothing else. Its key lies in the data folder
//! and is in no message.
//!
//! The subject is all that is needed to sign again after a restart; it is read from its certificate.

use std::{collections::BTreeSet, net::IpAddr, path::Path, time::Duration};

use anyhow::{Context as _, bail};
use api::CertificateFacts;
use chrono::{DateTime, Days, TimeDelta, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, NameConstraints,
};

use super::{
    der, disk,
    pair::{self, Pair},
};

const YEARS_DAYS: Days = Days::new(3650);
/// What phones and browsers take at most.
const LEAF_DAYS: Days = Days::new(397);
/// Clocks that are a little behind must not refuse it.
const BEFORE: TimeDelta = TimeDelta::days(1);
/// Names that exist within homes and nowhere else.
const OF_HOMES: [&str; 7] = ["localhost", "local", "home.arpa", "internal", "lan", "home", "fritz.box"];

/// The authority.
pub struct Authority {
    pem: Vec<u8>,
    facts: CertificateFacts,
    subject: String,
    permitted: Vec<String>,
    key: KeyPair,
}

impl Authority {
    /// The one in the folder; made there where there is none. It may sign for these names besides.
    pub fn open(folder: &Path, hostname: Option<&str>, names: &[String], now: DateTime<Utc>) -> anyhow::Result<Self> {
        let (certificate, key) = (folder.join("ca.crt"), folder.join("ca.key"));
        let (pem, key) = match (disk::read(&certificate)?, disk::read(&key)?) {
            (Some(pem), Some(key)) => (pem, key),
            (None, None) => {
                let (pem, key_pem) = make(hostname, names, now)?;
                disk::write(&key, key_pem.as_bytes())?;
                disk::write(&certificate, pem.as_bytes())?;
                (pem.into_bytes(), key_pem.into_bytes())
            }
            _ => bail!("there is only one of ca.crt and ca.key in {}: {MEND}", folder.display()),
        };
        Self::read(pem, &key, now).with_context(|| format!("the authority in {}: {MEND}", folder.display()))
    }

    fn read(pem: Vec<u8>, key: &[u8], now: DateTime<Utc>) -> anyhow::Result<Self> {
        let pair = Pair::read(&pem, key, now).map_err(anyhow::Error::msg)?;
        let told = pair.key.cert.first().and_then(|certificate| der::read(certificate));
        let der::Told { subject, permitted, .. } = told.context("the certificate cannot be read")?;
        let key = std::str::from_utf8(key).ok().and_then(|key| KeyPair::from_pem(key).ok());
        Ok(Self {
            pem,
            facts: pair.facts,
            subject,
            permitted,
            key: key.context("there is no readable key in the file")?,
        })
    }

    /// What phones take, and may know of it.
    pub fn public(&self) -> api::Authority {
        api::Authority { certificate: self.pem.clone().into(), facts: self.facts.clone() }
    }

    /// Whether it may sign for a name; for addresses it always may.
    pub fn may_sign(&self, name: &str) -> bool {
        let below =
            |tree: &String| name == tree || name.strip_suffix(tree.as_str()).is_some_and(|rest| rest.ends_with('.'));
        name.parse::<IpAddr>().is_ok() || self.permitted.is_empty() || self.permitted.iter().any(below)
    }

    /// Signs a new certificate; chain and key as PEM.
    pub fn sign(&self, names: &[String], now: DateTime<Utc>) -> anyhow::Result<(String, String)> {
        let until = now.checked_add_days(LEAF_DAYS).map_or(self.facts.until, |until| until.min(self.facts.until));
        let mut params = CertificateParams::new(names)?;
        good_for(&mut params, "Daybook, this house", now - BEFORE, until);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.is_ca = IsCa::ExplicitNoCa;
        params.use_authority_key_identifier_extension = true;
        let mut own = CertificateParams::default();
        good_for(&mut own, &self.subject, self.facts.from, self.facts.until);
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &Issuer::from_params(&own, &self.key))?;
        Ok((certificate.pem(), key.serialize_pem()))
    }

    /// Whether a certificate is signed by this one.
    pub fn signed(&self, pair: &Pair) -> bool {
        pair.facts.issuer == self.subject
    }
}

const MEND: &str = "delete ca.crt and ca.key to have a new authority made, which every phone has to trust anew";

fn make(hostname: Option<&str>, names: &[String], now: DateTime<Utc>) -> anyhow::Result<(String, String)> {
    let key = KeyPair::generate()?;
    let mark = &pair::sha256(key.public_key_raw())[..6];
    let subject = format!("Daybook authority of {} ({mark})", hostname.unwrap_or("this house"));
    let mut params = CertificateParams::default();
    let until = now.checked_add_days(YEARS_DAYS).context("a date out of range")?;
    good_for(&mut params, &subject, now - BEFORE, until);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let own = names.iter().filter(|name| name.parse::<IpAddr>().is_err()).map(String::as_str);
    let permitted: BTreeSet<&str> = OF_HOMES.into_iter().chain(hostname).chain(own).collect();
    let permitted_subtrees = permitted.into_iter().map(|name| GeneralSubtree::DnsName(name.to_owned())).collect();
    params.name_constraints = Some(NameConstraints { permitted_subtrees, excluded_subtrees: Vec::new() });
    Ok((params.self_signed(&key)?.pem(), key.serialize_pem()))
}

/// For whom, and from when until when.
fn good_for(params: &mut CertificateParams, subject: &str, from: DateTime<Utc>, until: DateTime<Utc>) {
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, subject);
    let since_1970 = |at: DateTime<Utc>| Duration::from_secs(at.timestamp().try_into().unwrap_or_default());
    let beginning = rcgen::date_time_ymd(1970, 1, 1);
    params.not_before = beginning + since_1970(from);
    params.not_after = beginning + since_1970(until);
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-03-01T09:00:00Z";

    fn open(folder: &Path) -> anyhow::Result<Authority> {
        Authority::open(folder, Some("pi"), &["house.example".to_owned()], NOW.parse().expect("a time"))
    }

    #[test]
    fn an_authority_is_made_once_and_signs_after_a_restart() {
        let folder = tempfile::tempdir().expect("a folder");
        let (first, second) = (open(folder.path()).expect("made"), open(folder.path()).expect("read"));
        assert_eq!(first.public().facts, second.public().facts);
        let now = NOW.parse().expect("a time");
        let (chain, key) = second.sign(&["pi.local".to_owned(), "10.0.0.1".to_owned()], now).expect("signed");
        let pair = Pair::read(chain.as_bytes(), key.as_bytes(), now).expect("it fits");
        assert!(first.signed(&pair) && pair.facts.names == ["pi.local", "10.0.0.1"]);
        assert_eq!((pair.facts.until - now).num_days(), 397);
    }

    #[test]
    fn it_may_sign_for_names_of_homes_and_its_own_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let authority = open(folder.path()).expect("made");
        for name in ["pi", "pi.local", "localhost", "house.example", "a.house.example", "10.0.0.1", "2001:db8::7"] {
            assert!(authority.may_sign(name), "{name}");
        }
        for name in ["bank.example", "myhouse.example", "example", "notlocal"] {
            assert!(!authority.may_sign(name), "{name}");
        }
    }

    #[test]
    fn half_an_authority_or_two_halves_are_refused_with_what_to_do() {
        let (folder, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        open(folder.path()).expect("made");
        open(other.path()).expect("made");
        std::fs::copy(other.path().join("ca.key"), folder.path().join("ca.key")).expect("copied");
        let error = format!("{:#}", open(folder.path()).err().expect("refused"));
        assert!(error.contains("not the one of the certificate") && error.contains("delete ca.crt"), "{error}");
        std::fs::remove_file(folder.path().join("ca.key")).expect("removed");
        assert!(format!("{:#}", open(folder.path()).err().expect("refused")).contains("only one of"));
    }
}

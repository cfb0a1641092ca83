//! As much of X.509 as it takes to tell a certificate apart: who signed it for whom, from when
//! until when, for which names. Nothing is verified here; what does not fit is `None`.

use std::net::IpAddr;

use chrono::{DateTime, NaiveDateTime, Utc};

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OID: u8 = 0x06;
const OCTETS: u8 = 0x04;
const UTC_TIME: u8 = 0x17;
const GENERAL_TIME: u8 = 0x18;
const VERSION: u8 = 0xa0;
const EXTENSIONS: u8 = 0xa3;
const DNS_NAME: u8 = 0x82;
const ADDRESS: u8 = 0x87;
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANIZATION: &[u8] = &[0x55, 0x04, 0x0a];
const ALTERNATIVE_NAMES: &[u8] = &[0x55, 0x1d, 0x11];
const NAME_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x1e];

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Who signed it.
    pub issuer: String,
    /// Whose it is; the common name alone.
    pub subject: String,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Names and addresses it is good for.
    pub names: Vec<String>,
    /// Below which names its owner may sign; empty where below all.
    pub permitted: Vec<String>,
}

/// Reads a certificate.
pub fn read(certificate: &[u8]) -> Option<Told> {
    let mut body = Values(certificate).enter(SEQUENCE)?.enter(SEQUENCE)?;
    if body.is_next(VERSION) {
        body.next()?;
    }
    let (_serial, _algorithm) = (body.next()?, body.next()?);
    let issuer = name(body.enter(SEQUENCE)?);
    let mut validity = body.enter(SEQUENCE)?;
    let (from, until) = (time(validity.next()?)?, time(validity.next()?)?);
    let subject = name(body.enter(SEQUENCE)?);
    let (names, permitted) = extensions(body);
    let issuer = match (issuer.organization, issuer.common_name) {
        (Some(organization), Some(name)) => format!("{organization} ({name})"),
        (organization, name) => organization.or(name).unwrap_or_default(),
    };
    Some(Told { issuer, subject: subject.common_name.unwrap_or_default(), from, until, names, permitted })
}

/// Values one after the other: tag, length, content.
#[derive(Clone, Copy)]
struct Values<'a>(&'a [u8]);

impl<'a> Values<'a> {
    fn is_next(&self, tag: u8) -> bool {
        self.0.first() == Some(&tag)
    }

    fn next(&mut self) -> Option<(u8, &'a [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        let (&short, mut rest) = rest.split_first()?;
        let mut length = usize::from(short);
        if short & 0x80 != 0 {
            let (bytes, after) = rest.split_at_checked(usize::from(short & 0x7f)).filter(|(it, _)| it.len() <= 4)?;
            length = bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
            rest = after;
        }
        let (content, after) = rest.split_at_checked(length)?;
        self.0 = after;
        Some((tag, content))
    }

    fn enter(&mut self, tag: u8) -> Option<Self> {
        self.next().filter(|(found, _)| *found == tag).map(|(_, content)| Self(content))
    }
}

#[derive(Default)]
struct Name {
    common_name: Option<String>,
    organization: Option<String>,
}

fn name(mut parts: Values) -> Name {
    let mut name = Name::default();
    while let Some(mut part) = parts.enter(SET).and_then(|mut set| set.enter(SEQUENCE)) {
        let Some(((OID, kind), (_, text))) = part.next().zip(part.next()) else { break };
        let text = String::from_utf8_lossy(text).into_owned();
        match kind {
            COMMON_NAME => name.common_name = Some(text),
            ORGANIZATION => name.organization = Some(text),
            _ => {}
        }
    }
    name
}

fn time((tag, text): (u8, &[u8])) -> Option<DateTime<Utc>> {
    let text = std::str::from_utf8(text).ok()?;
    let text = match tag {
        // RFC 5280: two digits from 50 on are of the last century.
        UTC_TIME => format!("{}{text}", if text.get(..2)? < "50" { "20" } else { "19" }),
        GENERAL_TIME => text.to_owned(),
        _ => return None,
    };
    NaiveDateTime::parse_from_str(&text, "%Y%m%d%H%M%SZ").ok().map(|time| time.and_utc())
}

fn extensions(mut body: Values) -> (Vec<String>, Vec<String>) {
    let (mut names, mut permitted) = (Vec::new(), Vec::new());
    while let Some((tag, content)) = body.next() {
        let mut all = Values(content).enter(SEQUENCE).filter(|_| tag == EXTENSIONS).unwrap_or(Values(&[]));
        while let Some(mut extension) = all.enter(SEQUENCE) {
            let kind = extension.next().map(|(_, kind)| kind);
            let mut value = Values(&[]);
            while let Some((tag, content)) = extension.next() {
                value = Values(if tag == OCTETS { content } else { &[] });
            }
            match kind {
                Some(ALTERNATIVE_NAMES) => names = value.enter(SEQUENCE).map(alternative_names).unwrap_or_default(),
                Some(NAME_CONSTRAINTS) => permitted = value.enter(SEQUENCE).map(permitted_names).unwrap_or_default(),
                _ => {}
            }
        }
    }
    (names, permitted)
}

fn alternative_names(mut values: Values) -> Vec<String> {
    let mut names = Vec::new();
    while let Some((tag, content)) = values.next() {
        let address = || match content.len() {
            4 => <[u8; 4]>::try_from(content).ok().map(IpAddr::from),
            _ => <[u8; 16]>::try_from(content).ok().map(IpAddr::from),
        };
        match tag {
            DNS_NAME => names.push(String::from_utf8_lossy(content).into_owned()),
            ADDRESS => names.extend(address().map(|address| address.to_string())),
            _ => {}
        }
    }
    names
}

fn permitted_names(mut constraints: Values) -> Vec<String> {
    let mut trees = constraints.enter(VERSION).unwrap_or(Values(&[]));
    let mut names = Vec::new();
    while let Some(tree) = trees.enter(SEQUENCE) {
        names.extend(alternative_names(tree));
    }
    names
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, DnType, GeneralSubtree, KeyPair, NameConstraints};

    use super::*;

    fn made() -> Vec<u8> {
        let mut params = CertificateParams::new(["pi.local".to_owned(), "192.168.1.7".to_owned(), "::1".to_owned()]);
        let params = params.as_mut().expect("names");
        params.distinguished_name.push(DnType::CommonName, "Käfer");
        params.distinguished_name.push(DnType::OrganizationName, "The House");
        params.not_before = rcgen::date_time_ymd(2026, 3, 1);
        params.not_after = rcgen::date_time_ymd(2061, 3, 1);
        let permitted_subtrees = vec![GeneralSubtree::DnsName("local".to_owned())];
        params.name_constraints = Some(NameConstraints { permitted_subtrees, excluded_subtrees: vec![] });
        let key = KeyPair::generate().expect("a key");
        params.self_signed(&key).expect("a certificate").der().to_vec()
    }

    #[test]
    fn a_certificate_is_read() {
        let told = read(&made()).expect("readable");
        assert_eq!((told.issuer.as_str(), told.subject.as_str()), ("The House (Käfer)", "Käfer"));
        assert_eq!(told.names, ["pi.local", "192.168.1.7", "::1"]);
        assert_eq!(
            (told.from.to_rfc3339(), told.until.to_rfc3339()),
            ("2026-03-01T00:00:00+00:00".to_owned(), "2061-03-01T00:00:00+00:00".to_owned())
        );
        assert_eq!(told.permitted, ["local"]);
    }

    #[test]
    fn what_is_cut_short_or_changed_is_read_without_harm() {
        let whole = made();
        for length in 0..whole.len() {
            let _ = read(&whole[..length]);
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0xff;
            let _ = read(&changed);
        }
        assert_eq!(read(b"-----BEGIN"), None);
    }
}

//! An authenticator app of nobody's making here: HMAC-SHA-1 by ring, the rest as RFC 6238 has it.

use chrono::{DateTime, Utc};
use ring::hmac;

/// What an app knows of an account.
#[derive(Clone, Debug)]
pub struct Authenticator(Vec<u8>);

impl Authenticator {
    /// Reads the secret as a person types it.
    pub fn of(secret: &str) -> Self {
        let mut bits = secret.bytes().flat_map(|sign| {
            let five = match sign {
                b'A'..=b'Z' => sign - b'A',
                b'2'..=b'7' => sign - b'2' + 26,
                other => panic!("{} is no sign of base32", char::from(other)),
            };
            (0..5).rev().map(move |bit| five >> bit & 1)
        });
        let bytes = (0..secret.len() * 5 / 8).map(|_| (0..8).fold(0, |byte, _| byte << 1 | bits.next().unwrap_or(0)));
        Self(bytes.collect())
    }

    /// How many bits it keeps.
    pub fn bits(&self) -> usize {
        self.0.len() * 8
    }

    /// The secret's own bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// What it shows at a time.
    pub fn shows(&self, at: DateTime<Utc>) -> String {
        let step = (at.timestamp() / 30).to_be_bytes();
        let mac = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0), &step);
        let mac = mac.as_ref();
        let offset = usize::from(mac[19] & 15);
        let number = u32::from_be_bytes([mac[offset], mac[offset + 1], mac[offset + 2], mac[offset + 3]]) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }
}

//! Random secrets, how they are written for people and how they are remembered.

use super::Fault;

/// Bytes nobody can guess.
pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Fault::Broken(format!("random numbers: {error}")))?;
    Ok(bytes)
}

/// Of a session's secret, in characters.
const STEM_LENGTH: usize = 32;

/// A secret of 256 bits that is handed out once and remembered as its hash.
pub(crate) struct Token(String);

impl Token {
    pub(crate) fn new() -> Result<Self, Fault> {
        Ok(Self(hex(&random_bytes::<32>()?)))
    }

    /// A session's secret. Its stem stays when the rest changes, so what is derived from the stem
    /// stays, too: the token that a page shows, in whichever of its windows.
    pub(crate) fn of_session(before: Option<&str>) -> Result<Self, Fault> {
        let secret = hex(&random_bytes::<32>()?);
        let stem = match before {
            Some(before) => Self::stem(before).to_owned(),
            None => hex(&random_bytes::<16>()?),
        };
        Ok(Self(stem + &secret))
    }

    /// The part of a session's secret that stays.
    pub(crate) fn stem(shown: &str) -> &str {
        shown.get(..STEM_LENGTH).unwrap_or(shown)
    }

    pub(crate) fn hash(&self) -> [u8; 32] {
        Self::hash_of(&self.0)
    }

    /// What is remembered of a token somebody shows.
    pub(crate) fn hash_of(shown: &str) -> [u8; 32] {
        *blake3::hash(shown.as_bytes()).as_bytes()
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Bytes as numbers below 32, five bits each, for alphabets of 32 signs; the last is filled up with zeros.
pub(crate) fn in_fives(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let bit = |at: usize| bytes.get(at / 8).is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1);
    (0..(bytes.len() * 8).div_ceil(5))
        .map(move |five| (0..5).fold(0, |sum, at| sum << 1 | usize::from(bit(five * 5 + at))))
}

/// As mail servers are told secrets (RFC 4648, section 4).
pub(crate) fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |index: usize| u32::from(three.get(index).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let sign = SIGNS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place > three.len() { '=' } else { char::from(sign) });
        }
    }
    text
}

/// As browsers are told bytes, without padding (RFC 4648, section 5).
pub(crate) fn base64_url(bytes: &[u8]) -> String {
    let mut text = base64(bytes).replace('+', "-").replace('/', "_");
    text.truncate(text.trim_end_matches('=').len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_bytes_are_four_signs() {
        let vectors =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")];
        for (plain, encoded) in vectors {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }
}

//! Random secrets, how they are written for people and how they are remembered.

use super::Fault;

/// Bytes nobody can guess.
pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Fault::Broken(format!("random numbers: {error}")))?;
    Ok(bytes)
}

/// A secret of 256 bits that is handed out once and remembered as its hash.
pub(crate) struct Token(String);

impl Token {
    pub(crate) fn new() -> Result<Self, Fault> {
        Ok(Self(hex(&random_bytes::<32>()?)))
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

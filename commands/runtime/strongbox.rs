//! Secrets on their way out of the house, sealed with a passphrase.
//!
//! The form: `daybook sealed 1\n`, memory in KiB, passes and lanes (each four bytes, big end first), a
//! salt of 32 bytes, a nonce of 12, then the ciphertext with its tag of 16. The key is argon2id (RFC
//! 9106) of passphrase and salt, 32 bytes; the cipher is ChaCha20-Poly1305 (RFC 8439), and all that
//! stands before the ciphertext is authenticated with it. Each box has a salt, hence a key, of its own.

use argon2::{Algorithm, Argon2, Params, Version};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

use super::{Fault, random_bytes};

const MAGIC: &[u8] = b"daybook sealed 1\n";
const SALT_BYTES: usize = 32;
const COSTS_AT: usize = MAGIC.len();
const SALT_AT: usize = COSTS_AT + 12;
const NONCE_AT: usize = SALT_AT + SALT_BYTES;
const TEXT_AT: usize = NONCE_AT + NONCE_LEN;
/// Memory in KiB, passes and lanes: RFC 9106, section 4, second choice.
const COSTS: [u32; 3] = [64 << 10, 3, 4];
/// A box that asks for more was not sealed by us.
const MOST: [u32; 3] = [1 << 20, 64, 64];

/// Why a box does not open.
#[derive(Debug, thiserror::Error)]
pub enum BoxError {
    /// The passphrase does not fit, or the box was changed.
    #[error("the passphrase does not fit")]
    DoesNotFit,
    /// It is none of our boxes.
    #[error("{0}")]
    NoBox(&'static str),
    /// Something broke.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Seals a text. It takes a good part of a second, on purpose.
///
/// # Errors
/// When there are no random numbers, or not enough memory.
pub fn seal(passphrase: &str, text: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut sealed = MAGIC.to_vec();
    COSTS.iter().for_each(|cost| sealed.extend_from_slice(&cost.to_be_bytes()));
    sealed.extend_from_slice(&random_bytes::<SALT_BYTES>()?);
    let nonce: [u8; NONCE_LEN] = random_bytes()?;
    sealed.extend_from_slice(&nonce);
    let key = key(passphrase, COSTS, &sealed[SALT_AT..NONCE_AT])?;
    let mut text = Zeroizing::new(text.to_vec());
    let tag = key
        .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(&sealed), &mut text)
        .map_err(|_| Fault::Broken("strongbox: sealing failed".to_owned()))?;
    sealed.extend_from_slice(&text);
    sealed.extend_from_slice(tag.as_ref());
    Ok(sealed)
}

/// Opens a sealed text.
///
/// # Errors
/// When the passphrase does not fit, or this is no sealed text.
pub fn open(passphrase: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, BoxError> {
    let (Some(head), true) = (sealed.get(..TEXT_AT), sealed.starts_with(MAGIC)) else {
        return Err(BoxError::NoBox("these are no secrets that were sealed by this program"));
    };
    let cost = |index: usize| {
        let bytes = head[COSTS_AT + 4 * index..].first_chunk().copied().unwrap_or_default();
        u32::from_be_bytes(bytes)
    };
    let costs = [cost(0), cost(1), cost(2)];
    if costs.iter().zip(MOST).any(|(cost, most)| *cost > most) {
        return Err(BoxError::NoBox("it asks for more work than any passphrase is worth"));
    }
    let key = key(passphrase, costs, &head[SALT_AT..NONCE_AT])?;
    let nonce = Nonce::try_assume_unique_for_key(&head[NONCE_AT..]).map_err(|_| BoxError::DoesNotFit)?;
    let mut text = Zeroizing::new(sealed[TEXT_AT..].to_vec());
    let length = key.open_in_place(nonce, Aad::from(head), &mut text).map_err(|_| BoxError::DoesNotFit)?.len();
    text.truncate(length);
    Ok(text)
}

fn key(passphrase: &str, [memory_kib, passes, lanes]: [u32; 3], salt: &[u8]) -> Result<LessSafeKey, Fault> {
    let broken = |error: &dyn std::fmt::Display| Fault::Broken(format!("strongbox: {error}"));
    let params = Params::new(memory_kib, passes, lanes, Some(32)).map_err(|error| broken(&error))?;
    let mut key = Zeroizing::new([0; 32]);
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(passphrase.as_bytes(), salt, &mut *key).map_err(|error| broken(&error))?;
    let key = UnboundKey::new(&CHACHA20_POLY1305, &*key).map_err(|error| broken(&error))?;
    Ok(LessSafeKey::new(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_opens_with_its_passphrase_and_no_other() {
        let sealed = seal("correct horse", b"the vault").unwrap();
        assert!(!sealed.windows(5).any(|window| window == b"vault"));
        assert_eq!(open("correct horse", &sealed).unwrap().as_slice(), b"the vault");
        assert!(matches!(open("correct house", &sealed), Err(BoxError::DoesNotFit)));
        assert_ne!(seal("correct horse", b"the vault").unwrap(), sealed);
    }

    #[test]
    fn no_part_of_a_box_can_be_changed() {
        let sealed = seal("p", b"the vault").unwrap();
        for at in [COSTS_AT + 7, SALT_AT, NONCE_AT, TEXT_AT, sealed.len() - 1] {
            let mut other = sealed.clone();
            other[at] ^= 1;
            assert!(open("p", &other).is_err(), "byte {at}");
        }
        for length in [0, 5, TEXT_AT, sealed.len() - 1] {
            assert!(open("p", &sealed[..length]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn a_box_that_asks_for_too_much_is_not_opened() {
        let mut sealed = seal("p", b"x").unwrap();
        sealed[COSTS_AT] = 0xff;
        assert!(matches!(open("p", &sealed), Err(BoxError::NoBox(_))));
    }
}

//! What is kept to check an answer to a challenge that does not hold the secret (RFC 5802, section 3, with
//! SHA-256 as in RFC 7677): `StoredKey = H(HMAC(SaltedPassword, "Client Key"))`.
//!
//! `SaltedPassword` is PBKDF2-HMAC-SHA-256 (RFC 8018, section 5.2), which every browser and every Python can compute.
//! It is absent from what is kept: with `StoredKey` alone nobody can answer.

use std::num::NonZeroU32;

use ring::{digest, hmac, pbkdf2};
use zeroize::Zeroizing;

use super::Fault;

/// Rounds of PBKDF2, as OWASP counsels for HMAC-SHA-256.
pub(crate) const ITERATIONS: NonZeroU32 = NonZeroU32::MIN.saturating_add(599_999);

/// What is kept of a secret; takes long on purpose, so it is off the async threads.
pub(crate) async fn stored_key(secret: Zeroizing<String>, salt: [u8; 16]) -> Result<Vec<u8>, Fault> {
    let kept = tokio::task::spawn_blocking(move || stored(secret.as_bytes(), &salt, ITERATIONS));
    Ok(kept.await?)
}

/// Whether a proof answers a message (RFC 5802, section 3): `ClientProof XOR HMAC(StoredKey, AuthMessage)` is the
/// `ClientKey` whose hash is the `StoredKey`. Compared in a time that does not tell.
pub(crate) fn answers(stored_key: &[u8], message: &[u8], proof: &[u8; digest::SHA256_OUTPUT_LEN]) -> bool {
    let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, stored_key), message);
    let client_key: Vec<u8> = proof.iter().zip(signature.as_ref()).map(|(proof, mask)| proof ^ mask).collect();
    let hashed = digest::digest(&digest::SHA256, &client_key);
    blake3::hash(hashed.as_ref()) == blake3::hash(stored_key)
}

fn stored(secret: &[u8], salt: &[u8], iterations: NonZeroU32) -> Vec<u8> {
    let mut salted = Zeroizing::new([0; digest::SHA256_OUTPUT_LEN]);
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, iterations, salt, secret, salted.as_mut());
    let client_key = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, salted.as_ref()), b"Client Key");
    digest::digest(&digest::SHA256, client_key.as_ref()).as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The user of RFC 7677, section 3; with this key the proof of its exchange comes out right.
    #[test]
    fn the_example_of_rfc_7677_is_kept_as_its_stored_key() {
        let salt = [0x5b, 0x6d, 0x99, 0x68, 0x9d, 0x12, 0x35, 0x8e, 0xec, 0xa0, 0x4b, 0x14, 0x12, 0x36, 0xfa, 0x81];
        let kept = stored(b"pencil", &salt, NonZeroU32::MIN.saturating_add(4095));
        assert_eq!(crate::runtime::hex(&kept), "586e5df283e6dceb5c3e791d8b8528ec191e664045ce971792e2e6b5bb13e2a6");
        let message = "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
            s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        let proof = [
            0x74, 0x7c, 0xdb, 0x65, 0xaa, 0x56, 0x22, 0x4e, 0x23, 0x52, 0x13, 0x7e, 0x52, 0xd7, 0xbd, 0xca, 0xd6, 0xa0,
            0xf7, 0x38, 0xdf, 0x30, 0x78, 0x2c, 0xaa, 0x69, 0xa2, 0xcf, 0xb0, 0x27, 0x75, 0x54,
        ];
        assert!(answers(&kept, message.as_bytes(), &proof));
        assert!(!answers(&kept, b"another message", &proof) && !answers(&kept, message.as_bytes(), &[0; 32]));
    }
}

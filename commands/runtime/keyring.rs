//! The keys that seal personal values, one per person (ChaCha20-Poly1305, RFC 8439).
//!
//! The vault keeps them; here they are ready for use. A destroyed key is never made again.

use std::{collections::HashMap, sync::RwLock};

use domain::{PersonId, SealError, Seals};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use super::{Fault, Vault, random_bytes};

/// All keys at hand.
pub struct Keyring {
    keys: RwLock<HashMap<PersonId, LessSafeKey>>,
}

impl Keyring {
    /// Takes the keys out of the vault.
    pub(crate) async fn load(vault: &Vault) -> Result<Self, Fault> {
        let ring = Self { keys: RwLock::default() };
        for (person, key) in vault.person_keys().await? {
            ring.insert(person, &key)?;
        }
        Ok(ring)
    }

    /// Sees to it that these people have a key, unless it was destroyed.
    pub(crate) async fn provide(&self, vault: &Vault, people: &[PersonId]) -> Result<(), Fault> {
        for person in people {
            if self.read()?.contains_key(person) {
                continue;
            }
            if let Some(key) = vault.person_key(*person, random_bytes()?).await? {
                self.insert(*person, &key)?;
            }
        }
        Ok(())
    }

    fn read(&self) -> Result<std::sync::RwLockReadGuard<'_, HashMap<PersonId, LessSafeKey>>, Fault> {
        self.keys.read().map_err(|_| Fault::Broken("keyring: a thread died holding it".to_owned()))
    }

    fn insert(&self, person: PersonId, key: &[u8]) -> Result<(), Fault> {
        let broken = |what: &str| Fault::Broken(format!("keyring: {what}"));
        let key = UnboundKey::new(&CHACHA20_POLY1305, key).map_err(|_| broken("a key has the wrong length"))?;
        let mut keys = self.keys.write().map_err(|_| broken("a thread died holding it"))?;
        keys.insert(person, LessSafeKey::new(key));
        Ok(())
    }
}

impl Seals for Keyring {
    fn seal(&self, person: PersonId, plain: &str) -> Result<Vec<u8>, SealError> {
        let keys = self.keys.read().map_err(|_| SealError(person))?;
        let key = keys.get(&person).ok_or(SealError(person))?;
        let nonce: [u8; NONCE_LEN] = random_bytes().map_err(|_| SealError(person))?;
        let mut text = plain.as_bytes().to_vec();
        let aad = Aad::from(person.0.as_bytes());
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut text)
            .map_err(|_| SealError(person))?;
        Ok([&nonce, text.as_slice()].concat())
    }

    fn open(&self, person: PersonId, sealed: &[u8]) -> Option<String> {
        let keys = self.keys.read().ok()?;
        let (nonce, text) = sealed.split_first_chunk::<NONCE_LEN>()?;
        let mut text = text.to_vec();
        let aad = Aad::from(person.0.as_bytes());
        let plain = keys.get(&person)?.open_in_place(Nonce::assume_unique_for_key(*nonce), aad, &mut text).ok()?.len();
        text.truncate(plain);
        String::from_utf8(text).ok()
    }
}

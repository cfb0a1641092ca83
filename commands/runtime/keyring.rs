//! The keys that seal personal values, one per person (ChaCha20-Poly1305, RFC 8439).
//!
//! The vault keeps them; here they are ready for use. A destroyed key is never made again: what would be
//! sealed with it is forgotten instead.

use std::{
    collections::{HashMap, HashSet},
    sync::RwLock,
};

use chrono::{DateTime, Utc};
use domain::{PersonId, Personal, SealError, Seals};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use super::{Fault, Vault, random_bytes};

/// All keys at hand.
pub struct Keyring {
    keys: RwLock<HashMap<PersonId, LessSafeKey>>,
    /// Whose key was destroyed, as far as somebody asked for it.
    gone: RwLock<HashSet<PersonId>>,
    house_secret: [u8; 32],
}

impl Keyring {
    /// Takes the keys out of the vault.
    pub(crate) async fn load(vault: &Vault, house_secret: [u8; 32]) -> Result<Self, Fault> {
        let ring = Self { keys: RwLock::default(), gone: RwLock::default(), house_secret };
        for (person, key) in vault.person_keys().await? {
            ring.insert(person, &key)?;
        }
        Ok(ring)
    }

    /// Sees to it that these people have a key, unless it was destroyed.
    pub(crate) async fn provide(&self, vault: &Vault, people: &[PersonId]) -> Result<(), Fault> {
        for person in people {
            if self.has(*person)? || self.is_gone(*person) {
                continue;
            }
            match vault.person_key(*person, random_bytes()?).await? {
                Some(key) => self.insert(*person, &key)?,
                None => self.forget(&[*person])?,
            }
        }
        Ok(())
    }

    /// Lets go of keys that the vault holds no more.
    pub(crate) fn forget(&self, people: &[PersonId]) -> Result<(), Fault> {
        let mut gone = self.gone.write().map_err(|_| broken("a thread died holding it"))?;
        let mut keys = self.keys.write().map_err(|_| broken("a thread died holding it"))?;
        for person in people {
            gone.insert(*person);
            keys.remove(person);
        }
        Ok(())
    }

    /// Whether there is a key of a person.
    pub(crate) fn has(&self, person: PersonId) -> Result<bool, Fault> {
        let keys = self.keys.read().map_err(|_| broken("a thread died holding it"))?;
        Ok(keys.contains_key(&person))
    }

    /// The keys of strangers that are to be forgotten by now.
    pub(crate) fn outdated(&self, now: DateTime<Utc>) -> Result<Vec<PersonId>, Fault> {
        let keys = self.keys.read().map_err(|_| broken("a thread died holding it"))?;
        Ok(keys.keys().copied().filter(|person| person.is_outdated(now)).collect())
    }

    /// Whether a key is known to be destroyed.
    pub(crate) fn is_gone(&self, person: PersonId) -> bool {
        self.gone.read().is_ok_and(|gone| gone.contains(&person))
    }

    /// Gives what a stranger leaves to those they share a key with; who that is does not tell who they are.
    pub(crate) fn part_strangers(&self, value: &mut Personal, at: DateTime<Utc>) {
        if value.person() == PersonId::STRANGERS
            && let Some(text) = value.text()
        {
            let hash = blake3::keyed_hash(&self.house_secret, format!("stranger {text}").as_bytes());
            let number = hash.as_bytes().first_chunk().copied().map(u16::from_le_bytes).unwrap_or_default();
            value.give_to(PersonId::of_strangers(at, number));
        }
    }

    /// Seals a value, or forgets it where its key was destroyed.
    pub(crate) fn close(&self, value: &mut Personal) -> Result<(), SealError> {
        match value.seal(self) {
            Err(_) if self.is_gone(value.person()) => {
                value.erase();
                Ok(())
            }
            sealed => sealed,
        }
    }

    fn insert(&self, person: PersonId, key: &[u8]) -> Result<(), Fault> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, key).map_err(|_| broken("a key has the wrong length"))?;
        // Destroyed between the vault's answer and now, it stays so.
        let gone = self.gone.read().map_err(|_| broken("a thread died holding it"))?;
        let mut keys = self.keys.write().map_err(|_| broken("a thread died holding it"))?;
        if !gone.contains(&person) {
            keys.insert(person, LessSafeKey::new(key));
        }
        Ok(())
    }
}

fn broken(what: &str) -> Fault {
    Fault::Broken(format!("keyring: {what}"))
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

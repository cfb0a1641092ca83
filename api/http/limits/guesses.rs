//! What was shown lately and let nobody in. The same again is no new guess: a page whose session has
//! ended asks for ten things at once, and a program with an old key asks every minute.
//!
//! No secret is kept, only a hash that means nothing outside of this process; and only so many.

use std::{
    hash::{BuildHasher, RandomState},
    sync::atomic::{AtomicU64, Ordering},
};

use super::client::Client;

const PLACES: usize = 4096;

/// The guesses of late.
pub struct Guesses {
    places: Box<[AtomicU64]>,
    secret: RandomState,
}

impl Default for Guesses {
    fn default() -> Self {
        Self { places: std::iter::repeat_with(AtomicU64::default).take(PLACES).collect(), secret: RandomState::new() }
    }
}

impl Guesses {
    /// Whether somebody shows this for the first time, as far as is remembered.
    pub fn is_new(&self, client: Client, shown: &str) -> bool {
        let hash = self.secret.hash_one((client, shown)) | 1;
        let place = usize::try_from(hash >> 32).unwrap_or_default() % PLACES;
        self.places[place].swap(hash, Ordering::Relaxed) != hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_again_is_no_new_guess() {
        let (guesses, home) = (Guesses::default(), Client::Crowd(0));
        assert!(guesses.is_new(home, "one"));
        assert!(!guesses.is_new(home, "one"));
        assert!(guesses.is_new(Client::Crowd(1), "one"));
        let others = (0..100_000).filter(|number| guesses.is_new(home, &number.to_string()));
        assert_eq!(others.count(), 100_000);
    }
}

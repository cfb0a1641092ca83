//! Backups, with the real program: they give the same house again, and whatever is not a whole
//! backup is never taken for one.

mod damage;
mod disk;
mod forgotten;
mod generations;
mod kept;
mod kills;
mod load;
mod passphrases;
mod places;
mod restored;
mod secrets;
mod told;

pub use kept::{Kept, PASSPHRASE};

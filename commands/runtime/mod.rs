//! The machinery every command runs on.

mod caller;
mod clock;
mod desk;
mod failure;
mod follow;
mod handle;
mod hasher;
mod holdings;
mod keyring;
mod post;
pub(crate) mod scram;
mod postage;
mod secret;
pub mod strongbox;
mod tally;
mod timetable;
mod vault;
mod worker;

pub use caller::{Caller, derived_command, fresh_command};
pub use clock::{Clock, HandClock, SystemClock};
pub use desk::{Desk, DeskParts, KeyError, Owed};
pub use failure::{Failure, Fault};
pub(crate) use follow::{Follower, follow, next_slice};
pub(crate) use handle::read;
pub use handle::{Done, Folded, Handle};
pub use hasher::{Busy, Cost, Hasher, HasherLoad};
pub use keyring::Keyring;
pub(crate) use post::Mailroom;
pub use post::{ConfiguredMail, FolderPost, Letter, Post, PostError, SmtpPost, SmtpSecurity, SmtpServer};
pub(crate) use postage::Postage;
pub(crate) use secret::{Token, hex, random_bytes};
pub use tally::{CommandTally, KindTally, LetterTally, Subject};
pub use timetable::Timetable;
pub(crate) use vault::{KeyRow, LinkRow, PendingLogin, PinRow, Purpose, SessionRow};
pub use vault::{KeyUse, Vault, VaultMoment, forget_people};
pub use worker::{Worker, WorkerReport};

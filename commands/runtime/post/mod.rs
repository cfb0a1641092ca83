//! Mail: how a letter leaves the house.

mod folder;
mod letter;
mod mailroom;
mod people;
mod smtp;

use std::{future::Future, pin::Pin};

pub use folder::FolderPost;
pub use letter::Letter;
pub use mailroom::ConfiguredMail;
pub(crate) use mailroom::Mailroom;
pub use people::Letters;
pub use smtp::{SmtpPost, SmtpSecurity, SmtpServer};

/// A letter did not leave; it may later.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PostError(pub String);

/// Takes letters.
pub trait Post: Send + Sync {
    /// Where letters go: `server` or `folder`.
    fn way(&self) -> &'static str;

    /// Sends a letter; comes back when somebody else is responsible for it.
    fn send(&self, letter: Letter) -> Pin<Box<dyn Future<Output = Result<(), PostError>> + Send + '_>>;
}

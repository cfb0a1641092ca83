//! Why a link is not made, changed or taken back.

use domain::documents::{link, space};

/// The shortest password of a link.
pub const LEAST_PASSWORD: usize = 8;
/// The longest.
pub const MOST_PASSWORD: usize = 128;
/// The longest note, in letters.
pub const MOST_NOTE: usize = 120;

/// Why a link is not made, changed or taken back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkRefusal {
    /// The link's own rule.
    #[error("{0}")]
    Rule(link::Refusal),
    /// What it should open is not there.
    #[error("{0}")]
    Space(space::Refusal),
    /// It would open a whole space, which is never handed out at once.
    #[error("a whole space is not shared; put what you want to share in a folder")]
    WholeSpace,
    /// Files are put in a folder.
    #[error("upload_only: files come into a folder, and this is a file")]
    NoFolder,
    /// The password does not fit.
    #[error("password: use {LEAST_PASSWORD} to {MOST_PASSWORD} characters")]
    Password,
    /// Somebody else was faster, or it was taken back meanwhile.
    #[error("this link takes nothing more")]
    Over,
    /// The note does not fit.
    #[error("note: use 1 to {MOST_NOTE} characters of one line")]
    Note,
}

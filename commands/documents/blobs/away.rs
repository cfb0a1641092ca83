//! That a place is away, as an error of whatever is asked of it.

use std::io;

/// A place cannot be reached at the moment.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the place {place} is not there: {why}")]
pub(super) struct Away {
    /// Its name.
    pub place: String,
    /// Why, for whoever looks after the house.
    pub why: String,
}

impl Away {
    /// Whether something went wrong because a place is away.
    pub(super) fn in_error(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }
}

impl From<Away> for io::Error {
    fn from(away: Away) -> Self {
        Self::other(away)
    }
}

//! Why an upload came to nothing.

/// Why an upload came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Whoever sent it wanted it no more.
    Cancelled,
    /// Nothing of it came for too long.
    Expired,
    /// It was there, but the folder takes it no more.
    Refused,
    /// What had arrived is not on the disk any more, as after an older backup was put back.
    Lost,
}

impl Why {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Cancelled, Self::Expired, Self::Refused, Self::Lost];

    /// The word that is stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Refused => "refused",
            Self::Lost => "lost",
        }
    }

    /// The one of this word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.word() == word)
    }

    /// In a few words for people.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Cancelled => "it was cancelled",
            Self::Expired => "nothing of it came for too long",
            Self::Refused => "the folder takes it no more",
            Self::Lost => "what had arrived is not on the disk any more",
        }
    }
}

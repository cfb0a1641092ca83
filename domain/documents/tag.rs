//! Words that people put on files and folders to find them again.
//!
//! A tag is one short text without commas, in Unicode's normal form C as names are. It may be written in large or small letters:
//! the same word twice is one tag.

use crate::kernel::text::is_plain;

/// The longest tag, in bytes.
pub const MOST_BYTES: usize = 64;
/// The most tags of one file or folder.
pub const MOST: usize = 32;

/// A tag that fits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tag(std::sync::Arc<str>);

/// Why a tag does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTag {
    /// There is nothing to read.
    #[error("a tag has at least one letter, and neither begins nor ends with a space")]
    Blank,
    /// It is longer than a word or two.
    #[error("a tag has at most 64 bytes")]
    TooLong,
    /// It would be several.
    #[error("a tag holds no comma: commas part tags")]
    Comma,
    /// It holds characters that nobody sees.
    #[error("a tag holds no control characters or others that nobody sees")]
    Hidden,
}

impl Tag {
    /// A tag, if it fits.
    ///
    /// # Errors
    /// Why it does not.
    pub fn new(text: &str) -> Result<Self, BadTag> {
        match text {
            _ if text.trim().is_empty() || text.trim() != text => Err(BadTag::Blank),
            _ if text.len() > MOST_BYTES => Err(BadTag::TooLong),
            _ if text.contains(',') => Err(BadTag::Comma),
            _ if !is_plain(text) => Err(BadTag::Hidden),
            _ => Ok(Self(text.into())),
        }
    }

    /// A tag as it stands in the log: it fitted once.
    #[must_use]
    pub fn known(text: &str) -> Self {
        Self(text.into())
    }

    /// Its letters.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The same for all ways to write it.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }

    /// Whether another one is the same word.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.folded() == other.folded()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_a_word_or_two_and_means_the_same_in_large_letters() {
        for good in ["tax", "Tax 2026", "Steuer-Erklärung", "重要", "🎄", &"x".repeat(64)] {
            assert!(Tag::new(good).is_ok(), "{good}");
        }
        let bad = [
            ("", BadTag::Blank),
            (" tax", BadTag::Blank),
            ("a,b", BadTag::Comma),
            ("a\nb", BadTag::Hidden),
            ("a\u{202e}b", BadTag::Hidden),
        ];
        for (tag, why) in bad {
            assert_eq!(Tag::new(tag), Err(why), "{tag:?}");
        }
        assert_eq!(Tag::new(&"ä".repeat(33)), Err(BadTag::TooLong));
        assert!(Tag::known("TAX Ä").is(&Tag::known("tax ä")));
    }
}

//! What a file or folder may be called.
//!
//! A name is for people and for the file systems of other machines; it is never a path on the disk of this one. It
//! comes in Unicode's normal form C (Unicode Standard Annex 15), so that two names that look alike are alike.

use crate::kernel::text::is_plain;

/// The longest name, in bytes: what file systems of other machines take.
pub const MOST_BYTES: usize = 255;

/// What stands behind the last dot is no extension where it is longer, with its dot.
const LONGEST_EXTENSION: usize = 64;

/// A name that fits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NodeName(std::sync::Arc<str>);

/// Why a name does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadName {
    /// There is nothing to read.
    #[error("a name has at least one letter, and neither begins nor ends with a space")]
    Blank,
    /// It is longer than other machines take.
    #[error("a name has at most 255 bytes")]
    TooLong,
    /// It stands for a folder itself, or the one above.
    #[error("'.' and '..' stand for folders themselves and are no names")]
    Dots,
    /// It looks like a path.
    #[error("a name holds no slash: '/' and '\\' part the names of a path")]
    Slash,
    /// It holds characters that nobody sees.
    #[error("a name holds no control characters or others that nobody sees")]
    Hidden,
}

impl NodeName {
    /// A name, if it fits.
    ///
    /// # Errors
    /// Why it does not.
    pub fn new(text: &str) -> Result<Self, BadName> {
        match text {
            "." | ".." => Err(BadName::Dots),
            _ if text.trim().is_empty() || text.trim() != text => Err(BadName::Blank),
            _ if text.len() > MOST_BYTES => Err(BadName::TooLong),
            _ if text.contains(['/', '\\']) => Err(BadName::Slash),
            _ if !is_plain(text) => Err(BadName::Hidden),
            _ => Ok(Self(text.into())),
        }
    }

    /// A name as it stands in the log: it fitted once.
    #[must_use]
    pub fn known(text: &str) -> Self {
        Self(text.into())
    }

    /// Its letters.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The name itself where it is free, or with the lowest number with which it is.
    #[must_use]
    pub fn free(&self, mut is_free: impl FnMut(&Self) -> bool) -> Self {
        let numbered = (2..).map(|number| self.numbered(number));
        std::iter::once(self.clone()).chain(numbered).find(|name| is_free(name)).unwrap_or_else(|| self.clone())
    }

    /// The same with a number before its extension, for where the name is taken: `report (2).pdf`.
    #[must_use]
    pub fn numbered(&self, number: u32) -> Self {
        let (stem, extension) = match self.0.rfind('.') {
            Some(dot) if dot > 0 && self.0.len() - dot <= LONGEST_EXTENSION => self.0.split_at(dot),
            _ => (&*self.0, ""),
        };
        let tail = format!(" ({number}){extension}");
        let mut room = MOST_BYTES.saturating_sub(tail.len()).min(stem.len());
        while !stem.is_char_boundary(room) {
            room -= 1;
        }
        Self(format!("{}{tail}", &stem[..room]).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_that_people_can_read_and_machines_can_hold() {
        for good in ["a", "Müller & Söhne.pdf", "שלום.txt", "📷.jpg", ".profile", "CON", "a.b.c", &"x".repeat(255)]
        {
            assert!(NodeName::new(good).is_ok(), "{good}");
        }
        let bad = [
            ("", BadName::Blank),
            (" a", BadName::Blank),
            ("a ", BadName::Blank),
            (".", BadName::Dots),
            ("..", BadName::Dots),
            ("../a", BadName::Slash),
            ("a\\b", BadName::Slash),
            ("a\0", BadName::Hidden),
            ("a\u{202e}gpj.exe", BadName::Hidden),
        ];
        for (name, why) in bad {
            assert_eq!(NodeName::new(name), Err(why), "{name:?}");
        }
        assert_eq!(NodeName::new(&"x".repeat(256)), Err(BadName::TooLong));
    }

    #[test]
    fn a_number_stands_before_the_extension_and_the_name_stays_short_enough() {
        let numbered = |name: &str| NodeName::known(name).numbered(2).text().to_owned();
        assert_eq!(numbered("report.pdf"), "report (2).pdf");
        assert_eq!(numbered(".profile"), ".profile (2)");
        assert_eq!(numbered("folder"), "folder (2)");
        assert!(NodeName::new(&numbered(&format!("{}.txt", "ä".repeat(125)))).is_ok());
        for long in [format!("a.{}", "b".repeat(253)), format!("🎈.{}", "b".repeat(245))] {
            assert!(NodeName::new(&numbered(&long)).is_ok(), "what is so long is no extension");
        }
    }
}

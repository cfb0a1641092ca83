//! What may stand in a text of one line that people read, such as a name.
//!
//! Absent are the characters that nobody sees and that change how others are read: the controls, the
//! parters of lines and paragraphs, and the marks that turn the direction of what follows (Unicode
//! Standard Annex 9; Unicode Technical Report 36, section 2.5), by which a name could rewrite the
//! sentence it stands in. The joiners stay: scripts and pictures need them.

/// Whether a character is one of those.
#[must_use]
pub fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a text has none of them.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    !text.chars().any(is_hidden)
}

/// The beginning of a text that somebody else wrote, without them.
#[must_use]
pub fn excerpt(text: &str, most: usize) -> String {
    text.chars().filter(|letter| !is_hidden(*letter)).take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people_are_plain_and_tricks_are_not() {
        for plain in ["Ada", "Zoë O'Neil", "محمد", "李雷", "नमस्ते\u{200d}", "👩\u{200d}🚀", "=1+1", "<b>"]
        {
            assert!(is_plain(plain), "{plain:?}");
        }
        for trick in [
            "a\nb",
            "a\0",
            "\u{1b}[31mred",
            "a\u{202e}b",
            "\u{2066}x",
            "a\u{2028}b",
            "\u{feff}a",
            "\u{200b}",
            "a\u{85}b",
        ] {
            assert!(!is_plain(trick), "{trick:?}");
        }
        assert_eq!(excerpt("a\u{202e}\nbcd", 3), "abc");
    }
}

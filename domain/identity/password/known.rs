//! Passwords that are tried first: 10,980 well-known ones, in small letters.
//!
//! From the list that Django carries, made by Royce Williams from published leaks; see `LICENSE` beside
//! this file (BSD-3-Clause). `ops/vendor-passwords` says how it was made and makes it again. Sorted, each
//! line begins with how many letters it shares with the one before, in base 36: half the size, and still
//! text. It is read through from the beginning, which takes far less than the hash that follows.

const LIST: &str = include_str!("known.txt");

/// Bytes of the shortest one.
pub(super) const SHORTEST: usize = 4;

/// Whether any of these is well known.
pub(super) fn any_of(readings: &[String]) -> bool {
    let mut word = String::new();
    LIST.lines().any(|line| {
        let mut rest = line.chars();
        let shared = rest.next().and_then(|digit| digit.to_digit(36)).unwrap_or_default();
        word.truncate(usize::try_from(shared).unwrap_or_default());
        word.push_str(rest.as_str());
        readings.contains(&word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole() {
        assert_eq!(LIST.lines().count(), 10_980);
        for known in ["password", "qwertyuiop", "1234567890", "zxcvbnm", "dragon", "1q2w3e4r5t"] {
            assert!(any_of(&[known.to_owned()]), "{known}");
        }
        for other in ["", "seven herons", "passwordx9z"] {
            assert!(!any_of(&[other.to_owned()]), "{other}");
        }
    }
}

//! Passwords that are tried first: 15,112 well-known ones, in small letters.
//!
//! From the list that Django carries, made by Royce Williams from published leaks (BSD-3-Clause), and for
//! those long enough also from the ten million of Mark Burnett, as SecLists orders them (MIT); see `LICENSE`
//! beside this file. `ops/vendor-passwords` says how it was made and makes it again. Sorted, each line
//! begins with how many letters it shares with the one before, in base 36: little more than half the size,
//! and still text. It is read through from the beginning, which takes far less than the hash that follows.

const LIST: &str = include_str!("known.txt");

/// Bytes of the shortest one.
pub(super) const SHORTEST: usize = 4;

/// Whether any of these is well known.
pub(super) fn any_of(readings: &[String]) -> bool {
    let mut word = String::new();
    LIST.lines().any(|line| {
        let (shared, rest) = parts(line);
        word.truncate(shared);
        word.push_str(rest);
        readings.contains(&word)
    })
}

/// How many letters a line shares with the one before, and those that follow them.
fn parts(line: &str) -> (usize, &str) {
    let mut rest = line.chars();
    let shared = rest.next().and_then(|digit| digit.to_digit(36)).unwrap_or_default();
    (usize::try_from(shared).unwrap_or_default(), rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::{super::LEAST, *};

    #[test]
    fn the_list_is_whole() {
        assert_eq!(LIST.lines().count(), 15_112);
        for known in ["password", "qwertyuiop", "1234567890", "zxcvbnm", "dragon", "1q2w3e4r5t", "newyorkcity"] {
            assert!(any_of(&[known.to_owned()]), "{known}");
        }
        for other in ["", "seven herons", "passwordx9z"] {
            assert!(!any_of(&[other.to_owned()]), "{other}");
        }
    }

    /// ASVS 5.0 asks for 3,000 of those that a password's length does not refuse already.
    #[test]
    fn enough_of_them_are_as_long_as_a_password() {
        let long = LIST.lines().map(parts).filter(|(shared, rest)| shared + rest.len() >= LEAST);
        assert_eq!(long.count(), 5_904);
    }
}

//! What a link's token looks like: 128 random bits, written as 26 signs that are neither mistaken for one another nor cut
//! off at a line's end. Anything else is none.

use crate::{Fault, random_bytes, runtime::in_fives};

const SIGNS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 26;

/// A token, shown once.
pub(super) fn new_token() -> Result<String, Fault> {
    Ok(in_fives(&random_bytes::<16>()?).map(|five| char::from(SIGNS[five])).collect())
}

/// What is remembered of a token that somebody shows; `None` where it is none.
pub(super) fn digest(shown: &str) -> Option<[u8; 32]> {
    is_link_token(shown).then(|| blake3::derive_key("daybook 2026 token of a link that shares", shown.as_bytes()))
}

/// Whether a text is written as tokens are.
#[must_use]
pub fn is_link_token(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|sign| SIGNS.contains(&sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_was_written_and_nothing_else_is_one() {
        let (one, other) = (new_token().unwrap(), new_token().unwrap());
        assert!(digest(&one).is_some() && digest(&one) != digest(&other) && digest(&one) == digest(&one));
        for wrong in ["", &one[1..], &format!("{one}0"), &one.replace(&one[..1], "u"), &"A".repeat(26), "é"] {
            assert_eq!(digest(wrong), None, "{wrong}");
        }
    }
}

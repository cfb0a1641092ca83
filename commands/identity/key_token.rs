//! What a key looks like: `dbk_<id>_<secret>`, 32 and 64 lower-case hexadecimal digits. Anything else is none.

use domain::KeyId;
use uuid::Uuid;

use crate::runtime::Token;

/// What every key begins with, so that people and scanners of sources know one when they see it.
pub const KEY_MARK: &str = "dbk_";

/// The text of a key, shown once.
pub(super) fn written(key: KeyId, secret: Token) -> String {
    format!("{KEY_MARK}{}_{}", key.0.simple(), secret.into_text())
}

/// The id and the hash of the secret of a key somebody shows.
pub(super) fn read(shown: &str) -> Option<(KeyId, [u8; 32])> {
    let (id, secret) = shown.strip_prefix(KEY_MARK)?.split_once('_')?;
    let is_hex =
        |text: &str, length| text.len() == length && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !is_hex(id, 32) || !is_hex(secret, 64) {
        return None;
    }
    Some((KeyId(Uuid::try_parse(id).ok()?), Token::hash_of(secret)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_written_and_nothing_else_is_one() {
        let (key, secret) = (KeyId(Uuid::from_u128(0xbeef)), Token::new().unwrap());
        let hash = secret.hash();
        let text = written(key, secret);
        assert_eq!((text.len(), read(&text)), (101, Some((key, hash))));
        let upper = text.to_uppercase();
        for wrong in ["", "dbk_", "dbk__", &text[..100], &text[1..], &upper, &format!("{text}0"), &format!(" {text}")] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(read(&text.replacen("dbk_", "DBK_", 1)), None);
        assert_eq!(read(&format!("dbk_{}_{}", "é".repeat(16), "0".repeat(64))), None);
    }
}

//! Letters out of bytes: Unicode where the bytes are that, and else the old code of western Europe.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// A letter of UTF-8 that was cut through at the end takes up to three bytes.
const LONGEST_CUT: usize = 3;

/// The letters of bytes. A mark at the beginning says which Unicode it is; whatever is no Unicode is read as Windows-1252,
/// of which Latin-1 is a part and in which every byte is a letter.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) if error.error_len().is_none() && bytes.len() - error.valid_up_to() <= LONGEST_CUT => {
            UTF_8.decode_without_bom_handling(&bytes[..error.valid_up_to()]).0
        }
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_in_the_code_they_are_in() {
        let utf_16 = |units: Vec<[u8; 2]>| units.concat();
        let little: Vec<_> = "\u{feff}Grüße".encode_utf16().map(u16::to_le_bytes).collect();
        let big: Vec<_> = "\u{feff}Grüße".encode_utf16().map(u16::to_be_bytes).collect();
        assert_eq!(text("Grüße".as_bytes()), "Grüße");
        assert_eq!(text("\u{feff}Grüße".as_bytes()), "Grüße");
        assert_eq!(text(&utf_16(little)), "Grüße");
        assert_eq!(text(&utf_16(big)), "Grüße");
        assert_eq!(text(b"Gr\xfc\xdfe"), "Grüße");
        assert_eq!(text(b""), "");
    }

    #[test]
    fn a_letter_that_was_cut_through_makes_no_other_text_of_it() {
        let bytes = "Grüße 🎈".as_bytes();
        for cut in 1..4 {
            assert_eq!(text(&bytes[..bytes.len() - cut]), "Grüße ");
        }
    }
}

//! Base64 as HTTP Basic sends it (RFC 4648, section 4), read strictly: padding where it belongs and nothing left over.

/// The bytes; `None` where it is no base64.
pub fn decoded(text: &str) -> Option<Vec<u8>> {
    let text = text.as_bytes();
    let padding = text.iter().rev().take_while(|sign| **sign == b'=').count();
    if !text.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    let (mut bytes, mut bits, mut held) = (Vec::with_capacity(text.len() / 4 * 3), 0_u32, 0);
    for sign in &text[..text.len() - padding] {
        bits = bits << 6 | u32::from(value(*sign)?);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).ok()?);
        }
    }
    // What is cut off must be nothing, or two texts would say the same.
    (bits & ((1 << held) - 1) == 0).then_some(bytes)
}

const fn value(sign: u8) -> Option<u8> {
    match sign {
        b'A'..=b'Z' => Some(sign - b'A'),
        b'a'..=b'z' => Some(sign - b'a' + 26),
        b'0'..=b'9' => Some(sign - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_signs_are_three_bytes() {
        let vectors = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"];
        for (length, encoded) in vectors.iter().enumerate() {
            assert_eq!(decoded(encoded).as_deref(), Some(&b"foobar"[..length]), "{encoded}");
        }
    }

    #[test]
    fn what_is_no_base64_is_nothing() {
        for wrong in ["Zg", "Zg=", "Zg===", "=Zg=", "Z===", "Zh==", "Zm9v\n", "Zm9-", "Z g="] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }
}

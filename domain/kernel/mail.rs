//! What counts as a mail address here.

/// The longest address (RFC 5321, section 4.5.3.1.3, less the angle brackets).
pub const MOST_BYTES: usize = 254;

/// Whether a text has the form of a mail address: a deliberate subset of RFC 5321 without quoted
/// local parts, comments and address literals, which nobody uses and mail servers disagree on.
#[must_use]
pub fn is_mail_address(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    let local_fits = (1..=64).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b));
    let label_fits = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    text.len() <= MOST_BYTES && local_fits && host.split('.').all(label_fits)
}

/// The form in which two spellings of one address are the same.
#[must_use]
pub fn normalised(address: &str) -> String {
    address.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_local_part_and_a_host() {
        for right in ["ada@house.example", "a+b@localhost", "o'neil@x-y.example"] {
            assert!(is_mail_address(right), "{right}");
        }
        for wrong in ["", "@", "ada", "ada@", "@house", "a b@c", "a@b..c", ".a@b", "a..b@c", "a@-b", "a@b\r\nBcc: c@d"]
        {
            assert!(!is_mail_address(wrong), "{wrong}");
        }
    }
}

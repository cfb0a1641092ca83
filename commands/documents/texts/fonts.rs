//! How the letters of a document's fonts are written.
//!
//! A font may bring a table of its own, which is made whole in memory before a letter of it is read: one that claims more codes
//! than two bytes have is for no reader, and the font is unknown.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Encoding, Object};

use super::MOST_UNPACKED;

/// Codes of two bytes, or of one, are this many; those are counted that are longer.
const MOST_CODES: u64 = 1 << 16;

/// The fonts that resources name.
pub(super) fn fonts<'a>(document: &'a Document, resources: &[&'a Dictionary]) -> BTreeMap<&'a [u8], Encoding<'a>> {
    let mut known = BTreeMap::new();
    for all in resources.iter().filter_map(|resources| document.get_dict_in_dict(resources, b"Font").ok()) {
        for (name, font) in all.iter() {
            let font = document.dereference(font).and_then(|(_, font)| font.as_dict()).ok();
            let font = font.filter(|font| is_bounded(font, document));
            let letters = font.and_then(|font| font.get_font_encoding_with_limit(document, MOST_UNPACKED).ok());
            if let Some(letters) = letters {
                known.entry(name.as_slice()).or_insert(letters);
            }
        }
    }
    known
}

fn is_bounded(font: &Dictionary, document: &Document) -> bool {
    let Ok(table) = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream) else { return true };
    table.get_plain_content_with_limit(MOST_UNPACKED).is_ok_and(|table| long_codes(&table) <= MOST_CODES)
}

/// How many codes of more than two bytes the ranges of a table span: two codes that follow one another are its ends.
fn long_codes(table: &[u8]) -> u64 {
    let (mut count, mut low) = (0_u64, None);
    for part in table.split(|byte| *byte == b'<').skip(1) {
        let end = part.iter().position(|byte| *byte == b'>');
        let (digits, after) = part.split_at(end.unwrap_or(part.len()));
        let high = Some(digits).filter(|digits| (5..=8).contains(&digits.len())).and_then(code);
        if let (Some(low), Some(high)) = (low, high) {
            count = count.saturating_add(u64::from(u32::saturating_sub(high, low)));
        }
        low = high.filter(|_| after.iter().skip(1).all(|byte| b" \t".contains(byte)));
    }
    count
}

fn code(digits: &[u8]) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use crate::documents::texts::{pages::told, samples::written};

    /// One page that shows `f` in a font with a table of its own.
    fn with_table(range: &str) -> Vec<u8> {
        let table = format!(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /A def\n/CMapType 2 def\n\
             1 begincodespacerange\n<00> <ff>\nendcodespacerange\n1 beginbfchar\n<66> <0067>\nendbfchar\n\
             1 beginbfrange\n{range}\nendbfrange\n\
             endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
        );
        let stream = |content: &str| format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len());
        let page = stream("BT /F2 9 Tf (f) Tj /F1 9 Tf (one) Tj ET");
        written(&[
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [6 0 R] /Count 1 /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".to_owned(),
            "<< /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding >>".to_owned(),
            "<< /Type /Font /Subtype /Type0 /ToUnicode 5 0 R >>".to_owned(),
            stream(&table),
            "<< /Type /Page /Parent 2 0 R /Contents 7 0 R >>".to_owned(),
            page,
        ])
    }

    #[test]
    fn a_table_is_read_unless_it_claims_more_than_there_is() {
        assert_eq!(told(&with_table("<0000> <ffff> <0000>")), "gone");
        assert_eq!(told(&with_table("<00000000> <000000ff> <0000>")), "gone");
        assert_eq!(told(&with_table("<00000000> <ffffffff> <0041>")), "one");
        assert_eq!(told(&with_table("<000000>\t<ffffff><0041>")), "one");
    }
}

//! The words on the pages of a PDF document (ISO 32000-2, chapter 9), as far as they stand there as text: what was scanned
//! holds none.
//!
//! A page is a list of operators. Some show a piece of text, others move to where the next piece begins: there a word ends.

use std::io::{self, Write};

use lopdf::{Dictionary, Document, Encoding, LoadOptions, Object, content::Content};
use unicode_normalization::UnicodeNormalization as _;

use super::{MOST_UNPACKED, fonts::fonts};

/// So deep may drawings lie within drawings.
const DEEPEST: u32 = 4;
/// So many of them are read in a document, each as often as it is drawn: drawings that draw each other are more than anybody
/// could count.
const MOST_DRAWINGS: u32 = 4096;
/// A gap as wide as this, in thousandths of the letters' height, is between words; narrower ones are between letters.
const GAP: f32 = -180.0;

/// Tells the words of a document page by page. What cannot be read holds none; whatever was told before that stands.
///
/// # Errors
/// When whoever is told hears no more.
pub(super) fn tell(bytes: &[u8], told: &mut impl Write) -> io::Result<()> {
    let options = LoadOptions { max_decompressed_size: Some(MOST_UNPACKED), ..LoadOptions::default() };
    let Ok(document) = Document::load_mem_with_options(bytes, options) else { return Ok(()) };
    let mut left = MOST_DRAWINGS;
    for page in document.page_iter() {
        let Ok(content) = document.get_page_content_with_limit(page, MOST_UNPACKED) else { continue };
        let Ok((own, inherited)) = document.get_page_resources(page) else { continue };
        let inherited = inherited.iter().filter_map(|id| document.get_dictionary(*id).ok());
        let mut telling = Telling { document: &document, told: &mut *told, left: &mut left };
        telling.drawing(&content, &own.into_iter().chain(inherited).collect::<Vec<_>>(), 0)?;
        told.write_all(b"\n")?;
        // The next page may be the one that ends the process.
        told.flush()?;
    }
    Ok(())
}

struct Telling<'a, W> {
    document: &'a Document,
    told: &'a mut W,
    left: &'a mut u32,
}

impl<W: Write> Telling<'_, W> {
    /// A page, or what is drawn upon it.
    fn drawing(&mut self, content: &[u8], resources: &[&Dictionary], depth: u32) -> io::Result<()> {
        let fonts = fonts(self.document, resources);
        let mut font = None;
        for operation in Content::decode_iter(content).map_while(Result::ok) {
            let first = operation.operands.first();
            match operation.operator.as_str() {
                "Tf" => font = first.and_then(|name| fonts.get(name.as_name().ok()?)),
                "Tj" | "TJ" => self.show(font, first)?,
                "'" => {
                    self.gap()?;
                    self.show(font, first)?;
                }
                "\"" => {
                    self.gap()?;
                    self.show(font, operation.operands.get(2))?;
                }
                "Td" | "TD" | "Tm" | "T*" | "ET" => self.gap()?,
                "Do" if depth < DEEPEST => {
                    let name = first.and_then(|name| name.as_name().ok()).unwrap_or_default();
                    self.form(name, resources, depth)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A drawing that has a name: letterheads are made so, and pages that came out of other documents.
    fn form(&mut self, name: &[u8], resources: &[&Dictionary], depth: u32) -> io::Result<()> {
        let document = self.document;
        let found = resources
            .iter()
            .find_map(|all| document.get_dict_in_dict(all, b"XObject").ok()?.get_deref(name, document).ok());
        let Some(form) = found.and_then(|object| object.as_stream().ok()) else { return Ok(()) };
        if form.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form") {
            return Ok(());
        }
        let Some(left) = self.left.checked_sub(1) else { return Ok(()) };
        *self.left = left;
        let Ok(content) = form.decompressed_content_with_limit(MOST_UNPACKED) else { return Ok(()) };
        let own = document.get_dict_in_dict(&form.dict, b"Resources").ok();
        self.drawing(&content, own.as_ref().map_or(resources, std::slice::from_ref), depth + 1)?;
        self.gap()
    }

    fn show(&mut self, font: Option<&Encoding<'_>>, shown: Option<&Object>) -> io::Result<()> {
        let (Some(font), Some(shown)) = (font, shown) else { return Ok(()) };
        match shown {
            Object::String(bytes, _) => {
                let text = font.bytes_to_string(bytes).unwrap_or_default();
                self.told.write_all(text.as_bytes())
            }
            Object::Array(pieces) => pieces.iter().try_for_each(|piece| match piece {
                Object::String(..) => self.show(Some(font), Some(piece)),
                width if width.as_float().is_ok_and(|width| width < GAP) => self.gap(),
                _ => Ok(()),
            }),
            _ => Ok(()),
        }
    }

    fn gap(&mut self) -> io::Result<()> {
        self.told.write_all(b" ")
    }
}

/// What was told, as it is searched: letters that were drawn joined come apart, and lines follow one another.
pub(super) fn words(told: &[u8]) -> String {
    let mut words = String::with_capacity(told.len());
    for letter in String::from_utf8_lossy(told).nfkc() {
        if !letter.is_whitespace() && !letter.is_control() {
            words.push(letter);
        } else if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// The words of a document, read here and now.
#[cfg(any(test, feature = "fuzzing"))]
pub(super) fn told(bytes: &[u8]) -> String {
    let mut told = Vec::new();
    // Nothing that is told to memory fails.
    let _ = tell(bytes, &mut told);
    words(&told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::texts::samples::{document, document_with};

    #[test]
    fn the_words_of_all_pages_are_told() {
        let pages: Vec<_> = (1..=40).map(|page| format!("This is page {page}.")).collect();
        let lines: Vec<_> = pages.iter().map(|line| format!("BT /F1 12 Tf 20 100 Td ({line}) Tj ET")).collect();
        assert_eq!(told(&document(&lines)), pages.join(" "));
        assert_eq!(told(&document(&[])), "");
    }

    #[test]
    fn a_word_ends_where_the_pen_moves_and_nowhere_else() {
        for (drawn, words) in [
            ("(one) Tj 0 -14 Td (two) Tj 0 -14 TD (three) Tj", "one two three"),
            ("[(A) 120 (V) -90.5 (er) -250 (y) -333.3 (far)] TJ", "AVer y far"),
            ("(in) Tj /F1 14 Tf (voice) Tj", "invoice"),
            ("(one) Tj T* (two) Tj (three) ' 1 2 (four) \"", "one two three four"),
            ("(one) Tj ET BT /F1 12 Tf 1 0 0 1 9 9 Tm (two) Tj", "one two"),
            ("(Gr\\374n \\(4\\)) Tj", "Grün (4)"),
            ("/F9 12 Tf (a font that nobody knows) Tj", ""),
        ] {
            assert_eq!(told(&document(&[format!("BT /F1 12 Tf {drawn} ET")])), words, "{drawn}");
        }
    }

    #[test]
    fn a_drawing_upon_the_page_is_read_and_one_within_itself_ends() {
        let head = "<< /Type /XObject /Subtype /Form /Length 61 >>\nstream\n\
                    BT /F1 9 Tf (The Lighthouse) Tj ET /Head Do /Picture Do /None Do\n\nendstream";
        let page = "/Head Do BT /F1 12 Tf (Invoice) Tj ET".to_owned();
        assert_eq!(told(&document_with(&[page], &[("Head", head)])), "The Lighthouse ".repeat(4) + "Invoice");
    }

    #[test]
    fn drawings_that_draw_each_other_come_to_an_end() {
        let draws = |name: &str| format!("BT /F1 9 Tf (x) Tj ET {}", format!("/{name} Do ").repeat(70));
        let form = |name: &str| {
            let drawn = draws(name);
            format!("<< /Type /XObject /Subtype /Form /Length {} >>\nstream\n{drawn}\nendstream", drawn.len())
        };
        let words = told(&document_with(&[draws("A")], &[("A", &form("B")), ("B", &form("A"))]));
        assert_eq!(words.split(' ').count(), 1 + MOST_DRAWINGS as usize);
    }

    #[test]
    fn what_is_broken_holds_what_was_told_before() {
        let lines = ["one", "two"].map(|word| format!("BT /F1 12 Tf ({word}) Tj ET"));
        let whole = document(&lines);
        for cut in 0..whole.len() {
            let words = told(&whole[..cut]);
            assert!("one two".contains(words.as_str()), "{cut}: {words}");
        }
        assert_eq!(told(b"%PDF-1.7 and nothing else"), "");
    }

    #[test]
    fn joined_letters_come_apart_and_lines_follow_one_another() {
        assert_eq!(words("of\u{fb01}ce\r\n\n  of\u{0}the\u{a0}house \n".as_bytes()), "office of the house");
        assert_eq!(words(b" \n"), "");
        assert_eq!(words(b"a\xffb"), "a\u{fffd}b");
    }
}

//! PDF documents, whole and put together: parts in a file that is in order around them, so that they are reached.
#![no_main]

#[path = "../../commands/documents/texts/samples.rs"]
mod samples;

use commands::documents::fuzzing::pages;

/// What stands between two parts.
const BETWEEN: &str = "\n--\n";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split(BETWEEN).map(str::to_owned);
    let document = match kind % 4 {
        0 => bytes.to_vec(),
        1 => samples::written(&parts.collect::<Vec<_>>()),
        2 => samples::document(&parts.collect::<Vec<_>>()),
        _ => {
            let page = parts.next().unwrap_or_default();
            let forms: Vec<_> = parts.map(|drawn| form(&drawn)).collect();
            let named: Vec<_> = ["A", "B", "C"].into_iter().zip(forms.iter().map(String::as_str)).collect();
            samples::document_with(&[page], &named)
        }
    };
    let words = pages(&document);
    assert!(!words.contains("  ") && words.trim() == words && !words.chars().any(char::is_control), "{words:?}");
});

fn form(drawn: &str) -> String {
    format!("<< /Type /XObject /Subtype /Form /Length {} >>\nstream\n{drawn}\nendstream", drawn.len())
}

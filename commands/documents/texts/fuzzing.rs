//! A door for fuzz targets to the readers of words; compiled for them alone.

use domain::documents::format::{Writing, of_bytes};

/// The words of bytes that are text, as the house reads them itself; `None` where they are none.
#[must_use]
pub fn written(bytes: &[u8]) -> Option<String> {
    let writing = of_bytes(bytes).writing().filter(|writing| *writing != Writing::Pages)?;
    Some(super::written(writing, bytes))
}

/// The words of a document with pages, as the process of its own reads them.
#[must_use]
pub fn pages(bytes: &[u8]) -> String {
    super::pages::told(bytes)
}

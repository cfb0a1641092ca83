//! PDF documents as somebody may have them, in their plainest form.

use std::fmt::Write as _;

/// One with these operators on each page; its only font is `F1`.
pub fn document(pages: &[String]) -> Vec<u8> {
    document_with(pages, &[])
}

/// The same, with drawings that have names.
pub fn document_with(pages: &[String], drawings: &[(&str, &str)]) -> Vec<u8> {
    let first = 4 + drawings.len();
    let of_page = |page: usize| (first + 2 * page, first + 1 + 2 * page);
    let kids: String = (0..pages.len()).map(|page| format!("{} 0 R ", of_page(page).0)).collect();
    let named: String = drawings.iter().enumerate().map(|(at, (name, _))| format!("/{name} {} 0 R ", 4 + at)).collect();
    let resources = format!("/Resources << /Font << /F1 3 0 R >> /XObject << {named}>> >>");
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} {resources} >>", pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    objects.extend(drawings.iter().map(|(_, drawing)| (*drawing).to_owned()));
    for (page, content) in pages.iter().enumerate() {
        objects
            .push(format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents {} 0 R >>", of_page(page).1));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    written(&objects)
}

/// One of these objects, of which the first is its root.
pub fn written(objects: &[String]) -> Vec<u8> {
    let (mut text, mut places) = (String::from("%PDF-1.4\n"), Vec::new());
    for (number, body) in (1..).zip(objects) {
        places.push(text.len());
        let _ = write!(text, "{number} 0 obj\n{body}\nendobj\n");
    }
    let (count, table) = (objects.len() + 1, text.len());
    let _ = write!(text, "xref\n0 {count}\n0000000000 65535 f \n");
    for place in places {
        let _ = writeln!(text, "{place:010} 00000 n ");
    }
    let _ = write!(text, "trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
    text.into_bytes()
}

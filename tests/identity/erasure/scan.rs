//! Looks for texts in every byte of a folder, however they may be written: as they are, in UTF-16, in base64 at any of
//! its three beginnings, in quoted-printable; in files as they lie and in those that are packed.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
};

/// Where something was found: what, in which file, written how.
pub type Found = (String, PathBuf, &'static str);

/// How a text may be written: what that is called, and its bytes.
type Form = (&'static str, Vec<u8>);

/// The texts to look for, in all their forms.
pub struct Needles(Vec<(String, Vec<Form>)>);

impl Needles {
    pub fn new(texts: &[&str]) -> Self {
        Self(texts.iter().map(|text| ((*text).to_owned(), forms(text.as_bytes()))).collect())
    }

    /// Bytes that are no text, such as a key.
    pub fn and_bytes(mut self, what: &str, bytes: &[u8]) -> Self {
        self.0.push((what.to_owned(), forms(bytes)));
        self
    }

    /// Everything that is found below a folder.
    pub fn below(&self, folder: &Path) -> Vec<Found> {
        let mut found = Vec::new();
        for path in files(folder) {
            let Ok(bytes) = std::fs::read(&path) else { continue };
            self.within(&bytes, &path, &mut found);
            if bytes.starts_with(&[0x1f, 0x8b]) {
                let mut unpacked = Vec::new();
                let mut packed = flate2::read::MultiGzDecoder::new(bytes.as_slice());
                packed.read_to_end(&mut unpacked).expect("a packed file");
                self.within(&unpacked, &path, &mut found);
            }
        }
        found
    }

    fn within(&self, bytes: &[u8], path: &Path, found: &mut Vec<Found>) {
        for (text, forms) in &self.0 {
            for (form, needle) in forms {
                if bytes.windows(needle.len()).any(|window| window == needle.as_slice()) {
                    found.push((text.clone(), path.to_owned(), form));
                }
            }
        }
    }
}

fn forms(bytes: &[u8]) -> Vec<Form> {
    let mut forms = vec![("as it is", bytes.to_vec()), ("in small letters", bytes.to_ascii_lowercase())];
    forms.push(("in hexadecimal", bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()));
    forms.push(("in base64", base64(bytes, 0)));
    forms.push(("in base64 after one byte", base64(bytes, 1)));
    forms.push(("in base64 after two bytes", base64(bytes, 2)));
    if let Ok(text) = std::str::from_utf8(bytes) {
        forms.push(("in UTF-16, little end first", text.encode_utf16().flat_map(u16::to_le_bytes).collect()));
        forms.push(("in UTF-16, big end first", text.encode_utf16().flat_map(u16::to_be_bytes).collect()));
        forms.push(("with underscores", text.replace(' ', "_").into_bytes()));
    }
    forms
}

/// What stands in base64 for these bytes alone when so many others come before them.
fn base64(bytes: &[u8], before: usize) -> Vec<u8> {
    use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
    let text = STANDARD_NO_PAD.encode([&vec![0; before], bytes].concat());
    let first = (before * 8).div_ceil(6);
    let last = (before + bytes.len()) * 8 / 6;
    text.as_bytes()[first..last].to_vec()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        match entry.file_type().expect("a type") {
            kind if kind.is_dir() => files.extend(self::files(&entry.path())),
            kind if kind.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
    files
}

#[test]
fn the_scan_finds_a_text_in_each_of_its_forms() {
    let folder = tempfile::tempdir().expect("a folder");
    let (text, needles) = ("Quolliwood Z", Needles::new(&["Quolliwood Z"]));
    assert_eq!(needles.below(folder.path()), []);
    for (form, bytes) in forms(text.as_bytes()) {
        let path = folder.path().join("deep").join("file");
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(&path, [b"before ", bytes.as_slice(), b" after"].concat()).expect("written");
        assert!(needles.below(folder.path()).iter().any(|(_, _, found)| *found == form), "{form}");
    }
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, text.as_bytes()).expect("packed");
    std::fs::write(folder.path().join("deep/file"), packed.finish().expect("packed")).expect("written");
    assert!(!needles.below(folder.path()).is_empty(), "packed");
}

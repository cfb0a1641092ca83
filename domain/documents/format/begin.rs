//! What bytes are, as their beginning shows. Whatever it is called is not looked at.
//!
//! A sign of two letters is believed only where the rest is no text: notes may begin with `MZ` or `BM`.

use super::{Format, known::*};

/// So much of a file is looked at.
pub const HEAD_BYTES: usize = 8192;

/// What stands where.
type Sign = &'static [(usize, &'static [u8])];

/// Signs that no text begins with by chance.
static CERTAIN: &[(&Format, Sign)] = &[
    (&JPEG, &[(0, b"\xff\xd8\xff")]),
    (&PNG, &[(0, b"\x89PNG\r\n\x1a\n")]),
    (&GIF, &[(0, b"GIF87a")]),
    (&GIF, &[(0, b"GIF89a")]),
    (&WEBP, &[(0, b"RIFF"), (8, b"WEBP")]),
    (&HEIF, &[(4, b"ftyphei")]),
    (&HEIF, &[(4, b"ftyphev")]),
    (&HEIF, &[(4, b"ftypmif1")]),
    (&HEIF, &[(4, b"ftypmsf1")]),
    (&HEIF, &[(4, b"ftypavif")]),
    (&HEIF, &[(4, b"ftypavis")]),
    (&JXL, &[(0, b"\x00\x00\x00\x0cJXL \r\n\x87\n")]),
    (&JXL, &[(0, b"\xff\x0a")]),
    (&TIFF, &[(0, b"II*\x00")]),
    (&TIFF, &[(0, b"MM\x00*")]),
    (&ICON, &[(0, b"\x00\x00\x01\x00")]),
    (&ICON, &[(0, b"\x00\x00\x02\x00")]),
    (&PHOTOSHOP, &[(0, b"8BPS\x00")]),
    (&QUICKTIME, &[(4, b"ftypqt  ")]),
    (&QUICKTIME, &[(4, b"moov")]),
    (&QUICKTIME, &[(4, b"mdat")]),
    (&QUICKTIME, &[(4, b"wide")]),
    (&MPEG4_AUDIO, &[(4, b"ftypM4A")]),
    (&MPEG4_AUDIO, &[(4, b"ftypM4B")]),
    (&MPEG4, &[(4, b"ftyp")]),
    (&MATROSKA, &[(0, b"\x1a\x45\xdf\xa3")]),
    (&AVI, &[(0, b"RIFF"), (8, b"AVI ")]),
    (&MPEG, &[(0, b"\x00\x00\x01\xba")]),
    (&MPEG, &[(0, b"\x00\x00\x01\xb3")]),
    (&TRANSPORT, &[(0, b"G"), (188, b"G"), (376, b"G")]),
    (&TRANSPORT, &[(4, b"G"), (196, b"G"), (388, b"G")]),
    (&FLASH, &[(0, b"FLV\x01")]),
    (&OGG_VIDEO, &[(0, b"OggS"), (28, b"\x80theora")]),
    (&OGG, &[(0, b"OggS")]),
    (&WINDOWS_MEDIA, &[(0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11")]),
    (&FLAC, &[(0, b"fLaC")]),
    (&WAVE, &[(0, b"RIFF"), (8, b"WAVE")]),
    (&AIFF, &[(0, b"FORM"), (8, b"AIF")]),
    (&AMR, &[(0, b"#!AMR")]),
    (&MIDI, &[(0, b"MThd\x00")]),
    (&MP3, &[(0, b"ID3")]),
    (&AAC, &[(0, b"\xff\xf1")]),
    (&AAC, &[(0, b"\xff\xf9")]),
    (&MP3, &[(0, b"\xff\xfb")]),
    (&MP3, &[(0, b"\xff\xfa")]),
    (&MP3, &[(0, b"\xff\xf3")]),
    (&MP3, &[(0, b"\xff\xf2")]),
    (&PDF, &[(0, b"%PDF-")]),
    (&OPEN_DOCUMENT, &[(0, b"PK\x03\x04"), (30, b"mimetypeapplication/vnd.oasis.opendocument")]),
    (&EPUB, &[(0, b"PK\x03\x04"), (30, b"mimetypeapplication/epub+zip")]),
    (&OLD_OFFICE, &[(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")]),
    (&RTF, &[(0, b"{\\rtf")]),
    (&POSTSCRIPT, &[(0, b"%!PS")]),
    (&POSTSCRIPT, &[(0, b"\xc5\xd0\xd3\xc6")]),
    (&SEVEN_ZIP, &[(0, b"7z\xbc\xaf\x27\x1c")]),
    (&RAR, &[(0, b"Rar!\x1a\x07")]),
    (&GZIP, &[(0, b"\x1f\x8b")]),
    (&BZIP2, &[(0, b"BZh"), (4, b"1AY&SY")]),
    (&XZ, &[(0, b"\xfd7zXZ\x00")]),
    (&ZSTD, &[(0, b"\x28\xb5\x2f\xfd")]),
    (&TAR, &[(257, b"ustar")]),
    (&ZIP, &[(0, b"PK\x05\x06")]),
    (&ZIP, &[(0, b"PK\x07\x08")]),
    (&LINUX_PROGRAM, &[(0, b"\x7fELF")]),
    (&MAC_PROGRAM, &[(0, b"\xfe\xed\xfa\xce")]),
    (&MAC_PROGRAM, &[(0, b"\xfe\xed\xfa\xcf")]),
    (&MAC_PROGRAM, &[(0, b"\xce\xfa\xed\xfe")]),
    (&MAC_PROGRAM, &[(0, b"\xcf\xfa\xed\xfe")]),
    (&ANDROID_CODE, &[(0, b"dex\n0")]),
    (&WEB_ASSEMBLY, &[(0, b"\x00asm")]),
    (&SHORTCUT, &[(0, b"\x4c\x00\x00\x00\x01\x14\x02\x00")]),
];

/// Signs that text may begin with.
static LIKELY: &[(&Format, Sign)] = &[(&WINDOWS_PROGRAM, &[(0, b"MZ")]), (&BMP, &[(0, b"BM")])];

/// What bytes are, as the beginning of them shows.
#[must_use]
pub fn of_bytes(head: &[u8]) -> &'static Format {
    let head = &head[..head.len().min(HEAD_BYTES)];
    let of = |signs: &[(&'static Format, Sign)]| signs.iter().find(|(_, sign)| bears(head, sign)).map(|it| it.0);
    match of(CERTAIN) {
        Some(format) => format,
        None if head.is_empty() => &EMPTY,
        None if head.starts_with(b"PK\x03\x04") => packed(head),
        None if head.starts_with(b"\xca\xfe\xba\xbe") => compiled(head),
        None => text(head).or_else(|| of(LIKELY)).unwrap_or(&UNKNOWN),
    }
}

fn bears(head: &[u8], sign: Sign) -> bool {
    sign.iter().all(|(at, what)| head.get(*at..).is_some_and(|rest| rest.starts_with(what)))
}

/// Both begin alike: what follows is how many programs of macOS are in one file, or which version a class of Java is of, which
/// is 45 at least.
fn compiled(head: &[u8]) -> &'static Format {
    if head.get(4..7) == Some(&[0; 3]) && head.get(7).is_some_and(|count| *count < 45) {
        &MAC_PROGRAM
    } else {
        &JAVA_CLASS
    }
}

/// A ZIP archive, or one of those formats that are: the names that its first members have tell it.
fn packed(head: &[u8]) -> &'static Format {
    const OFFICE: [&[u8]; 6] = [b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/"];
    let members = head.windows(4).enumerate().filter(|(_, sign)| *sign == b"PK\x03\x04");
    let mut names = members.filter_map(|(at, _)| head.get(at + 30..));
    if names.any(|name| OFFICE.iter().any(|office| name.starts_with(office))) { &OPEN_XML } else { &ZIP }
}

/// Which text it is, where it is text.
fn text(head: &[u8]) -> Option<&'static Format> {
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return Some(&TEXT);
    }
    let letters = readable(head)?;
    let letters = letters.trim_start_matches('\u{feff}');
    if letters.starts_with("#!") {
        return Some(&SCRIPT);
    }
    let begins: String = letters.trim_start().chars().take(16).collect::<String>().to_ascii_lowercase();
    let is_marked = begins.starts_with("<?xml") || begins.starts_with("<!--") || begins.starts_with("<!doctype svg");
    let holds_drawing = || letters.contains("<svg") && !letters.contains("<html");
    Some(match () {
        () if begins.starts_with("<svg") || is_marked && holds_drawing() => &SVG,
        () if begins.starts_with("<?xml") => &XML,
        () if is_page(&begins) || letters.contains("<html") => &HTML,
        () => &TEXT,
    })
}

fn is_page(begins: &str) -> bool {
    ["<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<title", "<style", "<table", "<div", "<h1"]
        .iter()
        .any(|tag| begins.starts_with(tag))
}

/// The letters of a text in UTF-8, of which the last may be cut through; or in one of the old codes of one byte each, where
/// nothing else is in it that no text has.
fn readable(head: &[u8]) -> Option<std::borrow::Cow<'_, str>> {
    let is_unseen = |byte: &u8| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127);
    if head.iter().any(is_unseen) {
        return None;
    }
    Some(String::from_utf8_lossy(head))
}

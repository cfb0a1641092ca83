//! What formats are taken for.

use super::{known::*, *};

fn name(text: &str) -> NodeName {
    NodeName::new(text).unwrap()
}

fn zip(first: &str, second: &str) -> Vec<u8> {
    let member = |name: &str| [b"PK\x03\x04", [0; 26].as_slice(), name.as_bytes(), b"data"].concat();
    [member(first), member(second)].concat()
}

#[test]
fn bytes_are_what_their_beginning_shows() {
    let mut tar = vec![b'a'; 512];
    tar[257..262].copy_from_slice(b"ustar");
    let mut program = b"MZ\x90\x00\x03\x00".to_vec();
    program.resize(200, 0);
    for (bytes, format) in [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF".to_vec(), &JPEG),
        (b"\x89PNG\r\n\x1a\n\x00".to_vec(), &PNG),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ".to_vec(), &WEBP),
        (b"\x00\x00\x00\x18ftypheic".to_vec(), &HEIF),
        (b"\x00\x00\x00\x18ftypisom".to_vec(), &MPEG4),
        (b"\x00\x00\x00\x18ftypM4A ".to_vec(), &MPEG4_AUDIO),
        (b"%PDF-1.7\n".to_vec(), &PDF),
        (zip("mimetypeapplication/vnd.oasis.opendocument.text", "x"), &OPEN_DOCUMENT),
        (zip("[Content_Types].xml", "_rels/.rels"), &OPEN_XML),
        (zip("customXml/item1.xml", "word/document.xml"), &OPEN_XML),
        (zip("a.txt", "b.txt"), &ZIP),
        (tar, &TAR),
        (program, &WINDOWS_PROGRAM),
        (b"\x7fELF\x02\x01\x01".to_vec(), &LINUX_PROGRAM),
        (b"\xcf\xfa\xed\xfe\x07".to_vec(), &MAC_PROGRAM),
        (b"\xca\xfe\xba\xbe\x00\x00\x00\x02".to_vec(), &MAC_PROGRAM),
        (b"\xca\xfe\xba\xbe\x00\x00\x00\x34".to_vec(), &JAVA_CLASS),
        (b"#!/bin/sh\nrm -r /\n".to_vec(), &SCRIPT),
        (b"  <!DOCTYPE html><p>".to_vec(), &HTML),
        (b"<?xml version=\"1.0\"?>\n<svg xmlns=\"x\"/>".to_vec(), &SVG),
        (b"<?xml version=\"1.0\"?>\n<gpx/>".to_vec(), &XML),
        ("Müll: dienstags\n".as_bytes().to_vec(), &TEXT),
        (b"M\xfcll, in an old code\r\n".to_vec(), &TEXT),
        (b"\xff\xfeH\x00i\x00".to_vec(), &TEXT),
        (b"".to_vec(), &EMPTY),
        (b"\x01\x02\x03\x00".to_vec(), &UNKNOWN),
    ] {
        assert_eq!(of_bytes(&bytes).told, format.told, "{bytes:?}");
    }
}

#[test]
fn notes_that_begin_like_a_program_are_notes() {
    for notes in ["MZ is what programs of Windows begin with", "BM: Bob's music", "PK 3", "ID: 4711"] {
        assert_eq!(of_bytes(notes.as_bytes()), &TEXT, "{notes}");
    }
}

#[test]
fn nothing_that_begins_in_any_way_upsets_whoever_looks() {
    let signs: [&[u8]; 6] = [b"PK\x03\x04", b"\xca\xfe\xba\xbe", b"RIFF", b"OggS", b"<?xml", b"\xef\xbb\xbf"];
    for sign in signs {
        for length in 0..sign.len() + 40 {
            let mut bytes = sign.to_vec();
            bytes.resize(length, 0xff);
            let _ = of_bytes(&bytes);
            bytes.fill(b'<');
            let _ = of_bytes(&bytes);
        }
    }
    assert_eq!(of_bytes(&"ä".repeat(HEAD_BYTES).into_bytes()), &TEXT);
    assert_eq!(of_bytes(&["a".to_owned(), "ä".repeat(HEAD_BYTES)].concat().into_bytes()), &TEXT);
}

#[test]
fn every_format_is_called_otherwise_and_no_claim_is_written_in_large_letters() {
    let mut called: Vec<_> = ALL.iter().map(|it| it.told).collect();
    called.sort_unstable();
    called.dedup();
    assert_eq!(called.len(), ALL.len());
    for format in ALL {
        assert!(format.extensions.iter().chain(format.media_types).all(|it| *it == it.to_ascii_lowercase()));
    }
}

#[test]
fn a_program_under_the_name_of_something_else_is_in_disguise_and_under_its_own_or_none_it_is_not() {
    let disguised = |called: &str, content: &Format| Claim::of_name(&name(called)).disguises(content);
    assert!(disguised("invoice.pdf", &WINDOWS_PROGRAM));
    assert!(disguised("holiday.JPG", &LINUX_PROGRAM));
    assert!(disguised("holiday.jpg", &SCRIPT));
    assert!(disguised("setup.exe", &LINUX_PROGRAM));
    for (called, content) in [
        ("setup.exe", &WINDOWS_PROGRAM),
        ("setup", &WINDOWS_PROGRAM),
        (".pdf", &WINDOWS_PROGRAM),
        ("driver.bin", &WINDOWS_PROGRAM),
        ("backup.sh", &SCRIPT),
        ("backup.txt", &SCRIPT),
        ("holiday.jpg", &PNG),
    ] {
        assert!(!disguised(called, content), "{called}");
    }
    let said = |media_type: &str, content: &Format| Claim::of_media_type(media_type).disguises(content);
    assert!(said("image/jpeg", &LINUX_PROGRAM) && said("image/x-anything", &LINUX_PROGRAM));
    assert!(said("application/pdf", &SCRIPT) && !said("text/plain", &SCRIPT));
    assert!(!said("application/octet-stream", &LINUX_PROGRAM) && !said("font/ttf", &LINUX_PROGRAM));
}

#[test]
fn a_claim_holds_for_what_may_lie_under_its_name() {
    let holds = |called: &str, content: &Format| Claim::of_name(&name(called)).holds(content);
    assert!(holds("a.jpg", &JPEG) && holds("a.jpg", &EMPTY) && !holds("a.jpg", &PNG) && !holds("a.jpg", &UNKNOWN));
    assert!(holds("a.csv", &TEXT) && holds("a.md", &HTML) && !holds("a.svg", &HTML) && !holds("a.png", &SVG));
    assert!(holds("a.zip", &OPEN_XML) && !holds("a.docx", &ZIP) && holds("a.ts", &TEXT) && holds("a.ts", &TRANSPORT));
    assert!(holds("a.unheard", &UNKNOWN) && holds("a.unheard", &WINDOWS_PROGRAM));
    assert_eq!(Claim::of_name(&name("a.ogg")).kinds().collect::<Vec<_>>(), [Kind::Video, Kind::Audio]);
    assert_eq!(extension(&name("a.tar.GZ")), "gz");
    assert_eq!([".profile", "none", "dot."].map(|it| extension(&name(it))), [""; 3].map(String::from));
}

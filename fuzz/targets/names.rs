//! Names of files, tags, and what files are: by their names, by what is said of them, by their bytes.
#![no_main]

use domain::documents::{
    NodeName,
    format::{Claim, HEAD_BYTES, Kind, extension, of_bytes},
    tag::Tag,
};

libfuzzer_sys::fuzz_target!(|said: (&str, u8, &[u8])| {
    let (text, times, bytes) = said;
    let head = bytes.repeat(usize::from(times));
    let content = of_bytes(&head);
    assert_eq!(content, of_bytes(&head[..head.len().min(HEAD_BYTES)]), "only the beginning is looked at");
    assert_eq!(content.is_empty(), head.is_empty());
    let claimed = Claim::of_media_type(text);
    assert!(!claimed.told().is_empty() && (!claimed.disguises(content) || !claimed.holds(content)));
    if let Ok(name) = NodeName::new(text) {
        assert!(text.to_ascii_lowercase().ends_with(&extension(&name)));
        let claim = Claim::of_name(&name);
        assert!(claim.kinds().all(|kind| Kind::of_word(kind.word()) == Some(kind)));
        for number in [2, 10, u32::MAX] {
            let other = name.numbered(number);
            assert!(NodeName::new(other.text()).is_ok(), "{text:?} becomes {:?}", other.text());
            assert_ne!(name, other);
        }
    }
    if let Ok(tag) = Tag::new(text) {
        assert_eq!(Tag::new(tag.text()).as_ref(), Ok(&tag));
    }
});
